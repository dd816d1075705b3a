"""Where the halves meet: the book, and the window that shows it; from the start to the end."""

from relbook.app.building import build_window, leave
from relbook.app.program import Program
from relbook.app.running import keep_log, leave_clipboard, main

__all__ = ["Program", "build_window", "keep_log", "leave", "leave_clipboard", "main"]
