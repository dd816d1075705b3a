"""The one signal that says the book changed, in the window's thread whatever thread changed it."""

from PySide6.QtCore import QObject, Qt, QThread, Signal

from relbook.core.search import Index
from relbook.core.store.book import Book
from relbook.core.store.changes import Notice


class Notices(QObject):
    """Tells of every change of `book`, after `index` has caught up with it.

    `caught_up` comes first, for who sees to it that the Focus holds what there is: before the
    panels hear that the book has `changed`.
    """

    caught_up = Signal(object)
    changed = Signal(object)
    _came = Signal(object)

    def __init__(self, book: Book, index: Index, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._index = book, index
        self._stopped = False
        self._came.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        book.listeners.append(self._hear)

    def stop(self) -> None:
        """Hear no more, and tell nothing that is on its way: the book is about to close."""
        self._stopped = True
        if self._hear in self._book.listeners:
            self._book.listeners.remove(self._hear)

    def _hear(self, notice: Notice) -> None:
        if QThread.currentThread() is self.thread():
            self._tell(notice)
        else:
            self._came.emit(notice)

    def _tell(self, notice: Notice) -> None:
        if self._stopped:
            return
        self._index.catch_up()
        self.caught_up.emit(notice)
        self.changed.emit(notice)
