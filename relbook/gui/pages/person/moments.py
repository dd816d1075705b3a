"""The last moments with someone, and the way to all of them."""

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import Signal

from relbook.core import moments
from relbook.core.moments import Moment
from relbook.core.words import plural, say
from relbook.gui import moment_form
from relbook.gui.desk import Desk
from relbook.gui.pages.person.section import Host, Section
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.row_data import RowData

SHOWN = 5


class MomentSection(Section):
    """The latest five."""

    timeline_requested = Signal()
    tables = ("moment", "moment_person", "person")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add a moment")
        super().__init__(desk, say("Last moments"), "page.moment", words, host)
        self._moments: dict[Hashable, Moment] = {}
        self._all = Button(desk.theme, "", "page.timeline", "link", "history")
        self._all.clicked.connect(self.timeline_requested)
        self.body.addWidget(self._all)

    def read(self) -> Sequence[RowData]:
        book, person = self.desk.book, self.person.id
        found = moments.of_person(book, person, limit=SHOWN)
        self._moments = {moment.id: moment for moment in found}
        every = len(found) if len(found) < SHOWN else moments.count(book, person)
        self._all.setVisible(every > SHOWN)
        if every > SHOWN:
            self._all.set_word(str(plural("All {n} moments", "All {n} moments", every)))
        return [moment_form.row(self.desk, moment, person) for moment in found]

    def fields(self, _key: Hashable | None) -> Sequence[Field]:
        return moment_form.form_fields(self.desk)

    def first(self, _key: Hashable | None) -> str:
        return "line"

    def values(self, key: Hashable | None) -> dict[str, Any]:
        me = (self.person.id, self.person.name)
        return moment_form.form_values(self.desk, self._moments.get(key), me)

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        moment = None if key is None else self._moments[key]
        return moment_form.keep(self.desk, moment, values, self.person.name)

    def drop(self, key: Hashable) -> None:
        moment_form.remove(self.desk, self._moments[key].id, self.person.name)
