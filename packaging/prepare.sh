# Read by run.sh and test.sh: makes .venv, and what it stands on, where they are missing.

root=$(cd "$(dirname "$0")/.." && pwd)
python=$root/.venv/bin/python

# What Qt's wheel leaves to the system. Others come with these.
qt_packages="fonts-dejavu-core libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0
    libwayland-cursor0 libwayland-egl1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0
    libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-util1
    libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0"
test_packages="at-spi2-core dbus dbus-x11 jwm poppler-utils python3-pyatspi xauth xvfb"

tell() { printf '%s\n' "$*" >&2; }
give_up() { tell "$*"; exit 2; }

# prepared run|test: whether it has all been done, for this pyproject.toml in this place.
prepared() {
    [ -x "$python" ] &&
        { echo "$root"; cat "$root/pyproject.toml"; } | cmp -s - "$root/.venv/prepared-$1"
}

# prepare run|test: do it.
prepare() {
    if [ ! -x "$root/.venv/bin/relbook" ]; then
        tell "Setting up Relbook in $root/.venv: a few minutes, once."
    elif [ "$1" = test ] && ! "$python" -c "import pytest" 2>/dev/null; then
        tell "Bringing what the checks need into $root/.venv: a few minutes, once."
    else
        tell "Bringing Relbook up to date in $root/.venv."
    fi
    find_python
    extra= packages=$qt_packages
    if [ "$1" = test ]; then extra="[test]" packages="$qt_packages $test_packages"; fi

    if ! "$python" -c "import pip, sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
        "$system_python" -c "import ensurepip, venv" 2>/dev/null ||
            install_packages "${system_python##*/}-venv $packages"
        "$system_python" -m venv --clear "$root/.venv" ||
            give_up "$system_python cannot make $root/.venv; its own words are above."
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --editable "$root$extra" ||
        give_up "pip could not install what Relbook needs; its own words are above."
    # Where Python keeps no compiled modules of its own accord, each start would compile them all.
    "$python" -m compileall -q "$root/relbook" || true

    complete "$1" || {
        install_packages "$packages"
        complete "$1" || give_up "A library that Qt needs is still missing: $missing"
    }
    { echo "$root"; cat "$root/pyproject.toml"; } >"$root/.venv/prepared-$1"
}

# Sets system_python to the first Python that is new enough.
find_python() {
    for system_python in python3 python3.14 python3.13 python3.12 python3.11; do
        "$system_python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && return
    done
    have=$(python3 --version 2>/dev/null) || have="no python3"
    give_up "Relbook needs Python 3.11 or newer; here is $have."
}

# complete run|test: whether Qt can draw and reach a screen; tried, not asked of a package list.
complete() {
    missing=$("$python" - 2>&1 <<'END'
import ctypes
from pathlib import Path

import PySide6
from PySide6 import QtPrintSupport, QtSvg, QtWidgets

platforms = Path(PySide6.__file__).parent / "Qt/plugins/platforms"
for name in ("libqxcb.so", "libqwayland.so"):
    if (platforms / name).exists():
        ctypes.CDLL(str(platforms / name))
END
    ) || { missing=$(printf '%s\n' "$missing" | tail -n 1); return 1; }
    [ "$1" = run ] || for missing in pdftotext Xvfb xauth xvfb-run; do
        command -v "$missing" >/dev/null || return 1
    done
}

# install_packages "NAME…": by apt as root; else say the one line to run, and stop.
install_packages() {
    line="apt-get install -y --no-install-recommends $(echo $1)"
    command -v apt-get >/dev/null ||
        give_up "Some system packages are missing; install what Debian calls: $(echo $1)"
    [ "$(id -u)" = 0 ] ||
        give_up "Some system packages are missing. Run this, then the same again: sudo $line"
    tell "Installing system packages with apt."
    export DEBIAN_FRONTEND=noninteractive
    [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mtime -1 2>/dev/null)" ] ||
        apt-get update -qq >&2
    $line -qq -o Dpkg::Use-Pty=0 >/dev/null || give_up "apt failed; its own words are above. It ran: $line"
}
