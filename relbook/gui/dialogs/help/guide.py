"""The guide: a few chapters, each with a picture of the window, to be read beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QTextDocument,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from relbook.core.words import language, say
from relbook.gui.dialogs.help.chapters import CHAPTERS, Block, Chapter, Run, read
from relbook.gui.models.listing import Listing
from relbook.gui.theme import FontRole, Theme
from relbook.gui.widgets.buttons import Button
from relbook.gui.widgets.canvas import paint_block
from relbook.gui.widgets.labels import Label, announce
from relbook.gui.widgets.side_list import SideList, Strip

WIDE, HIGH = 900, 760  # design pixels
LIST, ROW = 210, 34
COLUMN = 600  # no line of text is longer
EDGE = 30
DIMMED = 43  # of 255: how much darker a light picture is in dark colours
DENSITY = 2  # pixels of a picture to a design pixel
SCROLLING = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    title: str

    def spoken(self) -> str:
        """The row in one line."""
        return self.title


class Guide(QDialog):
    """A window of its own, which stands in nobody's way. `asset` finds texts and pictures.

    The arrows go from chapter to chapter in the list, and scroll in the text; from anywhere Alt with
    left and right leads on.
    """

    def __init__(self, theme: Theme, asset: Callable[[str], Path]) -> None:
        # Nobody's child: a dialog that stands before the window would stop it too.
        super().__init__(None, Qt.WindowType.Window)
        self._theme = theme
        self.setObjectName("guide")
        self.setWindowTitle(say("Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        folder = asset("guide")
        self._chapters = {name: read(folder, name, language()) for name in CHAPTERS}
        self._model = Listing(self)
        self.view = SideList(
            theme, self._model, "guide.chapters", say("Chapters"), ROW, self._paint
        )
        self._model.show([_Row(name, one.title) for name, one in self._chapters.items()])
        self.view.picked.connect(lambda key, _add: self.view.go_to(key))
        self.view.escaped.connect(self.reject)
        self.view.installEventFilter(self)
        self.page = Page(theme, folder / "pictures")
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show())
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self._turn(by))
        self.resize(theme.measure(WIDE), theme.measure(HIGH))
        self.view.go_to(CHAPTERS[0])
        self.view.setFocus()

    def _lay_out(self) -> None:
        theme, m = self._theme, self._theme.measure
        side = QWidget()
        theme.spread(side, "side")
        side.setFixedWidth(m(LIST))
        left = QVBoxLayout(side)
        left.setContentsMargins(m(8), m(20), m(8), m(12))
        left.setSpacing(m(8))
        head = Label(theme, say("Guide"), "strong")
        head.setContentsMargins(m(10), 0, 0, 0)
        left.addWidget(head)
        left.addWidget(self.view, 1)
        self._before = Button(theme, say("Back"), "guide.before", "quiet", "chevron-left")
        self._after = Button(theme, say("Next"), "guide.after", "link")
        close = Button(theme, say("Close"), "guide.close")
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after.clicked.connect(lambda: self._turn(1))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(m(EDGE - 10), m(8), m(16), m(12))
        foot.setSpacing(m(8))
        foot.addWidget(self._before)
        foot.addWidget(self._after)
        foot.addStretch()
        foot.addWidget(close)
        right = QVBoxLayout()
        right.setContentsMargins(m(4), m(4), m(4), 0)
        right.setSpacing(0)
        right.addWidget(self.page, 1)
        right.addWidget(_Hairline(theme))
        right.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addLayout(right, 1)
        for button in (self._before, self._after, close):
            button.setAutoDefault(True)
            button.setDefault(False)

    def open_at(self, chapter: str) -> None:
        """Show a chapter, in front of the other windows."""
        self.view.go_to(chapter)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def chapter(self) -> Chapter:
        """What is being read."""
        return self._chapters[self.view.key()]

    def _show(self) -> None:
        at = CHAPTERS.index(self.chapter.name)
        self.page.show_chapter(self.chapter)
        self._before.setEnabled(at > 0)
        after = CHAPTERS[at + 1] if at + 1 < len(CHAPTERS) else ""
        self._after.setEnabled(bool(after))
        title = self._chapters[after].title if after else ""
        self._after.set_word(say("Next: {chapter}", chapter=title) if after else say("Next"))

    def _turn(self, by: int) -> None:
        at = CHAPTERS.index(self.chapter.name) + by
        if 0 <= at < len(CHAPTERS):
            self.view.go_to(CHAPTERS[at])
            announce(self.page, self.chapter.title)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            room = self.screen().availableSize()
            self.resize(
                self.size().boundedTo(QSize(room.width() * 97 // 100, room.height() * 9 // 10))
            )
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # In the list the arrows go from chapter to chapter; the other keys scroll the text.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in SCROLLING:
                self.page.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.page.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _paint(self, strip: Strip, row: Any) -> None:
        colours, m = strip.colours, strip.theme.measure
        current = row.key == self.view.key()
        strip.ground(chosen=current)
        if current:
            bar = strip.area(0, m(9), m(3), strip.height - m(18))
            paint_block(strip.painter, bar, m(1.5), colours.accent)
        role: FontRole = "strong" if current else "text"
        base = strip.line(role, 0, strip.height)
        strip.text(m(12), base, strip.width - m(20), row.title, role, colours.text)
        if strip.focused:
            strip.ring(0, m(8), colours.accent)


class Page(QTextEdit):
    """A chapter as running text with its picture, in the look of the moment."""

    def __init__(self, theme: Theme, pictures: Path) -> None:
        super().__init__()
        self._theme, self._pictures = theme, pictures
        self._chapter: Chapter | None = None
        self._set_for = -1  # the width, in pixels
        self.setObjectName("guide.page")
        self.setReadOnly(True)
        self.setProperty("leaf", True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        if QAccessible.isActive():  # a screen reader reads along with the caret
            flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(theme.measure(20))
        self.setFont(theme.font("text"))
        theme.changed.connect(self._render)

    def show_chapter(self, chapter: Chapter) -> None:
        """Show another chapter from its beginning."""
        self._chapter = chapter
        self.setAccessibleName(chapter.title)
        self._render()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not when only a scroll bar came or went: that happens while the text is being set, which
        # set once more within would stand there twice.
        if self.width() != self._set_for:
            self._render()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Our own picture, as large as it is shown; nothing else is ever loaded."""
        address = QUrl(name)
        if kind == QTextDocument.ResourceType.ImageResource.value and address.scheme() == "picture":
            return self._drawn(address.path())
        return None

    def picture(self, name: str) -> Path:
        """The file of a picture in the look of the moment; one look may serve both."""
        dark = self._pictures / f"{name}-dark.png"
        return dark if self._theme.colours.dark and dark.exists() else self._light(name)

    def _light(self, name: str) -> Path:
        return self._pictures / f"{name}-light.png"

    # How it is set

    def _render(self) -> None:
        chapter = self._chapter
        if chapter is None:
            return
        self._set_for = self.width()
        bar = self.verticalScrollBar()
        read = bar.value() / bar.maximum() if bar.maximum() else 0.0
        # Of the whole width, and not of what a scroll bar leaves: it would come and go.
        m = self._theme.measure
        room = self.width() - bar.sizeHint().width() - 4
        side = max(m(EDGE), (room - m(COLUMN)) // 2)
        self.setHtml(self._html(chapter, room - 2 * side))
        frame = QTextFrameFormat()
        frame.setLeftMargin(side)
        frame.setRightMargin(side)
        frame.setTopMargin(m(22))
        frame.setBottomMargin(m(18))
        self.document().rootFrame().setFrameFormat(frame)
        bar.setValue(round(read * bar.maximum()))

    def _html(self, chapter: Chapter, room: int) -> str:
        theme, m = self._theme, self._theme.measure
        size = self._size(chapter.picture, room)
        look = "dark" if theme.colours.dark else "light"
        address = f"picture:{chapter.picture}/{look}/{size.width()}/{size.height()}"
        muted = theme.colours.muted.name()
        parts = [
            f'<h1 style="margin:0 0 {m(4)}px 0; {self._font("display")}">'
            f"{escape(chapter.title)}</h1>",
            f'<p style="margin:0 0 {m(14)}px 0; line-height:112%; color:{muted}; '
            f'{self._font("lead")}">{self._runs(chapter.lead)}</p>',
            f'<p style="margin:0 0 {m(6)}px 0"><img src="{address}" width="{size.width()}" '
            f'height="{size.height()}" alt="{escape(chapter.caption)}"></p>',
            f'<p style="margin:0 0 {m(14)}px 0; line-height:112%; color:{muted}; '
            f'{self._font("small")}">{escape(chapter.caption)}</p>',
        ]
        for listed, some in groupby(chapter.blocks, lambda block: block.item):
            words = [self._runs(block) for block in some]
            if listed:
                *first, last = words
                items = [*(_item(one, m(5)) for one in first), _item(last, m(10))]
                parts.append(f"<ul>{''.join(items)}</ul>")
            else:
                style = f"margin:0 0 {m(10)}px 0; line-height:112%"
                parts += [f'<p style="{style}">{one}</p>' for one in words]
        return "".join(parts)

    def _runs(self, block: Block) -> str:
        return "".join(map(self._run, block.runs))

    def _run(self, run: Run) -> str:
        text = escape(run.text)
        if run.kind == "keys":
            shown = QKeySequence(run.text).toString(QKeySequence.SequenceFormat.NativeText)
            words = escape(shown or run.text).replace(" ", "\u00a0")
            ground = self._theme.colours.card.name()
            return (
                f'<span style="background-color:{ground}; {self._font("chip")}">'
                f"\u00a0{words}\u00a0</span>"
            )
        if run.kind in ("menu", "seen"):
            return f'<span style="font-weight:600">{text}</span>'
        return text

    def _font(self, role: FontRole) -> str:
        font = self._theme.font(role)
        family = font.families()[0]
        weight = font.weight().value
        return f"font-family:'{family}'; font-size:{font.pointSizeF():.2f}pt; font-weight:{weight}"

    def _size(self, name: str, room: int) -> QSize:
        """How large a picture is shown where there is so much `room`."""
        whole = QImage(str(self.picture(name))).size() / DENSITY
        m = self._theme.measure
        size = QSize(m(whole.width()), m(whole.height()))
        return size.scaled(room, size.height(), Qt.AspectRatioMode.KeepAspectRatio).boundedTo(size)

    def _drawn(self, path: str) -> QImage:
        """A picture with round corners and a hairline, in the pixels of this screen."""
        name, _look, width, height = path.split("/")
        dpr = self.devicePixelRatioF()
        size = QSize(round(int(width) * dpr), round(int(height) * dpr))
        drawn = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        drawn.fill(0)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPainterPath()
        radius = self._theme.measure(10) * dpr
        edge.addRoundedRect(QRectF(drawn.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setClipPath(edge)
        whole = QImage(str(self.picture(name)))
        smooth = Qt.TransformationMode.SmoothTransformation
        painter.drawImage(0, 0, whole.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        if self._theme.colours.dark and self.picture(name) == self._light(name):
            painter.fillRect(drawn.rect(), QColor(0, 0, 0, DIMMED))  # paper, as photos are
        painter.setClipping(False)
        painter.setPen(QPen(self._theme.colours.hairline, max(1.0, dpr)))
        painter.drawPath(edge)
        painter.end()
        drawn.setDevicePixelRatio(dpr)
        return drawn


class _Hairline(QWidget):
    """A rule of one pixel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.colours.hairline)


def _item(words: str, below: int) -> str:
    return f'<li style="margin:0 0 {below}px 0; line-height:112%">{words}</li>'
