"""One program for each user, without Qt: who comes first, and what a message may say."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbook import handing
from relbook.core.errors import RelbookError
from relbook.handing import Claim, Taken, Wish

HOLD = """
import sys
from pathlib import Path
from relbook import handing
claim = handing.claim(Path(sys.argv[1]))
print("holds", flush=True)
if sys.stdin.readline().strip() == "end":
    claim.tell_ending()
    print("ends", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "relbook.lock"


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder of our own whose path leaves room for that of a socket."""
    with tempfile.TemporaryDirectory(prefix="relbook-") as folder:
        yield Path(folder)


@pytest.fixture
def held(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program has the lock."""
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holds\n"
        yield other
        other.kill()


def hear(lock: Path, answer: Callable[[bytes], bytes]) -> threading.Thread:
    """Hear at a socket of `lock` once for each byte string that `answer` gives; "" ends it."""
    address = handing.place_to_hear(lock)
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    lock.write_text(f"7\n{address}\n")

    def run() -> None:
        with server, contextlib.suppress(OSError):
            while True:
                link, _ = server.accept()
                with link:
                    said = answer(link.recv(handing.LONGEST))
                    link.sendall(said)
                    if said:
                        return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


@pytest.mark.posix
def test_the_first_comes_first_and_again_after_it_ends(lock: Path) -> None:
    first = handing.claim(lock)
    assert first.holds
    with pytest.raises(Taken):
        handing.claim(lock)
    first.release()
    handing.claim(lock).release()
    assert lock.stat().st_mode & 0o777 == 0o600


def test_a_crash_leaves_the_way_free(lock: Path, held: subprocess.Popen[str]) -> None:
    with pytest.raises(Taken):
        handing.claim(lock)
    held.kill()
    held.wait()
    handing.claim(lock).release()


@pytest.mark.posix
def test_what_is_asked_for_is_handed_over(lock: Path, held: subprocess.Popen[str]) -> None:
    wish = Wish(Path("/a/b.relbook"), (Path("/tmp/Ünï \udcff.vcf"),), "briefing", "token-1")
    heard: list[bytes] = []

    def answer(message: bytes) -> bytes:
        heard.append(message)
        return b"ok\n" if len(heard) > 1 else b""  # it hangs up the first time: tried again

    thread = hear(lock, answer)
    assert handing.come_first(lock, wish) is None
    thread.join(5)
    assert Wish.from_bytes(heard[-1]) == wish


def test_one_that_is_just_starting_is_waited_for(lock: Path, held: subprocess.Popen[str]) -> None:
    threading.Timer(0.2, hear, (lock, lambda _: b"ok\n")).start()
    assert handing.come_first(lock, Wish()) is None


def test_one_that_is_just_ending_is_followed(lock: Path, held: subprocess.Popen[str]) -> None:
    threading.Timer(0.2, held.kill).start()
    claim = handing.come_first(lock, Wish())
    assert claim is not None
    claim.release()


def end(other: subprocess.Popen[str]) -> None:
    """Have it hear no more, with something still to do."""
    assert other.stdin is not None
    assert other.stdout is not None
    other.stdin.write("end\n")
    other.stdin.flush()
    assert other.stdout.readline() == "ends\n"


def test_one_that_has_something_to_do_yet_is_waited_for(
    lock: Path, held: subprocess.Popen[str]
) -> None:
    end(held)
    assert handing.where_it_hears(lock) != handing.ENDING
    threading.Timer(0.2, held.kill).start()
    claim = handing.come_first(lock, Wish(), patience=0)
    assert claim is not None
    claim.release()


def test_one_that_never_ends_is_told_of(lock: Path, held: subprocess.Popen[str]) -> None:
    end(held)
    with pytest.raises(RelbookError, match=f"still closing .process {held.pid}"):
        handing.come_first(lock, Wish(), longer=0.1)


def test_one_that_does_not_answer_is_told_of(lock: Path, held: subprocess.Popen[str]) -> None:
    with pytest.raises(RelbookError, match=f"process {held.pid}"):
        handing.come_first(lock, Wish(), longer=0.1)
    lock.write_text(f"{held.pid}\n{lock.parent / 'nobody'}\n")
    with pytest.raises(RelbookError, match="does not answer"):
        handing.come_first(lock, Wish(), patience=0.1)


def test_one_on_another_computer_is_told_of_as_such(
    lock: Path, held: subprocess.Popen[str]
) -> None:
    lock.write_text("7 tower\n/run/user/1000/relbook-0\n")
    with pytest.raises(RelbookError, match="on the computer “tower”"):
        handing.come_first(lock, Wish(), patience=0)


@pytest.mark.posix
def test_another_version_and_too_much_at_once(lock: Path, held: subprocess.Popen[str]) -> None:
    hear(lock, lambda _: b"no\n")
    with pytest.raises(RelbookError, match="another version"):
        handing.come_first(lock, Wish())
    many = tuple(Path(f"/folder/of/cards/number-{n}.vcf") for n in range(3_000))
    with pytest.raises(RelbookError, match="fewer"):
        handing.come_first(lock, Wish(files=many))


@pytest.mark.posix
@pytest.mark.parametrize("what", ["folder", "pipe", "link", "no folder"])
def test_where_there_can_be_no_lock_one_goes_on(lock: Path, what: str) -> None:
    if what == "folder":
        lock.mkdir()
    elif what == "pipe":
        os.mkfifo(lock)
    elif what == "link":
        lock.symlink_to(lock.parent / "elsewhere")
    else:
        lock = lock.parent / "none" / "relbook.lock"
    claim = handing.come_first(lock, Wish())
    assert claim is not None
    assert not claim.holds


def test_a_file_system_without_locks_is_no_hindrance(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(handing, "_lock", refuse)
    assert not handing.claim(lock).holds


@pytest.mark.posix
def test_the_socket_lies_where_nobody_else_may_be(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, runtime = short / "relbook.lock", short / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    there = Path(handing.place_to_hear(lock))
    assert there.parent == runtime
    assert handing.place_to_hear(short / "other" / "relbook.lock") != str(there)
    runtime.chmod(0o755)
    assert Path(handing.place_to_hear(lock)).parent == lock.parent
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    there = Path(handing.place_to_hear(lock))
    assert there.parent == lock.parent
    with socket.socket(socket.AF_UNIX) as crashed:
        crashed.bind(str(there))
    assert handing.place_to_hear(lock) == str(there)  # what is left of it is done away with
    there.mkdir()
    elsewhere = Path(handing.place_to_hear(lock))
    assert elsewhere.parent.stat().st_mode & 0o777 == 0o700
    handing.leave_place(str(elsewhere))
    assert not elsewhere.parent.exists()


@pytest.mark.posix
def test_a_path_too_long_for_a_socket_is_not_used(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 90) / "relbook.lock"
    deep.parent.mkdir(mode=0o700)
    place = handing.place_to_hear(deep)
    assert len(os.fsencode(place)) <= handing.LONGEST_ADDRESS
    handing.leave_place(place)


@pytest.mark.posix
def test_who_is_at_the_other_end_is_known() -> None:
    one, other = socket.socketpair()
    with one, other:
        assert handing.peer(one.fileno()) == os.getuid()


GOOD = b'{"book": null, "files": ["/a.vcf"], "action": "", "token": ""}'


@pytest.mark.parametrize(
    "message",
    [
        b"", b"\n", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 60_000, b"{" * 60_000,
        GOOD.replace(b'"/a.vcf"', b'"a.vcf"'),
        GOOD.replace(b'"/a.vcf"', b'"/a\\u0000.vcf"'),
        GOOD.replace(b'"/a.vcf"', b"7"),
        GOOD.replace(b'["/a.vcf"]', b'"/a.vcf"'),
        GOOD.replace(b'["/a.vcf"]', b'{"/a.vcf": 1}'),
        GOOD.replace(b'"action": ""', b'"action": "quit"'),
        GOOD.replace(b'"action": ""', b'"action": ["briefing"]'),
        GOOD.replace(b'"token": ""', b'"token": "a b"'),
        GOOD.replace(b'"token": ""', b'"token": "a\\nb"'),
        GOOD.replace(b'"token": ""', b'"token": "' + b"x" * 600 + b'"'),
        GOOD.replace(b'"token": ""', b'"token": null'),
        GOOD.replace(b"null", b"NaN"),
        GOOD.replace(b'"book": null', b'"book": null, "book": null'),
        GOOD.replace(b"{", b'{"run": "rm", '),
        GOOD + GOOD,
        GOOD + b" " * handing.LONGEST,
    ],
)  # fmt: skip
def test_what_is_no_message_is_none(message: bytes) -> None:
    assert Wish.from_bytes(GOOD) == Wish(files=(Path("/a.vcf"),))
    with pytest.raises(ValueError, match=r"."):
        Wish.from_bytes(message)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_a_wish_or_none(message: bytes) -> None:
    with contextlib.suppress(ValueError):
        Wish.from_bytes(message)


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0")).map(lambda t: Path("/", t)), max_size=4
    ),
    st.sampled_from(["", *handing.ACTIONS]),
)
def test_every_wish_arrives_as_it_was(files: list[Path], action: str) -> None:
    wish = Wish(None, tuple(files), action)
    assert Wish.from_bytes(wish.to_bytes()) == wish


def test_a_claim_that_holds_nothing_can_be_told_anything() -> None:
    claim = Claim(None)
    claim.tell("nowhere")
    claim.release()
