"""What goes on a sheet and what does not, as the reader of the paper sees it."""

import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from relbook.core import (
    events,
    facts,
    interests,
    introductions,
    ledger,
    moments,
    people,
    relations,
    threads,
)
from relbook.core.briefing import Choices, Sheet, SheetCard, of_event, of_people, of_person
from relbook.core.store.book import Book

TODAY = date(2026, 3, 14)
EVERYTHING = Choices(tender=True, private=True)
SOFTLY = ("tender", "private")


@pytest.fixture
def ada(book: Book) -> int:
    """Somebody, in a book whose owner cares for boats and offers Greek."""
    with book.edit("Add"):
        me = people.add(book, "Me Myself", me=1)
        interests.tag(book, [me], interests.find_or_add(book, "boats"), "enjoys")
        interests.tag(book, [me], interests.find_or_add(book, "Greek"), "offers")
        return people.add(book, "Ada Byron", say_it="AY-da", pronouns="she/her")


def card(book: Book, person: int, choices: Choices | None = None) -> SheetCard:
    """The one card of a sheet on one person."""
    (only,) = of_person(book, person, TODAY, choices).cards
    return only


def _ticked(choices: Choices, softly: str) -> Choices:
    return replace(choices, tender=softly == "tender", private=softly == "private")


def said(shown: SheetCard, label: str) -> list[str]:
    """What stands under a label."""
    return [line.text for line in shown.lines if line.label == label]


def words(sheet: Sheet) -> str:
    """All that is on the sheet."""
    lines = [sheet.title, sheet.when, sheet.where, sheet.summary, sheet.foot]
    for one in sheet.cards:
        lines += [one.name, one.say_it, one.does, one.does_age]
        lines += [f"{line.label} {line.text}" for line in one.lines]
    return "\n".join(lines)


# One card


def test_a_card_says_who_it_is(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.Position, ada, title="Engineer", organisation="The Mill")
        people.set_photo(book, ada, b"picture")
    shown = card(book, ada)
    assert (shown.name, shown.say_it, shown.pronouns) == ("Ada Byron", "AY-da", "she/her")
    assert shown.does == "Engineer, The Mill"
    assert shown.photo is not None
    assert card(book, ada, Choices(photos=False)).photo is None


@pytest.mark.parametrize(
    ("learned", "doubt"),
    [(None, ""), ("2025-11", ""), ("2023", "as of 2023: ask"), ("2024-02-11", "as of 2024: ask")],
)
def test_what_was_learned_long_ago_says_so(
    book: Book, ada: int, learned: str | None, doubt: str
) -> None:
    with book.edit("Add"):
        facts.add(book, facts.Position, ada, title="Clerk", since="1999", learned=learned)
    assert card(book, ada).does_age == doubt


def test_how_when_and_through_whom_we_met(book: Book, ada: int) -> None:
    with book.edit("Add"):
        bo = people.add(book, "Bo")
        people.change(
            book, ada, met_how="shared an umbrella", met_on="2019-06", met_where="Cacilhas",
            met_through_id=bo,
        )  # fmt: skip
    assert said(card(book, ada), "how we met") == [
        "Cacilhas, June 2019, through Bo: shared an umbrella"
    ]


@pytest.mark.parametrize("values", [{"state": "estranged"}, {"tender": 1}])
def test_whom_one_would_not_name_is_not_named_as_a_go_between(
    book: Book, ada: int, values: dict
) -> None:
    with book.edit("Add"):
        bo = people.add(book, "Bo", **values)
        people.change(book, ada, met_where="Cacilhas", met_through_id=bo)
    assert said(card(book, ada), "how we met") == ["Cacilhas"]


def test_the_last_talk_says_how_long_ago_it_was(book: Book, ada: int) -> None:
    with book.edit("Add"):
        moments.add(book, [ada], "call", date="2019-01-01", line="about the mill")
        moments.add(book, [ada], "walk", date="2026-02-20", place="the dunes", line="her exam")
    assert said(card(book, ada), "last talk") == [
        "A walk, the dunes, 20 February (3 weeks earlier): her exam"
    ]


