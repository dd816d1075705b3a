"""The file that warnings and errors are written to."""

import os
from io import TextIOWrapper
from logging import Formatter, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path


class LogFile(RotatingFileHandler):
    """A log that its owner alone may read: three files of 200 kB at the most."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=200_000, backupCount=2, encoding="utf-8", delay=True)
        self.setFormatter(Formatter("%(asctime)s %(levelname)s %(message)s"))

    def _open(self) -> TextIOWrapper:
        # The mode is for a new file; one that is there keeps its own.
        flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND
        handle = os.open(self.baseFilename, flags, 0o600)
        return TextIOWrapper(os.fdopen(handle, "ab"), encoding=self.encoding)

    def handleError(self, record: LogRecord) -> None:
        """What cannot be written down is no reason to stop, and nowhere else to be said."""
