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

@test "words that take too many lines for a card, or for a poster, are told at their line" {
    paper_site
    card() { sed -i "s/^card: .*/card: \"$(printf 'breathe\\\\n%.0s' $(seq "$1"))end\"/" s/content/en/guides/alpha.md; }
    card 17
    too_long content/en/guides/alpha.md:4:8 "on a card"
    [[ $err != *"on a poster"* ]]
    card 36
    too_long content/en/guides/alpha.md:4:8 "on a card"
    too_long content/en/guides/alpha.md:4:8 "on a poster"
}

@test "the longest card a code can hold has its code on the wallet card, of all letters" {
    paper_site
    sed -i "s/^card: .*/card: \"$(printf 'ä%.0s' {1..150})\"/" s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    pdftoppm -r 300 -f 2 -l 2 -gray s/dist/print/en/cards.pdf back
    [ "$(zbarimg -q --raw back-*.pgm | grep -c '^ä\{150\}$')" = 10 ]
}

@test "a part of a guide that is longer than its sheet is named there, not cut" {
    paper_site
    { printf '\n## In short {#short}\n\n| a | b |\n| --- | --- |\n| x | '; printf 'cell %.0s' {1..6000}; echo '|'; } >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -q 'Not on this sheet, but in the pack: In short' text
    never grep -q cell text
}

@test "a service's text that is higher than a page of the directory goes on, and no word is lost" {
    paper_site
    printf 'name: Van\nexample: true\ndescription: "%s"\n' "$(printf 'service %.0s' {1..6000})" >s/content/services/van.yaml
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(words s/dist/print/en/list.pdf service)" -ge 6000 ]
}

@test "a service's name that is higher than a page of the directory is parted, and no word is lost" {
    paper_site
    printf 'name: "%s"\nexample: true\n' "$(printf 'service %.0s' {1..2000})" >s/content/services/van.yaml
    timeout 60 "$PAMPHLET" build -C s -q -p print
    for file in list all; do
        [ "$(words s/dist/print/en/$file.pdf service)" -ge 2000 ] || { words s/dist/print/en/$file.pdf service; false; }
    done
}

