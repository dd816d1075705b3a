"""How the rows of a table become people: each column's step, worked out once."""

import re
from collections.abc import Callable, Sequence

from relbook.core.exchange.person import CardPerson, Contact, OwnValue
from relbook.core.exchange.table import content
from relbook.core.exchange.table.headers import meaning
from relbook.core.exchange.table.mapping import Mapping
from relbook.core.exchange.table.people import ADDRESS_PARTS, JOINED, Found, label_of, plain_cell
from relbook.core.exchange.table.target import GROUPED, POSITION, Target, What
from relbook.core.exchange.vcard import values
from relbook.core.names import fold
from relbook.core.words import say

Step = Callable[[Found, str, int, Sequence[str]], None]

_BRACKETED = re.compile(r"([^<>@]*[^<>@\s]) *<([^<>\s]+@[^<>\s]+)>")
_NUMBERS = re.compile(r"[;\n]| ::: ")
# What Outlook writes for everyone, whether or not anyone said so.
_SILENT = {
    "Gender": "unspecified|nicht spezifiziert|non specifie|sin especificar|non specificato|nao especificado"
    "|niet opgegeven|onbekend|nieokreslona|не определен|未指定",
    "Priority": "normal|normale|normaal|normalny|обычная|普通",
    "Private": "false|aus|falsch|faux|falso|onwaar|falsz|ложь",
    "Sensitivity": "normal|normale|normaal|normalny|обычная|普通",
    "E-mail Type": "smtp|ex",
    "Mileage": "0",
}
_POSITIONS = {
    What.ORGANISATION: "organisation",
    What.DEPARTMENT: "department",
    What.TITLE: "title",
    What.ROLE: "role",
}
_SINGLE = {
    What.NAME: "name",
    What.GIVEN: "given",
    What.ADDITIONAL: "additional",
    What.FAMILY: "family",
    What.PREFIX: "prefixes",
    What.SUFFIX: "suffixes",
    What.FILE_AS: "file_as",
    What.PRONOUNS: "pronouns",
    What.SAY_GIVEN: "say given",
    What.SAY_ADDITIONAL: "say additional",
    What.SAY_FAMILY: "say family",
    What.UID: "uid",
    What.PHOTO: "photo",
    What.BIRTH_YEAR: "year",
    What.BIRTH_MONTH: "month",
    What.BIRTH_DAY: "day",
}
_TAKEN: dict[What, Callable[[Found, Target, str, str, int], None]] = {
    What.NICKNAME: Found.nickname,
    What.BIRTHDAY: Found.birthday,
    What.ANNIVERSARY: Found.anniversary,
    What.DEATHDAY: Found.deathday,
    What.DAY: Found.day,
    What.CIRCLE: Found.circle,
    What.INTEREST: Found.liking,
    What.HOBBY: Found.liking,
    What.EXPERTISE: Found.liking,
    What.INDUSTRY: Found.liking,
    What.KIN: Found.related,
    What.NOTE: Found.note,
}


