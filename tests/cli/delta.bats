#!/usr/bin/env bats
# release --since makes a pack with only what changed; with the older one it gives the whole pack, byte for byte.

load helper

EPOCH=1798761600 # 2027-01-01

release() {
    status=0
    output=$(env -i PATH="$PATH" SOURCE_DATE_EPOCH=$EPOCH ASAN_OPTIONS="${ASAN_OPTIONS:-}" \
        "$PAMPHLET" release -C s -s pamphlet.key "$@" 2>"$DIR/.err") || status=$?
    err=$(cat "$DIR/.err")
}
two_releases() { # serial 4, then 5 with one page changed and its delta; copies in m/
    TOOLS=$TOP/build/${MODE:-release}/tools
    small_site s
    sed -i '/example/d' s/content/services/van.yaml
    for i in 1 2 3 4 5 6; do # pages carry the serial, so all of them change
        sed "s/title: alpha/title: extra $i/; s/alpha-street/extra-$i/" s/content/en/guides/alpha.md >s/content/en/guides/extra-$i.md
        head -c 30000 "$PAMPHLET" | tail -c $((i * 3000)) | base64 | sed 's/^/    /' >>s/content/en/guides/extra-$i.md
    done
    pamphlet keygen -q -W
    release -q
    sed -i 's/Text\./Another text./' s/content/en/guides/beta.md
    release "$@" --since s/dist/small-4-onion.zip
    [ "$status" = 0 ] || { echo "$err"; false; }
    mkdir m
    DELTA=small-5-onion.from-4.zip
    cp s/dist/small-4-onion.zip s/dist/$DELTA s/dist/$DELTA.minisig m/
}
alter() { # PYTHON: changes `files` {name: Entry} of the delta (raw data kept), signs it again
    PYTHONPATH=$TOP/tests/hostile python3 - "$1" m/$DELTA <<'PY'
import sys, zipfile
from make_zips import Entry, build
change, path = sys.argv[1:]
files = {}
with zipfile.ZipFile(path) as z, open(path, "rb") as f:
    for info in z.infolist():
        f.seek(info.header_offset + 30 + len(info.filename))
        entry = Entry(info.filename, z.read(info))
        entry.data = f.read(info.compress_size)
        stored = info.compress_type == 0
        files[info.filename] = entry.change(packed=len(entry.data), size=info.file_size, crc=info.CRC,
                                            method=0 if stored else 8, version=10 if stored else 20)
    text = z.read("DELTA.txt").decode()
    patches = z.read("patches.bin")
    first = patches[:patches.index(b"\n")].split(b" ")
    manifest = z.read("MANIFEST.txt").decode()
exec(change)
with open(path, "wb") as f:
    f.write(build(sorted(files.values(), key=lambda e: e.key)))
PY
    "$TOOLS/signtool" sign pamphlet.key m/$DELTA "${2:-pack=small profile=onion serial=5 expires=2027-07-01 since=4}" >m/$DELTA.minisig
}
refused() { # CODE: by verify and by install, and nothing is written
    before=$(ls m)
    for verb in verify install; do
        pamphlet $verb m/$DELTA $([ $verb = verify ] || echo www/onion) -p pamphlet.pub --state st
        fails_with 1 "[$1]"
    done
    [ "$before" = "$(ls m)" ]
    [ ! -e st ]
    [ ! -e www/onion ]
}

