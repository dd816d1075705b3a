"""Icons are sharp at every scale and follow the palette."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from relbook.gui.colours import DARK, LIGHT
from relbook.gui.theme import Theme
from relbook.paths import asset


def inks(pixmap: QPixmap) -> set[str]:
    """The colours of the pixels that are wholly covered."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_icon_we_ship_draws_something(theme: Theme) -> None:
    for file in sorted(asset("icons").glob("*.svg")):
        pixmap = theme.icons.pixmap(file.stem, 24, 2.0, QColor("#123456"))
        assert inks(pixmap) == {"#123456"}, file.stem


def test_an_icon_has_a_pixel_for_each_of_the_screen(theme: Theme) -> None:
    pixmap = theme.icons.icon("phone").pixmap(QSize(16, 16), 2.0)
    assert pixmap.size() == QSize(32, 32)
    assert pixmap.deviceIndependentSize().toSize() == QSize(16, 16)


def test_an_icon_in_hand_follows_the_palette(qapp: QApplication, theme: Theme) -> None:
    icon = theme.icons.icon("check")
    accent = theme.icons.icon("check", "accent")
    assert inks(icon.pixmap(64, 64)) == {LIGHT.muted.name()}
    assert inks(icon.pixmap(64, 64, QIcon.Mode.Disabled)) == {LIGHT.disabled.name()}
    assert inks(icon.pixmap(64, 64, QIcon.Mode.Normal, QIcon.State.On)) == {LIGHT.accent.name()}
    theme.apply(qapp, "dark")
    try:
        assert inks(icon.pixmap(64, 64)) == {DARK.muted.name()}
        assert inks(accent.pixmap(64, 64)) == {DARK.accent.name()}
    finally:
        theme.apply(qapp, "light")


def test_a_wide_icon_leaves_air_on_both_sides(theme: Theme) -> None:
    pixmap = theme.icons.icon("minus").pixmap(QSize(48, 24), 1.0)
    assert pixmap.size() == QSize(48, 24)
    image = pixmap.toImage()
    columns = [x for x in range(48) if image.pixelColor(x, 12).alpha() > 0]
    assert min(columns) >= 12
    assert max(columns) < 36


def test_no_name_is_no_icon(theme: Theme) -> None:
    assert theme.icons.icon("").isNull()


def test_thousands_of_icons_come_and_go(theme: Theme) -> None:
    for _ in range(3_000):
        QIcon(theme.icons.icon("mail")).pixmap(16, 16)
