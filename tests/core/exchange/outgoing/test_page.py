"""The book as one HTML page: whole, linked within, and harmless whatever the book holds."""

import io
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from relbook.core import circles, facts, people, sample
from relbook.core.exchange.outgoing import page
from relbook.core.exchange.outgoing.page.parts import way
from relbook.core.exchange.profile import Profile
from relbook.core.store import schema
from relbook.core.store.book import Book
from tests.books import fiction
from tests.core.exchange import hostile

SAMPLE = Path(__file__).parents[4] / "resources" / "sample"
VOID = {"meta", "img", "br", "link"}


class Read(HTMLParser):
    """A page as a browser takes it: it must be well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.said = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.said += data

    def every(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [value for _, attribute, value in self.attributes if attribute == name]


def written(book: Book, profile: Profile = Profile.SHARE, **which: Any) -> Read:
    out = io.BytesIO()
    page.write(book, out, profile=profile, **which)
    return Read(out.getvalue().decode())


@pytest.fixture
def full(tmp_path: Path, empty_book: Path) -> Iterator[Book]:
    with Book.open(shutil.copy(empty_book, tmp_path / "full.relbook")) as made:
        sample.fill(made, date(2026, 3, 14), SAMPLE)
        yield made


@pytest.mark.parametrize("profile", Profile)
def test_every_link_within_leads_somewhere(full: Book, profile: Profile) -> None:
    read = written(full, profile)
    ids = Counter(read.every("id"))
    assert set(ids.values()) == {1}
    within = [href[1:] for href in read.every("href") if href.startswith("#")]
    assert set(within) <= set(ids)
    assert {f"p{i}" for (i,) in full.rows("SELECT id FROM person")} <= set(within)
    assert set(read.every("aria-labelledby")) <= set(ids)
    assert read.tags["script"] == 0
    assert read.tags["article"] > people.count(full)


def test_photos_are_within_the_page(full: Book) -> None:
    sources = written(full).every("src")
    assert len(sources) == full.value("SELECT count(*) FROM person WHERE photo IS NOT NULL") > 0
    assert all(source.startswith("data:image/") for source in sources)


@pytest.mark.parametrize("profile", Profile)
def test_a_hostile_book_is_only_text(book: Book, profile: Profile) -> None:
    fiction.fill(book)
    hostile.poison(book)
    read = written(book, profile)
    assert read.tags["script"] == 0
    assert set(read.every("src")) == set()  # no picture is what the book says it is
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert {href[:1] for href in read.every("href")} == {"#"}
    assert "<script>alert(1)</script>" in read.said
    assert not {"\x00", "\x1b"} & set(read.said)


def test_share_tells_what_may_be_shared(book: Book) -> None:
    with book.edit("Whisper"):
        ada = people.add(
            book, "Ada Lovelace", note="XSECRET", met_how="XSECRET", closeness="XSECRET"
        )
        for hushed in ({"private": True}, {"tender": True}):
            facts.add(book, facts.Contact, ada, kind="mail", value="XSECRET@x.example", **hushed)
            facts.add(book, facts.Position, ada, title="XSECRET", **hushed)
        facts.add(book, facts.Note, ada, text="XSECRET")
        facts.add(book, facts.OwnField, ada, name="XSECRET")
        facts.add(book, facts.KeyDate, ada, kind="birthday", date="1815-12-10")
        secret = book.insert(schema.Interest, name="XSECRET", folded="xsecret")
        book.insert(schema.Tagging, person_id=ada, interest_id=secret, tender=1)
        circle = circles.find_or_add(book, "Mathematics")
        book.sql("UPDATE circle SET note = 'XSECRET'")
        circles.join(book, circle, [ada])
        book.insert(schema.Event, name="XSECRET")
    said = written(book).said
    assert "XSECRET" not in said
    assert all(word in said for word in ("Ada Lovelace", "10 December 1815", "Mathematics"))
    assert written(book, Profile.EVERYTHING).said.count("XSECRET") >= 11


def test_only_those_chosen_are_named(full: Book) -> None:
    some = [i for (i,) in full.rows("SELECT id FROM person ORDER BY id LIMIT 3")]
    read = written(full, Profile.EVERYTHING, people=some)
    linked = {href for href in read.every("href") if href.startswith("#p")}
    assert linked - {"#people"} == {f"#p{person}" for person in some}
    within = {href[1:] for href in read.every("href") if href.startswith("#")}
    assert within <= set(read.every("id"))


def test_nobody_is_a_page_too(book: Book) -> None:
    assert "0 people" in written(book).said


@pytest.mark.parametrize(
    ("kind", "value", "to"),
    [
        ("mail", "ada@x.example", "mailto:ada@x.example"),
        ("mail", 'a"b<c>@x.example?cc=d', "mailto:a%22b%3Cc%3E@x.example%3Fcc%3Dd"),
        ("mail", "nobody", ""),
        ("phone", "+44 (0)20 5550 0142", "tel:+4402055500142"),
        ("phone", "ask at the desk", ""),
        ("web", "https://x.example/a b", "https://x.example/a%20b"),
        ("web", "x.example/ada", "https://x.example/ada"),
        ("social", "@ada", ""),
        ("web", "javascript:alert(1)", ""),
        ("web", "JavaScript:alert(1)//http://x", ""),
        ("web", "data:text/html,<script>", ""),
        ("web", "file:///etc/passwd", ""),
        ("web", "vbscript:x.example", ""),
    ],
)
def test_links_lead_to_harmless_places(kind: str, value: str, to: str) -> None:
    assert way(kind, value) == to