@test "a delta is small, is signed for minisign too, and gives the whole pack byte for byte" {
    two_releases
    [[ "$err" == *"$DELTA: "*" files changed, "*" gives the same pack"* ]]
    [ $(($(stat -c %s m/$DELTA) * 8)) -lt "$(stat -c %s s/dist/small-5-onion.zip)" ]
    minisign -VHm m/$DELTA -p pamphlet.pub | grep -q "pack=small profile=onion serial=5 expires=2027-07-01 since=4"
    pamphlet verify m/$DELTA --state st
    [ "$status" = 0 ]
    [[ "$output" == *"✓ delta      with serial 4 it gives the whole pack"* ]]
    [ ! -e m/small-5-onion.zip ]
    pamphlet install m/$DELTA www/onion --state st
    [ "$status" = 0 ]
    cmp m/small-5-onion.zip s/dist/small-5-onion.zip
    cmp m/small-5-onion.zip.minisig s/dist/small-5-onion.zip.minisig
    diff -r www/onion s/dist/onion
    pamphlet verify s/dist/small-5-onion.zip --state st
    [ "$status" = 0 ]
    [[ "$output" == *"the same pack as seen"* ]]
}

@test "the older pack may be elsewhere, or up already" {
    two_releases
    mkdir elsewhere other
    mv m/small-4-onion.zip elsewhere/old.zip
    pamphlet verify m/$DELTA --state st --base elsewhere/old.zip
    [ "$status" = 0 ]
    pamphlet verify m/$DELTA --state st
    fails_with 1 "m/small-4-onion.zip: error: stands for the pack before"
    pamphlet install -q s/dist/small-4-onion.zip www/onion --state st2
    cp www/onion/MANIFEST.txt kept
    sed -i 's/^made: .*/made: 2026-01-01/' www/onion/MANIFEST.txt
    pamphlet install -q m/$DELTA www/onion --state st2
    fails_with 1 "www/onion: error: is not the pack that the changes were made from [publish/base-other]"
    cp kept www/onion/MANIFEST.txt
    pamphlet install -q m/$DELTA www/onion --state st2
    [ "$status" = 0 ] || { echo "$err"; false; }
    diff -r www/onion s/dist/onion
    cmp m/small-5-onion.zip s/dist/small-5-onion.zip
    pamphlet install --rollback www/onion
    grep -q '^serial: 4$' www/onion/MANIFEST.txt
}

