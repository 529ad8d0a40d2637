#!/usr/bin/env bats
# build and check as an editor meets them: what is written, what is refused, and that a good dist/ survives.

load helper

@test "a site becomes folders and ZIPs of every profile" {
    small_site s
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -f s/dist/onion/index.html ]
    [ -f s/dist/onion/en/guides/alpha.html ]
    [ -f s/dist/clearnet/index.html ]
    [ -f s/dist/usb/site/index.html ]
    [ -f s/dist/onion/MANIFEST.txt ]
    for profile in onion clearnet usb; do unzip -tq "s/dist/small-3-$profile.zip"; done
}

@test "the manifest names every file of the folder with its digest" {
    small_site s
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    cd s/dist/onion
    sed '1,/^$/d' MANIFEST.txt | awk '{print $1 "  " $3}' >../sums
    sha256sum -c --quiet ../sums
    [ "$(wc -l <../sums)" = "$(find . -type f ! -name MANIFEST.txt ! -name .pamphlet | wc -l)" ]
}

@test "--no-zip writes the same folders and manifests, and no ZIP" {
    small_site s
    pamphlet build -C s -o with
    [ "$status" = 0 ]
    pamphlet build -C s -o without --no-zip
    [ "$status" = 0 ]
    for profile in onion clearnet usb; do diff -r "with/$profile" "without/$profile"; done
    [ -z "$(find without -name '*.zip')" ]
}

@test "the machine's time zone is not asked for" {
    small_site s
    env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 strace -f -qq --seccomp-bpf -o trace -e trace=%file \
        "$PAMPHLET" build -q -C s -p onion
    [ -s trace ]
    never grep localtime trace
    [ "$(grep -c zoneinfo trace)" -le 1 ] # the C library looks whether there is a file of that name
}

@test "no page links to a folder" {
    small_site s
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    run grep -rhoE '(href|src)="[^"#]*/"' s/dist/onion
    [ -z "$output" ]
}

@test "check finds what build finds and writes nothing" {
    small_site s
    pamphlet check -C s
    [ "$status" = 0 ]
    [ ! -e s/dist ]
    sed -i 's/alpha.md#what/alpha.md#nowhere/' s/content/en/topics/overdose.md
    pamphlet check -C s
    fails_with 1 "content/en/topics/overdose.md:7:"
    fails_with 1 "[link/missing-fragment]"
}

@test "two mistakes in two files are both reported, and a good dist stays" {
    small_site s
    pamphlet build -C s
    [ "$status" = 0 ]
    before=$(cd s/dist && find . -type f | sort | xargs sha256sum)
    sed -i 's/^summary/sumary/' s/content/en/guides/alpha.md
    sed -i 's/2026-10-01/3 May/' s/content/en/guides/beta.md
    pamphlet build -C s
    fails_with 1 "did you mean 'summary'?"
    fails_with 1 "content/en/guides/beta.md:5:"
    [ "$before" = "$(cd s/dist && find . -type f | sort | xargs sha256sum)" ]
    [ -z "$(find s/dist -maxdepth 1 -name '*.new-*')" ]
}

@test "a file that is not UTF-8 is named with its line, and the others are still read" {
    small_site s
    printf 'caf\351\n' >>s/content/en/guides/alpha.md
    sed -i 's/2026-10-01/3 May/' s/content/en/guides/beta.md
    pamphlet build -C s
    fails_with 1 "content/en/guides/alpha.md:10:4: error: this is not UTF-8 text"
    fails_with 1 "content/en/guides/beta.md:5:"
}

@test "what other programs write is named: UTF-16, fields as TOML" {
    small_site s
    for order in LE BE; do
        { [ $order = LE ] && printf '\377\376' || printf '\376\377'; printf -- '---\ntitle: T\n---\n' | iconv -t UTF-16$order; } >s/content/en/guides/alpha.md
        pamphlet build -C s
        fails_with 1 "content/en/guides/alpha.md:1:1: error: this is UTF-16 text, which some editors call 'Unicode'; save the file as UTF-8"
    done
    printf '+++\ntitle = "T"\n+++\nText.\n' | tee s/content/en/guides/alpha.md >s/content/en/index.md
    pamphlet build -C s
    fails_with 1 "content/en/guides/alpha.md:1:1: error: these fields are TOML"
    fails_with 1 "content/en/index.md:1:1: error: these fields are TOML"
}

