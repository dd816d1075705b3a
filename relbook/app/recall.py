"""What the window remembers, for who asks without one."""

from pathlib import Path

from relbook.gui.settings import Settings


def recent_books(settings: Path) -> list[Path]:
    """The books opened last, as the file `settings` tells; none if it is not there."""
    return Settings(settings).recent if settings.is_file() else []
