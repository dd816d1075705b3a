# Read by the scripts of the proof: how a step is told, and how it is waited for.

proved() { printf 'proved: %s\n' "$*"; }
not_proved() { printf 'not proved: %s\n' "$*" >&2; exit 1; }

# until_true SECONDS COMMAND…: try it until it succeeds; fails when the time is over.
until_true() {
    tries=$(($1 * 5))
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.2
    done
}

# ends_well PID: waits for a child to end; true if it does within 90 seconds and with 0.
ends_well() {
    gone() { ! kill -0 "$1" || grep -q '^State:.Z' "/proc/$1/status"; }
    until_true 90 gone "$1" || return 1
    wait "$1"
}
