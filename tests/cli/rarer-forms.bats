#!/usr/bin/env bats
# What is written seldom, and what is said or made of it.

load helper

says() { # TEXT: a piece of what the last run said
    case "$err" in *"$1"*) ;; *) echo "stderr has no '$1': $err"; return 1 ;; esac
}

@test "check: pictures without words, addresses that only look like a scheme, unknown things that are said to be" {
    small_site s
    printf -- '---\ntitle: T\n---\nSee ![ ](a.png) and ![\n](b.png), [x](my_file:x.md).\n' >s/content/en/topics/t.md
    printf 'name: Van\nkinds: [naloxone]\nexample: true\nrecorded:\n  shared_with: [{party: Police, when: unknown}]\n' >s/content/services/van.yaml
    pamphlet check -C s
    says "content/en/topics/t.md:4:5: warning: this picture has no words"
    says "content/en/topics/t.md:4:21: warning: this picture has no words"
    says "there is no page 'my_file:x.md' [link/missing]"
    never grep -q 'content/value-unknown' <<<"$err"
    sed -i 's/when: unknown/when: unknwon/' s/content/services/van.yaml
    pamphlet check -C s
    says "'unknwon' is no value of 'when'"
    says "routinely or unknown [content/value-unknown]"
}

@test "check: after a hundred findings in one file the rest of it is not read" {
    small_site s
    mkdir -p s/content/static/.well-known
    for i in {1..150}; do echo "http://m$i.example/x y"; done >s/content/static/mirrors.txt
    for i in {1..150}; do echo "Contact: nobody"; done >s/content/static/.well-known/security.txt
    pamphlet check -C s
    [ "$(grep -c '^content/static/mirrors.txt:' <<<"$err")" = 100 ]
    [ "$(grep -c '^content/static/.well-known/security.txt:' <<<"$err")" = 100 ]
    says "mirrors.txt:99:1: error: is not http:// or https:// and a name alone"
}

@test "check: a checksum of other letters than base64's does not fit" {
    small_site s
    mkdir -p s/content/static
    printf -- '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n=n!UN\n-----END PGP PUBLIC KEY BLOCK-----\n' >s/content/static/pgp.txt
    pamphlet check -C s
    says "content/static/pgp.txt:4:1: error: is not the checksum of the block above it [pgp/armor]"
}

@test "a theme's settings are words, and after five hundred mistakes in a file the rest is not listed" {
    small_site s
    cp s/themes/plain/theme.yaml theme.yaml
    sed -i 's/^settings:/&\n  odd: [a, b]/' s/themes/plain/theme.yaml
    pamphlet check -C s
    fails_with 1 "themes/plain/theme.yaml:4:8: error: 'settings' takes one value, not a list [content/not-a-word]"
    printf '  o%s: [a]\n' {1..600} >many
    sed '/^settings:/r many' theme.yaml >s/themes/plain/theme.yaml
    pamphlet check -C s
    fails_with 1 "themes/plain/theme.yaml: error: has 500 mistakes or more: the rest is not listed [content/too-many]"
    [ "$(grep -c '^themes/plain/theme.yaml:[0-9]' <<<"$err")" = 500 ]
}

@test "a line of the theme that prints a mistake on several lines of each page is told once, with the first" {
    small_site s
    sed -i 's|<main.*|&{% for i = 1, 3 do %}<blink>x</blink>\n{% end %}|' s/themes/plain/layouts/base.html
    pamphlet build -C s -p onion
    fails_with 1 "element 'blink' is not on the audit's list (on 13 pages) (from themes/plain/layouts/base.html:"
    [ "$(grep -c 'audit/element' <<<"$err")" = 1 ]
    place=$(sed -n 's/^s\/dist\/onion\/en\/a-z.html:\([0-9]*:[0-9]*\): error: element.*/\1/p' <<<"$err")
    line=${place%:*}
    cp -R "$TOP/themes/plain/layouts/base.html" s/themes/plain/layouts/base.html
    pamphlet build -q -C s -p onion
    [ "$(grep -n '<main' s/dist/onion/en/a-z.html | head -1 | cut -d: -f1)" = "$line" ]
}

