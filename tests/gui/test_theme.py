"""The two palettes keep their contrasts, and change the whole program at once."""

from itertools import product

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.gui.colours import DARK, LIGHT, Colours
from relbook.gui.stylesheet import stylesheet
from relbook.gui.theme import ROLES, Choice, Ground, Theme
from tests.gui.contrast import contrast

GROUNDS = ("window", "side", "card", "field", "hover", "chip", "tint")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_read_stands_out_from_every_ground(colours: Colours) -> None:
    for role, below in product(("text", "muted", "accent"), GROUNDS):
        assert contrast(getattr(colours, role), getattr(colours, below)) >= 4.5, (role, below)
    for role, below in product(("outline", "icon_rest"), ("side", "card", "field")):
        assert contrast(getattr(colours, role), getattr(colours, below)) >= 3, (role, below)
    for ground in (colours.accent, colours.accent_hover):
        assert contrast(colours.on_accent, ground) >= 4.5


def test_dark_changes_the_palette_and_the_sheet_and_says_so_once(
    qapp: QApplication, theme: Theme, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, "dark")
    try:
        assert qapp.palette().window().color() == DARK.window
        assert DARK.tint.name() in qapp.styleSheet()
        with qtbot.assertNotEmitted(theme.changed):
            theme.apply(qapp, "dark")
    finally:
        theme.apply(qapp, "light")
    assert qapp.palette().window().color() == LIGHT.window
    assert DARK.tint.name() not in qapp.styleSheet()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_edge_of_a_box_to_tick_stands_out(
    qapp: QApplication, theme: Theme, qtbot: QtBot, look: Choice
) -> None:
    theme.apply(qapp, look)
    try:
        box = QCheckBox("Show it")
        qtbot.addWidget(box)
        box.show()
        picture = box.grab().toImage()
        edge = picture.pixelColor(0, box.rect().center().y())
        assert contrast(edge, theme.colours.field) >= 3
        assert contrast(edge, theme.colours.window) >= 3
    finally:
        theme.apply(qapp, "light")


def test_the_desktop_without_a_wish_gets_light(qapp: QApplication, theme: Theme) -> None:
    theme.apply(qapp, "system")
    assert theme.colours is LIGHT


def test_type_is_inter_in_its_sizes_and_weights(theme: Theme) -> None:
    for role, (size, weight) in ROLES.items():
        info = QFontInfo(theme.font(role))
        assert info.family().startswith("Inter")
        assert info.pixelSize() == pytest.approx(theme.measure(size), abs=1)
        assert info.weight() == weight
    assert QFontInfo(theme.font("display")).family() == "Inter Display"


def test_buttons_take_their_own_font(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.font().weight() == theme.font("medium").weight()


def test_the_sheet_is_whole_in_every_size() -> None:
    sheet = stylesheet(DARK, lambda length: round(2 * length))
    assert not set("@~") & set(sheet)
    assert "border-radius: 16px" in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("ground", ["window", "side"])
def test_a_ground_is_one_colour_all_over_and_follows_the_look(
    qapp: QApplication, theme: Theme, qtbot: QtBot, ground: Ground
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    theme.spread(widget, ground)
    try:
        for look, colours in (("light", LIGHT), ("dark", DARK)):
            theme.apply(qapp, look)  # type: ignore[arg-type]
            picture = widget.grab().toImage()
            assert picture.pixelColor(0, 0) == getattr(colours, ground)
            assert picture.pixelColor(widget.rect().bottomRight()) == getattr(colours, ground)
    finally:
        theme.apply(qapp, "light")
