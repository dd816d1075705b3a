"""The head of the page: face, name, what they do, and the few words that matter at once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from relbook.core import circles, facts, people
from relbook.core.dates import PartialDate
from relbook.core.errors import FileUnreadable
from relbook.core.facts import KeyDate
from relbook.core.people import Person
from relbook.core.store.changes import Notice
from relbook.core.words import Sentence, say, sentence
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.pages.person import name_form
from relbook.gui.pages.person.facts import naming
from relbook.gui.pages.person.section import Host
from relbook.gui.pages.person.told import does
from relbook.gui.photos import as_photo
from relbook.gui.widgets.chips import Chip, ChipLook
from relbook.gui.widgets.face import FaceWidget
from relbook.gui.widgets.flow import FlowLayout
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.head import Head
from relbook.gui.widgets.labels import IconLabel, Label, literal

FACE = 104
LARGEST = 100_000_000  # bytes of a file that is still read as a photo
ChipData = tuple[str, str, ChipLook, Callable[[], None], int | None]
STATES = {
    "active": sentence("Let {name} be active again"),
    "resting": sentence("Let {name} rest"),
    "archived": sentence("Archive {name}"),
}


class Header(Head):
    """Who this is. Edit opens a form in the place of the words."""

    said = Signal(str)
    delete_requested = Signal(object)
    circles_requested = Signal()
    date_requested = Signal(int)
    left_circle = Signal(int)
    tables = ("person", "position", "address", "circle", "membership", "key_date")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk.theme, host, "page")
        self.desk = desk
        self.person: Person
        theme = desk.theme
        measure = theme.measure
        self.face = FaceWidget(theme, "page.face", FACE)
        self.face.photo_requested.connect(self.choose_photo)
        self.face.image_dropped.connect(self.take_photo)
        self.face.removal_requested.connect(self.drop_photo)
        self._said = QWidget()
        self._said_line = Label(theme, tone="muted", wrap=True)
        self._said_line.setObjectName("page.saidAs")
        line = QHBoxLayout(self._said)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(measure(7))
        self._speaker = IconLabel(theme, "volume-2", 15)
        line.addWidget(self._speaker)
        line.addWidget(self._said_line, 1)
        self._does = Label(theme, wrap=True)
        self._does.setObjectName("page.does")
        self._chips: list[Chip] = []
        self._chip_data: list[ChipData] = []
        self._chip_box = QWidget()
        self._chip_box.setObjectName("page.chips")
        self._flow = FlowLayout(self._chip_box, gap=measure(6))
        self._chip_box.setContentsMargins(0, measure(5), 0, 0)
        self.edit_button.clicked.connect(self.begin_edit)
        self.more_button.clicked.connect(lambda: self.pop_up(self.menu()))
        self.lay_out(theme, self.face, (self._said, self._does, self._chip_box))

    # Reading

    def show_person(self, person: Person) -> None:
        """Show who `person` is."""
        self.person = person
        desk = self.desk
        face = desk.photos.face(person.uid, person.name, person.photo)
        self.face.set(face, say("The face of {name}", name=person.name))
        self.title.show_name(person.name)
        called = say("called {name}", name=person.nickname) if person.nickname else ""
        words = fields.dotted(person.say_it, person.pronouns, called)
        self._said_line.setText(words)
        self._speaker.setVisible(bool(person.say_it))
        self._said.setVisible(bool(words))
        found = people.rows(desk.book, [person.id]).get(person.id)
        doing = ""
        if found is not None:
            title, where = found.unlike_name(found.title), found.unlike_name(found.organisation)
            doing = does(title, where, found.locality)
        self._does.setText(doing)
        self._does.setVisible(bool(doing))
        self._show_chips()
        # Few words stand beside the middle of the face.
        lines = bool(words) + bool(doing) + 2 * bool(self._chip_data)
        self._air.setFixedHeight(self.desk.theme.measure(max(0, 34 - 13 * lines)))

    def hinder(self, why: str) -> None:
        """Grey Edit, and say `why`; or offer it again, when it is empty."""
        self.edit_button.setEnabled(not why)
        self.edit_button.setToolTip(why)

    def concerns(self, notice: Notice) -> bool:
        """Whether what it shows may have been touched."""
        return notice.changes.touch(*self.tables)

    def _wanted_chips(self) -> list[ChipData]:
        person, book = self.person, self.desk.book
        edit, outline, quiet = self.begin_edit, ChipLook.OUTLINE, ChipLook.QUIET
        chips: list[ChipData] = [
            (name, "users", outline, self.circles_requested.emit, circle)
            for circle, name in circles.of_person(book, person.id)
        ]
        died = None
        for day in facts.of_person(book, KeyDate, person.id):
            if day.about or day.tender:
                continue
            known = PartialDate.from_iso(day.date)
            if day.kind == "birthday":
                # Its age stands in its own card: here only what one congratulates on.
                words = PartialDate(None, known.month, known.day).words() if known.month else ""
                go = partial(self.date_requested.emit, day.id)
                chips.append((words or known.words(), "cake", outline, go, None))
            elif day.kind == "deathday":
                died = known
        if person.closeness:
            chips.append((person.closeness, "heart-handshake", outline, edit, None))
        if person.rhythm:
            chips.append((person.rhythm, "clock", outline, edit, None))
        if died is not None:
            words = say("died {year}", year=str(died.year)) if died.year else say("has died")
            chips.append((words, "leaf", quiet, edit, None))
        elif person.state != "active":
            icon = "leaf" if person.state == "deceased" else "moon"
            chips.append((kinds.word(kinds.STATES, person.state), icon, quiet, edit, None))
        if person.tender:
            chips.append((say("tender"), "eye-off", quiet, edit, None))
        if person.me:
            chips.append((say("this is you"), "user", quiet, edit, None))
        return chips

    def _show_chips(self) -> None:
        wanted = self._wanted_chips()
        while len(self._chips) < len(wanted):
            chip = Chip(self.desk.theme, "", parent=self._chip_box)
            chip.setObjectName(f"page.chip.{len(self._chips)}")
            chip.clicked.connect(partial(self._run_chip, len(self._chips)))
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(partial(self._chip_menu, len(self._chips)))
            self._flow.addWidget(chip)
            self.setTabOrder(self._chips[-1] if self._chips else self.more_button, chip)
            self._chips.append(chip)
        self._chip_data = wanted
        for chip, (words, icon, look, _, circle) in zip(self._chips, wanted, strict=False):
            chip.set(words, icon, look)
            # What its icon says to who sees it.
            if icon == "cake":
                chip.setAccessibleName(say("birthday: {day}", day=words))
            elif icon == "clock":
                chip.setAccessibleName(say("how often: {rhythm}", rhythm=words))
            chip.setAccessibleDescription(
                say("Circle. Press Delete to leave it.") if circle is not None else ""
            )
            chip.show()
        for chip in self._chips[len(wanted) :]:
            chip.hide()
        self._chip_box.setVisible(bool(wanted))

    def _run_chip(self, at: int) -> None:
        self._chip_data[at][3]()

    def _chip_menu(self, at: int, where: QPoint) -> None:
        name, *_, circle = self._chip_data[at]
        if circle is None:
            return
        icons = self.desk.theme.icons
        menu = QMenu(self)
        menu.setObjectName("page.circleMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        everyone = menu.addAction(
            icons.icon("users"), literal(say("Everyone in {circle}", circle=name))
        )
        only = Filter(circles=frozenset({circle}))
        everyone.triggered.connect(lambda: self.desk.focus.set(filter=only))
        leave = menu.addAction(icons.icon("x"), say("Leave this circle"))
        leave.triggered.connect(lambda: self.left_circle.emit(circle))
        menu.popup(self._chips[at].mapToGlobal(where))

    def _circle_in_focus(self) -> int | None:
        for chip, data in zip(self._chips, self._chip_data, strict=False):
            if chip.hasFocus():
                return data[4]
        return None

    def event(self, event: QEvent) -> bool:
        # Delete is a command of the window: on a circle it means the circle.
        if (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
            and (circle := self._circle_in_focus()) is not None
        ):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.left_circle.emit(circle)
                return True
        return super().event(event)

    # Writing

    def begin_edit(self) -> None:
        """Open the form of name and the rest in the place of the words."""
        if why := self.desk.hindrance():
            self.said.emit(why)
            return
        if not self._host.finish_edit():
            return
        form = Form(self.desk.theme, "page.header.form", name_form.form_fields())
        form.set_values(name_form.form_values(self.person))
        self.open_form(form, "name", lambda values: name_form.keep(self.desk, self.person, values))
        self.resized.emit()

    def _change(self, message: Sentence, **values: object) -> None:
        with self.desk.alerts.guarding(), self.desk.edit(naming(message, self.person.name)):
            people.change(self.desk.book, self.person.id, **values)

    # The photo

    def choose_photo(self) -> None:
        """Ask for a file and take it as the photo."""
        images = say("Pictures") + " (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff)"
        every = say("All files") + " (*)"
        path, _ = QFileDialog.getOpenFileName(
            self, say("A photo of {name}", name=self.person.name), "", f"{images};;{every}"
        )
        if path:
            self.take_photo_file(Path(path))

    def take_photo_file(self, path: Path) -> None:
        """Take the picture in a file as the photo."""
        with self.desk.alerts.guarding():
            try:
                data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
            except OSError as fault:
                raise FileUnreadable(
                    say(
                        "“{name}” cannot be read, and nothing was changed; try another picture.",
                        name=path.name,
                    )
                ) from fault
            self.take_photo(data)

    def take_photo(self, data: bytes) -> None:
        """Take a picture, the bytes of a file of pictures, as the photo."""
        if not self._host.finish_edit():
            return
        with self.desk.alerts.guarding():
            photo = as_photo(data)
            message = sentence("Change the photo of {name}", name=self.person.name)
            with self.desk.edit(message):
                people.set_photo(self.desk.book, self.person.id, photo)

    def drop_photo(self) -> None:
        """Take the photo away."""
        with self.desk.alerts.guarding():
            message = sentence("Remove the photo of {name}", name=self.person.name)
            with self.desk.edit(message):
                people.set_photo(self.desk.book, self.person.id, None)

    # The menu

    def menu(self) -> QMenu:
        """What else can be done with this person."""
        person, icons = self.person, self.desk.theme.icons
        menu = QMenu(self)
        menu.setObjectName("page.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def offer(name: str, icon: str, words: str, do: Callable[[], object]) -> None:
            action = menu.addAction(icons.icon(icon), literal(words))
            action.setObjectName(f"page.menu.{name}")
            action.triggered.connect(lambda *_: do())

        offer("photo", "image-plus", say("Choose a photo…"), self.choose_photo)
        if person.photo:
            offer("dropPhoto", "image", say("Remove the photo"), self.drop_photo)
        menu.addSeparator()
        if not person.me:
            me = sentence("Say that {name} is you")
            offer("me", "user", say("This is me"), partial(self._change, me, me=True))
        words = {
            "active": say("Make active again"),
            "resting": say("Let rest for a while"),
            "archived": say("Archive"),
        }
        icon = {"active": "sun", "resting": "moon", "archived": "package"}
        ways = {"active": ("resting", "archived"), "resting": ("active",), "archived": ("active",)}
        for state in ways.get(person.state, ()):
            do = partial(self._change, STATES[state], state=state)
            offer(state, icon[state], words[state], do)
        menu.addSeparator()
        gone = partial(self.delete_requested.emit, frozenset({person.id}))
        offer("delete", "trash-2", say("Delete {name}", name=person.name), gone)
        return menu
