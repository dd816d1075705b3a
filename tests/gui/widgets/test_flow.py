"""Wrapping layouts keep what they hold inside and apart, in both directions of reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from relbook.gui.widgets.flow import FlowLayout, ShareLayout

WIDTHS = st.lists(st.integers(20, 260), min_size=1, max_size=12)


def boxes(layout: FlowLayout) -> list[QRect]:
    return [layout.itemAt(at).geometry() for at in range(layout.count())]  # type: ignore[union-attr]


def lay(layout: FlowLayout, width: int, mirrored: bool) -> QRect:
    parent = layout.parentWidget()
    assert parent is not None
    parent.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    )
    room = QRect(0, 0, width, layout.heightForWidth(width))
    layout.setGeometry(room)
    return room


def check(layout: FlowLayout, room: QRect) -> None:
    placed = boxes(layout)
    for at, box in enumerate(placed):
        assert room.contains(box)
        assert not any(box.intersects(other) for other in placed[:at])


@settings(max_examples=40)
@given(widths=WIDTHS, width=st.integers(260, 700), mirrored=st.booleans())
def test_flow_keeps_everything_inside_and_apart(
    qapp: QApplication, widths: list[int], width: int, mirrored: bool
) -> None:
    parent = QWidget()
    layout = FlowLayout(parent, gap=6)
    for wide in widths:
        child = QWidget()
        child.setFixedSize(wide, 24)
        layout.addWidget(child)
    room = lay(layout, width, mirrored)
    check(layout, room)
    first = boxes(layout)[0]
    assert first.right() == width - 1 if mirrored else first.left() == 0


@settings(max_examples=40)
@given(
    shares=st.lists(st.sampled_from([0.25, 0.35, 0.5, 0.65, 1.0]), min_size=1, max_size=8),
    width=st.integers(120, 700),
    mirrored=st.booleans(),
)
def test_shares_keep_everything_inside_and_apart(
    qapp: QApplication, shares: list[float], width: int, mirrored: bool
) -> None:
    parent = QWidget()
    layout = ShareLayout(parent)
    for share in shares:
        child = QWidget()
        child.setMinimumSize(60, 34)
        layout.add(child, share)
    check(layout, lay(layout, width, mirrored))


@pytest.mark.parametrize(("width", "lines"), [(400, 1), (200, 2)])
def test_a_narrow_form_gives_each_field_a_line(qapp: QApplication, width: int, lines: int) -> None:
    parent = QWidget()
    layout = ShareLayout(parent)
    for share in (0.65, 0.35):
        child = QWidget()
        child.setMinimumSize(60, 34)
        layout.add(child, share)
    lay(layout, width, mirrored=False)
    assert len({box.top() for box in boxes(layout)}) == lines


def test_what_is_said_of_an_item_stands_below_and_moves_no_other(qapp: QApplication) -> None:
    parent = QWidget()
    layout = ShareLayout(parent)
    children = [QWidget() for _ in range(4)]
    for child in children:
        child.setFixedHeight(34)
    first, second, third, said = children
    for child in (first, second, third):
        layout.add(child, 0.5)
    lay(layout, 400, mirrored=False)
    before = first.geometry(), second.geometry()
    layout.add_below(said, second)
    lay(layout, 400, mirrored=False)
    assert (first.geometry(), second.geometry()) == before
    assert second.geometry().bottom() < said.geometry().top()
    assert said.geometry().bottom() < third.geometry().top()


def test_what_is_hidden_takes_no_room(qapp: QApplication) -> None:
    parent = QWidget()
    layout = FlowLayout(parent)
    children = [QWidget(parent) for _ in range(2)]
    for child in children:
        child.setFixedSize(50, 20)
        layout.addWidget(child)
    children[0].hide()
    lay(layout, 300, mirrored=False)
    assert children[1].x() == 0
