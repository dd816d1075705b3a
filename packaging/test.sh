#!/bin/sh
# Runs every check, setting up first what is missing; exits with 1 if any of them fails.
set -eu
. "$(dirname "$0")/prepare.sh"
prepared test || prepare test
cd "$root"
PATH=$root/.venv/bin:$PATH
failed=

# part NAME COMMAND…: run it, and remember its name if it fails.
part() {
    name=$1
    shift
    echo "── $name"
    "$@" || failed="$failed, $name"
}

# Those for a real window; while there is none of them, pytest's 5 (nothing collected) is right.
window_tests() {
    status=0
    env -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1280x800x24 -nolisten tcp" \
        timeout 300 pytest -q -m window || status=$?
    [ $status = 0 ] || { [ $status = 5 ] && ! grep -rq "mark\.window" tests; }
}

part lint ruff check
part format ruff format --check
part types mypy
part layers lint-imports --no-logo
[ -z "$failed" ] || echo "── so far these failed: ${failed#, }"
part tests env QT_QPA_PLATFORM=offscreen timeout 600 pytest -q -n 2 -m "not window"
part "tests in a real window" window_tests
[ -z "$failed" ]
