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
SMALL = 100  # for rows of lists, and three times as quick to read
LIMIT = 24 * 1024 * 1024  # bytes of photos kept: some 600 small ones
FACES = 3_000  # faces without one that are kept
LARGEST = 60_000_000  # pixels of an image that is still read
STORED_SIDE = 800
STORED_BYTES = 400_000


class Photos:
    """Reads photos of `book` once and keeps the last few hundred."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept: OrderedDict[tuple[str, int], QPixmap | None] = OrderedDict()
        self._bytes = 0
        self._plain: dict[tuple[str, str], Face] = {}  # by uid and name: those without a photo

    def face(self, uid: str, name: str, photo: str | None, *, small: bool = False) -> Face:
        """The face of someone; a photo that cannot be read gives way to initials.

        A `small` one is for the rows of a long list.
        """
        plain = self._plain.get((uid, name))
        if plain is None:
            if len(self._plain) >= FACES:
                self._plain.clear()
            plain = self._plain[uid, name] = Face(uid, initials(name))
        picture = self._pixmap(photo, SMALL if small else SIDE) if photo else None
        return plain if picture is None else Face(uid, plain.initials, picture)

    def image(self, photo: str, side: int) -> QImage | None:
        """A photo as a square at most `side` pixels wide, for paper; None if it cannot be read.

        Not kept. May be called in the worker's thread, where pixmaps may not be made.
        """
        data = self._book.bytes_of(photo)
        return None if data is None else _square(data, side)

    def _pixmap(self, photo: str, side: int) -> QPixmap | None:
        key = photo, side
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        image = self.image(photo, side)
        pixmap = None if image is None else QPixmap.fromImage(image)
        self._kept[key] = pixmap
        self._bytes += _weight(pixmap)
        while self._bytes > LIMIT and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1])
        return pixmap


def _weight(pixmap: QPixmap | None) -> int:
    return 0 if pixmap is None else pixmap.width() * pixmap.height() * 4


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
