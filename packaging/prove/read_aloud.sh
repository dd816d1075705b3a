#!/bin/sh
# Runs read_aloud.py where it can hear: sh read_aloud.sh FOLDER COMMAND… on an X display that is there,
# or one of its own; on a session bus and an accessibility bus of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/telling.sh"
for launcher in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher ""; do
    [ -z "$launcher" ] || [ ! -x "$launcher" ] || break
done
[ -n "$launcher" ] && command -v dbus-run-session >/dev/null ||
    not_proved "at-spi2-core or dbus is missing; install them with apt."
/usr/bin/python3 -c "import pyatspi" 2>/dev/null ||
    not_proved "python3-pyatspi is missing; install it with apt."

scratch=$(mktemp -d)
trap 'kill $(cat "$scratch"/*.pid) 2>/dev/null || true; rm -rf "$scratch"' EXIT
if [ -z "${DISPLAY:-}" ]; then
    Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$scratch/display" 2>/dev/null &
    echo $! >"$scratch/x.pid"
    until_true 10 test -s "$scratch/display" || not_proved "there is no X server."
    DISPLAY=:$(cat "$scratch/display")
    export DISPLAY
fi
for manager in openbox jwm; do
    command -v $manager >/dev/null || continue
    $manager >/dev/null 2>&1 &
    echo $! >"$scratch/wm.pid"
    break
done
export launcher here
dbus-run-session -- sh -c '
    "$launcher" --launch-immediately >/dev/null 2>&1 &
    /usr/bin/python3 "$here/read_aloud.py" "$@"' sh "$@"
