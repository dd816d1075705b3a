#!/bin/sh
# Opens Relbook's window, setting up first what is missing. Arguments are those of `relbook`.
# Without a display it writes a sheet of the sample book instead, and says where.
set -eu
. "$(dirname "$0")/prepare.sh"

# Whether the arguments ask for a window: no command, or only files to open.
wants_window() {
    while [ $# -gt 0 ]; do
        case $1 in
            --book) [ $# -lt 2 ] || shift ;;
            --help | --version) return 1 ;;
            import | export | brief | find | check | backup | restore | sample) return 1 ;;
            lock | unlock | rescue | paths) return 1 ;;
            -*) ;;
            *) return 0 ;;
        esac
        shift
    done
}

prepared run || prepared test || prepare run
relbook=$root/.venv/bin/relbook
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] && wants_window "$@"; then
    folder=$(mktemp -d)
    "$relbook" sample "$folder/sample.relbook" >/dev/null
    "$relbook" --book "$folder/sample.relbook" brief -o "$folder/sheet.pdf" >/dev/null
    echo "There is no display for a window here; a sheet of the sample book lies in" \
        "$folder/sheet.pdf. These need none: sh $0 import FILE…, export OUT.vcf, find WORDS," \
        "brief EVENT -o OUT.pdf, sample FILE, check."
    exit 0
fi
exec "$relbook" "$@"
