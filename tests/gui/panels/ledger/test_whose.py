"""Whose ledger it is."""

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relbook.core import circles, events, ledger, people
from relbook.core.ledger import GAVE
from relbook.gui.desk import Desk
from relbook.gui.focus import Filter
from relbook.gui.panels.ledger import LedgerPanel, reading
from tests.gui.panels.ledger.conftest import child, shown, whose


def test_with_nobody_chosen_it_is_with_everyone(panel: LedgerPanel) -> None:
    assert whose(panel) == "with everyone"
    assert shown(panel) == [
        "[Open]", "I promised: the article", "Out on loan: my kettle",
        "[Gave and received]", "a jar of honey", "how to splice wire", "two nights",
    ]  # fmt: skip


def test_who_is_chosen_and_i(desk: Desk, ids: dict[str, int], panel: LedgerPanel) -> None:
    desk.focus.show_person(ids["Jonas Berg"])
    assert whose(panel) == "between us"
    assert shown(panel) == [
        "[Open]", "I promised: the article", "[Gave and received]", "how to splice wire",
    ]  # fmt: skip
    desk.focus.set(selection=frozenset({ids["Jonas Berg"], ids["Ana Ribeiro"]}))
    assert whose(panel) == "with the 2 chosen"
    assert shown(panel)[-2:] == ["a jar of honey", "how to splice wire"]


def test_an_event_shows_the_ledger_with_its_guests(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel
) -> None:
    desk.focus.set(event=ids["supper"], page="event")
    assert whose(panel) == "with the guests"
    assert "a jar of honey" not in shown(panel)
    with desk.book.edit("Invite"):
        events.invite(desk.book, ids["supper"], [ids["Ana Ribeiro"]])
    assert "a jar of honey" in shown(panel)


def test_what_is_searched_follows_after_a_pause(
    qtbot: QtBot, desk: Desk, panel: LedgerPanel
) -> None:
    desk.focus.set(search="ana")
    assert whose(panel) == "with everyone"
    qtbot.waitUntil(lambda: whose(panel) == "with the found")
    assert shown(panel) == ["[Gave and received]", "a jar of honey"]
    desk.focus.set(search="")
    assert whose(panel) == "with everyone"


def test_a_circle_narrows_at_once(desk: Desk, ids: dict[str, int], panel: LedgerPanel) -> None:
    with desk.book.edit("Join"):
        crew = circles.find_or_add(desk.book, "Crew")
        circles.join(desk.book, crew, [ids["Rangi Te Whaiti"]])
    desk.focus.set(filter=Filter(circles=frozenset({crew})))
    assert whose(panel) == "with the found"
    assert shown(panel)[1::2] == ["Out on loan: my kettle", "two nights"]


@pytest.mark.parametrize("word", ["sailing", "boats"])
def test_an_interest_shows_what_is_about_it_or_below_it(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, word: str
) -> None:
    desk.focus.set(filter=Filter(interests=frozenset({ids[word]})))
    assert whose(panel) == ("about sailing" if word == "sailing" else "about old boats")
    assert shown(panel) == ["[Gave and received]", "how to splice wire"]
    desk.focus.show_person(ids["Ana Ribeiro"])
    assert whose(panel).startswith("between us, about")
    assert shown(panel) == []
    assert child(panel, "ledgerPanel.nothing").isVisible()


@pytest.mark.parametrize("chosen", [501, 600])  # few enough to be looked up; or too many
def test_very_many_are_looked_through_as_a_job(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, chosen: int
) -> None:
    with desk.book.edit("Crowd"):
        crowd = [people.add(desk.book, f"Guest {i}") for i in range(600)]
        ledger.add(desk.book, [crowd[300]], GAVE, "news", "the ruling", date="2026-03-02")
        ledger.promise(desk.book, [crowd[300]], GAVE, "the map")
    began = QSignalSpy(desk.jobs.began)
    desk.focus.set(selection=frozenset([*crowd[: chosen - 1], ids["Ana Ribeiro"]]))
    assert began.count() == 1
    assert shown(panel) == [
        "[Open]", "I promised: the map", "[Gave and received]", "the ruling", "a jar of honey",
    ]  # fmt: skip


def test_more_comes_as_one_scrolls(
    desk: Desk, ids: dict[str, int], panel: LedgerPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 20)
    with desk.book.edit("Add"):
        for i in range(70):
            ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", f"old {i}", date="2024-01-01")
    assert panel.model.passed == 20
    bar = panel.view.verticalScrollBar()
    for _ in range(5):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
    assert shown(panel)[-1] == "old 0"
    with desk.book.edit("Add"):
        ledger.add(desk.book, [ids["Ana Silva"]], GAVE, "news", "newer", date="2026-03-14")
    assert bar.value() > 20 * 41  # what was fetched is shown again
