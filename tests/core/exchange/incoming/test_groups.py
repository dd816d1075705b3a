"""Cards of groups: circles, kept to the letter, told once."""

from pathlib import Path

import pytest

from relbook.core import circles, people
from relbook.core.exchange import transfer
from relbook.core.exchange.outgoing import outgo
from relbook.core.exchange.profile import Profile
from relbook.core.store.book import Book
from tests.core.tables import every_table

CHOIR = "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nUID:g1\nFN:Choir\nNOTE:Tuesdays.\n{}END:VCARD\n"
APPLE = (
    "BEGIN:VCARD\nVERSION:3.0\nN:Choir\nFN:Choir\nUID:g1\nX-ADDRESSBOOKSERVER-KIND:group\n"
    "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b\nEND:VCARD\n"
)
ADA = "BEGIN:VCARD\nVERSION:4.0\nUID:a\nFN:Ada\nEND:VCARD\n"
BO = "BEGIN:VCARD\nVERSION:4.0\nUID:b\nFN:Bo\nEND:VCARD\n"
BOTH = CHOIR.format("MEMBER:a\nMEMBER:urn:uuid:b\n")


def bring(book: Book, folder: Path, text: str) -> transfer.Result:
    path = folder / "cards.vcf"
    path.write_text(text)
    return transfer.bring_in(book, [path])


def members(book: Book) -> list[str]:
    rows = book.rows("SELECT p.name FROM membership m JOIN person p ON p.id = m.person_id")
    return sorted(name for (name,) in rows)


@pytest.mark.parametrize("text", [BOTH + ADA + BO, ADA + BO + BOTH, APPLE + ADA + BO])
def test_members_are_found_wherever_they_stand(book: Book, tmp_path: Path, text: str) -> None:
    result = bring(book, tmp_path, text)
    assert (result.new, result.circles) == (2, 1)
    assert members(book) == ["Ada", "Bo"]


def test_name_and_note_come_and_the_card_is_kept_to_the_letter(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, BOTH)
    assert book.rows("SELECT name, note FROM circle") == [("Choir", "Tuesdays.")]
    blob, uid = book.row("SELECT blob, card_uid FROM circle_card") or ("", "")
    assert book.bytes_of(blob) == BOTH.encode()
    assert uid == "g1"


def test_an_empty_one_comes_too(book: Book, tmp_path: Path) -> None:
    assert bring(book, tmp_path, CHOIR.format("")).circles == 1
    assert members(book) == []


def test_the_same_file_twice_changes_nothing_even_if_someone_left(
    book: Book, tmp_path: Path
) -> None:
    bring(book, tmp_path, BOTH + ADA + BO)
    with book.edit("Leave"):
        book.sql("DELETE FROM membership WHERE person_id = 1")
    before = every_table(book)
    assert bring(book, tmp_path, BOTH + ADA + BO).circles == 0
    assert every_table(book) == before


def test_who_comes_later_finds_the_circle_they_belong_to(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, BOTH + ADA)
    bring(book, tmp_path, BOTH + BO)
    assert members(book) == ["Ada", "Bo"]


def test_a_newer_card_adds_members_and_takes_the_new_name(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, CHOIR.format("MEMBER:a\n") + ADA + BO)
    bring(book, tmp_path, CHOIR.format("MEMBER:a\nMEMBER:b\n").replace("FN:Choir", "FN:Big choir"))
    assert members(book) == ["Ada", "Bo"]
    assert [circle.name for circle in circles.every(book)] == ["Big choir"]
    assert book.value("SELECT count(*) FROM circle_card") == 1


def test_one_the_owner_renamed_keeps_the_name_and_takes_in_the_news(
    book: Book, tmp_path: Path
) -> None:
    bring(book, tmp_path, CHOIR.format("") + ADA)
    with book.edit("Rename"):
        book.sql("UPDATE circle SET name = 'Our choir', folded = 'our choir'")
    bring(book, tmp_path, CHOIR.format("MEMBER:a\n"))
    assert [circle.name for circle in circles.every(book)] == ["Our choir"]
    assert members(book) == ["Ada"]


def test_one_without_a_name_or_uid_comes_whole(book: Book, tmp_path: Path) -> None:
    result = bring(
        book, tmp_path, "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nMEMBER:a\nEND:VCARD\n" + ADA
    )
    assert result.circles == 1
    assert members(book) == ["Ada"]


def test_one_undo_takes_people_and_circles_back(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, BOTH + ADA + BO)
    book.undo()
    assert people.count(book) == 0
    assert book.value("SELECT count(*) FROM circle_card") == 0


def test_two_of_one_name_and_members_by_word_come_back_to_the_letter(
    book: Book, tmp_path: Path
) -> None:
    cy = "BEGIN:VCARD\nVERSION:4.0\nFN:Cy\nCATEGORIES:Choir\nEND:VCARD\n"
    one = CHOIR.format("MEMBER:urn:uuid:a\n")
    other = CHOIR.format("MEMBER:urn:uuid:b\n").replace("UID:g1", "UID:g2")
    last = CHOIR.format("").replace("UID:g1", "UID:g3").replace("FN:Choir", "FN:Band")
    bring(book, tmp_path, ADA + BO + cy + one + other + last)
    assert members(book) == ["Ada", "Bo", "Cy"]
    out = b"".join(map(outgo.bytes_of, outgo.cards_of(book, profile=Profile.EVERYTHING)))
    assert out.decode() == ADA + BO + cy + one + other + last
