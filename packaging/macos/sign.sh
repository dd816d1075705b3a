#!/bin/sh
# What an Apple developer's certificate is for, on a runner of GitHub's:
#     sign.sh take-in          CERTIFICATE (a .p12 in base64) with PASSPHRASE goes into a keychain
#     sign.sh notarise IMAGE   signs the image as RELBOOK_SIGN_AS, and has Apple look at it
# The program within is signed while it is frozen: packaging/relbook.spec reads RELBOOK_SIGN_AS.
set -eu

take_in() {
    keychain=$RUNNER_TEMP/relbook.keychain-db
    secret=$(openssl rand -hex 20)
    (umask 077 && printf %s "$CERTIFICATE" | base64 -d >"$RUNNER_TEMP/relbook.p12")
    security create-keychain -p "$secret" "$keychain"
    security set-keychain-settings -lut 7200 "$keychain"
    security unlock-keychain -p "$secret" "$keychain"
    security import "$RUNNER_TEMP/relbook.p12" -k "$keychain" -P "$PASSPHRASE" -T /usr/bin/codesign
    rm "$RUNNER_TEMP/relbook.p12"
    # Or codesign would ask somebody who is not there.
    security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$keychain" >/dev/null
    security list-keychains -d user -s "$keychain" login.keychain-db
}

notarise() {
    codesign --force --timestamp --sign "$RELBOOK_SIGN_AS" "$1"
    xcrun notarytool submit "$1" --wait --timeout 30m \
        --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM" --password "$APPLE_PASSPHRASE"
    xcrun stapler staple "$1"
}

case ${1:-} in
    take-in) take_in ;;
    notarise) notarise "$2" ;;
    *) echo "sign.sh take-in, or sign.sh notarise IMAGE" >&2; exit 2 ;;
esac
