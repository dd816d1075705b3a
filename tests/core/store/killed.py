"""A process that is killed at a chosen moment: as it is about to touch a file for the n-th time."""

import os
import sys
from collections.abc import Callable
from typing import Any

TOUCHES = frozenset({"open", "os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect"})
KILLED = 9


def killed_at(n: int, work: Callable[[], object]) -> bool:
    """Do `work` in a child that ends, with nothing tidied up, at its n-th touch; whether it did."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == KILLED
    left = n

    def count(event: str, _args: tuple[Any, ...]) -> None:
        nonlocal left
        if event in TOUCHES:
            left -= 1
            if left < 0:
                os._exit(KILLED)

    try:
        sys.addaudithook(count)
        work()
    finally:
        os._exit(0)
