"""Two or more people made one, with nothing lost; and what they say side by side before that.

A person has one name, one photo, one story of how you met: of several, one is shown, and the others
find a place beside it (another name among the nicknames, another photo kept with the cards, another
note among the notes, the rest in fields of the owner's own). Everything else is kept as it is, and
what is said twice once. In whatever order people are merged, the same comes out.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from relbook.core import errors, people
from relbook.core.exchange.sameness import joining
from relbook.core.exchange.sameness.repeats import Repeat, fold_repeated, repeated
from relbook.core.exchange.sameness.side_by_side import Field, compare
from relbook.core.names import fold
from relbook.core.store import schema
from relbook.core.store.book import Book
from relbook.core.words import Sentence, plural, say, sentence

MERGED = "merged"  # kind of the source card that remembers the uid of who is gone
PHOTO = "photo"  # of one that keeps a photo which is not shown

_NAME = ("name", "family", "given", "additional", "sort_key")
_MET = ("met_how", "met_on", "met_where")
# Of several, the first that anyone is in: nobody is to be reminded of who has died.
_STATES = ("deceased", "estranged", "active", "resting", "archived")

Row = dict[str, Any]


def sentence_of(book: Book, keep: int, others: Collection[int]) -> Sentence:
    """What the edit is called: "Merge Bob Smith into Robert Smith"."""
    name = people.name(book, keep)
    if len(others) == 1:
        (other,) = others
        return sentence("Merge {other} into {name}", other=people.name(book, other), name=name)
    return plural(
        "Merge {n} person into {name}", "Merge {n} people into {name}", len(others), name=name
    )


def merge(
    book: Book,
    keep: int,
    others: Collection[int],
    choices: Mapping[str, int] | None = None,
    *,
    drop: Collection[str] = (),
) -> None:
    """Make one person of `keep` and `others`; `keep` is whose row stays. Needs an open edit.

    `choices` says for the `key` of a single field (`compare`) whose value is shown; without, the
    fullest is. The other values are kept too, each in its place, save those of the fields in `drop`.
    Raises `Refused` for people who are not there, or who are one already.
    """
    gone = [one for one in dict.fromkeys(others) if one != keep]
    rows = _rows(book, [keep, *gone])
    if not gone:
        raise errors.Refused(say("That is the same person; choose someone else."), "who")
    if len(rows) <= len(gone):
        raise errors.Refused(
            say("One of them is not in the book any more. Nothing was changed; look again."), "who"
        )
    choosing = _Choosing(book, keep, rows, dict(choices or {}), frozenset(drop))
    shown = choosing.values()
    choosing.set_birthdays()
    joining.join(book, keep, gone)
    for one in gone:
        book.insert(
            schema.SourceCard, person_id=keep, blob="", kind=MERGED, card_uid=rows[one]["uid"]
        )
    book.delete(schema.Person, gone)
    altered = {name: value for name, value in shown.items() if value != rows[keep][name]}
    if altered:
        book.update(schema.Person, keep, **altered)


def photos(book: Book, person: int) -> list[str]:
    """The hashes of the photos of `person` that are not shown but were kept when merging."""
    rows = book.rows(
        "SELECT DISTINCT blob FROM source_card WHERE person_id = ? AND kind = ? ORDER BY id",
        person,
        PHOTO,
    )
    return [blob for (blob,) in rows]


def _rows(book: Book, ids: Sequence[int]) -> dict[int, Row]:
    columns = [field.column_name for field in schema.Person._meta.sorted_fields]
    marks = ", ".join("?" * len(ids))
    found = book.rows(f"SELECT {', '.join(columns)} FROM person WHERE id IN ({marks})", *ids)
    there = {row[0]: dict(zip(columns, row, strict=True)) for row in found}
    return {one: there[one] for one in ids if one in there}


class _Choosing:
    """What is shown of several people's single values, and where the others go."""

    def __init__(
        self,
        book: Book,
        keep: int,
        rows: dict[int, Row],
        choices: dict[str, int],
        drop: frozenset[str],
    ) -> None:
        self._book = book
        self._keep = keep
        self._rows = rows
        self._choices = choices
        self._drop = drop

    def values(self) -> Row:
        """The columns of the one row; what is not shown is put aside on the way."""
        shown: Row = self._name()
        for column, label in (
            ("prefixes", say("Title")),
            ("suffixes", say("Suffix")),
            ("say_it", say("Say it")),
            ("pronouns", say("Pronouns")),
            ("closeness", say("Closeness")),
            ("rhythm", say("Rhythm")),
        ):
            shown[column] = self._text(column, column, label)
        shown |= self._met()
        shown["note"] = self._note()
        shown["photo"] = self._photo()
        shown["state"] = self._chosen(
            "state", "state", lambda states: min(states, key=_STATES.index)
        )
        for flag in ("tender", "me"):
            shown[flag] = max(row[flag] for row in self._rows.values())
        shown["created"] = min(row["created"] for row in self._rows.values())
        return shown

    def set_birthdays(self) -> None:
        """Let one birthday be theirs; others that it does not say too become days of another kind."""
        marks = ", ".join("?" * len(self._rows))
        days = self._book.rows(
            "SELECT id, person_id, date FROM key_date WHERE kind = 'birthday' AND about = ''"
            f" AND person_id IN ({marks}) ORDER BY id",
            *self._rows,
        )
        whose = self._choices.get("birthday")
        theirs = [date for _id, person, date in days if person == whose]
        dates = theirs or [date for _id, _person, date in days]
        if not dates:
            return
        best = max(dates, key=lambda date: (len(date.rstrip("~")), not date.endswith("~"), date))
        others = [
            number
            for number, _p, date in days
            if date != best and not joining.is_vaguer(date, best)
        ]
        if "birthday" in self._drop:
            vague = [number for number, _p, date in days if date != best]
            self._book.delete(schema.KeyDate, vague)
        else:
            self._book.update(schema.KeyDate, others, kind="other", label=say("Another birthday"))

    # Each of the single values

    def _chosen(self, key: str, column: str, best: Callable[[list[Any]], Any]) -> Any:
        """The value of the one chosen, else the best of those that say something."""
        if self._choices.get(key) in self._rows:
            return self._rows[self._choices[key]][column]
        said = [row[column] for row in self._rows.values() if row[column] not in {None, ""}]
        return best(said) if said else self._rows[self._keep][column]

    def _text(self, key: str, column: str, label: str) -> Any:
        chosen = self._chosen(key, column, lambda texts: max(texts, key=_fuller))
        for row in self._rows.values():
            if row[column] not in {None, "", chosen} and key not in self._drop:
                self._aside(label, row[column])
        return chosen

    def _aside(self, label: str, value: str) -> None:
        self._book.insert(schema.OwnField, person_id=self._keep, name=label, value=value)

    def _name(self) -> Row:
        rows = list(self._rows.values())
        chosen = self._rows.get(self._choices.get("name", 0)) or max(rows, key=_better_named)
        shown = {column: chosen[column] for column in _NAME}
        texts = {row["nickname"].strip() for row in rows} - {""}
        called = [nick.strip() for text in texts for nick in text.split(",")]
        if "name" not in self._drop:
            called += [
                _in_order(name)
                for row in rows
                for name in (
                    row["name"],
                    " ".join(row[part] for part in ("given", "additional", "family")),
                )
            ]
        known = {_words(shown["name"]), _words(" ".join(shown[part] for part in _NAME[1:4]))}
        more: dict[tuple[str, ...], str] = {}
        for name in sorted(filter(None, called), key=_better_written):
            more[_words(name)] = name
        nicks = [name for words, name in more.items() if words not in known]
        before = next(iter(texts)) if len(texts) == 1 else ""
        if {_words(nick) for nick in before.split(",")} - known != {*map(_words, nicks)}:
            before = ", ".join(sorted(nicks))
        shown["nickname"] = before
        whose = self._choices.get("nickname")
        if whose in self._rows:
            shown["nickname"] = self._rows[whose]["nickname"]
        return shown

    def _met(self) -> Row:
        shown: Row = {
            column: self._text("met", column, label)
            for column, label in zip(
                _MET, (say("How we met"), say("When we met"), say("Where we met")), strict=True
            )
        }
        # A person in the book, or only a name; nobody was met through themselves.
        through = {
            number: (row["met_through_id"], row["met_through_name"])
            for number, row in self._rows.items()
            if (row["met_through_id"] or row["met_through_name"])
            and row["met_through_id"] not in self._rows
        }
        called = {
            one: (people.name(self._book, one[0]) if one[0] else one[1]) for one in through.values()
        }
        whose = self._choices.get("met")
        best: tuple[int | None, str] = (None, "")
        if whose in self._rows:
            best = through.get(whose, best)
        elif through:
            best = max(called, key=lambda one: (one[0] is not None, _fuller(called[one])))
        for name in called.values():
            if name != called.get(best) and "met" not in self._drop:
                self._aside(say("Met through"), name)
        return shown | {"met_through_id": best[0], "met_through_name": best[1]}

    def _note(self) -> str:
        chosen: str = self._chosen("note", "note", lambda notes: max(notes, key=_fuller))
        for row in self._rows.values():
            if row["note"] not in {"", chosen} and "note" not in self._drop:
                self._book.insert(schema.Note, person_id=self._keep, text=row["note"])
        return chosen

    def _photo(self) -> str | None:
        def larger(photo: str) -> tuple[int, str]:
            size = self._book.value("SELECT length(bytes) FROM blob WHERE hash = ?", photo)
            return int(size or 0), photo

        chosen: str | None = self._chosen("photo", "photo", lambda found: max(found, key=larger))
        for row in self._rows.values():
            if row["photo"] not in {None, chosen} and "photo" not in self._drop:
                self._book.insert(
                    schema.SourceCard, person_id=self._keep, blob=row["photo"], kind=PHOTO
                )
        return chosen


def _fuller(text: str) -> tuple[int, str]:
    return len(text), text


def _better_named(row: Row) -> tuple[Any, ...]:
    """What a name is shown by, of several: whole rather than in part, and written with care."""
    parts = [row[part] for part in ("given", "additional", "family")]
    return (
        "," not in row["name"],
        *_better_written(_in_order(row["name"])),
        *_better_written(" ".join(parts)),
        *parts,
        row["sort_key"],
    )


def _better_written(name: str) -> tuple[Any, ...]:
    lower, upper = name.islower(), name.isupper()
    return "@" not in name, not (lower or upper), len(name.split()), len(name), name


def _in_order(name: str) -> str:
    """A name written "Family, Given" as it is spoken; a list of nicknames is parted by commas."""
    family, *rest = (" ".join(piece.split()) for piece in name.split(","))
    return " ".join(filter(None, (*rest, family)))


def _words(name: str) -> tuple[str, ...]:
    """The words of a name whatever their order, case and accents."""
    return tuple(sorted(fold(name.replace(",", " ")).split()))


__all__ = [
    "MERGED",
    "PHOTO",
    "Field",
    "Repeat",
    "compare",
    "fold_repeated",
    "merge",
    "photos",
    "repeated",
    "sentence_of",
]
