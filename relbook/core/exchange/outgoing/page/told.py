"""What the book tells of some people, read in a few queries and said in short lines."""

import json
from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from typing import Any

from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.exchange.outgoing.page.parts import Item, Link, Part, way
from relbook.core.exchange.profile import Profile
from relbook.core.facts import Address
from relbook.core.relations import inverse
from relbook.core.store.book import Book
from relbook.core.words import Sentence, say, sentence

Row = tuple[Any, ...]
Rows = dict[int, list[Row]]  # by person
Parts = dict[int, list[Part]]

AMONG = "IN (SELECT value FROM json_each(?))"
_KINDS = {
    "mail": sentence("Mail"),
    "phone": sentence("Phone"),
    "web": sentence("Web page"),
    "chat": sentence("Chat"),
    "social": sentence("Social"),
}
_HOWS = {
    "enjoys": sentence("Enjoys"),
    "practises": sentence("Practises"),
    "works in": sentence("Works in"),
    "seeks": sentence("Looks for"),
    "offers": sentence("Offers"),
}
_STATES = {
    "active": sentence("active"),
    "resting": sentence("resting"),
    "archived": sentence("archived"),
    "estranged": sentence("estranged"),
    "deceased": sentence("has died"),
}


class Teller:
    """Tells of people of `book` as `profile` allows; only those in `included` are linked to."""

    def __init__(
        self, book: Book, profile: Profile, included: Container[int] | None = None
    ) -> None:
        self.book = book
        self._included = included
        self.share = profile is Profile.SHARE

    def parts(self, people: Sequence[int]) -> Parts:
        """What to say of each of `people`, under headings."""
        chosen = json.dumps(list(people))
        tellers: list[Callable[[str], Parts]] = [
            self._reach, self._work, self._days, self._kin, self._interests, self._circles,
        ]  # fmt: skip
        if not self.share:
            tellers += [
                self._about, self._threads, self._moments, self._ledger, self._introductions,
                self._notes, self._own,
            ]  # fmt: skip
        found: Parts = {person: [] for person in people}
        for tell in tellers:
            for person, parts in tell(chosen).items():
                found[person] += parts
        return found

    def link(self, person: int | None, name: str) -> str | Link:
        """Someone, linked to where the page tells of them."""
        there = person is not None and (self._included is None or person in self._included)
        return Link(name, f"#p{person}") if there else name

    @property
    def public(self) -> str:
        """The condition for the facts `t` that may be told."""
        return "t.tender = 0 AND t.private = 0" if self.share else "true"

    # Public

    def _reach(self, chosen: str) -> Parts:
        contacts = self._rows(
            "SELECT t.person_id, t.kind, t.value, t.label, t.service, t.tender, t.private"
            f" FROM contact_point t WHERE t.person_id {AMONG} AND {self.public}"
            " ORDER BY t.preferred DESC, t.id",
            chosen,
        )
        columns = "label, po_box, extended, street, locality, region, code, country, lines".split(
            ", "
        )
        addresses = self._rows(
            f"SELECT t.person_id, {', '.join(f't.{column}' for column in columns)}, t.tender,"
            f" t.private FROM address t WHERE t.person_id {AMONG} AND {self.public}"
            " ORDER BY t.preferred DESC, t.id",
            chosen,
        )
        items: dict[int, list[Item]] = defaultdict(list)
        for person, rows in contacts.items():
            for kind, value, label, service, *soft in rows:
                to = way(kind, value)
                which = service or str(_KINDS.get(kind, kind))
                said = Link(value, to) if to else value
                items[person].append(
                    Item((said,), joined(which, kind_word(label)), aside=_soft(*soft))
                )
        for person, rows in addresses.items():
            for *values, tender, private in rows:
                address = Address(id=0, **dict(zip(columns, values, strict=True)))
                label = joined(say("Address"), kind_word(address.label))
                items[person].append(Item((address.written(),), label, _soft(tender, private)))
        return self._under(say("How to reach them"), items)

    def _work(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT t.person_id, t.title, t.role, t.department, t.organisation, t.since, t.until,"
            f" t.tender, t.private FROM position t WHERE t.person_id {AMONG} AND {self.public}"
            " ORDER BY t.until IS NOT NULL, t.until DESC, t.id",
            chosen,
        )
        return self._listed(
            say("What they do"),
            rows,
            lambda title, role, department, at, since, until, *soft: Item(
                (joined(title, role if role != title else "", department, at),),
                aside=joined(_span(since, until), _soft(*soft)),
            ),
        )

    def _days(self, chosen: str) -> Parts:
        mine = " AND t.about = ''" if self.share else ""
        rows = self._rows(
            "SELECT t.person_id, t.kind, t.label, t.date, t.about, t.tender, t.private FROM key_date t"
            f" WHERE t.person_id {AMONG} AND {self.public}{mine}"
            " ORDER BY t.kind <> 'birthday', t.id",
            chosen,
        )
        kinds = {
            "birthday": say("Birthday"),
            "anniversary": say("Anniversary"),
            "deathday": say("Day of death"),
        }
        return self._listed(
            say("Days to know"),
            rows,
            lambda kind, label, date, about, *soft: Item(
                (date_words(date),),
                joined(label or kinds.get(kind, say("A day to know")), about),
                _soft(*soft),
            ),
        )

    def _kin(self, chosen: str) -> Parts:
        found: Rows = self._rows(
            "SELECT t.person_id, t.other_id, coalesce(o.name, t.other_name), t.kind, t.note, t.tender,"
            " t.private FROM relation t LEFT JOIN person o ON o.id = t.other_id"
            f" WHERE t.person_id {AMONG} AND {self.public} ORDER BY t.id",
            chosen,
        )
        back = self._rows(
            "SELECT t.other_id, t.person_id, p.name, t.kind, t.note, t.tender, t.private"
            " FROM relation t JOIN person p ON p.id = t.person_id"
            f" WHERE t.other_id {AMONG} AND {self.public} ORDER BY t.id",
            chosen,
        )
        for person, rows in back.items():
            for other, name, kind, *rest in rows:
                found[person].append((other, name, inverse(kind), *rest))
        return self._listed(
            say("Relations"),
            found,
            lambda other, name, kind, note, *soft: Item(
                (self.link(other, name),),
                kind_word(kind),
                joined("" if self.share else note, _soft(*soft)),
            ),
        )

    def _interests(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT t.person_id, i.id, i.name, t.how, t.tender, t.private FROM tagging t"
            " JOIN interest i ON i.id = t.interest_id"
            f" WHERE t.person_id {AMONG} AND {self.public} ORDER BY i.folded, t.id",
            chosen,
        )
        return self._listed(
            say("Interests"),
            rows,
            lambda one, name, how, *soft: Item(
                (Link(name, f"#i{one}"),),
                aside=joined(str(_HOWS.get(how, how)).lower(), _soft(*soft)),
            ),
            "chips",
        )

    def _circles(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT t.person_id, c.id, c.name FROM membership t JOIN circle c ON c.id = t.circle_id"
            f" WHERE t.person_id {AMONG} ORDER BY c.folded",
            chosen,
        )
        return self._listed(
            say("Circles"), rows, lambda one, name: Item((Link(name, f"#c{one}"),)), "chips"
        )

    # For the owner alone

    def _about(self, chosen: str) -> Parts:
        rows = self.book.rows(
            "SELECT p.id, p.met_how, p.met_on, p.met_where, p.met_through_id,"
            " coalesce(m.name, p.met_through_name), p.note, p.closeness, p.rhythm, p.state, p.tender,"
            f" p.me FROM person p LEFT JOIN person m ON m.id = p.met_through_id WHERE p.id {AMONG}",
            chosen,
        )
        found: Parts = {}
        for person, how, on, where, through, whom, note, close, rhythm, state, tender, me in rows:
            met = [
                Item((joined(where, date_words(on)),)) if where or on else None,
                Item((self.link(through, whom),), say("through")) if whom else None,
                Item((how,)) if how else None,
            ]
            stands = [
                say("you") if me else "",
                str(_STATES.get(state, state)) if state != "active" else "",
                _soft(tender, 0),
            ]
            between = [
                Item((close,), say("How close")) if close else None,
                Item((rhythm,), say("In touch")) if rhythm else None,
                Item((joined(*stands),)) if any(stands) else None,
            ]
            notes = [Item((note,)) if note else None]
            found[person] = [
                Part(heading, tuple(kept), look)
                for heading, items, look in (
                    (say("How we met"), met, ""),
                    (say("Between us"), between, ""),
                    (say("Note"), notes, "prose"),
                )
                if (kept := [item for item in items if item is not None])
            ]
        return found

    def _threads(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT l.person_id, t.title, t.line, t.opened, t.expected, t.closed, t.outcome, t.tender,"
            " t.private FROM thread_person l JOIN thread t ON t.id = l.thread_id"
            f" WHERE l.person_id {AMONG} ORDER BY t.closed IS NOT NULL, t.id DESC",
            chosen,
        )
        return self._listed(
            say("What is going on"),
            rows,
            lambda title, line, opened, expected, closed, outcome, *soft: Item(
                (_lines(title, line, outcome),),
                aside=joined(
                    _dated(say("since"), opened),
                    _dated(say("expected"), expected),
                    _dated(say("ended"), closed),
                    _soft(*soft),
                ),
            ),
            "prose",
        )

    def _moments(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT l.person_id, t.kind, t.date, t.place, t.line, coalesce(v.name, ''), t.tender,"
            " t.private FROM moment_person l JOIN moment t ON t.id = l.moment_id"
            f" LEFT JOIN event v ON v.id = t.event_id WHERE l.person_id {AMONG}"
            " ORDER BY t.date IS NULL, t.date DESC, t.id DESC",
            chosen,
        )
        return self._listed(
            say("Moments"),
            rows,
            lambda kind, date, place, line, event, *soft: Item(
                (line,), joined(date_words(date), kind_word(kind), place, event), _soft(*soft)
            ),
            "prose",
        )

    def _ledger(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT l.person_id, t.direction, t.kind, t.what, t.date, t.state, t.due, t.settled,"
            " t.tender, t.private FROM entry_person l JOIN ledger_entry t ON t.id = l.entry_id"
            f" WHERE l.person_id {AMONG} ORDER BY t.date IS NULL, t.date DESC, t.id DESC",
            chosen,
        )

        def said(
            direction: str, kind: str, what: str, date: str, state: str, due: str, settled: str,
            *soft: int,
        ) -> Item:  # fmt: skip
            open_still = {"promised": say("promised"), "lent": say("on loan")}.get(state, "")
            return Item(
                (what or kind_word(kind),),
                joined(say("Gave") if direction == "gave" else say("Received"), date_words(date)),
                joined(
                    kind_word(kind) if what else "",
                    open_still,
                    _dated(say("for"), due),
                    _dated(say("settled"), settled),
                    _soft(*soft),
                ),
            )

        return self._listed(say("Given and received"), rows, said)

    def _introductions(self, chosen: str) -> Parts:
        select = (
            "SELECT t.{0}_id, o.id, o.name, t.why, t.state, t.came_of_it, t.tender, t.private"
            " FROM introduction t JOIN person o ON o.id = t.{1}_id"
            f" WHERE t.{{0}}_id {AMONG} ORDER BY t.id"
        )
        rows = self._rows(select.format("person", "other"), chosen)
        for person, more in self._rows(select.format("other", "person"), chosen).items():
            rows[person] += more
        return self._listed(
            say("Introductions"),
            rows,
            lambda other, name, why, state, came, *soft: Item(
                (self.link(other, name),), kind_word(state), joined(why, came, _soft(*soft))
            ),
        )

    def _notes(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT t.person_id, t.date, t.text, t.tender, t.private FROM note t"
            f" WHERE t.person_id {AMONG} ORDER BY t.date IS NULL, t.date DESC, t.id DESC",
            chosen,
        )
        return self._listed(
            say("Notes"),
            rows,
            lambda date, text, *soft: Item((text,), date_words(date), _soft(*soft)),
            "prose",
        )

    def _own(self, chosen: str) -> Parts:
        rows = self._rows(
            "SELECT t.person_id, t.name, t.kind, t.value, t.tender, t.private FROM own_field t"
            f" WHERE t.person_id {AMONG} ORDER BY t.id",
            chosen,
        )

        def said(name: str, kind: str, value: str, *soft: int) -> Item:
            to = way("web", value) if kind == "link" else ""
            shown = date_words(value) if kind == "date" else value
            return Item((Link(value, to) if to else shown,), name, _soft(*soft))

        return self._listed(say("Fields of your own"), rows, said)

    # Within

    def _rows(self, sql: str, chosen: str) -> Rows:
        found: Rows = defaultdict(list)
        for person, *row in self.book.rows(sql, chosen):
            found[person].append(tuple(row))
        return found

    def _listed(self, heading: str, rows: Rows, item: Callable[..., Item], look: str = "") -> Parts:
        return self._under(
            heading, {person: [item(*row) for row in some] for person, some in rows.items()}, look
        )

    @staticmethod
    def _under(heading: str, items: dict[int, list[Item]], look: str = "") -> Parts:
        return {
            person: [Part(heading, tuple(some), look)] for person, some in items.items() if some
        }


def kind_word(kind: str) -> str:
    """A kind in the user's language; a word of the owner's own stays as it is."""
    return str(Sentence(kind)) if kind else ""


def joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def date_words(known: str | None) -> str:
    """A date in words; as it is where it is none."""
    if not known:
        return ""
    try:
        return PartialDate.from_iso(known).words()
    except Refused:
        return known


def _dated(word: str, known: str | None) -> str:
    return f"{word} {date_words(known)}" if known else ""


def _span(since: str | None, until: str | None) -> str:
    if since and until:
        return say("{since} to {until}", since=date_words(since), until=date_words(until))
    return _dated(say("since"), since) or _dated(say("until"), until)


def _soft(tender: int, private: int) -> str:
    return joined(say("tender") if tender else "", say("private") if private else "")
