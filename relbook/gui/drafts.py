"""What is half typed, kept in the book every few seconds, and offered back if it never was saved.

A form saves when it is left, so there are drafts only while one types, after a crash, and once what
one types about is gone from the book. They lie among its settings: a locked book locks them too, and
no other file knows of them.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from relbook.core import events, people
from relbook.core.words import say
from relbook.gui.half_typed import dialogs, half_typed
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.notice_bar import NoticeAction

EVERY = 3_000  # ms
SETTING = "drafts"  # of the book
LINE = "line"  # the ledger's line, in which one writes what passed


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in a form and is not saved.

    `place` is the page it is on ("person", "event"), "ledger", or "" for a dialog; `whose` the id
    of the person, event or entry, `part` the card that holds the form, `key` the row it stands for.
    `gone` tells that it was left because that person or event went out of the book.
    """

    place: str
    whose: int | None = None
    part: str = ""
    key: Any = None
    of: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    text: str = ""  # all of it, to be read
    gone: bool = False


class Drafts(QObject):
    """Keeps the drafts of a window, and offers those that a former one left.

    `window` is the book's window, which only the app may call by its class.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._book = window.desk.book
        self._left = list(_read(self._book.setting(SETTING)))
        self._kept = self._left
        self._timer = QTimer(self)
        self.keep_every(EVERY)
        self._timer.timeout.connect(self.keep)
        if not self._book.read_only:
            self._timer.start()
            self._offer_left()

    def keep_every(self, ms: int) -> None:
        """Look that often for something half typed."""
        self._timer.setInterval(ms)

    def keep(self) -> None:
        """Let the book remember what is half typed now, and what was left and is not looked at yet."""
        self._keep([*self._left, *self._typed()])

    def rest(self) -> None:
        """Keep what is half typed as it stands, and look no more: its window is put away."""
        self.keep()
        self._timer.stop()

    def leave(self) -> None:
        """Keep all that is half typed, in dialogs too, and look no more: the program is ended."""
        self._timer.stop()
        loose = [(one.windowTitle(), half_typed([one])) for one in dialogs()]
        self._keep(
            [
                *self._left,
                *self._typed(),
                *(Draft("", of=title, text=text) for title, text in loose if text),
            ]
        )

    def end(self) -> None:
        """What was typed is saved, or put elsewhere; only what was left before stays."""
        self._timer.stop()
        self._keep(self._left)

    def _keep(self, drafts: list[Draft]) -> None:
        if drafts != self._kept:
            self._kept = drafts
            told = json.dumps(list(map(asdict, drafts))) if drafts else ""
            self._book.remember(SETTING, told)

    def give_back(self) -> None:
        """Close a form about someone, or an event, no longer in the book, and offer its words."""
        for draft in list(self._on_pages()):
            at_person = draft.place == "person"
            read = people.read if at_person else events.read
            if read(self._book, draft.whose or 0) is None:
                (self._window.page if at_person else self._window.event_page).cancel_edit()
                left = replace(draft, gone=True)
                self._left = [*self._left, left]
                self._offer(left)

    # What is half typed now

    def _typed(self) -> Iterator[Draft]:
        made = self._window.__dict__
        yield from self._on_pages()
        if "ledger" in made:
            yield from self._in_ledger()
        for dialog in QApplication.topLevelWidgets():
            if dialog.isVisible() and dialog.parentWidget() is not None:
                for form in dialog.findChildren(Form):
                    if form.isVisible() and form.is_changed():
                        yield Draft("", of=dialog.windowTitle(), text=form.told())

    def _on_pages(self) -> Iterator[Draft]:
        made = self._window.__dict__
        if "page" in made:
            yield from self._on_person()
        if "event_page" in made:
            yield from self._on_event()

    def _on_person(self) -> Iterator[Draft]:
        page = self._window.page
        parts: list[tuple[str, Form | None, Any]] = [("header", page.header.form, None)]
        parts += [(name, one.form, one.edited) for name, one in page.sections.items()]
        for name, form, key in parts:
            if form is not None and form.is_changed():
                whose = page.header.person
                yield _draft("person", whose.id, name, key, whose.name, form)

    def _on_event(self) -> Iterator[Draft]:
        page = self._window.event_page
        for name, form, key in (
            ("header", page.header.form, None),
            ("guests", page.guests.form, None),
            ("note", page.note.form, page.note.edited),
        ):
            if form is not None and form.is_changed():
                event = page.header.event_
                yield _draft("event", event.id, name, key, event.name, form)

    def _in_ledger(self) -> Iterator[Draft]:
        ledger = self._window.ledger
        form = ledger.view.form
        if form is not None and form.is_changed():
            key = ledger.view.form_key
            of = self._book.value("SELECT what FROM ledger_entry WHERE id = ?", key)
            yield _draft("ledger", key, "entry", None, of or say("the ledger"), form)
        if words := ledger.box.text().strip():
            yield Draft("ledger", part=LINE, of=say("what was given or received"), text=words)

    # What was left

    def _offer_left(self) -> None:
        for draft in self._left:
            self._offer(draft)

    def _offer(self, draft: Draft) -> None:
        if draft.gone:
            words = say(
                "{name} is no longer in the book; what you were writing there is still here.",
                name=draft.of,
            )
        else:
            words = say(
                "Relbook ended before this was saved; it is still here: what you were writing "
                "about {name}.",
                name=draft.of,
            )
        show = NoticeAction(say("Show it"), partial(self.bring_back, draft))
        self._window.notice_bar.show_message(words, show)

    def bring_back(self, draft: Draft) -> None:
        """Lead to the form that the draft was typed in, with its words in it again."""
        form = self._form_for(draft)
        if form is not None:
            form.resume(draft.values)
        elif draft.part == LINE and not self._window.ledger.box.text().strip():
            self._window.give_or_receive()
            self._window.ledger.begin(draft.text)
        else:
            self._show(draft)
            return
        self._forget(draft)

    def _forget(self, draft: Draft, _result: int = 0) -> None:
        self._left = [one for one in self._left if one is not draft]
        self.keep()
        # Another one about the same was not told apart from this.
        QTimer.singleShot(0, self, self._offer_left)

    def _form_for(self, draft: Draft) -> Form | None:
        """The form, opened; None when what it was for is no more, or another one is in the way."""
        opening: dict[str, Callable[[Draft], Form | None]] = {
            "person": self._person_form,
            "event": self._event_form,
            "ledger": self._entry_form,
        }
        window = self._window
        if draft.place not in opening or not window.finish_edit() or window.desk.hindrance():
            return None
        return opening[draft.place](draft)

    def _person_form(self, draft: Draft) -> Form | None:
        window, whose = self._window, draft.whose or 0
        if people.read(window.desk.book, whose) is None:
            return None
        window.desk.focus.show_person(whose)
        if draft.part == "header":
            window.page.begin_edit()
            return window.page.header.form
        window.page.catch_up()
        section = window.page.sections.get(draft.part)
        if section is None:
            return None
        found = _found(draft.key, [row.key for row in section.list.data])
        if not found:
            return None
        section.open_form(found[0])
        return section.form

    def _event_form(self, draft: Draft) -> Form | None:
        window, whose = self._window, draft.whose or 0
        if events.read(window.desk.book, whose) is None:
            return None
        window.open_event(whose)
        page = window.event_page
        if draft.part == "header":
            page.begin_edit()
            return page.header.form
        page.catch_up()
        if draft.part == "guests" and "guests" in draft.values:
            page.add_guests()
            return page.guests.form
        found = _found(draft.key, [row.key for row in page.note.list.data])
        if draft.part != "note" or not found:
            return None
        page.note.begin_edit(found[0])
        return page.note.form

    def _entry_form(self, draft: Draft) -> Form | None:
        if draft.part != LINE:
            self._window.go_to_panel(2)
            self._window.ledger.edit(draft.whose)
            return self._window.ledger.view.form
        return None

    def _show(self, draft: Draft) -> None:
        """Show the words by themselves, to be copied."""
        from relbook.gui.dialogs.lock import LeftDialog

        if draft.gone:
            why = say(
                "{name} is no longer in the book. Nothing that was typed is lost:", name=draft.of
            )
        else:
            why = say("This was typed and not saved yet when Relbook ended. Nothing was lost:")
        dialog = LeftDialog(self._window.desk.theme, draft.text, self._window, why)
        dialog.finished.connect(partial(self._forget, draft))
        dialog.open()


def _draft(place: str, whose: int, part: str, key: Any, of: str, form: Form) -> Draft:
    return Draft(place, whose, part, _plain(key), of, form.draft(), form.told())


def _plain(key: Any) -> Any:
    """The key of a row as JSON can hold it, and give it back the same."""
    if isinstance(key, tuple):
        return [part.__name__ if isinstance(part, type) else part for part in key]
    return key


def _found(key: Any, rows: list[Any]) -> list[Any]:
    """The row's own key that a plain one stands for, in a list; nothing when the row is no more."""
    if key is None:
        return [None]
    return [row for row in rows if _plain(row) == key]


def _read(told: str | None) -> Iterator[Draft]:
    """The drafts that a setting tells of; what another Relbook wrote is passed over."""
    try:
        for one in json.loads(told or "[]"):
            yield Draft(**one)
    except (ValueError, TypeError):
        return
