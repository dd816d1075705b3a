"""The name at the head of a page."""

import pytest

from relbook.gui.theme import Theme
from relbook.gui.widgets.laid_lines import widest_word
from relbook.gui.widgets.title import Title
from tests.gui.conftest import Show


def lines(title: Title, width: int) -> list[str]:
    layout = title._lay(width)[2]
    at = [layout.lineAt(n) for n in range(layout.lineCount())]
    return [title.text()[one.textStart() :][: one.textLength()].strip() for one in at]


@pytest.mark.parametrize("share", [2, 1, 0.8, 0.6])
def test_a_line_ends_only_between_words(theme: Theme, show: Show, share: float) -> None:
    title = Title(theme, "page.name")
    title.show_name("Síle Nic Braonáin")
    show(title)
    width = int(widest_word(title.text(), title.font()) * share)
    assert " ".join(lines(title, width)) == "Síle Nic Braonáin"
    assert all(line in ("Síle", "Nic", "Braonáin") or " " in line for line in lines(title, width))


def test_a_word_of_no_end_is_broken(theme: Theme, show: Show) -> None:
    title = Title(theme, "page.name")
    title.show_name("Llanfairpwllgwyngyll" * 4)
    show(title)
    assert len(lines(title, 300)) > 1
