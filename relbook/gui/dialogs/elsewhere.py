"""What another version of the book has: person by person, mine, theirs or both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from relbook.core.store.rescued import spoken as spoken_table
from relbook.core.store.reunion import Choice, spoken, usual
from relbook.core.store.versions import Difference, Group, Kind, Named
from relbook.core.words import plural, say
from relbook.gui.models.listing import Listing
from relbook.gui.theme import Theme
from relbook.gui.widgets.beside import RadioInput
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.side_list import SideList, Strip
from relbook.gui.widgets.two_lines import paint_two_lines

WIDE, HIGH, LIST, ROW = 900, 560, 300, 46


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: who or what, and what of it differs."""

    key: int
    name: str
    what: str

    def spoken(self) -> str:
        """The row in one line."""
        return f"{self.name}. {self.what}"


ICONS = {Choice.BOTH: "users", Choice.MINE: "monitor", Choice.THEIRS: "download"}


class ElsewhereDialog(Dialog):
    """Lists `groups`; `agreed` tells what is chosen for each, by table and uid.

    Without a choice both are kept.
    """

    agreed = Signal(object)  # dict of Choice by (table, uid)

    def __init__(
        self, theme: Theme, name: str, groups: Sequence[Group], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, say("Changed elsewhere"), "elsewhere", parent, WIDE)
        self._groups = list(groups)
        self._choices = {i: usual(group) for i, group in enumerate(self._groups)}
        n = len(self._groups)
        self.add_text(
            str(
                plural(
                    "“{name}” says something else about {n} people or things. Nothing is "
                    "changed before you agree, and Undo takes it back.",
                    "“{name}” says something else about {n} people or things. Nothing is "
                    "changed before you agree, and Undo takes it back.",
                    n,
                    name=name,
                )
            ),
            "words",
        )
        self._model = Listing(self)
        self._model.show(
            [Row(i, group.name, _summary(group)) for i, group in enumerate(self._groups)]
        )
        self.view = SideList(
            theme, self._model, "elsewhere.list", say("What differs"), ROW, self._paint
        )
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.escaped.connect(self.reject)
        self.view.setFixedWidth(theme.measure(LIST))
        self._told = QPlainTextEdit()
        self._told.setObjectName("elsewhere.told")
        self._told.setAccessibleName(say("What differs about them"))
        self._told.setReadOnly(True)
        self._told.setTabChangesFocus(True)
        self._told.setFont(theme.font("small"))
        right = QVBoxLayout()
        right.setSpacing(theme.measure(6))
        right.addWidget(self._told, 1)
        self.radios: dict[Choice, RadioInput] = {}
        for choice in (Choice.BOTH, Choice.MINE, Choice.THEIRS):
            radio = RadioInput(theme, "")
            radio.setObjectName(f"elsewhere.{choice.value}")
            radio.toggled.connect(lambda on, choice=choice: self._choose(choice) if on else None)
            self.radios[choice] = radio
            right.addWidget(radio)
        middle = QHBoxLayout()
        middle.setSpacing(theme.measure(20))
        middle.addWidget(self.view)
        middle.addLayout(right, 1)
        self.body.addLayout(middle, 1)
        later = self.add_button(say("Not now"), "later")
        later.clicked.connect(self.reject)
        agree = self.add_button(say("Bring together"), "agree", primary=True)
        agree.clicked.connect(self._agree)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.resize(theme.measure(WIDE), theme.measure(HIGH))
        self.view.go_to(0)
        self.view.setFocus()

    def _show(self) -> None:
        at = self.view.key()
        if at is None:
            return
        group = self._groups[at]
        self._told.setPlainText("\n".join(_lines(group)))
        words = _words(group)
        for choice, radio in self.radios.items():
            radio.setVisible(choice in words)
            radio.set_word(words.get(choice, ""))
        self.radios[self._choices[at]].setChecked(True)

    def _choose(self, choice: Choice) -> None:
        at = self.view.key()
        if at is not None:
            self._choices[at] = choice
            self.view.viewport().update()

    def _agree(self) -> None:
        self.agreed.emit(
            {(group.table, group.uid): self._choices[i] for i, group in enumerate(self._groups)}
        )
        self.accept()

    def _paint(self, strip: Strip, row: Any) -> None:
        icon, chosen = ICONS[self._choices[row.key]], row.key == self.view.key()
        paint_two_lines(strip, row.name, row.what, icon=icon, chosen=chosen)


