#!/usr/bin/env bats
# release: the next serial, built, signed, read again; site.yaml changes only when all of it worked.

load helper

EPOCH=1798761600 # 2027-01-01

real_site() { # a small site without the example, and a key
    small_site s
    sed -i '/example/d' s/content/services/van.yaml
    pamphlet keygen -q -W
}
release() {
    status=0
    output=$(env -i PATH="$PATH" SOURCE_DATE_EPOCH=$EPOCH ASAN_OPTIONS="${ASAN_OPTIONS:-}" \
        "$PAMPHLET" release -C s -s pamphlet.key "$@" 2>"$DIR/.err") || status=$?
    err=$(cat "$DIR/.err")
}

@test "serial up by one, the date today, the expiry by the same six months, no other byte" {
    real_site
    sed -i '1i # a comment: serial: 3' s/site.yaml
    printf '# the end, without a line end' >>s/site.yaml
    chmod 640 s/site.yaml
    sed 's/small, serial: 3, date: 2026-11-23, expires: 2027-05-23/small, serial: 4, date: 2027-01-01, expires: 2027-07-01/' s/site.yaml >want
    release
    [ "$status" = 0 ]
    cmp want s/site.yaml
    [ "$(stat -c %a s/site.yaml)" = 640 ]
    [[ "$err" == *"serial 4, 2027-01-01, expires 2027-07-01"* ]]
}

@test "each profile's ZIP is signed, and minisign and verify agree" {
    real_site
    release -q -p pamphlet.pub
    [ "$status" = 0 ]
    [ -z "$err" ]
    for profile in onion clearnet usb; do
        zip=s/dist/small-4-$profile.zip
        minisign -VHm "$zip" -p pamphlet.pub | grep -q "pack=small profile=$profile serial=4 expires=2027-07-01"
        pamphlet verify "$zip" --state st --strict
        [ "$status" = 0 ]
    done
    [ -z "$(find s -name '*.new' -o -name '*.tmp' -o -name .building)" ]
}

@test "-v tells the stages of its build" {
    real_site
    release -v
    [ "$status" = 0 ]
    for stage in load "pack usb" publish; do
        printf '%s\n' "$err" | grep -Eq "^$stage +[0-9]+ +[0-9.]+ ms" || { echo "$stage: $err"; false; }
    done
}

@test "the next release knows the one before" {
    real_site
    release -q
    sed -i 's/Text\./Another text./' s/content/en/guides/beta.md
    release -q
    [ "$status" = 0 ]
    unzip -p s/dist/small-5-onion.zip CHANGES.txt | grep -qx -- "- beta (en/guides/beta.html)"
    hash=$(unzip -p s/dist/small-4-onion.zip MANIFEST.txt | sha256sum | cut -d' ' -f1)
    unzip -p s/dist/small-5-onion.zip MANIFEST.txt | grep -qx "previous: $hash"
}

@test "examples, pages past their review and drafts are refused unless allowed" {
    small_site s
    pamphlet keygen -q -W
    sed -i 's/2026-10-01/2025-10-01/' s/content/en/guides/beta.md
    sed 's/title: alpha/title: Gamma\nstatus: draft/; s/alpha-street/g-street/' s/content/en/guides/alpha.md >s/content/en/guides/gamma.md
    cp s/site.yaml before
    release
    fails_with 1 "content/services/van.yaml: error: is an example"
    fails_with 1 "content/en/guides/beta.md: error: was due for review on 2026-10-01"
    fails_with 1 "content/en/guides/gamma.md: error: is a draft"
    cmp before s/site.yaml
    [ ! -e s/dist ]
    release --allow examples,overdue
    fails_with 1 "release/draft"
    release --allow examples,overdue --allow drafts
    [ "$status" = 0 ]
    [ -e s/dist/onion/en/guides/beta.html ]
    [ ! -e s/dist/onion/en/guides/gamma.html ]
    release --allow everything
    fails_with 2 "'--allow' takes"
}

@test "what check calls an error is refused, what it warns of is not" {
    real_site
    cp s/site.yaml before
    printf '\nNever more than .5 mg at once.\n' >>s/content/en/guides/beta.md
    release
    fails_with 1 "content/en/guides/beta.md:"
    fails_with 1 "[dose/text-decimal]"
    [[ "$err" != *": warning: "* ]] || { echo "$err"; false; }
    cmp before s/site.yaml
    [ ! -e s/dist ]
    fails_with 1 "[release/unchecked]"
    release --allow unchecked
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ -e s/dist/small-4-onion.zip ]
}

