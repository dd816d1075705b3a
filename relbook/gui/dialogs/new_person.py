"""Someone new: a name, and whether they are in the book already."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relbook.core import people
from relbook.core.errors import RelbookError
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import Label, announce
from relbook.gui.widgets.row_data import RowData
from relbook.gui.widgets.rows import RowList

MOST = 2  # people of the same name who are shown


class NewPersonDialog(Dialog):
    """Asks for a name, and shows who is called so: `named(name)` or `known(person)` says which.

    After `named` it stays until it is accepted, or told what stands against it.
    """

    named = Signal(str)
    known = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, say("New person"), "newPerson", parent, 480)
        self._desk = desk
        self.add_text(
            say("A name is all that is needed; the rest comes after the next good talk."),
            muted=True,
        )
        self.name = QLineEdit()
        self.name.setObjectName("newPerson.name")
        self.name.setAccessibleName(say("Name"))
        self.name.setPlaceholderText(say("Name, as you call them"))
        self.body.addWidget(self.name)
        self._here = Label(desk.theme, say("In your book already:"), "small", "muted")
        self._rows = RowList(desk.theme, "newPerson.known", say("People of this name"))
        self._rows.activated.connect(self._open)
        # Their room is there from the beginning: nothing moves while one types.
        room = QWidget()
        room.setFixedHeight(desk.theme.measure(26 + 40 * MOST))
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._here)
        column.addWidget(self._rows)
        column.addStretch(1)
        self.body.addWidget(room)
        self._fault = self.add_text("", "fault")
        self._fault.hide()
        cancel = self.add_button(say("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        self._add = self.add_button(say("Add"), "add", primary=True)
        self._add.clicked.connect(self._take)
        self.name.textChanged.connect(self._look)
        self._look("")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, text: str) -> None:
        """Show who is called so already."""
        self._add.setEnabled(bool(text.strip()))
        desk = self._desk
        found = desk.complete(text, MOST) if len(text.strip()) > 1 else []
        rows = people.rows(desk.book, [one for one, _ in found])
        self._rows.set_rows(
            [
                RowData(
                    one,
                    row.name,
                    "person",
                    second=row.does(),
                    opens=True,
                    editable=False,
                    removable=False,
                    face=desk.photos.face(row.uid, row.name, row.photo),
                )
                for one, _ in found
                if (row := rows.get(one)) is not None
            ]
        )
        self._here.setVisible(bool(found))
        self._rows.setVisible(bool(found))

    def _take(self) -> None:
        self._fault.hide()
        self.named.emit(self.name.text().strip())

    def object_to(self, fault: RelbookError) -> None:
        """Say why it cannot be added; what is typed stays."""
        self._fault.setText(str(fault))
        self._fault.show()
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))
        announce(self.name, str(fault))

    def _open(self, person: object) -> None:
        if isinstance(person, int):
            self.known.emit(person)
            self.accept()
