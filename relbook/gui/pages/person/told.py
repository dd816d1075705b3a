"""The plainer cards of facts: what someone does, days to know, notes, fields of the owner's own."""

import contextlib
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtGui import QGuiApplication

from relbook.core import dates, facts, people
from relbook.core.dates import PartialDate
from relbook.core.errors import Refused, RelbookError
from relbook.core.facts import KeyDate, Note, OwnField, Position
from relbook.core.words import plural, say, sentence
from relbook.gui import fields, kinds
from relbook.gui.desk import Desk
from relbook.gui.pages.person.facts import FactSection, naming
from relbook.gui.pages.person.leaving import open_link
from relbook.gui.pages.person.links import link
from relbook.gui.pages.person.section import Host
from relbook.gui.widgets.chips import ChipLook
from relbook.gui.widgets.field import Field
from relbook.gui.widgets.row_data import RowAction, RowData

SOON = 60  # days within which the return of a day is told
THE_NOTE = "note"  # the key of the one note that a person's own row holds


class PositionSection(FactSection[Position]):
    """What someone does and did, and where."""

    tables = ("position",)
    kind = Position
    added = sentence("Add what {name} does")
    changed = sentence("Change what {name} does")
    removed = sentence("Remove what {name} does")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add what they do or did")
        super().__init__(desk, say("What they do"), "page.position", words, host)

    def row(self, fact: Position) -> RowData:
        return RowData(
            key=fact.id,
            icon="history" if fact.until else "briefcase",
            text=does(fact.title or fact.role, fact.organisation),
            label=fields.dotted(fact.department, span(fact.since, fact.until)),
            chip=fields.softness(fact),
            chip_look=ChipLook.QUIET,
            wrap=True,
        )

    def fields(self, _key: Hashable | None) -> Sequence[Field]:
        desk = self.desk
        return [
            Field("title", say("Title, or what they do")),
            Field("organisation", say("Where")),
            fields.date_field(desk, "since", say("Since")),
            fields.date_field(desk, "until", say("Until"), placeholder=say("still")),
            Field("department", say("Department"), share=0.5, more=True),
            Field("role", say("Role"), share=0.5, more=True),
            *fields.softly(desk),
        ]


class DateSection(FactSection[KeyDate]):
    """Birthdays and other days to know."""

    tables = ("key_date",)
    kind = KeyDate
    added = sentence("Add a date of {name}")
    changed = sentence("Change a date of {name}")
    removed = sentence("Remove a date of {name}")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add a day to know")
        super().__init__(desk, say("Key dates"), "page.date", words, host)

    def read(self) -> Sequence[RowData]:
        found = facts.of_person(self.desk.book, KeyDate, self.person.id)
        self._died = self.person.state == "deceased" or any(
            day.kind == "deathday" and not day.about for day in found
        )
        return super().read()

    def row(self, fact: KeyDate) -> RowData:
        return RowData(
            key=fact.id,
            icon=kinds.icon(kinds.DAYS, fact.kind),
            text=fields.date_words(fact.date),
            label=self._label(fact),
            chip=fields.softness(fact),
            chip_look=ChipLook.QUIET,
        )

    def _label(self, fact: KeyDate) -> str:
        what = fact.label or kinds.word(kinds.DAYS, fact.kind)
        about = say("{name}’s {what}", name=fact.about, what=what) if fact.about else what
        if fact.kind == "deathday" or (self._died and not fact.about):
            # Of the dead no age grows and no day comes round.
            return about
        known, today = PartialDate.from_iso(fact.date), self.desk.today()
        if fact.kind == "birthday":
            age = known.age_words(today)
        else:
            years = known.age(today)
            age = str(plural("{n} year", "{n} years", years)) if years else ""
        return fields.dotted(about, age, soon(known, today))

    def fields(self, _key: Hashable | None) -> Sequence[Field]:
        needed = say("A day to know needs a date, even one known only in part.")
        return [
            Field("kind", say("What"), "choice", choices=kinds.choices(kinds.DAYS), share=0.5),
            replace(
                fields.date_field(self.desk, "date", say("Date"), share=0.5),
                required=True,
                needed=needed,
                placeholder=say("14 March 1980"),
            ),
            Field("label", say("In your own words"), share=0.5),
            Field("about", say("About someone else"), placeholder=say("Lena, her cat"), share=0.5),
            *fields.softly(self.desk),
        ]

    def first(self, _key: Hashable | None) -> str:
        return "date"

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is not None:
            return super().values(key)
        known = {day.kind for day in self.facts.values()}
        return {"kind": "other" if "birthday" in known else "birthday"}


