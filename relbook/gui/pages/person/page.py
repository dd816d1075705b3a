"""The page about a person: everything the book says of them, to read and to change in place."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from relbook.core import people
from relbook.core.store.changes import Notice
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention
from relbook.gui.pages.person.adding import AddingBar
from relbook.gui.pages.person.circles import CircleSection
from relbook.gui.pages.person.columns import Columns, Place, Side
from relbook.gui.pages.person.contacts import ContactSection
from relbook.gui.pages.person.header import Header
from relbook.gui.pages.person.met import MetSection
from relbook.gui.pages.person.moments import MomentSection
from relbook.gui.pages.person.relations import RelationSection
from relbook.gui.pages.person.section import Section
from relbook.gui.pages.person.threads import ThreadSection
from relbook.gui.pages.person.told import DateSection, NoteSection, OwnSection, PositionSection
from relbook.gui.widgets.form import Form
from relbook.gui.widgets.labels import Label


class PersonPage(QScrollArea):
    """Shows the person the Focus is on, while it says that a person is shown.

    Forms save when they are left; `finish_edit` leaves whatever is open.
    """

    said = Signal(str)
    delete_requested = Signal(object)
    timeline_requested = Signal(int)
    back_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")
        self.setAccessibleName(say("Person"))
        self.setProperty("ground", "window")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._person: int | None = None
        self._dirty = True
        self._stale: list[Notice] = []
        self._waiting: list[Callable[[], None]] = []
        self._app = cast(QApplication, QApplication.instance())
        self._placing = False
        self._came_from: QWidget | None = None

        self._ground = QWidget()
        self._ground.setObjectName("page.ground")
        self._ground.setProperty("ground", "window")
        self.header = Header(desk, self)
        self.moments = MomentSection(desk, self)
        self.dates = DateSection(desk, self)
        self.circles = CircleSection(desk, self)
        self.sections: dict[str, Section] = {
            "circle": self.circles,
            "contact": ContactSection(desk, self),
            "position": PositionSection(desk, self),
            "met": MetSection(desk, self),
            "date": self.dates,
            "thread": ThreadSection(desk, self),
            "moment": self.moments,
            "relation": RelationSection(desk, self),
            "note": NoteSection(desk, self),
            "own": OwnSection(desk, self),
        }
        self.adding = AddingBar(desk.theme)
        self.adding.add_requested.connect(self.add)
        self._gone = Label(desk.theme, "", tone="muted", wrap=True)
        self._gone.setObjectName("page.gone")
        self._bands = self._all_bands()
        self._columns = Columns(desk.theme, self._ground)
        for band in self._bands:
            for place in band:
                place.widget.setParent(self._ground)
        self.setWidget(self._ground)
        self._connect()

    def _all_bands(self) -> Sequence[Sequence[Place]]:
        def places(side: Side, *kinds: str) -> list[Place]:
            return [Place(self.sections[kind], side) for kind in kinds]

        gone = QWidget()
        column = QVBoxLayout(gone)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._gone)
        gone.hide()
        self._gone_box = gone
        return (
            (Place(gone, Side.BOTH),),
            (Place(self.header, Side.BOTH),),
            places(Side.BOTH, "circle"),
            (
                *places(Side.FIRST, "contact", "position"),
                *places(Side.SECOND, "met", "date"),
            ),
            places(Side.BOTH, "thread"),
            (
                *places(Side.FIRST, "moment"),
                *places(Side.SECOND, "relation"),
                *places(Side.EITHER, "note", "own"),
            ),
            (Place(self.adding, Side.BOTH),),
        )

    def _connect(self) -> None:
        self.desk.focus.changed.connect(self._on_focus)
        self.desk.notices.changed.connect(self._on_notice)
        self.desk.theme.changed.connect(self._ground.update)
        header = self.header
        header.said.connect(self.said)
        header.delete_requested.connect(self.delete_requested)
        header.resized.connect(self._settle)
        header.circles_requested.connect(self._edit_circles)
        header.left_circle.connect(self._leave_circle)
        header.date_requested.connect(self._show_date)
        self.moments.timeline_requested.connect(self._ask_for_timeline)
        self._ground.installEventFilter(self)
        self._app.focusChanged.connect(self._follow_keys)
        for section in self.sections.values():
            section.said.connect(self.said)
            section.resized.connect(self._settle)
            section.opened.connect(self._reveal)
            section.left.connect(self._return_focus)

    # What the window asks for

    @property
    def editing(self) -> bool:
        """Whether a form is open."""
        return self._form() is not None

    def begin_edit(self) -> None:
        """Open the form of name and the rest."""
        self._catch_up()
        if self._person is not None:
            self.header.begin_edit()
            self._reveal()

    def add(self, kind: str) -> None:
        """Open an empty form: "contact", "position", "met", "date", "circle", "relation",
        "thread", "moment", "note" or "own".
        """
        self._catch_up()
        if self._person is not None:
            self._came_from = self.window().focusWidget()
            self.sections[kind].add_new()

    def finish_edit(self) -> bool:
        """Save what is open in a form; False when it cannot be kept, and stays."""
        form = self._form()
        done = form is None or form.leave()
        self._be_still()
        return done

    def cancel_edit(self) -> None:
        """Take back what is typed in an open form."""
        form = self._form()
        if form is not None:
            form.cancel()

    def _form(self) -> Form | None:
        forms = (self.header.form, *(section.form for section in self.sections.values()))
        return next((form for form in forms if form is not None), None)

    # Following Focus and Book

    def _on_focus(self, was: Attention, now: Attention) -> None:
        if (now.page, now.person) == (was.page, was.person):
            return
        if self._form() is not None and not self.finish_edit():
            # What is typed cannot be kept yet: stay with it, once this change has gone round.
            QTimer.singleShot(0, self, self._stay)
            return
        if self.isVisible() and now.page == "person":
            self._catch_up()

    def _stay(self) -> None:
        if self._form() is not None and self._person is not None:
            self.desk.focus.show_person(self._person)

    def _on_notice(self, notice: Notice) -> None:
        if not self.isVisible():
            self._dirty = True
            return
        self._stale.append(notice)
        self.when_still(self._mend)

    def when_still(self, do: Callable[[], None]) -> None:
        """Do it at once, or when no button is down: under a pressed pointer nothing moves, or
        the click would miss what it was for.
        """
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            do()
        else:
            self._waiting.append(do)
            self._app.installEventFilter(self)

    def _be_still(self) -> None:
        """Do what waited for the pointer."""
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()

    def _mend(self) -> None:
        """Read anew what the notices that came in concern."""
        stale, self._stale = self._stale, []
        if not stale or self._dirty or self._person is None:
            return
        changes = [notice.changes for notice in stale]
        mine = any(change.touches("person", (self._person,)) for change in changes)
        if mine:
            person = people.read(self.desk.book, self._person)
            if person is None or not self._gone_box.isHidden():
                self._show_person()
                return
            self.header.person = person
            for section in self.sections.values():
                section.person = person
        if mine or any(self.header.concerns(notice) for notice in stale):
            self.header.show_person(self.header.person)
        for section in self.sections.values():
            if mine or any(section.concerns(notice) for notice in stale):
                section.refresh()
        self._settle()

    def _catch_up(self) -> None:
        """Show the person of the Focus, if another or a changed one is shown."""
        now = self.desk.focus.now
        same = self._person == now.person
        if (self._dirty or not same) and now.page == "person" and self._form() is None:
            self._dirty, self._stale = False, []
            self._person = now.person
            self._show_person()
            if not same:
                self.verticalScrollBar().setValue(0)

    def _show_person(self) -> None:
        found = None if self._person is None else people.read(self.desk.book, self._person)
        there = found is not None
        self._gone.setText(
            "" if there else say("This person is no longer in the book. Undo brings them back.")
        )
        self._gone_box.setVisible(not there)
        self.header.setVisible(there)
        self.adding.setVisible(there)
        if found is not None:
            self.header.show_person(found)
        for section in self.sections.values():
            if found is None:
                section.set_empty(True)
            else:
                section.show_person(found)
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()
        self._settle()

    # Where things lie

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Put everything in its place."""
        if self._placing:
            return
        self._placing = True
        empty = all(section.isHidden() for section in self.sections.values())
        self.adding.invite(empty)
        width = self.viewport().width()
        if self._ground.width() != width:
            self._ground.resize(width, self._ground.height())
        height = max(self._columns.lay(self._bands, steady=self.editing), self.viewport().height())
        if self._ground.height() != height:
            self._ground.resize(width, height)
        self._placing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._ground:
            if kind == QEvent.Type.LayoutRequest:
                self._settle()
            elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
                self._leave_by_click(event.globalPosition().toPoint())
        elif kind == QEvent.Type.MouseButtonRelease and self._waiting:
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self, self._be_still)
        return super().eventFilter(watched, event)

    def _leave_by_click(self, at: QPoint) -> None:
        """A click on nothing, outside the form, leaves it too."""
        form = self._form()
        if form is not None and not form.rect().contains(form.mapFromGlobal(at)):
            self.finish_edit()

    def _follow_keys(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep what has the focus in sight; the pointer needs no help."""
        still = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        if new is not None and still and self._ground.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, self.desk.theme.measure(12))

    def _reveal(self) -> None:
        """Scroll to the form that is open."""
        form = self._form()
        if form is not None:
            self._settle()
            top = form.mapTo(self._ground, QPoint(0, 0)).y()
            margin = self.desk.theme.measure(40)
            self.ensureVisible(0, top + form.height(), 0, margin)
            self.ensureVisible(0, top, 0, margin)

    # Between the parts

    def _edit_circles(self) -> None:
        self.add("circle")

    def _leave_circle(self, circle: int) -> None:
        if self.finish_edit():
            with self.desk.alerts.guarding():
                self.circles.drop(circle)

    def _show_date(self, key_date: int) -> None:
        if self.dates.list.focus_row(key_date):
            row = self.dates.list.row(key_date)
            if row is not None:
                self.ensureWidgetVisible(row)

    def _ask_for_timeline(self) -> None:
        if self._person is not None and self.finish_edit():
            self.timeline_requested.emit(self._person)

    def _return_focus(self) -> None:
        """A card that was only open to add something is gone: back to where one came from."""
        back = self._came_from
        if back is None or not back.isVisible():
            back = self.header.edit_button
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.editing:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
