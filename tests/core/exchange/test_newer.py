"""The newer export of people who are in the book: what changed there changes here, and no more."""

from pathlib import Path

import pytest

from relbook.core import circles, facts, people, relations
from relbook.core.exchange import transfer
from relbook.core.store.book import Book
from tests.core.tables import every_table

CARD = (
    "UID:6f1c9a52-7a52-4b7e-9c3f-0c1d2e3f4a5b",
    "FN:Ada Lovelace",
    "N:Lovelace;Ada;;;",
    "NICKNAME:Countess",
    "TEL;TYPE=CELL:+44 20 7946 0142",
    "EMAIL;TYPE=HOME:ada@example.org",
    "ORG:Analytical Engines",
    "BDAY:1815-12-10",
    "NOTE:Loves horses.",
    "CATEGORIES:Old crew",
)


def bring(
    book: Book, folder: Path, *cards: tuple[str, ...], version: str = "3.0"
) -> transfer.Result:
    path = folder / "cards.vcf"
    path.write_text(
        "".join(
            "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))
            for lines in cards
        )
    )
    return transfer.bring_in(book, [path], place="en_GB")


def changed(**lines: str) -> tuple[str, ...]:
    """The card with the line that begins with a name replaced, or left out."""
    wanted = []
    for line in CARD:
        name = line.replace(";", ":").split(":")[0]
        if name in lines:
            wanted += [lines[name]] if lines[name] else []
        else:
            wanted.append(line)
    return tuple(wanted)


def values(book: Book, kind: str) -> list[str]:
    return [v for (v,) in book.rows("SELECT value FROM contact_point WHERE kind = ?", kind)]


@pytest.fixture
def ada(book: Book, tmp_path: Path) -> int:
    bring(book, tmp_path, CARD)
    return int(book.value("SELECT id FROM person"))


def test_what_changed_there_takes_the_place_of_what_was(
    book: Book, tmp_path: Path, ada: int
) -> None:
    newer = changed(
        TEL="TEL;TYPE=CELL:+44 20 7946 0999",
        ORG="ORG:Difference Ltd",
        FN="FN:Ada King",
        N="N:King;Ada;;;",
        NOTE="NOTE:Loves horses and sums.",
    )
    result = bring(book, tmp_path, newer)
    assert (result.new, result.updated) == (0, 1)
    assert values(book, "phone") == ["+44 20 7946 0999"]
    assert [p.organisation for p in facts.of_person(book, facts.Position, ada)] == [
        "Difference Ltd"
    ]
    assert [n.text for n in facts.of_person(book, facts.Note, ada)] == ["Loves horses and sums."]
    person = people.read(book, ada)
    assert person
    assert (person.name, person.family) == ("Ada King", "King")


def test_what_is_merely_missing_there_stays_here(book: Book, tmp_path: Path, ada: int) -> None:
    bring(book, tmp_path, changed(TEL="", NOTE="", CATEGORIES="", NICKNAME=""))
    assert values(book, "phone") == ["+44 20 7946 0142"]
    assert len(facts.of_person(book, facts.Note, ada)) == 1
    assert [name for _, name in circles.of_person(book, ada)] == ["Old crew"]
    assert people.read(book, ada).nickname == "Countess"  # type: ignore[union-attr]


def test_what_the_owner_wrote_is_never_lost(book: Book, tmp_path: Path, ada: int) -> None:
    phone = facts.of_person(book, facts.Contact, ada)[1]
    with book.edit("Change"):
        facts.change(book, facts.Contact, phone.id, kind="phone", value="+44 20 7946 0777")
        people.change(book, ada, name="Ada, Countess of Lovelace")
    bring(book, tmp_path, changed(TEL="TEL;TYPE=CELL:+44 20 7946 0999", FN="FN:Ada King"))
    assert values(book, "phone") == ["+44 20 7946 0777", "+44 20 7946 0999"]
    assert people.read(book, ada).name == "Ada, Countess of Lovelace"  # type: ignore[union-attr]


def test_what_the_owner_took_away_does_not_come_back(book: Book, tmp_path: Path, ada: int) -> None:
    (note,) = facts.of_person(book, facts.Note, ada)
    with book.edit("Remove"):
        facts.remove(book, facts.Note, note.id)
        book.sql("DELETE FROM membership")
    assert bring(book, tmp_path, changed(ORG="ORG:Difference Ltd")).updated == 1
    assert facts.of_person(book, facts.Note, ada) == []
    assert circles.of_person(book, ada) == []


