"""Nothing on a sheet overlaps, is cut off or is missing, whatever it holds."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QRectF, Qt

from relbook.core.briefing import Line, Sheet, SheetCard
from relbook.gui.printing import A4, LETTER, Block, Lines, Pages, Paper, lay_out, usual_paper
from relbook.gui.theme import Theme
from tests.gui.printing.sheets import FARID, LONG, MANY, SCRIPTS, SOFIA, TALL, TOVE, guests, sheet

pytestmark = pytest.mark.usefixtures("theme")

WORDS = {"name", "say", "does", "new", "text"}


def solid(text: str) -> str:
    """`text` without its blanks: where lines end is the layout's affair."""
    return "".join(text.split())


def of_card(pages: Pages, card: int) -> Iterator[Block]:
    return (b for page in pages.pages for b in page.blocks if b.card == card)


def said(pages: Pages, card: int, *what: str) -> str:
    return solid("".join(block.text for block in of_card(pages, card) if block.what in what))


def nothing_overlaps(pages: Pages) -> None:
    for page in pages.pages:
        places = [(block.rect, block) for block in page.blocks]
        for (place, one), (other_place, other) in combinations(places, 2):
            shared = place.intersected(other_place)
            assert shared.width() <= 1 or shared.height() <= 1, (one, other)


def nothing_is_cut_off(pages: Pages) -> None:
    paper = QRectF(0, 0, pages.paper.width, pages.paper.height).adjusted(300, 200, -300, -200)
    for page in pages.pages:
        foot = next(block.rect.top() for block in page.blocks if block.what == "hairline")
        for block in page.blocks:
            # A sign that has no width, as a lone accent, makes an empty rectangle: no part of any.
            assert paper.contains(block.rect.topLeft()), block
            assert paper.contains(block.rect.bottomRight()), block
            if block.what not in {"hairline", "foot", "page"}:
                assert block.rect.bottom() < foot, block
            if isinstance(block, Lines):
                assert block.rect.width() <= block.words.width + 1, block


def nothing_is_missing(pages: Pages) -> None:
    for at, card in enumerate(pages.sheet.cards):
        assert said(pages, at, "name") == solid(card.name)
        assert said(pages, at, "text") == solid("".join(line.text for line in card.lines))
        assert said(pages, at, "say") == solid(
            " · ".join(filter(None, (card.say_it, card.pronouns)))
        )
        assert said(pages, at, "does").endswith(solid(card.does_age))
        assert solid(card.does) in said(pages, at, "does")
        blocks = [block.what for block in of_card(pages, at)]
        assert blocks.count("box") == sum(line.box for line in card.lines)
        assert blocks.count("face") == 1
        assert ("line" in blocks) == card.room_to_write
        assert ("new" in blocks) == card.new
        labels = {block.text for block in of_card(pages, at) if block.what == "label"}
        assert {solid(label) for label in labels} == {solid(line.label) for line in card.lines}


def is_whole(pages: Pages) -> None:
    nothing_overlaps(pages)
    nothing_is_cut_off(pages)
    nothing_is_missing(pages)


@pytest.mark.parametrize("paper", [A4, LETTER])
@pytest.mark.parametrize("n", [0, 1, 7, 60, 300])
def test_any_number_of_guests(n: int, paper: Paper) -> None:
    pages = lay_out(guests(n), paper)
    is_whole(pages)
    feet = [b.text for page in pages.pages for b in page.blocks if b.what == "page"]
    assert feet[0] == f"page 1 of {pages.count}"
    assert feet[1:] == [f"Midwinter supper · page {p} of {pages.count}" for p in range(2, pages.count + 1)]  # fmt: skip


def test_the_head_stands_on_the_first_page_only() -> None:
    heads = [
        [block.text for block in page.blocks if block.what in {"title", "when", "summary"}]
        for page in lay_out(guests(20), A4).pages
    ]
    assert heads[0][0] == "Midwinter supper"
    assert heads[0][1].split("\u2003") == ["28 November 2026, from seven", "Old boathouse, Rua do Cais 4"]  # fmt: skip
    assert not any(heads[1:])


def pages_of(pages: Pages, card: int) -> set[tuple[int, bool]]:
    """The columns that a card has parts in, each as its page and whether it is the first."""
    return {
        (number, block.rect.center().x() < pages.paper.width / 2)
        for number, page in enumerate(pages.pages)
        for block in page.blocks
        if block.card == card
    }


