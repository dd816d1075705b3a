#!/bin/sh
# On a runner of Debian's kin, installs what the system must give: sh packaging/system.sh run|test|window [PACKAGE…]
set -eu
. "$(dirname "$0")/prepare.sh"
case ${1:-} in
    run) packages=$qt_packages ;;
    test) packages="$qt_packages $test_packages" ;;
    window) packages="$qt_packages $test_packages openbox xdotool" ;;
    *) give_up "Say run, test or window." ;;
esac
shift
sudo apt-get update -qq
# shellcheck disable=SC2086  # each word is a package
sudo apt-get install -y -qq --no-install-recommends $packages "$@"