def test_edited_or_renamed_in_between_the_same_file_still_changes_nothing(
    book: Book, tmp_path: Path, ada: int
) -> None:
    with book.edit("Change"):
        people.change(book, ada, name="Somebody Else")
        book.sql("DELETE FROM contact_point")
    before = every_table(book)
    assert bring(book, tmp_path, CARD).same == 1
    assert every_table(book) == before


def test_the_older_file_again_puts_nothing_back(book: Book, tmp_path: Path, ada: int) -> None:
    bring(book, tmp_path, changed(TEL="TEL;TYPE=CELL:+44 20 7946 0999"))
    before = every_table(book)
    assert bring(book, tmp_path, CARD).same == 1
    assert every_table(book) == before


def test_a_card_that_says_it_is_older_changes_nothing(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, (*CARD, "REV:20250601T000000Z"))
    result = bring(
        book, tmp_path, (*changed(TEL="TEL:+44 20 7946 0999"), "REV:2024-01-01T00:00:00Z")
    )
    assert result.same == 1
    assert values(book, "phone") == ["+44 20 7946 0142"]


def test_a_new_label_is_taken_and_the_number_not_doubled(
    book: Book, tmp_path: Path, ada: int
) -> None:
    bring(book, tmp_path, changed(TEL="TEL;TYPE=WORK:020 7946 0142"))
    rows = book.rows("SELECT value, label FROM contact_point WHERE kind = 'phone'")
    assert len(rows) == 1


def test_without_a_uid_a_newer_card_still_updates(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, CARD[1:])
    result = bring(book, tmp_path, changed(UID="", ORG="ORG:Difference Ltd"))
    assert (result.new, result.updated) == (0, 1)
    assert book.rows("SELECT organisation FROM position") == [("Difference Ltd",)]
    assert book.value("SELECT count(*) FROM source_card WHERE blob <> ''") == 1


def test_one_undo_takes_an_update_back(book: Book, tmp_path: Path, ada: int) -> None:
    before = every_table(book)
    bring(book, tmp_path, changed(TEL="TEL:+44 20 7946 0999", CATEGORIES="CATEGORIES:New crew"))
    book.undo()
    del before["tombstone"]
    now = every_table(book)
    assert {table: now[table] for table in before} == before


def test_two_cards_of_one_person_in_a_file_become_one_with_all_they_say(
    book: Book, tmp_path: Path
) -> None:
    sim = ("FN:Ada Lovelace", "TEL:+44 20 7946 0142", "EMAIL:work@example.org", "NICKNAME:Countess")
    phone = ("FN:Lovelace, Ada", "TEL:020 7946 0142", "EMAIL:home@example.org", "NOTE:Horses")
    result = bring(book, tmp_path, sim, phone)
    assert (result.new, result.updated) == (1, 1)
    assert values(book, "mail") == ["work@example.org", "home@example.org"]
    assert book.value("SELECT count(*) FROM source_card") == 2
    before = every_table(book)
    assert bring(book, tmp_path, sim, phone).same == 2
    assert every_table(book) == before


def test_one_merged_away_is_found_by_the_uid_it_had(book: Book, tmp_path: Path, ada: int) -> None:
    with book.edit("Merge"):
        book.sql(
            "INSERT INTO source_card (person_id, blob, kind, card_uid)"
            " VALUES (?, '', 'merged', 'the-uid-that-bo-had-before')",
            (ada,),
        )
    bring(book, tmp_path, ("UID:the-uid-that-bo-had-before", "FN:Bo", "TEL:+44 20 7946 0555"))
    assert people.count(book) == 1
    assert "+44 20 7946 0555" in values(book, "phone")


def test_kin_that_the_owner_took_away_stay_away(book: Book, tmp_path: Path) -> None:
    mate = ("UID:b", "FN:William")
    bring(book, tmp_path, (*CARD, "RELATED;TYPE=spouse:b"), mate, version="4.0")
    with book.edit("Part"):
        book.sql("DELETE FROM relation")
    newer = (*changed(ORG="ORG:Difference Ltd"), "RELATED;TYPE=spouse:b")
    bring(book, tmp_path, newer, mate, version="4.0")
    assert relations.of_person(book, 1) == []
