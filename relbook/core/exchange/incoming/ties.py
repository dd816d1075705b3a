"""What ties those who came in to each other: kin and circles, known by UID, told before they came."""

from collections.abc import Iterator

from relbook.core.exchange.incoming.before import FORMER
from relbook.core.exchange.person import Kin
from relbook.core.relations import inverse
from relbook.core.store import schema
from relbook.core.store.book import Book


class Ties:
    """Gathers ties as cards come; `tie` writes them when all are in."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._first_new = book.first_free_id(schema.SourceCard)
        self._uids: set[int] = set()  # of those who came, as Python hashes them
        self._known: dict[str, int] | None = None
        self._first_person = book.first_free_id(schema.Person)
        self._kin: list[tuple[int, Kin]] = []
        self._members: list[tuple[int, str, bool]] = []

    def came(self, uid: str) -> None:
        """Know that someone came with a card of this `uid`."""
        if uid:
            self._uids.add(hash(uid))

    def has(self, uid: str) -> bool:
        """Whether someone came with this `uid`."""
        return hash(uid) in self._uids

    def relate(self, person: int, kin: tuple[Kin, ...]) -> None:
        """Relate `person` to `kin`, once all are there."""
        self._kin += [(person, one) for one in kin]

    def belong(self, circle: int, members: Iterator[str], *, only_new: bool = False) -> None:
        """Put `members`, known by UID, into a circle; `only_new` those alone who come just now."""
        self._members += [(circle, uid, only_new) for uid in members]

    def tie(self) -> None:
        """Write all of it that the book does not say yet. Needs an open edit."""
        now = self._book.stamp
        for circle, uid, only_new in self._members:
            person = self._who(uid)
            if person is not None and (person >= self._first_person or not only_new):
                self._book.sql(
                    "INSERT INTO membership (changed, person_id, circle_id) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (now, person, circle),
                )
        for person, kin in self._kin:
            self._relate(person, kin)

    def _who(self, uid: str) -> int | None:
        """Who came with this UID, or is known by it from an earlier card."""
        if not uid:
            return None
        if self._known is None:
            # Who came just now goes first, and of several the first.
            found = self._book.sql(
                "SELECT card_uid, person_id FROM source_card WHERE card_uid <> '' AND kind <> ?"
                " ORDER BY id >= ?, id DESC",
                (FORMER, self._first_new),
            )
            self._known = dict(self._book.rows("SELECT uid, id FROM person"))
            self._known.update(found)
        return self._known.get(uid)

    def _relate(self, person: int, kin: Kin) -> None:
        # An id without a scheme reads like a name.
        other = self._who(kin.uid or kin.name)
        if other == person or (other is None and not kin.name):
            return
        name = kin.name
        if other is not None:
            name = self._book.value("SELECT name FROM person WHERE id = ?", other) or name
        if not self._related(person, other, name, kin.kind or "contact"):
            self._book.insert(
                schema.Relation,
                person_id=person,
                other_id=other,
                other_name=name,
                kind=kin.kind or "contact",
            )

    def _related(self, person: int, other: int | None, name: str, kind: str) -> bool:
        """Whether the book says already that they are `kind` to each other, at either end."""
        if other is None:
            found = self._book.value(
                "SELECT 1 FROM relation WHERE person_id = ? AND other_name = ? AND kind = ?",
                person,
                name,
                kind,
            )
            return found is not None
        said = self._book.rows(
            "SELECT kind FROM relation WHERE person_id = ? AND other_id = ?", person, other
        )
        back = self._book.rows(
            "SELECT kind FROM relation WHERE person_id = ? AND other_id = ?", other, person
        )
        return any(k == kind for (k,) in said) or any(
            kind in (inverse(k), k) or inverse(kind) == k for (k,) in back
        )