def test_what_we_share_is_what_i_have_too(book: Book, ada: int) -> None:
    with book.edit("Tag"):
        for name in ("boats", "bees"):
            interests.tag(book, [ada], interests.find_or_add(book, name), "enjoys")
    assert said(card(book, ada), "share") == ["boats"]


def test_the_owners_own_note_is_kept_in_mind(book: Book, ada: int) -> None:
    with book.edit("Note"):
        people.change(book, ada, note="Vegetarian.\n\nAfraid of dogs. ")
        facts.add(book, facts.Note, ada, text="Likes rain.", date="2026-01-01")
    assert said(card(book, ada), "keep in mind") == ["Vegetarian. Afraid of dogs."]
    assert said(card(book, ada, Choices(note=False)), "keep in mind") == []


@pytest.mark.parametrize("softly", SOFTLY)
def test_the_newest_open_note_stands_in(book: Book, ada: int, softly: str) -> None:
    with book.edit("Note"):
        for day, text in (("2025-03-02", "Likes rain."), ("2026-01", "Hates rain."), (None, "?")):
            facts.add(book, facts.Note, ada, text=text, date=day)
        facts.add(book, facts.Note, ada, text="secret", date="2026-03-01", **{softly: 1})
    assert said(card(book, ada), "keep in mind") == ["Hates rain."]
    assert said(card(book, ada, _ticked(Choices(), softly)), "keep in mind") == ["secret"]


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("a word " * 40, "a word " * 22 + "a word…"),
        ("a" * 160, "a" * 160),
        ("a" * 161, "a" * 160 + "…"),
        ("ก" * 159 + "ที่" * 9, "ก" * 159 + "…"),
    ],
)
def test_a_long_note_is_cut_at_a_word(book: Book, ada: int, note: str, kept: str) -> None:
    with book.edit("Note"):
        people.change(book, ada, note=note)
    assert said(card(book, ada), "keep in mind") == [kept]


def test_what_only_they_care_for_is_told_apart(book: Book, ada: int) -> None:
    with book.edit("Tag"):
        for name, how, much in (
            ("boats", "enjoys", 3), ("bees", "enjoys", 1), ("sailing", "practises", 3),
            ("sailing", "offers", None), ("a flat", "seeks", None), ("mills", "works in", None),
            ("tea", "", None),
        ):  # fmt: skip
            interests.tag(book, [ada], interests.find_or_add(book, name), how, much)
    told = ["sailing (offers it), bees, a flat (looking for it), tea"]
    assert said(card(book, ada), "cares for") == told
    assert said(card(book, ada), "share") == ["boats"]
    assert said(card(book, ada, Choices()), "cares for") == []


def test_one_alone_can_be_reached(book: Book, ada: int) -> None:
    with book.edit("Add"):
        for kind, value, preferred in (
            ("phone", "+44 20 5550 1", False), ("phone", "+44 20 5550 2", True),
            ("mail", "ada@mill.example", False), ("web", "mill.example", True),
        ):  # fmt: skip
            facts.add(book, facts.Contact, ada, kind=kind, value=value, preferred=preferred)
        facts.add(book, facts.Address, ada, street="Mill Lane 1", code="AB1", locality="Ely")
    direct = ["+44 20 5550 2", "ada@mill.example"]
    assert said(card(book, ada), "reach") == [*direct, "Mill Lane 1, AB1 Ely"]
    assert said(card(book, ada, Choices()), "reach") == []
    (among,) = of_people(book, "Friends", [ada], TODAY, Choices(reach=True)).cards
    assert said(among, "reach") == direct


def test_a_sheet_on_one_says_what_it_is_for(book: Book, ada: int) -> None:
    assert of_person(book, ada, TODAY).title == "Before you meet Ada Byron"


