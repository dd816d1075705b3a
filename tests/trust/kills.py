"""Kills the program at random moments, and looks at what is left of the book each time."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from relbook.core import people
from relbook.core.store.book import Book
from tests.trust import deeds
from tests.trust.deed import BOOK, Deed, whole

ROOT = Path(__file__).parents[2]


@dataclass
class Outcome:
    """What came of a kind of attack: how many there were, how many left all as promised."""

    name: str
    attacks: int = 0
    survived: int = 0
    lost: list[str] = field(default_factory=list)  # what, in the words of the check

    def count(self, fault: str) -> None:
        """One more attack, survived if there is no `fault`."""
        self.attacks += 1
        if fault:
            self.lost.append(fault)
        else:
            self.survived += 1


class Nursery:
    """The process that begets those to be killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment(),
            text=True,
        )

    def kill(self, deed: Deed, folder: Path, after: int, part: float) -> tuple[int, bool]:
        """Let `deed` be done in `folder` and killed; how many edits were finished, and if all."""
        order = [deed.name, deed.size, str(folder), after, part]
        print(json.dumps(order), file=self._pipe(self._process.stdin), flush=True)
        finished, ended, fault = json.loads(self._pipe(self._process.stdout).readline())
        if fault:
            raise RuntimeError(f"{deed.name}, with nothing done to it:\n{fault}")
        return finished, ended

    def close(self) -> None:
        """Let it go."""
        self._pipe(self._process.stdin).close()
        self._pipe(self._process.stdout).close()
        self._process.wait()

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def environment() -> dict[str, str]:
    """What a program of ours is started with: no display, and none of the user's folders."""
    home = os.environ.get("RELBOOK_HOME") or tempfile.gettempdir()
    quiet = {"QT_LOGGING_RULES": "default.warning=false"}
    return os.environ | quiet | {"QT_QPA_PLATFORM": "offscreen", "RELBOOK_HOME": home}


@contextlib.contextmanager
def nursery() -> Iterator[Nursery]:
    """One for as long as it is needed."""
    one = Nursery()
    try:
        yield one
    finally:
        one.close()


def kill_all(kills: int, *, size: float, seed: int, names: Sequence[str] = ()) -> Iterator[Outcome]:
    """Kill `kills` times, deed by deed, at moments that `seed` chooses; one outcome for each deed."""
    chance = random.Random(seed)
    kinds = [kind for kind in deeds.DEEDS if not names or kind.name in names]
    importing = not names or "importing cards" in names
    shares = _shares(kills, len(kinds) + importing)
    with nursery() as mother, tempfile.TemporaryDirectory(prefix="relbook-kills-") as place:
        for kind, times in zip(kinds, shares, strict=False):
            yield kill_one(mother, kind(size), times, chance, Path(place) / kind.__name__)
        if importing:
            yield kill_import(shares[-1], round(20_000 * size), chance, Path(place) / "import")


def _shares(kills: int, kinds: int) -> list[int]:
    return [kills // kinds + (n < kills % kinds) for n in range(kinds)]


def kill_one(
    mother: Nursery, deed: Deed, times: int, chance: random.Random, place: Path
) -> Outcome:
    """Kill one kind of deed `times` times."""
    outcome = Outcome(deed.name)
    before = place / "before"
    before.mkdir(parents=True)
    deed.prepare(before)
    while outcome.attacks < times:
        folder = place / "now"
        shutil.copytree(before, folder)
        finished, _ = mother.kill(deed, folder, chance.randrange(deed.edits), chance.random())
        outcome.count(_fault(deed, folder, finished))
        shutil.rmtree(folder)
    return outcome


def _fault(deed: Deed, folder: Path, finished: int) -> str:
    try:
        deed.verify(folder, finished)
    except Exception:  # noqa: BLE001  (whatever it is, something was lost)
        return f"{deed.name}, after {finished}: {traceback.format_exc()}"
    return ""


def kill_import(times: int, cards: int, chance: random.Random, place: Path) -> Outcome:
    """Kill ``relbook import`` of so many cards, all of which come in or none."""
    outcome = Outcome("importing cards")
    place.mkdir(parents=True)
    with Book.create(place / "empty.relbook") as book, book.edit("Meet someone"):
        people.add(book, "Ada Lovelace")
    file = place / "cards.vcf"
    file.write_text(
        "".join(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-{n}\r\nFN:Given{n} Family{n}\r\n"
            f"EMAIL:{n}@example.org\r\nNOTE:Number {n}.\r\nEND:VCARD\r\n"
            for n in range(cards)
        ),
        "utf-8",
    )
    empty, path = place / "empty.relbook", place / BOOK
    began = time.monotonic()
    _import(empty, path, file, None)
    took = time.monotonic() - began
    fault = _half_imported(path, cards, ended=True)
    assert not fault, fault
    while outcome.attacks < times:
        ended = _import(empty, path, file, took * chance.random())
        outcome.count(_half_imported(path, cards, ended))
    return outcome


def _import(empty: Path, path: Path, cards: Path, patience: float | None) -> bool:
    """Let the program bring `cards` into a new copy of `empty`; False if it was killed."""
    for left in path.parent.glob(f"*{BOOK}*"):
        left.unlink()
    shutil.copy(empty, path)
    with subprocess.Popen(
        [sys.executable, "-m", "relbook", "--book", str(path), "import", str(cards)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            return program.wait(patience) == 0
        except subprocess.TimeoutExpired:
            program.kill()
            return False


def _half_imported(path: Path, cards: int, ended: bool) -> str:
    try:
        with whole(path) as book:
            came = people.count(book) - 1
            told = book.value("SELECT count(*) FROM contact_point")
    except Exception:  # noqa: BLE001
        return f"importing: {traceback.format_exc()}"
    if came not in (0, cards) or (ended and came != cards) or told != came:
        return f"importing: {came} of {cards} came, {told} addresses"
    return ""
