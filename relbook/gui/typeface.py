"""The typeface that Relbook carries, loaded for the screen and for paper."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFontDatabase

FALLBACKS = ("Noto Sans", "Noto Sans CJK SC")


def load_typeface(asset: Callable[[str], Path]) -> tuple[str, str]:
    """The families for text and for titles, loaded from `fonts/`. A Qt application must be there."""
    # That another font steps in for a script Inter lacks is no news to anyone.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    families: list[str] = []
    for file in sorted(asset("fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number)
    text = next((name for name in families if "Display" not in name), FALLBACKS[0])
    return text, next((name for name in families if "Display" in name), text)
