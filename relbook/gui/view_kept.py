"""What a window showed last, and what was half typed when it was locked: kept in the book.

So a locked book locks that too, and it moves with the book. It is no edit: there is nothing to undo.
"""

import contextlib
import json
from dataclasses import asdict

from relbook.core.errors import RelbookError
from relbook.core.store.book import Book
from relbook.gui.focus import Attention, Filter, Focus

VIEW, LEFT = "view", "left when locked"  # settings of the book
MANY = 500  # people: so many are chosen to do something with them, not to be looked at again

# What each part of the record names, to see whether that is still there.
_TABLES = {"person": "person", "entry": "ledger_entry", "event": "event"}


def keep(book: Book, focus: Focus) -> None:
    """Let the book remember what is attended to, if it can."""
    if book.read_only or book.is_closed:
        return
    now = asdict(focus.now)
    if len(focus.now.selection) > MANY:
        now["selection"] = [focus.now.person] if focus.now.person is not None else []
    view = json.dumps(now, default=sorted)
    with contextlib.suppress(RelbookError):  # of a damaged book, which is to close all the same
        if view != (book.setting(VIEW) or _NOTHING):
            book.remember(VIEW, view)


_NOTHING = json.dumps(asdict(Attention()), default=sorted)


def bring_back(book: Book, focus: Focus) -> None:
    """Attend to what was attended to when the window was left, as far as that is still there."""
    try:
        view = book.setting(VIEW)
        if view:
            focus.set(**_checked(book, json.loads(view)))
    # Of another Relbook, or of whoever made the file.
    except (RelbookError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return


def _checked(book: Book, was: dict[str, object]) -> dict[str, object]:
    """The parts of an `Attention` in `was`, without what the book holds no more."""
    wanted = was["filter"]
    if not isinstance(wanted, dict) or not isinstance(was["search"], str):
        raise TypeError("no view")
    now: dict[str, object] = {
        "search": was["search"],
        "filter": Filter(
            _there(book, "interest", wanted["interests"]), _there(book, "circle", wanted["circles"])
        ),
        "selection": _there(book, "person", was["selection"]),
    }
    for part, table in _TABLES.items():
        one = was[part]
        now[part] = next(iter(_there(book, table, [] if one is None else [one])), None)
    page = was["page"]
    shown = page in ("person", "event") and now[str(page)] is not None
    now["page"] = page if shown else "opening"
    return now


def _there(book: Book, table: str, ids: object) -> frozenset[int]:
    """Those of `ids` that stand in a table."""
    if not isinstance(ids, list) or len(ids) > MANY or not all(type(i) is int for i in ids):
        raise TypeError("no ids")
    marks = ", ".join("?" * len(ids))
    rows = book.rows(f'SELECT id FROM "{table}" WHERE id IN ({marks})', *ids) if ids else []
    return frozenset(one for (one,) in rows)


def keep_left(book: Book, left: str) -> None:
    """Let the book remember what was typed and belongs nowhere yet, after what it has of that."""
    if left:
        before = left_in(book)
        book.remember(LEFT, f"{before}\n\n{left}" if before else left)


def left_in(book: Book) -> str:
    """What was half typed when the book was locked, and is kept till `drop_left`."""
    return book.setting(LEFT) or ""


def drop_left(book: Book) -> None:
    """Keep it no longer."""
    book.remember(LEFT, "")
