"""All keyboard shortcuts, in groups, to be looked through by typing a few letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from relbook.core.names import fold
from relbook.core.words import plural, say
from relbook.gui.theme import Theme
from relbook.gui.widgets.canvas import Canvas, baseline
from relbook.gui.widgets.dialog import Dialog
from relbook.gui.widgets.inputs import TextInput
from relbook.gui.widgets.labels import Label, announce

WIDE, HIGH = 860, 640  # design pixels
COLUMN = 290  # the least a column is wide
MOST = 3  # columns
READ_OUT = 3  # of what is found, for who cannot see it
PAUSE = 400  # ms
# Keys that few keyboards have: F13 and on; and from "Back" on "Open", "Undo" and the like.
FAR = range(Qt.Key.Key_F13.value, Qt.Key.Key_F35.value + 1)
SPECIAL = Qt.Key.Key_Back.value

Deed = QAbstractSlider.SliderAction
SCROLL = {
    int(Qt.Key.Key_Down): Deed.SliderSingleStepAdd,
    int(Qt.Key.Key_Up): Deed.SliderSingleStepSub,
    int(Qt.Key.Key_PageDown): Deed.SliderPageStepAdd,
    int(Qt.Key.Key_PageUp): Deed.SliderPageStepSub,
}
ENDS = {int(Qt.Key.Key_Home): Deed.SliderToMinimum, int(Qt.Key.Key_End): Deed.SliderToMaximum}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What is done, and with which keys; there may be several that do the same."""

    what: str
    keys: tuple[str, ...]

    def spoken(self) -> str:
        """The whole in one line."""
        return f"{self.what}: {say(' or ').join(self.keys)}"


@dataclass(frozen=True, slots=True)
class Group:
    """Shortcuts that belong together."""

    title: str
    shortcuts: tuple[Shortcut, ...]


def groups_of(window: QMainWindow) -> list[Group]:
    """The keys of a window's actions, menu by menu; then of those that are in no menu."""
    groups: list[Group] = []
    seen: set[QAction] = set()
    for entry in window.menuBar().actions():
        actions = _within(entry)
        seen.update(actions)
        groups.append(Group(_plain(entry.text()), _with_keys(actions)))
    others = [action for action in window.actions() if action not in seen]
    groups.append(Group(say("Everywhere"), _with_keys(others)))
    return [group for group in groups if group.shortcuts]


def other_groups() -> list[Group]:
    """Keys that belong to no action: what takes them is whatever has the focus."""

    def group(title: str, *rows: tuple[str, str]) -> Group:
        return Group(title, tuple(Shortcut(what, tuple(keys.split(" "))) for what, keys in rows))

    return [
        group(
            say("Wherever you are"),
            (say("To the next thing, and the one before"), "Tab Shift+Tab"),
            (say("What can be done with it"), "Menu Shift+F10"),
            (say("One step back"), "Esc"),
        ),
        group(
            say("In lists"),
            (say("Go to the next, and the one before"), "Down Up"),
            (say("Open it, narrow to it"), "Return"),
            (say("Narrow to it as well"), "Space"),
            (say("Choose those between too"), "Shift+Down Shift+Up"),
            (say("Add one to the chosen, or take it out"), "Ctrl+Space"),
            (say("Choose everyone shown"), "Ctrl+A"),
            (say("Say that it is done, or back"), "Ctrl+Return"),
            (say("Change it"), "F2"),
            (say("Delete it"), "Del"),
        ),
        group(
            say("On a page"),
            (say("Open it, or change it"), "Return"),
            (say("Change what has the focus"), "F2"),
            (say("Copy what has the focus"), "Ctrl+C"),
            (say("Remove what has the focus"), "Del"),
            (say("Back to the list"), "Esc"),
        ),
        group(
            say("While you type"),
            (say("Save it"), "Ctrl+Return"),
            (say("Leave it as it was"), "Esc"),
            (say("Take what is offered"), "Tab"),
        ),
        group(
            say("When contacts come in"),
            (say("The same: join them"), "Alt+J"),
            (say("Someone new: add"), "Alt+A"),
            (say("Leave out"), "Alt+L"),
            (say("Bring them in"), "Ctrl+Return"),
        ),
        group(
            say("In the history, the trash and the guide"),
            (say("Take back"), "Alt+T"),
            (say("Bring back"), "Alt+B"),
            (say("Forget for ever…"), "Alt+F"),
            (say("To the next chapter, and the one before"), "Alt+Right Alt+Left"),
        ),
        group(
            say("When someone may be in the book twice"),
            (say("Make them one"), "Alt+O"),
            (say("They are two people"), "Alt+T"),
        ),
        group(
            say("On a sheet before it is printed"),
            (say("The next page, and the one before"), "PgDown PgUp"),
            (say("Larger, and smaller"), "Ctrl++ Ctrl+-"),
            (say("Whole page"), "Ctrl+0"),
            (say("Page width"), "Ctrl+1"),
        ),
        group(
            say("In the backups"),
            (say("Back up now"), "Alt+N"),
            (say("Bring back"), "Alt+B"),
            (say("Restore the whole book…"), "Alt+R"),
        ),
    ]


