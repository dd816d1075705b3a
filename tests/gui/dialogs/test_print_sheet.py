"""The dialog before a sheet is printed, as one uses it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product, starmap
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinterInfo, QPrintPreviewWidget
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relbook.core import people
from relbook.core.briefing import Choices, Sheet
from relbook.core.store.book import Book
from relbook.core.store.journal import Report
from relbook.gui.desk import Desk
from relbook.gui.dialogs.print_sheet import SheetDialog, suggested_name
from relbook.gui.jobs import Jobs
from relbook.gui.photos import Photos
from relbook.gui.printing import Proof, ProvedPage, prove
from relbook.gui.theme import Theme
from relbook.gui.widgets.inputs import CheckInput, ChoiceInput
from tests.gui.conftest import Show, focused
from tests.gui.printing.sheets import TALL, TOVE, guests, picture, sheet


@dataclass
class Gatherer:
    """Gathers a sheet as the book would, and remembers for which choices."""

    sheet: Sheet
    asked: list[Choices] = field(default_factory=list)

    def __call__(self, choices: Choices, report: Report) -> Sheet:
        report(0, len(self.sheet.cards))
        self.asked.append(choices)
        cards = [replace(card, room_to_write=choices.room_to_write) for card in self.sheet.cards]
        return replace(self.sheet, cards=tuple(cards))


@pytest.fixture
def gather() -> Gatherer:
    return Gatherer(guests(20))


@pytest.fixture
def dialog(desk: Desk, gather: Gatherer, show: Show) -> SheetDialog:
    made = SheetDialog(desk.theme, None, gather, desk.jobs)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(made)
    return made


def part(dialog: SheetDialog, name: str, kind: type = QWidget) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def shown(dialog: SheetDialog) -> Proof:
    assert dialog.proof is not None
    return dialog.proof


def where(dialog: SheetDialog) -> str:
    return part(dialog, "sheet.where", QLabel).text()


def test_the_tender_and_the_private_stay_off_unless_ticked(
    dialog: SheetDialog, gather: Gatherer
) -> None:
    assert gather.asked == [Choices()]
    assert not part(dialog, "sheet.tender", CheckInput).isChecked()
    assert not part(dialog, "sheet.private", CheckInput).isChecked()


TICKS = (
    "photos note met last shared interests ask settle introduce reach room_to_write tender private"
)


@pytest.mark.parametrize("name", TICKS.split())
def test_each_tick_is_one_of_the_choices(
    dialog: SheetDialog, gather: Gatherer, qtbot: QtBot, name: str
) -> None:
    tick = part(dialog, f"sheet.{name}", CheckInput)
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(gather.asked) == 2)
    other: dict[str, Any] = {name: not getattr(Choices(), name)}
    assert gather.asked[-1] == replace(Choices(), **other)


def test_what_was_left_out_before_stays_left_out(desk: Desk, show: Show) -> None:
    gather = Gatherer(guests(2))
    before = Choices(met=False, left_out=frozenset({("settle", 3, 0)}))
    show(SheetDialog(desk.theme, None, gather, desk.jobs, choices=before))
    assert gather.asked == [before]


def test_what_is_seen_is_what_would_be_printed(dialog: SheetDialog, qtbot: QtBot) -> None:
    preview = part(dialog, "sheet.preview", QPrintPreviewWidget)
    before = shown(dialog).count
    assert preview.pageCount() == before > 1
    qtbot.mouseClick(part(dialog, "sheet.room_to_write"), Qt.MouseButton.LeftButton)
    assert shown(dialog).count < before
    assert preview.pageCount() == shown(dialog).count
    part(dialog, "sheet.paper", ChoiceInput).set_value("letter")
    assert shown(dialog).paper.name == "letter"
    assert preview.pageCount() == shown(dialog).count


def test_pages_are_turned_by_keys_and_buttons(dialog: SheetDialog, qtbot: QtBot) -> None:
    count = shown(dialog).count
    assert where(dialog) == f"page 1 of {count}"
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert where(dialog) == f"page 2 of {count}"
    qtbot.keyClick(dialog, Qt.Key.Key_PageUp)
    qtbot.keyClick(dialog, Qt.Key.Key_PageUp)
    assert where(dialog) == f"page 1 of {count}"
    assert not part(dialog, "sheet.back").isEnabled()
    for _ in range(count + 1):
        part(dialog, "sheet.on", QAbstractButton).click()
    assert where(dialog) == f"page {count} of {count}"


def test_one_comes_nearer_and_sees_the_whole_again(dialog: SheetDialog, qtbot: QtBot) -> None:
    preview = part(dialog, "sheet.preview", QPrintPreviewWidget)
    whole = preview.zoomFactor()
    qtbot.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoomFactor() > whole
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoomFactor() == pytest.approx(whole, rel=0.05)
    part(dialog, "sheet.wide", QPushButton).click()
    assert preview.zoomMode() == QPrintPreviewWidget.ZoomMode.FitToWidth


def test_every_page_is_shown_with_its_photos(desk: Desk, show: Show, qtbot: QtBot) -> None:
    with desk.book.edit("A photo"):
        person = people.add(desk.book, "Zita Last")
        people.set_photo(desk.book, person, picture("#c02020"))
    last = replace(TOVE, photo=people.rows(desk.book, [person])[person].photo)
    dialog = SheetDialog(desk.theme, desk.photos, Gatherer(sheet(*[TALL] * 30, last)), desk.jobs)
    show(dialog)
    pane = part(dialog, "sheet.pane")
    assert shown(dialog).count > 40
    assert not has_red(pane)
    for _ in range(shown(dialog).count):
        qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert has_red(pane)


class Noted(Photos):
    """Photos, and which were read."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.read: list[str] = []

    def image(self, photo: str, side: int) -> QImage | None:
        self.read.append(photo)
        return super().image(photo, side)


