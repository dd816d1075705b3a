"""Tries an installed Relbook as its first user would.

``python packaging/smoke.py PROGRAM [--window PROGRAM]`` asks for the version, makes the sample book,
looks at it, prints a sheet, moves everyone to another book, and with `--window` opens the window and
asks that to close. Needs nothing but Python. Exits with 1 at the first fault.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PATIENCE = 120  # seconds, on a machine that may never have started it before


def main() -> None:
    """Try it."""
    parser = argparse.ArgumentParser(description="Try an installed Relbook.")
    parser.add_argument("program", help="the one for the command line")
    parser.add_argument("--window", metavar="PROGRAM", help="open this one's window, too")
    parser.add_argument("--version", metavar="N", help="what it should say of itself")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["RELBOOK_HOME"] = str(folder / "home")
        try:
            try_commands(given.program, folder, given.version)
            if given.window:
                try_window(given.window, folder)
        except (AssertionError, OSError, subprocess.SubprocessError) as fault:
            log = folder / "home" / "relbook.log"
            told = log.read_text("utf-8", "replace") if log.exists() else ""
            sys.exit(f"smoke: {fault}\n{told}")
    print("smoke: all is well")


def try_commands(program: str, folder: Path, version: str | None) -> None:
    """What needs no window. Raises `AssertionError`."""
    said = _run(program, "--version")
    expect(version is None or version in said.split(), f"it calls itself {said!r}")
    book, sheet = folder / "sample.relbook", folder / "sheet.pdf"
    _run(program, "sample", str(book))
    _run(program, "--book", str(book), "check", "--full")
    _run(program, "--book", str(book), "brief", "-o", str(sheet))
    expect(sheet.read_bytes().startswith(b"%PDF"), "the sheet is no PDF")
    cards = folder / "cards.vcf"
    _run(program, "--book", str(book), "export", str(cards))
    own = folder / "own.relbook"
    _run(program, "--book", str(own), "import", str(cards))
    expect(own.exists(), "nothing was imported")


def try_window(program: str, folder: Path) -> None:
    """Open the window on the sample and ask it to close. Raises `AssertionError`."""
    # On a display of X alone no window is given the keys. Where somebody does that, it goes at once.
    linux = sys.platform.startswith("linux")
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL) if linux else None
    running = subprocess.Popen([program, "--book", str(folder / "sample.relbook")])
    try:
        time.sleep(5)  # long enough for the first rows, and for what comes after
        expect(running.poll() is None, f"the window ended by itself with {running.returncode}")
        end = time.monotonic() + PATIENCE
        while running.poll() is None and time.monotonic() < end:
            _ask_to_quit(running.pid)
            time.sleep(2)  # a key may come before the window has the keys: it is pressed again
        expect(running.poll() == 0, f"asked to quit, the window ended with {running.returncode}")
    finally:
        for one in (running, manager):
            if one is not None and one.poll() is None:
                one.kill()
                one.wait()
    log = folder / "home" / "relbook.log"
    expect(not log.exists() or not log.read_text("utf-8"), "something was written to the log")


def expect(so: bool, else_what: str) -> None:
    """Raise `AssertionError` saying `else_what` unless it is `so`, also where Python skips assert."""
    if not so:
        raise AssertionError(else_what)


def _run(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    words = " ".join(arguments)
    expect(done.returncode == 0, f"relbook {words}: {done.returncode}, {done.stdout}{done.stderr}")
    return done.stdout


def _ask_to_quit(pid: int) -> None:
    """As a user does: by the window's cross, or the program's own menu."""
    if sys.platform == "win32":
        ask = ["taskkill", "/PID", str(pid)]  # without /F it only asks
    elif sys.platform == "darwin":
        ask = ["kill", str(pid)]  # which it takes for Quit; to tell it by its menu, one must be let
    else:
        find = ["xdotool", "search", "--onlyvisible", "--pid", str(pid)]
        ask = [*find, "windowfocus", "key", "ctrl+q"]
    subprocess.run(ask, check=False, capture_output=True, timeout=30)


if __name__ == "__main__":
    main()
