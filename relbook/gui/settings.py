"""What the window remembers between two starts: its size and look, never anything of a person."""

import contextlib
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QSettings

Look = Literal["system", "light", "dark"]
RECENT = 8


class Settings:
    """Kept in an ini file at `path`, its owner's alone; with None, in memory only.

    A file that is none is put aside, and `lost`. Where nothing can be kept, nothing is.
    """

    def __init__(self, path: Path | None) -> None:
        self.lost = False
        if path:
            with contextlib.suppress(OSError):
                self.lost = not _is_ini(path)
                if self.lost:
                    path.replace(path.with_name(f"{path.name}.broken"))
        self._path = path
        self._make()
        self._file = QSettings(str(path), QSettings.Format.IniFormat) if path else None
        self._memory: dict[str, object] = {}

    def bytes(self, name: str) -> QByteArray:
        """A state that a widget saved; empty when there is none."""
        value = self._get(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def text(self, name: str) -> str:
        """A word kept under `name`; empty when there is none."""
        value = self._get(name)
        return value if isinstance(value, str) else ""

    def keep(self, name: str, value: QByteArray | str) -> None:
        """Keep `value` under `name`."""
        if self._file is None:
            self._memory[name] = value
        else:
            self._make()  # the folder may have vanished meanwhile
            self._file.setValue(name, value)

    @property
    def look(self) -> Look:
        """Which palette is wished for."""
        look = self.text("look")
        return look if look in ("light", "dark") else "system"  # type: ignore[return-value]

    @property
    def recent(self) -> list[Path]:
        """The books opened last, the newest first."""
        return [Path(line) for line in self.text("recent").split("\n") if line]

    def opened(self, book: Path) -> None:
        """Remember that `book` was opened."""
        others = [path for path in self.recent if path != book]
        self.keep("recent", "\n".join(str(path) for path in [book, *others][:RECENT]))

    def _make(self) -> None:
        """Make the file for its owner alone, where it is not there: Qt would for everyone.

        Qt leaves a file, and a folder, the mode it has.
        """
        with contextlib.suppress(OSError):
            if self._path is not None and not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._path.touch(mode=0o600)

    def _get(self, name: str) -> object:
        return self._memory.get(name) if self._file is None else self._file.value(name)


def _is_ini(path: Path) -> bool:
    """Whether the file at `path` can be what Qt wrote, or is not there. Raises `OSError`."""
    try:
        text = path.read_text("utf-8").strip()
    except FileNotFoundError:
        return True
    except ValueError:
        return False
    return not text or (text.startswith("[") and "\0" not in text)
