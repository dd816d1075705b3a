"""The pages of a sheet as they will be on paper."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPainterPath, QPen, QShortcut
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
from relbook.gui.printing import Paper, Proof
from relbook.gui.theme import Theme
from relbook.gui.widgets.buttons import Button, IconButton
from relbook.gui.widgets.labels import Label

NEARER, CLOSEST, FARTHEST = 1.25, 4.0, 0.2


class Preview(QWidget):
    """The pages as they will be, one at a time, with a bar to turn them and to come nearer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._proof: Proof | None = None
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # Never the printer itself: a preview must not wait for one, nor depend on it.
        self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self._printer.setFullPage(True)
        self._paper: Paper | None = None
        self._view = QPrintPreviewWidget(self._printer)
        self._view.setObjectName("sheet.preview")
        self._view.setAccessibleName(say("Preview of the sheet"))
        self._view.setViewMode(QPrintPreviewWidget.ViewMode.SinglePageView)
        self._view.setZoomMode(QPrintPreviewWidget.ZoomMode.FitInView)
        self._view.paintRequested.connect(self._draw)
        self._view.previewChanged.connect(self._tell)
        pane = self._view.findChild(QGraphicsView)
        self._pane = pane if isinstance(pane, QGraphicsView) else None
        if self._pane is not None:
            self._pane.setObjectName("sheet.pane")
            self._pane.setAccessibleName(say("Preview of the sheet"))
            self._pane.setFrameShape(QFrame.Shape.NoFrame)
        self._where = Label(theme, "", "small", "muted")
        self._where.setObjectName("sheet.where")
        self._part = Label(theme, "", "small", "muted")
        self._part.setObjectName("sheet.part")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.measure(8))
        column.addLayout(self._bar())
        column.addWidget(self._view, 1)
        column.addWidget(self._part)
        self._dress()
        theme.changed.connect(self._dress)

    def show_proof(self, proof: Proof) -> None:
        """Show `proof`, at the page that was shown before if there is one."""
        if proof.paper != self._paper:
            self._paper = proof.paper
            self._printer.setPageSize(proof.paper.size())
        self._proof = proof
        self._part.setVisible(proof.count > len(proof.pages))
        self._part.setText(
            say(
                "The first {shown} of {all} pages are shown here; all of them are printed.",
                shown=len(proof.pages),
                all=proof.count,
            )
        )
        page = self._view.currentPage()
        self._view.updatePreview()
        self._edge()
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

    def _draw(self, printer: QPrinter) -> None:
        if self._proof is None:
            return
        painter = QPainter(printer)
        for at, page in enumerate(self._proof.pages):
            if at:
                printer.newPage()
            page.draw(painter)
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

    def _dress(self) -> None:
        if self._pane is not None and self._pane.scene() is not None:
            colours = self._theme.colours
            self._pane.scene().setBackgroundBrush(colours.hover)
            self._pane.setStyleSheet(
                "QGraphicsView { border: 2px solid transparent; border-radius: 7px; }"
                f"QGraphicsView:focus {{ border-color: {colours.accent.name()}; }}"
            )

    def _edge(self) -> None:
        """Give each page an edge."""
        if self._pane is not None and self._pane.scene() is not None:
            for page in self._pane.scene().items():
                page.setGraphicsEffect(_Edge(self._theme))


class _Edge(QGraphicsEffect):
    """Covers the black shadow that Qt draws about a page: paper here has an edge and no more."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def draw(self, painter: QPainter) -> None:
        self.drawSource(painter)
        inside = self.sourceBoundingRect(Qt.CoordinateSystem.LogicalCoordinates)
        around = self.sourceBoundingRect(Qt.CoordinateSystem.DeviceCoordinates)
        # A page begins at 0, its shadow's room at a negative place.
        margin = -inside.left() * around.width() / inside.width()
        page = around.adjusted(margin, margin, -margin, -margin)
        outside = QPainterPath()
        outside.addRect(around)
        outside.addRect(page)
        painter.save()
        painter.resetTransform()
        painter.setClipping(False)
        painter.fillPath(outside, self._theme.colours.hover)
        painter.setPen(QPen(self._theme.colours.outline, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(page)
        painter.restore()
