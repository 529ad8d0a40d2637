#!/usr/bin/env bats
# What is refused at the command line and in a folder, in words that say what to do instead.

load helper

refuses() { # CODE SENTENCE WORD…
    local code=$1 sentence=$2
    shift 2
    pamphlet "$@"
    fails_with "$code" "$sentence"
}

@test "an option that is given wrongly is named" {
    small_site s
    refuses 2 "option '--output' is given twice" build -C s -o a -o b
    refuses 2 "option '--profile' is given more than 16 times" build -C s $(printf -- '-p onion %.0s' {1..17})
    refuses 2 "option '--drafts' takes no value" build -C s --drafts=yes
    refuses 2 "option '--color' takes auto, always or never, not 'maybe'" build -C s --color maybe
    refuses 2 "option '--format' takes text, json or github, not 'yaml'" build -C s --format yaml
    for verb in keygen 'sign x' 'release -C s'; do
        refuses 2 "'--passphrase-fd' takes a number from 0 to 1023" $verb --passphrase-fd 1024
    done
    refuses 2 "'install' takes '--rollback' or '--usb', not both" install --rollback --usb x
    refuses 2 "'install --rollback' takes one folder" install --rollback a b
    [ ! -e s/dist ]
    [ ! -e a ]
    [ ! -e b ]
}

@test "what stands behind -- is a word, whatever it looks like" {
    printf 'Text.\n' >-q.md
    pamphlet render -- -q.md
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$output" = "<p>Text.</p>" ]
}

