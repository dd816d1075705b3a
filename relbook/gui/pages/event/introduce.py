"""Who here could be introduced to whom, why, and how far it is."""

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from relbook.core import introductions, people
from relbook.core.briefing import Choices
from relbook.core.introductions import Proposal
from relbook.core.store.changes import Notice
from relbook.core.words import say, sentence
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.pages.event import several
from relbook.gui.pages.event.host import Host
from relbook.gui.pages.event.ticks import TickData, TickList
from relbook.gui.widgets.card import Card
from relbook.gui.widgets.chips import ChipLook

HEIGHT = 44
SHOWN = 6
Pair = tuple[int, int]


class IntroduceCard(Card):
    """Two faces and a reason; a chip says how far it is, and changes it."""

    said = Signal(str)
    ticked = Signal(object, bool)
    tables = ("introduction", "tagging", "interest", "relation", "person")

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk.theme, say("Introduce"), "event.introduce")
        self.desk = desk
        self._host = host
        self._proposals: dict[Pair, Proposal] = {}
        self._choices = Choices()
        self.list = TickList(
            desk.theme, "event.introduce.rows", say("Introduce"), HEIGHT, wraps=True
        )
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._ask)
        self.list.acted.connect(self._ask)
        self.list.menu_requested.connect(self._show_menu)
        self.body.addWidget(self.list)
        self.set_empty(True)

    def show_proposals(self, proposals: Sequence[Proposal], choices: Choices) -> None:
        """Show who could meet."""
        self._proposals = {(one.person, one.other): one for one in proposals[:SHOWN]}
        self._choices = choices
        self._show_rows()

    def show_choices(self, choices: Choices) -> None:
        """Tick what goes on the sheet."""
        if choices != self._choices:
            self._choices = choices
            self._show_rows()

    def _show_rows(self) -> None:
        whom = sorted({one for pair in self._proposals for one in pair})
        rows = people.rows(self.desk.book, whom) if whom else {}
        shown = [
            self._row(pair, proposal, rows)
            for pair, proposal in self._proposals.items()
            if rows.keys() >= set(pair)
        ]
        self.list.set_rows(shown)
        self.set_empty(not shown)

    def _row(self, pair: Pair, proposal: Proposal, rows: dict[int, people.PersonRow]) -> TickData:
        one, other = (scopes.called(self.desk, who) for who in pair)
        chip, icon, look = self._how_far(proposal)
        choices, photos = self._choices, self.desk.photos
        faces = tuple(
            photos.face(who.uid, who.name, who.photo, small=True)
            for who in (rows[person] for person in pair)
        )
        whole = say("{one} to {other}", one=rows[pair[0]].name, other=rows[pair[1]].name)
        return TickData(
            key=pair,
            text=say("{one} to {other}", one=one, other=other),
            second=proposal.why,
            said=f"{whole}, {proposal.why}, {chip}",
            ticked=choices.introduce and _item(pair) not in choices.left_out,
            faces=faces,
            faces_first=True,
            chip=chip,
            chip_icon=icon,
            chip_look=look,
            tip=f"{whole}\n{proposal.why}",
        )

    def _how_far(self, proposal: Proposal) -> tuple[str, str, ChipLook]:
        if proposal.state == "asked":
            asked = [one for one in (proposal.person, proposal.other) if one in proposal.asked]
            if len(asked) == 1:
                name = scopes.called(self.desk, asked[0])
                return say("asked {name}", name=name), "message-circle", ChipLook.QUIET
            return say("asked both"), "check", ChipLook.QUIET
        if proposal.state == "idea":
            return say("my idea"), "sprout", ChipLook.QUIET
        return say("ask them"), "message-circle", ChipLook.OUTLINE

    def concerns(self, notice: Notice) -> bool:
        """Whether what it shows may have been touched."""
        return notice.changes.touch(*self.tables)

    # What the user does

    def _tick(self, key: Hashable, ticked: bool) -> None:
        self.ticked.emit(_item(cast(Pair, key)), ticked)

    def _ask(self, key: Hashable) -> None:
        row = self.list.row(key)
        if row is not None:
            at = row.zone("chip")
            self._show_menu(key, row.mapToGlobal(at.bottomLeft() + QPoint(0, 4)))

    def _show_menu(self, key: Hashable, at: QPoint) -> None:
        self.menu(key).popup(at)

    def menu(self, key: Hashable) -> QMenu:
        """How far it may come, and who they are."""
        pair = cast(Pair, key)
        proposal = self._proposals[pair]
        names = [scopes.called(self.desk, who) for who in pair]
        title = say("{one} to {other}", one=names[0], other=names[1])
        menu = several.new_menu(self, "event.introduceMenu", title)
        may = several.may_write(self.desk)
        put = partial(several.offer, self.desk.theme, menu)

        def offer(name: str, icon: str, words: str, state: str, *asked: int) -> None:
            put(f"introduce.{name}", icon, words, partial(self.set, pair, state, *asked), may)

        offer("idea", "sprout", say("Keep it as my idea"), "idea")
        for who, name in zip(pair, names, strict=True):
            if who not in proposal.asked:
                words = say("{name} was asked", name=name)
                offer(f"asked.{who}", "message-circle", words, "asked", who)
        offer("both", "message-circle", say("Both were asked"), "asked", *pair)
        offer("made", "check", say("They were introduced"), "made")
        offer("declined", "x", say("They would rather not"), "declined")
        menu.addSeparator()
        for who, name in zip(pair, names, strict=True):
            words = say("Go to {name}", name=name)
            put(f"introduce.go.{who}", "user", words, partial(self.desk.focus.show_person, who))
        return menu

    def set(self, pair: Pair, state: str, *asked: int) -> None:
        """Say how far an introduction is; those in `asked` were asked today."""
        if not self._host.finish_edit():
            return
        proposal, today = self._proposals[pair], self.desk.today().isoformat()
        one, other = (scopes.called(self.desk, who) for who in pair)
        values: dict[str, Any] = {
            column: today
            for column, who in zip(("asked_person", "asked_other"), pair, strict=True)
            if who in asked and who not in proposal.asked
        }
        if state == "made":
            values["made"] = today
        message = sentence("Introduce {one} to {other}", one=one, other=other)
        if state == "declined":
            message = sentence("Do not introduce {one} to {other}", one=one, other=other)
        with self.desk.alerts.guarding():
            with self.desk.edit(message):
                introductions.set_state(self.desk.book, *pair, state, **values)
            if state == "made":
                self.said.emit(say("{one} and {other} know each other now", one=one, other=other))


def _item(pair: Pair) -> tuple[str, int, int]:
    """The pair as `Choices.left_out` names it."""
    return ("introduce", min(pair), max(pair))
