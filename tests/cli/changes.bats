#!/usr/bin/env bats
# CHANGES.txt: what a reader of the release before would notice.

load helper

next_serial() { # SERIAL
    sed -i "s/serial: [0-9]*/serial: $1/" s/site.yaml
}

@test "without a release before, CHANGES.txt says that it is the first" {
    small_site s
    sed -i 's/serial: 3/serial: 1/' s/site.yaml
    pamphlet build -q -C s -p onion
    [ "$status" = 0 ]
    grep -qx "This is the first release: there is nothing to compare it with" s/dist/onion/CHANGES.txt
    grep -q "^previous: none$" s/dist/onion/MANIFEST.txt
    grep -q " CHANGES.txt$" s/dist/onion/MANIFEST.txt
}

@test "withdrawals and corrections come first, then new, changed, gone, by their titles" {
    small_site s
    pamphlet build -q -C s
    [ "$status" = 0 ]
    next_serial 4
    sed -i 's/^title: beta/title: beta\nstatus: withdrawn\nwithdrawn_because: The dose was wrong./' s/content/en/guides/beta.md
    sed -i 's/^title: Overdose/title: Overdose\nsafety_correction: It said five minutes, it is two./' s/content/en/topics/overdose.md
    sed 's/title: alpha/title: Gamma/; s/alpha-street/g-street/' s/content/en/guides/alpha.md >s/content/en/guides/gamma.md
    sed -i 's/Text\./Another text./' s/content/en/guides/alpha.md
    rm s/content/services/van.yaml
    pamphlet build -q -C s
    [ "$status" = 0 ]
    cat >want <<'TXT'
Changes in small, serial 4, made 2026-11-23
Compared with serial 3, made 2026-11-23

Withdrawn: do not rely on these pages any more
- beta (en/guides/beta.html): The dose was wrong.

Safety corrections: this was wrong before
- Overdose (en/topics/overdose.html): It said five minutes, it is two.

New
- Gamma (en/guides/gamma.html)

Changed
- alpha (en/guides/alpha.html)
- Hello (en/index.html)

Gone
- Van (en/services/van.html)
TXT
    diff want s/dist/onion/CHANGES.txt
    sed 's/(en/(site\/en/' want | diff - s/dist/usb/CHANGES.txt
    hash=$(unzip -p s/dist/small-3-onion.zip MANIFEST.txt | sha256sum | cut -d' ' -f1)
    grep -q "^previous: $hash$" s/dist/onion/MANIFEST.txt

    # What is still withdrawn is told again, at the end: a reader may have skipped a release.
    next_serial 7
    pamphlet build -q -C s -p onion
    cat >want <<'TXT'
Changes in small, serial 7, made 2026-11-23
Compared with serial 4, made 2026-11-23

Nothing that a reader would notice has changed

Told before, and still so
- beta (en/guides/beta.html): The dose was wrong.
- Overdose (en/topics/overdose.html): It said five minutes, it is two.
TXT
    diff want s/dist/onion/CHANGES.txt
    pamphlet audit s/dist/onion
    [ "$status" = 0 ]
}

@test "the same site and the same pack before it give the same ZIP" {
    small_site s
    pamphlet build -q -C s -p onion
    next_serial 4
    sed -i 's/Text\./Another text./' s/content/en/guides/alpha.md
    pamphlet build -q -C s -p onion -j1
    cp s/dist/small-4-onion.zip one.zip
    pamphlet build -q -C s -p onion -j3
    cmp one.zip s/dist/small-4-onion.zip
}

@test "a release before that is damaged is told of" {
    small_site s
    mkdir s/dist
    echo "no ZIP" >s/dist/small-2-onion.zip
    pamphlet build -q -C s -p onion
    [ "$status" = 0 ]
    [[ "$err" == *"small-2-onion.zip: warning: is the release before"*"[build/previous-unreadable]"* ]]
    grep -q "compared with nothing" s/dist/onion/CHANGES.txt
}

@test "a release before that is damaged inside is told of, too" {
    small_site s
    pamphlet build -q -C s -p onion
    next_serial 4
    sed -i 's/Text\./Another text./' s/content/en/guides/alpha.md
    python3 - s/dist/small-3-onion.zip <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    entry = z.getinfo("en/guides/alpha.html")
with open(sys.argv[1], "r+b") as f:
    f.seek(entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2)
    byte = f.read(1)[0]
    f.seek(-1, 1)
    f.write(bytes([byte ^ 1]))
PY
    pamphlet build -q -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    [[ "$err" == *"small-3-onion.zip: warning: is the release before"*"[build/previous-unreadable]"* ]]
    grep -q "compared with nothing" s/dist/onion/CHANGES.txt
}

@test "a static file cannot take the place of CHANGES.txt" {
    small_site s
    mkdir s/content/static
    echo x >s/content/static/CHANGES.txt
    pamphlet build -q -C s
    fails_with 1 "content/static/CHANGES.txt: error: would become a file that pamphlet makes itself"
}
