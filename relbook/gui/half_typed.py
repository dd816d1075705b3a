"""What somebody has typed that belongs nowhere yet."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from relbook.gui.widgets.form import Form


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
        # A passphrase is one, too, while it is shown.
        secret = (
            widget.echoMode() != QLineEdit.EchoMode.Normal
            or widget.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
        )
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
