"""How, where and when someone was met, and through whom."""

from collections.abc import Hashable, Sequence
from typing import Any

from relbook.core import people
from relbook.core.words import say, sentence
from relbook.gui import fields
from relbook.gui.desk import Desk
from relbook.gui.pages.person.facts import naming
from relbook.gui.pages.person.section import Host, Section
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.row_data import RowData

CHANGED = sentence("Change how you met {name}")
PARTS = ("met_on", "met_where", "met_how", "met_through")


class MetSection(Section):
    """Up to four rows, each known by the column it shows."""

    tables = ("person",)

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add how you met")
        super().__init__(desk, say("How we met"), "page.met", words, host)

    def read(self) -> Sequence[RowData]:
        someone, rows = self.person, []
        if someone.met_on:
            words = fields.date_words(someone.met_on)
            rows.append(RowData(key="met_on", icon="calendar-days", text=words))
        if someone.met_where:
            rows.append(RowData(key="met_where", icon="map-pin", text=someone.met_where, wrap=True))
        if someone.met_how:
            rows.append(RowData(key="met_how", icon="quote", text=someone.met_how, wrap=True))
        if someone.met_through_id is not None or someone.met_through_name:
            rows.append(self._through())
        return rows

    def _through(self) -> RowData:
        other, face = self.person.met_through_id, None
        name = self.person.met_through_name
        if other is not None:
            found = people.rows(self.desk.book, [other])[other]
            name, face = found.name, self.desk.photos.face(found.uid, found.name, found.photo)
        linked = other is not None
        return RowData(
            key="met_through",
            icon="user",
            lead=say("through"),
            text=name,
            face=face,
            link=linked,
            opens=linked,
        )

    def go(self, key: Hashable) -> None:
        if key == "met_through" and self.person.met_through_id is not None:
            self.desk.focus.show_person(self.person.met_through_id)

    def add_new(self) -> None:
        shown = {row.key for row in self.list.data}
        missing = [part for part in PARTS if part not in shown]
        # All are there: begin with the first of them rather than do nothing.
        self.open_form(None if missing else PARTS[0])

    def fields(self, key: Hashable | None) -> Sequence[Field]:
        desk = self.desk
        every = {
            "met_on": fields.date_field(
                desk, "met_on", say("When"), share=1.0, placeholder=say("June 2019, about 2003")
            ),
            "met_where": Field("met_where", say("Where")),
            "met_how": Field("met_how", say("How it came about"), "long"),
            "met_through": Field(
                "met_through", say("Through whom"), "person", complete=desk.complete
            ),
        }
        if key is not None:
            return [every[str(key)]]
        shown = {row.key for row in self.list.data}
        return [field for part, field in every.items() if part not in shown]

    def values(self, _key: Hashable | None) -> dict[str, Any]:
        someone = self.person
        return {
            "met_on": someone.met_on,
            "met_where": someone.met_where,
            "met_how": someone.met_how,
            "met_through": fields.person_value(
                self.desk.book, someone.met_through_id, someone.met_through_name
            ),
        }

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        kept = dict(values)
        if "met_through" in kept:
            through = kept.pop("met_through")
            known = isinstance(through, int)
            kept["met_through_id"] = through if known else None
            kept["met_through_name"] = "" if known else through
        changed = fields.differing(self.person, kept)
        if changed:
            self._change(changed)
        return key or next((part for part in PARTS if values.get(part)), None)

    def drop(self, key: Hashable) -> None:
        if key == "met_through":
            self._change({"met_through_id": None, "met_through_name": ""})
        else:
            self._change({str(key): None if key == "met_on" else ""})

    def _change(self, values: dict[str, Any]) -> None:
        with self.desk.edit(naming(CHANGED, self.person.name)):
            people.change(self.desk.book, self.person.id, **values)