def test_no_card_is_split() -> None:
    pages = lay_out(guests(60), A4)
    assert all(len(pages_of(pages, at)) == 1 for at in range(60))


def test_only_one_taller_than_a_page_goes_on_under_its_name() -> None:
    pages = lay_out(sheet(SOFIA, TALL, FARID), A4)
    is_whole(pages)
    assert [len(pages_of(pages, at)) for at in (0, 2)] == [1, 1]
    columns = len(pages_of(pages, 1))
    assert columns > 2
    again = [b.text for b in of_card(pages, 1) if b.what == "continued"]
    assert again == ["Amara Okonkwo, continued"] * (columns - 1)


def test_a_piece_that_goes_on_repeats_its_label() -> None:
    pages = lay_out(sheet(TALL), A4)
    for page in pages.pages:
        for name in (block for block in page.blocks if block.what == "continued"):
            below = [
                block
                for block in page.blocks
                if block.what == "label"
                and abs(block.rect.left() - name.rect.left()) < 1
                and 0 <= block.rect.top() - name.rect.bottom() < 200
            ]
            assert len(below) == 1


def test_a_label_is_said_once_for_lines_in_a_row() -> None:
    labels = [b.text for b in of_card(lay_out(sheet(SOFIA), A4), 0) if b.what == "label"]
    assert labels.count("settle") == 1


def test_one_who_fills_both_columns_is_not_written_over() -> None:
    pages = lay_out(sheet(replace(TALL, lines=(TALL.lines[2:] * 2)[:46])), A4)
    assert pages.count == 1
    right = [b.rect.top() for b in of_card(pages, 0) if b.rect.left() > A4.width / 2]
    lines = [b for b in of_card(pages, 0) if b.what == "line"]
    assert len(lines) == 2
    assert lines[0].rect.top() > max(right[:-2])


def columns_of(pages: Pages) -> list[list[int]]:
    """The cards in each column, from above; no card of `pages` is broken."""
    found: dict[tuple[int, bool], list[int]] = {}
    for number, page in enumerate(pages.pages):
        for block in page.blocks:
            if block.what == "name" and block.card is not None:
                right = block.rect.center().x() > pages.paper.width / 2
                found.setdefault((number, right), []).append(block.card)
    return [found[column] for column in sorted(found)]


def test_a_short_card_fills_the_column_that_a_long_one_leaves_empty() -> None:
    long = replace(SOFIA, lines=SOFIA.lines * 2)
    pages = lay_out(sheet(long, long, FARID, TOVE, long, long), A4)
    is_whole(pages)
    columns = columns_of(pages)
    assert columns[:2] == [[0, 2], [1, 3]]
    assert sorted(card for column in columns for card in column) == list(range(6))


@pytest.mark.parametrize("n", [7, 60, 300])
def test_the_most_useful_come_first_or_nearly(n: int) -> None:
    columns = columns_of(lay_out(guests(n), A4))
    waiting = list(range(n))
    for column in columns:
        assert column[0] == waiting[0]
        assert all(waiting.index(card) < 3 + len(column) + 4 for card in column)
        waiting = [card for card in waiting if card not in column]
    assert waiting == []


def test_the_last_page_is_even() -> None:
    pages = lay_out(sheet(FARID, FARID, FARID, FARID), A4)
    assert {len([c for c in range(4) if (0, left) in pages_of(pages, c)]) for left in (True, False)} == {2}  # fmt: skip


def test_one_alone_leaves_room_to_write_under_and_beside() -> None:
    pages = lay_out(sheet(SOFIA), A4)
    right = [b for b in of_card(pages, 0) if b.rect.left() > A4.width / 2]
    assert len(right) > 20
    assert {block.what for block in right} == {"line"}
    left, beside = (
        sorted(
            b.rect.top() for b in of_card(pages, 0) if b.what == "line" and there == (b in right)
        )
        for there in (False, True)
    )
    assert left == pytest.approx(beside[-len(left) :], abs=0.01)
    bare = lay_out(sheet(replace(SOFIA, room_to_write=False)), A4)
    assert not [b for b in of_card(bare, 0) if b.rect.left() > A4.width / 2]


def test_nobody_is_said_in_one_sentence() -> None:
    pages = lay_out(sheet(), A4)
    assert [b.text for b in pages.pages[0].blocks if b.what == "empty"] == ["Nobody is on this sheet."]  # fmt: skip
    assert lay_out(Sheet("", "", "", "", (), ""), A4).count == 1


