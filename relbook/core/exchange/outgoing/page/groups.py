"""What people have in common, with the names of those who have it: interests, circles, events."""

import json
from collections.abc import Iterator, Sequence

from relbook.core.exchange.outgoing.page.parts import Item, Link, Part, html, text
from relbook.core.exchange.outgoing.page.told import AMONG, Teller, date_words, joined, kind_word
from relbook.core.words import say


class Groups:
    """Interests, circles and events of `people`, or of everyone; None where there are none.

    Nothing is shown that nobody on the page has, but to the owner of the whole book.
    """

    def __init__(self, teller: Teller, people: Sequence[int] | None) -> None:
        self._teller = teller
        self._book = teller.book
        self._chosen = None if people is None else json.dumps(list(people))
        self._whole = people is None and not teller.share

    def interests(self) -> Iterator[str] | None:
        """Each interest with who has it."""
        shown = self._having("tagging", "interest", self._teller.public)
        return self._interests(shown) if shown else None

    def circles(self) -> Iterator[str] | None:
        """Each circle with who belongs to it."""
        shown = self._having("membership", "circle", "true")
        return self._circles(shown) if shown else None

    def events(self) -> Iterator[str] | None:
        """Each event with its guests; these are not shared."""
        shown = set() if self._teller.share else self._having("guest", "event", "true")
        return self._events(shown) if shown else None

    def _having(self, table: str, what: str, public: str) -> set[int]:
        """The ids of `what` that somebody on the page has."""
        if self._whole:
            return {one for (one,) in self._book.rows(f'SELECT id FROM "{what}"')}
        some, values = (
            ("", []) if self._chosen is None else (f" AND t.person_id {AMONG}", [self._chosen])
        )
        rows = self._book.rows(
            f"SELECT DISTINCT t.{what}_id FROM {table} t WHERE {public}{some}", *values
        )
        return {one for (one,) in rows}

    def _interests(self, shown: set[int]) -> Iterator[str]:
        yield '<div class="groups">\n'
        for one, name, others, note, above, parent in self._book.rows(
            "SELECT i.id, i.name, i.other_names, i.note, u.id, coalesce(u.name, '') FROM interest i"
            " LEFT JOIN interest u ON u.id = i.parent_id ORDER BY i.folded"
        ):
            if one not in shown:
                continue
            items = []
            if parent:
                part = Link(parent, f"#i{above}") if above in shown else parent
                items.append(Item((part,), say("part of")))
            if others and not self._teller.share:
                items.append(Item((joined(*others.splitlines()),), say("also")))
            members = self._members(
                "SELECT DISTINCT p.id, p.name, '' FROM tagging t JOIN person p ON p.id = t.person_id"
                f" WHERE t.interest_id = ? AND {self._teller.public} ORDER BY p.sort_key, p.id",
                one,
            )
            yield self._group(f"i{one}", name, items, note, members)
        yield "</div>\n"

    def _circles(self, shown: set[int]) -> Iterator[str]:
        yield '<div class="groups">\n'
        for one, name, note in self._book.rows("SELECT id, name, note FROM circle ORDER BY folded"):
            if one in shown:
                members = self._members(
                    "SELECT p.id, p.name, '' FROM membership t JOIN person p ON p.id = t.person_id"
                    " WHERE t.circle_id = ? ORDER BY p.sort_key, p.id",
                    one,
                )
                yield self._group(f"c{one}", name, [], note, members)
        yield "</div>\n"

    def _events(self, shown: set[int]) -> Iterator[str]:
        yield '<div class="groups">\n'
        for one, name, kind, starts, ends, at, place, note in self._book.rows(
            "SELECT id, name, kind, starts, ends, at, place, note FROM event"
            " ORDER BY starts IS NULL, starts DESC, id"
        ):
            if one not in shown:
                continue
            day = date_words(starts)
            if ends and ends != starts:
                day = say("{since} to {until}", since=day, until=date_words(ends))
            said = joined(kind_word(kind), day, at, place)
            guests = self._members(
                "SELECT p.id, coalesce(p.name, g.name), g.state FROM guest g"
                " LEFT JOIN person p ON p.id = g.person_id WHERE g.event_id = ?"
                " ORDER BY p.id IS NULL, p.sort_key, g.id",
                one,
            )
            yield self._group(f"e{one}", name, [Item((said,))] if said else [], note, guests)
        yield "</div>\n"

    def _members(self, sql: str, one: int) -> list[Item]:
        """Who is in a group, linked; those who are not on the page only in the whole book."""
        found = []
        for person, name, state in self._book.rows(sql, one):
            said = self._teller.link(person, name)
            if isinstance(said, Link) or self._whole:
                found.append(Item((said,), aside=kind_word(state) if state != "expected" else ""))
        return found

    def _group(
        self, anchor: str, name: str, items: list[Item], note: str, members: list[Item]
    ) -> str:
        lines = "".join(html(Part("", tuple(items)))) if items else ""
        prose = (
            f'<p class="text" dir="auto">{text(note)}</p>\n'
            if note and not self._teller.share
            else ""
        )
        who = html(Part("", tuple(members), "chips")) if members else ""
        return (
            f'<article id="{anchor}" aria-labelledby="{anchor}n"><h3 id="{anchor}n" dir="auto">'
            f"{text(name)}</h3>\n{lines}{prose}{who}</article>\n"
        )
