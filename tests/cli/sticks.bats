#!/usr/bin/env bats
# install --usb as somebody who fills sticks sees it. Sticks are folders here; tests/suites/usb-faults pulls them.

load helper

pack() { # SERIAL [NAME=TEXT…] → notes-SERIAL-usb.zip with its signature
    local serial=$1
    shift
    TOOLS=$TOP/build/${MODE:-release}/tools
    [ -f k.key ] || "$TOOLS/signtool" keygen k.key pamphlet.pub
    "$TOOLS/packtool" k.key "${NAME:-notes}" usb "$serial" "${NAME:-notes}-$serial-usb.zip" README.txt=read site/a.txt=hello "$@"
}

@test "several sticks get the pack unpacked, its ZIP and its signature; verify knows them" {
    pack 5
    mkdir one two
    pamphlet install --usb notes-5-usb.zip one two/ --state st
    [ "$status" = 0 ]
    [[ "$err" == *"one has now serial 5, 3 files, all read back and equal"* ]]
    [[ "$err" == *"two/ has now serial 5"* ]]
    diff -r one two
    cmp one/notes-5-usb.zip notes-5-usb.zip
    cmp one/notes-5-usb.zip.minisig notes-5-usb.zip.minisig
    [ "$(cat one/site/a.txt)" = hello ]
    pamphlet verify one --state st
    [ "$status" = 0 ]
    [ "$(grep -c '^✓' <<<"$output")" = 9 ]
    mkdir elsewhere && cd elsewhere
    pamphlet verify ../one
    [ "$status" = 0 ]
    [[ "$err" == *"is whole"*"Who made it is proved by the signed ZIP alone"* ]]
}

@test "a stick that is missing does not keep the others from being finished" {
    pack 5
    mkdir one
    pamphlet install --usb notes-5-usb.zip gone one --state st
    fails_with 1 "publish/stick-missing"
    [[ "$err" == *"gone is not finished"* ]]
    [ ! -e gone ]
    pamphlet verify one --state st
    [ "$status" = 0 ]
}

@test "a newer pack takes the place of the older one, and the same one is only read" {
    pack 5 site/old.txt=old
    pack 6 site/new.txt=new
    mkdir one
    pamphlet install -q --usb notes-5-usb.zip one --state st
    pamphlet install -q --usb notes-6-usb.zip one --state st
    [ "$status" = 0 ]
    [ "$(find one -type f | sort | tr '\n' ' ')" = "one/MANIFEST.txt one/README.txt one/notes-6-usb.zip \
one/notes-6-usb.zip.minisig one/site/a.txt one/site/new.txt " ]
    before=$(stat -c %Z one/site/new.txt)
    chmod a-w one one/site
    pamphlet install --usb notes-6-usb.zip one --state st
    chmod u+w one one/site
    [ "$status" = 0 ]
    [[ "$err" == *"one had already serial 6"* ]]
    [ "$before" = "$(stat -c %Z one/site/new.txt)" ]
}

@test "what no pack put onto the stick is never touched" {
    pack 5
    mkdir -p one/site two three/pictures four
    echo mine >one/site/mine.txt
    echo mine >two/README.txt
    echo mine >three/pictures/cat.jpg
    mkdir outside && echo mine >outside/a.txt
    ln -s ../outside four/site
    for stick in one two four; do
        pamphlet install --usb notes-5-usb.zip $stick --state st
        fails_with 1 "publish/stick-foreign"
        [ "$(ls $stick | wc -l)" = 1 ]
    done
    [ "$(cat one/site/mine.txt two/README.txt outside/a.txt)" = "$(printf 'mine\nmine\nmine')" ]
    pamphlet install --usb notes-5-usb.zip three --state st
    [ "$status" = 0 ]
    [[ "$err" == *"has more on it than the pack, 'pictures' for one"*"publish/stick-others"* ]]
    [ "$(cat three/pictures/cat.jpg)" = mine ]
    pamphlet verify three --state st
    fails_with 1 "publish/folder-foreign"
}

@test "a file is ours by what is in it, not by its name" {
    pack 5
    pack 6
    for name in notes-5-usb.zip notes-5-usb.zip.minisig notes-5-usb.zip.part notes-5-usb.zip.minisig.part MANIFEST.txt.part; do
        rm -rf one && mkdir one
        echo mine >one/$name
        pamphlet install --usb notes-5-usb.zip one --state st
        fails_with 1 "one/$name: error: is in the way and no pack put it there"
        [ "$(cat one/$name)" = mine ]
        [ "$(ls one)" = "$name" ]
        rm one/$name && ln -s ../notes-5-usb.zip one/$name
        pamphlet install --usb notes-5-usb.zip one --state st
        fails_with 1 "publish/stick-foreign"
    done
    rm -rf one && mkdir one
    pamphlet install -q --usb notes-5-usb.zip one --state st
    echo mine >one/notes-6-usb.zip
    pamphlet install --usb notes-6-usb.zip one --state st
    fails_with 1 "one/notes-6-usb.zip: error: is in the way"
    pamphlet verify one --state st
    # A copy, and what a stopped run left of one, are the pack's.
    rm -rf two && mkdir two
    cp notes-6-usb.zip notes-6-usb.zip.minisig two
    head -c 100 notes-6-usb.zip >two/notes-6-usb.zip.part
    unzip -p notes-6-usb.zip MANIFEST.txt | head -c 20 >two/MANIFEST.txt.part
    : >two/notes-6-usb.zip.minisig.part
    pamphlet install -q --usb notes-6-usb.zip two --state st
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(ls two | tr '\n' ' ')" = "MANIFEST.txt README.txt notes-6-usb.zip notes-6-usb.zip.minisig site " ]
}

