#!/bin/sh
# Proves the installer for Windows under Wine, in a fresh Debian: what it lays out and writes into
# the registry, that it goes on only when Relbook is closed, that a newer one leaves nothing of an
# older, and that all but the book goes with it. /prove/given has what `stand_in.py` makes.
set -eu
. "$(dirname "$0")/telling.sh"
given=/prove/given
export WINEDEBUG=-all WINEARCH=win64 WINEPREFIX=/root/wine PATH="$PATH:/usr/lib/wine"

apt-get update -qq && apt-get install -qq -y --no-install-recommends wine wine64 >/root/apt.log 2>&1 ||
    not_proved "apt does not install wine: $(tail -n 1 /root/apt.log)"
wine64 wineboot -i >/dev/null 2>&1 || not_proved "wine does not start."
wineserver -w
user=$WINEPREFIX/drive_c/users/root
program=$user/AppData/Local/Programs/Relbook
shortcut="$user/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Relbook.lnk"
books=$user/AppData/Local/relbook
current='HKCU\Software\Microsoft\Windows\CurrentVersion'

# run PROGRAM…: its exit status, once all that it started has ended.
run() {
    status=0
    wine64 "$@" >/dev/null 2>&1 || status=$?
    echo $status
}
# value KEY [NAME]: what the registry has there.
value() {
    if [ $# = 2 ]; then set -- "$1" /v "$2"; else set -- "$1" /ve; fi
    wine64 reg query "$@" 2>/dev/null | tr -d '\r' | sed -n 's/.*REG_[A-Z]*    //p' | sed '/^(value not set)$/d'
}
is() { [ "$2" = "$3" ] || not_proved "$1 is “$2”, and not “$3”."; }

wine64 winecfg -v win81; wineserver -w
is "its status on an old Windows" "$(run $given/older.exe /S)" 2
[ ! -e "$program" ] || not_proved "it installs on an old Windows."
wine64 winecfg -v win10; wineserver -w
proved "on a Windows that is too old it does nothing"

is "its status" "$(run $given/older.exe /S)" 0
[ -f "$program/_internal/only in the \$ older.txt" ] || not_proved "a file is missing."
[ -f "$shortcut" ] || not_proved "there is no shortcut."
is "who opens a book" "$(value 'HKCU\Software\Classes\.relbook')" Relbook.Book
is "who opens a card" "$(value 'HKCU\Software\Classes\.vcf')" ""
value 'HKCU\Software\Classes\Relbook.Card\shell\open\command' | grep -q 'relbook-window.exe" "%1"$' ||
    not_proved "no card can be opened."
is "the publisher" "$(value "$current\\Uninstall\\io.github.relbook.Relbook" Publisher)" "Relbook contributors"
proved "it lays out the program, and offers to open cards without seizing them"

is "the status of properties" "$(run $given/properties.exe)" 0
is "the id in properties" "$(cat $given/id.txt 2>/dev/null || cat /root/id.txt)" "31 io.github.relbook.Relbook"
proved "our id goes into properties as Windows reads them"

wine64 "$program/relbook-window.exe" >/dev/null 2>&1 &
open=$!
sleep 3
is "its status over a Relbook that is open" "$(run $given/newer.exe /S)" 2
wine64 "$program/uninstall.exe" /S >/dev/null 2>&1 || true
sleep 3
[ -f "$program/_internal/only in the \$ older.txt" ] || not_proved "it takes a Relbook apart that is open."
kill $open 2>/dev/null || true
wine64 taskkill /F /IM relbook-window.exe >/dev/null 2>&1 || true
wineserver -w
proved "it touches nothing while Relbook is open"

is "its status over an older one" "$(run $given/newer.exe /S)" 0
[ -f "$program/_internal/only in the \$ newer.txt" ] || not_proved "a file of the newer one is missing."
[ ! -e "$program/_internal/only in the \$ older.txt" ] || not_proved "a file of the older one stays."
proved "a newer one leaves nothing of an older"

mkdir -p "$books/backups"
for file in people.relbook backups/one.relbook window.ini seen.json backups.json relbook.log \
    relbook.log.1 relbook.lock sample.relbook sample.relbook-wal; do
    echo x >"$books/$file"
done
wine64 "$program/uninstall.exe" /S >/dev/null 2>&1
wineserver -w
left=$(find "$user/AppData" -path '*elbook*' -type f | sed "s|$books/||" | sort | paste -s -d ' ')
is "what is left" "$left" "backups/one.relbook people.relbook"
[ ! -e "$program" ] && [ ! -e "$shortcut" ] || not_proved "a folder or the shortcut stays."
# Wine itself notes there which menus it has made for the desktop around it.
wine64 reg query 'HKCU\Software' /s | grep -i relbook | grep -v 'Menu.*\.lnk' &&
    not_proved "something stays in the registry."
proved "it goes, and leaves the book and its backups"
