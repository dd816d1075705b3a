"""Cards go back out as they came, to the letter but for what was edited."""

import difflib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from relbook.core import circles, facts, people, relations
from relbook.core.errors import FileUnreadable
from relbook.core.exchange import transfer, vcard
from relbook.core.exchange.outgoing import outgo
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.vcard.spans import utf8, whole
from relbook.core.store import schema
from relbook.core.store.book import Book

FILES = sorted((Path(__file__).parents[3] / "files" / "vcard").glob("*.vcf"))
TABLES: dict[type[schema.Row], dict[str, str]] = {
    schema.ContactPoint: {"value": "+44 20 7946 0199"},
    schema.Address: {"street": "1 Dorset St; rear"},
    schema.Position: {"title": "Countess"},
    schema.KeyDate: {"date": "1843-09-05"},
    schema.Note: {"text": "Quite, another; note"},
}
_LINE = re.compile(rb"\r{1,3}\n|\r|\n")


def out(book: Book, version: str, profile: Profile = Profile.EVERYTHING) -> list[bytes]:
    return [outgo.bytes_of(card) for card in outgo.cards_of(book, version=version, profile=profile)]


def changes(before: list[bytes], after: list[bytes]) -> list[tuple[list[bytes], list[bytes]]]:
    """The lines that differ, as they were and as they are."""
    a, b = (_LINE.split(b"".join(cards)) for cards in (before, after))
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [
        (a[start:end], b[first:last])
        for kind, start, end, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


@pytest.fixture
def imported(book: Book) -> Callable[[Path], list[vcard.Card]]:
    """Brings a file in, in the place of the one before; gives its cards."""

    def bring(file: Path) -> list[vcard.Card]:
        if book.next_undo():
            book.undo()
        try:
            transfer.bring_in(book, [file])
        except FileUnreadable:
            return []
        with file.open("rb") as stream:
            return [card for card in vcard.read(stream) if isinstance(card, vcard.Card)]

    return bring


def test_every_card_comes_back_to_the_letter(
    book: Book, imported: Callable[[Path], list[vcard.Card]]
) -> None:
    n = 0
    for file in FILES:
        cards = imported(file)
        for version in ("3.0", "4.0"):
            written = out(book, version)
            for card in cards:
                if card.version == version:
                    assert whole(utf8(card.raw)) in written, file.name
                    n += 1
    assert n > 150


def test_an_edit_changes_its_own_lines_alone(
    book: Book, imported: Callable[[Path], list[vcard.Card]]
) -> None:
    n = 0
    for file in FILES:
        version = next((card.version for card in imported(file)), "")
        if version not in {"3.0", "4.0"}:
            continue
        before = out(book, version)
        for model, values in TABLES.items():
            row = book.value(f"SELECT min(id) FROM {model._meta.table_name}")
            if row is None:
                continue
            with book.edit("Change"):
                book.update(model, row, **values)
            ((_, new),) = changes(before, out(book, version))
            assert new, file.name
            book.undo()
            with book.edit("Delete"):
                book.delete(model, row)
            lost = changes(before, out(book, version))
            assert lost, file.name
            # A name that came from it alone is told by itself, and a death as a state of ours.
            told = [new[0].partition(b":")[0] for _, new in lost if new]
            assert set(told) <= {b"FN", b"UID", b"BEGIN"}, file.name
            book.undo()
            n += 1
    assert n > 100


ADA = """BEGIN:VCARD
VERSION:3.0
FN:Ada Lovelace
N:Lovelace;Ada;;;
ORG:Engines
TITLE:Analyst
item1.TEL;type=CELL;X-ODD=1:1234567
item1.X-ABLabel:Boat
item2.TEL:7654321
item2.X-ABLabel:Shed
EMAIL:ada@example.org
X-UNKNOWN;X-P="a;b":some\\, thing
CATEGORIES:Science,myContacts
NICKNAME:Addie
ADR;TYPE=HOME:;;1 St;London;;;
LABEL;TYPE=HOME:1 St\\nLondon
BDAY:1815-12-10
END:VCARD
"""


@pytest.fixture
def ada(book: Book, tmp_path: Path) -> int:
    (tmp_path / "ada.vcf").write_text(ADA)
    transfer.bring_in(book, [tmp_path / "ada.vcf"])
    return int(book.value("SELECT id FROM person"))


def differences(book: Book) -> tuple[list[str], list[str]]:
    """What went out of ADA's card, and what came in."""
    diff = list(difflib.ndiff(ADA.splitlines(), b"".join(out(book, "3.0")).decode().splitlines()))
    return [d[2:] for d in diff if d[0] == "-"], [d[2:] for d in diff if d[0] == "+"]


def test_a_changed_number_keeps_its_group_and_parameters(book: Book, ada: int) -> None:
    with book.edit("Change"):
        book.sql("UPDATE contact_point SET value = '999' WHERE value = '1234567'")
    assert differences(book) == (
        ["item1.TEL;type=CELL;X-ODD=1:1234567"],
        ["item1.TEL;type=CELL;X-ODD=1:999"],
    )


def test_a_deleted_number_takes_its_label_along(book: Book, ada: int) -> None:
    with book.edit("Delete"):
        book.sql("DELETE FROM contact_point WHERE value = '1234567'")
    assert differences(book) == (
        ["item1.TEL;type=CELL;X-ODD=1:1234567", "item1.X-ABLabel:Boat"],
        [],
    )


def test_a_label_of_the_owners_own_is_rewritten(book: Book, ada: int) -> None:
    with book.edit("Change"):
        book.sql("UPDATE contact_point SET label = 'Ship, big' WHERE value = '7654321'")
    assert differences(book) == (
        ["item2.X-ABLabel:Shed"],
        ["item2.X-ABLabel:Ship\\, big"],
    )


def test_what_is_new_stands_at_the_end_of_its_like(book: Book, ada: int) -> None:
    with book.edit("Add"):
        facts.add(book, facts.Contact, ada, kind="phone", value="555", label="Boat")
        circles.join(book, circles.find_or_add(book, "Choir"), [ada])
    text = b"".join(out(book, "3.0")).decode()
    assert "item2.X-ABLabel:Shed\nitem3.TEL:555\nitem3.X-ABLabel:Boat\nEMAIL:" in text
    assert "CATEGORIES:Science,myContacts,Choir" in text


def test_a_title_is_edited_without_its_organisation(book: Book, ada: int) -> None:
    with book.edit("Change"):
        book.sql("UPDATE position SET title = 'Countess'")
    assert differences(book) == (["TITLE:Analyst"], ["TITLE:Countess"])
    with book.edit("Leave"):
        book.sql("DELETE FROM position")
    assert differences(book) == (["ORG:Engines", "TITLE:Analyst"], [])


def test_an_address_goes_with_its_envelope(book: Book, ada: int) -> None:
    with book.edit("Delete"):
        book.sql("DELETE FROM address")
    gone, _ = differences(book)
    assert gone == ["ADR;TYPE=HOME:;;1 St;London;;;", "LABEL;TYPE=HOME:1 St\\nLondon"]


def test_a_new_name_changes_the_name_alone(book: Book, ada: int) -> None:
    with book.edit("Marry"):
        book.update(schema.Person, ada, name="Ada King", family="King")
    assert differences(book) == (
        ["FN:Ada Lovelace", "N:Lovelace;Ada;;;"],
        ["FN:Ada King", "N:King;Ada;;;"],
    )


def test_a_circle_left_leaves_the_list(book: Book, ada: int) -> None:
    with book.edit("Leave"):
        book.sql("DELETE FROM membership")
    text = b"".join(out(book, "3.0")).decode()
    assert "CATEGORIES:myContacts" in text


def test_two_cards_of_one_person_give_all_they_have(book: Book, tmp_path: Path) -> None:
    (tmp_path / "two.vcf").write_text(
        f"{ADA}BEGIN:VCARD\nVERSION:4.0\nFN:Ada Lovelace\nTEL;TYPE=work:888999\n"
        "EMAIL:ada@example.org\nBDAY:18151210\nGENDER:F\nX-UNKNOWN:other\nEND:VCARD\n"
    )
    transfer.bring_in(book, [tmp_path / "two.vcf"])
    (card,) = outgo.cards_of(book, version="4.0", profile=Profile.EVERYTHING)
    values = [(prop.key, prop.value) for prop in card.properties]
    assert len(values) == len(set(values))
    assert {value for key, value in values if key == "TEL"} == {"1234567", "888999", "7654321"}
    assert [value for key, value in values if key == "X-UNKNOWN"] == ["other", "some\\, thing"]
    assert {"GENDER", "ADR", "TITLE", "NICKNAME"} <= {key for key, _ in values}
    assert card.person().categories[0].value == "Science"


def test_the_share_keeps_back_what_is_not_public(book: Book, ada: int) -> None:
    with book.edit("Keep"):
        book.sql("UPDATE contact_point SET tender = 1 WHERE value = '1234567'")
        book.sql("UPDATE position SET private = 1")
        facts.add(book, facts.Note, ada, text="shy")
    (text,) = (card.decode() for card in out(book, "3.0", Profile.SHARE))
    for word in ("1234567", "Boat", "Engines", "Analyst", "X-UNKNOWN", "shy"):
        assert word not in text
    assert "item2.TEL:7654321\nitem2.X-ABLabel:Shed" in text


def test_who_is_related_is_told_at_both_ends(book: Book, ada: int) -> None:
    with book.edit("Relate"):
        relations.add(book, ada, "daughter", other=people.add(book, "Anne"))
    told = [card.person() for card in outgo.cards_of(book, profile=Profile.EVERYTHING)]
    kin = {one.name: [(kin.kind, kin.uid) for kin in one.kin] for one in told}
    uids = {one.name: one.uid for one in told}
    assert kin["Ada Lovelace"] == [("daughter", uids["Anne"])]
    assert kin["Anne"] == [("parent", uids["Ada Lovelace"])]


def test_an_empty_circle_survives(book: Book, tmp_path: Path) -> None:
    with book.edit("Add"):
        circles.find_or_add(book, "Choir")
    (card,) = outgo.cards_of(book)
    assert (card.person().kind, card.person().name) == ("group", "Choir")


def test_a_group_card_comes_back_with_who_joined(book: Book, tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Choir\nN:Choir;;;;\nUID:g\nX-ADDRESSBOOKSERVER-KIND:group\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a\nX-ODD:1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nN:;Ada;;;\nUID:a\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Bo\nN:;Bo;;;\nUID:b\nEND:VCARD\n"
    )
    (tmp_path / "group.vcf").write_text(text)
    transfer.bring_in(book, [tmp_path / "group.vcf"])
    assert sorted(b"".join(out(book, "3.0")).decode().split("BEGIN")) == sorted(text.split("BEGIN"))
    with book.edit("Join"):
        circles.join(book, 1, [int(book.value("SELECT id FROM person WHERE name = 'Bo'"))])
    group = out(book, "3.0")[-1].decode()
    assert "MEMBER:urn:uuid:a\nX-ADDRESSBOOKSERVER-MEMBER:b\n" in group
    assert "X-ODD:1" in group


def test_what_was_no_utf8_is_so_when_it_leaves(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "old.vcf"
    file.write_bytes(
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN;CHARSET=ISO-8859-1:Zo\xeb\r\nNOTE:caf\xe9\r\nEND:VCARD\r\n"
    )
    transfer.bring_in(book, [file])
    assert out(book, "3.0") == [
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN;CHARSET=UTF-8:Zoë\r\nNOTE:café\r\nEND:VCARD\r\n".encode()
    ]
    file.write_bytes("BEGIN:VCARD\nVERSION:3.0\nFN:Bøe\nEND:VCARD\n".encode("utf-16"))
    transfer.bring_in(book, [file])
    assert out(book, "3.0")[1] == "BEGIN:VCARD\nVERSION:3.0\nFN:Bøe\nEND:VCARD\n".encode()