@test "a delta under another name says what it is, and what it needs" {
    two_releases
    pamphlet install m/small-4-onion.zip www/onion -p pamphlet.pub --state st --signature s/dist/small-4-onion.zip.minisig
    [ "$status" = 0 ]
    mv m/$DELTA m/new.zip
    mv m/$DELTA.minisig m/new.zip.minisig
    before=$(ls m)
    for verb in "install m/new.zip www/onion" "verify m/new.zip"; do
        pamphlet $verb -p pamphlet.pub --state st
        fails_with 1 "m/new.zip: error: holds only what changed since serial 4, which its name does not say: give the ZIP of serial 4 with --base, or name this file small-5-onion.from-4.zip"
    done
    [ "$(ls m)" = "$before" ]
    pamphlet install m/new.zip www/onion -p pamphlet.pub --state st --base m/small-4-onion.zip
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "a delta goes onto sticks as the whole pack" {
    two_releases
    mkdir stick
    pamphlet install -q --usb m/$DELTA stick --state st
    [ "$status" = 0 ]
    cmp stick/small-5-onion.zip s/dist/small-5-onion.zip
    pamphlet verify stick --state st
    [ "$status" = 0 ]
}

@test "the wrong base, a damaged base, a damaged delta: each is refused" {
    two_releases
    cp m/small-4-onion.zip good.zip
    cp s/dist/small-5-onion.zip m/small-4-onion.zip
    refused publish/base-other
    cp good.zip m/small-4-onion.zip
    printf x | dd of=m/small-4-onion.zip bs=1 seek=100 conv=notrunc status=none
    refused publish/base-other
    cp good.zip m/small-4-onion.zip
    printf x | dd of=m/$DELTA bs=1 seek=100 conv=notrunc status=none
    refused publish/signature-bad
}

@test "hostile deltas, correctly signed, are refused for their own reason" {
    two_releases
    cp m/$DELTA good
    alter 'files["en/zz.html"] = Entry("en/zz.html", b"x" * 9)'
    refused publish/delta-extra
    cp good m/$DELTA
    alter 'del files["DELTA.txt"]'
    refused publish/delta-note
    cp good m/$DELTA
    alter 'del files["MANIFEST.txt"]'
    refused publish/delta-note
    cp good m/$DELTA
    alter 'del files["CHANGES.txt"]'
    refused publish/delta-result
    cp good m/$DELTA
    alter 'files["CHANGES.txt"] = Entry("CHANGES.txt", b"other words\n")'
    refused publish/delta-result
    cp good m/$DELTA
    alter 'files["MANIFEST.txt"] = Entry("MANIFEST.txt", manifest.encode() + b"0" * 64 + b" 1 zz/none.html\n")'
    refused publish/delta-missing
    cp good m/$DELTA
    alter 'files["MANIFEST.txt"] = Entry("MANIFEST.txt", manifest.replace("pack: ", "pack  ", 1).encode())'
    refused manifest/header
    cp good m/$DELTA
    alter 'lines = text.split("\n"); lines[0] = "pack: " + "0" * 64; files["DELTA.txt"] = Entry("DELTA.txt", "\n".join(lines).encode())'
    refused publish/delta-result
    for text in 'text + "more\n"' 'text.replace("\n", "\r\n")' 'text.replace("base:", "base: ")' '" " + text' 'text.upper()' '""'; do
        cp good m/$DELTA
        alter "files['DELTA.txt'] = Entry('DELTA.txt', ($text).encode())"
        refused "$([ "$text" = 'text + "more\n"' ] && echo publish/signature-malformed || echo publish/delta-note)"
    done
    cp good m/$DELTA
    alter 'files["../x.html"] = Entry("../x.html", b"x" * 9)'
    refused zip/name-parent
}

@test "patches that do not fit are refused" {
    two_releases
    cp m/$DELTA good
    refuses() { # CODE EXPRESSION for what patches.bin is
        cp good m/$DELTA
        alter "files['patches.bin'] = Entry('patches.bin', $2)"
        refused "$1"
    }
    for bad in 'patches + b"x"' 'patches[:-1]' 'patches.replace(b"\n", b" \n", 1)' 'b"\n" + patches' 'patches.replace(b" ", b"  ", 1)' \
        'b"en/none.html 0 0 1\nx" + patches' 'b"%s 99999999 0 0\n" % first[0]' 'b"%s 0 99999999 0\n" % first[0]' 'b"%s 4294967295 4294967295 0\n" % first[0]' \
        'b"%s 0 0 99999999\n" % first[0]' 'b"%s 00 0 1\nx" % first[0]' 'b"%s -1 0 1\nx" % first[0]' 'b"%s 0 0 18446744073709551616\nx" % first[0]'; do
        refuses publish/delta-patches "$bad"
    done
    refuses publish/delta-patches 'b"%s 0 0 1\nx" % first[0] + patches'
    refuses publish/delta-extra 'patches.replace(first[0], b"MANIFEST.txt", 1) if first[0] < b"MANIFEST.txt" else b"MANIFEST.txt 0 0 1\nx" + patches'
    refuses publish/delta-result 'b"%s 0 0 1\nx" % first[0]'
    cp good m/$DELTA
    alter 'del files["patches.bin"]'
    refused publish/delta-result
}

@test "a signature inside that is not the whole pack's is refused" {
    two_releases
    cp m/$DELTA good
    pamphlet keygen -q -W -s x.key -p x.pub
    "$TOOLS/signtool" sign x.key s/dist/small-5-onion.zip "pack=small profile=onion serial=5 expires=2027-07-01" >other.sig
    alter 'files["DELTA.txt"] = Entry("DELTA.txt", (text.split("\n\n")[0] + "\n\n" + open("other.sig").read()).encode())'
    refused publish/signature-other-key
    cp good m/$DELTA
    "$TOOLS/signtool" sign pamphlet.key s/dist/small-5-onion.zip "pack=small profile=onion serial=9 expires=2027-07-01" >other.sig
    alter 'files["DELTA.txt"] = Entry("DELTA.txt", (text.split("\n\n")[0] + "\n\n" + open("other.sig").read()).encode())'
    refused publish/delta-result
}

@test "a delta is not taken for a whole pack, nor a whole pack for a delta" {
    two_releases
    cp m/$DELTA good
    cp m/$DELTA.minisig good.minisig
    mv m/$DELTA m/small-5-onion.zip
    mv m/$DELTA.minisig m/small-5-onion.zip.minisig
    DELTA=small-5-onion.zip refused publish/wrong-pack
    rm m/small-5-onion.zip*
    cp s/dist/small-5-onion.zip m/$DELTA
    cp s/dist/small-5-onion.zip.minisig m/$DELTA.minisig
    refused publish/wrong-pack
    cp good m/small-5-onion.from-3.zip
    cp good.minisig m/small-5-onion.from-3.zip.minisig
    DELTA=small-5-onion.from-3.zip refused publish/wrong-pack
    for comment in "pack=small profile=onion serial=5 expires=2027-07-01 since=5" "pack=small profile=onion serial=5 expires=2027-07-01 since=04" \
        "pack=small profile=onion serial=5 expires=2027-07-01 since=" "pack=small profile=onion serial=5 since=4 expires=2027-07-01" \
        "pack=small profile=onion serial=5 expires=2027-07-01 since=4 since=4"; do
        cp good m/$DELTA
        "$TOOLS/signtool" sign pamphlet.key m/$DELTA "$comment" >m/$DELTA.minisig
        refused publish/comment
    done
}

@test "an older whole pack in the place of the result stays" {
    two_releases
    echo mine >m/small-5-onion.zip
    pamphlet install m/$DELTA www/onion --state st
    fails_with 1 "publish/delta-in-the-way"
    [ "$(cat m/small-5-onion.zip)" = mine ]
    [ ! -e www/onion ]
}

@test "release --since wants an older pack of this site, signed and whole" {
    two_releases
    cp s/site.yaml before
    release -q --since s/dist/small-9-onion.zip
    [ "$status" != 0 ]
    cp s/dist/small-4-onion.zip x.zip
    release -q --since x.zip
    [ "$status" != 0 ]
    cp s/dist/small-4-onion.zip.minisig x.zip.minisig
    printf x | dd of=x.zip bs=1 seek=70 conv=notrunc status=none
    release -q --since x.zip
    fails_with 1 "publish/signature-bad"
    cp s/dist/small-4-onion.zip x.zip
    for again in s/dist/small-4-onion.zip x.zip; do
        release -q --since s/dist/small-4-onion.zip --since "$again"
        fails_with 1 "$again: error: is named twice [release/since]"
    done
    cmp before s/site.yaml
    sed -i 's/serial: 5/serial: 3/' s/site.yaml
    release -q -o fresh --since s/dist/small-5-onion.zip
    fails_with 1 "s/dist/small-5-onion.zip: error: is not older than the release to come [release/since]"
    sed 's/^profiles: .*/profiles: [onion]/' before >s/site.yaml
    release -q -o fresh --since s/dist/small-5-usb.zip
    fails_with 1 "s/dist/small-5-usb.zip: error: is of a profile that this release does not have [release/since]"
    cp before s/site.yaml
    [ -z "$(ls s/dist | grep small-6)" ]
    release --since s/dist/small-4-onion.zip --since s/dist/small-5-onion.zip --since s/dist/small-5-usb.zip
    [ "$status" = 0 ]
    [ "$(ls s/dist | grep -c '^small-6-.*\.from-[45]\.zip$')" = 3 ]
    [ "$(ls s/dist | grep -c '^small-6-.*\.from-[45]\.zip\.minisig$')" = 3 ]
    pamphlet verify s/dist/small-6-usb.from-5.zip --state st
    [ "$status" = 0 ]
}