@test "a theme without words for paper has them in English, and dates in digits" {
    mkdir -p s/themes s/content/en/topics
    cp -R "$TOP/tests/golden/bare" s/themes/bare
    printf 'title: Small\nlanguages: {en: {name: English}}\ndefault_language: en\ntheme: bare\nprofiles: [print]\nrelease: {pack: small, serial: 3, date: 2026-11-23, expires: 2027-01-01}\n' >s/site.yaml
    printf -- '---\ntitle: Hello\n---\nText.\n' >s/content/en/index.md
    printf -- '---\ntitle: Topic\nsummary: S\n---\n## What to do\n\n1. Go.\n' >s/content/en/topics/t.md
    pamphlet build -q -C s
    [ "$status" = 0 ]
    pdftotext -layout s/dist/print/en/topics/t.pdf text
    grep -q 'Pack small, number 3, made 2026-11-23. Replace it after 2027-01-01.' text
    pdftotext s/dist/print/en/booklets.pdf - | tr '\n' ' ' | grep -q 'Fold in eight. Cut along the dashed line.'
}

@test "START.html of a theme without a frame has its icon only where it is at the usual place" {
    mkdir -p s/themes s/content/en
    cp -R "$TOP/tests/golden/bare" s/themes/bare
    mv s/themes/bare/assets/icon.png s/themes/bare/assets/sign.png
    sed -i 's/icon\.png/sign.png/' s/themes/bare/layouts/*.html
    printf 'title: Small\nlanguages: {en: {name: English}}\ndefault_language: en\ntheme: bare\nprofiles: [usb]\nrelease: {pack: small, serial: 3, date: 2026-11-23}\n' >s/site.yaml
    printf -- '---\ntitle: Hello\n---\nText.\n' >s/content/en/index.md
    pamphlet build -q -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    never grep -q 'rel="icon"' s/dist/usb/START.html
    grep -q '<style>' s/dist/usb/START.html
    cp s/themes/bare/assets/sign.png s/themes/bare/assets/icon.png
    pamphlet build -q -C s
    grep -q 'rel="icon"' s/dist/usb/START.html
}

@test "status --page: a piece before the first heading is shown with its line alone" {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    mkdir -p s/content/fi
    printf -- '---\ntitle: Alku\n---\nMoi.\n' >s/content/fi/index.md
    pamphlet new guide alpha --lang fi -C s
    sed -i 's/^status: draft/status: reviewed/; s/^> Text/Teksti/' s/content/fi/guides/alpha.md
    sed -i 's/^## What it is.*/A new introduction.\n\n&/' s/content/en/guides/alpha.md
    pamphlet status -C s --page alpha
    [ "$status" = 0 ]
    grep -qx '  content/en/guides/alpha.md:[0-9]*' <<<"$output"
    grep -qx '+ A new introduction.' <<<"$output"
}

@test "new: -q says nothing, and json leaves out the hint" {
    small_site s
    pamphlet new -q topic one -C s
    [ "$status" = 0 ]
    [ -z "$output$err" ]
    pamphlet new topic two -C s --format json
    [ "$output" = s/content/en/topics/two.md ]
    [ -z "$err" ]
    pamphlet new topic three -C s
    [ "$output" = s/content/en/topics/three.md ]
    says "a draft until its status says reviewed"
}

@test "audit: a name that the system does not take, and more findings than are listed" {
    pamphlet audit "$(printf 'x%.0s' {1..300})"
    fails_with 3 "File name too long [fs/read]"
    {
        printf '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body>'
        printf '<blink>x</blink>\n%.0s' {1..30}
        printf '<p <</p></body></html>\n'
    } >x.html
    pamphlet audit x.html
    fails_with 1 "findings in this file [audit/more]"
    [ "$(grep -c '^x.html:[0-9]' <<<"$err")" = 20 ]
    never grep -q 'html/' <<<"$err" # it is one of those that are counted only
}

@test "sign: a pack whose own list is damaged is not signed" {
    small_site s
    pamphlet build -q -C s -p onion
    pamphlet keygen -q -W
    python3 - <<'PY'
import pathlib
pack = bytearray(pathlib.Path("s/dist/small-3-onion.zip").read_bytes())
pack[pack.find(b"MANIFEST.txt") + 50] ^= 0xFF
pathlib.Path("bad.zip").write_bytes(pack)
PY
    pamphlet sign bad.zip
    fails_with 1 "bad.zip: error: 'MANIFEST.txt' "
    [ ! -e bad.zip.minisig ]
}

@test "diff: a CHANGES.txt that cannot be read is told" {
    small_site s
    pamphlet build -q -C s -p onion
    cp s/dist/small-3-onion.zip old.zip
    python3 - <<'PY'
import pathlib
pack = bytearray(pathlib.Path("old.zip").read_bytes())
pack[pack.find(b"CHANGES.txt") + 20] ^= 0xFF
pathlib.Path("new.zip").write_bytes(pack)
PY
    pamphlet diff old.zip new.zip
    fails_with 1 "new.zip: error: 'CHANGES.txt' "
}

