"""Who may be one person: names in many scripts, numbers in many spellings, and what tells apart."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange.sameness import alike, nicknames
from relbook.core.exchange.sameness.alike import Kinship, Level, judge, same_name, same_phone, signs

ONE = """
Ada Lovelace | Lovelace, Ada
Dr. Ada Lovelace, PhD | ada lovelace
Prof. Dr. med. Hans Meier | Hans Meier
Bob Smith | Robert Smith
Peggy Olson | Margaret Olson
Bill Gates | William Gates
Müller Anna | Anna Mueller
Anna Müller | Anna Muller
Søren Sørensen | Soeren Soerensen
Łukasz Wałęsa | Lukasz Walesa
Nguyễn Văn An | Nguyen Van An
Юрий Гагарин | Yuri Gagarin
Юрий Гагарин | Jurij Gagarin
Юрий Гагарин | Iouri Gagarine
Сергей Хрущёв | Sergei Khrushchev
Чайковский Пётр | Peter Tchaikovsky
Маша Иванова | Maria Ivanova
محمد علي | Muhammad Ali
محمد علي | Mohammed Ali
عبد الرحمن حسين | Abdulrahman Hussein
Abd al-Rahman Hussein | Abdurrahman Hussain
אברהם לוי | Avi Levy
יוסי כהן | Yossi Cohen
Σωκράτης Παπαδόπουλος | Socrates Papadopoulos
Δημήτρης Ιωάννου | Dimitris Ioannou
王小明 | Wang Xiaoming
王小明 | Xiaoming Wang
田中太郎 | 田中 太郎
김철수 | Kim Chulsoo
सुनील शर्मा | Sunil Sharma
Sanyi Kovács | Sándor Kovács
Kasia Nowak | Katarzyna Nowak
Pepe García | José García
Nacho Pérez | Ignacio Pérez
Gigi Rossi | Luigi Rossi
Zé Silva | José Silva
Jaap de Vries | Jakob de Vries
Jean-Luc Picard | Jean Luc Picard
John Michael Smith | John Smith
Robert "Bob" Smith | Bob Smith
Anna Holm (née Berg) | Anna Berg
anna.berg@example.org | Anna Berg
"""
TWO = """
Anna Berg | Karl Berg
John Smith Sr. | John Smith Jr.
John Smith II | John Smith III
John M. Smith | John P. Smith
John Smith | Jane Smith
Jan Berg | Ian Berg
Martin Smith | Marvin Smith
Daniel Weber | Daniela Weber
Simon Roth | Simone Roth
Andreas Roth | Andrea Roth
Hans Roth | Jens Roth
Jan Kowalski | Jan Kowalska Nowa
Ng Wei | Huang Wei
Anna Lee | Hanna Lee
Albert Roth | Robert Roth
Sean Kelly | John Kelly
王小明 | 王大明
Иван Петров | Пётр Петров
Guest 1 | Guest 2
Given1 Family1 | Given2 Family2
"""
WEAKER = """
J. Smith | John Smith | NEAR
Jonathan Kowalczyk | Jonathan Kowalcyzk | NEAR
Hans Maier | Hans Meyer | NEAR
Anna Berg-Hansen | Anna Berg | AKIN
Bob Smith | Robbie Smith | AKIN
Anna Berg | Anna Schmidt | PART
Anna | Anna Berg | PART
"""


def table(text: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("one", "other"), table(ONE))
def test_one_name(one: str, other: str) -> None:
    found = same_name(one, other)
    assert found
    assert found.kinship >= Kinship.FORM
    assert alike.keys(signs(one)) & alike.keys(signs(other)), "they would not find each other"


@pytest.mark.parametrize(("one", "other"), table(TWO))
def test_two_names(one: str, other: str) -> None:
    found = same_name(one, other)
    assert found is None or found.kinship < Kinship.NEAR


@pytest.mark.parametrize(("one", "other", "kinship"), table(WEAKER))
def test_weaker_likeness(one: str, other: str, kinship: str) -> None:
    found = same_name(one, other)
    assert found
    assert found.kinship == Kinship[kinship]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0171 1234567", "+49 171 1234567", True),
        ("0171/123 45 67", "0049 171 1234567", True),
        ("+49 (0)171 1234567", "01711234567", True),
        ("+49 171 1234567", "+43 171 1234567", False),
        ("0171 1234567", "0172 1234567", False),
        ("+49 30 5550142 ext. 12", "+49 30 5550142 ext. 13", False),
        ("110", "110", False),
        ("", "", False),
    ],
)
def test_numbers(one: str, other: str, *, same: bool) -> None:
    assert same_phone(one, other, "DE") is same
    assert same_phone(other, one, "DE") is same


def test_the_country_is_that_of_most_numbers() -> None:
    assert alike.country_of(["+49 171 1234567", "0049 30 123456", "+44 20 55500142"]) == "DE"
    assert alike.country_of(["0171 1234567"]) == ""


BERG: dict[str, Any] = {"mails": ["anna@example.org"], "phones": ["0171 1234567"]}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (signs("Bob Smith", mails=["Bob@example.org"]),
         signs("Robert Smith", mails=["bob@EXAMPLE.org"]), Level.SURE),
        (signs("Anna Berg", phones=["0171 1234567"]),
         signs("Berg, Anna", phones=["+491711234567"]), Level.SURE),
        (signs("Anna Berg", birthday="1980-03-22"),
         signs("Anna Berg", birthday="--03-22"), Level.SURE),
        (signs("Anna Berg", organisations=["Acme GmbH"]),
         signs("Anna Berg", organisations=["ACME"]), Level.LIKELY),
        (signs("J. Smith", mails=["js@example.org"]),
         signs("John Smith", mails=["js@example.org"]), Level.LIKELY),
        (signs("Anna Berg", **BERG), signs("Anna Schmidt", **BERG), Level.LIKELY),
        (signs("Anna Berg", mails=["a.nna@gmail.com"]),
         signs("Anna Berg", mails=["anna+news@googlemail.com"]), Level.LIKELY),
        (signs("Anna Berg"), signs("Anna Berg"), Level.DOUBTFUL),
        (signs("Katarzyna Kowalczyk"), signs("Katarzyna Kowalcyzk"), Level.DOUBTFUL),
        (signs("Anna Berg", mails=["x@example.org"]),
         signs("Otto Klein", mails=["x@example.org"]), Level.DOUBTFUL),
        (signs("Anna Berg", birthday="1980-03-04", **BERG),
         signs("Anna Berg", birthday="1980-04-03", **BERG), Level.DOUBTFUL),
        (signs("John Smith", towns=["London"]),
         signs("John Smith Jr.", towns=["London"]), Level.DOUBTFUL),
        # two people
        (signs("Anna Berg", birthday="1980-03-22"),
         signs("Anna Berg", birthday="1981-03-22"), None),
        (signs("Anna Berg", birthday="1950-03-22", **BERG),
         signs("Anna Berg", birthday="1981-06-02", **BERG), None),
        (signs("Anna Berg", **BERG), signs("Karl Berg", **BERG), None),
        (signs("John Smith Sr.", **BERG), signs("John Smith Jr.", **BERG), None),
        (signs("Anna"), signs("Anna"), None),
        (signs("Anna Berg", organisations=["Acme"]), signs("Otto Klein", organisations=["Acme"]), None),
        (signs("Anna Berg", mails=["info@example.org"]),
         signs("Otto Klein", mails=["info@example.org"]), None),
        (signs("J. Smith"), signs("John Smith"), None),
    ],
)  # fmt: skip
def test_what_two_people_share(one: alike.Signs, other: alike.Signs, level: Level | None) -> None:
    found = judge(one, other, "DE")
    assert (found and found.level) == level
    if (found and level is not Level.DOUBTFUL) or (found and found.agree > 1):
        assert alike.keys(one) & alike.keys(other), "they would not find each other"


def test_reasons_are_in_words() -> None:
    one = signs("Bob Smith", mails=["bob@example.org"])
    found = judge(one, signs("Robert Smith", mails=["bob@example.org"]))
    assert found
    assert found.why == "Bob is short for Robert and the same mail"


def test_crowds_need_a_second_key() -> None:
    blocks = alike.Blocks()
    office = ["+49 30 1234567"]
    letters = [(a, b) for a in "bdfgklmp" for b in "nrstvzhx"]
    people = [signs(f"{a}o{b}ala {b}ubi{a}ek", phones=office) for a, b in letters]
    for number, one in enumerate(people, 1):
        blocks.add(number, alike.keys(one))
    assert blocks.crowded == 1
    assert list(blocks.pairs()) == []
    twin = alike.keys(people[7])
    assert blocks.candidates(twin) == {8}
    blocks.add(99, twin)
    assert list(blocks.pairs()) == [(8, 99)]


def test_the_names_of_the_table_are_folded_and_many() -> None:
    assert len(nicknames.given_names()) > 1_500
    assert nicknames.is_full("robert", "bob")
    assert not nicknames.is_full("bob", "robert")


NAMES = st.sampled_from([name for line in table(ONE + TWO) for name in line] + ["", "Anna", "X"])
PEOPLE = st.builds(
    signs,
    st.one_of(NAMES, st.text(max_size=12)),
    mails=st.lists(st.sampled_from(["a@x.org", "info@x.org", "a.b@gmail.com", "ab@gmail.com"])),
    phones=st.lists(st.sampled_from(["0171 1234567", "+49 171 1234567", "1234567", "x"])),
    birthday=st.sampled_from(["", "1980", "1980-03-04", "1980-04-03", "--03-04", "1981~"]),
    organisations=st.lists(st.sampled_from(["Acme GmbH", "acme", "Bex"]), max_size=2),
    towns=st.lists(st.sampled_from(["Bonn", "Köln"]), max_size=1),
)


@given(PEOPLE, PEOPLE)
@settings(max_examples=200)
def test_judging_is_symmetric(one: alike.Signs, other: alike.Signs) -> None:
    there, back = judge(one, other, "DE"), judge(other, one, "DE")
    assert (there and (there.level, there.others)) == (back and (back.level, back.others))
    if there and there.level is not Level.DOUBTFUL:
        assert alike.keys(one) & alike.keys(other)
