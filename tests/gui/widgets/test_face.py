"""A photo comes by click, by paste and by drop."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relbook.gui.faces import Face
from relbook.gui.theme import Theme
from relbook.gui.widgets.face import FaceWidget, image_in
from tests.gui.conftest import Show


@pytest.fixture
def face(theme: Theme, show: Show) -> FaceWidget:
    made = FaceWidget(theme)
    made.set(Face("u", "AL"), "Ada Lovelace")
    show(made)
    made.setFocus()
    return made


@pytest.fixture
def red() -> QImage:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return image


def test_a_click_and_return_ask_for_a_photo(face: FaceWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(face.photo_requested):
        QTest.mouseClick(face, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(face.photo_requested):
        QTest.keyClick(face, Qt.Key.Key_Return)


def test_a_copied_picture_is_pasted(face: FaceWidget, qtbot: QtBot, red: QImage) -> None:
    QGuiApplication.clipboard().setImage(red)
    with qtbot.waitSignal(face.image_dropped) as said:
        QTest.keyClick(face, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert QImage.fromData(said.args[0]).pixelColor(4, 4) == QColor("red")


def test_copied_words_are_not_pasted(face: FaceWidget, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("words")
    with qtbot.assertNotEmitted(face.image_dropped):
        QTest.keyClick(face, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_dropped_file_comes_as_it_is(
    face: FaceWidget, qtbot: QtBot, red: QImage, tmp_path: Path
) -> None:
    file = tmp_path / "ada.png"
    red.save(str(file))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    enter = QDragEnterEvent(QPoint(5, 5), *how, Qt.KeyboardModifier.NoModifier)
    drop = QDropEvent(QPointF(5, 5), *how, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(face, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(face.image_dropped) as said:
        QApplication.sendEvent(face, drop)
    assert said.args[0] == file.read_bytes()


def test_what_is_no_picture_is_none(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "gone.png"))])
    assert image_in(data) is None
    data.setUrls([QUrl("https://example.org/ada.png")])
    assert image_in(data) is None


def test_delete_takes_a_photo_away_only_if_there_is_one(face: FaceWidget, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(face.removal_requested):
        QTest.keyClick(face, Qt.Key.Key_Delete)
    face.set(Face("u", "AL", QPixmap(4, 4)), "Ada Lovelace")
    with qtbot.waitSignal(face.removal_requested):
        QTest.keyClick(face, Qt.Key.Key_Delete)


def test_it_says_whose_face_it_is(face: FaceWidget) -> None:
    assert face.accessibleName() == "Ada Lovelace"
    assert face.accessibleDescription() == "Add a photo"
