"""What a screen reader finds, where Qt's own answer would end the program."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget

AREAS = ("QScrollArea", "QAbstractScrollArea")


def mend_areas() -> None:
    """Let a scroll area be a plain widget to who hears the window.

    Qt's own answer counts only the scroll bars on show and does not look whether the child that is
    asked for is still one of them: a reader that had counted before a bar went crashed us (6.11).
    A plain widget has all its children always, and of others it says that there are none.
    """
    QAccessible.installFactory(_answer)


def _answer(kind: str, of: QObject) -> QAccessibleInterface | None:
    if kind in AREAS and isinstance(of, QAbstractScrollArea):
        return QAccessibleWidget(of, QAccessible.Role.Client)
    return None