@test "a date of the environment that is none is refused by each verb that reads it" {
    small_site s
    for verb in build status check release serve; do
        status=0
        err=$(env -i PATH="$PATH" SOURCE_DATE_EPOCH=yesterday ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" $verb -C s 2>&1) || status=$?
        fails_with 2 "SOURCE_DATE_EPOCH is not a number of seconds"
    done
}

@test "a text too long for a code says by how much" {
    refuses 2 "there is no text to make a code of" qr ""
    refuses 1 "the text is 1669 bytes too long for a QR code (4000 of at most 2331)" qr "$(head -c 4000 /dev/zero | tr '\0' a)"
    [ -z "$output" ]
}

@test "front matter is left out of a body alone, and lines are those of the file" {
    printf -- '---\ntitle: T\n\nnext: x\n---\n\nText, and <b>HTML</b>.\n' >a.md
    refuses 1 "a.md:7:11: error: '<b>' is HTML" render a.md
    printf -- '---\ntitle: T\n---\nText.\n' >a.md
    pamphlet render a.md
    [ "$status" = 0 ]
    [ "$output" = "<p>Text.</p>" ]
    for text in '---\n\nText.\n---\n' '---\n- a\n---\n' '---\nkey: x\n' '---\nkey x\n---\n'; do # no front matter: a line, and text
        printf -- "$text" >a.md
        pamphlet render a.md
        [ "$status" = 0 ] && [[ "$output" == "<hr/>"* ]] || { echo "$text: $output $err"; false; }
    done
}

@test "a file that is no UTF-8 is refused at the byte" {
    printf 'Gr\374n\n' >a.md
    refuses 1 "a.md:1:3: error: this is not UTF-8 text; save the file as UTF-8 [content/not-utf8]" render a.md
}

@test "what cannot be printed is an error of the system, whichever verb prints it" {
    small_site s
    pamphlet build -q -C s -p onion
    pamphlet keygen -q -W
    cp s/dist/small-3-onion.zip . && pamphlet sign -q small-3-onion.zip
    sed -i 's/^Text\.$/Another text./' s/content/en/guides/alpha.md
    pamphlet build -q -C s -p onion
    cp "$TOP/themes/plain/assets/icon.png" .
    while read -ra words; do
        status=0
        env -i PATH="$PATH" "$PAMPHLET" "${words[@]}" >/dev/full 2>err || status=$?
        [ "$status" = 3 ] && grep -q 'cannot write the output: No space left on device' err || { echo "${words[*]}: $status"; cat err; false; }
    done <<'WORDS'
--version
help build
completions bash
render s/content/en/index.md
status -C s
status -C s --page alpha
services export csv -C s
diff small-3-onion.zip s/dist/small-3-onion.zip
verify small-3-onion.zip -p pamphlet.pub --state state
qr word
scrub icon.png
new guide gamma -C s
WORDS
}

@test "only packs are signed" {
    pamphlet keygen -q -W
    echo text >a.zip
    refuses 1 "a.zip: error: is not a ZIP file [zip/not-a-zip]" sign a.zip
    [ ! -e a.zip.minisig ]
    python3 "$TOP/tests/hostile/make_zips.py" zips
    zip=zips/honest-empty-file.zip
    refuses 1 "$zip: error: has no MANIFEST.txt; give the comment with --trusted-comment [sign/not-a-pack]" sign $zip
    refuses 1 "MANIFEST.txt:2: error: the manifest ends in the middle of a line [manifest/cut]" sign zips/honest.zip
    [ -z "$(ls zips/*.minisig 2>/dev/null)" ]
    pamphlet sign -q $zip -t 'a comment'
    [ "$status" = 0 ]
    minisign -VHqm $zip -p pamphlet.pub
}

@test "what is no secret key is told as what it is, and nothing is signed" {
    small_site s
    pamphlet build -q -C s -p onion
    pack=s/dist/small-3-onion.zip
    pamphlet keygen -q -W
    mkdir folder
    head -c 5000 /dev/zero >long
    refuses 1 "folder: error: is not a minisign secret key file [sign/secret-malformed]" sign -s folder $pack
    refuses 1 "long: error: is not a minisign secret key file [sign/secret-malformed]" sign -s long $pack
    refuses 1 "pamphlet.pub: error: is a minisign public key: give the secret one, whose name ends in .key" sign -s pamphlet.pub $pack
    refuses 1 "none: error: there is no such secret key; make one with 'pamphlet keygen' [sign/secret-missing]" sign -s none $pack
    refuses 3 "long/a.key: error: cannot open the secret key: Not a directory [sign/read]" sign -s long/a.key $pack
    [ ! -e $pack.minisig ]
}

@test "keys that cannot be written leave no half of a pair" {
    refuses 3 "none/a.key: error: cannot make the key file: No such file or directory [sign/write]" keygen -W -s none/a.key -p a.pub
    [ ! -e a.pub ]
    refuses 3 "none/a.pub: error: cannot make the key file: No such file or directory [sign/write]" keygen -W -s a.key -p none/a.pub
    [ ! -e a.key ]
}

@test "where there is no terminal, the way to give a passphrase is told" {
    status=0
    err=$(setsid -w env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" keygen 2>&1 </dev/null) || status=$?
    [ "$status" != 0 ]
    [[ "$err" == *"there is no terminal to ask for the passphrase; use --passphrase-fd"* ]] || { echo "$err"; false; }
    [ ! -e pamphlet.key ]
    [ ! -e pamphlet.pub ]
}

@test "without a HOME, and no folder given, no serial is taken for the newest" {
    "$TOP/build/${MODE:-release}/tools/signtool" keygen k.key pamphlet.pub
    "$TOP/build/${MODE:-release}/tools/packtool" k.key notes onion 5 notes-5-onion.zip index.html=x
    refuses 3 "there is no HOME to remember serials in; say where with --state DIR [publish/state]" install notes-5-onion.zip www
    refuses 3 '"code":"publish/state"' verify --format json notes-5-onion.zip
    [ ! -e www ]
}

@test "a code in the terminal is read by its light blocks, and by its dark ones with colour" {
    read_code() { # the blocks of stdin, as a picture, read back
        /usr/bin/python3 -c '
import re, sys
from PIL import Image
lines = [re.sub(r"\x1b\[[0-9;]*m", "", l.rstrip("\n")) for l in sys.stdin]
paint = {" ": (0, 0), "▄": (0, 1), "▀": (1, 0), "█": (1, 1)}
light = sys.argv[1] == "light"
rows = [[paint[c][half] for c in line] for line in lines for half in (0, 1)]
picture = Image.new("L", (len(rows[0]), len(rows)))
picture.putdata([255 if (bit == 1) == light else 0 for row in rows for bit in row])
picture.resize((picture.width * 4, picture.height * 4), Image.NEAREST).save("code.png")
' "$1"
        zbarimg -q --raw code.png
    }
    pamphlet qr "Call 112, give naloxone."
    [ "$status" = 0 ]
    [ -z "$err" ]
    case "$output" in *$'\x1b'*) false ;; esac
    [ "$(printf '%s\n' "$output" | read_code light)" = "Call 112, give naloxone." ]
    pamphlet qr --color always "Call 112, give naloxone."
    case "$output" in $'\x1b[30;107m'*) ;; *) false ;; esac
    [ "$(printf '%s\n' "$output" | read_code dark)" = "Call 112, give naloxone." ]
}

