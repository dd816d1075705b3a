"""Which event or person is meant by words typed at the command line."""

from collections.abc import Sequence
from datetime import date

from relbook.core import events, interests, people
from relbook.core.errors import RelbookError
from relbook.core.events import Event
from relbook.core.names import fold
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.words import say

LISTED = 6  # names in an error
_LOOKED_AT = 1_000  # of those found, by name first


def event_meant(book: Book, words: str, today: date) -> Event:
    """The event whose name begins with `words`; without any, the next one.

    Of several the one of just that name, then the next to come, then the latest. Raises
    `RelbookError` that says which events there are.
    """
    there = events.every(book)
    if not there:
        raise RelbookError(
            say("There is no event in this book yet. Nothing was written; plan one in the window.")
        )
    wanted = fold(words)
    if not wanted:
        coming = events.coming(book, today, limit=1)
        if coming:
            return coming[0]
        raise RelbookError(
            say(
                "No event is coming. Nothing was written; name one of these: {names}.",
                names=_some([event.name for event in there]),
            )
        )
    found = [event for event in there if fold(event.name).startswith(wanted)]
    if not found:
        raise RelbookError(
            say(
                "There is no event called “{words}”. Nothing was written; there are: {names}.",
                words=words,
                names=_some([event.name for event in there]),
            )
        )
    same = [event for event in found if fold(event.name) == wanted] or found
    day = today.isoformat()
    coming = [event for event in same if (event.ends or event.starts or "") >= day]
    past = [event for event in same if event not in coming]
    return min(coming, key=_starts) if coming else max(past, key=_starts)


def person_meant(book: Book, name: str) -> int:
    """The one person whose name has the words of `name`, or is just that.

    Raises `RelbookError` when there is none, or several.
    """
    found = Index(book).find(name)
    ids = found.ids(0, min(found.by_name, 1_000))
    names = {one: row.name for one, row in people.rows(book, ids).items()}
    same = [one for one in ids if fold(names[one]) == fold(name)] or ids
    if len(same) == 1:
        return same[0]
    if not same:
        raise RelbookError(
            say(
                "Nobody here is called “{name}”. Nothing was written; “relbook find” looks in "
                "every field.",
                name=name,
            )
        )
    raise RelbookError(
        say(
            "Several people are called “{name}”. Nothing was written; write more of the name: "
            "{names}.",
            name=name,
            names=_some([names[one] for one in same]),
        )
    )


def people_meant(book: Book, wanted: Sequence[str]) -> list[int]:
    """Everyone whom any of `wanted` means, in list order.

    Each is "circle:" or "interest:" and a name, or the name of one or more people, or words to find
    in any field. Raises `RelbookError` for one that means nobody.
    """
    index = Index(book)
    if index.behind:
        index.adopt(index.build())
    found: set[int] = set()
    for words in wanted:
        kind, mark, name = words.partition(":")
        if mark and kind in ("circle", "interest"):
            those = _having(book, kind, name)
        else:
            people_found = index.find(words).ids() if words.strip() else []
            rows = people.rows(book, people_found[:_LOOKED_AT])
            called = [one for one, row in rows.items() if fold(row.name) == fold(words)]
            those = called or people_found
        if not those:
            raise RelbookError(
                say("Nobody in the book fits “{words}”. Nothing was written.", words=words)
            )
        found.update(those)
    order = book.rows("SELECT id FROM person ORDER BY sort_key, id")
    return [one for (one,) in order if one in found]


def _having(book: Book, kind: str, name: str) -> Sequence[int]:
    """Who is in a circle, or has an interest or one below it, publicly or not."""
    if kind == "circle":
        rows = book.rows(
            "SELECT person_id FROM membership WHERE circle_id ="
            " (SELECT id FROM circle WHERE folded = ?)",
            fold(name),
        )
        return [one for (one,) in rows]
    there = [i for (i,) in book.rows("SELECT id FROM interest WHERE folded = ?", fold(name))]
    rows = [
        row
        for one in interests.with_below(book, there)
        for row in book.rows("SELECT person_id FROM tagging WHERE interest_id = ?", one)
    ]
    return [one for (one,) in rows]


def _starts(event: Event) -> str:
    return event.starts or ""


def _some(names: Sequence[str]) -> str:
    """The first few names, in a line."""
    shown = ", ".join(" ".join(name.split()) for name in names[:LISTED])
    return say("{names} …", names=shown) if len(names) > LISTED else shown
