"""What stands in the lists of the dialog about backups, as plain data in words."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QLocale

from relbook.core.dates import PartialDate
from relbook.core.store.backups import Backup
from relbook.core.store.restore import Contents, Difference, Someone
from relbook.core.words import plural, say

Group = Literal["back", "differ", "go"]
MOST = 500  # names of a group in the list


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup: when it was made, and what is in it once that is known."""

    key: Path
    when: str
    line: str

    def spoken(self) -> str:
        """The row in one line."""
        return f"{self.when}. {self.line}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone whom restoring would change; without a key, a heading or a remark."""

    key: tuple[Group, Someone] | None
    words: str
    heading: bool = False

    def spoken(self) -> str:
        """The row in one line."""
        return self.words


def when(moment: datetime) -> str:
    """A day and a time, where the owner is."""
    here = moment.astimezone()
    day = PartialDate.of(here.date()).words()
    return say("{day}, {time}", day=day, time=here.strftime("%H:%M"))


def edited(contents: Contents) -> str:
    """The newest edit: when, and what it was."""
    if not contents.made:
        return say("none")
    moment = when(datetime.fromisoformat(contents.made))
    if contents.newest is None:
        return moment
    return say("{what}: {when}", what=str(contents.newest), when=moment)


def row_of(backup: Backup, contents: Contents | str | None) -> BackupRow:
    """The row of a backup; `contents` is a sentence where it cannot be looked into."""
    size = QLocale().formattedDataSize(backup.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    if isinstance(contents, str):
        return BackupRow(backup.path, when(backup.made), contents)
    if contents is None:
        return BackupRow(backup.path, when(backup.made), size)
    people = str(plural("{n} person", "{n} people", contents.people))
    newest = contents.made and when(datetime.fromisoformat(contents.made))
    words = say("{people}, {size}", people=people, size=size)
    if newest:
        words = say("{words}; newest edit {when}", words=words, when=newest)
    return BackupRow(backup.path, when(backup.made), words)


def people_of(found: Difference) -> list[PersonRow]:
    """Who comes back, who is told otherwise, and who goes, each group under its heading."""
    rows: list[PersonRow] = []
    groups: tuple[tuple[Group, str, tuple[Someone, ...]], ...] = (
        (
            "back",
            str(plural("{n} would come back", "{n} would come back", len(found.back))),
            found.back,
        ),
        (
            "differ",
            str(plural("{n} is told otherwise", "{n} are told otherwise", len(found.differ))),
            found.differ,
        ),
        ("go", str(plural("{n} would go", "{n} would go", len(found.go))), found.go),
    )
    for group, heading, people in groups:
        if people:
            rows.append(PersonRow(None, heading, heading=True))
            rows += [PersonRow((group, one), one.name) for one in people[:MOST]]
            if len(people) > MOST:
                more = len(people) - MOST
                rows.append(PersonRow(None, str(plural("and {n} more", "and {n} more", more))))
    return rows