def test_what_they_look_for_and_i_know_is_offered(book: Book, ada: int) -> None:
    with book.edit("Tag"):
        interests.tag(book, [ada], interests.find_or_add(book, "Greek"), "seeks")
    shown = card(book, ada)
    assert said(shown, "offer") == ["Greek: they look for it"]
    assert said(shown, "share") == []
    assert [line.box for line in shown.lines if line.label == "offer"] == [True]


def test_days_that_are_near_are_congratulated(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="--03-20")
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="2016-03-15", about="Lena")
        facts.add(book, facts.KeyDate, ada, kind="anniversary", date="--09-20")
        facts.add(book, facts.KeyDate, ada, kind="deathday", date="--03-18", about="Ivo")
        facts.add(book, facts.KeyDate, ada, kind="other", label="name day", date="--03-12")
        facts.add(book, facts.KeyDate, ada, kind="other", label="opening night", date="2026-04-01")
    assert said(card(book, ada), "congratulate") == [
        "birthday, 20 March",
        "birthday of Lena, 15 March",
        "name day, 12 March",
        "opening night, 1 April",
    ]


def test_threads_are_asked_after_and_good_ends_congratulated(book: Book, ada: int) -> None:
    with book.edit("Add"):
        threads.add(book, [ada], "Learns to fly", expected="2026-06")
        threads.add(book, [ada], "Writes a book")
        threads.add(book, [ada], "The mill", closed="2026-01", success=1, outcome="it turns")
        threads.add(book, [ada], "The knee", closed="2026-02-03", outcome="not well")
        threads.add(book, [ada], "Long ago", closed="2019", success=1)
    shown = card(book, ada)
    assert said(shown, "ask") == ["Learns to fly (June)", "Writes a book"]
    assert said(shown, "congratulate") == ["The mill: it turns"]


def test_promises_and_loans_have_a_box_to_tick(book: Book, ada: int) -> None:
    with book.edit("Promise"):
        ledger.promise(book, [ada], ledger.GAVE, "the article", "2026-03-31")
        ledger.promise(book, [ada], ledger.RECEIVED, "a recipe", "2025-10-03")
        ledger.add(book, [ada], ledger.GAVE, "loan", "the tent", date="2025-05-09")
        ledger.add(book, [ada], ledger.RECEIVED, "loan", "a ladder", due="2026-03")
        ledger.add(book, [ada], ledger.GAVE, "loan", "a drum", due="2026-02-01")
        ledger.promise(book, [ada], ledger.GAVE, "to Bo", kind="introduction")
        kept = ledger.promise(book, [ada], ledger.GAVE, "done with")
        ledger.settle(book, kept, TODAY)
    shown = card(book, ada)
    assert said(shown, "settle") == [
        "their promise: a recipe, meant for October 2025",
        "a drum, lent to them, meant back in February 2026",
        "a ladder, borrowed from them, back by March",
        "my promise: the article, by 31 March",
        "the tent, lent to them since May 2025",
        "my promise: introduction to Bo",
    ]
    assert all(line.box for line in shown.lines)


def test_what_was_unticked_stays_off(book: Book, ada: int) -> None:
    with book.edit("Promise"):
        one = ledger.promise(book, [ada], ledger.GAVE, "the article")
    left_out = frozenset({("settle", one, 0)})
    assert said(card(book, ada, Choices(left_out=left_out)), "settle") == []
    assert said(card(book, ada, Choices(settle=False)), "settle") == []


# The tender and the private


