"""People: who is in the book. Those that write need an open edit; they alone load Peewee."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from relbook.core import errors, names
from relbook.core.store.book import Book
from relbook.core.words import say

NAME_PARTS = ("family", "given", "additional", "prefixes", "suffixes")
STATES = ("active", "resting", "archived", "estranged", "deceased")
# Of a person p, in SQL: whether they have died. A day of death tells it as the state does.
DIED = (
    "(p.state = 'deceased' OR EXISTS (SELECT 1 FROM key_date d WHERE d.person_id = p.id"
    " AND d.kind = 'deathday' AND d.about = ''))"
)
# And whether they are near: of whom one is reminded, the owner aside.
NEAR = f"p.state IN ('active', 'resting') AND p.tender = 0 AND p.me = 0 AND NOT {DIED}"


class PersonRow(NamedTuple):
    """Someone as a line of a list: who, and what they do and where."""

    id: int
    uid: str
    name: str
    photo: str | None
    state: str
    title: str
    organisation: str
    locality: str

    def does(self) -> str:
        """What they do and where, in a few words; empty when nothing is known.

        What is called as they are, as an organisation in a row of its own is, is not said again.
        """
        title = self.unlike_name(self.title)
        where = self.unlike_name(self.organisation) or self.locality
        return f"{title}, {where}" if title and where else title or where

    def unlike_name(self, word: str) -> str:
        """`word`, unless it only repeats their name."""
        return word if word and word.casefold() != self.name.casefold() else ""


class Person(NamedTuple):
    """Someone whole, save what is told of them in rows of its own."""

    id: int
    uid: str
    name: str
    family: str
    given: str
    additional: str
    prefixes: str
    suffixes: str
    nickname: str
    say_it: str
    pronouns: str
    photo: str | None
    met_how: str
    met_on: str | None
    met_where: str
    met_through_id: int | None
    met_through_name: str
    note: str
    closeness: str
    rhythm: str
    state: str
    tender: bool
    me: bool
    created: str
    changed: str


_COLUMNS = ", ".join(Person._fields)
_ROW = """
SELECT p.id, p.uid, p.name, p.photo, p.state, coalesce(w.title, ''), coalesce(w.organisation, ''),
  coalesce((SELECT locality FROM address WHERE person_id = p.id AND locality <> ''
            ORDER BY preferred DESC, id LIMIT 1), '')
FROM person p LEFT JOIN position w ON w.id =
  (SELECT id FROM position WHERE person_id = p.id AND until IS NULL ORDER BY id LIMIT 1)
