"""What is handed over for contacts and is something else is called by its name, and left alone."""

import os
from pathlib import Path

import pytest

from relbook.core import people
from relbook.core.errors import FileUnreadable
from relbook.core.exchange import transfer
from relbook.core.exchange.incoming.files import Kind, kind_of
from relbook.core.exchange.outgoing.sending import ENDINGS
from relbook.core.store.book import Book


@pytest.mark.parametrize("ending", sorted({*ENDINGS} - {".vcf", ".csv"}))
def test_what_relbook_writes_for_others_is_told_of(book: Book, tmp_path: Path, ending: str) -> None:
    with book.edit("Add"):
        people.add(book, "Ada Lovelace")
    file = tmp_path / f"out{ending}"
    transfer.send_out(book, file)
    with pytest.raises(FileUnreadable, match=rf"“out{ending}”.*writes and does not read"):
        transfer.bring_in(book, [file])
    assert people.count(book) == 1


@pytest.mark.parametrize(
    ("name", "start", "told"),
    [
        ("sheet.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        ("ada.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
        ("numbers.json", b"[1, 2, 3]", "JSON"),
        ("empty.json", b"{}", "JSON"),
        ("marked.json", b"\xef\xbb\xbf\n[{}]", "JSON"),
        ("old.relbook", b"SQLite format 3\0\x10\0", "a book"),
        ("takeout.zip", b"PK\x03\x04\x14\0\0\0\x08\0cards/all.vcf", "packed"),
        ("cards.vcf.gz", b"\x1f\x8b\x08\0", "packed"),
        ("people.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml", "spreadsheet"),
        ("people.ods", b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis", "spreadsheet"),
        ("noise.bin", bytes(range(32)) * 9, "neither cards nor a table"),
    ],
)
def test_each_is_called_what_it_is(
    book: Book, tmp_path: Path, name: str, start: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(start)
    with pytest.raises(FileUnreadable, match=rf"“{name}”.*{told}") as said:
        transfer.bring_in(book, [tmp_path / name])
    assert "othing was changed" in str(said.value)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("calendar.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCARD\nFN:A\nEND:VCARD\n", Kind.CARDS),
        ("page.html", "<html>\nBEGIN:VCARD\nFN:A\nEND:VCARD\n", Kind.CARDS),
        ("numbers.csv", "[1],Ada,ada@example.org\n[2],Bob,bob@example.org\n", Kind.TABLE),
    ],
)  # fmt: skip
def test_the_content_tells_and_not_the_name(
    tmp_path: Path, name: str, text: str, kind: Kind
) -> None:
    (tmp_path / name).write_text(text)
    assert kind_of(tmp_path / name) is kind


@pytest.mark.posix
def test_a_pipe_is_not_waited_for(book: Book, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cards.vcf")
    with pytest.raises(FileUnreadable, match=r"“cards\.vcf” is a pipe"):
        transfer.bring_in(book, [tmp_path / "cards.vcf"])