@test "a 100 MB page is refused by its size" {
    small_site s
    truncate -s 100M s/content/en/guides/big.md
    pamphlet build -C s
    fails_with 1 "content/en/guides/big.md: error: is 104857600 bytes long"
}

@test "10,000 nested quotes are one clear error" {
    small_site s
    { printf -- '---\ntitle: Deep\n---\n'; head -c 10000 /dev/zero | tr '\0' '>'; printf ' x\n'; } \
        >s/content/en/deep.md
    pamphlet build -C s
    fails_with 1 "content/en/deep.md:4:"
    [ "$(printf '%s\n' "$err" | grep -c 'error:')" = 1 ]
}

@test "a symbolic link out of the tree is refused" {
    small_site s
    ln -s /etc/passwd s/content/en/guides/passwd.md
    pamphlet build -C s
    fails_with 1 "symbolic link that leads out"
}

@test "two pages for one URL are an error that names both" {
    small_site s
    mkdir -p s/content/en/services
    printf -- '---\ntitle: Van\n---\nx\n' >s/content/en/services/van.md
    pamphlet build -C s
    fails_with 1 "[site/same-url]"
    fails_with 1 "content/en/services/van.md"
}

@test "a name in capitals is refused with a better one" {
    small_site s
    cp s/content/en/guides/alpha.md "s/content/en/guides/ALPHA Two.md"
    pamphlet build -C s
    fails_with 1 "try 'guides/alpha-two.md'"
}

@test "a cycle of includes is named" {
    small_site s
    printf '{%% include "two.html" %%}\n' >s/themes/plain/partials/one.html
    printf '{%% include "one.html" %%}\n' >s/themes/plain/partials/two.html
    pamphlet build -C s
    fails_with 1 "one.html"
}

@test "a folder without site.yaml says what is missing" {
    mkdir s
    pamphlet build -C s
    fails_with 1 "site.yaml: error: there is no such file"
}

@test "an empty content folder says how to begin" {
    small_site s
    rm -r s/content
    pamphlet build -C s
    fails_with 1 "write content/en/index.md to begin"
}

@test "a missing theme is named" {
    small_site s
    sed -i 's/^theme: plain/theme: plane/' s/site.yaml
    pamphlet build -C s
    fails_with 1 "there is no theme 'plane'"
}