@test "new gives no names that a system keeps for itself, and none that are too long" {
    small_site s
    refuses 2 "'com1' is a name that Windows keeps for itself; try 'com1-topic'" new topic com1 -C s
    refuses 2 "is longer than 60 characters" new topic "$(head -c 61 /dev/zero | tr '\0' a)" -C s
    [ "$(ls s/content/en/topics)" = overdose.md ]
}

@test "links, pipes and very deep folders in the content are named, and nothing is published" {
    small_site s
    deep=s/content/en
    for _ in $(seq 70); do deep=$deep/d; done
    mkdir -p "$deep" s/content/en/more
    cp s/content/en/index.md "$deep/x.md"
    ln -s ../guides s/content/en/topics/inside
    ln -s / s/content/en/topics/outside
    mkfifo s/content/en/topics/pipe.md
    pamphlet build -C s
    fails_with 1 "content/en/topics/inside: error: is a symbolic link to a folder; copy the folder instead [fs/symlink]"
    fails_with 1 "content/en/topics/outside: error: is a symbolic link that leads out of the folder it is read from [fs/symlink]"
    fails_with 1 "content/en/topics/pipe.md: error: is not a regular file [fs/not-a-file]"
    fails_with 1 "lies more than 64 folders deep [fs/too-deep]"
    [ ! -e s/dist/onion ]
}

@test "the original is the page that is no translation, in whatever language" {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr}/; s/^default_language: .*/default_language: fi/' s/site.yaml
    mkdir -p s/content/fi/guides
    sed 's/^title: .*/&\ntranslated_from: 0123456789abcdef/' s/content/en/guides/alpha.md >s/content/fi/guides/alpha.md
    pamphlet status -C s --format json
    [ "$status" = 0 ] || { echo "$err"; false; }
    [[ "$output" == *'"key":"guides/alpha","language":"en","state":"original"'* ]] || { echo "$output"; false; }
    [[ "$output" == *'"key":"guides/alpha","language":"fi"'*'"original":"content/en/guides/alpha.md"'* ]] || { echo "$output"; false; }
}

@test "a stick's folder with a hidden file of somebody's is left alone, what systems leave there is not" {
    "$TOP/build/${MODE:-release}/tools/signtool" keygen k.key pamphlet.pub
    for serial in 5 6; do
        "$TOP/build/${MODE:-release}/tools/packtool" k.key notes usb $serial notes-$serial-usb.zip README.txt=read site/a.txt=hello
    done
    mkdir stick
    pamphlet install --usb notes-5-usb.zip stick --state st
    [ "$status" = 0 ]
    touch stick/site/.DS_Store stick/site/._a.txt
    echo mine >stick/site/.diary
    pamphlet install --usb notes-6-usb.zip stick --state st
    fails_with 1 "site/.diary"
    case "$err" in *DS_Store* | *._a.txt*) echo "$err"; false ;; esac
    [ "$(cat stick/site/.diary)" = mine ]
    [ -e stick/notes-5-usb.zip ]
    rm stick/site/.diary
    pamphlet install --usb notes-6-usb.zip stick --state st
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ -e stick/notes-6-usb.zip ]
    [ ! -e stick/notes-5-usb.zip ]
}

@test "without libsodium no verb begins" {
    small_site s
    printf 'int sodium_init(void) {\n    return -1;\n}\n' | ${CC:-cc} -shared -fPIC -o none.so -x c -
    for verb in "build -C s" "check -C s" "status -C s" "keygen -W" "sign x" "verify x" "install x y" "diff x y" "release -C s" \
        "services export csv -C s" "new guide gamma -C s" "serve -C s --port 0"; do
        status=0
        err=$(env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" LD_PRELOAD="$DIR/none.so" \
            timeout 20 "$PAMPHLET" $verb 2>&1) || status=$?
        [ "$status" = 3 ] && [ "$err" = "pamphlet: libsodium cannot start" ] || { echo "$verb: $status $err"; false; }
    done
    [ "$(ls)" = "$(printf 'none.so\ns')" ]
    [ ! -e s/dist ]
}