"""


def rows(book: Book, people: Sequence[int]) -> dict[int, PersonRow]:
    """Those of `people` who are in the book, as lines of a list, in one query."""
    marks = ", ".join("?" * len(people))
    found = book.rows(f"{_ROW} WHERE p.id IN ({marks})", *people)
    return {row[0]: PersonRow(*row) for row in found}


def at_ease(book: Book, people: Iterable[int]) -> list[int]:
    """Those of `people` one may be reminded of: who has died or is estranged is left in peace."""
    listed, found = list(people), []
    for some in _batches(listed):
        rows = book.rows(
            f"SELECT p.id FROM person p WHERE p.id IN ({', '.join('?' * len(some))})"
            f" AND p.state <> 'estranged' AND NOT {DIED}",
            *some,
        )
        here = {person for (person,) in rows}
        found += [person for person in some if person in here]
    return found


def read(book: Book, person: int) -> Person | None:
    """Someone, or None when they are not in the book (any more)."""
    row = book.row(f"SELECT {_COLUMNS} FROM person WHERE id = ?", person)
    if row is None:
        return None
    values = dict(zip(Person._fields, row, strict=True))
    values["tender"], values["me"] = bool(values["tender"]), bool(values["me"])
    return Person(**values)


def name(book: Book, person: int) -> str:
    """The name `person` goes by; empty when they are not in the book."""
    return book.value("SELECT name FROM person WHERE id = ?", person) or ""


def count(book: Book) -> int:
    """How many people the book holds."""
    return int(book.value("SELECT count(*) FROM person"))


def me(book: Book) -> int | None:
    """The owner of the book, if they have said which person they are."""
    return book.value("SELECT id FROM person WHERE me = 1")  # type: ignore[no-any-return]


def add(book: Book, name: str, **values: Any) -> int:
    """Add someone, of whom only a name is needed; returns their id.

    Name parts that are not given are guessed from the name. Raises `Refused` for an empty name.
    """
    from relbook.core.store import schema

    values["name"] = name
    if not any(values.get(part) for part in NAME_PARTS):
        values |= _guessed(name)
    kept = _clean(values)
    kept["sort_key"] = names.sort_key(kept.get("family", ""), kept.get("given", ""), kept["name"])
    return book.insert(schema.Person, created=book.stamp, **kept)


def change(book: Book, person: int, **values: Any) -> None:
    """Put new `values` into someone's row.

    A new name without parts of its own has them guessed again. Raises `Refused` for an empty name.
    """
    from relbook.core.store import schema

    if "name" in values and not any(part in values for part in NAME_PARTS):
        values |= _guessed(values["name"])
    kept = _clean(values)
    if "name" in kept or "family" in kept or "given" in kept:
        now = book.row("SELECT family, given, name FROM person WHERE id = ?", person)
        if now is None:
            return
        family, given, called = (
            kept.get(part, old) for part, old in zip(("family", "given", "name"), now, strict=True)
        )
        kept["sort_key"] = names.sort_key(family, given, called)
    if kept.get("me"):
        book.sql("UPDATE person SET me = 0 WHERE me = 1")
    book.update(schema.Person, person, **kept)


def delete(book: Book, people: Iterable[int]) -> None:
    """Delete `people` with all that is told of them alone.

    A moment, thread or ledger entry goes with the last of its people; a relation from someone who
    stays keeps the name, and so does the guest list of an event.
    """
    from relbook.core.store import schema

    people = list(people)
    shared = (
        ("moment", "moment_person", "moment_id"),
        ("thread", "thread_person", "thread_id"),
        ("ledger_entry", "entry_person", "entry_id"),
    )
    left_alone: list[tuple[str, set[int]]] = []
    for table, link, column in shared:
        theirs: set[int] = set()
        for some in _batches(people):
            marks = ", ".join("?" * len(some))
            theirs.update(
                i
                for (i,) in book.sql(
                    f"SELECT {column} FROM {link} WHERE person_id IN ({marks})", some
                )
            )
        left_alone.append((table, theirs))
    for some in _batches(people):
        book.sql(
            "UPDATE guest SET name = (SELECT name FROM person WHERE id = guest.person_id)"
            f" WHERE person_id IN ({', '.join('?' * len(some))})",
            some,
        )
    book.delete(schema.Person, people)
    for (table, theirs), (_, link, column) in zip(left_alone, shared, strict=True):
        for one in theirs:
            book.sql(
                f"DELETE FROM {table} WHERE id = ?"
                f" AND NOT EXISTS (SELECT 1 FROM {link} WHERE {column} = {table}.id)",
                (one,),
            )


def set_photo(book: Book, person: int, image: bytes | None) -> None:
    """Give someone a photo, the bytes of an image file, or take it away."""
    from relbook.core.store import schema

    photo = None if image is None else book.keep_bytes(image)
    book.update(schema.Person, person, photo=photo)


def _guessed(display: str) -> dict[str, str]:
    parts = names.split_name(display)
    return {part: getattr(parts, part) for part in NAME_PARTS}


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: value.strip() if isinstance(value, str) else value for key, value in values.items()
    }
    if "name" in kept:
        kept["name"] = " ".join(kept["name"].split())
        if not kept["name"]:
            raise errors.Refused(
                say("A person needs a name, any name; nothing else is needed."), "name"
            )
    if kept.get("met_on"):
        from relbook.core.dates import PartialDate

        kept["met_on"] = PartialDate.from_iso(kept["met_on"]).iso()
    elif "met_on" in kept:
        kept["met_on"] = None
    return kept


def _batches(people: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(people), 1_000):
        yield people[start : start + 1_000]