@test "a manifest on a stick cannot have files deleted that it does not show" {
    pack 5
    pack 6
    mkdir one outside
    pamphlet install -q --usb notes-5-usb.zip one --state st
    echo mine >outside/a.txt
    rm -r one/site && ln -s ../outside one/site
    pamphlet install --usb notes-6-usb.zip one --state st
    fails_with 1 "publish/stick-foreign"
    [ -e outside/a.txt ]
    [ -e one/notes-5-usb.zip.minisig ]
}

@test "what systems leave on every stick is no finding" {
    pack 5
    mkdir -p "one/System Volume Information" one/.Trashes
    echo x >"one/System Volume Information/WPSettings.dat"
    pamphlet install --usb notes-5-usb.zip one --state st
    [ "$status" = 0 ]
    [[ "$err" != *stick-others* ]]
    echo x >one/._README.txt
    pamphlet verify one --state st
    [ "$status" = 0 ]
}

@test "a stick with another pack, with a newer one, or named twice is left alone" {
    pack 5
    pack 6
    NAME=other pack 6
    mkdir one
    pamphlet install -q --usb notes-6-usb.zip one --state st
    pamphlet install --usb other-6-usb.zip one --state st
    fails_with 1 "publish/stick-other-pack"
    pamphlet install --usb notes-5-usb.zip one --state fresh
    fails_with 1 "holds a newer serial"
    mkdir two
    pamphlet install --usb notes-6-usb.zip two ./two/ --state st
    fails_with 1 "publish/stick-twice"
    [ -z "$(ls two)" ]
    pamphlet verify one --state st
    [ "$status" = 0 ]
}

@test "a stick whose ZIP is not by the key that is asked for is refused" {
    pack 5
    mkdir one
    pamphlet install -q --usb notes-5-usb.zip one --state st
    pamphlet keygen -q -W -s x.key -p x.pub
    pamphlet verify one -p x.pub --state st
    fails_with 1 "publish/signature-other-key"
}

@test "of a stick's ZIP nothing is parsed before its signature holds" {
    pack 5
    mkdir one
    pamphlet install -q --usb notes-5-usb.zip one --state st
    printf x | dd of=one/notes-5-usb.zip bs=1 seek=60 conv=notrunc status=none
    pamphlet verify one --state st
    fails_with 1 "publish/signature-bad"
    [[ "$err" != *"[zip/"* ]]
    cp notes-5-usb.zip one/
    echo other >one/README.txt
    pamphlet verify one --state st
    fails_with 1 "publish/folder-changed"
    [[ "$output" == *"✓ signature"*"✗ manifest"* ]]
    rm one/notes-5-usb.zip.minisig
    pamphlet verify one --state st
    fails_with 1 "publish/stick-incomplete"
    pamphlet install -q --usb notes-5-usb.zip one --state st
    pamphlet verify one --state st
    [ "$status" = 0 ]
}

@test "the pack that is read is never deleted: it may be the only one" {
    pack 5
    mkdir one two
    cp notes-5-usb.zip notes-5-usb.zip.minisig one/
    pamphlet install --usb one/notes-5-usb.zip one two --state st
    fails_with 1 "publish/stick-source"
    [[ "$err" == *"one is not finished"*"two has now serial 5"* ]]
    [ "$(ls one | wc -l)" = 2 ]
    pamphlet install --usb two/notes-5-usb.zip two --state st
    [ "$status" = 0 ]
    [[ "$err" == *"two had already serial 5"* ]]
}

@test "a pack that does not pass is written to no stick" {
    pack 5
    mkdir one
    printf x | dd of=notes-5-usb.zip bs=1 seek=60 conv=notrunc status=none
    pamphlet install --usb notes-5-usb.zip one --state st
    fails_with 1 "publish/signature-bad"
    [ -z "$(ls one)" ]
}

@test "without a folder it says what it takes" {
    pamphlet install --usb pack.zip
    fails_with 2 "takes a pack and the folders where the sticks appear"
    pamphlet install pack.zip a b
    fails_with 2 "takes a pack and a folder"
}

@test "what a worker or an admin mistakes for a pack is told" {
    pack 5
    mkdir one two
    pamphlet install -q --usb notes-5-usb.zip one --state st
    pamphlet install --usb one two --state st
    fails_with 1 "one: error: is a folder: a pack is a ZIP, give the one that lies in it"
    pamphlet verify notes-5-usb.zip.minisig --state st
    fails_with 1 "is a signature: give the pack that it is of, 'notes-5-usb.zip'"
    cp notes-5-usb.zip alone.zip
    pamphlet verify alone.zip --state st
    fails_with 1 "alone.zip.minisig: error: is missing, and without it nobody knows who made the pack"
    pamphlet install notes-5-usb.zip one --state st
    fails_with 1 "('install --usb' fills sticks)"
    mv pamphlet.pub elsewhere.pub
    pamphlet verify notes-5-usb.zip --state st
    fails_with 1 "pamphlet.pub: error: is not here: give the makers' public key with -p FILE"
    "$TOOLS/packtool" k.key notes onion 5 notes-5-onion.zip README.txt=read
    pamphlet install --usb notes-5-onion.zip two --state st -p elsewhere.pub
    case "$err" in *"two: warning: gets the pack for 'onion', which has no START.html"*) ;; *) echo "$err"; false ;; esac
}
