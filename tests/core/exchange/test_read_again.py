"""Reading one card of a file again without reading all that stands before it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbook.core.exchange.incoming import files as incoming
from relbook.core.exchange.incoming.files import Source
from relbook.core.exchange.table import RowCard
from relbook.core.exchange.vcard.card import Card
from relbook.core.store.book import Book


def cards_of(source: Source) -> list[Card]:
    return [item for item in source.read() if isinstance(item, Card)]


def write(path: Path, end: str, notes: list[int], encoding: str = "utf-8") -> Path:
    """Cards whose notes are so long, some longer than what is read at a time."""
    text = "".join(
        f"BEGIN:VCARD{end}VERSION:3.0{end}FN:P{n}{end}NOTE:{'x' * long}{end}END:VCARD{end}"
        for n, long in enumerate(notes)
    )
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@given(notes=st.lists(st.sampled_from([0, 1, 7, 60_000, 262_100, 600_000]), min_size=1, max_size=6))
@settings(max_examples=12, deadline=None)
def test_any_card_is_found_again(
    end: str, notes: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = write(tmp_path_factory.mktemp("again") / "all.vcf", end, notes)
    source = Source(file, 0, 0)
    for number, card in enumerate(cards_of(source)):
        again = source.read_again(number, card.line)
        assert again is not None
        assert again.raw == card.raw


def test_what_stands_before_it_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(write(tmp_path / "all.vcf", "\n", [200_000] * 20), 0, 0)
    *_, last = cards_of(source)

    def read_all(stream: object) -> None:
        raise AssertionError(stream)

    monkeypatch.setattr(incoming, "blocks", read_all)
    again = source.read_again(19, last.line)
    assert again is not None
    assert again.raw == last.raw


def test_a_file_in_utf_16_is_read_from_its_start(book: Book, tmp_path: Path) -> None:
    file = write(tmp_path / "wide.vcf", "\n", [3, 9], "utf-16")
    (source,) = incoming.sources(book, [file])
    second = cards_of(source)[1]
    assert not source.marks
    again = source.read_again(1, second.line)
    assert again is not None
    assert again.raw == second.raw


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_row_is_found_again(book: Book, tmp_path: Path, end: str, encoding: str) -> None:
    cells = ['"two\nlines, one row"', "a\rb", "é", '"', "x" * 90_000]
    rows = [f"P{n},p{n}@example.org,{cells[n % 5]}" for n in range(40)]
    if end == "\r":
        rows = [row.replace("\n", " ").replace("a\rb", "ab") for row in rows]
    file = tmp_path / "all.csv"
    file.write_bytes(end.join(["Name,E-mail,Note", *rows, ""]).encode(encoding))
    (source,) = incoming.sources(book, [file])
    found = [item for item in source.read() if isinstance(item, RowCard)]
    assert len(found) >= len(rows)
    for number, row in enumerate(found):
        again = source.read_again(number, row.line)
        assert again is not None
        assert again.raw == row.raw
