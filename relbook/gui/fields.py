"""The fields that many forms share: dates known in part, people of the book, how softly to keep."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from relbook.core import dates, people
from relbook.core.dates import PartialDate
from relbook.core.errors import Refused
from relbook.core.store.book import Book
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.widgets.field import Field


def date_reader(today: Callable[[], date], *, ahead: bool = False) -> Callable[[str], str | None]:
    """What turns a typed date into the text that is kept; nothing typed is None."""

    def read(text: str) -> str | None:
        return dates.parse(text, today=today(), ahead=ahead).iso() if text else None

    return read


def date_words(iso: str) -> str:
    """A kept date as people write it."""
    return PartialDate.from_iso(iso).words()


def date_field(
    desk: Desk,
    name: str,
    label: str,
    *,
    ahead: bool = False,
    more: bool = False,
    share: float = 0.5,
    placeholder: str = "",
) -> Field:
    """A date, typed as people write it and known as far as it is; `ahead` for what is to come."""
    return Field(
        name,
        label,
        "date",
        placeholder=placeholder or say("June 2019"),
        share=share,
        more=more,
        parse=date_reader(desk.today, ahead=ahead),
        show=date_words,
    )


def people_field(desk: Desk, label: str, needed: str) -> Field:
    """One or more people of the book; `needed` is what is said where there is nobody."""
    return Field(
        "people",
        label,
        "people",
        complete=desk.complete,
        placeholder=say("a name"),
        required=True,
        needed=needed,
    )


def in_book(typed: str) -> int | None:
    """What a person field with words that name nobody of the book comes to: nobody, or Refused."""
    if typed:
        raise Refused(
            say(
                "“{name}” is not in the book; choose a name from the list, or leave this empty.",
                name=typed,
            )
        )
    return None


def softly(desk: Desk) -> list[Field]:
    """How a fact is known and kept: when learned, told by whom, tender, private; all folded away."""
    return [
        date_field(desk, "learned", say("Learned"), more=True),
        Field(
            "told_by",
            say("Told by"),
            "person",
            share=0.5,
            more=True,
            parse=in_book,
            complete=desk.complete,
        ),
        Field("tender", say("Tender: stays off paper"), "check", more=True),
        Field("private", say("Private: printed only if ticked"), "check", more=True),
    ]


def person_value(book: Book, person: int | None, name: str = "") -> tuple[int, str] | str:
    """What a person field shows: someone of the book, or a mere name."""
    return name if person is None else (person, people.name(book, person))


def softly_values(book: Book, fact: Any) -> dict[str, Any]:
    """What the fields of :func:`softly` show of `fact`."""
    return {
        "learned": fact.learned,
        "told_by": person_value(book, fact.told_by_id),
        "tender": fact.tender,
        "private": fact.private,
    }


def as_columns(values: dict[str, Any]) -> dict[str, Any]:
    """What a form gave, named as the columns are, and None where a name is nobody's."""
    kept = dict(values)
    if "told_by" in kept:
        kept["told_by_id"] = kept.pop("told_by") or None
    return kept


def differing(fact: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Those of `values` that are not what `fact` says already."""
    return {name: value for name, value in values.items() if getattr(fact, name) != value}


def softness(fact: Any) -> str:
    """The quiet words for how softly something is kept; empty for most things."""
    words: Sequence[str] = [
        *([say("tender")] if fact.tender else []),
        *([say("private")] if fact.private else []),
    ]
    return dotted(*words)


def dotted(*parts: str) -> str:
    """What is known of a thing on one line, the empty parts left out."""
    return "  ·  ".join(part for part in parts if part)