def _tell_secrets(book: Book, ada: int, softly: str) -> None:
    """A fact of each kind that a sheet tells, tender or private, all with the word `secret`."""
    soft: dict[str, Any] = {softly: 1}
    boats, greek = (interests.find_or_add(book, name) for name in ("boats", "Greek"))
    facts.add(book, facts.Position, ada, title="secret", **soft)
    facts.add(book, facts.Address, ada, locality="secret town", **soft)
    facts.add(book, facts.Contact, ada, kind="phone", value="secret", **soft)
    facts.add(book, facts.Note, ada, text="secret", **soft)
    facts.add(book, facts.KeyDate, ada, kind="other", label="secret", date="--03-20", **soft)
    moments.add(book, [ada], "talk", date="2026-03-13", line="secret", **soft)
    threads.add(book, [ada], "secret", **soft)
    ledger.promise(book, [ada], ledger.GAVE, "secret", **soft)
    interests.tag(book, [ada], boats, "enjoys")
    interests.tag(book, [ada], greek, "seeks")
    interests.tag(book, [ada], interests.find_or_add(book, "secret"), "enjoys")
    for tag in interests.of_people(book, [ada]):
        interests.change_tag(book, tag.id, **soft)


@pytest.mark.parametrize("softly", SOFTLY)
def test_it_is_left_out(book: Book, ada: int, softly: str) -> None:
    with book.edit("Tell"):
        _tell_secrets(book, ada, softly)
    shown = card(book, ada)
    assert (shown.does, shown.lines) == ("", ())


@pytest.mark.parametrize("softly", SOFTLY)
def test_it_is_on_the_sheet_when_ticked(book: Book, ada: int, softly: str) -> None:
    with book.edit("Tell"):
        _tell_secrets(book, ada, softly)
    shown = card(book, ada, _ticked(Choices.of_one(), softly))
    assert shown.does == "secret, secret town"
    labels = {line.label for line in shown.lines}
    assert labels == {
        "keep in mind", "last talk", "share", "cares for", "congratulate", "ask", "settle",
        "offer", "reach",
    }  # fmt: skip


@pytest.mark.parametrize("softly", SOFTLY)
def test_my_own_secrets_are_not_told_by_what_we_share(book: Book, ada: int, softly: str) -> None:
    with book.edit("Tag"):
        for tag in interests.of_people(book, [1]):
            interests.change_tag(book, tag.id, **{softly: 1})
        interests.tag(book, [ada], interests.find_or_add(book, "boats"), "enjoys")
        interests.tag(book, [ada], interests.find_or_add(book, "Greek"), "seeks")
    assert {line.label for line in card(book, ada).lines} == {"cares for"}


def test_an_open_position_stands_in_for_a_private_one(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.Position, ada, title="Spy", private=1)
        facts.add(book, facts.Position, ada, title="Clerk")
    assert card(book, ada).does == "Clerk"


def test_the_foot_says_whether_private_things_are_on_it(book: Book, ada: int) -> None:
    assert "left out" in of_person(book, ada, TODAY).foot
    assert "holds private" in of_person(book, ada, TODAY, Choices(tender=True)).foot


def test_a_tender_person_is_named_nowhere_unless_ticked(book: Book, ada: int) -> None:
    with book.edit("Add"):
        bo = people.add(book, "Bo", tender=1)
        interests.tag(book, [ada, bo], interests.find_or_add(book, "bees"), "enjoys")
    assert "Bo" not in words(of_people(book, "Friends", [ada, bo], TODAY))
    assert "Bo" in words(of_people(book, "Friends", [ada, bo], TODAY, EVERYTHING))


@pytest.mark.parametrize("state", ["deceased", "estranged"])
@pytest.mark.parametrize("choices", [Choices(), EVERYTHING])
def test_the_dead_and_the_estranged_are_passed_over_in_silence(
    book: Book, ada: int, state: str, choices: Choices
) -> None:
    with book.edit("Add"):
        bo = people.add(book, "Bo", state=state)
        interests.tag(book, [ada, bo], interests.find_or_add(book, "bees"), "enjoys")
        supper = events.add(book, "Supper")
        events.invite(book, supper, [ada, bo])
    sheet = of_event(book, supper, TODAY, choices)
    assert [one.name for one in sheet.cards] == ["Ada Byron"]
    assert "Bo" not in words(sheet)
    assert of_person(book, bo, TODAY, choices).cards == ()


