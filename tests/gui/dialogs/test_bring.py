"""The look at a file before it is brought in: all of it can be read, however little room there is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from relbook import paths
from relbook.core.exchange import table, transfer
from relbook.core.exchange.incoming import plan
from relbook.core.store.book import Book
from relbook.gui import theme as themes
from relbook.gui.dialogs.bring import BringDialog
from relbook.gui.dialogs.columns import ColumnsDialog
from relbook.gui.theme import Theme

MAIL = "ada.augusta.king-noel@analytical-engine-company.example.org"
KNOWN = f"BEGIN:VCARD\nVERSION:4.0\nFN:Ada Lovelace\nEMAIL:{MAIL}\nEND:VCARD\n"
CAME = KNOWN.replace("king-noel", "countess-of-lovelace").replace("\nEND", "\nNOTE:Met\nEND")
INPUTS = (QAbstractButton, QComboBox, QLineEdit)
OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def is_cut(one: QWidget) -> bool:
    """Whether some of it can neither be seen nor be scrolled to."""
    inside = one.rect()
    if not one.isVisible() or one.width() < one.minimumSizeHint().width():
        return True
    at, above = one, one.parentWidget()
    while above is not None and not at.isWindow():
        inside.translate(at.pos())
        area = above.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is above:
            if area.horizontalScrollBarPolicy() == OFF and at.width() > above.width():
                return True
            inside = area.rect()
            above = area
        elif not above.rect().adjusted(-1, -1, 1, 1).contains(inside):
            return True
        at, above = above, above.parentWidget()
    return False


def check(dialog: QWidget) -> set[str]:
    """See that nothing of it is cut off; returns what is said in it."""
    said = [label for label in dialog.findChildren(QLabel) if label.text()]
    others = [one for one in dialog.findChildren(QWidget) if isinstance(one, INPUTS)]
    assert [one.text() for one in said if is_cut(one)] == []
    assert [one.objectName() for one in others if one.isVisible() and is_cut(one)] == []
    return {label.text() for label in said}


@pytest.fixture(params=[13, 24], ids=["13 px", "18 pt"])
def theme(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, theme: Theme) -> Theme:
    del theme  # the type is that of who has chosen another size
    monkeypatch.setattr(themes, "_system_size", lambda: (request.param, 96.0))
    return Theme(paths.asset)


@pytest.mark.parametrize("width", [800, 980])
def test_all_of_it_can_be_read(
    theme: Theme, book: Book, tmp_path: Path, show: Callable[[QWidget], None], width: int
) -> None:
    for name, cards in (("known.vcf", KNOWN), ("came.vcf", CAME)):
        (tmp_path / name).write_text(cards)
    transfer.bring_in(book, [tmp_path / "known.vcf"], place="en_GB")
    found = plan.look(book, [tmp_path / "came.vcf"], place="en_GB")
    dialog = BringDialog(theme, book, found)
    dialog.offer_letters("")
    dialog.resize(width, 600)
    show(dialog)
    assert {"In your book", "In the file", MAIL} <= check(dialog)


@pytest.mark.parametrize("width", [800, 1000])
def test_all_of_a_table_can_be_read(
    theme: Theme, tmp_path: Path, show: Callable[[QWidget], None], width: int
) -> None:
    file = tmp_path / "table.csv"
    file.write_text(f"Name,Zeug,E-mail,Number at the office\nAda,x,{MAIL},12345\n")
    dialog = ColumnsDialog(theme, file, table.examine(file))
    dialog.resize(width, 600)
    show(dialog)
    assert {"Zeug", MAIL, "Number at the office"} <= check(dialog)