def test_photos_are_read_a_page_ahead_and_once(desk: Desk, show: Show, qtbot: QtBot) -> None:
    cards = [replace(card, photo=str(at)) for at, card in enumerate(guests(60).cards)]
    photos = Noted(desk.book)
    dialog = SheetDialog(desk.theme, photos, Gatherer(sheet(*cards)), desk.jobs)
    show(dialog)
    faces = [[str(face.card) for face in page.faces] for page in shown(dialog).pages]
    qtbot.waitUntil(lambda: set(photos.read) == {*faces[0], *faces[1]})
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        qtbot.keyClick(dialog, key)
    qtbot.waitUntil(lambda: set(photos.read) == {*faces[0], *faces[1], *faces[2]})
    assert len(photos.read) == len(set(photos.read))


def has_red(widget: QWidget) -> bool:
    image = widget.grab().toImage()
    places = product(range(0, image.width(), 3), range(0, image.height(), 3))
    return any(
        colour.hsvSaturation() > 100 and colour.hue() in (0, 359)
        for colour in starmap(image.pixelColor, places)
    )


def choose(monkeypatch: pytest.MonkeyPatch, answer: Path | str) -> list[str]:
    """What the system's own dialog would answer; returns where it was asked to begin."""
    begun: list[str] = []

    def asked(*arguments: object) -> tuple[str, str]:
        begun.append(str(arguments[2]))
        return str(answer), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    return begun


