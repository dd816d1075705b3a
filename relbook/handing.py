"""One program for each user: whoever comes first stays, whoever comes later hands it what it was
started with.

The first holds a lock on a file in the state folder, which the system frees with the program, crash
or not. In the file stands who holds it and, once it hears, where: a local socket, or on Windows a
pipe; in the end, that it hears no more. None of this needs Qt: a second start costs next to nothing.
"""

import contextlib
import errno
import json
import os
import stat
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

from relbook.core.errors import RelbookError
from relbook.core.words import say

ACTIONS = ("new-person", "new-entry", "briefing")
LONGEST = 65_536  # bytes of a message
LONGEST_TOKEN = 512
LONGEST_ADDRESS = 100  # bytes of a socket's path: Linux takes 107, macOS 103
PATIENCE = 10.0  # seconds that a second start waits for a first that hears and says nothing
LONGER = 60.0  # for one that does not hear yet, or no more: it opens a book, or backs one up
PAUSE = 0.03  # seconds between two looks
TAKEN, REFUSED = b"ok\n", b"no\n"  # the answers
ENDING = "ending"  # in the place of an address

_LOCKED_AT = 1 << 30  # Windows lets nobody read what is locked: it is not where the words are


@dataclass(frozen=True, slots=True)
class Wish:
    """What a start asks for. Paths are absolute; `token` is the desktop's leave to come forward.

    A `passphrase` is for this program alone: it is handed to no other.
    """

    book: Path | None = None
    files: tuple[Path, ...] = ()
    action: str = ""
    token: str = ""
    passphrase: str = field(default="", repr=False)

    def to_bytes(self) -> bytes:
        """The message that carries it, a line of JSON in ASCII."""
        told = {
            "book": None if self.book is None else str(self.book),
            "files": [str(file) for file in self.files],
            "action": self.action,
            "token": self.token,
        }
        return json.dumps(told).encode() + b"\n"

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """What :meth:`to_bytes` wrote. Raises `ValueError` for anything else whatever."""
        if len(message) > LONGEST or message.count(b"\n") != message.endswith(b"\n"):
            raise ValueError("more than a line")
        try:
            told = json.loads(message.decode("ascii"), object_pairs_hook=_once)
        except RecursionError as fault:
            raise ValueError("too deep") from fault
        if not isinstance(told, dict) or told.keys() != {"book", "files", "action", "token"}:
            raise ValueError("other keys")
        book, files, action, token = told["book"], told["files"], told["action"], told["token"]
        if not isinstance(files, list) or not isinstance(action, str):
            raise ValueError("other types")  # noqa: TRY004  (one kind for all that is no wish)
        if action and action not in ACTIONS:
            raise ValueError("another action")
        if not isinstance(token, str) or not is_token(token):
            raise ValueError("no token")
        return cls(None if book is None else _path(book), tuple(map(_path, files)), action, token)