def test_new_to_you_is_a_word() -> None:
    assert said(lay_out(sheet(TOVE), A4), 0, "new") == "Newtoyou"


def test_markup_is_text() -> None:
    text = said(lay_out(sheet(LONG), A4), 0, "text")
    assert "<b>bold</b>&<script>alert(1)</script>&amp;[link](x)" in text


def test_line_ends_in_a_text_are_kept() -> None:
    block = [b for b in of_card(lay_out(sheet(LONG), A4), 0) if b.what == "text"][-1]
    assert isinstance(block, Lines)
    assert block.words.count == 3


def test_what_would_fill_a_page_by_itself_is_shortened() -> None:
    endless = "long " * 3_000
    card = replace(SOFIA, name=endless, does=endless, say_it=endless)
    pages = lay_out(replace(sheet(card), title=endless, where=endless, summary=endless), A4)
    nothing_overlaps(pages)
    nothing_is_cut_off(pages)
    assert said(pages, 0, "name").endswith("…")


@pytest.mark.parametrize("card", SCRIPTS[:2], ids=["Arabic", "Hebrew"])
def test_lines_read_from_the_right_begin_there(card: SheetCard) -> None:
    pages = lay_out(sheet(card), A4)
    last = max((b for b in of_card(pages, 0) if b.what == "text"), key=lambda b: b.rect.height())
    assert isinstance(last, Lines)
    assert last.words.count > 1
    edges = [last.words.extent(at, at + 1).right() for at in range(last.words.count)]
    assert all(abs(edge - last.words.width) < 2 for edge in edges)


def test_a_name_stands_by_its_face_in_any_script() -> None:
    pages = lay_out(sheet(*SCRIPTS), A4)
    for at in range(len(SCRIPTS)):
        face = next(b for b in of_card(pages, at) if b.what == "face").rect
        name = next(b for b in of_card(pages, at) if b.what == "name").rect
        assert 50 < name.left() - face.right() < 150


def test_a_sheet_read_from_the_right_is_mirrored() -> None:
    plain = lay_out(guests(20), A4)
    turned = lay_out(guests(20), A4, direction=Qt.LayoutDirection.RightToLeft)
    is_whole(turned)
    for page, reflected in zip(plain.pages, turned.pages, strict=True):
        for one, other in zip(page.blocks, reflected.blocks, strict=True):
            if one.what in {"face", "box", "rule", "name", "label"}:
                assert one.rect.left() == pytest.approx(A4.width - other.rect.right(), abs=2)


@pytest.mark.parametrize("paper", [Paper("a5", 148, 210), Paper("a3 across", 420, 297)])
def test_other_paper(paper: Paper) -> None:
    is_whole(lay_out(guests(20), paper))


def test_the_usual_paper() -> None:
    here = {code: usual_paper(QLocale(code)) for code in ("en_US", "en_GB", "es_MX", "de_DE", "C")}
    assert here == {"en_US": LETTER, "es_MX": LETTER, "en_GB": A4, "de_DE": A4, "C": A4}


signs = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), max_codepoint=0x2FFF), max_size=120
).filter(str.strip)
cards = st.builds(
    SheetCard,
    person=st.none(),
    uid=signs,
    name=signs,
    say_it=st.just("") | signs,
    pronouns=st.sampled_from(["", "they/them"]),
    does=st.just("") | signs,
    does_age=st.sampled_from(["", "as of 2023: ask"]),
    new=st.booleans(),
    lines=st.lists(
        st.builds(Line, st.sampled_from(["ask", "settle", "how we met"]), signs, st.booleans()),
        max_size=30,
    ).map(tuple),
    room_to_write=st.booleans(),
)


@example([SheetCard(None, "0", "Ada", lines=(Line("ask", "\u20d0"),))], A4)
@settings(max_examples=25)
@given(st.lists(cards, max_size=8), st.sampled_from([A4, LETTER]))
def test_whatever_is_on_it(drawn: list[SheetCard], paper: Paper) -> None:
    pages = lay_out(sheet(*drawn), paper)
    nothing_overlaps(pages)
    nothing_is_cut_off(pages)
    for at, card in enumerate(drawn):
        assert said(pages, at, "text") == solid("".join(line.text for line in card.lines))


def test_it_can_be_stopped(theme: Theme) -> None:
    heard: list[int] = []

    def stop(done: int, total: int) -> None:
        assert total == len(MANY)
        heard.append(done)
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        lay_out(sheet(*MANY), A4, stop)
    assert heard == [1, 2, 3]
