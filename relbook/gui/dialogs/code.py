"""Someone's card as a QR code, for a phone to read from the screen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.labels import announce

SIDE = 300
QUIET = 4  # modules of white around a code (ISO/IEC 18004)


class CodeDialog(Dialog):
    """`code` is what may be shared about who is called `name`, a pixel a module."""

    def __init__(
        self, theme: Theme, name: str, code: QImage, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, "code", parent, 400)
        self._code = code
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(_Code(theme, code, say("QR code with the card of {name}", name=name)))
        line.addStretch()
        self.body.addLayout(line)
        self.add_text(
            say(
                "Hold a phone’s camera before it: what may be shared is in it, without photo and notes."
            ),
            muted=True,
        )
        self._copier = self.add_button(say("Copy picture"), "copy")
        self._copier.clicked.connect(self._copy)
        self.add_close(primary=True)

    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setImage(
            self._code.scaled(QSize(SIDE * 2, SIDE * 2), Qt.AspectRatioMode.KeepAspectRatio)
        )
        self._copier.set_word(say("Copied"))
        announce(self._copier, say("Copied"))


class _Code(QWidget):
    """Black on white, whatever the colours around it: a camera wants it so."""

    def __init__(self, theme: Theme, code: QImage, said: str) -> None:
        super().__init__()
        self._code, self._radius = code, theme.measure(10)
        self.setObjectName("code.picture")
        self.setAccessibleName(said)
        side = theme.measure(SIDE)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        # Whole pixels a module, so that its edges are sharp.
        scale = self.devicePixelRatioF()
        module = int(self.width() * scale) // self._code.width()
        side = module * self._code.width() / scale
        at = (self.width() - side) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawImage(QRectF(at, at, side, side), self._code)
