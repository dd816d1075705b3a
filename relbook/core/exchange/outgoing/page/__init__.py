"""The book as one HTML page: to read, to print, to keep, with photos and links within.

It holds no script and fetches nothing, and says so to the browser (a content security policy).
"""

import json
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any, BinaryIO

from relbook.core import names
from relbook.core.dates import PartialDate
from relbook.core.exchange.outgoing.page.groups import Groups
from relbook.core.exchange.outgoing.page.parts import Link, Part, html, linked, text
from relbook.core.exchange.outgoing.page.style import STYLE
from relbook.core.exchange.outgoing.page.told import AMONG, Teller
from relbook.core.exchange.profile import Profile
from relbook.core.exchange.vcard.values import media_type
from relbook.core.store.book import Book
from relbook.core.words import plural, say

Report = Callable[[int, int], None]

CHUNK = 500  # people told of at once
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # that browsers show
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'"
)


def write(
    book: Book,
    out: BinaryIO,
    report: Report | None = None,
    *,
    people: Collection[int] | None = None,
    profile: Profile = Profile.SHARE,
) -> int:
    """Write the page of everyone, or of `people`; returns how many it tells of.

    With `Profile.SHARE` it has what a shared card has, and no more.
    """
    page = _Page(book, people, profile)
    out.writelines(piece.encode() for piece in page.pieces(report))
    return len(page.people)


class _Page:
    """The page, piece by piece: only some people are held at once."""

    def __init__(self, book: Book, people: Collection[int] | None, profile: Profile) -> None:
        self._book = book
        self._share = profile is Profile.SHARE
        wanted = None if people is None else frozenset(people)
        self._names: dict[int, str] = {
            person: name
            for person, name in book.rows("SELECT id, name FROM person ORDER BY sort_key, id")
            if wanted is None or person in wanted
        }
        self.people = list(self._names)
        self._teller = Teller(book, profile, self._names)
        self._groups = Groups(self._teller, None if people is None else self.people)

    def pieces(self, report: Report | None) -> Iterator[str]:
        """The page from its first tag to its last."""
        sections = [
            ("names", say("Names"), self._index() if len(self.people) > 1 else None),
            ("people", say("People"), self._people(report)),
            ("events", say("Events"), self._groups.events()),
            ("interests", say("Interests"), self._groups.interests()),
            ("circles", say("Circles"), self._groups.circles()),
        ]
        there = [(name, title, pieces) for name, title, pieces in sections if pieces is not None]
        yield self._head([(name, title) for name, title, _ in there])
        for name, title, pieces in there:
            yield f'<section aria-labelledby="{name}"><h2 id="{name}">{text(title)}</h2>\n'
            yield from pieces
            yield "</section>\n"
        yield "</main>\n</div>\n</body>\n</html>\n"

    def _head(self, sections: list[tuple[str, str]]) -> str:
        day = PartialDate.of(date.fromisoformat(self._book.stamp[:10])).words()
        title = self._book.path.stem if len(self.people) != 1 else self._names[self.people[0]]
        counted = str(plural("{n} person", "{n} people", len(self.people)))
        hush = say("For you alone: this holds what is tender and private.")
        own = "" if self._share else f'<p class="own">{text(hush)}</p>\n'
        links = "".join(f'<a href="#{name}">{text(said)}</a>' for name, said in sections)
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            f'<div class="all">\n<a class="skip" href="#people">{text(say("Skip to the people"))}'
            f'</a>\n<header class="top">\n<h1 dir="auto">{text(title)}</h1>\n'
            f"<p>{text(say('{people}, as of {day}', people=counted, day=day))}</p>\n{own}"
            f'<nav aria-label="{text(say("On this page"))}">{links}</nav>\n</header>\n<main>\n'
        )

    def _index(self) -> Iterator[str]:
        yield '<ul class="names" role="list">\n'
        for person, name in self._names.items():
            yield f"<li>{linked(Link(name, f'#p{person}'))}</li>\n"
        yield "</ul>\n"

    # People

    def _people(self, report: Report | None) -> Iterator[str]:
        for start in range(0, len(self.people), CHUNK):
            some = self.people[start : start + CHUNK]
            parts = self._teller.parts(some)
            heads = self._heads(some)
            for person in some:
                yield self._article(person, heads[person], parts[person])
            if report:
                report(min(start + CHUNK, len(self.people)), len(self.people))

    def _heads(self, people: list[int]) -> dict[int, tuple[Any, ...]]:
        public = self._teller.public
        return {
            row[0]: row[1:]
            for row in self._book.rows(
                "SELECT p.id, p.nickname, p.say_it, p.pronouns, p.photo, coalesce(w.title, ''),"
                " coalesce(w.organisation, '') FROM person p LEFT JOIN position w ON w.id ="
                " (SELECT t.id FROM position t WHERE t.person_id = p.id AND t.until IS NULL"
                f" AND {public} ORDER BY t.id LIMIT 1) WHERE p.id {AMONG}",
                json.dumps(people),
            )
        }

    def _article(self, person: int, head: tuple[Any, ...], parts: list[Part]) -> str:
        nickname, said, pronouns, photo, title, organisation = head
        name = self._names[person]
        does = ", ".join(part for part in (title, organisation) if part and part != name)
        called = [
            say("called {name}", name=nickname) if nickname else "",
            say("say {name}", name=said) if said else "",
            pronouns,
        ]
        lines = [does, " · ".join(part for part in called if part)]
        told = "".join(f'<p class="does" dir="auto">{text(line)}</p>' for line in lines if line)
        facts = f'<div class="facts">\n{"".join(map(html, parts))}</div>\n' if parts else ""
        up = (
            f'<p class="up"><a href="#names">{text(say("Back to the names"))}</a></p>\n'
            if len(self.people) > 1
            else ""
        )
        return (
            f'<article id="p{person}" aria-labelledby="n{person}">\n<header>{self._face(name, photo)}'
            f'<div><h3 id="n{person}" dir="auto">{text(name)}</h3>{told}</div></header>\n'
            f"{facts}{up}</article>\n"
        )

    def _face(self, name: str, photo: str | None) -> str:
        data = self._book.bytes_of(photo) if photo else None
        kind = media_type(data) if data else ""
        if data and kind in PICTURES:
            packed = b64encode(data).decode()
            alt = text(say("Photo of {name}", name=name))
            return (
                f'<img class="face" src="data:{kind};base64,{packed}" alt="{alt}" loading="lazy">'
            )
        return f'<span class="face letters" aria-hidden="true">{text(names.initials(name))}</span>'
