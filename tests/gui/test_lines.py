"""Lines of text: whole or cut, in one line, with letters of every script on one base."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from relbook.gui.lines import KEPT, Lines
from relbook.gui.theme import Theme


@pytest.fixture
def lines(theme: Theme) -> Lines:
    return theme.lines


def test_a_line_that_fits_is_whole(lines: Lines) -> None:
    line = lines.of("text", "Ólafur", 500)
    assert not line.cut
    assert 0 < line.wide < 500


@pytest.mark.parametrize("room", [40, 3, 0, -5])
def test_a_line_without_room_is_cut_to_it(lines: Lines, room: float) -> None:
    line = lines.of("text", "Ólafur Þór Guðmundsson", room)
    assert line.cut
    assert line.wide <= max(room, lines.of("text", "…").wide)


def test_a_text_of_several_lines_is_drawn_in_one(lines: Lines) -> None:
    assert lines.of("text", "bread\nand\u2028salt").wide == lines.of("text", "bread and salt").wide


def test_of_a_text_without_end_no_more_is_shaped_than_can_be_seen_and_it_says_so(
    lines: Lines,
) -> None:
    line = lines.of("text", "a" * 1_000_000, 100_000)
    assert line.cut
    assert line.wide == lines.of("text", "a" * 1_000 + "…", 100_000).wide


def test_a_name_behind_a_thousand_signs_without_width_leaves_a_trace(lines: Lines) -> None:
    line = lines.of("text", "\u200b" * 1_000 + "Zed", 200)
    assert line.cut
    assert line.wide > 0


def test_what_was_laid_out_is_not_laid_out_again(lines: Lines) -> None:
    assert lines.of("text", "Ólafur", 500) is lines.of("text", "Ólafur", 400)
    assert lines.of("text", "Ólafur", 20) is lines.of("text", "Ólafur", 20)


def test_markup_is_shown_as_it_is(lines: Lines) -> None:
    assert lines.of("text", "<b>Ana</b>").wide > lines.of("text", "Ana").wide


def test_no_more_is_kept_than_is_needed(lines: Lines) -> None:
    for n in range(KEPT + 10):
        lines.of("text", str(n))
    assert 0 < len(lines) <= KEPT


def test_letters_stand_on_one_base_beside_those_of_a_taller_script(lines: Lines) -> None:
    """Thai comes from another typeface, whose lines are higher."""
    assert _lowest(lines, "H") == _lowest(lines, "Hก")


def _lowest(lines: Lines, words: str) -> int:
    """The lowest row with ink of the first letter, drawn to stand on 40."""
    picture = QImage(60, 60, QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    lines.of("text", words).draw(painter, 5, 40, QColor("black"))
    painter.end()
    wide = 5 + int(lines.of("text", "H").wide) - 1
    inked = [
        y for y in range(60) if any(picture.pixelColor(x, y).value() < 128 for x in range(wide))
    ]
    return max(inked)
