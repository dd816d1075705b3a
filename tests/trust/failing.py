"""Lets every write of an hour's work fail, in each of the ways there are, and looks what is lost."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.trust.kills import ROOT, Outcome, environment

SMALL = "8m"  # of the disk that is filled up
# What mounts a small disk for one process alone: as root, or as one's own root where that is allowed.
MOUNT = 'mount -t tmpfs -o size=$0 none "$1" && shift && exec "$@"'
KINDS = ("max_page_count", "RLIMIT_FSIZE", "read-only folder", "full disk")
PATIENCE = 600  # seconds


def fail_all(stride: int, names: tuple[str, ...] = KINDS) -> Iterator[Outcome]:
    """Each kind of failing write; with a `stride` of 1 each write of the hour fails once."""
    for name in names:
        with tempfile.TemporaryDirectory(prefix="relbook-writes-") as folder:
            yield fail(name, Path(folder), stride)


def fail(kind: str, folder: Path, stride: int) -> Outcome:
    """One kind, in `folder`, an empty one."""
    outcome = Outcome(f"failing writes: {kind}")
    command = [sys.executable, "-m", "tests.trust.writes", kind, str(folder), str(stride)]
    if kind == "full disk":
        if not may_mount(folder):
            outcome.name += " (not allowed here)"
            return outcome
        command = [*_mounting(), str(folder), *command]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    attacks, lost = json.loads(done.stdout)
    outcome.attacks, outcome.lost = attacks, lost
    outcome.survived = attacks - len(lost)
    return outcome


def may_mount(folder: Path) -> bool:
    """Whether a small disk can be mounted at `folder`, for one process."""
    if not shutil.which("unshare") or not shutil.which("mount"):
        return False
    with contextlib.suppress(OSError):
        return not subprocess.run(
            [*_mounting(), str(folder), "true"], capture_output=True, check=False
        ).returncode
    return False


def _mounting() -> list[str]:
    own = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    return ["unshare", *own, "sh", "-c", MOUNT, SMALL]