@test "build: a release before whose list is damaged is told of, and nothing is compared with it" {
    small_site s
    pamphlet build -q -C s -p onion
    python3 - <<'PY'
import pathlib
file = pathlib.Path("s/dist/small-3-onion.zip")
pack = bytearray(file.read_bytes())
pack[pack.find(b"MANIFEST.txt") + 50] ^= 0xFF
file.write_bytes(pack)
PY
    sed -i 's/serial: 3/serial: 4/' s/site.yaml
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    says "small-3-onion.zip: warning: is the release before, but cannot be read as a pack: 'MANIFEST.txt' "
    grep -q 'it is compared with nothing' s/dist/onion/CHANGES.txt
}

@test "a theme that is not there is compared with those that come with the program, without a folder of others, too" {
    small_site s
    rm -r s/themes
    sed -i 's/^theme:.*/theme: plian/' s/site.yaml
    pamphlet check -C s
    fails_with 1 "there is no theme 'plian': the folder themes/plian is missing or empty, did you mean 'plain'? [theme/missing]"
}

@test "new: an original that cannot be read has no translation" {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    sed -i '2s/.*/title: [a/' s/content/en/guides/alpha.md
    pamphlet new guide alpha -l fi -C s
    fails_with 1 "content/en/guides/alpha.md:2:8: error: the '[' that opens here is not closed with ']'"
    [ ! -e s/content/fi ]
}

@test "a class that is given twice lists its guide once" {
    small_site s
    sed -i 's/^summary/classes: [opioid, opioid]\n&/' s/content/en/guides/alpha.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    says "'opioid' is in 'classes' twice [content/repeated]"
    [ "$(grep -c 'href="../guides/alpha.html"' s/dist/onion/en/classes/opioid.html)" = 1 ]
}

@test "what stands in the place of the older ZIP and is none is not read, and gives way" {
    small_site s
    again() {
        env -i PATH="$PATH" XDG_STATE_HOME="$DIR/account" ASAN_OPTIONS="${ASAN_OPTIONS:-}" timeout 60 "$PAMPHLET" build -q -C s -p onion
    }
    again
    mv s/dist/small-3-onion.zip was.zip
    mkfifo s/dist/small-3-onion.zip
    again
    cmp was.zip s/dist/small-3-onion.zip
}

@test "a stick: what only the pack before had is not somebody else's" {
    small_site s
    sed -i '/example/d' s/content/services/van.yaml
    mkdir -p s/content/static/extra stick
    echo more >s/content/static/extra/more.txt
    pamphlet keygen -q -W
    pamphlet build -q -C s -p onion
    pamphlet sign -q s/dist/small-3-onion.zip
    pamphlet install -q --usb s/dist/small-3-onion.zip stick --state st
    [ -f stick/extra/more.txt ]
    rm -r s/content/static/extra
    sed -i 's/serial: 3/serial: 4/' s/site.yaml
    pamphlet build -q -C s -p onion
    pamphlet sign -q s/dist/small-4-onion.zip
    echo mine >stick/mine.txt
    pamphlet install --usb s/dist/small-4-onion.zip stick --state st
    [ "$status" = 0 ]
    never grep -q 'extra' <<<"$err"
    says "mine.txt"
    [ ! -e stick/extra ]
}

@test "a finding in a page's text leads to the component that made it, or to the file of the text" {
    small_site s
    printf '<p>fine</p>\n' >s/themes/plain/partials/components/doses.html
    printf '\n<p>not <blink>so</blink></p>\n' >s/themes/plain/partials/components/services.html
    printf -- '---\ntitle: T\n---\n::: doses\n:::\n\nText.\n\n::: services\n:::\n' >s/content/en/topics/t.md
    pamphlet build -C s -p onion
    fails_with 1 "element 'blink' is not on the audit's list (from themes/plain/partials/components/services.html:2) [audit/element]"
    printf -- '---\ntitle: T\n---\n::: services\n:::\n\nText.\n\n::: services\n:::\n' >s/content/en/topics/t.md
    pamphlet build -C s -p onion
    fails_with 1 "(from themes/plain/partials/components/services.html:2) [audit/element]"
    never grep -q 'from content' <<<"$err"
    printf -- '---\ntitle: T\n---\n## A {#twice}\n\nText.\n' >s/content/en/topics/t.md
    sed -i 's|<main|<p id="twice">x</p>\n&|' s/themes/plain/layouts/base.html
    pamphlet build -C s -p onion
    fails_with 1 "'twice'"
    says "(from content/en/topics/t.md) [audit/id-twice]"
}
