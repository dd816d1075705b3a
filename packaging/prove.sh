#!/bin/sh
# Proves what takes too long for the tests: that what is built installs, runs as it should, and goes
# again. Some twenty minutes; as root, on a Debian.
#
#     sh packaging/prove.sh [PART…]
#
# Parts: build, texts, workflows, wheel, debian12, debian13, aloud, start, wine; all of them if none is named.
# Only what is committed is built. DIST=FOLDER takes what was built there, instead of building.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
scripts=$root/packaging/prove
. "$scripts/telling.sh"
parts=${*:-build texts workflows wheel debian12 debian13 aloud start wine}

[ "$(id -u)" = 0 ] || { echo "This makes fresh Debians to try things in, which only root may: sudo sh $0" >&2; exit 2; }
missing=
for pair in git:git debootstrap:debootstrap lintian:lintian makensis:nsis pdftotext:poppler-utils \
    desktop-file-validate:desktop-file-utils appstreamcli:appstream Xvfb:xvfb; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
[ -z "$missing" ] || { echo "Something is missing here. Run this, then the same again: apt-get install -y$missing" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/var/tmp}/relbook-proof.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 1' HUP INT TERM
dist=${DIST:-$work/relbook/dist}
python=$work/venv/bin/python

# The parts; each runs in a shell of its own, and ends with a sentence where it fails.

# prepare: a clean clone, and a Python with what building needs.
prepare() {
    git clone -q "$root" "$work/relbook" || not_proved "git makes no clone."
    python3 -m venv "$work/venv" || not_proved "python3 makes no venv."
    "$python" -m pip install -q "$work/relbook[build]" >"$work/pip.log" 2>&1 ||
        not_proved "pip does not install the extra build: $(tail -n 1 "$work/pip.log")"
}

build() {
    [ -z "${DIST:-}" ] || { echo "taken as it is: $DIST"; return; }
    (cd "$work/relbook" && "$python" packaging/build.py wheel deb) || not_proved "build.py does not build."
    proved "from a clean clone, build.py makes $(cd "$dist" && ls | paste -s -d ' ')"
}

texts() {
    mkdir "$work/texts" && sh "$scripts/texts.sh" "$work/relbook" "$dist"/relbook_*.deb \
        "$python" "$work/texts"
}

workflows() {
    python3 -m venv "$work/linters" && sh "$scripts/workflows.sh" "$work/relbook" "$work/linters/bin/python"
}

wine() {
    mkdir "$work/stand-in" && "$python" "$scripts/stand_in.py" "$work/stand-in" >/dev/null ||
        not_proved "no installer for Windows is made."
    chmod -R a+rX "$work/stand-in"
    sh "$scripts/debian.sh" bookworm "$work/stand-in" wine.sh
}

wheel() { mkdir "$work/wheel" && sh "$scripts/wheel.sh" "$dist" "$python" "$work/wheel"; }

# given: what is handed in to a fresh Debian.
given() {
    mkdir -p "$work/given"
    cp "$dist"/relbook_*.deb "$work/given/" || not_proved "there is no .deb."
    sh "$scripts/cards.sh" "$work/given"
    chmod -R a+rX "$work/given"
}

debian12() { given && sh "$scripts/debian.sh" bookworm "$work/given" install.sh; }
debian13() { given && sh "$scripts/debian.sh" trixie "$work/given" install.sh; }
aloud() { given && sh "$scripts/debian.sh" bookworm "$work/given" aloud.sh; }

start() {
    (cd "$work/relbook" && "$python" -m tests.bench --only frozen) || not_proved "the frozen program does not start as fast as it must."
    proved "the frozen program starts as fast as it must"
}

(prepare) || exit 1
failed=0
for part in $parts; do
    echo "── $part"
    began=$(date +%s)
    if ("$part"); then how=proved; else how="not proved" failed=1; fi
    printf '%-10s %-11s %4d s\n' "$part" "$how" $(($(date +%s) - began)) >>"$work/table"
done
printf '\n%s\n' "── all"
cat "$work/table"
exit $failed
