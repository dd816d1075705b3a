"""Tries the installer on Windows as its first user would: ``try_installer.py FOLDER``.

FOLDER holds it. It is installed silently, `smoke.py` tries the program, it is installed again over
a running one and over one that is closed, and removed; then all it made must be gone but the book.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parents[1]), str(_HERE.parent)]

from smoke import PATIENCE, expect  # noqa: E402
from windows import version  # noqa: E402

from relbook import APP_ID, __version__  # noqa: E402

if sys.platform != "win32":
    sys.exit("Installers for Windows are tried on Windows.")

import winreg  # noqa: E402

CLASSES = r"Software\Classes"
UNINSTALL = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{APP_ID}"
LOCAL = Path(os.environ["LOCALAPPDATA"])
PROGRAM = LOCAL / "Programs/Relbook"
SHORTCUT = Path(os.environ["APPDATA"]) / "Microsoft/Windows/Start Menu/Programs/Relbook.lnk"
BOOK = LOCAL / "relbook/people.relbook"


def main() -> None:
    """Try it."""
    parser = argparse.ArgumentParser(description="Try the installer.")
    parser.add_argument("folder", type=Path)
    (setup,) = parser.parse_args().folder.glob("*-setup.exe")
    command, window = PROGRAM / version.COMMAND, PROGRAM / version.WINDOW
    before = _value(rf"{CLASSES}\.vcf")

    expect(_run(setup, "/S") == 0, "it does not install")
    expect(SHORTCUT.exists(), "there is no shortcut")
    expect(APP_ID.encode("utf-16-le") in SHORTCUT.read_bytes(), "the shortcut has no id")
    expect(_value(rf"{CLASSES}\.relbook") == "Relbook.Book", "books are not ours to open")
    expect(_value(rf"{CLASSES}\.vcf") == before, "it has seized .vcf")
    expect(_value(UNINSTALL, "DisplayVersion") == __version__, "Windows is told another version")
    smoke = [_HERE.parent / "smoke.py", command, "--window", window, "--version", __version__]
    expect(_run(sys.executable, *smoke) == 0, "it does not work")

    running = subprocess.Popen([window, "--book", _made(command, BOOK)])
    time.sleep(10)  # by then its files are in use, which is all that counts here
    expect(_run(setup, "/S") == 2, "it installs over a running Relbook")
    while running.poll() is None:
        _run("taskkill", "/PID", str(running.pid))
        time.sleep(2)  # taskkill asks; a window that is still starting does not hear it
    expect(_run(setup, "/S") == 0, "it does not install over itself")
    expect(_run(command, "--version") == 0, "brought up to date, it does not start")

    # It copies itself elsewhere and goes on from there: that it has ended is told by what it did.
    _run(PROGRAM / "uninstall.exe", "/S")
    end = time.monotonic() + PATIENCE
    while PROGRAM.exists() and time.monotonic() < end:
        time.sleep(1)
    time.sleep(5)  # the shortcut and the registry go after the folder
    expect(not PROGRAM.exists(), f"it leaves {[*PROGRAM.rglob('*')]}")
    expect(not SHORTCUT.exists(), "it leaves the shortcut")
    for key in (UNINSTALL, r"Software\Relbook", rf"{CLASSES}\Relbook.Book", rf"{CLASSES}\.relbook"):
        expect(_value(key) is None, f"it leaves {key} in the registry")
    expect(BOOK.exists(), "it takes the book with it")
    print("try_installer: all is well")


def _made(command: Path, book: Path) -> Path:
    """A sample at `book`, which stands for a book of the user's own."""
    book.parent.mkdir(exist_ok=True)
    expect(_run(command, "sample", book) == 0, f"no sample can be made at {book}")
    return book


def _run(*command: str | Path) -> int:
    return subprocess.run(command, check=False, timeout=4 * PATIENCE).returncode


def _value(key: str, name: str = "") -> str | None:
    """What the user's registry has there; None if it has no such key."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            try:
                return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                return ""
    except FileNotFoundError:
        return None


if __name__ == "__main__":
    main()
