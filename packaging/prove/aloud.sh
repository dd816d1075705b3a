#!/bin/sh
# Run as root in a fresh Debian: installs the .deb in /prove/given, and uses it by ear alone.
set -eu
. "$(dirname "$0")/telling.sh"
scripts=$(cd "$(dirname "$0")" && pwd)
release=$(. /etc/os-release && echo "Debian $VERSION_ID")

apt-get update -qq >/tmp/apt.log 2>&1 &&
    apt-get install -y -qq --no-install-recommends /prove/given/*.deb at-spi2-core dbus jwm \
        python3-pyatspi xauth xvfb >/tmp/apt.log 2>&1 ||
    not_proved "$release does not install what is needed: $(tail -n 1 /tmp/apt.log)"
useradd --create-home person
cp /prove/given/one.vcf /home/person/
chown person: /home/person/one.vcf
person() {
    su person -s /bin/sh -c 'cd && export LANG=C.UTF-8 && exec "$@"' sh "$@"
}
person relbook sample sample.relbook >/dev/null || not_proved "relbook makes no sample book."
person sh "$scripts/read_aloud.sh" /home/person relbook || not_proved "the window cannot be used by ear."
proved "$release: the installed program is used through AT-SPI, by role and name alone"