def test_a_day_of_death_tells_it_too_even_a_tender_one(book: Book, ada: int) -> None:
    with book.edit("Tell"):
        facts.add(book, facts.KeyDate, ada, kind="deathday", date="2025-11", tender=1)
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="1970-03-20")
    assert of_people(book, "Friends", [ada], TODAY).cards == ()


def test_i_am_no_guest_of_my_own_sheet(book: Book, ada: int) -> None:
    assert [one.name for one in of_people(book, "All", [1, ada], TODAY).cards] == ["Ada Byron"]


# An event


def test_the_head_says_what_when_and_where(book: Book) -> None:
    with book.edit("Plan"):
        one = events.add(
            book, "Fair", starts="2026-03-20", ends="2026-03-22", at="from nine", place="Hoorn"
        )
    sheet = of_event(book, one, TODAY)
    assert (sheet.title, sheet.where) == ("Fair", "Hoorn")
    assert sheet.when == "20 March 2026 to 22 March 2026, from nine"
    assert (sheet.cards, sheet.summary) == ((), "")


@pytest.mark.parametrize(
    ("starts", "when"),
    [("2026-03-20", "Friday 20 March 2026"), ("2026-03", "March 2026"), (None, "")],
)
def test_a_day_that_is_known_is_told_with_its_weekday(
    book: Book, starts: str | None, when: str
) -> None:
    with book.edit("Plan"):
        one = events.add(book, "Supper", starts=starts)
    assert of_event(book, one, TODAY).when == when


def test_an_event_without_a_date_has_a_sheet(book: Book, ada: int) -> None:
    with book.edit("Plan"):
        one = events.add(book, "Whenever")
        events.invite(book, one, [ada])
    sheet = of_event(book, one, TODAY)
    assert (sheet.when, len(sheet.cards), sheet.summary) == ("", 1, "")


def test_an_event_that_is_no_more_has_an_empty_sheet(book: Book) -> None:
    assert of_event(book, 99, TODAY).cards == ()


def test_most_useful_first_and_strangers_behind(book: Book, ada: int) -> None:
    with book.edit("Plan"):
        bo, cleo = people.add(book, "Bo"), people.add(book, "Cleo")
        moments.add(book, [cleo], "call", date="2026-03-01")
        ledger.promise(book, [ada], ledger.GAVE, "the article")
        supper = events.add(book, "Supper", starts="2026-03-20")
        events.invite(book, supper, [bo, cleo, ada], ["Noa Segev"])
        events.change_guest(book, events.guests(book, supper)[-1].id, note="sets type by hand")
    sheet = of_event(book, supper, TODAY)
    assert [one.name for one in sheet.cards] == ["Ada Byron", "Cleo", "Bo", "Noa Segev"]
    assert [one.new for one in sheet.cards] == [False, False, False, True]
    assert sheet.cards[-1].does == "sets type by hand"
    assert sheet.summary == (
        "4 guests, 1 new to you. What to bring, say or do has a box to tick. Begin with Ada Byron."
    )


def test_all_is_told_as_of_the_day_when_the_sheet_is_in_the_hand(book: Book, ada: int) -> None:
    with book.edit("Plan"):
        moments.add(book, [ada], "call", date="2026-09-11")
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="--09-20")
        autumn = events.add(book, "Autumn", starts="2026-09-18")
        events.invite(book, autumn, [ada])
    (shown,) = of_event(book, autumn, TODAY).cards
    assert said(shown, "congratulate") == ["birthday, 20 September"]
    assert said(shown, "last talk") == ["A call, 11 September (a week earlier)"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-03-14", "14 March (that day)"),
        ("2026-01-02", "2 January (2 months earlier)"),
        ("2025-12-24", "24 December 2025 (3 months earlier)"),
        ("2025-07-03", "3 July 2025"),
        ("2019-05", "May 2019"),
        ("2026-02", "February"),
        ("2026", "2026"),
        ("2026-03~", "about March"),
    ],
)
def test_days_are_told_by_dates_that_stay_true(book: Book, ada: int, day: str, told: str) -> None:
    with book.edit("Talk"):
        moments.add(book, [ada], "talk", date=day)
    assert said(card(book, ada), "last talk") == [f"A talk, {told}"]