@test "translations older than their originals go out, and whoever signs is told" {
    real_site
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr}/' s/site.yaml
    mkdir -p s/content/fi/guides
    for page in alpha beta; do # a digest that no original has
        sed '2i translated_from: 0123456789abcdef' "s/content/en/guides/$page.md" >"s/content/fi/guides/$page.md"
    done
    release
    [ "$status" = 0 ] || { echo "$err"; false; }
    told=$(printf '%s\n' "$err" | grep -c "release/stale")
    [ "$told" = 1 ]
    fails_with 0 "content/fi/guides/alpha.md:2:18: warning: "
    fails_with 0 "and that of 1 other page"
    [ -e s/dist/small-4-onion.zip.minisig ]
    cp s/content/en/guides/beta.md beta.md
    sed -i '2i safety_correction: 5 mg, not 50 mg' s/content/en/guides/beta.md
    release
    fails_with 0 "content/fi/guides/beta.md:2:18: warning: the original has a safety correction and changed"
    fails_with 0 "content/fi/guides/alpha.md:2:18: warning: the original changed"
    [[ "$err" != *"other page"* ]] || { echo "$err"; false; }
    sed -i 2d s/content/fi/guides/beta.md
    release
    fails_with 0 "content/fi/guides/beta.md: warning: the original has a safety correction and nothing here says"
    sed -i '2i translated_from: 0123456789abcdef' s/content/fi/guides/beta.md
    mv beta.md s/content/en/guides/beta.md
    sed -i 's/^title:.*/&\nstatus: draft/' s/content/fi/guides/alpha.md
    release --allow drafts
    fails_with 0 "content/fi/guides/beta.md:2:18: warning: "
    [[ "$err" != *"other page"* ]] || { echo "$err"; false; }
    rm -r s/content/fi/guides/beta.md
    release --allow drafts
    [ "$status" = 0 ]
    [[ "$err" != *"release/stale"* ]] || { echo "$err"; false; }
}

@test "a mistake, another key or a missing key leave site.yaml and dist as they are" {
    real_site
    cp s/site.yaml before
    mv pamphlet.key elsewhere.key
    release
    fails_with 1 "pamphlet.key"
    mv elsewhere.key pamphlet.key
    env -i PATH="$PATH" "$PAMPHLET" keygen -q -W -s other.key -p other.pub
    release -p other.pub
    fails_with 1 "publish/signature-other-key"
    [ -z "$(find s/dist -name '*.minisig*')" ]
    rm -rf s/dist
    sed -i 's/guides\/alpha.md/guides\/alhpa.md/' s/content/en/index.md
    release
    [ "$status" = 1 ]
    [ -z "$(find s/dist -type f ! -name .building.lock)" ]
    cmp before s/site.yaml
}

@test "a serial that was released is never used again" {
    real_site
    cp s/site.yaml before
    release -q
    cp before s/site.yaml
    release
    fails_with 1 "small-4-onion.zip.minisig: error: is there already"
}

@test "a release without a serial to raise says what to write" {
    real_site
    sed -i 's/serial: 3, //' s/site.yaml
    release
    fails_with 1 "site.yaml:9:10: error: 'release' has no 'serial'"
}

@test "block form, quotes and any order are edited in place" {
    real_site
    sed -i '/^release/d' s/site.yaml
    cat >>s/site.yaml <<'YAML'
release:
  expires: "2026-12-03"   # ten days
  pack:   small
  date:   '2026-11-23'
  # serial: 9
  serial: 12  # twelve
YAML
    release -q
    [ "$status" = 0 ]
    tail -6 s/site.yaml | diff - <(cat <<'YAML'
release:
  expires: "2027-01-11"   # ten days
  pack:   small
  date:   '2027-01-01'
  # serial: 9
  serial: 13  # twelve
YAML
)
}

@test "what another pack's stopped release left in the folder stays" {
    real_site
    mkdir -p s/dist
    others="small-er-3-onion.zip.minisig.new smaller-4-onion.zip.minisig.new small-4-5-onion.zip.minisig.new
        smaller-4-onion.from-3.zip small-4-5-onion.from-3.zip small-4-kiosk.from-3.zip"
    ours="small-3-onion.zip.minisig.new small-4-usb.zip.minisig.new small-4-onion.from-3.zip.minisig.new small-4-onion.from-3.zip"
    for name in $others $ours; do echo x >s/dist/$name; done
    release -q
    [ "$status" = 0 ]
    for name in $others; do [ -f s/dist/$name ] || { echo "$name is gone"; false; }; done
    for name in $ours; do [ ! -e s/dist/$name ] || { echo "$name is there"; false; }; done
}

@test "killed at the rename of site.yaml or of a signature, the next run succeeds" {
    real_site
    for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        before=$(cat s/site.yaml)
        env -i PATH="$PATH" SOURCE_DATE_EPOCH=$EPOCH ASAN_OPTIONS=detect_leaks=0 \
            strace -qq -f -o trace -e trace=rename -e "inject=rename:signal=SIGKILL:when=$n" \
            "$PAMPHLET" release -q -C s -s pamphlet.key -j1 2>/dev/null && break
        for zip in s/dist/*.zip; do # whatever is signed, is signed rightly and once
            [ ! -e "$zip.minisig" ] || minisign -VHqm "$zip" -p pamphlet.pub
        done
        release -q
        [ "$status" = 0 ]
        [ -z "$(find s -name '*.new' -o -name '*.tmp' -o -name .building)" ]
    done
    [ "$n" -gt 5 ]
}
