"""What Print prints: a sheet on the event or person of the page, on the chosen, or on the found."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relbook.core import circles, interests
from relbook.core.words import plural, say
from relbook.gui import scope
from relbook.gui.desk import Desk

if TYPE_CHECKING:  # loaded when something is printed
    from relbook.core.briefing import Choices
    from relbook.gui.printing.proof import Make

MOST = 2_000  # people on one sheet


class Sheets(QObject):
    """Opens the preview of a sheet; `told` says why there is none."""

    told = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._jobs = desk.jobs.apart()  # a sheet waits for no import

    def print_page(self) -> None:
        """A sheet on what the page and the list are about now."""
        wanted = self._wanted()
        if wanted is None:
            self.told.emit(
                say(
                    "A sheet is about someone: choose people, narrow the list to some {most}, or "
                    "open an event.",
                    most=f"{MOST:,}",
                )
            )
            return
        self._open(*wanted)

    def print_event(self, event: int, choices: "Choices") -> None:
        """A sheet on an event, with what was ticked on its page."""
        from relbook.core.briefing import of_event

        desk = self._desk
        self._open(partial(of_event, desk.book, event, desk.today()), choices)

    def _open(self, make: "Make", choices: "Choices | None" = None) -> None:
        from relbook.gui.dialogs.print_sheet import SheetDialog

        desk = self._desk
        SheetDialog(desk.theme, desk.photos, make, self._jobs, self._window, choices).open()

    def _wanted(self) -> "tuple[Make, Choices] | None":
        """What gathers the sheet, and what is usually on it; None if it would be about nobody."""
        from relbook.core.briefing import Choices, of_event, of_people, of_person

        desk, now = self._desk, self._desk.focus.now
        book, today = desk.book, desk.today()
        if now.page == "event" and now.event is not None:
            return partial(of_event, book, now.event, today), Choices()
        if now.page == "person" and now.person is not None and len(now.selection) <= 1:
            return partial(of_person, book, now.person, today), Choices.of_one()
        if now.selection:
            ids = [one for one in desk.index.everyone().ids() if one in now.selection]
            title = str(plural("{n} person", "{n} people", len(ids)))
        elif now.filter or now.search.strip():
            ids = scope.found(desk, now).ids(0, MOST + 1)
            title = self._filter_words()
        else:
            return None
        if not ids or len(ids) > MOST:
            return None
        return partial(of_people, book, title, ids, today), Choices()

    def _filter_words(self) -> str:
        """The filter as a title: "sailing, old crew"."""
        book, now = self._desk.book, self._desk.focus.now
        words = [interests.name(book, one) for one in sorted(now.filter.interests)]
        words += [circles.name(book, one) for one in sorted(now.filter.circles)]
        if text := now.search.strip():
            words.append(say("“{text}”", text=text))
        return ", ".join(words)