def test_a_birthday_on_the_very_day_says_so(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="--03-14")
    assert said(card(book, ada), "congratulate") == ["birthday, that very day"]


def test_a_pair_is_introduced_on_both_cards_unless_unticked(book: Book, ada: int) -> None:
    with book.edit("Plan"):
        bo = people.add(book, "Bo")
        interests.tag(book, [ada, bo], interests.find_or_add(book, "bees"), "enjoys")
    one, other = of_people(book, "Two", [ada, bo], TODAY).cards
    assert said(one, "introduce to") == ["Bo: both care for bees"]
    assert said(other, "introduce to") == ["Ada Byron: both care for bees"]
    left_out = frozenset({("introduce", ada, bo)})
    for choices in (Choices(left_out=left_out), Choices(introduce=False)):
        assert "bees" not in words(of_people(book, "Two", [ada, bo], TODAY, choices))


@pytest.mark.parametrize("against", ["related", "declined", "made"])
def test_who_need_not_meet_is_not_introduced(book: Book, ada: int, against: str) -> None:
    with book.edit("Plan"):
        bo = people.add(book, "Bo")
        interests.tag(book, [ada, bo], interests.find_or_add(book, "bees"), "enjoys")
        if against == "related":
            relations.add(book, ada, "sister", other=bo)
        else:
            introductions.set_state(book, bo, ada, against)
    assert "bees" not in words(of_people(book, "Two", [ada, bo], TODAY))


def test_one_guest_twice_has_one_card(book: Book, ada: int) -> None:
    assert len(of_people(book, "Twice", [ada, ada], TODAY).cards) == 1


def test_markup_is_only_text(book: Book) -> None:
    with book.edit("Add"):
        bo = people.add(book, "<b>Bo</b> {n} %s", met_how="{0} & <i>")
    shown = card(book, bo)
    assert shown.name == "<b>Bo</b> {n} %s"
    assert said(shown, "how we met") == ["{0} & <i>"]


@pytest.mark.parametrize("n", [0, 1, 300])
def test_any_number_of_guests(book: Book, n: int) -> None:
    told = []
    with book.edit("Plan"):
        one = events.add(book, "Feast", starts="2026-03-20")
        events.invite(book, one, [people.add(book, f"Guest {i}") for i in range(n)])
    sheet = of_event(book, one, TODAY, report=lambda done, of: told.append((done, of)))
    assert len(sheet.cards) == n
    assert told[-1:] == [(n, n)] * (n > 0)


def test_gathering_takes_as_long_as_there_are_people(book: Book) -> None:
    """Eight times the people: some eight times the time, and nowhere near its square."""
    with book.edit("Add"):
        boats = interests.find_or_add(book, "boats")
        everyone = [people.add(book, f"Guest {i}") for i in range(2_000)]
        interests.tag(book, everyone, boats, "enjoys")
        for i, one in enumerate(everyone):
            day = (TODAY - timedelta(days=i)).isoformat()
            moments.add(book, [one, everyone[i - 1]], "talk", date=day, line="a line")
            ledger.promise(book, [one], ledger.GAVE, "something")

    def seconds(n: int) -> float:
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            assert len(of_people(book, "Many", everyone[:n], TODAY).cards) == n
            best = min(best, time.process_time() - start)
        return best

    assert seconds(2_000) < 24 * seconds(250)