class Plan:
    """How the rows of one table become people. `names` are those of its columns."""

    def __init__(self, mapping: Mapping, names: Sequence[str]) -> None:
        self.mapping = mapping
        self.names = names
        self.exact = mapping.kind == "relbook"
        targets = mapping.targets
        self._labels = {one.group: at for at, one in enumerate(targets) if one.what is What.LABEL}
        self._services = {
            one.group: at for at, one in enumerate(targets) if one.what is What.SERVICE
        }
        self._groups: dict[str, list[tuple[str, int]]] = {}
        for at, one in enumerate(targets):
            if one.what in GROUPED:
                self._groups.setdefault(one.group, []).append((ADDRESS_PARTS[one.what], at))
        self._steps = [self._step(target, at) for at, target in enumerate(targets)]

    def name_of(self, at: int) -> str:
        """What a column is called; one that the header lacks, by its number."""
        name = self.names[at].strip() if at < len(self.names) else ""
        return name or say("Column {number}", number=str(at + 1))

    def person(self, cells: Sequence[str]) -> CardPerson:
        """Whom a row tells of. Its name is empty if there is nothing to take one from."""
        found = Found(self.mapping.kind, self.mapping.day_order, self.name_of)
        steps = self._steps
        plain = [plain_cell(cell) if cell else "" for cell in cells]
        plain += [""] * (len(steps) - len(plain))
        for at, cell in enumerate(plain):
            if cell:
                step = steps[at] if at < len(steps) else _own
                if step is not None:
                    step(found, cell, at, plain)
        return found.person()

    def _step(self, target: Target, at: int) -> Step | None:
        what = target.what
        if what in {What.LABEL, What.SERVICE, What.LEAVE}:
            return None
        if what in GROUPED:
            return self._address(target)
        if what in POSITION:
            return lambda found, cell, at, _cells: found.position(
                _POSITIONS[what], target, cell, at
            )
        if what in _SINGLE:
            return lambda found, cell, at, _cells: found.single(_SINGLE[what], cell, at)
        if what is What.OWN:
            return self._own(target, at)
        if what in {What.PHONE, What.MAIL, What.WEB, What.CHAT, What.SOCIAL}:
            return self._contact(target)
        labelled = self._label_at(target)
        joined = target.group and not self.exact

        def step(found: Found, cell: str, at: int, cells: Sequence[str]) -> None:
            label = cells[labelled] if labelled >= 0 else target.label
            for one in cell.split(JOINED) if joined else (cell,):
                _TAKEN[what](found, target, one, label, at)

        return step

    def _label_at(self, target: Target) -> int:
        return self._labels.get(target.group, -1) if target.group else -1

    def _contact(self, target: Target) -> Step:
        label_at = self._label_at(target)
        service_at = self._services.get(target.group, -1) if target.group else -1
        exact = self.exact

        def step(found: Found, cell: str, at: int, cells: Sequence[str]) -> None:
            label, first = target.label, False
            if label_at >= 0:
                label, first = label_of(cells[label_at])
            service = cells[service_at] if service_at >= 0 else ""
            if target.what is What.MAIL and not exact and (match := _BRACKETED.fullmatch(cell)):
                found.said_again.append(OwnValue(found.name_of(at), match[1].strip(' "'), at))
                cell = match[2]
            for value in [cell] if exact else _values(target.what, cell):
                found.contact(target, Contact("", value, label, first, service, at))

        return step

    def _address(self, target: Target) -> Step:
        group = self._groups[target.group]
        label_at = self._label_at(target)

        def step(found: Found, _cell: str, at: int, cells: Sequence[str]) -> None:
            if target.group in found.done:
                return
            found.done.add(target.group)
            label, first = target.label, False
            if label_at >= 0:
                label, first = label_of(cells[label_at])
            parts: dict[str, list[str]] = {}
            for part, column in group:
                if cells[column]:
                    parts.setdefault(part, []).append(cells[column])
            found.address(target, parts, label, first, at)

        return step

    def _own(self, target: Target, at: int) -> Step:
        label_at = self._label_at(target)
        header = self.name_of(at)
        known = meaning(header)
        silent = frozenset[str]()
        if self.mapping.kind.startswith("outlook") and known is not None:
            silent = frozenset(_SILENT.get(known.target.label, "").split("|"))
        shown = known is not None and known.target.label in {"Initials", "E-mail Display Name"}

        def step(found: Found, cell: str, at: int, cells: Sequence[str]) -> None:
            if label_at >= 0:
                found.custom(cells[label_at] or header, cell, at)
            elif shown:
                found.said_again.append(OwnValue(target.label or header, cell, at))
            elif not silent or fold(cell) not in silent:
                found.own.append(OwnValue(target.label or header, cell, at))

        return step


def _own(found: Found, cell: str, at: int, _cells: Sequence[str]) -> None:
    found.own.append(OwnValue(found.name_of(at), cell, at))


def _values(what: What, cell: str) -> list[str]:
    """The values in one cell: people put several mails or numbers into it."""
    if what is What.MAIL:
        cell = values.without_scheme(cell, "mailto:")
        if "@" in cell:
            pieces = [piece for piece in re.split(r"[;,\s]+|:::", cell) if piece]
            if all(map(content.is_mail, pieces)):
                return pieces
    elif what is What.PHONE:
        pieces = [piece.strip() for piece in _NUMBERS.split(cell)]
        return [values.phone_number(piece) for piece in pieces if piece]
    return [piece.strip() for piece in cell.split(JOINED) if piece.strip()]
