#!/bin/sh
# Writes files of cards, each with somebody whom the sample book does not know: sh cards.sh FOLDER
set -eu
card() { printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\nEMAIL:%s\r\nEND:VCARD\r\n' "$2" "$3" >"$1"; }
card "$1/none.vcf" "Tove Landing" tove@example.org
card "$1/one.vcf" "Orla Quayside" orla@example.org
card "$1/two.vcf" "Bertil Osgood" bertil@example.org
