"""The page, as far as its parts know it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget


class Host(Protocol):
    """What a card asks of the page it lies on."""

    def finish_edit(self) -> bool:
        """Save whatever form is open on the page; False when it cannot be kept, and stays."""

    def when_still(self, do: Callable[[], None]) -> None:
        """Do what moves things about: at once, or when no button of the mouse is down."""

    def reveal_form(self) -> None:
        """Scroll to the form that is open."""

    def reveal(self, widget: QWidget, place: QRect) -> None:
        """Scroll to a place within a part."""