def _words(group: Group) -> dict[Choice, str]:
    """What can be chosen about a group."""
    kind = _kind(group)
    if group.forgotten:
        return {Choice.MINE: say("Leave them out"), Choice.BOTH: say("Bring them in again")}
    if kind is Kind.DELETED and group.clash:
        return {Choice.BOTH: say("Keep them"), Choice.THEIRS: say("Delete them here too")}
    if kind is Kind.DELETED:
        return {Choice.BOTH: say("Delete them here too"), Choice.MINE: say("Keep them")}
    if kind is Kind.DELETED_HERE:
        return {Choice.BOTH: say("Bring them back"), Choice.MINE: say("Leave them deleted")}
    if kind is Kind.ADDED:
        return {Choice.BOTH: say("Bring them in"), Choice.MINE: say("Leave them out")}
    mine = say("Only mine: bring in nothing about them")
    if group.clash:
        both = say("Keep both: the newer is shown, the other goes into a note")
        theirs = say("Theirs, where both changed the same")
        return {Choice.BOTH: both, Choice.MINE: mine, Choice.THEIRS: theirs}
    return {Choice.BOTH: say("Bring in what changed there"), Choice.MINE: mine}


def _kind(group: Group) -> Kind | None:
    """What happened to the person, or whatever a group is about, as a whole."""
    kinds = (one.kind for one in group.differences if one.uid == group.uid)
    return next(kinds, None)


def _summary(group: Group) -> str:
    """What differs, in a few words."""
    kind = _kind(group)
    if group.forgotten:
        return say("Forgotten here for ever, still there")
    if kind is Kind.DELETED:
        return say("Deleted there, changed here since") if group.clash else say("Deleted there")
    if kind is Kind.DELETED_HERE:
        return say("Deleted here, changed there since")
    if kind is Kind.ADDED:
        return say("New there")
    n = len(group.differences)
    if group.clash:
        return str(plural("{n} difference, changed on both", "{n} differences, some on both", n))
    return str(plural("{n} change there", "{n} changes there", n))


def _lines(group: Group) -> Iterator[str]:
    """What differs, in full."""
    if group.forgotten:
        yield say("You have forgotten them for ever. The other file still tells of them:")
    for one in group.differences:
        what = spoken_table(one.table)
        if one.kind is Kind.ALTERED:
            yield from _altered(one)
        elif one.kind is Kind.ADDED:
            yield say("New there: {what}", what=what) + _gist(one)
        elif one.kind is Kind.DELETED:
            yield say("Deleted there: {what}", what=what) + _gist(one)
        else:
            yield say("Deleted here, changed there since: {what}", what=what) + _gist(one)


def _altered(one: Difference) -> Iterator[str]:
    mine, theirs = one.mine or {}, one.theirs or {}
    for column in one.altered:
        if column in ("sort_key", "folded", "match_key", "created"):
            continue
        if isinstance(theirs[column], Named) or isinstance(mine.get(column), Named):
            yield say("{field}: another one", field=spoken(column))
        else:
            yield say(
                "{field}: mine “{mine}”, theirs “{theirs}”",
                field=spoken(column),
                mine=_shown(mine.get(column)),
                theirs=_shown(theirs[column]),
            )


def _gist(one: Difference) -> str:
    values = one.theirs or one.mine or {}
    for column in ("name", "title", "value", "what", "line", "text", "street", "date", "kind"):
        if isinstance(values.get(column), str) and values[column]:
            return f", {str(values[column])[:200]}"
    return ""


def _shown(value: Any) -> str:
    return "" if value is None else str(value)[:200]
