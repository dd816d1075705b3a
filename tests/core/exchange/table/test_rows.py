"""Lines into rows, whatever they are."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange.table import RowCard, examine, read
from relbook.core.exchange.table.days import date_of, order_of
from relbook.core.exchange.table.headers import meaning
from relbook.core.exchange.table.rows import rows
from relbook.core.exchange.table.text import LONGEST, lines
from relbook.core.exchange.vcard.card import Problem

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8)


def cells_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    found = rows(lines(io.BytesIO(data), "utf-8", lambda _size: None), delimiter)
    return [row.cells for row in found]


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4),
    st.sampled_from(",;\t"),
)
@settings(max_examples=80)
def test_what_the_csv_module_writes_is_read(table: list[list[str]], delimiter: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows(table)
    assert cells_of(text.getvalue().encode(), delimiter) == table


def test_a_quotation_mark_never_closed_spoils_one_row() -> None:
    assert cells_of(b'a,"b\nc,d\ne,"f"\n') == [["a", '"b'], ["c", "d"], ["e", "f"]]


def test_hostile_quotes_take_no_more_than_their_length() -> None:
    for data in (b'a","b\n' * 20_000, b'x,"\n' * 20_001, b'"' * 100_001, b'"a' * 100_000):
        assert cells_of(data)


class Endless(io.RawIOBase):
    """A table whose last line goes on for ever, as far as anyone can tell."""

    def __init__(self, begin: bytes, letter: bytes, size: int) -> None:
        self.begin, self.letter, self.left = begin, letter, size

    def read(self, size: int = -1) -> bytes:
        if self.begin:
            begin, self.begin = self.begin, b""
            return begin
        size = min(size, self.left)
        self.left -= size
        return self.letter * size

    def tell(self) -> int:
        raise OSError


@pytest.mark.parametrize("letter", [b"x", b'"', b","])
def test_a_line_without_end_is_left_out_and_said(letter: bytes) -> None:
    begin = b'Name,Email\nAda,ada@example.org\nZoe,"'
    found = list(read(Endless(begin, letter, 40 * LONGEST), examine(begin + b'"\n')))  # type: ignore[arg-type]
    assert isinstance(found[0], RowCard)
    assert isinstance(found[-1], Problem)
    assert (len(found), found[-1].line) == (2, 3)


def test_a_table_of_many_columns_keeps_them_all() -> None:
    wide = ",".join(["Name", *(f"x{n}" for n in range(9_999))])
    data = f"{wide}\nAda{',1' * 9_999}\n".encode()
    found = next(iter(read(io.BytesIO(data))))
    assert isinstance(found, RowCard)
    assert len(found.person().own) == 9_999
    assert found.properties[-1].name == "x9998"
    assert found.person().own[-1].at == 9_999


def test_progress_is_told_in_bytes() -> None:
    data = b"Name,Email\n" + b"Ada,ada@example.org\n" * 20_000
    heard: list[tuple[int, int]] = []
    count = sum(1 for _ in read(io.BytesIO(data), report=lambda *now: heard.append(now)))
    assert count == 20_000
    assert len(heard) > 2
    assert heard[-1] == (len(data), len(data))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12 Mar 2024", "2024-03-12"),
        ("12. März 1980", "1980-03-12"),
        ("12 de marzo de 2024", "2024-03-12"),
        ("12 мар. 2024 г.", "2024-03-12"),
        ("2024年3月12日", "2024-03-12"),
        ("3/4/2001 12:00:00 AM", "2001-03-04"),
        ("22/3/80", "1980-03-22"),
        ("4/12/1604", "--04-12"),
        ("31.12.99", "1999-12-31"),
        ("22.3.", "--03-22"),
        ("5/6/29", "2029-05-06"),
        ("0/0/00", ""),
        ("13/13/2000", ""),
        ("hello 3", ""),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, date: str) -> None:
    assert date_of(text, "mdy") == date


def test_a_number_over_twelve_tells_the_order() -> None:
    assert order_of(["1/2/2000", "13/2/2000"]) == "dmy"
    assert order_of(["1/2/2000", "2/13/2000"]) == "mdy"
    assert order_of(["1/2/2000"]) == order_of(["13/2/2000", "2/13/2000"]) == ""


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("E-mail 2 Address", "Mail"),
        ("Managers Name", "Someone close to them (manager)"),
        ("Senstivity", "A field of its own"),
        ("Telefon (privat 2)", "Phone (home)"),
        ("Ville (bureau)", "Town (work)"),
        ("Ciudad del trabajo", "Town (work)"),
        ("Рабочий телефон", "Phone (work)"),
        ("住宅电话", "Phone (home)"),
        ("Ulica (adres domowy)", "Street (home)"),
        ("E_MAIL", "Mail"),
        ("téléphone mobile", "Phone (mobile)"),
        ("Weitere Vornamen", "Middle name"),
        ("Weiterer Ort", "Town (other)"),
    ],
)
def test_a_header_is_known_in_many_languages(header: str, words: str) -> None:
    found = meaning(header)
    assert found is not None
    assert found.target.words() == words
    assert meaning("Spaß") is None
