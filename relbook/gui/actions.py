"""What can be asked of the window: each action with its words, keys and icon, and the menus."""

import sys
from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from relbook.core.words import say
from relbook.gui.theme import Theme

Key = QKeySequence.StandardKey
Role = QAction.MenuRole

# What macOS has in the menu of the program itself. It would guess others by their words.
MENU_ROLES = {"about": Role.AboutRole, "quit": Role.QuitRole}
# There Ctrl is the Command key, and some of ours are the system's: to hide and to minimise a window,
# to log out, to take a picture of the screen. With Alt one types ¡ and ™.
MACOS_KEYS = {
    "code": "Ctrl+Shift+R",
    "history": "Ctrl+Shift+Y",
    "merge": "Ctrl+Shift+M",
    "show_people": "Ctrl+Alt+1",
    "show_side": "Ctrl+Alt+3",
    "to_people": "Ctrl+1",
    "to_page": "Ctrl+2",
    "to_side": "Ctrl+3",
}


class Actions:
    """The actions of one window, as attributes; each is named ``action.<attribute>``."""

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        self._window, self._theme = window, theme
        make = self._make
        self.new_person = make("new_person", say("New &person"), Key.New, "user-plus")
        self.give = make("give", say("&Give / Receive"), "Ctrl+G", "hand-heart")
        self.event = make("event", say("E&vent…"), "Ctrl+Shift+N", "calendar-plus")
        self.import_cards = make("import_cards", say("Br&ing contacts…"), "Ctrl+I", "import")
        self.export = make("export", say("&Export…"), "Ctrl+Shift+E", "upload")
        self.copy_cards = make("copy_cards", say("Cop&y as vCard"), "Ctrl+Shift+V", "copy")
        self.code = make("code", say("&QR code…"), "Ctrl+Shift+Q", "qr-code")
        self.duplicates = make("duplicates", say("Find &duplicates…"), "Ctrl+Shift+D", "users")
        self.merge = make("merge", say("&Merge into one…"), "Ctrl+M", "merge")
        self.print_sheet = make("print_sheet", say("&Print a sheet…"), Key.Print, "printer")
        self.new_book = make("new_book", say("&New book…"), None, "book-open")
        self.open_book = make("open_book", say("&Open book…"), Key.Open, "folder-open")
        self.backups = make("backups", say("&Backups…"), "Ctrl+Shift+B", "history")
        self.copy_book = make("copy_book", say("&Copy book…"), Key.SaveAs, "copy")
        self.lock_now = make("lock_now", say("&Lock now"), "Ctrl+L", "lock")
        self.set_passphrase = make("set_passphrase", say("Lock with a p&assphrase…"), None, "lock")
        self.remove_passphrase = make("remove_passphrase", say("&Remove the passphrase…"), None, "")
        self.show_recovery = make("show_recovery", say("Recovery &sheet…"), None, "")
        self.lock_after = QMenu(say("Lock by itsel&f"), window)
        self.quit = make("quit", say("&Quit"), "Ctrl+Q", "")
        self.undo = make("undo", say("&Undo"), Key.Undo, "undo-2")
        self.redo = make("redo", say("&Redo"), "Ctrl+Shift+Z", "redo-2")
        self.history = make("history", say("&History…"), "Ctrl+H", "history")
        self.find = make("find", say("&Find"), Key.Find, "search")
        self.edit = make("edit", say("&Edit"), "Ctrl+E", "pencil")
        self.circle = make("circle", say("Add to a &circle…"), "Ctrl+Shift+C", "users")
        self.delete = make("delete", say("&Delete") + "\t" + say("Del"), None, "trash-2")
        self.trash = make("trash", say("&Trash…"), None, "trash-2")
        self.forget = make("forget", say("F&orget for ever…"), None, "x")
        self.next_panel = make("next_panel", say("&Next panel"), "F6", "")
        self.last_panel = make("last_panel", say("Pre&vious panel"), "Shift+F6", "")
        days = say("&Days to know")
        self.to_opening = make("to_opening", days, "Alt+Home", "calendar-days")
        self.to_people = make("to_people", say("Go to p&eople"), "Alt+1", "")
        self.to_page = make("to_page", say("Go to the pa&ge"), "Alt+2", "")
        self.to_side = make("to_side", say("Go to the right s&ide"), "Alt+3", "")
        self.show_people = make("show_people", say("&People"), "Ctrl+Shift+1", "")
        self.show_side = make("show_side", say("&Right side"), "Ctrl+Shift+3", "")
        self.blur = make(
            "blur", say("&Blur faces and facts"), "Ctrl+Shift+H", ""
        )  # an icon would hide its tick
        self.blur.setCheckable(True)
        self.show_people.setCheckable(True)
        self.show_side.setCheckable(True)
        self.guide = make("guide", say("&Guide"), "F1", "circle-help")
        self.keys = make("keys", say("&Keyboard shortcuts"), "Ctrl+?", "info")
        self.about = make("about", say("&About Relbook"), None, "book-user")
        self.looks = self._looks()

    def offer_lock(self, *, locked: bool, may: bool) -> None:
        """Offer what can be done about the lock of a book that is `locked`, if it `may` change."""
        if locked:
            self.set_passphrase.setText(say("Change the p&assphrase…"))
        for action in (self.remove_passphrase, self.show_recovery, self.lock_after.menuAction()):
            action.setVisible(locked)
        self.set_passphrase.setEnabled(may)
        self.remove_passphrase.setEnabled(may)
        self.lock_now.setEnabled(locked or may)

    def writing(self) -> Iterator[QAction]:
        """Those that change the book: greyed while it may not be written."""
        yield from (self.new_person, self.give, self.import_cards)
        yield from (self.edit, self.circle, self.delete, self.duplicates, self.merge)

    def add_menus(self, recent: QMenu) -> None:
        """Fill the window's menu bar; `recent` is the menu of the books opened last."""
        recent.setTitle(say("Open recen&t"))
        recent.menuAction().setObjectName("action.recent")
        self.lock_after.setObjectName("menu.lock_after")
        self.lock_after.menuAction().setObjectName("action.lock_after")
        self._menu(
            "book",
            say("&Book"),
            self.new_book,
            self.open_book,
            recent,
            self.copy_book,
            self.backups,
            None,
            self.import_cards,
            self.export,
            self.duplicates,
            None,
            self.print_sheet,
            None,
            self.lock_now,
            self.set_passphrase,
            self.remove_passphrase,
            self.show_recovery,
            self.lock_after,
            None,
            self.quit,
        )
        self._menu("edit", say("&Edit"), self.undo, self.redo, self.history, None, self.find)
        self._menu(
            "person",
            say("&Person"),
            self.new_person,
            self.edit,
            self.circle,
            self.give,
            self.event,
            None,
            self.merge,
            self.copy_cards,
            self.code,
            None,
            self.delete,
            self.trash,
            self.forget,
        )
        look = QMenu(say("&Colours"), self._window)
        look.addActions(self.looks.actions())
        self._menu(
            "view",
            say("&View"),
            self.show_people,
            self.show_side,
            None,
            look,
            self.blur,
            None,
            self.to_opening,
            self.to_people,
            self.to_page,
            self.to_side,
            self.next_panel,
            self.last_panel,
        )
        self._menu("help", say("&Help"), self.guide, self.keys, self.about)

    def add_tool_bar(self) -> QToolBar:
        """What is done most, in the window's tool bar: the last edit and paper at its end."""
        bar = QToolBar(say("Tools"))
        bar.setObjectName("toolBar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        m = self._theme.measure
        bar.setIconSize(QSize(m(26), m(18)))  # wider than high: air before the word
        self.print_sheet.setIconText(say("Print"))
        self.undo.setIconText(say("Undo"))
        self.redo.setIconText(say("Redo"))
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addActions([self.new_person, self.give, self.event, self.import_cards])
        bar.addWidget(gap)
        bar.addActions([self.print_sheet, self.undo, self.redo])
        for action in bar.actions():
            button = bar.widgetForAction(action)
            if button is not gap:
                button.setObjectName("tool." + action.objectName().removeprefix("action."))
        self._window.addToolBar(bar)
        return bar

    def _menu(self, name: str, title: str, *items: QAction | QMenu | None) -> None:
        menu = self._window.menuBar().addMenu(title)
        menu.setObjectName(f"menu.{name}")
        for item in items:
            if item is None:
                menu.addSeparator()
            elif isinstance(item, QMenu):
                menu.addMenu(item)
            else:
                menu.addAction(item)

    def _make(self, name: str, text: str, keys: Key | str | None, icon: str) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(f"action.{name}")
        action.setMenuRole(MENU_ROLES.get(name, Role.NoRole))
        if sys.platform == "darwin":
            keys = MACOS_KEYS.get(name, keys)
        if icon:
            action.setIcon(self._theme.icons.icon(icon))
        if isinstance(keys, str):
            action.setShortcut(QKeySequence(keys))
        elif keys is not None:
            action.setShortcuts(keys)
        if name == "redo":
            action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        return action

    def _looks(self) -> QActionGroup:
        group = QActionGroup(self._window)
        words = {
            "system": say("As the &system"),
            "light": say("&Light"),
            "dark": say("&Dark"),
        }
        for look, text in words.items():
            action = self._make(f"look.{look}", text, None, "")
            action.setCheckable(True)
            action.setData(look)
            group.addAction(action)
        return group
