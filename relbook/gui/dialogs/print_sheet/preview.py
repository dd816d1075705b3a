"""The pages of a sheet as they will be on paper."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsEffect,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from relbook.core.words import say
from relbook.gui.printing import Paper, Proof, ProvedPage, Reader
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.labels import Label

NEARER, CLOSEST, FARTHEST = 1.25, 4.0, 0.2
KEPT = 100  # photos, of a hundred kilobytes each: one comes back to a page just seen
PAUSE = 50  # ms after a page is shown, before that which follows is seen to
MM_PER_INCH = 25.4


class Preview(QWidget):
    """The pages as they will be, one at a time, with a bar to turn them and to come nearer.

    Until there are any, it shows a blank one of `paper`.
    """

    def __init__(self, theme: Theme, photos: Reader | None, paper: Paper) -> None:
        super().__init__()
        self._theme = theme
        self._photos = _Kept(photos) if photos is not None else None
        self._proof: Proof | None = None
        self._count = 1
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(PAUSE)
        self._ahead.timeout.connect(self._read_ahead)
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # Never the printer itself: a preview must not wait for one, nor depend on it.
        self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self._printer.setFullPage(True)
        self._view = QPrintPreviewWidget(self._printer)
        self._view.setObjectName("sheet.preview")
        self._view.setAccessibleName(say("Preview of the sheet"))
        self._view.setViewMode(QPrintPreviewWidget.ViewMode.SinglePageView)
        self._view.setZoomMode(QPrintPreviewWidget.ZoomMode.FitInView)
        self._view.paintRequested.connect(self._give_paper)
        self._view.previewChanged.connect(self._tell)
        (self._pane,) = self._view.findChildren(QGraphicsView)
        self._pane.setObjectName("sheet.pane")
        self._pane.setAccessibleName(say("Preview of the sheet"))
        self._pane.setFrameShape(QFrame.Shape.NoFrame)
        self._where = Label(theme, "", "small", "muted")
        self._where.setObjectName("sheet.where")
        self._where.setMinimumWidth(theme.measure(72))  # what is beside it stays where it is
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.measure(8))
        column.addLayout(self._bar())
        column.addWidget(self._view, 1)
        self._show(paper, [None])
        self._dress()
        theme.changed.connect(self._dress)

    def show_proof(self, proof: Proof) -> None:
        """Show `proof`, at the page that was shown before if there is one."""
        page = self._view.currentPage()
        self._proof = proof
        self._show(proof.paper, proof.pages)
        self._turn_to(page)

    def turn_on(self) -> None:
        """Go to the next page."""
        self._turn_to(self._view.currentPage() + 1)

    def turn_back(self) -> None:
        """Go to the page before."""
        self._turn_to(self._view.currentPage() - 1)

    def come_nearer(self) -> None:
        """Show it larger."""
        self._view.setZoomFactor(min(CLOSEST, self._view.zoomFactor() * NEARER))

    def step_back(self) -> None:
        """Show it smaller."""
        self._view.setZoomFactor(max(FARTHEST, self._view.zoomFactor() / NEARER))

    def whole_page(self) -> None:
        """Show the page whole."""
        self._view.fitInView()

    def page_width(self) -> None:
        """Show the page as wide as there is room."""
        self._view.fitToWidth()

    def _show(self, paper: Paper, pages: Sequence[ProvedPage | None]) -> None:
        self._printer.setPageSize(paper.size())
        self._count = len(pages)
        self._view.updatePreview()
        papers = self._pane.scene().items(Qt.SortOrder.AscendingOrder)
        for shown, page in zip(papers, pages, strict=True):
            shown.setGraphicsEffect(_Seen(self._theme, paper, page, self._photos))

    def _give_paper(self, printer: QPrinter) -> None:
        """Give Qt as many pages as there are, all of them blank: what is on them is `_Seen`'s."""
        painter = QPainter(printer)
        for _ in range(1, self._count):
            printer.newPage()
        painter.end()

    def _turn_to(self, page: int) -> None:
        self._view.setCurrentPage(max(1, min(page, self._view.pageCount())))
        self._tell()

    def _bar(self) -> QHBoxLayout:
        theme = self._theme
        bar = QHBoxLayout()
        bar.setSpacing(theme.measure(6))
        self._back = IconButton(theme, "chevron-left", say("The page before"), "sheet.back")
        self._back.clicked.connect(self.turn_back)
        self._on = IconButton(theme, "chevron-right", say("The next page"), "sheet.on")
        self._on.clicked.connect(self.turn_on)
        less = IconButton(theme, "minus", say("Smaller"), "sheet.smaller")
        less.clicked.connect(self.step_back)
        more = IconButton(theme, "plus", say("Larger"), "sheet.larger")
        more.clicked.connect(self.come_nearer)
        whole = Button(theme, say("Whole page"), "sheet.whole", "quiet")
        whole.clicked.connect(self.whole_page)
        wide = Button(theme, say("Page width"), "sheet.wide", "quiet")
        wide.clicked.connect(self.page_width)
        for widget in (self._back, self._where, self._on):
            bar.addWidget(widget)
        bar.addStretch()
        for button in (less, more, whole, wide):
            bar.addWidget(button)
        for keys, run in (
            ("PgDown", self.turn_on),
            ("PgUp", self.turn_back),
            ("Ctrl++", self.come_nearer),
            ("Ctrl+=", self.come_nearer),
            ("Ctrl+-", self.step_back),
            ("Ctrl+0", self.whole_page),
            ("Ctrl+1", self.page_width),
        ):
            QShortcut(QKeySequence(keys), self, run)
        return bar

    def _tell(self) -> None:
        page = self._view.currentPage()
        count = self._proof.count if self._proof else 0
        words = say("page {page} of {pages}", page=page, pages=count) if count else ""
        self._where.setText(words)
        self._view.setAccessibleDescription(words)
        self._back.setEnabled(page > 1)
        self._on.setEnabled(page < self._view.pageCount())
        self._ahead.start()

    def _read_ahead(self) -> None:
        """Read the photos of the next page, so that one turns to it within a frame."""
        if self._proof is not None and self._photos is not None and self.isVisible():
            for page in self._proof.pages[self._view.currentPage() :][:1]:
                page.read(self._photos)

    def _dress(self) -> None:
        colours = self._theme.colours
        self._pane.scene().setBackgroundBrush(colours.hover)
        self._pane.setStyleSheet(
            "QGraphicsView { border: 2px solid transparent; border-radius: 7px; }"
            f"QGraphicsView:focus {{ border-color: {colours.accent.name()}; }}"
        )


class _Kept:
    """Photos read lately."""

    def __init__(self, photos: Reader) -> None:
        self.image: Callable[[str, int], QImage | None] = lru_cache(KEPT)(photos.image)


class _Seen(QGraphicsEffect):
    """Draws a page on its paper whenever it is seen, and a thin edge about it.

    Qt would have all pages drawn beforehand, and a black shadow about each.
    """

    def __init__(
        self, theme: Theme, paper: Paper, page: ProvedPage | None, photos: Reader | None
    ) -> None:
        super().__init__()
        self._theme, self._paper, self._page, self._photos = theme, paper, page, photos

    def draw(self, painter: QPainter) -> None:
        around = self.sourceBoundingRect(Qt.CoordinateSystem.LogicalCoordinates)
        room = around.left()  # for the shadow: the page begins at 0
        page = around.adjusted(-room, -room, room, room)
        painter.save()
        painter.setPen(QPen(self._theme.colours.outline, 0))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(page)
        if self._page is not None:
            wide = self._paper.wide / MM_PER_INCH * painter.device().logicalDpiX()
            painter.scale(page.width() / wide, page.width() / wide)
            self._page.draw(painter, self._photos)
        painter.restore()
