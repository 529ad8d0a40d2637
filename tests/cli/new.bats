#!/usr/bin/env bats
# pamphlet new: what it writes builds, and nothing is written over.

load helper

@test "a new site builds with nothing else" {
    pamphlet new site demo
    [ "$status" = 0 ]
    [ -f demo/site.yaml ]
    [ -f demo/content/en/index.md ]
    [ ! -e demo/themes ]
    cd demo
    pamphlet build
    [ "$status" = 0 ]
    [ -f dist/onion/index.html ]
    [ -f dist/onion/assets/style.css ]
    cmp dist/onion/assets/style.css "$TOP/themes/plain/assets/style.css"
    [ "$("$PAMPHLET" audit dist/onion 2>&1 | cut -c1-13)" = "nothing found" ]
}

@test "the date of a new site is today and its pack has its name" {
    pamphlet new site old-town
    grep -q '^  pack: old-town$' old-town/site.yaml
    grep -q "^  date: $(date -u +%Y)-" old-town/site.yaml
}

@test "pages, topics and services of a new site build, with drafts too" {
    pamphlet new site demo --lang fi
    grep -q 'fi: {name: Suomi, dir: ltr}' demo/site.yaml
    pamphlet -C demo new guide mdma
    fails_with 2 "-C"
    for what in "guide mdma" "topic overdose" "service harbour-van"; do
        pamphlet new $what -C demo
        [ "$status" = 0 ]
    done
    pamphlet build -C demo
    [ "$status" = 0 ]
    [ ! -e demo/dist/onion/fi/guides/mdma.html ]
    [ -f demo/dist/onion/fi/services/harbour-van.html ]
    pamphlet build -C demo --drafts
    [ "$status" = 0 ]
    [ -f demo/dist/onion/fi/guides/mdma.html ]
}

@test "a new site's guides are on paper too, and on the stick" {
    pamphlet new site demo
    pamphlet new guide mdma -C demo
    pamphlet build -C demo --drafts
    [ "$status" = 0 ]
    cmp demo/dist/print/en/guides/mdma.pdf demo/dist/usb/print/en/guides/mdma.pdf
}

@test "a right-to-left language gets its name and direction" {
    pamphlet new site nashra --lang ar
    grep -q 'ar: {name: العربية, dir: rtl}' nashra/site.yaml
    pamphlet build -C nashra
    [ "$status" = 0 ]
    pamphlet new site dari --lang prs
    grep -q 'prs: {name: prs, dir: rtl}' dari/site.yaml
    pamphlet new site sorani --lang ku-Arab
    grep -q 'ku-Arab: {name: ku-Arab, dir: rtl}' sorani/site.yaml
}

@test "nothing is written over" {
    pamphlet new site demo
    pamphlet new site demo
    fails_with 1 "demo: error: is there already and is not written over [new/exists]"
    pamphlet new topic one -C demo
    echo mine >demo/content/en/topics/one.md
    pamphlet new topic one -C demo
    fails_with 1 "[new/exists]"
    [ "$(cat demo/content/en/topics/one.md)" = mine ]
    ln -s /nowhere demo/content/en/topics/two.md
    pamphlet new topic two -C demo
    [ "$status" = 1 ]
}

@test "an empty folder can become a site" {
    mkdir demo
    pamphlet new site demo
    [ "$status" = 0 ]
}

@test "a bad name gets a better one" {
    pamphlet new guide "Old Speed"
    fails_with 2 "try 'old-speed'"
    pamphlet new guide ../../mdma.md
    fails_with 2 "try 'mdma'"
    pamphlet new gide mdma
    fails_with 2 "did you mean 'guide'?"
    pamphlet new guide
    fails_with 2 "needs site|guide|topic|service|words NAME"
}

@test "a page outside a site says how to begin" {
    pamphlet new guide mdma
    fails_with 1 "begin with 'pamphlet new site NAME'"
}

@test "an unknown language is refused with the nearest" {
    pamphlet new site demo
    pamphlet new guide mdma --lang em -C demo
    fails_with 1 "did you mean 'en'?"
    pamphlet new guide mdma --lang ../x -C demo
    fails_with 2 "takes a language tag"
    pamphlet new site other --lang english
    fails_with 2 "takes a language tag like en, fi or pt-BR, not 'english'"
    [ ! -e other ]
}

@test "a translation starts as a draft with the original's hash and text" {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    pamphlet new guide alpha --lang fi -C s
    [ "$status" = 0 ]
    [ "$output" = "s/content/fi/guides/alpha.md" ]
    grep -q '^status: draft$' s/content/fi/guides/alpha.md
    grep -q '^> Text.$' s/content/fi/guides/alpha.md
    grep -qx '## What it is {#what}' s/content/fi/guides/alpha.md
    grep -qE '^  [0-9a-f]{16} ' s/content/fi/guides/alpha.md
    pamphlet build -C s
    [ "$status" = 0 ]
    [ ! -e s/dist/onion/fi/guides/alpha.html ]
    pamphlet build --drafts -C s
    [ "$status" = 0 ]
}

@test "a site's own folder replaces the built-in theme, or extends it file by file" {
    pamphlet new site demo
    mkdir -p demo/themes/mine/layouts demo/themes/plain/layouts
    echo 'extends: plain' >demo/themes/plain/theme.yaml
    echo 'extends: plain' >demo/themes/mine/theme.yaml
    echo '<p>mine</p>' >demo/themes/plain/layouts/home.html
    pamphlet build -C demo -p onion
    fails_with 1 "audit/" # the page is ours now, and it is no whole page
    rm -r demo/themes/plain
    sed -i 's/^theme: plain/theme: mine/' demo/site.yaml
    pamphlet build -C demo -p onion
    [ "$status" = 0 ]
    mkdir -p demo/themes/plain
    echo 'name: Other' >demo/themes/plain/theme.yaml
    sed -i 's/^theme: mine/theme: plain/' demo/site.yaml
    pamphlet build -C demo -p onion
    [ "$status" = 1 ]
}

