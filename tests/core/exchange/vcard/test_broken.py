"""One broken card: what is good of it comes in, and what is said of it is true and names it."""

import io
from pathlib import Path

import pytest

from relbook.core import circles
from relbook.core.exchange import transfer, vcard
from relbook.core.exchange.transfer import Result
from relbook.core.store.book import Book

HEAD = "BEGIN:VCARD\nVERSION:3.0\nN:Bertha;Broken;;;\nFN:Broken Bertha\n"
NO_COLON = "TEL;TYPE=CELL 555 this line has no colon\n"
END = "END:VCARD\n"
PIXEL = "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNo"


def bring(book: Book, folder: Path, text: str) -> Result:
    path = folder / "broken.vcf"
    path.write_text(text)
    return transfer.bring_in(book, [path])


def kept(book: Book) -> str:
    """The card that came last, as the book keeps it."""
    raw = book.bytes_of(book.value("SELECT blob FROM source_card ORDER BY id DESC"))
    assert raw is not None
    return raw.decode()


@pytest.mark.parametrize(
    "before", ["N:Bertha;Broken;;;", "NOTE:Good", "ADR:;;Elm 1;London;;;", PIXEL]
)
def test_a_line_without_colon_is_left_out_and_listed(
    book: Book, tmp_path: Path, before: str
) -> None:
    text = HEAD + END + HEAD.replace("N:Bertha;Broken;;;\n", "") + f"{before}\n{NO_COLON}{END}"
    result = bring(book, tmp_path, text)
    assert [(one.line, one.why) for one in result.problems] == [
        (
            10,
            "Line 10 of the card of “Broken Bertha” cannot be read and was left out; the rest "
            "came in.",
        )
    ]
    for table in ("person", "note", "address"):
        assert "no colon" not in str(list(book.rows(f"SELECT * FROM {table}")))
    assert NO_COLON in kept(book)


def test_a_name_does_not_run_over_lines() -> None:
    card = vcard.parse(f"{HEAD}oh dear\n{END}".encode())
    assert card.person().name == "Broken Bertha"
    assert card.first("FN").value == "Broken Bertha"  # type: ignore[union-attr]


def test_an_address_may_run_over_lines() -> None:
    card = vcard.parse(f"{HEAD}ADR:;;Elm House\nElm 1;London;;;\n{END}".encode())
    (address,) = card.person().addresses
    assert (address.street, address.locality) == ("Elm House\nElm 1", "London")


def test_many_unread_lines_make_one_problem(book: Book, tmp_path: Path) -> None:
    (problem,) = bring(book, tmp_path, f"{HEAD}one\nTEL:5550142\ntwo\n{END}").problems
    assert problem.line == 5
    assert problem.why.startswith(
        "2 lines of the card of “Broken Bertha”, the first of them line 5"
    )
    assert book.value("SELECT value FROM contact_point") == "5550142"


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        ("TEL:5550142\nEMAI", "is cut off where the file ends; what is there of it came in"),
        ("TEL:5550142\n" + HEAD + END, "has no end before the next begins; what is there"),
    ],
)
def test_a_torn_card_is_named_and_what_is_there_comes_in(
    book: Book, tmp_path: Path, tail: str, why: str
) -> None:
    (problem,) = bring(book, tmp_path, HEAD + tail).problems
    assert f"The card of “Broken Bertha” {why}" in problem.why
    assert "left out" not in problem.why
    assert book.value("SELECT value FROM contact_point") == "5550142"


def test_a_card_of_too_many_fields_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relbook.core.exchange.vcard.lines.MAX_PROPERTIES", 10)
    (problem,) = vcard.read(io.BytesIO((HEAD + "X:1\n" * 20 + END).encode()))
    assert isinstance(problem, vcard.Problem)
    assert problem.why == "The card of “Broken Bertha” has too many fields and was left out."


@pytest.mark.parametrize(
    "photo",
    [
        "PHOTO;ENCODING=b:bm90IGEgcGljdHVyZSBhdCBhbGw=",
        "PHOTO;ENCODING=b;TYPE=JPEG:!!!!****",
        "PHOTO:data:image/png;base64,bm90IGEgcGljdHVyZQ==",
    ],
    ids=["text", "rotten", "data"],
)
def test_a_photo_that_is_no_picture_stays_in_the_card(
    book: Book, tmp_path: Path, photo: str
) -> None:
    (problem,) = bring(book, tmp_path, f"{HEAD}{photo}\nTEL:5550142\n{END}").problems
    assert problem.line == 5
    assert problem.why == (
        "The photo of “Broken Bertha” is no picture and was left out; the rest of the card came in."
    )
    assert book.value("SELECT photo FROM person") is None
    assert photo in kept(book)
    out = tmp_path / "out.vcf"
    transfer.send_out(book, out)
    assert "PHOTO" not in out.read_text()


def test_a_good_photo_comes_in_and_goes_out_as_what_it_is(book: Book, tmp_path: Path) -> None:
    bitmap = "PHOTO;ENCODING=b:Qk0eAAAAAAAAABoAAAAMAAAAAQABAAEAGAAAAP8A"
    assert bring(book, tmp_path, f"{HEAD}{bitmap}\n{END}").problems == []
    out = tmp_path / "out.vcf"
    transfer.send_out(book, out)
    assert "PHOTO:data:image/bmp;base64," in out.read_text()


def test_groups_that_hold_everyone_are_no_circles(book: Book, tmp_path: Path) -> None:
    groups = "myContacts,* myContacts,My Contacts,starred,Starred in Android,Choir"
    bring(book, tmp_path, f"{HEAD}CATEGORIES:{groups}\n{END}")
    assert [name for _, name in circles.of_person(book, 1)] == ["Choir"]
    assert groups in kept(book)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result(new=2), "Brought in: 2 new people."),
        (Result(updated=1, same=3), "Brought in: 1 person told more of, 3 known already."),
        (Result(), "Brought in: nobody."),
    ],
)
def test_what_is_none_is_not_told(result: Result, said: str) -> None:
    assert str(result) == said
