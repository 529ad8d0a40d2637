#!/usr/bin/env bats
# Keys and signatures pass between us and Debian's minisign, both ways.

setup() {
    TOOLS="${TOOLS:-$BATS_TEST_DIRNAME/../../build/${MODE:-release}/tools}"
    cd "$BATS_TEST_TMPDIR"
    printf 'PK pretend pack\n\0\1\2' > pack.zip
    COMMENT='pack=notes profile=onion serial=7 expires=2027-01-01'
}

sign_with_minisign() { # SECRET [options]
    minisign -S -s "$1" -m pack.zip -t "$COMMENT" "${@:2}"
}

@test "our key without a passphrase: minisign signs with it, we accept; we sign, minisign accepts" {
    "$TOOLS/signtool" keygen s.key s.pub
    sign_with_minisign s.key -W < /dev/null
    run "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    [ "$status" -eq 0 ]
    [ "$output" = "ok $COMMENT" ]
    "$TOOLS/signtool" sign s.key pack.zip "$COMMENT" > pack.zip.minisig
    run minisign -V -H -p s.pub -m pack.zip
    [ "$status" -eq 0 ]
    [[ "$output" == *"Trusted comment: $COMMENT"* ]]
    minisign -V -H -P "$(sed -n 2p s.pub)" -m pack.zip
}

@test "minisign's key without a passphrase: both sign the same bytes but for the untrusted comment" {
    minisign -G -W -s s.key -p s.pub
    sign_with_minisign s.key
    "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    "$TOOLS/signtool" sign s.key pack.zip "$COMMENT" > ours.minisig
    diff <(tail -n 3 pack.zip.minisig) <(tail -n 3 ours.minisig)
    minisign -V -H -p s.pub -m pack.zip -x ours.minisig
}

@test "our key with a passphrase opens in minisign, and here when minisign took the passphrase away" {
    "$TOOLS/signtool" keygen s.key s.pub 'correct horse'
    # Its 32 bytes of salt are random: else one table of passphrases opens every key.
    [ "$(sed -n 2p s.key | base64 -d | tail -c +7 | head -c 32 | tr -d '\0' | wc -c)" -gt 24 ]
    printf 'correct horse\n' | sign_with_minisign s.key
    "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    run "$TOOLS/signtool" sign s.key pack.zip "$COMMENT"
    [ "$status" -eq 1 ]
    [[ "$output" == *'[sign/passphrase-needed]'* ]]
    printf 'correct horse\n' | minisign -C -W -s s.key
    "$TOOLS/signtool" sign s.key pack.zip "$COMMENT" > pack.zip.minisig
    minisign -V -H -p s.pub -m pack.zip
}

@test "minisign's key with a passphrase opens here" {
    printf 'correct horse\ncorrect horse\n' | minisign -G -s s.key -p s.pub
    "$TOOLS/signtool" sign s.key pack.zip "$COMMENT" 'correct horse' > pack.zip.minisig
    minisign -V -H -p s.pub -m pack.zip
}

@test "what minisign 0.11 lets through is refused here: CR, a fifth line, legacy signatures" {
    minisign -G -W -s s.key -p s.pub
    sign_with_minisign s.key
    cp pack.zip.minisig good.minisig
    sed '3s/$/\r/' good.minisig > pack.zip.minisig
    minisign -V -p s.pub -m pack.zip
    run "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    [ "$status" -eq 1 ]
    [ "$output" = "malformed " ]
    (cat good.minisig; echo 'and more') > pack.zip.minisig
    minisign -V -p s.pub -m pack.zip
    run "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    [ "$status" -eq 1 ]
    [ "$output" = "malformed " ]
    sign_with_minisign s.key -l
    minisign -V -p s.pub -m pack.zip
    run "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    [ "$status" -eq 1 ]
    [ "$output" = "legacy " ]
}

@test "what minisign signs without a comment is a good signature, but not one of a pack" {
    minisign -G -W -s s.key -p s.pub
    minisign -S -s s.key -m pack.zip
    run "$TOOLS/signtool" check s.pub pack.zip pack.zip.minisig
    [ "$status" -eq 0 ]
    [[ "$output" == "ok timestamp:"* ]]
    run "${PAMPHLET:-$BATS_TEST_DIRNAME/../../build/${MODE:-release}/pamphlet}" verify pack.zip -p s.pub --state state
    [ "$status" -eq 1 ]
    [[ "$output" == *"it was not signed as a pack: its makers sign it with 'pamphlet sign', or say that to minisign with -t [publish/comment]"* ]]
    sed '3s/hashed/hashee/' pack.zip.minisig > other.minisig
    run "$TOOLS/signtool" check s.pub pack.zip other.minisig
    [ "$status" -ne 0 ]
}