@test "what stands at the place of a list is printed above it, with its links and sources" {
    small_site s
    sed -i 's/^title: alpha/title: alpha\nclasses: [calming]/' s/content/en/guides/alpha.md
    printf 'who: {title: A book}\n' >s/content/sources.yaml
    lists="guides/index topics/index services/index services/needs classes/index classes/calming interactions a-z sources"
    for list in $lists; do
        mkdir -p "s/content/en/${list%/*}"
        [[ $list == */* ]] && up=../ || { up='' && rmdir "s/content/en/$list"; }
        printf -- '---\ntitle: Own\nsources: [who]\n---\nOur words about %s [@who], and [alpha](%sguides/alpha.md).\n' $list "$up" >s/content/en/$list.md
    done
    pamphlet build -C s -p onion -p usb
    [ "$status" = 0 ] || { echo "$err"; false; }
    for list in $lists; do
        page=s/dist/onion/en/$list.html
        [ "$(grep -c "Our words about $list" $page)" = 1 ] || { echo "$list"; false; }
        grep -q '<h1>Own</h1>' $page
        [ "$(grep -c ' id="source-who"' $page)" = 1 ] || { echo "$list: sources"; false; }
        grep -q "Our words about $list" s/dist/usb/START.html || { echo "$list: START.html"; false; }
    done
}

@test "a guide whose layout leaves its text out is told of, in each build" {
    small_site s
    printf '{%% extends "base.html" %%}{%% block main %%}<h1>{{ page.title }}</h1>{%% endblock %%}\n' >s/themes/plain/layouts/guide.html
    sed -i '/^## /,$d' s/content/en/guides/beta.md
    sed -i 's/(\(.*\)alpha.md#what)/(\1alpha.md)/' s/content/en/topics/overdose.md
    for build in first second; do
        pamphlet build -C s -p onion
        [ "$status" = 0 ] || { echo "$err"; false; }
        [ "$(grep -F '[template/body]' <<<"$err")" = "content/en/guides/alpha.md:7: warning: this text is left out: the theme's layout for the page prints no 'page.body' [template/body]" ] || { echo "$build: $err"; false; }
    done
}

@test "a text for which the layout of a list has no place is an error, and none when it is withdrawn or empty" {
    small_site s
    printf '{%% extends "base.html" %%}{%% block main %%}<h1>{{ page.title }}</h1>{%% endblock %%}\n' >s/themes/plain/layouts/topics.html
    printf -- '---\ntitle: Own\n---\n\nOur words.\n' >s/content/en/topics/index.md
    pamphlet build -C s -p onion
    fails_with 1 "content/en/topics/index.md:4: error: this text is left out: the theme's layout for the page prints no 'page.body' [template/body]"
    [ ! -e s/dist/onion ]
    sed -i 's/^title: Own/&\nstatus: withdrawn\nwithdrawn_because: Wrong./' s/content/en/topics/index.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    printf -- '---\ntitle: Own\n---\n\n' >s/content/en/topics/index.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "a heading above a list may be called what the list calls a part of itself" {
    small_site s
    sed -i 's/^title: alpha/title: alpha\nclasses: [calming]/' s/content/en/guides/alpha.md
    printf 'who: {title: A book}\n' >s/content/sources.yaml
    for list in guides/index topics/index services/index services/needs classes/index classes/calming interactions a-z sources; do
        mkdir -p "s/content/en/${list%/*}"
        printf -- '---\ntitle: Own\nsources: [who]\n---\nOurs [@who].\n' >s/content/en/$list.md
        for heading in Find All Classes Sources 'All sources' More Shown Noticed Calming Alpha Beta 'Letter 1' Main; do
            printf '\n## %s\n\nText.\n' "$heading" >>s/content/en/$list.md
        done
    done
    pamphlet build -C s -p onion -p usb
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "a folder that pamphlet did not make is never replaced" {
    small_site s
    mkdir -p s/dist/onion
    echo precious >s/dist/onion/thesis.txt
    pamphlet build -C s
    fails_with 1 "was not made by pamphlet"
    [ "$(cat s/dist/onion/thesis.txt)" = precious ]
}

# Root may write anywhere: for root the program is run by nobody.
without_root() {
    [ "$(id -u)" = 0 ] || return 0
    cp "$PAMPHLET" program && chmod 755 program "$DIR"
    printf '#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups "%s" "$@"\n' "$DIR/program" >as-nobody
    chmod 755 as-nobody
    PAMPHLET=$DIR/as-nobody
}

@test "a read-only dist is a system error and stays as it is" {
    small_site s
    mkdir s/dist && chmod 555 s/dist
    without_root
    pamphlet build -C s
    fails_with 3 "cannot write"
}

@test "a file in the place of dist is an error" {
    small_site s
    echo x >s/dist
    pamphlet build -C s
    fails_with 1 "it is not a folder"
    [ "$(cat s/dist)" = x ]
}

@test "a full disk is a system error and the old dist survives" {
    [ "$(id -u)" = 0 ] || skip "mounting needs root"
    small_site s
    mkdir full
    mount -t tmpfs -o size=1m tmpfs full || skip "no mount here"
    pamphlet build -C s -o "$DIR/full/dist"
    code=$status
    before=$(cd full/dist && find . -type f | sort | xargs sha256sum)
    head -c 1m /dev/zero >full/fill 2>/dev/null || true
    echo "More." >>s/content/en/guides/alpha.md
    pamphlet build -C s -o "$DIR/full/dist"
    after=$(cd full/dist && find . -type f | sort | xargs sha256sum)
    left=$(find full -name '*.new*' | wc -l)
    umount full
    [ "$code" = 0 ]
    fails_with 3 "No space left"
    [ "$before" = "$after" ]
    [ "$left" = 0 ]
}

@test "a second build into the same dist says so" {
    small_site s
    mkdir -p s/dist
    touch s/dist/.building.lock
    exec 9<>s/dist/.building.lock
    flock 9
    pamphlet build -C s
    exec 9>&-
    fails_with 1 "being written by another build"
}

@test "messages as JSON have the same fields, one object a line" {
    small_site s
    sed -i 's/2026-10-01/3 May/' s/content/en/guides/beta.md
    pamphlet build -C s --format json
    [ "$status" = 1 ]
    printf '%s\n' "$err" | python3 -c '
import json, sys
items = [item for item in map(json.loads, sys.stdin) if item["level"] == "error"]
assert len(items) == 1, items
assert items[0]["path"] == "content/en/guides/beta.md" and items[0]["line"] == 5, items
assert items[0]["code"] and items[0]["message"], items
'
}

@test "a site that names no profiles gets the three that there are" {
    small_site s
    sed -i '/^profiles:/d' s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -d s/dist/onion ]
    [ -d s/dist/clearnet ]
    [ -d s/dist/usb ]
    [ ! -e s/dist/print ]
}

@test "sheets for paper are made when they are asked for" {
    small_site s
    sed -i '/^profiles:/d' s/site.yaml
    pamphlet build -C s -p print
    [ "$status" = 0 ]
    [ -f s/dist/print/en/guides/alpha.pdf ]
    [ -f s/dist/small-3-print.zip ]
}

@test "links lead to headings in letters of every script, as written, encoded or composed" {
    small_site s
    printf -- '---\ntitle: T\n---\n## Überdosis\n\n## Що робити\n\n## ماذا تَفعَل\n' >s/content/en/topics/words.md
    printf -- '[1](#überdosis) [2](#%%C3%%BCberdosis) [3](#u\xcc\x88berdosis) [4](#що-робити) [5](words.md#ماذا-تَفعَل)\n' \
        >>s/content/en/topics/words.md
    printf '\n[6](words.md#%%C3%%BCberdosis) [7](../topics/words.md#überdosis)\n' >>s/content/en/topics/words.md
    pamphlet build -C s -q
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    grep -q '<a href="#überdosis">1</a> <a href="#überdosis">2</a> <a href="#überdosis">3</a>' s/dist/onion/en/topics/words.html
    grep -q 'href="#що-робити">4</a> <a href="[^"]*#ماذا-تَفعَل">5<' s/dist/onion/en/topics/words.html
    "$PAMPHLET" audit -q s/dist/onion s/dist/usb/START.html
}

@test "a link to a heading that its own page lacks names the line of the text and a near one" {
    small_site s
    printf -- '---\ntitle: T\n---\n## Überdosis\n\n[x](#überdosi)\n' >s/content/en/topics/words.md
    pamphlet check -C s
    fails_with 1 "content/en/topics/words.md:6:1: error: the page en/topics/words.html has no heading with the id 'überdosi', did you mean 'überdosis'? [link/missing-fragment]"
    case "$err" in *audit/*) echo "said twice: $err"; return 1 ;; esac
}

@test "a picture is found by its name, encoded or not, composed or not" {
    small_site s
    mkdir s/content/images
    "$PAMPHLET" qr -o "s/content/images/My cup.png" tea
    "$PAMPHLET" qr -o "$(printf 's/content/images/e\xcc\x81te.png')" summer
    printf -- '---\ntitle: T\n---\n![a](../../images/My%%20cup.png) ![b](<../../images/My cup.png>) ' >s/content/en/topics/pics.md
    printf '![c](../../images/\xc3\xa9te.png) ![d](../../images/e\xcc\x81te.png) ![e](../../images/%%C3%%A9te.png)\n' \
        >>s/content/en/topics/pics.md
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    [ "$(grep -o '<img src="../../images/[^"]*' s/dist/onion/en/topics/pics.html | sort | uniq -c | awk '{print $1}' | sort | xargs)" = "2 3" ]
}

@test "of two pictures whose names are the same letters, composed or not, each is found by its own" {
    small_site s
    mkdir s/content/images
    "$PAMPHLET" qr -o "$(printf 's/content/images/\xc3\xa9te.png')" winter
    "$PAMPHLET" qr -o "$(printf 's/content/images/e\xcc\x81te.png')" summer
    printf -- '---\ntitle: T\n---\n![a](../../images/\xc3\xa9te.png) ![b](../../images/e\xcc\x81te.png)\n' >s/content/en/topics/pics.md
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    [ "$(grep -o '<img src="../../images/[^"]*' s/dist/onion/en/topics/pics.html | sort -u | wc -l)" = 2 ]
}

@test "a picture at a wrong place is told with the right way to it" {
    small_site s
    mkdir s/content/images
    "$PAMPHLET" qr -o s/content/images/cup.png tea
    for way in images/cup.png /assets/cup.png ../cup.png cup.png; do
        printf -- '---\ntitle: T\n---\n![a](%s)\n' "$way" >s/content/en/topics/pics.md
        pamphlet check -C s -q
        fails_with 1 "there is no picture '$way' in content/images; write ../../images/cup.png [link/missing-image]"
    done
    mkdir s/content/images/b # then nobody can say which
    "$PAMPHLET" qr -o s/content/images/b/cup.png coffee
    pamphlet check -C s -q
    fails_with 1 "there is no picture 'cup.png' in content/images"
    case "$err" in *"; write "*) false ;; esac
}

@test "time that passes while the machine does something else is not a page's" {
    small_site s
    cat >sleep.c <<'C'
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
/* Between any two looks at the clock the machine was asleep for a minute. */
int clock_gettime(clockid_t clock, struct timespec *out) {
    static _Atomic long looks;
    long code = syscall(SYS_clock_gettime, clock, out);
    if (clock == CLOCK_MONOTONIC)
        out->tv_sec += 60 * ++looks;
    return (int)code;
}
C
    ${CC:-cc} -O1 -shared -fPIC -o sleep.so sleep.c
    sed -i 's|<main.*|&{% for i = 1, 100000 do %}{% local n = i %}{% end %}|' s/themes/plain/layouts/base.html
    grep -q 'for i = 1' s/themes/plain/layouts/base.html
    status=0
    err=$(env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" LD_PRELOAD="$DIR/sleep.so" \
        "$PAMPHLET" build -q -C s -p onion 2>&1) || status=$?
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "the frame of a text's table has a rule of its own: it scrolls, and no amount is torn into letters" {
    small_site s
    printf -- '---\ntitle: T\n---\n## A\n\n| a | b |\n|---|---|\n| 1 | 15–30 mg |\n' >s/content/en/topics/table.md
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ]
    frame=$(grep -B1 '<table>' s/dist/onion/en/topics/table.html | grep -o 'class="[^"]*' | head -1)
    frame=${frame#class=\"}
    # The rules for it, one line each.
    tr '\n' ' ' <s/dist/onion/assets/style.css | tr '}' '\n' | grep -F ".$frame" >rules
    grep -q 'overflow: auto' rules
    grep -Eq "\.$frame td \{ +overflow-wrap: break-word" rules
}

@test "a short name with a hyphen is not broken on a page, a long one may be" {
    small_site s
    sed -i 's/^aliases: .*/aliases: [2-FDCK, the-longest-name-of-all, plain]/' s/content/en/guides/alpha.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q '<bdi class="unbroken">2-FDCK</bdi>, <bdi>the-longest-name-of-all</bdi>, <bdi>plain</bdi>' s/dist/onion/en/guides/alpha.html
}

@test "two sources of one publisher and year are told apart below a pair" {
    small_site s
    printf 'one:\n  title: First page\n  publisher: Office\ntwo:\n  title: Second page\n  publisher: Office\nnew:\n  title: Third page\n  publisher: Office\n  year: 2024\n' \
        >s/content/sources.yaml
    sed -i 's/may stop.,/may stop.,one two new/' s/content/interactions.csv
    printf '\n::: interactions\n:::\n' >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    sed 's/<[^>]*>//g' s/dist/onion/en/guides/alpha.html | grep -q 'Sources: Office: First page; Office: Second page; Office 2024$' ||
        { grep Office s/dist/onion/en/guides/alpha.html; false; }
}
