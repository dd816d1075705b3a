#!/bin/sh
# Makes a fresh Debian and runs a script of this folder in it, as root, with nothing but this folder
# and FOLDER at hand, which are /prove/scripts and /prove/given there:
#
#     sh debian.sh SUITE FOLDER SCRIPT [ARGUMENT…]
#
# All mounts lie in a namespace of their own and go with it. The bare system is kept for the next
# time in CACHE (default: relbook-prove in TMPDIR or /var/tmp). Where packages come from, and
# through what, is read from the apt of this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/telling.sh"
suite=$1 given=$(cd "$2" && pwd) script=$3
shift 3

[ "$(id -u)" = 0 ] || not_proved "a fresh Debian can only be made by root."
for tool in debootstrap unshare findmnt; do
    command -v $tool >/dev/null || not_proved "$tool is missing; install it with apt."
done

cache=${CACHE:-${TMPDIR:-/var/tmp}/relbook-prove}
mkdir -m 700 "$cache" 2>/dev/null || true
[ -O "$cache" ] && [ ! -L "$cache" ] || not_proved "$cache belongs to somebody else."

mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' \
    'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 'Component: main' | head -n 1)}
[ -n "$mirror" ] || not_proved "apt knows no mirror of Debian here; name one in MIRROR."

# What a system needs to reach its packages from here.
hand_on() {
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
    if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
        mkdir -p "$1/etc/ssl/certs"
        cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
    fi
    apt-config dump Acquire | grep -E '^Acquire::(https?::|Check-|Retries)' \
        >"$1/etc/apt/apt.conf.d/10-as-outside" || true
    echo "deb $mirror $suite main" >"$1/etc/apt/sources.list"
}

# drop FOLDER: take a system away, unless something is still mounted in it.
drop() {
    if findmnt --list --noheadings --output TARGET | grep -q "^$1"; then
        echo "$1 is left as it is: something is mounted in it." >&2
    else
        rm -rf --one-file-system "$1"
    fi
}

base=$cache/$suite.tar
root=$(mktemp -d "$cache/$suite.XXXXXX")
trap 'drop "$root"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$root"
if [ -f "$base" ]; then
    tar -xf "$base" -C "$root" --numeric-owner
else
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$cache/$suite.log" 2>&1 ||
        not_proved "debootstrap makes no $suite from the mirror; see $cache/$suite.log."
    hand_on "$root"
    tar -cf "$base.new" -C "$root" --numeric-owner .
    mv "$base.new" "$base"
fi
hand_on "$root"
mkdir -p "$root/prove/scripts" "$root/prove/given"
cp "$here"/*.sh "$here"/*.py "$root/prove/scripts/"

proxies=$(env | grep -iE '^(https?|no)_proxy=' || true)
export here root given proxies
unshare --mount --propagation private --pid --fork --kill-child sh -euc '
    mount --bind "$given" "$root/prove/given"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive $proxies chroot "$root" sh "/prove/scripts/$@"
' sh "$script" "$@"
