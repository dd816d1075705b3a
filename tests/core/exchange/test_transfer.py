"""Files of cards into the book and out again: whole or not at all, nobody twice."""

from pathlib import Path

import pytest

from relbook.core import circles, facts, people, relations
from relbook.core.errors import BookExists, Cancelled, FileUnreadable, FileUnwritable
from relbook.core.exchange import transfer
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.store.check import examine

ADA = """BEGIN:VCARD
VERSION:3.0
UID:ada
N:Lovelace;Ada;;;
FN:Ada Lovelace
ORG:Analytical Engines
TITLE:Programmer
TEL;TYPE=CELL:+44 20 5550 0142
EMAIL:ada@example.org
ADR;TYPE=HOME:;;St James 12;London;;SW1;England
BDAY:1815-12-10
CATEGORIES:Old crew,Mathematics
NOTE:Loves horses.
URL:https://example.org/ada
X-FAVOURITE:Bernoulli
END:VCARD
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ada.vcf"
    path.write_text(ADA)
    return path


def card(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD", "")))
    return path


def test_what_a_card_says_arrives(book: Book, file: Path) -> None:
    result = transfer.bring_in(book, [file])
    assert (result.new, result.updated, result.same, result.problems) == (1, 0, 0, [])
    ada = book.value("SELECT id FROM person")
    assert people.rows(book, [ada])[ada].does() == "Programmer, Analytical Engines"
    values = {c.kind: c.value for c in facts.of_person(book, facts.Contact, ada)}
    assert values == {
        "phone": "+44 20 5550 0142",
        "mail": "ada@example.org",
        "web": "https://example.org/ada",
    }
    assert [d.date for d in facts.of_person(book, facts.KeyDate, ada)] == ["1815-12-10"]
    assert [n.text for n in facts.of_person(book, facts.Note, ada)] == ["Loves horses."]
    assert [name for _, name in circles.of_person(book, ada)] == ["Mathematics", "Old crew"]


def test_the_card_is_kept_to_the_letter(book: Book, file: Path) -> None:
    transfer.bring_in(book, [file])
    blob = book.value("SELECT blob FROM source_card")
    assert book.bytes_of(blob) == file.read_bytes()


def test_the_same_file_twice_doubles_nobody(book: Book, file: Path) -> None:
    transfer.bring_in(book, [file])
    again = transfer.bring_in(book, [file])
    assert (again.new, again.updated, again.same) == (0, 0, 1)
    assert book.next_undo().id == 1  # type: ignore[union-attr]  # nothing changed: no step


def test_a_newer_card_of_the_same_uid_tells_more(book: Book, file: Path) -> None:
    transfer.bring_in(book, [file])
    file.write_text(ADA.replace("TITLE", "TEL:+44 1 234567\nTITLE"))
    again = transfer.bring_in(book, [file])
    assert (again.new, again.updated, again.same) == (0, 1, 0)
    assert book.value("SELECT count(*) FROM contact_point") == 4
    assert book.value("SELECT count(*) FROM source_card WHERE blob <> ''") == 1


def test_without_uid_a_name_and_one_value_make_the_same_person(
    book: Book, file: Path, tmp_path: Path
) -> None:
    transfer.bring_in(book, [file])
    other = card(tmp_path / "b.vcf", "FN:ADA LOVELACE", "TEL:020 5550 0142", "NICKNAME:Countess")
    assert transfer.bring_in(book, [other]).updated == 1
    assert people.read(book, 1).nickname == "Countess"  # type: ignore[union-attr]


def test_a_namesake_is_someone_else(book: Book, file: Path, tmp_path: Path) -> None:
    transfer.bring_in(book, [file])
    other = card(tmp_path / "b.vcf", "FN:Ada Lovelace", "EMAIL:other@example.org")
    assert transfer.bring_in(book, [other]).new == 1


def test_one_undo_takes_an_import_back(book: Book, file: Path) -> None:
    transfer.bring_in(book, [file])
    book.undo()
    assert people.count(book) == 0
    assert book.value("SELECT count(*) FROM circle") == 0


def test_a_broken_card_is_a_problem_and_the_rest_comes_in(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "mixed.vcf"
    path.write_text(ADA + "BEGIN:VCARD\nVERSION:3.0\nFN:Cut")
    result = transfer.bring_in(book, [path])
    assert result.new >= 1
    assert [problem.file for problem in result.problems] == ["mixed.vcf"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0 JFIF", b"Dear diary, today I met nobody."]
)
def test_what_is_no_file_of_cards_changes_nothing(
    book: Book, file: Path, tmp_path: Path, content: bytes
) -> None:
    odd = tmp_path / "odd.vcf"
    odd.write_bytes(content)
    with pytest.raises(FileUnreadable, match=r"odd\.vcf"):
        transfer.bring_in(book, [file, odd])
    assert people.count(book) == 0


def test_a_missing_file_is_named(book: Book, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"gone\.vcf"):
        transfer.bring_in(book, [tmp_path / "gone.vcf"])


def test_cancel_leaves_the_book_as_it_was(book: Book, file: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        transfer.bring_in(book, [file], cancel)
    assert people.count(book) == 0
    assert book.next_undo() is None


def test_cancel_is_heard_to_the_end_and_progress_never_goes_back(book: Book, file: Path) -> None:
    Index(book)  # which takes the words in, behind the last card
    heard: list[float] = []

    def report(done: int, total: int) -> None:
        heard.append(done / total)
        if done >= total:
            raise Cancelled

    with pytest.raises(Cancelled):
        transfer.bring_in(book, [file], report)
    assert heard == sorted(heard)
    assert len(heard) > 1
    assert people.count(book) == 0
    assert book.next_undo() is None


def test_kin_finds_who_comes_later_and_says_it_once(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "kin.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nUID:a\nFN:Ada\nRELATED;TYPE=spouse:b\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nUID:b\nFN:Bo\nRELATED;TYPE=spouse:a\nEND:VCARD\n"
    )
    transfer.bring_in(book, [path])
    assert [(r.kind, r.other_name) for r in relations.of_person(book, 1)] == [("spouse", "Bo")]


def test_one_uid_for_all_makes_nobody_one_person(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "twins.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nUID:x\nFN:Ada\nTEL:1234567\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nUID:x\nFN:Bo\nTEL:7654321\nEND:VCARD\n"
    )
    result = transfer.bring_in(book, [path])
    assert result.new == 2
    assert "Bo" in result.problems[0].why
    again = transfer.bring_in(book, [path])
    assert (again.new, again.same) == (0, 2)


def test_a_group_card_becomes_a_circle(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "group.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Choir\nMEMBER:a\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nUID:a\nFN:Ada\nEND:VCARD\n"
    )
    assert transfer.bring_in(book, [path]).new == 1
    assert [name for _, name in circles.of_person(book, 1)] == ["Choir"]


def test_what_goes_out_comes_in_again(
    book: Book, file: Path, tmp_path: Path, empty_book: Path
) -> None:
    transfer.bring_in(book, [file])
    out = tmp_path / "out.vcf"
    assert transfer.send_out(book, out) == 1
    again = transfer.bring_in(book, [out])
    assert (again.new, again.updated) == (0, 0)


def test_the_tender_and_the_private_stay(book: Book, tmp_path: Path) -> None:
    with book.edit("Add"):
        ada = people.add(book, "Ada")
        facts.add(book, facts.Note, ada, text="tender-word", tender=1)
        facts.add(book, facts.Contact, ada, kind="phone", value="55501", private=1)
    transfer.send_out(book, tmp_path / "out.vcf")
    text = (tmp_path / "out.vcf").read_text()
    assert "tender-word" not in text
    assert "55501" not in text


def test_an_output_that_cannot_be_written_says_so(book: Book, tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable):
        transfer.send_out(book, tmp_path / "no folder" / "out.vcf")


def test_an_export_never_takes_the_place_of_a_book(book: Book, tmp_path: Path) -> None:
    other = tmp_path / "renamed.vcf"
    book.copy(other)
    kept = other.read_bytes()
    for path in (book.path, other):
        with pytest.raises(BookExists):
            transfer.send_out(book, path)
    assert other.read_bytes() == kept
    assert examine(book).ok


@pytest.mark.posix
def test_an_export_goes_where_a_link_leads_and_stays_as_open_as_it_was(
    book: Book, tmp_path: Path
) -> None:
    shared, link = tmp_path / "shared.vcf", tmp_path / "link.vcf"
    shared.write_text("old")
    shared.chmod(0o640)
    link.symlink_to(shared)
    with book.edit("Add"):
        people.add(book, "Ada")
    transfer.send_out(book, link)
    assert "FN:Ada" in shared.read_text()
    assert shared.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    transfer.send_out(book, tmp_path / "new.vcf")
    assert (tmp_path / "new.vcf").stat().st_mode & 0o777 == 0o600


def test_an_export_that_is_stopped_leaves_what_was_there(book: Book, tmp_path: Path) -> None:
    out = tmp_path / "out.vcf"
    out.write_text("old")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with book.edit("Add"):
        people.add(book, "Ada")
    with pytest.raises(Cancelled):
        transfer.send_out(book, out, stop)
    assert out.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".new")] == []
