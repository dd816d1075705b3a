#!/bin/sh
# Uses the installed program as a person does: sh use.sh WHERE [offscreen]. WHERE is what to call the
# place; without "offscreen" it wants a session bus, and makes itself a screen.
set -eu
. "$(dirname "$0")/telling.sh"
where=$1
id=io.github.relbook.Relbook
book=$HOME/sample.relbook
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR

relbook sample "$book" >/dev/null || not_proved "relbook makes no sample book."
relbook --book "$book" brief -o "$HOME/sheet.pdf" >/dev/null || not_proved "relbook prints no sheet."
[ "$(head -c 5 "$HOME/sheet.pdf")" = %PDF- ] || not_proved "the sheet is no PDF."
! command -v pdftotext >/dev/null || pdftotext "$HOME/sheet.pdf" - | grep -q "Ada Tommasini" ||
    not_proved "the sheet does not tell of its guests."
relbook --book "$book" import "$HOME/none.vcf" >/dev/null || not_proved "relbook imports no cards."
relbook --book "$book" find "Tove Landing" | grep -q "Tove Landing" ||
    not_proved "who was imported is not found."
proved "$where: makes the sample book and its sheet as a PDF, imports a card and finds it again"

# Without a screen.
QT_QPA_PLATFORM=offscreen relbook --book "$book" &
program=$!
is_open() { [ -e "$book-wal" ]; }
until_true 90 is_open || not_proved "offscreen, the window does not open its book."
sleep 3  # until it is complete
kill -TERM "$program"
ends_well "$program" || not_proved "offscreen, it does not end well when asked to by the system."
[ ! -e "$book-wal" ] || not_proved "ended by the system, it leaves its book in pieces."
proved "$where: it opens offscreen, and when the system ends it, it leaves with 0 and the book whole"
[ "${2:-}" != offscreen ] || exit 0

# On a screen.
mkdir "$HOME/screen"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -fbdir "$HOME/screen" 3>"$HOME/display" 2>/dev/null &
until_true 10 test -s "$HOME/display" || not_proved "there is no X server."
DISPLAY=:$(cat "$HOME/display")
export DISPLAY
jwm >/dev/null 2>&1 &
relbook --book "$book" &
program=$!
window() { xdotool search --onlyvisible --name "$1"; }
until_true 90 window '^sample' || not_proved "on X, no window comes up."
shown=$(window '^sample' | head -n 1)
class=$(xprop -id "$shown" WM_CLASS)
wanted=$(sed -n 's/^StartupWMClass=//p' "/usr/share/applications/$id.desktop")
case $class in *"\"$wanted\""*) ;; *) not_proved "its window is of another class than the menu says: $class" ;; esac
sleep 3
cp "$HOME/screen/Xvfb_screen0" /tmp/relbook.xwd
proved "$where: it opens on X with the sample book, its window known to the menu"

[ "$(xdg-mime query default text/vcard)" = $id.desktop ] || not_proved "cards are not opened with Relbook."
[ "$(gio mime text/vcard | head -n 1 | grep -c $id)" = 1 ] || not_proved "gio opens cards with something else."

# opened_by FILE NAME COMMAND…: it comes up in the running window, and Ctrl+Return brings it in.
opened_by() {
    file=$1 name=$2
    shift 2
    before=$(xdotool search --onlyvisible --class relbook | sort)
    "$@" "$file"
    another() {
        preview=$(xdotool search --onlyvisible --class relbook | sort | comm -13 "$HOME/windows" -)
        [ -n "$preview" ]
    }
    echo "$before" >"$HOME/windows"
    until_true 90 another || not_proved "$1 shows no preview of a file of cards."
    xdotool windowactivate --sync "$(echo "$preview" | head -n 1)"
    xdotool key ctrl+Return
    found() { relbook --book "$book" find "$name" | grep -q "$name"; }
    until_true 90 found || not_proved "what $1 handed over did not come into the book."
    proved "$where: cards handed over by $1 come into the running window, and Ctrl+Return brings them in"
}
opened_by "$HOME/one.vcf" "Orla Quayside" xdg-open
opened_by "$HOME/two.vcf" "Bertil Osgood" gio open
[ "$(pgrep -c -u "$(id -u)" relbook)" = 1 ] || not_proved "there are several of it now."

xdotool windowactivate --sync "$shown"
xdotool key ctrl+q
ends_well "$program" || not_proved "Ctrl+Q does not end it with 0."
[ ! -e "$book-wal" ] || not_proved "closed, it leaves its book in pieces."
relbook paths | sed -n 's/^    //p' >"$HOME/places"
relbook --book "$book" check >/dev/null || not_proved "the book is not sound afterwards."
proved "$where: Ctrl+Q ends it with 0; the book is one sound file with both in it"
