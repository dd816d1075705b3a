#!/bin/sh
# Opens Relbook's window, setting up first what is missing. Arguments are those of `relbook`.
set -eu
. "$(dirname "$0")/prepare.sh"

# Whether the arguments ask for a window: no command, or only files to open.
wants_window() {
    while [ $# -gt 0 ]; do
        case $1 in
            --book) [ $# -lt 2 ] || shift ;;
            --help | --version | import | export | brief | find | check | backup | restore | sample) return 1 ;;
            -*) ;;
            *) return 0 ;;
        esac
        shift
    done
}

prepared run || prepared test || prepare run
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] && wants_window "$@"; then
    give_up "There is no display for a window here. These need none:" \
        "sh $0 import FILE…, export OUT.vcf, find WORDS, brief EVENT -o OUT.pdf, check."
fi
exec "$root/.venv/bin/relbook" "$@"
