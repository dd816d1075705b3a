"""Faces for people: their photo, read from the book and kept small, or their initials."""

from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

from relbook.core.errors import Refused
from relbook.core.names import initials
from relbook.core.store.book import Book
from relbook.core.words import say
from relbook.gui.faces import Face

SIDE = 256  # pixels: the largest face on screen is 104, drawn at up to twice that
KEPT = 400
LARGEST = 60_000_000  # pixels of an image that is still read
STORED_SIDE = 800
STORED_BYTES = 400_000


class Photos:
    """Reads photos of `book` once and keeps the last few hundred."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()

    def face(self, uid: str, name: str, photo: str | None) -> Face:
        """The face of someone; a photo that cannot be read gives way to initials."""
        return Face(uid, initials(name), self._pixmap(photo) if photo else None)

    def image(self, photo: str, side: int) -> QImage | None:
        """A photo as a square at most `side` pixels wide, for paper; None if it cannot be read.

        Not kept. May be called in the worker's thread, where pixmaps may not be made.
        """
        data = self._book.bytes_of(photo)
        return None if data is None else _square(data, side)

    def _pixmap(self, photo: str) -> QPixmap | None:
        if photo in self._kept:
            self._kept.move_to_end(photo)
            return self._kept[photo]
        data = self._book.bytes_of(photo)
        image = None if data is None else _square(data, SIDE)
        pixmap = None if image is None else QPixmap.fromImage(image)
        self._kept[photo] = pixmap
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return pixmap


def as_photo(data: bytes) -> bytes:
    """`data`, an image file, as it is worth keeping: a large one is made smaller.

    Raises `Refused` for what is no image, or one too large to be a photo of someone.
    """
    reader, _buffer = _reader(data)
    size = reader.size()
    if not reader.canRead() or size.isEmpty() or size.width() * size.height() > LARGEST:
        raise Refused(
            say("That is no picture Relbook can read. Nothing was changed; try a JPEG or PNG file.")
        )
    if len(data) <= STORED_BYTES and max(size.width(), size.height()) <= 2 * STORED_SIDE:
        return data
    reader.setScaledSize(size.scaled(STORED_SIDE, STORED_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Refused(say("That picture is damaged. Nothing was changed; try another copy of it."))
    out = QByteArray()
    buffer = QBuffer(out)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG" if image.hasAlphaChannel() else "JPEG", 88)  # type: ignore[call-overload]
    return bytes(out.data())


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    """A reader over `data`, and the buffer that must live as long."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return reader, buffer


def _square(data: bytes, most: int) -> QImage | None:
    """The middle square of an image file, at most `most` wide, or None if it cannot be read."""
    reader, _buffer = _reader(data)
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > LARGEST:
        return None
    if min(size.width(), size.height()) > most:
        reader.setScaledSize(
            size.scaled(QSize(most, most), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        )
    image = reader.read()
    if image.isNull():
        return None
    side = min(image.width(), image.height())
    return image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
