"""The picture of the first start, and the faces in it."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relbook.gui.theme import Theme
from relbook.gui.widgets import portrait as portraits
from relbook.gui.widgets.portrait import Portrait, paint_portrait
from relbook.gui.widgets.scene import Scene
from relbook.gui.widgets.shape import shape

PLAIN = Portrait("sand", "crop", "brown", "#DDE6D9", "#596F8C")


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme) -> Scene:
    made = Scene(theme)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    return made


def draw(portrait: Portrait, side: int = 64) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_portrait(painter, QRectF(0, 0, side, side), portrait)
    painter.end()
    return image


def test_day_and_night_follow_the_palette(scene: Scene, theme: Theme, qapp: QApplication) -> None:
    day = scene.grab().toImage()
    theme.apply(qapp, "dark")
    try:
        night = scene.grab().toImage()
    finally:
        theme.apply(qapp, "light")
    middle = (day.width() // 2, 20)
    assert day.pixelColor(*middle).lightness() > 180
    assert night.pixelColor(*middle).lightness() < 80
    assert scene.grab().toImage() == day


def test_it_is_mirrored_where_one_reads_from_the_right(scene: Scene) -> None:
    def sun(image: QImage) -> list[bool]:
        """Whether it stands at the left, and at the right."""
        y, across = image.height() * 66 // 270, image.width()
        seen = [image.pixelColor(across * x // 860, y) for x in (860 - 652, 652)]
        return [colour.red() - colour.blue() > 40 for colour in seen]

    assert sun(scene.grab().toImage()) == [False, True]
    scene.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert sun(scene.grab().toImage()) == [True, False]


def test_it_shrinks_with_its_width_and_loses_sky_with_its_height(scene: Scene) -> None:
    full = scene.height_in(2000, 1000)
    assert full == scene.sizeHint().height()
    assert scene.height_in(scene.sizeHint().width() // 2, 1000) == full // 2
    assert scene.height_in(2000, full - 50) == full - 50
    assert scene.height_in(2000, full // 2) == 0


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("skin", portraits.Skin),
        ("head", portraits.Head),
        ("hair", portraits.Hair),
        ("hair_colour", portraits.HairColour),
        ("headwear", portraits.Headwear),
        ("beard", portraits.Beard),
        ("glasses", portraits.Glasses),
        ("clothes", portraits.Clothes),
        ("age", portraits.Age),
    ],
)
def test_each_word_of_a_portrait_makes_another_face(part: str, kinds: object) -> None:
    words: list[dict[str, Any]] = [{part: word} for word in get_args(kinds)]
    drawn = [draw(replace(PLAIN, **word)) for word in words]
    for i, one in enumerate(drawn):
        assert all(one != other for other in drawn[i + 1 :])


@pytest.mark.parametrize("part", ["laughs", "earrings", "freckles"])
def test_so_does_each_thing_that_may_be_there(part: str) -> None:
    there: dict[str, Any] = {part: True}
    assert draw(replace(PLAIN, **there)) != draw(PLAIN)


def test_a_portrait_stays_in_its_square() -> None:
    image = QImage(80, 80, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_portrait(painter, QRectF(20, 20, 40, 40), replace(PLAIN, headwear="turban"))
    painter.end()
    assert all(
        image.pixelColor(x, y).alpha() == 0 for x in range(80) for y in (5, 15, 65) if x != 20
    )


def test_a_shape_is_what_its_text_says() -> None:
    assert shape("M0 0 L10 0 L10 10 Z").boundingRect() == QRectF(0, 0, 10, 10)
    assert shape("O 5 5 3 2").boundingRect() == QRectF(2, 3, 6, 4)