class NoteSection(FactSection[Note]):
    """Dated notes, and last the one note of the person's own row."""

    tables = ("note",)
    kind = Note
    added = sentence("Add a note about {name}")
    changed = sentence("Change a note about {name}")
    removed = sentence("Remove a note about {name}")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, say("Notes"), "page.note", say("Add a note"), host)

    def read(self) -> Sequence[RowData]:
        rows = list(super().read())
        if self.person.note:
            rows.append(RowData(key=THE_NOTE, kind="note", text=self.person.note))
        return rows

    def row(self, fact: Note) -> RowData:
        day = fields.date_words(fact.date) if fact.date else ""
        return RowData(
            key=fact.id,
            kind="note",
            text=fact.text,
            second=fields.dotted(day, fields.softness(fact)),
        )

    def fields(self, key: Hashable | None) -> Sequence[Field]:
        text = Field("text", say("Note"), "long")
        if key == THE_NOTE:
            return [text]
        return [
            text,
            fields.date_field(self.desk, "date", say("Written"), share=1.0),
            *fields.softly(self.desk),
        ]

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is None:
            return {"date": self.desk.today().isoformat()}
        if key == THE_NOTE:
            return {"text": self.person.note}
        return super().values(key)

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        if key != THE_NOTE:
            return super().keep(key, values)
        self._keep_own(values["text"])
        return key

    def drop(self, key: Hashable) -> None:
        if key == THE_NOTE:
            self._keep_own("")
        else:
            super().drop(key)

    def _keep_own(self, text: str) -> None:
        if text != self.person.note:
            message = self.changed if text else self.removed
            with self.desk.edit(naming(message, self.person.name)):
                people.change(self.desk.book, self.person.id, note=text)


class OwnSection(FactSection[OwnField]):
    """Fields that the owner of the book invented."""

    tables = ("own_field",)
    kind = OwnField
    added = sentence("Add a field of {name}")
    changed = sentence("Change a field of {name}")
    removed = sentence("Remove a field of {name}")

    def __init__(self, desk: Desk, host: Host) -> None:
        words = say("Add a field of your own")
        super().__init__(desk, say("Own fields"), "page.own", words, host)

    def row(self, fact: OwnField) -> RowData:
        actions = [RowAction("copy", say("Copy"), "copy", "Ctrl+C", at_rest=True)]
        if fact.kind == "link" and link("web", fact.value):
            actions.insert(0, RowAction("open", say("Open"), "external-link", "Ctrl+Return"))
        return RowData(
            key=fact.id,
            icon=kinds.icon(kinds.OWN, fact.kind),
            text=shown(fact),
            label=fact.name,
            chip=fields.softness(fact),
            chip_look=ChipLook.QUIET,
            actions=tuple(actions),
        )

    def act(self, key: Hashable, action: str) -> None:
        value = shown(self.facts[key])
        if action == "copy":
            QGuiApplication.clipboard().setText(value)
            self.said.emit(say("Copied {value}", value=value))
        elif (url := link("web", value)) and (said := open_link(self.desk.theme, value, url, self)):
            self.said.emit(said)

    def fields(self, _key: Hashable | None) -> Sequence[Field]:
        used = self.desk.book.rows("SELECT DISTINCT name FROM own_field ORDER BY name LIMIT 50")
        return [
            Field("name", say("Name"), "label", choices=[(n, n) for (n,) in used], share=0.5),
            Field("kind", say("Kind"), "choice", choices=kinds.choices(kinds.OWN), share=0.5),
            Field("value", say("Value")),
            *fields.softly(self.desk),
        ]

    def values(self, key: Hashable | None) -> dict[str, Any]:
        if key is None:
            return {"kind": "text"}
        return super().values(key) | {"value": shown(self.facts[key])}

    def keep(self, key: Hashable | None, values: dict[str, Any]) -> Hashable:
        if values["kind"] == "date" and values["value"]:
            try:
                values["value"] = dates.parse(values["value"], today=self.desk.today()).iso()
            except RelbookError as fault:
                raise Refused(str(fault), "value") from fault
        return super().keep(key, values)


def shown(fact: OwnField) -> str:
    """The value of a field of one's own, a date in words where it can be read as one."""
    if fact.kind == "date" and fact.value:
        with contextlib.suppress(RelbookError):
            return fields.date_words(fact.value)
    return fact.value


def does(title: str, organisation: str, locality: str = "") -> str:
    """What someone does and where, on one line."""
    if title and organisation:
        what = say("{title} at {organisation}", title=title, organisation=organisation)
    else:
        what = title or organisation
    return ", ".join(part for part in (what, locality) if part)


def span(since: str | None, until: str | None) -> str:
    """From when to when, in words; empty when neither is known."""
    if since and until:
        return say(
            "{since} to {until}", since=fields.date_words(since), until=fields.date_words(until)
        )
    if since:
        return say("since {date}", date=fields.date_words(since))
    return say("until {date}", date=fields.date_words(until)) if until else ""


def soon(day: PartialDate, today: date) -> str:
    """When a day comes round, if that is within weeks."""
    comes = day.next(today)
    if comes is None or (comes - today).days > SOON:
        return ""
    return dates.until(comes, today)
