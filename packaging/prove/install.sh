#!/bin/sh
# Run as root in a fresh Debian: installs the .deb in /prove/given, has a person use it, removes it.
set -eu
. "$(dirname "$0")/telling.sh"
scripts=$(cd "$(dirname "$0")" && pwd)
release=$(. /etc/os-release && echo "Debian $VERSION_ID")

# What a desktop has; nothing of it needs Python.
desktop="dbus desktop-file-utils file fonts-dejavu-core libglib2.0-bin jwm poppler-utils
    procps shared-mime-info x11-utils xauth xdg-utils xdotool xvfb"

install() { apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >/tmp/apt.log 2>&1; }

no_python() {
    ! command -v python3 >/dev/null && ! dpkg-query -W -f '${Package}\n' | grep -q '^libpython\|^python'
}

# every_file: all there is, but for what runs, what is temporary, and what apt keeps for itself.
every_file() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \
        -o -path /prove -o -path /home -o -path /var/cache/apt -o -path /var/lib/apt \
        -o -path /var/lib/dpkg -o -path /var/log -o -path /var/cache/debconf \
        -o -path /var/cache/fontconfig -o -path /var/cache/ldconfig -o -path /var/tmp \) \
        -prune -o -print | sort
}

# person COMMAND…: as an ordinary user, at home.
person() {
    su person -s /bin/sh -c 'cd && export LANG=C.UTF-8 && exec "$@"' sh "$@"
}

# unresolved: which libraries, of those the program looks for by itself, are nowhere.
unresolved() {
    find /usr/lib/relbook -name '*.so*' -o -path /usr/lib/relbook/relbook | while read -r file; do
        case $file in */libqgtk3.so | */libcupsprintersupport.so) continue ;; esac  # only with a desktop
        ldd "$file" 2>/dev/null | sed -n "s|^[[:space:]]*\(.*\) => not found|$file wants \1|p"
    done
}

# not_told: what is at home by now, and neither made by use.sh nor in a place that the program named.
not_told() {
    find /home/person -type f | sort | comm -13 /tmp/home - | while read -r file; do
        case $file in
            */sample.relbook | */sheet.pdf | */display | */windows | */places | */screen/*) continue ;;
            */.cache/fontconfig/*) continue ;; # the system's own, whoever draws letters
        esac
        named=
        while read -r place; do
            case $file in "$place" | "$place"/*) named=yes ;; esac
        done </home/person/places
        [ -n "$named" ] || echo "$file"
    done
}

apt-get update -qq >/tmp/apt.log 2>&1 || not_proved "$release reaches no packages: $(tail -n 1 /tmp/apt.log)"

# With nothing else there: what it depends on must be enough.
useradd --create-home person
cp /prove/given/*.vcf /home/person/
chown person: /home/person/*.vcf
find /home/person | sort >/tmp/home
install /prove/given/*.deb || not_proved "$release does not install the .deb: $(tail -n 1 /tmp/apt.log)"
no_python || not_proved "the .deb brought Python along."
nowhere=$(unresolved)
[ -z "$nowhere" ] || not_proved "a dependency is missing: $nowhere"
person sh "$scripts/use.sh" "$release" offscreen
person rm sample.relbook
proved "$release: with what it depends on, every library is there, and no Python is"
apt-get purge -y -qq relbook >/tmp/apt.log 2>&1
apt-get autoremove --purge -y -qq >/tmp/apt.log 2>&1

# In a desktop.
install $desktop || not_proved "$release has no desktop to try it on: $(tail -n 1 /tmp/apt.log)"
no_python || not_proved "the desktop brought Python along, so its absence proves nothing."
every_file >/tmp/before

install /prove/given/*.deb || not_proved "$release does not install the .deb: $(tail -n 1 /tmp/apt.log)"
person dbus-run-session -- sh "$scripts/use.sh" "$release"

apt-get purge -y -qq relbook >/tmp/apt.log 2>&1 || not_proved "apt does not remove it: $(tail -n 1 /tmp/apt.log)"
apt-get autoremove --purge -y -qq >/tmp/apt.log 2>&1
every_file >/tmp/after
strange=$(not_told)
[ -z "$strange" ] || not_proved "at home it leaves what \`relbook paths\` does not tell of: $strange"
left=$(comm -13 /tmp/before /tmp/after)
[ -z "$left" ] || not_proved "removed, it leaves behind: $left"
lost=$(comm -23 /tmp/before /tmp/after)
[ -z "$lost" ] || not_proved "removed, it took along: $lost"
no_python || not_proved "something brought Python along."
[ -f /home/person/sample.relbook ] || not_proved "removed, it took the book along."
proved "$release: apt removes it, leaving the book, and at home only what \`relbook paths\` told of"
