"""A book of some pages in each of its larger tables, and ways to damage its file."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from relbook.core.store import schema as s
from relbook.core.store import sealed
from relbook.core.store.book import Book
from relbook.core.store.remains import TABLES
from tests.books import fiction

PAGE = 4096
PEOPLE = 240
Damage = Callable[[Path], object]
Contents = dict[str, list[tuple[Any, ...]]]


def fill(book: Book) -> None:
    """The small book, and a town around it."""
    fiction.fill(book)
    with book.edit("Move in"):
        circle = book.insert(s.Circle, name="Town", folded="town")
        music = book.insert(s.Interest, name="Chess", folded="chess")
        for n in range(PEOPLE):
            photo = book.keep_bytes(n.to_bytes(2) * 900) if n % 8 == 0 else None
            note = f"Lives at number {n}. " * (300 if n % 40 == 0 else 3)
            one = book.insert(
                s.Person, name=f"Person {n}", sort_key=f"person {n:04}", note=note, photo=photo
            )
            mail = f"person{n}@town.example"
            book.insert(s.ContactPoint, person_id=one, kind="mail", value=mail)
            book.insert(s.Membership, person_id=one, circle_id=circle)
            book.insert(s.Tagging, person_id=one, interest_id=music, how="enjoys")
            book.insert(s.Note, person_id=one, text=f"Said hello on day {n}.")
            entry = book.insert(s.LedgerEntry, direction="gave", kind="time", what=f"an hour {n}")
            book.insert(s.EntryPerson, entry_id=entry, person_id=one)


def contents(path: Path, key: Any = None) -> Contents:
    """All that the book holds, without its history and its seal."""
    with Book.open(path, key=key) as book:
        return of(book)


def of(book: Book) -> Contents:
    found = {table: sorted(book.rows(f'SELECT * FROM "{table}"'), key=repr) for table in TABLES}
    found["setting"] = [row for row in found["setting"] if row[0] != sealed.SETTING]
    return found


def missing_from(whole: Contents, saved: Contents) -> int:
    """How many rows of `whole` are not in `saved` just so."""
    return sum(len({*map(repr, rows)} - {*map(repr, saved[t])}) for t, rows in whole.items())


def flip(path: Path, at: int, bit: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def write(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def swap(path: Path, one: int, other: int) -> None:
    data = path.read_bytes()
    first, second = (data[(n - 1) * PAGE : n * PAGE] for n in (one, other))
    write(path, (one - 1) * PAGE, second)
    write(path, (other - 1) * PAGE, first)


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def an_old_shm(path: Path) -> None:
    """Beside the book lies the -shm of another time."""
    Path(f"{path}-shm").write_bytes(random.Random(5).randbytes(32_768))


def damages(size: int) -> Iterator[tuple[str, Damage]]:
    """All the ways, each with its name."""
    pages, chance = size // PAGE, random.Random(11)
    for n in range(pages):
        yield f"cut before page {n + 1}", partial(os.truncate, length=n * PAGE)
    for _ in range(60):
        at, bit = chance.randrange(size), chance.randrange(8)
        yield f"bit {bit} of byte {at}", partial(flip, at=at, bit=bit)
    for n in range(100):
        yield f"bit in the header at {n}", partial(flip, at=n, bit=n % 8)
    for n in chance.sample(range(pages), 40):
        yield f"page {n + 1} of zeros", partial(write, at=n * PAGE, data=bytes(PAGE))
    for n in chance.sample(range(pages), 40):
        noise = chance.randbytes(PAGE)
        yield f"page {n + 1} of noise", partial(write, at=n * PAGE, data=noise)
    for _ in range(40):
        one, other = chance.sample(range(1, pages + 1), 2)
        yield f"pages {one} and {other} swapped", partial(swap, one=one, other=other)
    yield "a header of zeros", lambda path: write(path, 0, bytes(100))
    yield "a first page of zeros", lambda path: write(path, 0, bytes(PAGE))
    yield "a JPEG", lambda path: path.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(20_000))
    yield "an empty file", lambda path: path.write_bytes(b"")
    yield "a directory", as_folder
    yield "an old -shm", an_old_shm
    yield "a -wal of noise", lambda p: Path(f"{p}-wal").write_bytes(chance.randbytes(9_000))
    yield "a -journal of noise", lambda p: Path(f"{p}-journal").write_bytes(chance.randbytes(9_000))


def clean(path: Path) -> None:
    """Take away the book at `path` and what lies beside it."""
    if path.is_dir():
        shutil.rmtree(path)
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
