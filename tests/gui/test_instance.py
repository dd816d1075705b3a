"""The first program hears later ones of the same user, whatever else is thrown at its socket."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relbook import handing
from relbook.gui import instance as instances
from relbook.gui.instance import Instance
from relbook.gui.opened import OpenedFiles
from relbook.handing import Claim, Wish

pytestmark = pytest.mark.posix  # Python has no way to a pipe of Windows

HONEST = Wish(None, (Path("/tmp/ada.vcf"),), "new-entry")


class Heard:
    """A program that hears, what it heard, and the way to it."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.lock = folder / "relbook.lock"
        self.claim = handing.claim(self.lock)
        self.wishes: list[Wish] = []
        self.links: list[socket.socket] = []
        self._qtbot = qtbot
        self.instance = Instance(self.claim, self.lock)
        self.instance.wished.connect(self.wishes.append)
        self.instance.listen()

    @property
    def address(self) -> str:
        return handing.where_it_hears(self.lock)

    def link(self, message: bytes = b"") -> socket.socket:
        link = socket.socket(socket.AF_UNIX)
        link.setblocking(False)
        link.connect(self.address)
        if message:
            link.send(message)
        self.links.append(link)
        return link

    def answer(self, link: socket.socket) -> bytes:
        """What comes back; "" once it is hung up."""
        got: list[bytes] = []

        def read() -> bool:
            try:
                got.append(link.recv(100))
            except BlockingIOError:
                return False
            except OSError:
                got.append(b"")
            return True

        self._qtbot.waitUntil(read)
        return got[0]

    def lives(self) -> bool:
        """Whether the next honest one is answered."""
        before = len(self.wishes)
        answer = self.answer(self.link(HONEST.to_bytes()))
        self._qtbot.waitUntil(lambda: len(self.wishes) > before)
        return answer == handing.TAKEN and self.wishes[-1] == HONEST


@pytest.fixture
def heard(tmp_path: Path, qtbot: QtBot) -> Iterator[Heard]:
    tmp_path.chmod(0o700)
    made = Heard(tmp_path, qtbot)
    yield made
    for link in made.links:
        link.close()
    made.instance.close()
    made.claim.release()


def test_what_is_handed_over_is_told_and_answered(heard: Heard) -> None:
    assert heard.lives()
    there = Path(heard.address)
    assert there.stat().st_mode & 0o077 == 0
    heard.instance.close()
    assert not there.exists()


@pytest.mark.parametrize(
    "message",
    [
        b"\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", os.urandom(5_000) + b"\n", b"\0" * 10 + b"\n",
        b"[" * 60_000 + b"\n", b'{"book": "/x", "run": "rm"}\n',
        HONEST.to_bytes() + b"more", HONEST.to_bytes() * 2,
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_wish_is_refused_and_the_next_one_answered(heard: Heard, message: bytes) -> None:
    assert heard.answer(heard.link(message)) in (handing.REFUSED, b"")
    assert heard.wishes == []
    assert heard.lives()


def test_endless_words_are_cut_short(heard: Heard, qtbot: QtBot) -> None:
    link = heard.link()

    def send() -> bool:
        try:
            link.send(b"x" * 30_000)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return False

    qtbot.waitUntil(send)
    assert heard.wishes == []
    assert heard.lives()


def test_half_a_message_and_silence_are_hung_up_on(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instances, "DEADLINE", 50)
    for message in (HONEST.to_bytes()[:20], b""):
        assert heard.answer(heard.link(message)) == b""
    assert heard.lives()
    assert heard.wishes == [HONEST]


def test_a_crowd_does_not_keep_others_out_for_long(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(instances, "DEADLINE", 150)
    crowd = [heard.link() for _ in range(30)]
    assert [heard.answer(link) for link in crowd] == [b""] * 30
    assert heard.lives()
    for _ in range(40):  # nor do those that come and go at once
        heard.link(HONEST.to_bytes()).close()
    assert heard.lives()


def test_another_user_is_hung_up_on(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "peer", lambda _link: 12_345)
    assert heard.answer(heard.link(HONEST.to_bytes())) == b""
    monkeypatch.undo()
    assert heard.lives()
    assert heard.wishes == [HONEST]


def test_where_it_cannot_hear_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "relbook.lock"
    claim = handing.claim(lock)
    monkeypatch.setattr(handing, "place_to_hear", lambda _lock: str(tmp_path / "no" / "folder"))
    Instance(claim, lock).listen()
    assert not claim.holds
    handing.claim(lock).release()


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Callable[[str], list[Wish]]]:
    """Sends the event by which macOS tells of a file, and says what came of it."""
    told: list[Wish] = []
    files = OpenedFiles(qapp)
    files.wished.connect(told.append)

    def send(path: str) -> list[Wish]:
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(path)))
        return told

    yield send
    qapp.removeEventFilter(files)
    files.deleteLater()


def test_what_the_finder_opens_is_a_wish(opened: Callable[[str], list[Wish]]) -> None:
    opened("/tmp/Ada Ö.vcf")
    assert opened("/tmp/own.RELBOOK") == [
        Wish(files=(Path("/tmp/Ada Ö.vcf"),)),
        Wish(Path("/tmp/own.RELBOOK")),
    ]


def test_a_claim_on_nothing_hears_nothing(tmp_path: Path) -> None:
    Instance(Claim(None), tmp_path / "relbook.lock").close()
