"""A date is kept, read, told and counted as far as it is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbook.core.dates import PartialDate, ago, earlier, parse, until
from relbook.core.errors import Refused

TODAY = date(2026, 11, 22)

days = st.dates()


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    known = draw(st.sampled_from(["y", "ym", "ymd", "m", "md"]))
    return PartialDate(
        day.year if "y" in known else None,
        day.month if "m" in known else None,
        day.day if "d" in known else None,
        draw(st.booleans()),
    )


@given(partial_dates())
def test_the_stored_text_gives_the_same_date_back(day: PartialDate) -> None:
    assert PartialDate.from_iso(day.iso()) == day


@given(partial_dates())
def test_its_words_are_read_as_the_same_date(day: PartialDate) -> None:
    assert parse(day.words(), today=TODAY) == day


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}"))
def test_anything_typed_is_a_date_that_can_be_kept_or_refused(text: str) -> None:
    try:
        day = parse(text, today=TODAY)
    except Refused:
        return
    assert PartialDate.from_iso(day.iso()) == day


@pytest.mark.parametrize(
    "iso", ["1980", "1980-03", "1980-03-22", "--03-22", "--03", "1980~", "--02-29", "0476"]
)
def test_stored_forms(iso: str) -> None:
    assert PartialDate.from_iso(iso).iso() == iso


def test_forms_of_vcard_without_hyphens_are_read() -> None:
    assert PartialDate.from_iso("19800322") == PartialDate(1980, 3, 22)
    assert PartialDate.from_iso("--0412") == PartialDate(month=4, day=12)


@pytest.mark.parametrize(
    "iso",
    ["1980-02-31", "1981-02-29", "--02-30", "1980-13", "1980-00-01", "0000", "---12", "", "~"],
)
def test_impossible_stored_dates_are_refused(iso: str) -> None:
    with pytest.raises(Refused):
        PartialDate.from_iso(iso)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(None, None, None), (None, None, 3), (1980, None, 3), (10000, 1, 1)]
)
def test_parts_that_make_no_date_are_refused(
    year: int | None, month: int | None, day: int | None
) -> None:
    with pytest.raises(Refused):
        PartialDate(year, month, day)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1980", "1980"),
        ("about 1980", "1980~"),
        ("ca. 1980", "1980~"),
        ("c1980", "1980~"),
        ("~1980", "1980~"),
        ("1980?", "1980~"),
        ("about 40", "1986~"),
        ("40 years old", "1986~"),
        ("'80", "1980"),
        ("March 1980", "1980-03"),
        ("mar. 80", "1980-03"),
        ("Sept", "--09"),
        ("3/1980", "1980-03"),
        ("1980/3", "1980-03"),
        ("22 March 1980", "1980-03-22"),
        ("22nd of MARCH, 1980", "1980-03-22"),
        ("March 22, 1980", "1980-03-22"),
        ("Sat, 22 Mar '80", "1980-03-22"),
        ("22 March", "--03-22"),
        ("22.3.1980", "1980-03-22"),
        ("22.3.", "--03-22"),
        ("22/3/80", "1980-03-22"),
        ("3/22/1980", "1980-03-22"),
        ("3/4/1980", "1980-04-03"),
        ("1980/3/22", "1980-03-22"),
        ("1980-03-22", "1980-03-22"),
        ("٢٢/٣/١٩٨٠", "1980-03-22"),
        ("--03-22", "--03-22"),
        ("29 February", "--02-29"),
        ("spring 2021", "2021~"),
        ("winter 2020/21", "2020~"),
        ("mid March 1980", "1980-03~"),
        ("yesterday", "2026-11-21"),
        ("25/12/25", "2025-12-25"),
        ("25/12/26", "1926-12-25"),
    ],
)
def test_what_people_type_is_read(typed: str, iso: str) -> None:
    assert parse(typed, today=TODAY).iso() == iso


def test_month_first_where_that_is_the_custom() -> None:
    assert parse("3/4/1980", day_first=False, today=TODAY) == PartialDate(1980, 3, 4)
    assert parse("22/3/1980", day_first=False, today=TODAY) == PartialDate(1980, 3, 22)


def test_two_digits_are_a_year_to_come_where_something_is_expected() -> None:
    assert parse("25/12/26", today=TODAY, ahead=True) == PartialDate(2026, 12, 25)
    assert parse("1/3/26", today=TODAY, ahead=True) == PartialDate(2126, 3, 1)


@pytest.mark.parametrize(
    "typed",
    ["", "banana", "40", "summer", "1980-1985", "22:30", "+354 555 01 42", "ju 1980", "1 2 3 4"],
)
def test_what_is_no_date_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Refused, match="22 March 1980"):
        parse(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "named"),
    [("31 February", "31 February"), ("29.2.1981", "29 February 1981"), ("13/13/1980", "month 13")],
)
def test_what_the_calendar_lacks_is_named(typed: str, named: str) -> None:
    with pytest.raises(Refused, match=named):
        parse(typed, today=TODAY)


@pytest.mark.parametrize(
    ("born", "on", "age", "words"),
    [
        ("1980-03-22", date(2024, 3, 21), 43, "43 years old"),
        ("1980-03-22", date(2024, 3, 22), 44, "44 years old"),
        ("1980-03", date(2024, 2, 29), 43, "43 years old"),
        ("1980-03", date(2024, 3, 22), 43, "43 or 44"),
        ("1980-03", date(2024, 4, 1), 44, "44 years old"),
        ("1980", date(2024, 6, 1), 43, "43 or 44"),
        ("1980~", date(2025, 6, 1), 44, "about 45"),
        ("2023-05-01", date(2024, 6, 1), 1, "1 year old"),
        ("2024", date(2024, 6, 1), 0, "under a year old"),
        ("2000-02-29", date(2001, 2, 28), 0, "under a year old"),
        ("--03-22", date(2024, 6, 1), None, ""),
        ("2030", date(2024, 6, 1), None, ""),
    ],
)
def test_ages(born: str, on: date, age: int | None, words: str) -> None:
    day = PartialDate.from_iso(born)
    assert (day.age(on), day.age_words(on)) == (age, words)


@given(days, days)
def test_an_age_told_from_less_holds_the_true_one(born: date, on: date) -> None:
    age = PartialDate.of(born).age(on)
    for less in (PartialDate(born.year), PartialDate(born.year, born.month)):
        guess = less.age(on)
        if age is not None:
            assert guess is not None
            assert guess <= age <= guess + 1


@pytest.mark.parametrize(
    ("iso", "on", "back"),
    [
        ("1980-11-22", TODAY, TODAY),
        ("--11-21", TODAY, date(2027, 11, 21)),
        ("--02-29", TODAY, date(2027, 2, 28)),
        ("--02-29", date(2028, 1, 1), date(2028, 2, 29)),
        ("2030-06-01", TODAY, date(2030, 6, 1)),
        ("1980-11", TODAY, None),
        ("--01-01", date.max, None),
    ],
)
def test_the_next_yearly_return(iso: str, on: date, back: date | None) -> None:
    assert PartialDate.from_iso(iso).next(on) == back


def test_dates_known_in_part_sort_among_whole_ones() -> None:
    isos = ["1979-12-31", "1980", "1980~", "1980-03", "1980-03-01", "1980-04", "--01", "--01-02"]
    dates = sorted(PartialDate.from_iso(iso) for iso in reversed(isos))
    assert [day.iso() for day in dates] == isos


@given(partial_dates(), partial_dates())
def test_equal_keys_are_equal_dates(one: PartialDate, other: PartialDate) -> None:
    assert (one.sort_key() == other.sort_key()) == (one == other)


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (6, "6 days ago"),
        (7, "a week ago"),
        (25, "3 weeks ago"),
        (60, "2 months ago"),
        (130, "in July"),
        (366, "a year ago"),
        (800, "2 years ago"),
        (-1, "tomorrow"),
        (-6, "in 6 days"),
        (-20, "in 2 weeks"),
        (-100, "in March"),
        (-400, "27 December 2027"),
    ],
)
def test_how_long_ago_and_how_far_off(days_ago: int, words: str) -> None:
    day = TODAY - timedelta(days_ago)
    assert ago(day, TODAY) == until(PartialDate.of(day), TODAY) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11", "this month"),
        ("2026-10", "last month"),
        ("2026-07", "in July"),
        ("2025-11", "a year ago"),
        ("2026", "this year"),
        ("2025", "last year"),
        ("1980~", "about 46 years ago"),
        ("--03-22", "22 March"),
        ("2027", "next year"),
    ],
)
def test_ago_is_as_exact_as_the_date(iso: str, words: str) -> None:
    assert ago(PartialDate.from_iso(iso), TODAY) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11", "by end of November"),
        ("2027-02", "in February"),
        ("2027-06", "June 2027"),
        ("2026", "this year"),
        ("2030", "2030"),
        ("--11-28", "in 6 days"),
        ("--03", "March"),
        ("2025", "last year"),
        ("2026-10", "last month"),
    ],
)
def test_until_is_as_exact_as_the_date(iso: str, words: str) -> None:
    assert until(PartialDate.from_iso(iso), TODAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, ""),
        (0, "that day"),
        (1, "a day earlier"),
        (6, "6 days earlier"),
        (7, "a week earlier"),
        (56, "8 weeks earlier"),
        (57, "2 months earlier"),
        (104, "3 months earlier"),
        (105, ""),
    ],
)
def test_how_long_before_another_day(days: int, words: str) -> None:
    assert earlier(TODAY - timedelta(days), TODAY) == words


@pytest.mark.parametrize("iso", ["2026-03-01~", "2026-03"])
def test_how_long_before_needs_the_day_itself(iso: str) -> None:
    assert earlier(PartialDate.from_iso(iso), TODAY) == ""
