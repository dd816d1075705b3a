"""The card of who is expected: their faces, how many they are, and how more are invited."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from relbook.core import events
from relbook.core.errors import Refused, RelbookError
from relbook.core.events import Event, Expected, Invited
from relbook.core.words import plural, say, sentence
from relbook.gui.desk import Desk
from relbook.gui.gatherings import Gathering
from relbook.gui.pages.event import inviting, several
from relbook.gui.pages.event.faces import FaceRow, FacesView
from relbook.gui.pages.event.host import Host
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.card import PAD, Card
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.labels import IconLabel, Label
from relbook.gui.widgets.row_drawing import INSET

LINES = 4  # of faces that are shown where there are many more
NARROW = 480  # of the card: below, its head says only how many are expected
EVENTS = 25  # offered to take the guests of


class GuestsCard(Card):
    """Click or Enter on a face goes to the person, Delete takes them off the list."""

    said = Signal(str)
    resized = Signal()

    def __init__(self, desk: Desk, host: Host) -> None:
        theme = desk.theme
        super().__init__(theme, say("Guests"), "event.guests")
        self.desk = desk
        self._host = host
        self.event_: Event
        self.guests: list[Invited] = []
        self.company: dict[int, Expected] = {}  # those of them whose faces were shown, by row
        self._me: int | None = None
        self.chosen_before: frozenset[int] = frozenset()
        self.form: Form | None = None
        self._keep: Callable[[dict[str, Any]], str] | None = None
        self._unfolded = False
        measure = theme.measure
        self._new = QWidget()
        line = QHBoxLayout(self._new)
        line.setContentsMargins(0, 0, measure(6), 0)
        line.setSpacing(measure(4))
        line.addWidget(IconLabel(theme, "user-plus", 14, "accent"))
        self._new_word = Label(theme, "", "chip", "accent")
        self._new_word.setObjectName("event.guests.new")
        line.addWidget(self._new_word)
        self.note.setObjectName("event.guests.count")
        self.set_corner(self._new)
        self.set_action(say("Add guests")).clicked.connect(self.add_new)
        self.more = IconButton(theme, "chevron-down", say("Add several at once"), "event.from")
        self.more.clicked.connect(self._show_menu)
        self.set_corner(self.more)
        self.view = FacesView(theme, desk.photos, "event.faces")
        self.view.opened.connect(self.open)
        self.view.removed.connect(self.remove)
        self.view.menu_requested.connect(self._show_guest_menu)
        self.view.moved.connect(self._reveal)
        self.body.addWidget(self.view)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.all = Button(theme, "", "event.guests.all", "link", "users")
        self.all.clicked.connect(self._toggle)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self._inviting = QWidget()
        column = QVBoxLayout(self._inviting)
        column.setContentsMargins(0, measure(2), 0, measure(5))
        column.setSpacing(measure(10))
        sentence_ = Label(theme, say("Nobody is expected yet. Who comes?"), tone="muted", wrap=True)
        sentence_.setObjectName("event.guests.nobody")
        column.addWidget(sentence_)
        buttons = QHBoxLayout()
        buttons.setSpacing(measure(6))
        self.first = Button(theme, say("Add guests"), "event.guests.first", "primary", "user-plus")
        self.first.clicked.connect(self.add_new)
        self.several = Button(theme, say("Several at once"), "event.guests.several", icon="users")
        self.several.clicked.connect(self._show_menu)
        buttons.addWidget(self.first)
        buttons.addWidget(self.several)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.add(self._inviting)

    # Reading

    def show_gathering(self, gathering: Gathering) -> None:
        """Show who is expected at an event."""
        if not hasattr(self, "event_") or self.event_.id != gathering.event.id:
            self._unfolded = False
        self.event_, self.guests, _, self._me = gathering
        self.company.clear()
        self._say_count()
        self._show_faces()

    def _show_faces(self) -> None:
        fits = LINES * self.view.room(max(1, self._inner_width()))
        few = len(self.guests) <= fits + fits // LINES
        shown = self.guests if few or self._unfolded else self.guests[:fits]
        over = events.is_over(self.event_, self.desk.today())
        if unread := [one.id for one in shown if one.id not in self.company]:
            self.company.update(events.company(self.desk.book, unread))
        faces = [self.company[one.id] for one in shown if one.id in self.company]
        alike = Counter(one.called for one in faces)
        rows = [_row(one, alike[one.called] > 1, over) for one in faces]
        if rows != self.view.rows.rows:
            self.view.show_rows(rows)
        self.view.setVisible(bool(rows))
        self._inviting.setVisible(not rows and self.form is None)
        if self.action is not None:
            self.action.setVisible(bool(rows))
        self.more.setVisible(bool(rows))
        self.all.setVisible(not few)
        n = len(self.guests)
        word = plural("All {n} faces", "All {n} faces", n)
        self.all.set_word(say("Fewer faces") if self._unfolded else str(word))
        self.all.set_icon("chevron-up" if self._unfolded else "users")

    def _inner_width(self) -> int:
        return self.width() - 2 * self._theme.measure(PAD - INSET)

    def _say_count(self) -> None:
        new = sum(one.person_id is None for one in self.guests)
        mine = sum(one.person_id == self._me for one in self.guests) if self._me else 0
        known = len(self.guests) - new - mine
        over = events.is_over(self.event_, self.desk.today())
        n = known + new
        expected = (
            plural("{n} guest", "{n} guests", n)
            if over
            else plural("{n} expected", "{n} expected", n)
        )
        words = [str(expected)]
        if known and new and self._is_wide():
            words.append(str(plural("{n} you know", "{n} you know", known)))
        word = str(plural("{n} new to you", "{n} new to you", new)) if new else ""
        said = "  ·  ".join(words)
        self.set_note("" if not n else said + ("  ·" if word and self._is_wide() else ""))
        self._new.setVisible(bool(word) and self._is_wide())
        self._new_word.setText(word)
        self.view.setAccessibleDescription(", ".join([*words, word] if word else words))

    def _is_wide(self) -> bool:
        return self.width() >= self._theme.measure(NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "event_") and event.size().width() != event.oldSize().width():
            self._say_count()
            self._show_faces()

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._show_faces()
        self.resized.emit()

    def _guest(self, key: int) -> Expected | None:
        return self.company.get(key)

    # What a guest offers

    def open(self, key: int) -> None:
        """Go to a guest's own page; one who is not in the book offers what can be done."""
        guest = self._guest(key)
        if guest is None or not self._host.finish_edit():
            return
        if guest.person_id is not None:
            self.desk.focus.show_person(guest.person_id)
        else:
            at = self.view.place_of(key)
            below = at.center() + QPoint(0, at.height() // 2)
            self._show_guest_menu(key, self.view.viewport().mapToGlobal(below))

    def remove(self, keys: frozenset[int]) -> None:
        """Take guests off the list; Undo brings them back."""
        if self._host.finish_edit():
            with self.desk.alerts.guarding():
                self.said.emit(inviting.uninvite(self.desk, self.event_.id, keys))

    def _show_guest_menu(self, key: int, at: QPoint) -> None:
        menu = self.guest_menu(key)
        if menu is not None:
            menu.popup(at)

    def guest_menu(self, key: int) -> QMenu | None:
        """What can be done with a guest."""
        guest = self._guest(key)
        if guest is None:
            return None
        menu = several.new_menu(self, "event.guestMenu", guest.name)
        may = several.may_write(self.desk)
        offer = partial(several.offer, self.desk.theme, menu)
        if guest.person_id is not None:
            offer("guest.open", "user", say("Open"), partial(self.open, key))
        else:
            make, who = partial(self._make_person, guest), partial(self.ask_who, key)
            offer("guest.make", "user-plus", say("Make a person of them"), make, may)
            offer("guest.is", "link", say("This is someone in the book…"), who, may)
            word = partial(self.ask_word, key)
            offer("guest.word", "pencil", say("Name, and a word about them…"), word, may)
        if events.is_over(self.event_, self.desk.today()):
            for state, icon, words in (
                ("met", "check", say("They came, and we met")),
                ("missed", "minus", say("We missed each other")),
            ):
                do = partial(self._say_state, guest, state)
                offer(f"guest.{state}", icon, words, do, may and guest.state != state)
        menu.addSeparator()
        chosen = self.view.chosen() if key in self.view.chosen() else frozenset({key})
        off = plural("Take off the list", "Take {n} guests off the list", len(chosen))
        take_off = offer("guest.remove", "x", str(off), partial(self.remove, chosen), may)
        take_off.setShortcut(Qt.Key.Key_Delete)
        return menu

    def _make_person(self, guest: Expected) -> None:
        if self._host.finish_edit():
            with self.desk.alerts.guarding():
                inviting.make_person(self.desk, guest.id, guest.name)
                self.said.emit(say("{name} is in the book now", name=guest.name))

    def _say_state(self, guest: Expected, state: str) -> None:
        if self._host.finish_edit():
            message = (
                sentence("Say that {name} came", name=guest.name)
                if state == "met"
                else sentence("Say that {name} was missed", name=guest.name)
            )
            with self.desk.alerts.guarding(), self.desk.edit(message):
                events.change_guest(self.desk.book, guest.id, state=state)

    # Forms

    def add_new(self) -> None:
        """Open the field that takes guests, in the book or not."""
        field = Field(
            "guests",
            say("Who comes? Several with a comma between them"),
            "anyone",
            complete=self.desk.complete,
            placeholder=say("a name, in the book or not"),
            required=True,
            needed=say("Write a name, or press Esc."),
        )
        self._open_form("event.guests.form", [field], {}, self._invite_typed)

    def _invite_typed(self, values: dict[str, Any]) -> str:
        typed: Iterable[int | str] = values["guests"]
        known = [one for one in typed if isinstance(one, int)]
        names = []
        for one in typed:
            for name in one.split(",") if isinstance(one, str) else ():
                person = inviting.meant(self.desk, " ".join(name.split()))
                if isinstance(person, int):
                    known.append(person)
                elif person:
                    names.append(person)
        return str(inviting.invite(self.desk, self.event_.id, known, names))

    def ask_who(self, key: int) -> None:
        """Let it be said who in the book a mere name is."""
        guest = self._guest(key)
        if guest is None:
            return
        field = Field(
            "who",
            say("Who “{name}” is", name=guest.name),
            "person",
            complete=self.desk.complete,
            placeholder=say("someone in the book"),
            required=True,
            needed=say("Choose a name from the list, or press Esc."),
        )

        def keep(values: dict[str, Any]) -> str:
            who = values["who"]
            if not isinstance(who, int):
                raise Refused(
                    say("“{name}” is not in the book; choose a name from the list.", name=who)
                )
            with self.desk.edit(sentence("Say who {name} is", name=guest.name)):
                events.change_guest(self.desk.book, guest.id, person_id=who)
            return ""

        self._open_form("event.guest.form", [field], {}, keep)

    def ask_word(self, key: int) -> None:
        """Let the name of someone who is not in the book be mended, and a word be said of them."""
        guest = self._guest(key)
        if guest is None:
            return
        found = {one.id: one for one in events.guests(self.desk.book, self.event_.id)}[key]
        fields = [
            Field(
                "name",
                say("Name"),
                required=True,
                needed=say("Write a name, or press Esc."),
                share=0.5,
            ),
            Field("note", say("A word about them"), placeholder=say("bakes with Kofi"), share=0.5),
        ]

        def keep(values: dict[str, Any]) -> str:
            if values != {"name": found.name, "note": found.note}:
                with self.desk.edit(sentence("Change the guest {name}", name=values["name"])):
                    events.change_guest(self.desk.book, found.id, **values)
            return ""

        shown = {"name": found.name, "note": found.note}
        self._open_form("event.guest.form", fields, shown, keep)

    def _open_form(
        self,
        name: str,
        fields: list[Field],
        values: dict[str, Any],
        keep: Callable[[dict[str, Any]], str],
    ) -> None:
        if not self._host.finish_edit():
            return
        form = Form(self.desk.theme, name, fields)
        form.set_values(values)
        form.saved.connect(self._save)
        form.cancelled.connect(self.close_form)
        self.form, self._keep = form, keep
        self._place.addWidget(form)
        self._inviting.hide()
        form.show()
        form.start()
        self._host.reveal_form()

    def _save(self, values: dict[str, Any]) -> None:
        if self.form is None or self._keep is None:
            return
        try:
            done = self._keep(values)
        except RelbookError as fault:
            self.form.object_to(fault)
            return
        self.close_form()
        if done:
            self.said.emit(done)

    def close_form(self) -> None:
        """Take the form away; the faces get the keys if it had them."""
        form = self.form
        if form is None:
            return
        focused = QApplication.focusWidget()
        had = focused is not None and form.isAncestorOf(focused)
        self.form = None
        self._host.when_still(partial(self._put_away, form, had))

    def _put_away(self, form: Form, focus: bool) -> None:
        self._place.removeWidget(form)
        self._show_faces()
        if focus and self.form is None:
            back = self.action if self.view.isVisibleTo(self) else self.first
            if back is not None:
                back.setFocus(Qt.FocusReason.OtherFocusReason)
        form.hide()
        form.deleteLater()
        self.resized.emit()

    # Several at once

    def _show_menu(self) -> None:
        button = self.more if self.more.isVisible() else self.several
        menu = self.menu()
        corner = button.rect().bottomLeft()
        if not self.isRightToLeft() and button is self.more:
            corner = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
        menu.popup(button.mapToGlobal(corner + QPoint(0, 4)))

    def menu(self) -> QMenu:
        """Where several guests can be taken from."""
        chosen = self.desk.focus.now.selection or self.chosen_before
        return several.menu(self, self.desk, self.event_.id, chosen, self._invite)

    def _invite(self, persons: Iterable[int], names: Iterable[str] = ()) -> None:
        if self._host.finish_edit():
            with self.desk.alerts.guarding():
                alive = inviting.living(self.desk, list(persons))
                self.said.emit(str(inviting.invite(self.desk, self.event_.id, alive, names)))

    # Within

    def _reveal(self) -> None:
        key = self.view.key()
        if key is not None:
            self._host.reveal(self.view, self.view.place_of(key))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.measure(200), super().minimumSizeHint().height())


def _row(guest: Expected, ambiguous: bool, over: bool) -> FaceRow:
    """A guest as a face; two of one given name are told apart by the whole."""
    called = guest.called
    if guest.person_id is None:
        word = say("new to you")
        called = guest.name.split(",")[0]
    elif guest.me:
        word = say("this is you")
    elif over and guest.state != "expected":
        word = say("we met") if guest.state == "met" else say("missed")
    else:
        word = guest.closeness or guest.circle or guest.does
    return FaceRow(
        guest.id,
        guest.person_id,
        guest.uid,
        guest.name,
        guest.name if ambiguous else called,
        word,
        guest.photo,
        guest.person_id is None,
        "\n".join(dict.fromkeys(part for part in (guest.name, word, guest.does) if part)),
    )
