"""One typed line as a ledger entry."""

from datetime import date

import pytest

from relbook.core import ledger_line
from relbook.core.names import fold

TODAY = date(2026, 11, 22)
PEOPLE = [(1, "Jonas Berg"), (2, "Ana Ribeiro"), (3, "Ana Silva"), (4, "Rangi"), (5, "李美玲")]


def who(text: str) -> list[tuple[int, str]]:
    words = fold(text).split()
    return [
        (one, name)
        for one, name in PEOPLE
        if all(any(part.startswith(word) for part in fold(name).split()) for word in words)
    ]


def read(text: str) -> ledger_line.Draft:
    return ledger_line.read(
        text, who, TODAY, interests=["old boats", "yard"], events=[(7, "Winter supper")]
    )


def test_the_example_of_a_line() -> None:
    draft = read("gave introduction to Jonas about the yard")
    assert (draft.direction, draft.kind) == ("gave", "introduction")
    assert (draft.people, draft.interest, draft.what) == (((1, "Jonas Berg"),), "yard", "")


@pytest.mark.parametrize(
    ("line", "direction", "kind", "state", "what"),
    [
        ("gave Ana Ribeiro a jar of honey", "gave", "gift", "done", "a jar of honey"),
        ("received from Ana Silva a map", "received", "gift", "done", "a map"),
        ("gave Rangi a jar of honey", "gave", "gift", "done", "a jar of honey"),
        (
            "received advice from Jonas how to splice wire",
            "received",
            "advice",
            "done",
            "how to splice wire",
        ),
        ("lent Rangi my kettle", "gave", "loan", "lent", "my kettle"),
        ("borrowed the field guide from Jonas", "received", "loan", "lent", "the field guide"),
        ("promised Jonas the article", "gave", "help", "promised", "the article"),
        ("was promised a map from Rangi", "received", "help", "promised", "a map"),
        ("stayed with Jonas two nights", "received", "hospitality", "done", "two nights"),
        ("gave 李美玲 the old chart", "gave", "gift", "done", "the old chart"),
    ],
)
def test_deeds(line: str, direction: str, kind: str, state: str, what: str) -> None:
    draft = read(line)
    assert (draft.direction, draft.kind, draft.state, draft.what) == (direction, kind, state, what)
    assert len(draft.people) == 1


def test_several_people() -> None:
    draft = read("gave help to Jonas, Rangi and Ana Silva with the move")
    assert [one for one, _ in draft.people] == [1, 4, 3]


def test_a_name_that_could_be_two_is_not_guessed() -> None:
    assert read("gave news to Ana").unknown == ("Ana",)


def test_days() -> None:
    draft = read("promised Jonas the article by end of December on 20 November")
    assert (draft.due, draft.date) == ("2026-12", "2026-11-20")


def test_a_weekday_is_the_next_for_a_promise_and_the_last_for_what_was() -> None:
    assert read("promised Jonas the recipe by Friday").due == "2026-11-27"
    assert read("gave Jonas a jar on Friday").date == "2026-11-20"


def test_a_promise_looks_forward() -> None:
    draft = read("promised Jonas the recipe on 3 December")
    assert (draft.due, draft.date) == ("2026-12-03", None)


@pytest.mark.parametrize(
    "line", ["lent Rangi and Jonas Berg a ladder", "lent Rangi, Jonas a ladder"]
)
def test_several_names_stand_right_behind_the_deed(line: str) -> None:
    draft = read(line)
    assert [one for one, _ in draft.people] == [4, 1]
    assert draft.what == "a ladder"


def test_an_event() -> None:
    assert read("received praise from Rangi at the winter supper").event == 7


def test_what_is_no_interest_stays_what_it_was() -> None:
    draft = read("gave advice to Jonas about winches")
    assert (draft.interest, draft.what) == ("", "about winches")


@pytest.mark.parametrize(
    ("text", "slot", "typed"),
    [
        ("ga", "deed", "ga"),
        ("gave int", "kind", "int"),
        ("gave introduction to Jo", "person", "Jo"),
        ("gave help to Jonas and Ra", "person", "Ra"),
        ("gave help to Jonas about ol", "interest", "ol"),
        ("gave help to Jonas at Win", "event", "Win"),
        ("gave help to Jonas by Dec", "date", "Dec"),
    ],
)
def test_what_can_be_completed_where(text: str, slot: str, typed: str) -> None:
    place = ledger_line.place(text, len(text))
    assert (place.slot, place.text) == (slot, typed)
    assert text[place.start : place.end] == typed


@pytest.mark.parametrize("line", ["", " ", "gave", "to", "by by by", "gave to and , and"])
def test_half_a_line_is_no_fault(line: str) -> None:
    assert read(line).people == ()


def test_a_name_may_be_all_there_is() -> None:
    draft = read("gave Rangi")
    assert (draft.people, draft.what) == (((4, "Rangi"),), "")


@pytest.mark.parametrize(
    ("day", "iso"), [("22 November", "2026-11-22"), ("23 November", "2025-11-23")]
)
def test_a_day_without_a_year_is_the_last_one(day: str, iso: str) -> None:
    assert read(f"gave Rangi a map on {day}").date == iso