class KeysDialog(Dialog):
    """Shows groups of shortcuts in as many columns as there is room for.

    What is typed narrows them to those that say it or have such keys; the arrows scroll.
    """

    def __init__(
        self, theme: Theme, groups: Sequence[Group], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, say("Keyboard shortcuts"), "keys", parent, WIDE)
        m = theme.measure
        self.search = TextInput(theme, say("What to do, or keys"))
        self.search.setObjectName("keys.search")
        self.search.setAccessibleName(say("Search the shortcuts"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(m(240))
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._narrow)
        self.head.addWidget(self.search)
        self._nothing = Label(theme, say("No shortcut is called so."), tone="muted")
        self._nothing.setObjectName("keys.nothing")
        self._nothing.hide()
        self.body.addWidget(self._nothing)
        self._groups = [_GroupBox(theme, group) for group in groups]
        self._columns = 0
        page = QWidget()
        self._across = across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, m(12), 0)
        across.setSpacing(m(36))
        self._places = [QVBoxLayout() for _ in range(MOST)]
        for place in self._places:
            place.setSpacing(m(20))
            across.addLayout(place, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(page)
        self._area.setObjectName("keys.list")
        self._area.setAccessibleName(say("Keyboard shortcuts"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.verticalScrollBar().setSingleStep(m(29))
        self._area.viewport().installEventFilter(self)
        self.body.addWidget(self._area, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self._tell)
        self.add_close(primary=True)
        self.resize(m(WIDE), m(HIGH))
        self._arrange()
        self.search.setFocus()

    @property
    def shown(self) -> list[Shortcut]:
        """Those that are found."""
        return [one for box in self._groups for one in box.shown]

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        for box in self._groups:
            box.narrow(words)
        self._nothing.setVisible(not self.shown)
        self._columns = 0
        self._arrange()
        self._soon.start()

    def _tell(self) -> None:
        """Say what was found, to who cannot see it."""
        found = self.shown
        told = [str(plural("{n} shortcut", "{n} shortcuts", len(found)))]
        told += [one.spoken() for one in found] if len(found) <= READ_OUT else []
        announce(self.search, ". ".join(told))

    def _arrange(self) -> None:
        """Put the groups into columns of about one height."""
        room = self._area.viewport().width() or self.theme.measure(WIDE)
        boxes = [box for box in self._groups if box.shown]
        columns = max(1, min(MOST, room // self.theme.measure(COLUMN), len(boxes)))
        if columns == self._columns:
            return
        self._columns = columns
        for place in self._places:
            while place.count():
                place.takeAt(0)
        cuts = (0, *_cuts([box.height_in_rows for box in boxes], columns), len(boxes))
        for at, place in enumerate(self._places):
            self._across.setStretch(at, int(at < columns))
            if at < columns:
                for box in boxes[cuts[at] : cuts[at + 1]]:
                    place.addWidget(box)
                place.addStretch(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self._arrange()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._typed_key(event.key())
        return super().eventFilter(watched, event)

    def _typed_key(self, key: int) -> bool:
        """The box has the focus; the keys that scroll go on to the list, Esc clears first."""
        deed = SCROLL.get(key) or (None if self.search.text() else ENDS.get(key))
        if deed is not None:
            self._area.verticalScrollBar().triggerAction(deed)
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            return False
        return True


class _GroupBox(QWidget):
    """A heading, and below it the shortcuts that are found."""

    def __init__(self, theme: Theme, group: Group) -> None:
        super().__init__()
        self._theme, self._group = theme, group
        self.shown = list(group.shortcuts)
        m = theme.measure
        self.setAccessibleName(group.title)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m(16))
        grid.setVerticalSpacing(m(6))
        grid.setColumnStretch(0, 1)
        head = Label(theme, group.title, "small_strong", "muted", wrap=True)
        grid.addWidget(head, 0, 0, 1, 2)
        self._rows: list[tuple[Shortcut, str, Label, _Keys]] = []
        for at, one in enumerate(group.shortcuts, 1):
            said = Label(theme, one.what, wrap=True)
            said.setAccessibleName(one.spoken())
            keys = _Keys(theme, [_shown(each) for each in one.keys])
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(said, at, 0)
            grid.addWidget(keys, at, 1, Qt.AlignmentFlag.AlignTrailing | top)
            sought = fold(" ".join((one.what, group.title, *one.keys, *keys.keys)))
            self._rows.append((one, sought, said, keys))

    @property
    def height_in_rows(self) -> float:
        """About how high it is."""
        return len(self.shown) + 2

    def narrow(self, words: Sequence[str]) -> None:
        """Show those that have all of these folded words."""
        self.shown = []
        for one, sought, said, keys in self._rows:
            found = all(word in sought for word in words)
            said.setVisible(found)
            keys.setVisible(found)
            if found:
                self.shown.append(one)
        self.setVisible(bool(self.shown))


class _Keys(QLabel):
    """Keys, as they stand on a key; several that do the same stand side by side.

    A label: a screen reader passes a plain widget over.
    """

    def __init__(self, theme: Theme, keys: Sequence[str]) -> None:
        super().__init__()
        self._theme, self.keys = theme, keys
        self.setAccessibleName(say(" or ").join(keys))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[int]:
        m, metrics = self._theme.measure, self._theme.metrics("hint")
        return [max(m(28), round(metrics.horizontalAdvance(one)) + m(14)) for one in self.keys]

    def sizeHint(self) -> QSize:
        m, wide = self._theme.measure, self._widths()
        return QSize(sum(wide) + m(4) * (len(wide) - 1), m(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme, m, colours = self._theme, self._theme.measure, self._theme.colours
        canvas = Canvas(QPainter(self), theme, self)
        line = baseline(theme, "hint", 0, self.height())
        at = 0
        for one, wide in zip(self.keys, self._widths(), strict=True):
            key = canvas.rect(at, 0, wide, self.height())
            canvas.block(key, m(6), colours.card)
            canvas.ring(key, m(6), colours.hairline, 1)
            text = theme.metrics("hint").horizontalAdvance(one)
            canvas.text(at + (wide - text) / 2, line, wide, one, "hint", colours.muted)
            at += wide + m(4)
        canvas.painter.end()


def _within(entry: QAction) -> list[QAction]:
    """An action, or those of the menu that it opens."""
    menu = entry.menu()
    if not isinstance(menu, QMenu):
        return [entry]
    return [action for below in menu.actions() for action in _within(below)]


def _with_keys(actions: Sequence[QAction]) -> tuple[Shortcut, ...]:
    """Those of `actions` that have keys. What stands after a tab in one's text is keys too."""
    made = []
    for action in actions:
        text, _, keys = action.text().partition("\t")
        portable = QKeySequence.SequenceFormat.PortableText
        usual = [one for one in action.shortcuts() if _key(one) < SPECIAL and _key(one) not in FAR]
        every = [one.toString(portable) for one in usual[:2]] or ([keys] if keys else [])
        if every:
            made.append(Shortcut(_plain(action.statusTip() or text), tuple(every)))
    return tuple(made)


def _key(keys: QKeySequence) -> int:
    """The key itself that is pressed first."""
    first: Any = keys
    return int(first[0].key().value) if keys.count() else 0


def _plain(text: str) -> str:
    """A menu's text without the marks of its keys."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def _shown(keys: str) -> str:
    """Keys as this system writes them."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return native or keys


def _cuts(heights: Sequence[float], columns: int) -> tuple[int, ...]:
    """Before which groups a new column begins, so that the highest is as low as can be."""

    def highest(cuts: tuple[int, ...]) -> float:
        ends = (0, *cuts, len(heights))
        return max(sum(heights[a:b]) for a, b in pairwise(ends))

    return min(combinations(range(1, len(heights)), columns - 1), key=highest)
