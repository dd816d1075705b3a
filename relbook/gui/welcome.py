"""First start: no book yet, and plain choices of what to begin with."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from relbook.core.words import say
from relbook.gui.files import BOOK_FILES, choose_contacts, dropped_files
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.choice import Choice
from relbook.gui.widgets.labels import IconLabel, Label, literal, plain_tip
from relbook.gui.widgets.notice_bar import NoticeBar
from relbook.gui.widgets.scene import Scene

if TYPE_CHECKING:
    from relbook.gui.helping import Helping

COLUMN = 860  # design pixels
EDGE, GAP = 24, 22
MOST = 3  # books found that are offered by name


class Welcome(QMainWindow):
    """Says what was chosen; the app does it. What went wrong is told in `notice_bar`."""

    start_requested = Signal()
    look_requested = Signal()
    closed = Signal()
    bring_requested = Signal(object)  # list[Path]
    book_requested = Signal(object)  # Path

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("welcome")
        self.setWindowTitle(say("Relbook"))
        self.setAcceptDrops(True)
        room = self.screen().availableSize() * 0.95  # what the frame takes is not known yet
        self.resize(QSize(theme.measure(1280), theme.measure(800)).boundedTo(room))
        self.setMinimumSize(theme.measure(600), theme.measure(360))
        self.notice_bar = NoticeBar(theme, "noticeBar")
        self.start = Choice(
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
        self.bring = Choice(
            theme,
            "welcome.bring",
            "import",
            say("Bring my contacts"),
            say(
                "From a file of cards (.vcf) or a table (.csv); or drop it here. One Undo "
                "takes it all back."
            ),
            say("Choose files"),
        )
        self.look = Choice(
            theme,
            "welcome.look",
            "compass",
            say("Look around"),
            say(
                "A sample book of some sixty made-up friends. Leave it with one click; no trace is "
                "kept."
            ),
            say("Open the sample"),
        )
        self.look.chosen.connect(self.look_requested)
        self.start.chosen.connect(self.start_requested)
        self.bring.chosen.connect(self.choose_cards)
        self._add_menus()
        self._add_middle()
        self._add_foot()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.start.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def offer_books(self, books: Sequence[Path]) -> None:
        """Offer to open one of these, found where books usually lie."""
        self._middle.add_books(books, self.book_requested.emit)

    # What it is made of

    def _add_menus(self) -> None:
        book = self.menuBar().addMenu(say("&Book"))
        book.setObjectName("menu.book")
        begin = self._action("new_book", say("&Start my own"), "Ctrl+N", "sprout")
        begin.triggered.connect(self.start_requested)
        bring = self._action("import_cards", say("&Bring contacts…"), "Ctrl+I", "import")
        bring.triggered.connect(self.choose_cards)
        open_it = self._action("open_book", say("&Open book…"), "Ctrl+O", "folder-open")
        open_it.triggered.connect(self.choose_book)
        leave = self._action("quit", say("&Quit"), "Ctrl+Q", "")
        leave.triggered.connect(self.close)
        look = self._action("sample", say("&Look around in a sample"), "", "compass")
        look.triggered.connect(self.look_requested)
        book.addActions([begin, bring, look])
        book.addSeparator()
        book.addAction(open_it)
        book.addSeparator()
        book.addAction(leave)
        help_menu = self.menuBar().addMenu(say("&Help"))
        help_menu.setObjectName("menu.help")
        guide = self._action("guide", say("&Guide"), "F1", "circle-help")
        guide.triggered.connect(partial(self._explain, "show_guide"))
        keys = self._action("keys", say("&Keyboard shortcuts"), "Ctrl+?", "info")
        keys.triggered.connect(partial(self._explain, "show_keys"))
        about = self._action("about", say("&About Relbook"), "", "book-user")
        about.triggered.connect(partial(self._explain, "show_about"))
        help_menu.addActions([guide, keys, about])

    def _action(self, name: str, text: str, keys: str, icon: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"action.{name}")
        if icon:
            action.setIcon(self._theme.icons.icon(icon))
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

    def _add_middle(self) -> None:
        self._middle = _Middle(self._theme, [self.look, self.start, self.bring])
        self._middle.open_button.clicked.connect(self.choose_book)
        area = QScrollArea()
        area.setObjectName("welcome.area")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._middle)
        area.viewport().installEventFilter(self)
        self._area = area
        ground = _Ground(self._theme)
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(0, 1, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notice_bar)
        outer.addWidget(area, 1)
        self.setCentralWidget(ground)

    def _add_foot(self) -> None:
        theme, m = self._theme, self._theme.measure
        self._said = Label(theme, say("No book is open"), "small")
        self._said.setObjectName("status.said")
        private = QFrame()
        line = QHBoxLayout(private)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(m(6))
        line.addWidget(IconLabel(theme, "lock", 13))
        promise = Label(theme, say("No account. Nothing leaves this computer."), "small")
        promise.setObjectName("status.private")
        line.addWidget(promise)
        bar = self.statusBar()
        bar.setObjectName("statusBar")
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(m(12), 0, m(8), 0)
        bar.addWidget(self._said, 1)
        bar.addPermanentWidget(private)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._middle.fit(self._area.viewport().width(), self._area.viewport().height())
        return super().eventFilter(watched, event)

    # What can be asked of it

    def choose_cards(self) -> None:
        """Ask for files of contacts; `bring_requested` tells which."""
        if files := choose_contacts(self, Path.home()):
            self.bring_requested.emit(files)

    def choose_book(self) -> None:
        """Ask for a book; `book_requested` tells which."""
        file, _ = QFileDialog.getOpenFileName(
            self, say("Open book"), str(Path.home()), say("Relbook books") + " (*.relbook)"
        )
        if file:
            self.book_requested.emit(Path(file))

    @cached_property
    def helping(self) -> "Helping":
        """What explains."""
        from relbook.gui.helping import Helping

        return Helping(self._theme, self)

    def _explain(self, wish: str) -> None:
        getattr(self.helping, wish)()

    # Files dropped here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            book = _book_among(files)
            self.bring.invite(book is None)
            self._said.setText(
                say("Let go to bring these contacts in")
                if book is None
                else say("Let go to open “{name}”", name=book.name)
            )

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._end_drag()
        event.acceptProposedAction()
        files = dropped_files(event.mimeData())
        book = _book_among(files)
        if book is not None:
            self.book_requested.emit(book)
        elif files:
            self.bring_requested.emit(files)

    def _end_drag(self) -> None:
        self.bring.invite(wished=False)
        self._said.setText(say("No book is open"))


class _Ground(QWidget):
    """What all lies on, parted from the menus by a hairline."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = self._theme.colours, QPainter(self)
        painter.fillRect(event.rect(), colours.window)
        painter.fillRect(0, 0, self.width(), 1, colours.hairline)


