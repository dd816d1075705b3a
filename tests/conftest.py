"""What every test stands on: no display unless one is asked for, and no folder of the user's."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from relbook.core.store.book import Book

_home = tempfile.TemporaryDirectory(prefix="relbook-tests-")
os.environ["RELBOOK_HOME"] = _home.name
os.environ.setdefault("XDG_RUNTIME_DIR", _home.name)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes tells of the machine, not of us.
settings.register_profile("relbook", deadline=None)
settings.load_profile("relbook")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about things that are not here."""
    lacking = {}
    if os.name != "posix":
        lacking["posix"] = "Windows has no such thing"
    if os.environ["QT_QPA_PLATFORM"] != "xcb":
        lacking["window"] = "packaging/test.sh runs it, on a display of its own"
    for item in items:
        for marker, why in lacking.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=why))


class Clock:
    """Tells the time that a test says it is."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **how_far: float) -> None:
        """Let time pass: ``forward(days=2)``."""
        self.time += timedelta(**how_far)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, closed, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.relbook"
    Book.create(path).close()
    return path


@pytest.fixture
def book(tmp_path: Path, empty_book: Path, clock: Clock) -> Iterator[Book]:
    """An empty book of the test's own, open."""
    with Book.open(shutil.copy(empty_book, tmp_path / "book.relbook"), now=clock) as opened:
        yield opened
