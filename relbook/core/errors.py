"""What can go wrong that the user can mend.

::

    RelbookError
      BookError              the file of a book
        NotABook             it is something else, or damaged
        BookTooNew           a newer Relbook made it
        BookStrange          its tables or triggers are not ours
        BookLocked           another program holds it
        BookReadOnly         it may be read but not changed
        BookMissing          there is no such file
        BookElsewhere        a sync program has put another file in its place
          BookOverwritten    or written over it
        BookExists           there is one already
        Unsound              a copy of it that did not pass its check
        WrongPassphrase      it is locked, or the passphrase does not open it
      DiskFull               no room for what was to be written
      FileUnreadable         a file that was to be read
      FileUnwritable         a file that was to be written
      Refused                a value that cannot be kept as it is (an empty name, an impossible date)

Each says in one sentence what happened, that nothing was lost, and what to do. Problems within an
import are not raised: they are collected. Anything else that is raised is our own bug.
"""


class RelbookError(Exception):
    """Something the user can mend; its text is one sentence for the user."""


class BookError(RelbookError):
    """Something about the file of a book."""


class NotABook(BookError):
    """The file is something else, or too damaged to be one."""


class BookTooNew(BookError):
    """A newer Relbook made the file."""


class BookStrange(BookError):
    """The file's tables or triggers are not the ones Relbook writes."""


class BookLocked(BookError):
    """Another program holds the file."""


class BookReadOnly(BookError):
    """The file, or its folder, may be read but not changed."""


class BookMissing(BookError):
    """There is no such file."""


class BookElsewhere(BookError):
    """While the book is open, something else has come into its place; its own is safe."""


class BookOverwritten(BookElsewhere):
    """While the book is open, another program has written over its file."""


class BookExists(BookError):
    """There is a file there already."""


class Unsound(BookError):
    """What was written does not read back as it should."""


class WrongPassphrase(BookError):
    """The book is locked and the passphrase given, or its absence, does not open it."""


class DiskFull(RelbookError):
    """There is no room for what was to be written."""


class FileUnreadable(RelbookError):
    """A file that was to be read cannot be."""


class FileUnwritable(RelbookError):
    """A file that was to be written cannot be."""


class Refused(RelbookError):
    """A value that cannot be kept as it is.

    `field` says which was meant, by the name it is asked for under; empty when it is none alone.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Cancelled(Exception):
    """The user has cancelled the job; the edit it was in rolls back."""
