"""What the package must not stand on: modules that one kind of system has and another has not."""

import subprocess
import sys

import pytest

# Every module is brought in by a process that has none of the modules named.
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.modules.update(dict.fromkeys(sys.argv[1:]))
import relbook
for found in pkgutil.walk_packages(relbook.__path__, "relbook."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
print(sum(name.startswith("relbook.") for name in sys.modules))
"""
OF_POSIX = ["crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"]
OF_LINUX = ["PySide6.QtDBus", "jeepney", "secretstorage"]
OF_WINDOWS = ["_winapi", "msvcrt", "winreg", "winsound"]


@pytest.mark.parametrize(
    "missing", [[*OF_POSIX, *OF_LINUX], [*OF_LINUX, *OF_WINDOWS]], ids=["Windows", "macOS"]
)
def test_all_of_it_loads_without_what_is_missing_elsewhere(missing: list[str]) -> None:
    if sys.platform != "win32" and "posix" in missing:
        missing = [name for name in missing if name != "posix"]  # which `os` itself is here
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *missing],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