class _Middle(QWidget):
    """The column in the middle: the picture where there is room for it, and the choices."""

    def __init__(self, theme: Theme, choices: list[Choice]) -> None:
        super().__init__()
        self._theme = theme
        m = theme.measure
        self._scene = Scene(theme)
        title = Label(theme, say("A book about people"), "hero", wrap=True)
        lead = Label(
            theme,
            say(
                "For what you would be sorry to forget: how you met, what they love, what you "
                "promised."
            ),
            "lead",
            "muted",
            wrap=True,
        )
        for label in (title, lead):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(m(16))
        for choice in choices:
            side_by_side.addWidget(choice, 1)
        have = Label(theme, say("Have a book already?"), "text", "muted")
        self.open_button = Button(theme, say("Open it"), "welcome.open", "link")
        self.open_button.setAccessibleDescription(say("Open a Relbook book from a file"))
        self.open_button.setAutoDefault(True)
        open_line = QHBoxLayout()
        open_line.setSpacing(m(4))
        open_line.addStretch()
        open_line.addWidget(have)
        open_line.addWidget(self.open_button)
        open_line.addStretch()

        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(title)
        words.addSpacing(m(6))
        words.addWidget(lead)
        words.addSpacing(m(26))
        words.addLayout(side_by_side)
        words.addSpacing(m(12))
        words.addLayout(open_line)
        self._lines = words
        column = QWidget()
        column.setMaximumWidth(m(COLUMN))
        self._column = inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(m(GAP))
        inner.addWidget(self._scene)
        inner.addWidget(self._words)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(m(EDGE), m(EDGE), m(EDGE), m(EDGE))
        outer.setSpacing(0)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)

    def add_books(self, books: Sequence[Path], chosen: Callable[[Path], None]) -> None:
        """Show below the choices which books there are."""
        metrics, room = self._theme.metrics("text"), self._theme.measure(COLUMN) * 0.8
        for at, book in enumerate(books[:MOST]):
            words = say("Open “{name}”", name=book.stem)
            cut = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
            button = Button(self._theme, literal(cut), f"welcome.book.{at}", "link", "book-open")
            button.setAccessibleName(words)
            button.setToolTip(plain_tip(str(book)))
            button.clicked.connect(partial(chosen, book))
            self._lines.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def minimumSizeHint(self) -> QSize:
        # How high it must be depends on its width alone: what wraps need not wrap here.
        return QSize(super().minimumSizeHint().width(), 0)

    def fit(self, width: int, height: int) -> None:
        """Let the picture have what `width` and `height` leave it; none if that is too little."""
        m = self._theme.measure
        width = min(width - 2 * m(EDGE), m(COLUMN))
        room = height - 2 * m(EDGE) - m(GAP) - self._words.heightForWidth(width)
        high = self._scene.height_in(width, room)
        self._scene.setVisible(high > 0)
        if high:
            self._scene.setFixedHeight(high)
        # At once, or a scroll bar would show for a moment.
        self._column.activate()


def _book_among(files: list[Path]) -> Path | None:
    return next((file for file in files if file.suffix.lower() in BOOK_FILES), None)
