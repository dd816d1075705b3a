"""Files that macOS has the program open: from the Finder, by Open With, dropped on its icon."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from relbook.gui.files import BOOK_FILES
from relbook.handing import Wish


class OpenedFiles(QObject):
    """Hears such events of `app`, and tells each as a wish."""

    wished = Signal(object)  # Wish

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            file = event.file()
            if file:
                path = Path(file).absolute()
                is_book = path.suffix.lower() in BOOK_FILES
                self.wished.emit(Wish(path) if is_book else Wish(files=(path,)))
            return True
        return super().eventFilter(watched, event)
