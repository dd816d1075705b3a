"""Tables into the book: by their content, beside cards, once."""

from pathlib import Path

import pytest

from relbook.core import circles, facts, people
from relbook.core.exchange import table, transfer
from relbook.core.exchange.incoming import plan
from relbook.core.exchange.incoming.plan import Verdict
from relbook.core.exchange.table import Target, What
from relbook.core.store.book import Book
from tests.core.tables import every_table

GOOGLE = (
    "First Name,Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value\n"
    "Ada,Lovelace,Engines,1815-12-10,Loves horses,* myContacts ::: Crew,* Home,ada@example.org,"
    "Mobile,+44 20 7946 0142,Shoe size,37\n"
    "Grace,Hopper,Navy,,,* myContacts,Work,grace@example.org,,,,\n"
)
LINKEDIN = (
    'Notes:\n"When exporting your connection data, some may be missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    'Ada,"Lovelace, PhD",https://www.linkedin.com/in/ada,,Engines,Programmer,12 Mar 2024\n'
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["contacts.csv", "contacts.vcf", "contacts"])
def test_what_a_file_is_its_content_tells(book: Book, tmp_path: Path, name: str) -> None:
    result = transfer.bring_in(book, [write(tmp_path / name, GOOGLE)])
    assert (result.new, result.problems) == (2, [])
    assert {c.value for c in facts.of_person(book, facts.Contact, 1)} == {
        "ada@example.org",
        "+44 20 7946 0142",
    }
    assert [name for _, name in circles.of_person(book, 1)] == ["Crew"]
    assert [f.value for f in facts.of_person(book, facts.OwnField, 1)] == ["37"]


def test_cards_called_csv_come_in_as_cards(book: Book, tmp_path: Path) -> None:
    path = write(tmp_path / "cards.csv", "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n")
    assert transfer.bring_in(book, [path]).new == 1
    assert book.value("SELECT kind FROM source_card") == "vcard"


def test_header_and_row_are_kept_to_the_letter(book: Book, tmp_path: Path) -> None:
    transfer.bring_in(book, [write(tmp_path / "g.csv", GOOGLE)])
    header, ada, grace = GOOGLE.encode().splitlines(keepends=True)
    kept = [book.bytes_of(blob) for (blob,) in book.rows("SELECT blob FROM source_card")]
    assert kept == [header + ada, header + grace]


@pytest.mark.parametrize("text", [GOOGLE, LINKEDIN], ids=["google", "linkedin"])
def test_the_same_table_twice_changes_nothing(book: Book, tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "t.csv", text)
    transfer.bring_in(book, [path])
    with book.edit("Rename"):
        people.change(book, 1, name="Someone else")
    before = every_table(book)
    again = transfer.bring_in(book, [path])
    assert (again.new, again.updated) == (0, 0)
    assert every_table(book) == before


def test_a_newer_table_updates_the_same_people(book: Book, tmp_path: Path) -> None:
    transfer.bring_in(book, [write(tmp_path / "g.csv", GOOGLE)])
    newer = GOOGLE.replace("0142", "0999").replace("Navy", "Harvard").replace("Loves", "Adores")
    result = transfer.bring_in(book, [write(tmp_path / "g.csv", newer)])
    assert (result.new, result.updated) == (0, 2)
    assert book.rows("SELECT value FROM contact_point WHERE kind = 'phone'") == [
        ("+44 20 7946 0999",)
    ]
    assert book.rows("SELECT text FROM note") == [("Adores horses",)]


def test_linkedin_people_are_known_by_their_page_whatever_they_do_now(
    book: Book, tmp_path: Path
) -> None:
    transfer.bring_in(book, [write(tmp_path / "c.csv", LINKEDIN)])
    newer = LINKEDIN.replace("Engines,Programmer", "Mill Ltd,Director")
    result = transfer.bring_in(book, [write(tmp_path / "c.csv", newer)])
    assert (result.new, result.updated) == (0, 1)
    assert book.rows("SELECT organisation, title FROM position") == [("Mill Ltd", "Director")]


def test_a_table_and_cards_of_the_same_people_make_them_once(book: Book, tmp_path: Path) -> None:
    cards = write(
        tmp_path / "a.vcf",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEMAIL:ada@example.org\nEND:VCARD\n",
    )
    result = transfer.bring_in(book, [cards, write(tmp_path / "g.csv", GOOGLE)])
    assert (result.new, result.updated) == (2, 1)
    assert {kind for (kind,) in book.rows("SELECT kind FROM source_card WHERE person_id = 1")} == {
        "vcard",
        "csv",
    }


def test_a_mapping_kept_for_a_header_is_found_again(book: Book, tmp_path: Path) -> None:
    path = write(tmp_path / "own.csv", "Name,Blah\nAda Lovelace,Chess\n")
    mapping = table.examine(path).mapping.with_target(1, Target(What.HOBBY)).named("Mine")
    table.save(book, mapping)
    transfer.bring_in(book, [path])
    assert book.rows("SELECT name FROM interest") == [("Chess",)]


def test_a_mapping_can_be_handed_in(book: Book, tmp_path: Path) -> None:
    path = write(tmp_path / "own.csv", "Name,Blah\nAda Lovelace,Chess\n")
    mapping = table.examine(path).mapping.with_target(1, Target(What.HOBBY))
    found = plan.look(book, [path], mappings={path: mapping})
    assert found.counts == {Verdict.NEW: 1}
    plan.carry_out(book, found)
    assert book.rows("SELECT name FROM interest") == [("Chess",)]
    newer = write(tmp_path / "own.csv", "Name,Blah\nAda Lovelace,Go\n")
    transfer.bring_in(book, [newer], mappings={newer: mapping})
    assert book.rows("SELECT name FROM interest ORDER BY id") == [("Chess",), ("Go",)]


def test_what_is_odd_in_a_row_is_told_with_its_line(book: Book, tmp_path: Path) -> None:
    text = "Name,E-mail\nAda Lovelace,ada@example.org\nGrace Hopper,grace@example.org,more\n"
    result = transfer.bring_in(book, [write(tmp_path / "odd.csv", text)])
    assert result.new == 2
    assert [(p.file, p.line) for p in result.problems] == [("odd.csv", 3)]
    assert "odd.csv, line 3" in result.report_text()
