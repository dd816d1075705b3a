"""Where the computer's printers are asked for."""

import contextlib
import os
import sys
from pathlib import Path

SOCKET = "/run/cups/cups.sock"
CHOICES = ("/etc/cups/client.conf", "~/.cups/client.conf")


def stay_on_this_computer() -> None:
    """Let CUPS be asked through its local socket alone: without one it would try port 631.

    That is so where nobody chose a print server; who did, by CUPS_SERVER or a client.conf, keeps it.
    Before the first printer is looked for.
    """
    if sys.platform.startswith("linux") and not any(map(_names_server, CHOICES)):
        os.environ.setdefault("CUPS_SERVER", SOCKET)


def _names_server(choice: str) -> bool:
    with contextlib.suppress(OSError, RuntimeError):  # no such file, or no home
        told = Path(choice).expanduser().read_text("utf-8", "replace").lower()
        return any(line.strip().startswith("servername") for line in told.splitlines())
    return False
