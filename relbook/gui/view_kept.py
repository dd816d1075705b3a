"""What a window showed, and what was half typed in it, kept in the book while that is locked."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from relbook.core.store.book import Book
from relbook.gui.focus import Filter, Focus
from relbook.gui.widgets.form import Form

VIEW, LEFT = "view when locked", "left when locked"  # settings of the book


def keep(book: Book, focus: Focus, left: str) -> None:
    """Let the book remember what is attended to, and what was typed and belongs nowhere yet."""
    now = asdict(focus.now)
    view = json.dumps(now, default=sorted)
    book.remember(VIEW, view)
    if left:
        before = book.setting(LEFT) or ""
        book.remember(LEFT, f"{before}\n\n{left}" if before else left)


def bring_back(book: Book, focus: Focus) -> None:
    """Attend to what was attended to when the book was locked, once."""
    view = book.setting(VIEW)
    if not view:
        return
    book.remember(VIEW, "")
    try:
        was = json.loads(view)
        wanted = Filter(**{name: frozenset(ids) for name, ids in was.pop("filter").items()})
        selection = frozenset(was.pop("selection"))
        focus.set(**was, filter=wanted, selection=selection)
    except (ValueError, TypeError, KeyError):  # of another Relbook
        return


def left_in(book: Book) -> str:
    """What was half typed when the book was locked, and is kept till `drop_left`."""
    return book.setting(LEFT) or ""


def drop_left(book: Book) -> None:
    """Keep it no longer."""
    book.remember(LEFT, "")


def half_typed(within: Iterable[QWidget]) -> str:
    """What somebody has typed in inputs on show there, with what each is called.

    Not in forms, which have drafts of their own.
    """
    found = []
    for inputs in within:
        for one in inputs.findChildren(QWidget):
            text = _typed(one)
            if text:
                called = one.accessibleName()
                found.append(f"{called}: {text}" if called else text)
    return "\n".join(found)


def _typed(widget: QWidget) -> str:
    if not widget.isVisible() or _in_a_form(widget):
        return ""
    if isinstance(widget, QLineEdit):
        secret = widget.echoMode() != QLineEdit.EchoMode.Normal
        own = widget.isModified() and not widget.isReadOnly() and not secret
        return widget.text().strip() if own else ""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        own = widget.document().isModified() and not widget.isReadOnly()
        return widget.toPlainText().strip() if own else ""
    return ""


def _in_a_form(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Form):
        above = above.parentWidget()
    return above is not None


def dialogs() -> list[QWidget]:
    """The windows on show that stand before another one."""
    return [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and one.isWindow() and one.parentWidget() is not None
    ]