@test "the theme's words in one more language are there to be translated, line by line" {
    small_site s
    rm -r s/themes
    sed -i 's/^  en: .*/&\n  de: {name: Deutsch, dir: ltr, fallback: en}/' s/site.yaml
    pamphlet new words de -C s
    [ "$status" = 0 ]
    [ "$output" = "s/themes/plain/i18n/de.yaml
s/themes/plain/theme.yaml" ]
    diff <(grep '^#[a-z].*: "' s/themes/plain/i18n/de.yaml) \
        <(grep '^[a-z]' "$TOP/themes/plain/i18n/en.yaml" | sed 's/^/#/')
    pamphlet check -C s
    case "$err" in *"pages in 'de' have "*) ;; *) echo "$err"; false ;; esac
    sed -i 's/^#skip: .*/skip: "Zum Text"/' s/themes/plain/i18n/de.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    grep -q 'Zum Text' s/dist/onion/de/index.html
    grep -q 'Skip to the text' s/dist/onion/en/index.html
    cmp s/dist/onion/assets/style.css "$TOP/themes/plain/assets/style.css"
    pamphlet new words de -C s
    fails_with 1 "themes/plain/i18n/de.yaml: error: is there already and is not written over [new/exists]"
}

@test "words begin with what there is of the language, or with the site's own theme" {
    small_site s
    rm -r s/themes
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr}\n  pt-BR: {name: Português, dir: ltr}/' s/site.yaml
    pamphlet new words fi -C s
    grep -qx "#exit: \"$(sed -n 's/^exit: "\(.*\)"/\1/p' "$TOP/themes/plain/i18n/fi.yaml")\"" s/themes/plain/i18n/fi.yaml
    printf 'hello: "Hello"\n' >s/themes/plain/i18n/en.yaml
    pamphlet new words pt-BR -C s
    [ "$output" = s/themes/plain/i18n/pt-BR.yaml ]
    grep -qx '#hello: "Hello"' s/themes/plain/i18n/pt-BR.yaml
    [ "$(grep -c '^#exit: "Leave now"$' s/themes/plain/i18n/pt-BR.yaml)" = 1 ]
}

@test "words of a theme that stands on another have those of both, long ones whole, each once" {
    small_site s
    rm -r s/themes
    mkdir -p s/themes/own/i18n
    echo 'extends: plain' >s/themes/own/theme.yaml
    printf '# Ours\n\nskip:\n  "Down\n\n  to the text"\nhello: "Hello"\n' >s/themes/own/i18n/en.yaml
    sed -i 's/^theme: plain/theme: own/; s/^  en: .*/&\n  sv: {name: Svenska, dir: ltr}/' s/site.yaml
    pamphlet new words sv -C s
    [ "$output" = s/themes/own/i18n/sv.yaml ]
    [ "$(grep -c '^#skip:' s/themes/own/i18n/sv.yaml)" = 1 ]
    grep -qx '#hello: "Hello"' s/themes/own/i18n/sv.yaml
    grep -qx '#home: "Start"' s/themes/own/i18n/sv.yaml
    pamphlet build -C s -q
    [ "$status" = 0 ] || { echo "$err"; false; }
    sed -i 's/^#\([^ ]\)/\1/; s/^#  /  /' s/themes/own/i18n/sv.yaml
    pamphlet build -C s -q
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "words take one of the site's languages as their name" {
    small_site s
    pamphlet new words em -C s
    fails_with 1 "did you mean 'en'?"
    pamphlet new words ../x -C s
    fails_with 2 "'../x' is no language tag; try 'pt-BR'"
    pamphlet new words en --lang en -C s
    fails_with 2 "takes the language as its NAME"
}

@test "a folder may end in a slash, and a language that nobody knows has its tag for a name" {
    pamphlet new site sub/ --lang xx
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'xx: {name: xx' sub/site.yaml || { cat sub/site.yaml; false; }
    grep -q '^title: {xx: Sub}' sub/site.yaml || { cat sub/site.yaml; false; }
    pamphlet build -q -C sub/ -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    pamphlet audit sub/dist/onion/
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "what a new page says to its editor is an error once the page is no draft" {
    pamphlet new site demo
    pamphlet new guide tea -C demo
    pamphlet new topic brewing -C demo
    pamphlet check --drafts -C demo
    case "$err" in *text/placeholder*) echo "$err"; false ;; esac
    for page in guides/tea topics/brewing; do
        sed -i 's/^status: draft/status: reviewed/' "demo/content/en/$page.md"
    done
    pamphlet check -C demo
    [ "$status" = 1 ]
    for page in guides/tea topics/brewing; do # each line that is no field, heading or component
        sed -n '/^summary: What/{=;p}; /^---$/,/^---$/!{/^[^#:]/{/^> \[!/!{=;p}}}' "demo/content/en/$page.md" |
            grep -xE '[0-9]+' >lines
        [ "$(wc -l <lines)" -ge 3 ]
        while read -r line; do
            printf '%s\n' "$err" | grep -F text/placeholder | grep -qF "$page.md:$line:" || { echo "$page.md:$line: $err"; return 1; }
        done <lines
    done
}
