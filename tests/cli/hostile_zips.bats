#!/usr/bin/env bats
# Each hostile ZIP of make_zips.py is refused with its own code.

setup_file() {
    export ROOT="$BATS_TEST_DIRNAME/../.."
    export TOOLS="${TOOLS:-$ROOT/build/${MODE:-release}/tools}"
    export ZIPS="$BATS_FILE_TMPDIR/zips"
    python3 "$ROOT/tests/hostile/make_zips.py" "$ZIPS"
}

@test "there are at least 60 hostile ZIPs, and no two are the same" {
    cd "$ZIPS"
    [ "$(grep -vc ' ok$' want.txt)" -ge 60 ]
    [ "$(sha256sum ./*.zip | cut -c1-64 | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "each is refused with the code of its one property, and the honest ones are accepted" {
    cd "$ZIPS"
    cut -d' ' -f1 want.txt | xargs "$TOOLS/ziptool" > got.txt || true
    diff want.txt got.txt
}

@test "messages about them hold no byte of a stranger that does not print" {
    cd "$ZIPS"
    "$TOOLS/ziptool" -v ./*.zip 2> messages.txt > /dev/null || true
    [ "$(wc -l < messages.txt)" -eq "$(grep -vc ' ok$' want.txt)" ]
    grep -q "'ä.html'" messages.txt # prints, so it is shown
    [ -z "$(grep -v "'ä.html'" messages.txt | LC_ALL=C grep -n '[^ -~]')" ]
}

@test "correctly signed, each is refused for the same reason, and nothing is unpacked or remembered" {
    cd "$BATS_TEST_TMPDIR"
    "$TOOLS/signtool" keygen k.key k.pub
    while read -r zip code; do
        [ "$code" != ok ] || continue
        "$TOOLS/signtool" sign k.key "$ZIPS/$zip" 'pack=notes profile=onion serial=7 expires=2027-05-01' > signature
        cp signature "$ZIPS/$zip.minisig"
        status=0
        "$TOOLS/publishtool" install k.pub state "$ZIPS/$zip" www/onion 2> err || status=$?
        [ "$status" -eq 1 ]
        tail -n 1 err | grep -qF "[$code]"
        [ -z "$(ls www)" ]
        [ ! -e state ]
    done < "$ZIPS/want.txt"
}
