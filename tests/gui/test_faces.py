"""A face is round, always of the same colour, and not drawn twice."""

import pytest
from PySide6.QtGui import QColor, QFont, QPixmap

from relbook.gui.faces import HUES, Face, FaceCache, ground, hue, ink
from relbook.gui.theme import Theme
from tests.gui.contrast import contrast

pytestmark = pytest.mark.usefixtures("qapp")


def photo(colour: str) -> QPixmap:
    made = QPixmap(300, 200)
    made.fill(QColor(colour))
    return made


def test_a_person_keeps_their_hue_for_ever() -> None:
    assert [hue(uid) for uid in ("a", "b", "urn:uuid:1")] == [88, 172, 276]
    assert {hue(str(number)) for number in range(200)} == set(HUES)


def test_initials_can_be_read_on_every_hue() -> None:
    for number in range(200):
        for dark in (False, True):
            assert contrast(ink(str(number), dark), ground(str(number), dark)) >= 5.8


def test_a_photo_is_cut_round_and_dimmed_in_the_dark() -> None:
    for dark, least, most in ((False, 250, 255), (True, 205, 215)):
        drawn = FaceCache(QFont, lambda dark=dark: dark).pixmap(  # type: ignore[misc]
            Face("u", "AL", photo("#FFFFFF")), 36, 2.0
        )
        image = drawn.toImage()
        assert image.pixelColor(0, 0).alpha() == 0
        assert least <= image.pixelColor(36, 36).red() <= most


def test_a_face_is_drawn_once_for_a_size_a_screen_and_a_palette(theme: Theme) -> None:
    face = Face("u", "AL")
    cache = theme.faces
    assert cache.pixmap(face, 36, 1.0) is cache.pixmap(Face("u", "AL"), 36, 1.0)
    assert cache.pixmap(face, 36, 1.0) is not cache.pixmap(face, 36, 2.0)
    assert cache.pixmap(face, 36, 1.0) is not cache.pixmap(Face("u", "AM"), 36, 1.0)


def test_the_cache_keeps_to_its_limit() -> None:
    cache = FaceCache(QFont, lambda: False, limit=10 * 36 * 36 * 4)
    for number in range(100):
        cache.pixmap(Face("u", f"{number}"), 36, 1.0)
    assert 0 < cache.held <= 10 * 36 * 36 * 4


def test_a_photo_that_is_empty_gives_way_to_initials() -> None:
    cache = FaceCache(QFont, lambda: False)
    drawn = cache.pixmap(Face("u", "AL", QPixmap()), 36, 1.0)
    assert drawn.toImage().pixelColor(18, 2).name() == ground("u", dark=False).name()
