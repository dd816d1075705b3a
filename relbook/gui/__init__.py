"""The window: everything that needs Qt."""

import sys

import PySide6.QtCore  # noqa: F401  (what is changed below comes with it)


def _leave_sources_unread() -> None:
    """Keep PySide from reading the source text of every module that is loaded after it.

    It does so to learn which may ask for its own `__feature__`; none here does. It would be a
    twentieth of the time a start takes, and the text would stay in memory.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: True  # type: ignore[union-attr]  # noqa: SLF001


_leave_sources_unread()
