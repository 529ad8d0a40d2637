#!/usr/bin/env bats
# Texts that are long: all of it is on the paper, or it is an error at the text's own line and no sheet is published.

load helper

paper_site() {
    small_site s
    sed -i 's/^profiles:.*/profiles: [print]/' s/site.yaml
    sed -i 's/^summary:/card: "Call, give naloxone, breathe."\n&/' s/content/en/guides/alpha.md
}

too_long() { # PLACE WHERE
    pamphlet build -C s -p print
    fails_with 1 "$1: error: this text does not fit $2; shorten it, or the texts before it [print/too-long]"
    [ ! -e s/dist/print ]
}

words() { # FILE WORD: how often it stands there
    pdftotext "$1" - | tr -s ' \f' '\n' | grep -cx "$2"
}

@test "a title too long for a card" {
    paper_site
    sed -i "s/^title: alpha/title: $(printf 'WWWWWWW %.0s' {1..20})end/" s/content/en/guides/alpha.md
    too_long content/en/guides/alpha.md:2:8 "on a card"
}

@test "a card's words in the widest letters fit, all of them" {
    paper_site
    sed -i "s/^card: .*/card: \"$(printf 'WWWWWWWWWWWWWW %.0s' {1..19})end\"/" s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(words s/dist/print/en/cards.pdf end)" -ge 10 ]
}

@test "a part of a guide that is longer than its sheet is named there, not cut" {
    paper_site
    { printf '\n## In short {#short}\n\n| a | b |\n| --- | --- |\n| x | '; printf 'cell %.0s' {1..6000}; echo '|'; } >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -q 'Not on this sheet, but in the pack: In short' text
    ! grep -q cell text
}

@test "a service's text that is higher than a page of the directory goes on, and no word is lost" {
    paper_site
    printf 'name: Van\nexample: true\ndescription: "%s"\n' "$(printf 'service %.0s' {1..6000})" >s/content/services/van.yaml
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(words s/dist/print/en/list.pdf service)" -ge 6000 ]
}

@test "more headings behind one another than a page has room for are parted, and all are there" {
    paper_site
    mkdir -p s/content/en/topics
    { printf -- '---\ntitle: Steps\nsummary: About steps.\nreviewed: 2026-10-01\n---\n## In short\n\n'; printf '### Step one\n\n%.0s' {1..120}; echo Text.; } >s/content/en/topics/steps.md
    timeout 60 "$PAMPHLET" build -C s -q -p print
    [ "$(words s/dist/print/en/topics/steps.pdf Step)" = 120 ]
}

@test "what is not on a sheet is named on it, also when its steps take more than two sides" {
    paper_site
    mkdir -p s/content/en/topics
    { printf -- '---\ntitle: Steps\nsummary: About steps.\nreviewed: 2026-10-01\n---\n## In short\n\n'; printf '1. Do it well.\n%.0s' {1..300}; printf '\n## Risks\n\nMany.\n'; } >s/content/en/topics/steps.md
    timeout 60 "$PAMPHLET" build -C s -q -p print
    pdftotext s/dist/print/en/topics/steps.pdf text
    [ "$(grep -c 'Do it well' text)" = 300 ]
    grep -q 'Not on this sheet, but in the pack: Risks' text
}
