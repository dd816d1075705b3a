"""The first page of the sheet, small: drawn by what prints it, in a job after a pause."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from relbook.core import briefing
from relbook.core.briefing import Choices
from relbook.core.words import say
from relbook.gui.desk import Desk
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas

PER_INCH = 25.4  # millimetres
EDGE = 5  # design pixels around the paper, for its shadow and the ring of the focus

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A picture of page 1, of how many `pages`, and the name of the paper."""

    image: QImage
    pages: int
    paper: str


def first_page(
    desk: Desk, event: int, choices: Choices, width: int, report: Report | None = None
) -> FirstPage:
    """Draw page 1 of the sheet of `event`, about `width` pixels wide; in any thread."""
    from relbook.gui import printing

    sheet = briefing.of_event(desk.book, event, desk.today(), choices, report)
    paper = printing.usual_paper()
    pages = printing.lay_out(sheet, paper, report)
    dots = max(12, round(width / paper.wide * PER_INCH))
    size = QSize(round(paper.wide / PER_INCH * dots), round(paper.high / PER_INCH * dots))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setDotsPerMeterX(round(dots / PER_INCH * 1000))
    image.setDotsPerMeterY(round(dots / PER_INCH * 1000))
    painter = QPainter(image)
    printing.paint(pages, painter, 0, desk.photos)
    painter.end()
    names = {"a4": say("A4"), "letter": say("Letter")}
    return FirstPage(image, pages.count, names.get(paper.name, paper.name))


def paper_shape() -> float:
    """How high the usual paper is for its width."""
    from relbook.gui.printing import usual_paper

    paper = usual_paper()
    return paper.high / paper.wide


class PagePreview(QAbstractButton):
    """Shows the page it was given last; a click wishes to see it large."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(say("The first page of the sheet"))
        self.setToolTip(say("See the sheet large"))
        self.setAccessibleDescription(self.toolTip())

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def show_image(self, image: QImage | None) -> None:
        """Show a page, or an empty one."""
        self._image = image
        self.update()

    def set_paper_width(self, width: int, shape: float) -> None:
        """Be as large as a paper of `width` pixels needs."""
        edge = 2 * self._theme.measure(EDGE)
        size = QSize(width + edge, round(width * shape) + edge)
        if size != self.size() or self.minimumSize() != size:
            self.setFixedSize(size)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        canvas = Canvas(QPainter(self), self._theme, self)
        edge = self._theme.measure(EDGE)
        paper = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter = canvas.painter
        for reach, depth in ((3, 8), (2, 12), (1, 20)):
            under = paper.adjusted(-reach, 1 - reach, reach, 1 + reach)
            canvas.block(under, reach, QColor(0, 0, 0, depth))
        painter.fillRect(paper, Qt.GlobalColor.white)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, self._image)
        if self._theme.colours.dark:
            painter.fillRect(paper, QColor(0, 0, 0, 28))
        if self.hasFocus():
            canvas.ring(QRectF(self.rect()), self._theme.measure(4), self._theme.colours.accent)
        painter.end()
