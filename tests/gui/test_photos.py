"""Photos read for faces, and kept within bounds."""

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from relbook.core.store.book import Book
from relbook.gui import photos
from relbook.gui.photos import SIDE, SMALL, Photos


def picture(side: int, colour: str) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


@pytest.fixture
def kept(book: Book, qapp: object) -> list[str]:
    with book.edit("Photos"):
        return [book.keep_bytes(picture(400, f"#0000{n:02x}")) for n in range(30)]


def test_a_photo_is_read_as_large_as_it_is_shown(book: Book, kept: list[str]) -> None:
    read = Photos(book)
    large, small = (read.face("u", "Ada Bo", kept[0], small=wish).photo for wish in (False, True))
    assert large is not None
    assert small is not None
    assert (large.width(), small.width()) == (SIDE, SMALL)


def test_what_is_no_photo_gives_way_to_initials(book: Book, qapp: object) -> None:
    with book.edit("Photo"):
        broken = book.keep_bytes(b"no picture")
    face = Photos(book).face("u", "Ada Bo", broken)
    assert (face.photo, face.initials) == (None, "AB")


def test_only_so_many_are_kept_and_those_looked_at_last(
    book: Book, kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "LIMIT", 10 * SMALL * SMALL * 4)
    read = Photos(book)
    first = [read.face("u", "Ada Bo", photo, small=True).photo for photo in kept]
    again = [read.face("u", "Ada Bo", photo, small=True).photo for photo in kept[-10:]]
    assert all(one is other for one, other in zip(first[-10:], again, strict=True))
    assert read.face("u", "Ada Bo", kept[0], small=True).photo is not first[0]
