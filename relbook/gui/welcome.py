"""First start: no book yet, and plain choices of what to begin with."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from relbook.core.words import say
from relbook.gui.files import BOOK_FILES, dropped_files
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.choice import Choice
from relbook.gui.widgets.labels import IconLabel
from relbook.gui.widgets.notice_bar import NoticeBar
from relbook.gui.widgets.scene import Scene


class Welcome(QMainWindow):
    """Says what was chosen; the app does it."""

    start_requested = Signal()
    bring_requested = Signal(object)  # list[Path]
    book_requested = Signal(object)  # Path

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWindowTitle(say("Relbook"))
        self.setAcceptDrops(True)
        self.resize(theme.measure(1280), theme.measure(800))
        m = theme.measure
        self.notice_bar = NoticeBar(theme, "noticeBar")
        scene = Scene(theme)
        title = QLabel(say("A book about people"))
        title.setFont(theme.font("hero"))
        lead = QLabel(
            say(
                "For what you would be sorry to forget: how you met, what they love, what you promised."
            )
        )
        theme.tone(lead, "lead", "muted")
        for label in (title, lead):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        start = Choice(
            theme,
            "welcome.start",
            "sprout",
            say("Start my own"),
            say(
                "An empty book. All it asks for is a name; the rest comes after the next good talk."
            ),
            say("Start a book"),
            primary=True,
        )
        bring = Choice(
            theme,
            "welcome.bring",
            "import",
            say("Bring my contacts"),
            say("From a vCard file (.vcf) that another program wrote. One Undo takes it all back."),
            say("Choose files"),
        )
        start.chosen.connect(self.start_requested)
        bring.chosen.connect(self._choose_cards)
        choices = QHBoxLayout()
        choices.setSpacing(m(18))
        choices.addWidget(start)
        choices.addWidget(bring)
        open_line = QHBoxLayout()
        open_line.setSpacing(m(4))
        have = QLabel(say("Have a book already?"))
        theme.tone(have, "text", "muted")
        open_it = Button(theme, say("Open it"), "welcome.open", "link")
        open_it.clicked.connect(self._choose_book)
        open_line.addStretch()
        open_line.addWidget(have)
        open_line.addWidget(open_it)
        open_line.addStretch()

        middle = QWidget()
        middle.setMaximumWidth(m(860))
        column = QVBoxLayout(middle)
        column.setContentsMargins(m(20), m(24), m(20), m(24))
        column.addStretch(1)
        column.addWidget(scene)
        column.addSpacing(m(22))
        column.addWidget(title)
        column.addSpacing(m(2))
        column.addWidget(lead)
        column.addSpacing(m(22))
        column.addLayout(choices)
        column.addSpacing(m(14))
        column.addLayout(open_line)
        column.addStretch(2)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(middle, 8)
        row.addStretch(1)
        ground = QWidget()
        ground.setProperty("ground", "window")
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.notice_bar)
        outer.addLayout(row, 1)
        self.setCentralWidget(ground)
        foot = QFrame()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, m(12), 0)
        line.addWidget(IconLabel(theme, "lock", 13))
        private = QLabel(say("No account. Nothing leaves this computer."))
        line.addWidget(private)
        none = QLabel(say("No book is open"))
        none.setIndent(m(12))
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(none)
        self.statusBar().addPermanentWidget(foot)
        start.focus_button()

    def _choose_cards(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(
            self, say("Bring contacts"), str(Path.home()), say("vCard files") + " (*.vcf *.vcard)"
        )
        if files:
            self.bring_requested.emit([Path(file) for file in files])

    def _choose_book(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, say("Open book"), str(Path.home()), say("Relbook books") + " (*.relbook)"
        )
        if file:
            self.book_requested.emit(Path(file))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        files = dropped_files(event.mimeData())
        books = [file for file in files if file.suffix.lower() in BOOK_FILES]
        if books:
            self.book_requested.emit(books[0])
        else:
            self.bring_requested.emit(files)
