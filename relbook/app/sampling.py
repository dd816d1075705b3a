"""The sample book: made to be looked around in, and gone without a trace once it is left."""

from datetime import date

from relbook import paths
from relbook.core.store.book import Book


class Sampling:
    """Where the sample lies while somebody looks around in it."""

    def __init__(self) -> None:
        self._path = paths.sample_book().resolve()

    def is_it(self, book: Book) -> bool:
        """Whether `book` is the sample."""
        return book.path == self._path

    def make(self, today: date) -> Book:
        """A new one, open. Raises `RelbookError` if there is no place for it."""
        from relbook.core import sample

        paths.state_folder()
        self.drop()
        return sample.make(self._path, today, paths.asset("sample"))

    def drop(self) -> None:
        """Do away with it, closed."""
        for ending in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