def is_token(text: str) -> bool:
    """Whether `text` can be what a desktop gives: a word of visible ASCII, or nothing."""
    return len(text) <= LONGEST_TOKEN and all(33 <= ord(letter) <= 126 for letter in text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a key twice")
    return told


def _path(text: object) -> Path:
    if not isinstance(text, str) or "\0" in text or not os.path.isabs(text):  # noqa: PTH117
        raise ValueError("no whole path")
    return Path(text)


class Claim:
    """The right to be the program of a state folder, until `release` or the program's end.

    Without a `file` the system has no locks there, and nobody will ask.
    """

    def __init__(self, file: int | None) -> None:
        self._file = file
        self._write("")

    @property
    def holds(self) -> bool:
        """Whether later starts come here."""
        return self._file is not None

    def tell(self, address: str) -> None:
        """Say where this program hears from now on; "" for nowhere."""
        self._write(address)

    def tell_ending(self) -> None:
        """Say that this program hears no more, and leaves the way free in a while."""
        self._write(ENDING)

    def release(self) -> None:
        """Let another one be the program of this folder."""
        if self._file is not None:
            self._write("")
            os.close(self._file)
            self._file = None

    def _write(self, address: str) -> None:
        if self._file is None:
            return
        told = f"{os.getpid()} {_computer()}\n" + (f"{address}\n" if address else "")
        with contextlib.suppress(OSError):  # a full disk: then nobody finds us, and says so
            os.lseek(self._file, 0, os.SEEK_SET)
            os.ftruncate(self._file, 0)
            os.write(self._file, os.fsencode(told))


class Taken(Exception):
    """Another program is that of the folder."""


def claim(lock: Path) -> Claim:
    """Be the program whose lock is the file at `lock`. Raises `Taken` if there is one."""
    flags = os.O_RDWR | os.O_CREAT
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # each where the system has it
        flags |= getattr(os, name, 0)
    try:
        file = os.open(lock, flags, 0o600)
    except OSError:
        return Claim(None)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.ENOLCK, "no file")
        _lock(file)
    except OSError as problem:
        os.close(file)
        if problem.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise Taken from problem
        return Claim(None)
    return Claim(file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, _LOCKED_AT, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def come_first(
    lock: Path, wish: Wish, patience: float = PATIENCE, longer: float = LONGER
) -> Claim | None:
    """Be the program whose lock is at `lock`; None once another one has taken `wish`.

    One that is just starting, or just ending, is waited for. Raises `RelbookError` if it is there and
    does not answer for `patience` seconds (`longer` while it starts or ends), or does not understand.
    """
    began = time.monotonic()
    before = None
    message = wish.to_bytes()
    while True:
        try:
            return claim(lock)
        except Taken:
            pass
        other = _holder(lock)
        if other != before:  # it has come further, or another one came before us
            before, began = other, time.monotonic()
        until = began + (patience if other.address else longer)
        if other.address:
            if len(message) > LONGEST:
                raise RelbookError(
                    say(
                        "Relbook is open already, and these are more files than it takes at a time. "
                        "Nothing was changed; hand it fewer."
                    )
                )
            answer = b""
            with contextlib.suppress(OSError):  # it has just ended, or has its hands full
                answer = _hand_over(other, message, until)
            if answer == TAKEN:
                return None
            if answer == REFUSED:
                raise RelbookError(
                    say(
                        "Relbook is open already, in another version. Nothing was changed; close it, "
                        "then start it again."
                    )
                )
        if time.monotonic() > until and _holder(lock) == other:
            raise RelbookError(_why_not(other))
        time.sleep(PAUSE)


def _why_not(other: "_Holder") -> str:
    """What to say once one has waited for another program long enough."""
    if other.computer not in ("", _computer()):
        return say(
            "Relbook is open on the computer “{name}”, which shares these folders. Nothing was changed; "
            "close it there, then start it here.",
            name=other.computer,
        )
    process = str(other.process or "?")
    if other.ends:
        return say(
            "Relbook is still closing (process {process}), perhaps with a backup of a large book. "
            "Nothing was changed; start it again in a minute.",
            process=process,
        )
    return say(
        "Relbook is running already (process {process}) but does not answer. Nothing was "
        "changed; wait a little, or end it, and start it again.",
        process=process,
    )


class _Holder(NamedTuple):
    """Which process of which computer has the lock (0 and "" as long as it does not say), and where
    it hears, or "". One that `ends` hears no more.
    """

    process: int = 0
    computer: str = ""
    address: str = ""
    ends: bool = False


def _holder(lock: Path) -> _Holder:
    """Who has the lock, as far as its file tells."""
    try:
        with lock.open("rb") as file:
            lines = os.fsdecode(file.read(4096)).split("\n")
    except OSError:
        return _Holder()
    number, _, computer = lines[0].partition(" ")
    process = int(number) if number.isascii() and number.isdigit() else 0
    told = lines[1] if len(lines) == 3 else ""  # else it is not yet written to its end
    return _Holder(process, computer, "" if told == ENDING else told, told == ENDING)


def _computer() -> str:
    """What this computer calls itself in its network: a home folder may be shared there."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def _hand_over(other: _Holder, message: bytes, until: float) -> bytes:
    """Hand `message` to `other`; its answer, "" if it hung up."""
    if sys.platform == "win32":
        return _through_pipe(other, message, until)
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(max(0.01, until - time.monotonic()))
        link.connect(other.address)
        if peer(link.fileno()) not in (None, own_user()):
            return b""
        link.sendall(message)
        with link.makefile("rb") as answer:
            return answer.read(len(TAKEN))


def _through_pipe(other: _Holder, message: bytes, until: float) -> bytes:
    import threading

    answers: list[bytes] = []

    def talk() -> None:
        with contextlib.suppress(OSError), open(rf"\\.\pipe\{other.address}", "r+b", 0) as pipe:  # noqa: PTH123
            pipe.write(message)
            answers.append(pipe.readline())

    _let_come_forward(other.process)
    talking = threading.Thread(target=talk, name="relbook handing over", daemon=True)
    talking.start()
    talking.join(max(0.01, until - time.monotonic()))
    return answers[0] if answers else b""


def _let_come_forward(process: int) -> None:
    """Windows lets only who has the user's attention give it to another."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)


def peer(link: int) -> int | None:
    """Whose program is at the other end of a local socket; None where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return None
    import socket
    import struct

    with socket.socket(fileno=os.dup(link)) as again:
        told = again.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", told)[1])


def place_to_hear(lock: Path) -> str:
    """Where the program with that lock may hear: the path of a socket, or the name of a pipe."""
    if sys.platform == "win32":
        import secrets

        return f"relbook-{secrets.token_hex(16)}"  # which nobody can have taken before
    for path in _usual_places(lock):
        if _clear(path):
            return str(path)
    import tempfile

    return str(Path(tempfile.mkdtemp(prefix="relbook-")) / "hears")


def where_it_hears(lock: Path) -> str:
    """Where the program with that lock says it hears, or where the next one would; "" if unknown."""
    usual = "" if sys.platform == "win32" else next(map(str, _usual_places(lock)), "")
    return _holder(lock).address or usual


def _usual_places(lock: Path) -> list[Path]:
    """Where nobody else may put anything, and a socket's path is short enough."""
    from hashlib import blake2b

    mark = blake2b(os.fsencode(os.path.realpath(lock)), digest_size=8).hexdigest()
    told = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    folders = [*([told] if told.is_absolute() else []), lock.parent.absolute()]
    places = [folder / f"relbook-{mark}" for folder in folders if _is_ours(folder)]
    return [path for path in places if len(os.fsencode(path)) <= LONGEST_ADDRESS]


def _is_ours(folder: Path) -> bool:
    """Whether nobody else may do anything in `folder`."""
    try:
        told = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(told.st_mode) and told.st_uid == os.getuid() and not told.st_mode & 0o077


def _clear(path: Path) -> bool:
    """Do away with what a crash left there; False if it is something else, which stays."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def leave_place(address: str) -> None:
    """Do away with what `place_to_hear` made, once nobody hears there any more."""
    if sys.platform != "win32":
        path = Path(address)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            if path.name == "hears":
                path.parent.rmdir()


def own_user() -> int | None:
    """Who runs this program, as `peer` tells it."""
    return None if sys.platform == "win32" else os.getuid()
