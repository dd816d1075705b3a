"""The panel itself: it shows whose interests the focus means, tags, and picks."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from relbook.core import interests, people
from relbook.core.interests import HOWS, Interest, Shared, Tag
from relbook.core.store.changes import Notice
from relbook.core.words import Sentence, say, sentence
from relbook.gui import scope as scopes
from relbook.gui.desk import Desk
from relbook.gui.focus import Attention, Filter
from relbook.gui.models.interests import Heading, InterestRow, depth, heading_of
from relbook.gui.models.listing import Listing
from relbook.gui.panels.interests.drawing import paint_heading, paint_interest
from relbook.gui.panels.interests.rows import ADD, completed, plain_rows, rows_of
from relbook.gui.scope import Scope
from relbook.gui.widgets.book_undo import BookUndo
from relbook.gui.widgets.inputs import TextInput
from relbook.gui.widgets.labels import CutLabel, Label
from relbook.gui.widgets.side_list import SideList, Strip

PAUSE = 250  # ms after the last key until the counts among the found follow
MANY = 500  # people from which on tagging is a job
HEADING, ROW = 24, 29
RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InterestsPanel(QWidget):
    """What is picked narrows the others; it never changes whose interests these are."""

    change_requested = Signal(int)  # an interest to be renamed, merged, put below another
    back_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = True
        self._typed = ""  # what stands in the box without what it was completed by
        self._scope = Scope("everyone")
        self._bits: int | None = None
        self._shown: tuple[Scope, str] | None = None
        self._words: dict[int, Interest] = {}
        self._plain: dict[int, InterestRow] = {}
        self._tags: list[Shared] = []
        theme = desk.theme
        self.setObjectName("interestsPanel")
        self.setAccessibleName(say("Interests"))
        theme.spread(self, "side")
        title = Label(theme, say("Interests"), "strong")
        self._whose = CutLabel(theme, "", "small", "muted")
        self._whose.setObjectName("interestsPanel.whose")
        self.box = TextInput(theme, say("Find or add an interest"))
        self.box.setObjectName("interestBox")
        self.box.setAccessibleName(say("Find or add an interest"))
        self.box.setClearButtonEnabled(True)
        self.box.installEventFilter(self)
        BookUndo(self.box)
        self.box.textEdited.connect(self._complete)
        self.box.textChanged.connect(self._show_rows)
        self.model = Listing(self)
        self.view = SideList(
            theme, self.model, "interestsView", say("Interests"), ROW, self._paint_row, self
        )
        self.view.installEventFilter(self)
        self.view.picked.connect(self._pick)
        self.view.remove_requested.connect(self._untag)
        self.view.edit_requested.connect(self._edit)
        self.view.menu_requested.connect(self._show_menu)
        self.view.escaped.connect(self._step_back)
        self.view.left_up.connect(self.box.setFocus)
        self._nothing = Label(theme, "", "small", "muted", wrap=True)
        self._nothing.setObjectName("interestsPanel.nothing")
        head = QHBoxLayout()
        head.setSpacing(theme.measure(8))
        head.addWidget(title)
        head.addWidget(self._whose, 1)
        m = theme.measure
        column = QVBoxLayout(self)
        column.setContentsMargins(m(8), m(12), m(8), 0)
        column.setSpacing(m(8))
        for item in (head, self.box, self._nothing):
            line = QHBoxLayout()
            line.setContentsMargins(m(8), 0, m(8), 0)
            line.addWidget(item) if isinstance(item, QWidget) else line.addLayout(item)
            column.addLayout(line)
        column.addWidget(self.view, 1)
        column.addStretch(0)  # takes the room of a list that is not there
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self._count)
        desk.focus.changed.connect(self._on_focus)
        desk.notices.changed.connect(self._on_notice)

    @property
    def stops(self) -> Sequence[QWidget]:
        """What takes the keys in it, in order."""
        return (self.box, self.view)

    # What Focus and Book say

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read()

    def _on_focus(self, was: Attention, now: Attention) -> None:
        if not self.isVisible():
            self._stale = True
        elif not scopes.same_scope(scopes.told_of(was), scopes.told_of(now)):
            if scopes.kind_of(scopes.told_of(now)) == "found":
                self._later.start()
                if self._scope.kind not in ("found", "everyone"):
                    self._read_scope()
                    self._show_rows()
            else:
                self._read_scope()
                self._show_rows()
        elif was.filter != now.filter:
            self._show_rows()

    def _on_notice(self, notice: Notice) -> None:
        changes = notice.changes
        if not self.isVisible():
            self._stale = True
        elif changes.touch("interest", "tagging", "guest", "event"):
            self._read()
        elif changes.touch("person"):
            self._read_scope()
            self._show_rows()

    def _read(self) -> None:
        self._stale = False
        self._words = {word.id: word for word in interests.vocabulary(self._desk.book)}
        self._plain = plain_rows(self._words)
        self._read_scope()
        self._show_rows()

    def _read_scope(self) -> None:
        desk = self._desk
        self._scope = scopes.scope_of(desk, scopes.told_of(desk.focus.now))
        self._tags = interests.among(desk.book, self._scope.people) if self._scope.few else []
        self._whose.setText(scopes.whose(desk, self._scope))
        me = people.me(desk.book)
        self._me = me
        self._mine = (
            frozenset(tag.interest_id for tag in interests.of_people(desk.book, [me]))
            if me is not None
            else frozenset()
        )
        self._count_among()

    def _count(self) -> None:
        self._read_scope()
        self.view.viewport().update()

    def _count_among(self) -> None:
        """Counts are among the found, the guests, or very many chosen; else among everyone."""
        desk = self._desk
        many = self._scope.kind == "selection" and not self._scope.few
        guests = self._scope.kind == "guests" and bool(self._scope.people)
        if many or guests or self._scope.kind == "found":
            self._bits = scopes.bits_of(desk, self._scope, desk.focus.now)
        else:
            self._bits = None

    def _show_rows(self) -> None:
        key = self.view.key()
        typed = self.box.text().strip()
        if not typed:
            self._typed = ""
        few = len(self._scope.people) if self._scope.few else 0
        rows = rows_of(
            self._words,
            self._plain,
            self._tags,
            few,
            self._mine,
            self._scope.people == (self._me,),
            self._desk.focus.now.filter.interests,
            typed,
            may_add=self._scope.kind == "selection",
        )
        shown, bar = (self._scope, typed), self.view.verticalScrollBar()
        place = bar.value() if shown == self._shown else 0  # others begin at the top
        self._shown = shown
        self.model.show(rows)
        self.view.set_heights(
            {at: HEADING for at, row in enumerate(rows) if isinstance(row, Heading)}
        )
        if key is not None:
            self.view.go_to(key)
        bar.setValue(place)
        self._say_nothing(bool(rows), typed)

    def _say_nothing(self, something: bool, typed: str) -> None:
        self._nothing.setVisible(not something)
        self.view.setVisible(something)
        if isinstance(column := self.layout(), QVBoxLayout):
            column.setStretch(column.count() - 1, 0 if something else 1)
        if typed:
            self._nothing.setText(say("Nobody has this. Choose someone, and Return adds it."))
        else:
            self._nothing.setText(
                say("What do they love, what do they work in? Choose someone and type it here.")
            )

    # What the user does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # By its class first: others come by while the panel is being made, or taken apart.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.box:
                return self._typed_key(event.key())
            if watched is self.view and event.key() in RETURN:
                return self._take_completion()
        return super().eventFilter(watched, event)

    def _typed_key(self, key: int) -> bool:
        if key in RETURN:
            self._take_typed()
        elif key == Qt.Key.Key_Escape and self.box.text():
            self.box.clear()
        elif key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif key == Qt.Key.Key_Down:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            keys = [row.key for row in self.model.rows if row.key is not None]
            # Return in the box takes a new word already: one goes down for what is known.
            at = int(isinstance(keys[0], tuple) and len(keys) > 1) if keys else 0
            if keys and (self.view.key() is None or self.box.text().strip()):
                self.view.go_to(keys[at])
        else:
            return False
        return True

    def _complete(self, text: str) -> None:
        """Write the rest of a known word behind its beginning, selected: Return takes it, the next
        letter has its place, Backspace is for who means another word.
        """
        before, self._typed = self._typed, text
        at_end = self.box.cursorPosition() == len(text)
        if self._scope.kind != "selection" or len(text) <= len(before) or not at_end:
            return
        known = completed(self._words.values(), text)
        if known:
            self.box.setText(text + known[len(text) :])
            self.box.setSelection(len(text), len(known) - len(text))

    def _take_typed(self) -> None:
        """Return in the box takes the row on top: tags who is chosen; with nobody chosen, picks."""
        first = next((row for row in self.model.rows if isinstance(row, InterestRow)), None)
        if not self.box.text().strip() or first is None:
            return
        if self._scope.kind == "selection":
            self.tag(first.name)
            self.box.clear()
        elif isinstance(first.key, int):
            self._pick(first.key, False)

    def _take_completion(self) -> bool:
        """Return on a row while something is typed: tag who is chosen with that word."""
        row = self._row(self.view.key())
        if self._scope.kind != "selection" or not self.box.text().strip():
            return False
        if row is None or row.theirs:
            return False
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tag(row.name)
        self.box.clear()
        return True

    def tag(self, name: str, how: str = "") -> None:
        """Say that everyone chosen has the interest called `name`, in one edit."""
        chosen = self._scope.people
        what = self._sentence(
            chosen,
            sentence("Tag {name} with {interest}", name="{name}", interest=name),
            "Tag {n} person with {interest}",
            "Tag {n} people with {interest}",
            interest=name,
        )
        book = self._desk.book

        def work(_report: Any = None) -> None:
            with book.edit(what):
                interests.tag(book, chosen, interests.find_or_add(book, name), how)

        self._do(what, work, len(chosen))

    def _untag(self, key: Any) -> None:
        row = self._row(key)
        if row is None or not self._may_untag(row):
            return
        chosen, book = self._scope.people, self._desk.book
        what = self._sentence(
            chosen,
            sentence("Take {interest} from {name}", name="{name}", interest=row.name),
            "Take {interest} from {n} person",
            "Take {interest} from {n} people",
            interest=row.name,
        )

        def work(_report: Any = None) -> None:
            with book.edit(what):
                interests.untag(book, chosen, key)

        self._do(what, work, len(chosen))

    def _may_untag(self, row: InterestRow) -> bool:
        """Whether anyone chosen has it, be they few or very many."""
        if self._scope.kind != "selection" or not isinstance(row.key, int):
            return False
        if self._scope.few:
            return row.theirs
        return interests.is_had(self._desk.book, row.key, self._scope.people)

    def _sentence(
        self, chosen: tuple[int, ...], alone: Sentence, one: str, many: str, interest: str
    ) -> Sentence:
        if len(chosen) == 1:
            name = people.name(self._desk.book, chosen[0])
            return Sentence(alone.one, args={**alone.args, "name": name})
        return Sentence(one, many, len(chosen), {"interest": interest})

    def _do(self, what: Sentence, work: Callable[[Any], None], n: int) -> None:
        if n > MANY:
            self._desk.jobs.start(str(what), work, writes=True)
            return
        with self._desk.alerts.guarding():
            self._desk.check_may_edit()
            work(None)

    def _pick(self, key: Any, add: bool) -> None:
        if isinstance(key, tuple) and key[0] == ADD:
            self.tag(key[1])
            self.box.clear()
            return
        now = self._desk.focus.now.filter
        if add:
            wanted = now.interests ^ {key}
        else:
            wanted = frozenset() if now.interests == {key} else frozenset({key})
        self._desk.focus.set(filter=Filter(wanted, now.circles))

    def _edit(self, key: Any) -> None:
        if isinstance(key, int):
            self.change_requested.emit(key)

    def _step_back(self) -> None:
        now = self._desk.focus.now.filter
        if now.interests:
            self._desk.focus.set(filter=Filter(frozenset(), now.circles))
        else:
            self.back_requested.emit()

    def _show_menu(self, key: Any, at: QPoint) -> None:
        row = self._row(key)
        if row is None or not isinstance(key, int):
            return
        menu = QMenu(self)
        menu.setObjectName("interestMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._desk.theme.icons.icon
        may = not (self._desk.jobs.writing or self._desk.book.read_only)
        word = say("Do not narrow to it") if row.picked else say("Narrow to who has it")
        menu.addAction(icon("list"), word, partial(self._pick, key, True))
        chosen = self._scope.kind == "selection"
        if chosen:
            menu.addSeparator()
            how = menu.addMenu(icon("heart"), say("How"))
            much = menu.addMenu(icon("sliders-horizontal"), say("How much"))
            for one in (*HOWS, ""):
                how.addAction(heading_of(one), partial(self._set_how, key, row, one))
            own = self._own_tags(key)
            for level in (1, 2, 3, None):
                text = depth(own[0].how if own else "", level) or say("say nothing of it")
                much.addAction(text, partial(self._set_depth, key, level))
            have = self._may_untag(row)
            much.setEnabled(may and have)
            how.setEnabled(may)
            if have:
                action = menu.addAction(icon("x"), say("Take it away"), partial(self._untag, key))
                action.setEnabled(may)
        menu.addSeparator()
        action = menu.addAction(
            icon("pencil"), say("Rename, merge, put below…"), partial(self._edit, key)
        )
        action.setEnabled(may)
        menu.popup(at)

    def _own_tags(self, key: int) -> list[Tag]:
        """How those chosen have an interest; of too many to be read, none."""
        if not self._scope.few:
            return []
        tags = interests.of_people(self._desk.book, self._scope.people)
        return [tag for tag in tags if tag.interest_id == key]

    def _set_how(self, key: int, row: InterestRow, how: str) -> None:
        """Say how those chosen have it; who has not is tagged."""
        chosen, book = self._scope.people, self._desk.book
        what = sentence("Say how they have {interest}", interest=row.name)
        own = self._own_tags(key)

        def work(_report: Any = None) -> None:
            with book.edit(what):
                if len(own) == len({tag.person_id for tag in own}) == len(chosen):
                    for tag in own:
                        interests.change_tag(book, tag.id, how=how)
                else:
                    interests.tag(book, chosen, key, how)

        self._do(what, work, len(chosen))

    def _set_depth(self, key: int, level: int | None) -> None:
        chosen, book = self._scope.people, self._desk.book
        name = self._words[key].name
        what = sentence("Say how much they have {interest}", interest=name)

        def work(_report: Any = None) -> None:
            with book.edit(what):
                interests.set_how_much(book, chosen, key, level)

        self._do(what, work, len(chosen))

    def _row(self, key: Any) -> InterestRow | None:
        at = self.model.row_of(key)
        row = None if at is None else self.model.rows[at]
        return row if isinstance(row, InterestRow) else None

    # Drawing

    def _people(self, interest: int) -> int:
        have = self._desk.index.people_with(interests=[interest])
        return (have if self._bits is None else have & self._bits).bit_count()

    def _paint_row(self, strip: Strip, row: Any) -> None:
        if isinstance(row, Heading):
            paint_heading(strip, row)
        else:
            count = "" if isinstance(row.key, tuple) else f"{self._people(row.key):,}"
            paint_interest(strip, row, count)
