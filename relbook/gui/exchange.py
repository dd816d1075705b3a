"""What goes in and out of the book to other programs: by file, clipboard, drag and QR code."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QMimeData, Qt, QTemporaryDir, QUrl
from PySide6.QtWidgets import QFileDialog

from relbook.core import people
from relbook.core.store import faults
from relbook.core.words import plural, say
from relbook.gui import scope
from relbook.gui.desk import Desk
from relbook.gui.doing import Doing
from relbook.gui.files import choose_contacts

if TYPE_CHECKING:  # loaded when it is asked for
    from relbook.core.exchange.incoming.plan import Plan
    from relbook.core.exchange.result import Result
    from relbook.core.exchange.sameness.duplicates import Pair
    from relbook.core.exchange.table import Mapping
    from relbook.gui.dialogs.export import Export

CARDS = "text/vcard"
LONGEST = 200  # bytes of a file's name; no system takes more than 255
MOST_MERGED = 5  # side by side there is room for no more
MOST_COPIED = 1_000  # people at a time on the clipboard, or dragged


class Exchange(Doing):
    """Asks what and where, then does it in a job."""

    _folder: Path | None = None  # where files came from last
    _dragged: QTemporaryDir | None = None  # what was, in a folder for each time
    _drags = 0

    # In

    def choose_files(self) -> None:
        """Ask for files of contacts and bring them in."""
        if files := choose_contacts(self._window, self._folder or Path.home()):
            self._folder = files[0].parent
            self.bring(files)

    def bring(self, files: Sequence[Path]) -> None:
        """Look at what `files` would bring, and show it; nothing is written before that is agreed.

        Of a table whose columns are not all understood it is asked first what they mean.
        """
        if self._ready():
            self._look_at(list(files), {})

    def _look_at(
        self, files: list[Path], mappings: "dict[Path, Mapping]", letters: str = ""
    ) -> None:
        from relbook.core.exchange import table
        from relbook.core.exchange.incoming import files as incoming
        from relbook.core.exchange.incoming import plan

        with self._desk.alerts.guarding():
            for file in files:
                if file in mappings or incoming.kind_of(file) is not incoming.Kind.TABLE:
                    continue
                with incoming.naming(file):
                    found = table.examine(file)
                kept = table.for_header(self._desk.book, found.mapping.fingerprint)
                if kept is None and any(
                    column.confidence is not table.Confidence.SURE for column in found.columns
                ):
                    self._ask_columns(file, files, mappings)
                    return
                mappings[file] = kept or found.mapping
            book, place = self._desk.book, QLocale.system().name()
            self._desk.jobs.start(
                say("Reading {files}", files=_names(files)),
                lambda report: plan.look(book, files, report, mappings, place, letters),
                done=partial(self._looked, mappings, letters),
                cancelled=self._left,
            )

    def _ask_columns(self, file: Path, files: list[Path], mappings: "dict[Path, Mapping]") -> None:
        from relbook.core.exchange import table
        from relbook.gui.dialogs.columns import ColumnsDialog

        def settled(mapping: "Mapping") -> None:
            if mapping.name:
                table.save(self._desk.book, mapping)
            self._look_at(files, mappings | {file: mapping})

        found = table.examine(file, mapping=mappings.get(file))
        dialog = ColumnsDialog(self._desk.theme, file, found, self._window)
        dialog.settled.connect(settled)
        dialog.open()

    def _looked(self, mappings: "dict[Path, Mapping]", letters: str, plan: "Plan") -> None:
        from relbook.gui.dialogs.bring import BringDialog

        dialog = BringDialog(self._desk.theme, self._desk.book, plan, self._window)
        dialog.plan_accepted.connect(self._carry_out)
        files = [source.path for source in plan.files]
        if mappings:
            first = next(file for file in files if file in mappings)
            dialog.columns_requested.connect(partial(self._ask_columns, first, files, mappings))
            dialog.offer_columns()
        if plan.guessed or letters:
            dialog.letters_wished.connect(partial(self._look_at, files, mappings))
            dialog.offer_letters(letters)
        dialog.open()

    def _carry_out(self, wanted: "Plan") -> None:
        from relbook.core.exchange.incoming import plan

        self._desk.jobs.start(
            say("Bringing in {files}", files=_names([file.path for file in wanted.files])),
            partial(plan.carry_out, self._desk.book, wanted),
            done=self._brought,
            cancelled=self._left,
            writes=True,
        )

    def _left(self) -> None:
        self.said.emit(say("Cancelled: nothing was brought in, the book is as it was."))

    def _brought(self, result: "Result") -> None:
        from relbook.gui.dialogs.brought import BroughtDialog

        if result.problems or result.doubts or result.mended:
            BroughtDialog(self._desk.theme, result, self._window, self._desk.alerts.tell).open()
        else:
            self.told.emit(str(result))

    # No one twice

    def find_duplicates(self) -> None:
        """Look through the whole book, in a job, for who is in it twice, and show them."""
        from relbook.core.exchange.sameness import duplicates

        if not self._ready():
            return
        book = self._desk.book
        told: list[str] = []

        def work(report: Callable[[int, int], None]) -> "tuple[list[Pair], list[int]]":
            return duplicates.find(book, report, tell=told.append), duplicates.repeating(book)

        def found(answer: "tuple[list[Pair], list[int]]") -> None:
            from relbook.gui.dialogs.merge import DuplicatesDialog

            pairs, repeats = answer
            if not (pairs or repeats or told):
                self.told.emit(say("Nobody seems to be in the book twice."))
                return
            DuplicatesDialog(self._desk, pairs, repeats, told, self._window).open()

        self._desk.jobs.start(
            say("Looking for people who are in twice"),
            work,
            done=found,
            cancelled=partial(self.said.emit, say("Cancelled.")),
        )

    def merge(self) -> None:
        """Make one person of those chosen."""
        from relbook.gui.dialogs.merge import MergeDialog

        order = self._desk.index.everyone()
        chosen = self._chosen()
        if not 2 <= len(chosen) <= MOST_MERGED:
            self.told.emit(
                say(
                    "Choose from two to {most} people who are one and the same; then merge them.",
                    most=str(MOST_MERGED),
                )
            )
        elif self._ready():
            ids = [one for one in order.ids() if one in chosen]
            dialog = MergeDialog(self._desk, sorted(ids), self._window)
            dialog.merged.connect(self._desk.focus.show_person)
            dialog.open()

    # Out

    def export(self) -> None:
        """Ask whom, as what and where to, and write it."""
        from relbook.gui.dialogs.export import ExportDialog, groups_of

        if not self._ready():
            return
        desk, now = self._desk, self._desk.focus.now
        order = desk.index.everyone()
        wished = self._chosen()  # asked once: of a whole book, the answer takes a while
        chosen = [one for one in order.ids() if one in wished] if wished else []
        narrowed = now.search.strip() or now.filter
        found = scope.found(desk, now).ids() if narrowed else None
        dialog = ExportDialog(desk.theme, groups_of(order.count, chosen, found), self._window)
        dialog.wished.connect(self._export)
        dialog.open()

    def _export(self, wish: "Export") -> None:
        from relbook.core.exchange.outgoing import sending

        called = self._called(wish.people)
        path = self._save_place(Path.home() / f"{called}{wish.format.ending}", wish.format.word)
        if path is None:
            return
        desk = self._desk
        desk.jobs.start(
            say("Exporting to {file}", file=path.name),
            lambda report: sending.send_out(
                desk.book,
                path,
                report,
                people=wish.people,
                version=wish.format.version or "4.0",
                profile=wish.profile,
            ),
            done=partial(self._sent, path),
            cancelled=partial(self.said.emit, say("Cancelled: nothing was written.")),
        )

    def _called(self, ids: Sequence[int] | None) -> str:
        """A file's name without its ending: someone's own, or the book's."""
        name = people.name(self._desk.book, ids[0]) if ids is not None and len(ids) == 1 else ""
        plain = "".join(" " if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in name)
        short = plain.encode()[:LONGEST].decode(errors="ignore")
        return short.strip(" .") or self._desk.book.path.stem

    def _save_place(self, start: Path, kind: str) -> Path | None:
        file, _ = QFileDialog.getSaveFileName(
            self._window, say("Export"), str(start), f"{kind} (*{start.suffix})"
        )
        if not file:
            return None
        path = Path(file)
        if path.suffix.lower() == start.suffix:
            return path
        path = Path(file + start.suffix)
        if path.exists():  # nobody was asked whether to replace that one
            self._desk.alerts.tell(faults.exists(path))
            return None
        return path

    def _sent(self, path: Path, n: int) -> None:
        words = plural(
            "{n} person written to {file}", "{n} people written to {file}", n, file=path.name
        )
        self.said.emit(str(words))

    def copy_cards(self) -> None:
        """Put the cards of who is chosen on the clipboard, as what may be shared of them."""
        from PySide6.QtGui import QGuiApplication

        chosen = sorted(self._chosen())
        if not chosen:
            return
        if len(chosen) > MOST_COPIED:
            self.told.emit(
                say(
                    "Up to {most} people can be copied at a time; export a file of so many instead.",
                    most=f"{MOST_COPIED:,}",
                )
            )
            return
        with self._desk.alerts.guarding():
            QGuiApplication.clipboard().setMimeData(card_data(self._desk, chosen))
            words = plural("Copied {n} card", "Copied {n} cards", len(chosen))
            self.said.emit(str(words))

    def drag(self, chosen: frozenset[int]) -> None:
        """Let the cards of `chosen` be dropped on another program, or in a folder as a file."""
        from PySide6.QtGui import QDrag

        if len(chosen) > MOST_COPIED:
            return
        with self._desk.alerts.guarding():
            data = self.drag_data(chosen)
            drag = QDrag(self._window)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)

    def drag_data(self, chosen: frozenset[int]) -> QMimeData:
        """The cards of `chosen`, and a file of them: a folder takes nothing else.

        The file is there while the window is, and for its owner alone; there is none of a locked
        book.
        """
        ids = sorted(chosen)
        data = card_data(self._desk, ids)
        if self._desk.book.key is not None:  # what is locked does not lie open elsewhere
            return data
        name = f"{self._called(ids)}.vcf"
        self._dragged = self._dragged or QTemporaryDir()
        self._drags += 1
        file = Path(self._dragged.path()) / str(self._drags) / name
        with faults.writing(file):
            if not self._dragged.isValid():
                raise OSError(self._dragged.errorString())
            file.parent.mkdir(mode=0o700)
            file.write_bytes(bytes(data.data(CARDS).data()))
        data.setUrls([QUrl.fromLocalFile(str(file))])
        return data

    def show_code(self) -> None:
        """Show the card of who is on the page as a QR code."""
        from PySide6.QtGui import QImage

        from relbook.core.exchange.outgoing import code
        from relbook.gui.dialogs.code import CodeDialog

        person = self._desk.focus.now.person
        if person is None or not self._ready():
            return
        with self._desk.alerts.guarding():
            card = code.small_card(self._desk.book, person)
            rows = code.modules(card)
            image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
            for y, row in enumerate(rows):
                for x, black in enumerate(row):
                    image.setPixel(x, y, 0xFF000000 if black else 0xFFFFFFFF)
            name = people.name(self._desk.book, person)
            CodeDialog(self._desk.theme, name, image, self._window).open()


def _names(files: Sequence[Path]) -> str:
    return files[0].name if len(files) == 1 else str(plural("{n} file", "{n} files", len(files)))


def card_data(desk: Desk, ids: Sequence[int]) -> QMimeData:
    """The cards of `ids` for another program: what may be shared, as cards and as plain text."""
    from relbook.core.exchange.outgoing.outgo import cards_of
    from relbook.core.exchange.profile import Profile
    from relbook.core.exchange.vcard import to_bytes

    cards = b"".join(
        to_bytes(card) for card in cards_of(desk.book, ids, version="3.0", profile=Profile.SHARE)
    )
    data = QMimeData()
    data.setData(CARDS, cards)
    data.setText(cards.decode())
    return data
