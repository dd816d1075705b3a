"""``python -m tests.trust.nursery``: begets processes that do a deed, and kills them half-way.

It has loaded what they need, so each costs a fork; it never opens a book itself. For each line on
its standard input, ``[deed, size, folder, after, part]``, it lets one be done, kills it (SIGKILL)
`part` of the time that an edit took after `after` of them are finished, and answers with a line
``[finished, ended, fault]``.
"""

import importlib
import json
import os
import select
import signal
import sys
import time
import traceback
from pathlib import Path

from tests.trust.deed import Deed
from tests.trust.deeds import DEEDS

FIRST = 0.05  # seconds that the first edit is taken to need
LONGEST = 60.0  # seconds after which something is wrong

_BY_NAME = {deed.name: deed for deed in DEEDS}


def main() -> None:
    """Do what is asked for until the input ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for module in ("relbook.app", "relbook.gui.pages.person"):  # for those that come
        importlib.import_module(module)

    for line in sys.stdin:
        name, size, folder, after, part = json.loads(line)
        answer = bear(_BY_NAME[name](size), Path(folder), after, part)
        print(json.dumps(answer), flush=True)


def bear(deed: Deed, folder: Path, after: int, part: float) -> tuple[int, bool, str]:
    """Let `deed` be done and kill it; returns what was finished, if all was, and what went wrong."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _be(deed, folder, theirs)
    os.close(theirs)
    heard, began, edits = b"", time.monotonic(), 0
    kill_at = began + FIRST * part if after == 0 else None
    while True:
        now = time.monotonic()
        left = LONGEST + began - now if kill_at is None else max(kill_at - now, 0.0)
        ready, _, _ = select.select([ours], [], [], max(left, 0.0))
        if not ready:
            break
        came = os.read(ours, 65_536)
        if not came:
            break
        heard += came
        edits = heard.count(b".")
        if kill_at is None and edits >= after:
            now = time.monotonic()
            kill_at = now + (now - began) / edits * part
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while came := os.read(ours, 65_536):
        heard += came
    os.close(ours)
    fault = heard.partition(b"!")[2].decode()
    if kill_at is None and b"=" not in heard and not fault:
        fault = "nothing happened for too long"
    return heard.partition(b"!")[0].count(b"."), b"=" in heard, fault


def _be(deed: Deed, folder: Path, told: int) -> None:
    """In the child: a dot for each finished edit, and = at the end."""
    try:
        deed.work(folder, lambda: void(os.write(told, b".")))
        os.write(told, b"=")
        os._exit(0)
    except BaseException:  # noqa: BLE001  (told, whatever it is)
        os.write(told, b"!" + traceback.format_exc().encode())
    finally:
        os._exit(1)


def void(_: object) -> None:
    """Do nothing with it."""


if __name__ == "__main__":
    main()
