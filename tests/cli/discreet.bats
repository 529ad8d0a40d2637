#!/usr/bin/env bats
# The way out on every page, and what `discreet: true` keeps out of windows, names and covers.

load helper

# The small site in two languages, with a page to leave for in one of them.
site_with_exit() {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/; s/^title: .*/title: {en: Heroin Handbook, fi: Heroiinikirja}/; s/^plain_title: .*/plain_title: {en: Notes, fi: Muistiinpanoja}/' s/site.yaml
    echo 'quick_exit: away.md' >>s/site.yaml
    printf -- '---\ntitle: Soup\nplain_title: Soup\n---\nPeel, cut, boil.\n' >s/content/en/away.md
    mkdir -p s/content/fi/guides
    printf -- '---\ntitle: Hei\n---\nTervetuloa.\n' >s/content/fi/index.md
    printf -- '---\ntitle: Alfa\nsummary: Alfasta.\nreviewed: 2026-10-01\n---\n## Mikä {#what}\n\nTekstiä.\n' \
        >s/content/fi/guides/alpha.md
}
pages() {
    find s/dist -name '*.html' ! -name away.html
}

@test "the first link of every page in every language leads away and says that history stays" {
    site_with_exit
    pamphlet build -C s
    [ "$status" = 0 ]
    [ "$(pages | wc -l)" -ge 60 ]
    for page in $(pages); do
        first=$(grep -oE '<(a|button|input|summary|area)[ >].*' "$page" | head -1)
        # START.html is all pages in one file: it leads to that page within itself.
        target='away.html"'
        [ "${page##*/}" != START.html ] || target='"#p'
        [[ "${first%%>*}" == *'class="exit"'* ]] || { echo "$page: $first"; false; }
        [[ "${first%%>*}" == *"$target"* ]] || { echo "$page: $first"; false; }
        [[ "$first" == *istor* ]] || { echo "$page: $first"; false; }
    done
}

@test "the page to leave for shows nothing of the rest" {
    site_with_exit
    pamphlet build -C s
    [ "$status" = 0 ]
    away=s/dist/onion/en/away.html
    grep -q '<title>Soup</title>' $away
    grep -q 'Peel, cut, boil' $away
    [ -z "$(grep -iE 'heroin|alpha|overdose|112|<nav|<a ' $away)" ]
}

@test "the page to leave for is in no list" {
    site_with_exit
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -z "$(grep -rhoE '<a [^>]*away\.html[^>]*>' s/dist | grep -v 'class="exit"')" ]
}

@test "a quick exit to no page is an error at its place" {
    site_with_exit
    sed -i 's/^quick_exit: .*/quick_exit: nowhere.md/' s/site.yaml
    pamphlet build -C s
    fails_with 1 "[site/quick-exit]"
    fails_with 1 "site.yaml:14:13:"
}

@test "a discreet site has neutral titles in every window, in its own language" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ "$(cat $(pages) | grep -o '<title>.*</title>' | sort -u)" = "$(printf '<title>%s</title>\n' Muistiinpanoja Notes Soup)" ] ||
        { cat $(pages) | grep -o '<title>.*</title>' | sort -u; false; }
    [ -z "$(grep -L '<title>Muistiinpanoja</title>' s/dist/onion/fi/*.html)" ]
}

@test "a page's own plain_title stands in its window" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    sed -i 's/^title: alpha/&\nplain_title: Notes A/' s/content/en/guides/alpha.md
    pamphlet build -C s
    [ "$status" = 0 ]
    [ "$(grep -l '<title>Notes A</title>' s/dist/onion/en/*.html | wc -l)" = 1 ]
    grep -q '<h1>alpha</h1>' "$(grep -l '<title>Notes A</title>' s/dist/onion/en/*.html)"
}

@test "a discreet site's file names are numbers, and its links lead to them" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -z "$(find s/dist/onion s/dist/clearnet s/dist/usb/site -name '*.html' | grep -vE '/(en|fi)/([0-9]{8}|index)\.html$|/index\.html$')" ]
    [ -z "$(unzip -Z1 s/dist/small-3-onion.zip | grep -iE 'alpha|beta|overdose|guides|naloxone|services')" ]
    pamphlet audit s/dist/small-3-onion.zip
    [ "$status" = 0 ]
    alpha=$(grep -l '<h1>alpha</h1>' s/dist/onion/en/*.html)
    grep -q "href=\"$(basename "$alpha")\"" s/dist/onion/en/index.html
    grep -q "href=\"$(basename "$alpha")#what\"" "$(grep -l '<h1>Overdose</h1>' s/dist/onion/en/*.html)"
    # the translation has the same number
    grep -q '<h1>Alfa</h1>' "s/dist/onion/fi/$(basename "$alpha")"
}

@test "a page keeps its number when others come and go" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    pamphlet build -C s -p onion
    before=$(basename "$(grep -l '<h1>beta</h1>' s/dist/onion/en/*.html)")
    sed 's/alpha/gamma/' s/content/en/guides/alpha.md >s/content/en/guides/aaa.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    [ "$before" = "$(basename "$(grep -l '<h1>beta</h1>' s/dist/onion/en/*.html)")" ]
}

@test "the covers of a discreet site are neutral" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    grep -q '<h1>Notes</h1>' s/dist/onion/index.html
    grep -q '<h1>Notes</h1>' s/dist/onion/en/index.html
    grep -q '<h1>Muistiinpanoja</h1>' s/dist/onion/fi/index.html
    [ -z "$(grep -rli 'heroin handbook\|heroiinikirja' s/dist)" ]
}

@test "names that give a discreet site away are warned of, at their place" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    sed -i 's/pack: small/pack: alpha-notes/; s/^plain_title: .*/plain_title: {en: Overdose notes}/' s/site.yaml
    sed -i 's/^title: beta/&\nplain_title: More about beta-street/' s/content/en/guides/beta.md
    pamphlet build -C s
    [ "$status" = 0 ]
    fails_with 0 "the word 'alpha' in its release.pack tells what it is about [site/discreet-name]"
    fails_with 0 "the word 'overdose' in its plain_title tells what it is about [site/discreet-title]"
    fails_with 0 "content/en/guides/beta.md:3:14: warning: the site is discreet, and the word 'beta'"
}

@test "a title that names a class or an alias of a guide is warned of, too" {
    small_site s
    echo 'discreet: true' >>s/site.yaml
    sed -i 's/^summary:/classes: [opioid]\nplain_title: Street notes\n&/' s/content/en/guides/alpha.md
    sed -i 's/^summary:/plain_title: About Opioid tea\n&/' s/content/en/guides/beta.md
    pamphlet build -C s -p onion
    fails_with 0 "content/en/guides/alpha.md:5:14: warning: the site is discreet, and the word 'street' in its plain_title"
    fails_with 0 "content/en/guides/beta.md:4:14: warning: the site is discreet, and the word 'opioid' in its plain_title"
}

@test "a discreet site without a plain title is an error" {
    site_with_exit
    echo 'discreet: true' >>s/site.yaml
    sed -i '/^plain_title/d' s/site.yaml
    pamphlet build -C s
    fails_with 1 "[site/discreet-title]"
}

@test "a site that names no pack gets a neutral one" {
    small_site s
    sed -i 's/^release: .*/release: {serial: 3, date: 2026-11-23}/' s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -f s/dist/pack-3-onion.zip ]
}
