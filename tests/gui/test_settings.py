"""What is remembered between two starts, and who may read it."""

import logging
from pathlib import Path

import pytest

from relbook.app import keep_log
from relbook.gui.settings import Settings


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    Settings(tmp_path / "window.ini").keep("look", "dark")
    assert Settings(tmp_path / "window.ini").look == "dark"


def test_the_books_opened_last_come_once_and_newest_first(tmp_path: Path) -> None:
    settings = Settings(None)
    one, two = tmp_path / "one, with a comma.relbook", tmp_path / "two.relbook"
    for path in (one, two, one):
        settings.opened(path)
    assert settings.recent == [one, two]


@pytest.mark.posix
def test_only_the_owner_may_read_choices_and_log(tmp_path: Path) -> None:
    ini, log = tmp_path / "window.ini", tmp_path / "relbook.log"
    kept = Settings(ini)
    kept.keep("look", "dark")
    del kept  # written when let go
    logger = logging.getLogger("relbook")
    before = list(logger.handlers), logger.propagate
    keep_log(log)
    logger.error("broke")
    for handler in set(logger.handlers) - set(before[0]):
        handler.close()
    logger.handlers[:], logger.propagate = before
    assert "dark" in ini.read_text()
    assert "broke" in log.read_text()
    assert {file.stat().st_mode & 0o777 for file in (ini, log)} == {0o600}


@pytest.mark.posix
def test_a_folder_that_vanished_meanwhile_is_its_owner_s_alone_again(tmp_path: Path) -> None:
    ini = tmp_path / "relbook" / "window.ini"
    kept = Settings(ini)
    ini.unlink()
    ini.parent.rmdir()
    kept.keep("look", "dark")
    del kept  # written when let go
    assert "dark" in ini.read_text()
    assert (ini.parent.stat().st_mode & 0o777, ini.stat().st_mode & 0o777) == (0o700, 0o600)