def test_it_is_saved_as_a_pdf_named_for_the_sheet(
    dialog: SheetDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = choose(monkeypatch, tmp_path / "supper")
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert Path(begun[0]).name == "Midwinter supper.pdf"
    assert (tmp_path / "supper.pdf").read_bytes().startswith(b"%PDF")
    assert (
        dialog.notice_bar.text
        == f"{shown(dialog).count} pages saved as supper.pdf in {tmp_path.name}"
    )


def test_a_place_that_cannot_be_written_is_said_and_the_dialog_stays(
    dialog: SheetDialog, tmp_path: Path
) -> None:
    dialog.save(tmp_path / "no folder" / "s.pdf")
    assert "cannot be written there" in dialog.notice_bar.text
    assert dialog.isVisible()


def test_with_jobs_it_is_written_as_one(desk: Desk, show: Show, tmp_path: Path) -> None:
    began: list[str] = []
    desk.jobs.began.connect(lambda job: began.append(job.title))
    dialog = SheetDialog(desk.theme, desk.photos, Gatherer(guests(3)), desk.jobs)
    show(dialog)
    dialog.save(tmp_path / "s.pdf")
    assert began == ["Making the sheet", "Writing s.pdf"]
    assert dialog.notice_bar.text == f"1 page saved as s.pdf in {tmp_path.name}"
    dialog.save(tmp_path / "no folder" / "s.pdf")
    assert "cannot be written there" in dialog.notice_bar.text
    assert part(dialog, "sheet.save").isEnabled()


class Later:
    """Jobs that are done when a test says so."""

    def __init__(self, book: Book) -> None:
        self._waiting: list[Callable[[], None]] = []
        self.jobs = Jobs(book, self._fail, self._waiting.append)

    def do(self) -> None:
        """Do what was asked for first."""
        self._waiting.pop(0)()

    def _fail(self, fault: Exception) -> None:
        raise fault


@pytest.fixture
def later(book: Book) -> Later:
    return Later(book)


@pytest.fixture
def many(theme: Theme, later: Later, show: Show) -> SheetDialog:
    """The dialog on a sheet of many, that is still to be made."""
    made = SheetDialog(theme, None, Gatherer(guests(90)), later.jobs)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(made)
    return made


def tick(dialog: SheetDialog, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(part(dialog, f"sheet.{name}"), Qt.MouseButton.LeftButton)
    dialog.proof  # noqa: B018  (asks now, and not when the event loop comes to it)


def test_the_sheet_is_made_as_a_job_over_a_blank_page(many: SheetDialog, later: Later) -> None:
    preview = part(many, "sheet.preview", QPrintPreviewWidget)
    assert (many.proof, where(many), preview.pageCount()) == (None, "", 1)
    assert [job.title for job in later.jobs.running] == ["Making the sheet"]
    later.do()
    assert where(many) == f"page 1 of {shown(many).count}"
    assert preview.pageCount() == shown(many).count


def test_a_newer_choice_voids_an_older_answer(
    many: SheetDialog, later: Later, qtbot: QtBot
) -> None:
    later.do()
    first = shown(many)
    tick(many, "met", qtbot)
    tick(many, "room_to_write", qtbot)
    later.do()
    assert many.proof is first
    later.do()
    assert shown(many).count < first.count
    assert not any(card.room_to_write for card in shown(many).sheet.cards)


def test_who_will_not_wait_keeps_what_is_shown_and_its_choices(
    many: SheetDialog, later: Later, qtbot: QtBot
) -> None:
    later.do()
    first = shown(many)
    tick(many, "room_to_write", qtbot)
    part(many, "sheet.paper", ChoiceInput).set_value("letter")
    many.proof  # noqa: B018
    part(many, "sheet.cancel", QPushButton).click()
    later.do()
    later.do()
    assert shown(many) is first
    assert part(many, "sheet.room_to_write", CheckInput).isChecked()
    assert part(many, "sheet.paper", ChoiceInput).value() == first.paper.name


def test_who_will_not_wait_for_the_first_has_no_sheet(many: SheetDialog, later: Later) -> None:
    part(many, "sheet.cancel", QPushButton).click()
    later.do()
    assert not many.isVisible()


def test_one_may_save_before_the_sheet_is_there(
    many: SheetDialog, later: Later, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = choose(monkeypatch, tmp_path / "supper.pdf")
    qtbot.keyClick(many, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert begun == []
    later.do()
    assert len(begun) == 1
    later.do()
    assert (tmp_path / "supper.pdf").exists()


def test_closed_before_the_sheet_is_there_it_makes_none(many: SheetDialog, later: Later) -> None:
    many.reject()
    later.do()
    assert (many.proof, later.jobs.running) == (None, [])


def test_the_worker_makes_what_is_seen(desk: Desk, show: Show, qtbot: QtBot) -> None:
    jobs, gather = Jobs(desk.book, desk.alerts.tell), Gatherer(guests(90))
    dialog = SheetDialog(desk.theme, desk.photos, gather, jobs)
    show(dialog)
    qtbot.waitUntil(lambda: dialog.proof is not None)
    seen = shown(dialog)
    same = prove(gather, Choices(), seen.paper, lambda _done, _total: None)
    for one, other in zip(seen.pages[:3], same.pages[:3], strict=True):
        dots = list(zip(painted(one), painted(other), strict=True))
        # Fonts that Qt finds for foreign scripts may be hinted otherwise the first time.
        assert sum(here != there for here, there in dots) < len(dots) / 50
    jobs.stop()


def painted(page: ProvedPage) -> bytes:
    """How a page looks, dot by dot."""
    image = QImage(page.drawn.boundingRect().size() / 4, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.scale(0.25, 0.25)
    page.draw(painter, None)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="there is a printer here")
def test_no_printer_is_one_sentence_and_a_pdf_is_offered(dialog: SheetDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert dialog.notice_bar.text.startswith("This computer knows no printer")
    assert focused().objectName() == "sheet.save"


def test_esc_closes_it(dialog: SheetDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_everything_one_can_act_on_has_a_name(dialog: SheetDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
        if reached and widget.isVisible():
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


def test_nobody_to_print_is_shown_as_that(desk: Desk, show: Show) -> None:
    dialog = SheetDialog(desk.theme, None, Gatherer(sheet()), desk.jobs)
    show(dialog)
    assert where(dialog) == "page 1 of 1"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Supper at Åse’s", "Supper at Åse’s"),
        ("a/b\\c: d? <e>\n", "a b c d e"),
        ("...", "Sheet"),
        ("", "Sheet"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_title_becomes_the_name_of_a_file(title: str, name: str) -> None:
    assert suggested_name(title) == name
