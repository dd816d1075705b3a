"""Dates, ids, names, charsets and labels as cards write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbook.core.dates import PartialDate
from relbook.core.exchange import vcard
from relbook.core.exchange.person import CardPerson, Day
from relbook.core.exchange.vcard import charsets, labels
from relbook.core.exchange.vcard.values import bare_id, partial_date, split, written_name

dates = st.one_of(
    st.dates().map(PartialDate.of),
    st.dates().map(lambda day: PartialDate(day.year, day.month)),
    st.dates().map(lambda day: PartialDate(None, day.month, day.day)),
    st.integers(1, 9999).map(PartialDate),
    st.integers(1, 12).map(lambda month: PartialDate(None, month)),
).filter(lambda date: date.year != 1604)


@given(dates, st.booleans(), st.sampled_from(["birthday", "anniversary", "deathday", "other"]))
def test_every_date_of_a_book_is_the_same_after_the_journey(
    date: PartialDate, about: bool, kind: str
) -> None:
    text = date.iso() + ("~" if about else "")
    person = CardPerson(name="Ada", days=(Day(kind, text),))
    assert vcard.parse(vcard.to_bytes(vcard.build(person))).person() == person


@given(st.text("0123456789-/.T~Z ", max_size=14))
def test_whatever_is_taken_for_a_date_is_one(written: str) -> None:
    if date := partial_date(written):
        assert PartialDate.from_iso(date).iso() == date


@pytest.mark.parametrize(
    "written",
    [
        "4FBE8971-0BC3-424C-9C26-36C3E1EFF6B1",
        "URN:UUID:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "4fbe89710bc3424c9c2636c3e1eff6b1",
    ],
)
def test_an_id_is_the_same_however_it_is_written(written: str) -> None:
    assert bare_id(written) == "4fbe89710bc3424c9c2636c3e1eff6b1"


def test_an_id_of_another_kind_stays() -> None:
    assert bare_id(" Ada@Example.org ") == "Ada@Example.org"


def test_a_value_is_split_where_nothing_escapes_the_mark() -> None:
    assert split(r"a\;b;c\\;d\\\;e;", ";") == [r"a\;b", r"c\\", r"d\\\;e", ""]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Lovelace", "Ada", "", "Lady", ""), "Lady Ada Lovelace"),
        (("刘", "秀英", "", "", ""), "刘秀英"),
        (("", "", "", "", "FRS"), "FRS"),
    ],
)
def test_a_name_is_written_as_its_script_does(parts: tuple[str, ...], name: str) -> None:
    assert written_name(*parts) == name


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Grüße".encode(), "latin1", "Grüße"),
        ("Łódź".encode("cp1250"), "windows-1250", "Łódź"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет"),
        ("한글".encode("cp949"), "ks_c_5601-1987", "한글"),
        (b"\x81caf\xe9", "", "\x81café"),
        (b"\xe9", "hex", "é"),
        (b"\xe9", "iso-2022-\x00jp", "é"),
    ],
)
def test_bytes_become_text(data: bytes, charset: str, text: str) -> None:
    assert charsets.decode(data, charset)[0] == text


@pytest.mark.parametrize(
    ("label", "types"),
    [
        ("", []),
        ("home", ["home"]),
        ("work fax", ["work", "fax"]),
        ("mobile", ["cell"]),
        ("fax work", None),
        ("Boat", None),
    ],
)
def test_a_label_has_types_or_is_the_owners_own(label: str, types: list[str] | None) -> None:
    assert labels.types_of(label, phone=True) == types


def test_only_phones_are_mobile() -> None:
    assert labels.types_of("mobile", phone=False) is None
