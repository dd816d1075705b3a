"""What another program writes into a card that carries rows of a book."""

import shutil
from pathlib import Path

import pytest

from relbook.core import facts, people
from relbook.core.exchange import transfer, vcard
from relbook.core.exchange.outgoing import seal
from relbook.core.exchange.outgoing.sending import send_out
from relbook.core.exchange.profile import Profile
from relbook.core.store.book import Book


@pytest.fixture
def sent(empty_book: Path, tmp_path: Path) -> Path:
    """A file of everything, with Ada, her number, and how they met."""
    with Book.open(shutil.copy(empty_book, tmp_path / "mine.relbook")) as mine:
        with mine.edit("Add"):
            ada = people.add(mine, "Ada Abel")
            people.change(mine, ada, met_on="2019-05-02", note="sails")
            facts.add(mine, facts.Contact, ada, kind="phone", value="+49 40 1234567")
        send_out(mine, tmp_path / "all.vcf", profile=Profile.EVERYTHING)
    return tmp_path / "all.vcf"


def numbers(book: Book) -> list[str]:
    return [value for (value,) in book.rows("SELECT value FROM contact_point ORDER BY id")]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())


def test_what_nobody_changed_comes_back_from_the_rows_alone(sent: Path, book: Book) -> None:
    transfer.bring_in(book, [sent])
    assert numbers(book) == ["+49 40 1234567"]
    assert book.rows("SELECT * FROM key_date") == []


def test_a_number_added_elsewhere_comes_in_too(sent: Path, book: Book) -> None:
    change(sent, "TEL:+49 40 1234567\r\n", "TEL:+49 40 1234567\r\nTEL:+49 30 7654321\r\n")
    transfer.bring_in(book, [sent])
    assert numbers(book) == ["+49 40 1234567", "+49 30 7654321"]
    assert book.value("SELECT met_on FROM person") == "2019-05-02"
    assert book.rows("SELECT * FROM key_date") == []


def test_order_and_spelling_break_no_seal(sent: Path) -> None:
    with sent.open("rb") as stream:
        cards = [one for one in vcard.read(stream) if isinstance(one, vcard.Card)]
    whole = next(one for one in cards if one.first("TEL"))
    turned = vcard.Card(whole.version, whole.properties[::-1])
    assert not seal.is_broken(vcard.parse(vcard.to_bytes(turned)))