@test "no letter is lost where a paragraph has hundreds of changes of weight, or a word of four thousand bytes" {
    paper_site
    sed -i '/^## What it is/,$d' s/content/en/guides/alpha.md
    { printf '## In short\n\n'; for n in {100..239}; do printf 'w%s **b%s** ' "$n" "$n"; done; printf 'end.\n\nx'; printf 'ä%.0s' {1..2100}; printf 'y\n'; } >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    pdftotext s/dist/print/en/guides/alpha.pdf text
    [ "$(tr -s ' \f' '\n' <text | grep -cE '^[wb][1-4][0-9][0-9]$')" = 280 ]
    [ "$(tr -cd 'ä\n' <text | tr -d '\n' | sed 's/ä/a/g' | wc -c)" = 2100 ]
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

@test "a summary that leaves no room for the text below it is told at its line" {
    paper_site
    sed -i "s/^summary: .*/summary: \"$(printf 'summary %.0s' {1..600})\"/" s/content/en/guides/alpha.md
    too_long content/en/guides/alpha.md:5:11 "above the text of a sheet"
}

@test "what has no glyph is told where it stands: the site, a service, a word of the theme, another page" {
    paper_site
    for case in 'site.yaml s/^title: Small/& 🧪/' 'content/services/van.yaml s/^name: Van/& 🧪/' \
        'themes/plain/i18n/en.yaml s/^services: "[^"]*/& 🧪/' 'content/en/guides/beta.md s/^title: beta/& 🧪/'; do
        file=${case%% *}
        cp "s/$file" before
        sed -i "${case#* }" "s/$file"
        never cmp -s before "s/$file"
        pamphlet build -C s -p print
        fails_with 1 "$file:$(grep -n 🧪 "s/$file" | cut -d: -f1):"
        fails_with 1 "[print/no-glyph]"
        [ "$(printf '%s\n' "$err" | grep -c 'error:')" = 1 ] || { echo "$err"; false; }
        cp before "s/$file"
    done
}

@test "times and mixtures are whole behind a text of any length, on the same side or on the next" {
    paper_site
    for n in {60..90}; do
        { printf -- '---\ntitle: Way %s\nsummary: About it.\nreviewed: 2026-10-01\ntiming: {onset: 20-70 min, peak: 1-2 h, total: 3-5 h, after: 12-72 h}\n---\n## What to do\n\n> [!DANGER]\n> Breathing stops.\n\n' "$n"
            for i in $(seq "$n"); do printf '%s. Do it well, and then wait until it is done before you go on to what comes next.\n' "$i"; done; } >s/content/en/guides/way-$n.md
    done
    timeout 120 "$PAMPHLET" build -C s -q -p print 2>told || true
    never grep error: told
    alone=0 beside=0
    for n in {60..90}; do
        f=s/dist/print/en/guides/way-$n.pdf
        last=$(pdfinfo "$f" | sed -n 's/^Pages: *//p')
        pdftotext -layout -f "$last" -l "$last" "$f" text
        [ "$(grep -cE '20–70 min|1–2 h|3–5 h|12–72 h' text)" = 4 ] || { echo "$n"; cat text; return 1; }
        if grep -q 'Do it well' text; then beside=$((beside + 1)); else alone=$((alone + 1)); fi
        [ "$(words "$f" well,)" = "$n" ]
    done
    echo "$alone alone, $beside beside"
    [ "$alone" -gt 0 ]
    [ "$beside" -gt 0 ]
}

@test "a guide's first part that is longer than one side goes on overleaf" {
    paper_site
    sed -i '/^## What it is/,$d' s/content/en/guides/alpha.md
    { printf '## In short\n\n'; printf -- '- Do it well, and then wait until it is done before you go on to what comes next, whatever that is, and rest.\n%.0s' {1..36}; printf '\n## More\n\n'; printf 'word %.0s' {1..3000}; } >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(pdfinfo s/dist/print/en/guides/alpha.pdf | sed -n 's/^Pages: *//p')" = 2 ]
    [ "$(words s/dist/print/en/guides/alpha.pdf well,)" = 36 ]
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -q 'Not on this sheet, but in the pack: More' text
}

@test "the second side of a sheet takes the whole width of the paper" {
    paper_site
    sed -i '/^## What it is/,$d' s/content/en/guides/alpha.md
    { printf '## In short\n\n'; printf -- '- Do it well, and then wait until it is done before you go on to what comes next, whatever that is, and rest.\n%.0s' {1..36}; } >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    pdftotext -bbox -f 2 -l 2 s/dist/print/en/guides/alpha.pdf words.html
    # A word that ends in the right third, behind what was the column beside the codes (430 of 595 points).
    sed -n 's/.* xMax="\([0-9]*\)\..*>\(Do\|it\|well,\|and\|then\|wait\|until\|done\|before\|next,\)<.*/\1/p' words.html | sort -n | tail -1 >end
    [ "$(cat end)" -gt 430 ] || { cat end; false; }
}

@test "large type becomes smaller where that lets another part of the text onto the sheet" {
    paper_site
    printf 'a,b,risk,note,sources\n' >s/content/interactions.csv
    { printf -- "---\n"
        printf 'title: beta\nsummary: About beta.\nreviewed: 2026-10-01\n---\n## In short\n\n- One.\n\n## More\n\n'
        printf 'A line of the second part that has about sixty letters.\n\n%.0s' {1..30}; } >s/content/en/guides/beta.md
    pamphlet build -C s -q -p print
    [ "$status" = 0 ] || { echo "$err"; false; }
    pdftotext -layout s/dist/print/en/guides/beta.pdf text
    [ "$(grep -c 'A line of the second part' text)" = 30 ] || { cat text; false; }
    [ "$(pdfinfo s/dist/print/en/guides/beta.pdf | sed -n 's/^Pages: *//p')" = 1 ]
}
