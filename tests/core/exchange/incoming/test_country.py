"""Where a number without its country's code is dialled."""

import plistlib
import sys
from pathlib import Path

import pytest

from relbook.core import facts, people
from relbook.core.exchange.incoming.country import SETTING, country, place_of_system
from relbook.core.store.book import Book


@pytest.fixture
def me(book: Book) -> int:
    with book.edit("Me"):
        person = people.add(book, "Me")
        people.change(book, person, me=1)
    return person


def test_nothing_tells(book: Book) -> None:
    assert country(book) == ""


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("de_DE.UTF-8", "DE"),
        ("en_GB", "GB"),
        ("zh_Hant_TW", "TW"),
        ("C", ""),
        ("eo", ""),
        ("de-AT", "AT"),
        ("en_CH@currency=EUR", "CH"),
    ],
)
def test_the_place_of_the_system_is_the_last_hint(book: Book, place: str, code: str) -> None:
    assert country(book, place) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [("Deutschland", "DE"), ("GB", "GB"), ("United Kingdom", "GB"), ("Éire / Ireland", "IE")],
)
def test_the_owners_address_tells(book: Book, me: int, written: str, code: str) -> None:
    with book.edit("Home"):
        facts.add(book, facts.Address, me, locality="Home", country=written)
    assert country(book, "en_US") == code


def test_the_owners_number_tells(book: Book, me: int) -> None:
    with book.edit("Phone"):
        facts.add(book, facts.Contact, me, kind="phone", value="0049 30 23125 111")
    assert country(book, "en_US") == "DE"


def test_what_the_book_was_told_goes_first(book: Book, me: int) -> None:
    book.remember(SETTING, "fr")
    assert country(book, "en_US") == "FR"


@pytest.mark.parametrize(
    ("kept", "place"),
    [(plistlib.dumps({"AppleLocale": "de_CH@rg=atzzzz"}), "de_CH@rg=atzzzz"), (b"spoilt", "C")],
)
def test_macos_keeps_the_place_in_preferences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bytes, place: str
) -> None:
    file = tmp_path / "Library/Preferences/.GlobalPreferences.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(kept)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("locale.getlocale", lambda: ("C", None))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place_of_system() == place
