"""What every section of the benchmark is handed: which book, how large, and where it is kept."""

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import relbook.core.search
from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.gui.view_kept import VIEW
from tests.bench import book as made


@dataclass(frozen=True, slots=True)
class Setting:
    """`people` is how many the large book has; `quick` asks for fewer rounds too."""

    people: int
    folder: Path
    quick: bool = False

    def book(self, people: int | None = None) -> Path:
        """A book that was opened and closed before, so that its index is saved in it: kept."""
        raw = self.raw_book(people)
        path = raw.with_name(f"{raw.stem}-{_mark()}-closed.relbook")
        if not path.exists():
            for old in raw.parent.glob(f"{raw.stem}-*-closed.relbook"):
                old.unlink()
            draft = path.with_suffix(".draft")
            shutil.copy(raw, draft)
            with Book.open(draft) as book:
                index = Index(book)
                if index.wants_building:
                    index.adopt(index.build())
                index.save()
            draft.rename(path)
        with Book.open(path) as book:
            if book.setting(VIEW):  # of the section before: each begins with everyone
                book.remember(VIEW, "")
        return path

    def raw_book(self, people: int | None = None) -> Path:
        """The book as the generator wrote it, without an index: kept."""
        return made.cached(self.folder, people or self.people)

    def scratch(self) -> tempfile.TemporaryDirectory[str]:
        """A folder for what is written, in the same file system as the books."""
        return tempfile.TemporaryDirectory(dir=self.folder, prefix="scratch-")


class Cpu:
    """CPU seconds within a `with`: of this thread, and of all threads of the process."""

    thread = process = 0.0

    def __enter__(self) -> Self:
        self.thread, self.process = time.thread_time(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.thread = time.thread_time() - self.thread
        self.process = time.process_time() - self.process


def _mark() -> str:
    """Of the code that makes the index: a saved one of other code is not today's."""
    folder = Path(relbook.core.search.__file__).parent
    source = b"".join(file.read_bytes() for file in sorted(folder.glob("*.py")))
    return hashlib.blake2b(source, digest_size=4).hexdigest()
