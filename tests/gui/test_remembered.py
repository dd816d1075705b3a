"""What a keyring remembers: a real one only, and never the only way in."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from relbook.app import Program
from relbook.core.store.key import Key
from relbook.gui import remembered
from relbook.gui.settings import Settings
from tests.gui.test_door import (  # noqa: F401  (fixtures)
    WORDS,
    dialog,
    fill,
    let_in,
    locked,
    on_show,
    path,
    press,
    program,
    settings,
    window,
)

KEY = Key(b"k" * 32, b"s" * 16)


class Ring(KeyringBackend):
    """Keeps in memory what a desktop's keyring would keep."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Open(Ring):
    """Keeps plain text in a file, say."""

    priority = 0.5


class Shut(Ring):
    """Its desktop does not answer."""

    def get_password(self, service: str, username: str) -> str | None:
        raise InitError("no prompt")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise InitError("no prompt")


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_real_keyring_keeps_and_forgets(ring: Ring) -> None:
    assert remembered.is_possible()
    assert remembered.keep(KEY)
    assert remembered.key_of(KEY.salt) == KEY
    assert "people" not in repr(ring.kept)  # neither which book it is, nor where
    remembered.forget(KEY.salt)
    remembered.forget(KEY.salt)
    assert remembered.key_of(KEY.salt) is None


@pytest.mark.parametrize("kind", [Open, keyring.backends.fail.Keyring])
def test_one_that_is_none_is_not_used(ring: Ring, kind: type[KeyringBackend]) -> None:
    keyring.set_keyring(kind())
    assert not remembered.is_possible()
    assert not remembered.keep(KEY)
    assert remembered.key_of(KEY.salt) is None


def test_one_that_does_not_answer_is_no_error(ring: Ring) -> None:
    keyring.set_keyring(Shut())
    assert not remembered.keep(KEY)
    assert remembered.key_of(KEY.salt) is None


def test_a_remembered_book_opens_by_itself_but_not_when_it_was_just_locked(
    program: Program,  # noqa: F811
    path: Path,  # noqa: F811
    settings: Settings,  # noqa: F811
    qtbot: QtBot,
    qapp: QApplication,
    ring: Ring,
) -> None:
    program.start(path, [])
    tick = dialog("unlock").findChild(QCheckBox, "unlock.remember")
    assert tick is not None
    qtbot.waitUntil(tick.isVisible)
    tick.click()
    let_in(qtbot)
    qtbot.waitUntil(lambda: settings.text("remembered") != "")
    assert WORDS not in repr(ring.kept)
    window().locking.lock_now()
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["unlock"])
    again = dialog("unlock").findChild(QCheckBox, "unlock.remember")
    assert again is not None
    qtbot.waitUntil(again.isVisible)
    assert [one.objectName() for one in on_show()] == ["unlock"]
    let_in(qtbot).close()
    qapp.processEvents()
    program.start(path, [])
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["window"])
    window().actions_.remove_passphrase.trigger()
    was = window()
    fill(dialog("unlocking"), was=WORDS)
    press(dialog("unlocking"), "unlocking.go")
    qtbot.waitUntil(lambda: [one.objectName() for one in on_show()] == ["window"])
    assert window() is not was
    qtbot.waitUntil(lambda: settings.text("remembered") == "")
    assert ring.kept == {}
