"""What the pictures of the README and the guide are drawn with."""

import runpy
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

import relbook

pictures = runpy.run_path(str(Path(relbook.__file__).parents[1] / "packaging/few_colours.py"))


@pytest.fixture
def drawn(qapp: object) -> QImage:
    """A picture of more colours than a palette has."""
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    blend = QLinearGradient(0, 0, 200, 120)
    for at, colour in ((0, "#F4F3EF"), (0.5, "#0F665C"), (1, "#EAD4CF")):
        blend.setColorAt(at, QColor(colour))
    painter = QPainter(image)
    painter.fillRect(image.rect(), blend)
    painter.fillRect(20, 20, 60, 60, QColor("#FFFFFF"))
    painter.end()
    return image


def test_few_colours_look_like_many_and_are_lighter(drawn: QImage, tmp_path: Path) -> None:
    few = pictures["with_few_colours"](drawn)
    assert few.colorCount() <= 256
    assert few.pixelColor(40, 40) == QColor("#FFFFFF")
    few.save(str(tmp_path / "few.png"))
    drawn.save(str(tmp_path / "many.png"))
    sizes = [(tmp_path / f"{name}.png").stat().st_size for name in ("few", "many")]
    assert sizes[0] < sizes[1]
    assert not pictures["differs"](drawn, tmp_path / "few.png")
    assert pictures["with_few_colours"](drawn) == few


def test_a_picture_that_has_aged_is_noticed(drawn: QImage, tmp_path: Path) -> None:
    file = tmp_path / "old.png"
    drawn.save(str(file))
    assert not pictures["differs"](drawn, file)
    painter = QPainter(drawn)
    painter.fillRect(100, 60, 40, 20, QColor("#22252A"))
    painter.end()
    assert pictures["differs"](drawn, file)
    assert pictures["differs"](drawn.copy(0, 0, 100, 100), file)
    assert pictures["differs"](drawn, tmp_path / "none.png")
