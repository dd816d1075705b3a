"""The face at the head of a page: shown, clicked, pasted and dropped on."""

from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMimeData,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from relbook.core.words import say
from relbook.gui.faces import Face
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas

KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif")


def image_in(data: QMimeData) -> bytes | None:
    """The picture that was dropped or is on the clipboard, as the bytes of a file of pictures.

    A file, or bytes in a format of pictures, comes as it is; anything else becomes a PNG.
    """
    for url in data.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in SUFFIXES:
            try:
                return path.read_bytes()
            except OSError:
                return None
    for kind in KINDS:
        if data.hasFormat(kind):
            return bytes(data.data(kind).data())
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            held = QByteArray()
            buffer = QBuffer(held)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")  # type: ignore[call-overload]
            return bytes(held.data())
    return None


def _holds_image(data: QMimeData) -> bool:
    return (
        data.hasImage()
        or any(data.hasFormat(kind) for kind in KINDS)
        or any(Path(url.toLocalFile()).suffix.lower() in SUFFIXES for url in data.urls())
    )


class FaceWidget(QAbstractButton):
    """A large face. Click or Enter asks for a photo; one can be pasted and dropped."""

    photo_requested = Signal()
    image_dropped = Signal(object)  # bytes
    removal_requested = Signal()

    def __init__(
        self, theme: Theme, name: str = "face", size: int = 104, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = theme.measure(size)
        self._face = Face("", "")
        self._under_drag = False
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.photo_requested)

    def set(self, face: Face, said: str) -> None:
        """Show `face`, which is of `said`."""
        self._face = face
        self.setAccessibleName(said)
        has = face.photo is not None
        self.setToolTip(say("Change the photo") if has else say("Add a photo"))
        self.setAccessibleDescription(self.toolTip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and self._face.photo is not None:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Paste and Delete may be commands of the window: here they mean the photo.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            has = self._face.photo is not None
            if event.matches(QKeySequence.StandardKey.Paste) or (
                has and event.key() == Qt.Key.Key_Delete
            ):
                event.accept()
                return True
        return super().event(event)

    def paste(self) -> None:
        """Take the picture on the clipboard, if there is one."""
        image = image_in(QGuiApplication.clipboard().mimeData())
        if image is not None:
            self.image_dropped.emit(image)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("faceMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icons = self._theme.icons
        choose = menu.addAction(icons.icon("image-plus"), say("Choose a photo…"))
        choose.triggered.connect(self.photo_requested)
        paste = menu.addAction(icons.icon("image"), say("Paste"))
        paste.setEnabled(_holds_image(QGuiApplication.clipboard().mimeData()))
        paste.triggered.connect(self.paste)
        if self._face.photo is not None:
            remove = menu.addAction(icons.icon("trash-2"), say("Remove the photo"))
            remove.triggered.connect(self.removal_requested)
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _holds_image(event.mimeData()):
            self._under_drag = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._under_drag = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._under_drag = False
        self.update()
        image = image_in(event.mimeData())
        if image is not None:
            event.acceptProposedAction()
            self.image_dropped.emit(image)

    def paintEvent(self, _event: QPaintEvent) -> None:
        canvas = Canvas(QPainter(self), self._theme, self)
        colours, measure = self._theme.colours, self._theme.measure
        canvas.face(self._face, 0, 0, self._size)
        if self.hasFocus() or self._under_drag:
            area = canvas.rect(0, 0, self._size, self._size)
            canvas.ring(area, self._size / 2, colours.accent)
        if self.underMouse() or self._under_drag or self.hasFocus():
            # A camera in a well says that the face can be changed.
            side, icon = measure(30), measure(16)
            at = self._size - side
            well = canvas.rect(at, at, side, side)
            canvas.block(well, side / 2, colours.card)
            canvas.ring(well, side / 2, colours.outline, 1)
            inset = (side - icon) / 2
            canvas.icon("camera", at + inset, at + inset, icon, colours.accent)
        canvas.painter.end()
