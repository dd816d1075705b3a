"""Several people in one field: where the focus goes among them."""

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from relbook.gui.theme import Theme
from relbook.gui.widgets.chips import Chip
from relbook.gui.widgets.people_input import PeopleInput
from tests.gui.conftest import Show


def stops(window: QWidget) -> list[str]:
    """Where Tab stops, in order, from the first field on."""
    found: list[str] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.focusPolicy() & widget.focusPolicy().TabFocus and not widget.isHidden():
            found.append(widget.objectName())
        widget = widget.nextInFocusChain()
    at = found.index("before")
    return found[at:] + found[:at]


def test_tab_goes_over_the_people_to_the_next_field(theme: Theme) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    people = PeopleInput(theme, lambda _: [])
    for name, widget in (("before", before), ("with", people), ("after", after)):
        widget.setObjectName(name)
        column.addWidget(widget)
    assert stops(window) == ["before", "with.text", "after"]
    people.set_value([(1, "Ada"), (2, "Bo")])
    assert stops(window) == ["before", "with.1", "with.2", "with.text", "after"]
    people.set_value([(3, "Cleo")])
    assert stops(window) == ["before", "with.3", "with.text", "after"]


def test_the_line_has_what_the_people_leave_it(theme: Theme, show: Show) -> None:
    people = PeopleInput(theme, lambda _: [], "Names, with a comma between them, or a circle")
    people.resize(500, 80)
    show(people)
    assert people.lineEdit().width() == 500
    people.set_value([(1, "Ada")])
    QApplication.processEvents()
    chip = people.findChild(Chip)
    assert chip is not None
    assert people.lineEdit().geometry().right() == people.rect().right()
    assert people.lineEdit().x() > chip.geometry().right()
