#!/bin/sh
# Proves the wheel: sh wheel.sh DIST PYTHON WORK. It is the one that the sdist makes, and pipx installs
# it so that it runs. PYTHON has pip; WORK is an empty folder.
set -eu
. "$(dirname "$0")/telling.sh"
scripts=$(cd "$(dirname "$0")" && pwd)
dist=$(cd "$1" && pwd) python=$2 work=$3

"$python" -m pip wheel -q --no-deps --wheel-dir "$work/again" "$dist"/relbook-*.tar.gz 2>/dev/null ||
    not_proved "the sdist makes no wheel."
"$python" - "$dist"/relbook-*.whl "$work"/again/relbook-*.whl <<'END' || not_proved "the wheels differ."
import sys
from zipfile import ZipFile

def contents(path):
    """What the wheel holds; the order in which RECORD lists it is left to chance."""
    with ZipFile(path) as wheel:
        return {name: sorted(wheel.read(name).splitlines()) for name in wheel.namelist()}

ours, again = map(contents, sys.argv[1:])
different = sorted(name for name in ours.keys() | again.keys() if ours.get(name) != again.get(name))
print(*different, sep="\n", end="")
sys.exit(bool(different))
END
proved "the sdist makes the very wheel that is built, file by file"

"$python" -m venv "$work/tools"
"$work/tools/bin/pip" install -q pipx 2>/dev/null || not_proved "pip has no pipx."
export PIPX_HOME="$work/pipx" PIPX_BIN_DIR="$work/bin" PIPX_MAN_DIR="$work/man"
"$work/tools/bin/pipx" install --python "$python" "$dist"/relbook-*.whl >"$work/pipx.log" 2>&1 ||
    not_proved "pipx does not install the wheel: $(tail -n 1 "$work/pipx.log")"
mkdir "$work/home"
sh "$scripts/cards.sh" "$work/home"
HOME=$work/home PATH=$work/bin:$PATH XDG_CONFIG_HOME='' XDG_DATA_HOME='' XDG_STATE_HOME='' \
    sh "$scripts/use.sh" "the wheel, by pipx" offscreen
