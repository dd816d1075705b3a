"""A process that is killed at a chosen moment: as it is about to touch a file for the n-th time."""

import os
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pytest

TOUCHES = frozenset({"open", "os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect"})
KILLED = 9
LONGEST = 60  # seconds that a child may take

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is a fork of the test")


def killed_at(n: int, work: Callable[[], object]) -> bool:
    """Do `work` in a child that ends, with nothing tidied up, at its n-th touch; whether it did."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other tests' threads are idle
        child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, KILLED), code
        return code == KILLED
    signal.alarm(LONGEST)
    left = n

    def count(event: str, _args: tuple[Any, ...]) -> None:
        nonlocal left
        if event in TOUCHES:
            left -= 1
            if left < 0:
                os._exit(KILLED)

    failed = 1
    try:
        sys.addaudithook(count)
        work()
        failed = 0
    finally:
        os._exit(failed)
