"""The short style sheet: what Fusion does not draw as we want it."""

from collections.abc import Callable

from relbook.gui.colours import ROLES, Colours

# `@role` is a colour; `~n` a measure in pixels at the base size. Written in logical terms only:
# no left or right, so that a right-to-left window needs no second sheet.
SHEET = """
QMainWindow, QDialog { background: @window; }
QGroupBox { border: 0; margin: 0; padding: 0; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="accent"] { color: @accent; }

QMenuBar { background: @side; padding: 0 ~8; }
QMenuBar::item { padding: ~6 ~10; border-radius: ~7; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @hover; color: @text; }
QMenu { background: @card; border: 1px solid @hairline; padding: ~5; }
QMenu::item { padding: ~6 ~22 ~6 ~10; border-radius: ~6; color: @text; }
QMenu::item:selected { background: @tint; }
QMenu::item:disabled { color: @disabled; background: transparent; }
QMenu::icon { padding-left: ~8; padding-right: ~4; }
QMenu::separator { height: 1px; background: @hairline; margin: ~5 ~8; }

QToolBar { background: @side; border: 0; border-bottom: 1px solid @hairline; padding: ~6 ~4;
  spacing: ~2; }
QToolButton { border: 0; border-radius: ~7; padding: ~5 ~6; background: transparent;
  color: @text; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @tint; }
QToolButton:focus { border: 2px solid @accent; padding: ~3 ~4; }
QToolButton:disabled { color: @disabled; }
QToolButton[bare="true"], QToolButton[bare="true"]:focus { padding: 0; }
QToolButton[edge="true"] { border: 1px solid @outline; background: @card; }
QToolButton[edge="true"]:hover { background: @hover; }
QToolButton[edge="true"]:focus { border: 2px solid @accent; }
QToolButton::menu-indicator { image: none; }

QPushButton { min-height: ~28; padding: 0 ~11; border: 1px solid @outline; border-radius: ~7;
  background: @card; color: @text; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @tint; }
QPushButton:focus { border: 2px solid @accent; padding: 0 ~10; min-height: ~26; }
QPushButton:disabled { color: @disabled; border-color: @hairline; background: transparent; }
QPushButton[look="primary"] { background: @accent; border-color: @accent; color: @on_accent; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed {
  background: @accent_hover; border-color: @accent_hover; }
QPushButton[look="primary"]:disabled { background: @chip; border-color: @chip;
  color: @disabled; }
QPushButton[look="quiet"] { border-color: transparent; background: transparent; padding: 0 ~5; }
QPushButton[look="quiet"]:hover { background: @hover; }
QPushButton[look="quiet"]:pressed { background: @tint; }
QPushButton[look="link"] { border-color: transparent; background: transparent; color: @accent;
  padding: 0 ~5; }
QPushButton[look="link"]:hover { background: @hover; }
QPushButton[look="link"]:disabled { color: @disabled; }
QPushButton[look="quiet"]:focus { border-color: @accent; padding: 0 ~4; }
QPushButton[look="link"]:focus { border-color: @accent; padding: 0 ~4; }

QLineEdit, QComboBox, QPlainTextEdit, QTextEdit { placeholder-text-color: @muted; }
QLineEdit, QComboBox { min-height: ~30; padding: 1px ~9; border: 1px solid @outline;
  border-radius: ~8; background: @field; color: @text; selection-background-color: @accent;
  selection-color: @on_accent; }
QPlainTextEdit, QTextEdit { padding: ~3 ~5; border: 1px solid @outline; border-radius: ~8;
  background: @field; color: @text; selection-background-color: @accent;
  selection-color: @on_accent; }
QTextEdit[leaf="true"] { padding: 0; border: 2px solid transparent; background: transparent; }
QTextEdit[leaf="true"]:focus { padding: 0; border-color: @accent; }
QLineEdit:focus, QComboBox:focus { border: 2px solid @accent; padding: 0 ~8; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; padding: ~2 ~4; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: @disabled;
  border-color: @hairline; background: transparent; }
QComboBox QLineEdit { min-height: 0; padding: 0; border: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: ~24; }
QComboBox::down-arrow { image: none; }
QAbstractItemView[popup="true"] { background: @card; border: 1px solid @hairline;
  padding: ~4; outline: 0; color: @text; selection-background-color: @tint;
  selection-color: @text; }
QAbstractItemView[popup="true"]::item { min-height: ~28; padding: 0 ~8; border-radius: ~6;
  color: @text; }
QAbstractItemView[popup="true"]::item:selected { background: @tint; }
QListView#completions { padding: 0 ~4; }
QComboBoxPrivateContainer { border: 0; background: @card; }

QScrollArea, QAbstractItemView { border: 0; background: transparent; }
.QListView { background: @card; color: @text; }
Beside { border: 2px solid transparent; border-radius: ~8; }
Beside:focus { border-color: @accent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: ~12; }
QScrollBar:horizontal { height: ~12; }
QScrollBar::handle { background: @scroll; border-radius: ~3; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @outline; }
QScrollBar::handle:vertical { min-height: ~36; margin: ~2 ~3; }
QScrollBar::handle:horizontal { min-width: ~36; margin: ~3 ~2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QToolTip { background: @card; color: @text; border: 1px solid @hairline; padding: ~3 ~6; }
QHeaderView::section { background: @side; color: @muted; border: 0;
  border-bottom: 1px solid @hairline; padding: ~4 ~8; }
QSplitter::handle { background: @hairline; }
QStatusBar { background: @side; border-top: 1px solid @hairline; color: @muted;
  min-height: ~28; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: @muted; }
QStatusBar QPushButton, QStatusBar QPushButton:focus { min-height: ~18; }
QStatusBar QPushButton[look="quiet"] { color: @muted; }
QProgressBar { border: 0; border-radius: ~3; background: @chip; min-height: ~6;
  max-height: ~6; }
QProgressBar::chunk { border-radius: ~3; background: @accent; }
"""


def stylesheet(colours: Colours, measure: Callable[[float], int]) -> str:
    """The sheet in `colours`, its measures scaled by `measure`."""
    sheet = SHEET
    # Longest first, so that "accent" does not eat the beginning of "accent_hover".
    for role in sorted(ROLES, key=len, reverse=True):
        sheet = sheet.replace("@" + role, getattr(colours, role).name())
    parts = sheet.split("~")
    for at, part in enumerate(parts[1:], start=1):
        digits = len(part) - len(part.lstrip("0123456789"))
        parts[at] = f"{measure(int(part[:digits]))}px{part[digits:]}"
    return "".join(parts)
