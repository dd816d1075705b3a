#!/bin/sh
# Proves what desktops and packagers read: sh texts.sh ROOT DEB PYTHON WORK. lintian finds no error in DEB, and
# no override without a reason; menu entry and metainfo are as they should be; the script of the
# installer for Windows compiles. PYTHON has what building needs.
set -eu
. "$(dirname "$0")/telling.sh"
root=$1 deb=$2 python=$3 work=$4

dpkg-deb -x "$deb" "$work/deb"
for overrides in "$work"/deb/usr/share/lintian/overrides/*; do
    # A reason holds for what follows it, up to an empty line.
    bare=$(awk '/^$/ { reason = 0 } /^#/ { reason = 1 } /^[^#]/ && !reason' "$overrides")
    [ -z "$bare" ] || not_proved "an override has no reason: $bare"
done
lintian --allow-root --tag-display-limit 0 --fail-on error "$deb" >"$work/lintian" 2>&1 ||
    not_proved "lintian finds an error: $(grep '^E:' "$work/lintian" | head -n 3)"
proved "lintian finds no error, and $(grep -c '^W:' "$work/lintian" || true) to think about; all overrides have reasons"

share=$work/deb/usr/share
desktop-file-validate "$share"/applications/*.desktop || not_proved "the menu entry is not as it should be."
appstreamcli validate --no-net "$share"/metainfo/*.xml >"$work/appstream" ||
    not_proved "the metainfo is not as it should be: $(cat "$work/appstream")"
proved "menu entry and metainfo are as they should be"

mkdir "$work/nsis"
"$python" "$root/packaging/prove/stand_in.py" "$work/nsis" >"$work/nsis.log" 2>&1 ||
    not_proved "makensis does not compile the installer for Windows: $(tail -n 3 "$work/nsis.log")"
proved "makensis compiles the installer for Windows"
