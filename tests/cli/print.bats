#!/usr/bin/env bats
# The sheets for paper: what is on them, that every code can be read, that nothing else is in the files.

load helper

# A small site that asks for print; its guide alpha has a card, figures and a danger.
paper_site() {
    small_site s
    sed -i 's/^profiles:.*/profiles: [usb, print]/
        s|^addresses:.*|addresses: {onion: "http://pamphletsampletonmadeupaddressexampleexampleexampleexamd.onion/"}|' s/site.yaml
    cat >s/content/en/guides/alpha.md <<'MD'
---
title: Alpha
plain_title: Notes A
aliases: [alef, "A"]
summary: About alpha.
reviewed: 2026-10-01
card: "Will not wake: call, give naloxone, breathe. Ä ö – 2 h."
doses:
  - {route: oral, unit: mg, light: 40-75, common: 75-125}
timing: {onset: 20-70 min, total: 3-5 h}
---
## In short {#short}

- First **strong** word.

## What to do {#what}

> [!DANGER]
> Breathing stops.

1. Call.
2. Breathe.
MD
}

prints() { # builds the print profile of s and says why not
    pamphlet build -C s -p print "$@"
    [ "$status" = 0 ] || { echo "$err"; return 1; }
}

set_in() { # a site on paper in these fonts
    paper_site
    echo "print: {font: \"$1\"}" >>s/site.yaml
}

codes() { # the codes on all pages of a PDF, sorted
    pdftoppm -r 200 -gray "$1" page
    zbarimg -q --raw -Sdisable -Sqrcode.enable page-*.pgm 2>zbar | sort -u
    rm page-*.pgm
}

place() { # file, side and word of a booklet: column 1 to 4 and row 1 or 2
    pdftotext -f "$2" -l "$2" -bbox "$1" boxes
    sed -n "s/.*xMin=\"\([0-9]*\)[^\"]*\" yMin=\"\([0-9]*\).*>$3<.*/\1 \2/p" boxes | head -n 1 |
        awk '{print int($1 / 210.5) + 1, int($2 / 297.6) + 1}'
}

arabic_guide() { # the site s in Arabic, too
    sed -i 's/^  en: .*/&\n  ar: {name: العربية, dir: rtl, fallback: en}/' s/site.yaml
    mkdir -p s/content/ar/guides
    printf -- '---\ntitle: الجرعة الزائدة\nsummary: ماذا تفعل مع MDMA بعد 20 دقيقة.\nreviewed: 2026-10-01\ncard: "اتصل بالطوارئ"\ndoses:\n  - {route: oral, unit: mg, light: 40-75}\n---\n## العلامات {#short}\n\nلا يستيقظ، تنفس ضعيف جدًا.\n' >s/content/ar/guides/alpha.md
    printf -- '---\ntitle: أهلا\n---\nأهلا.\n' >s/content/ar/index.md
}

# The guide alpha with this text below its front matter.
text_of_alpha() {
    sed -i '/^## In short/,$d' s/content/en/guides/alpha.md
    cat >>s/content/en/guides/alpha.md
}

words() { # WORD COUNT: a paragraph of it
    printf "$1 %.0s" $(seq "$2")
    echo
}

left_out() { # TITLES: what alpha's sheet names as left off; its words in the file text
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qF "Not on this sheet, but in the pack: $1." text || { grep -A2 'Not on' text; false; }
}

@test "a guide has a sheet with its core, and both codes read as they were written" {
    paper_site
    prints
    pdftotext -layout s/dist/print/en/guides/alpha.pdf text
    for words in Alpha 'About alpha.' 'Call 112' 'Call for help.' 'In short' 'First strong word.' Danger \
        'Breathing stops.' '1. *Call.' 'Swallowed' '40–75 mg' '20–70 min' '▲ Dangerous' beta 'number 3' \
        '23 November 2026' '23 May 2027' 'Good until'; do
        grep -qE -- "$words" text || { echo "no '$words'"; cat text; return 1; }
    done
    codes s/dist/print/en/guides/alpha.pdf >got
    printf '%s\n' 'HTTP://PAMPHLETSAMPLETONMADEUPADDRESSEXAMPLEEXAMPLEEXAMPLEEXAMD.ONION/' \
        'Will not wake: call, give naloxone, breathe. Ä ö – 2 h.' | sort >want
    diff want got
}

@test "a guide past its date says so on its sheet" {
    paper_site
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    never grep -q 'This page is past its date' text
    sed -i 's/^reviewed: .*/reviewed: 2024-01-01\nreview_by: 2025-01-01/' s/content/en/guides/alpha.md
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -q 'This page is past its date' text
}

@test "a line that is broken in the text is broken on the sheet" {
    paper_site
    printf '## In short\n\nOne and\\\ntwo and\\\nthree.\n' | text_of_alpha
    prints
    pdftotext -layout s/dist/print/en/guides/alpha.pdf text
    [ "$(grep -cE '^ *(One and|two and|three\.)( {3}|$)' text)" = 3 ] || { cat text; false; }
}

@test "the number of a footnote is no digit of the amount before it" {
    paper_site
    printf '\n## More {#more}\n\nNever more than 5[^n] mg.\n\n[^n]: By mouth.\n' >>s/content/en/guides/alpha.md
    prints
    pdftotext -layout s/dist/print/en/guides/alpha.pdf text
    grep -qF 'more than 5[1] mg' text || { cat text; false; }
}

@test "a heading with nothing below it is printed, not dropped" {
    paper_site
    text_of_alpha <<'MD'
# Part one

## In short

First word.

## Empty one

## Full one

Text.

## Last empty
MD
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    for words in 'Part one' 'In short' 'Empty one' 'Full one' 'Last empty'; do
        grep -qx "$words" text || { echo "no '$words'"; cat text; return 1; }
    done
    if grep -q 'Not on this sheet' text; then false; fi
}

@test "a page may begin with a heading of a lower level that holds nothing" {
    paper_site
    printf '### Before all\n\n## In short\n\nWord.\n' | text_of_alpha
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qx 'Before all' text || { cat text; false; }
}

@test "a step that begins with a component keeps its number" {
    paper_site
    text_of_alpha <<'MD'
## In short

1. First.

2. ::: services {kind=naloxone}
   :::

3. ::: doses
   :::

   Third.

4. Fourth.
MD
    prints
    pdftotext -layout s/dist/print/en/guides/alpha.pdf text
    for words in '1\. *First' '2\. *There is a list here' '3\. *Third' '4\. *Fourth'; do
        grep -qE "$words" text || { echo "no '$words'"; cat text; return 1; }
    done
}

@test "headings that stand together are named together when they are left off" {
    paper_site
    { printf '## In short\n\nWord.\n\n## Empty one\n\n## Full one\n\n'; printf 'word %.0s' {1..9000}; echo; } | text_of_alpha
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qF 'Not on this sheet, but in the pack: Empty one · Full one.' text || { cat text; false; }
}

@test "sections that the site puts first take the room before others, in their order" {
    paper_site
    section() { printf '\n## %s {#%s}\n\n' "$1" "$2"; printf "$2 %.0s" {1..250}; }
    { printf '## In short\n\nWord.\n'; section Long what; section Longer effects; section Safer safer; section Also also; } | text_of_alpha
    left_out 'Longer · Safer · Also'
    booklet_has() {
        pdftotext s/dist/print/en/booklets.pdf text
        grep -qE "^$1( $1)+" text
    }
    booklet_has what
    never booklet_has also
    echo 'print: {first: [safer]}' >>s/site.yaml
    left_out 'Long · Longer · Also'
    sed -i '$d' s/site.yaml
    echo 'print: {first: [nowhere, also, safer]}' >>s/site.yaml
    left_out 'Long · Longer · Safer'
    never booklet_has what
    booklet_has safer
    booklet_has also
    # what is printed stays in the order of the page
    [ "$(grep -oE -m1 '^(safer|also) ' text)" = "safer " ] || { cat text; false; }
    # a heading without {#id} has one of its own words, in its own script
    sed -i 's/^## Also.*/## Älä sekoita/' s/content/en/guides/alpha.md
    sed -i 's/^print:.*/print: {first: [älä-sekoita]}/' s/site.yaml
    left_out 'Long · Longer · Safer'
}

@test "a section put first that no guide and no topic has is told, with the nearest" {
    paper_site
    printf '## In short {#what}\n\nWord.\n\n## Safer {#safer}\n\nWord.\n\n### Strips {#strips}\n\nWord.\n' | text_of_alpha
    echo 'print: {first: [saver, safer, strips]}' >>s/site.yaml
    pamphlet check -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(grep -F '[print/no-section]' <<<"$err")" = "site.yaml:$(grep -n '^print:' s/site.yaml | cut -d: -f1):17: warning: no guide and no topic has a section 'saver', did you mean 'safer'? [print/no-section]" ] || { echo "$err"; false; }
    # neither a part of the theme, like "_main", nor a note is a section
    printf '\nWord[^a].\n\n[^a]: Note.\n' >>s/content/en/guides/alpha.md
    sed -i 's/^print:.*/print: {first: [main, fn-a]}/' s/site.yaml
    pamphlet check -C s
    for name in main fn-a; do
        grep -qF "no guide and no topic has a section '$name' [print/no-section]" <<<"$err" || { echo "$err"; false; }
    done
}

@test "a section too long for the sheet is there up to a heading of the third level, and what is left of it is named" {
    paper_site
    {
        printf '## In short\n\nWord.\n\n## Long {#what}\n\n'; words what 150
        printf '\n## Safer {#safer}\n\n'; words safer 100
        printf '\n### Strips {#strips}\n\n'; words strips 110
        printf '\n#### Which\n\n'; words which 20
        printf '\n### Wounds\n\n'; words wounds 30
        printf '\n### Places\n\n::: services\n:::\n'
    } | text_of_alpha
    left_out 'Strips · Places'
    for there in what safer wounds; do
        grep -qE "^$there( $there)+" text || { echo "no $there"; cat text; false; }
    done
    never grep -qE '^(strips|which) ' text
    # a part that the site puts first brings the text before it
    echo 'print: {first: [strips]}' >>s/site.yaml
    left_out 'Long · Places'
    for there in safer strips which; do
        grep -qE "^$there( $there)+" text || { echo "no $there"; cat text; false; }
    done
    [ "$(grep -oE '^(Safer|Strips|Which|Wounds)$' text | tr '\n' ' ')" = "Safer Strips Which Wounds " ] || { cat text; false; }
}

@test "a section that is not on the sheet is named without its parts, one with a danger in it keeps them" {
    paper_site
    {
        printf '## In short\n\nWord.\n\n## Long {#what}\n\n'; words what 900
        printf '\n### Part\n\n'; words part 900
        printf '\n## Danger\n\n> [!DANGER]\n> Stop.\n\n### Then\n\n'; words then 30
    } | text_of_alpha
    left_out 'Long'
    grep -qE '^then( then)+' text || { cat text; false; }
}

@test "parts whose headings stand together are named and put first by each of them" {
    paper_site
    {
        printf '## In short\n\nWord.\n\n## Long {#what}\n\n'; words what 260
        printf '\n## Safer {#safer}\n\n'; words safer 30
        printf '\n### Outer\n\n### Inner {#inner}\n\n'; words inner 150
    } | text_of_alpha
    left_out 'Outer · Inner'
    echo 'print: {first: [inner]}' >>s/site.yaml
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qE '^inner( inner)+' text || { cat text; false; }
    grep -qF "Not on this sheet, but in the pack: Long." text || { grep -A2 'Not on' text; false; }
    # directly below the heading of its section
    {
        printf '## In short\n\nWord.\n\n## Long {#what}\n\n'; words what 260
        printf '\n## Other\n\n### Below {#below}\n\n'; words below 160
    } | text_of_alpha
    sed -i 's/^print:.*/print: {first: [below]}/' s/site.yaml
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qE '^below( below)+' text || { cat text; false; }
}

@test "a list with a heading in it is not cut there" {
    paper_site
    for mark in '###' '##'; do
        {
            printf '## In short\n\nWord.\n\n## Long {#what}\n\n1. First.\n\n   %s Head\n\n   ' "$mark"; words inhead 600
            printf '\n2. Second.\n\n## Last\n\nWord.\n'
        } | text_of_alpha
        prints
        pdftotext s/dist/print/en/guides/alpha.pdf text
        never grep -qF 'First.' text
        grep -qF "Not on this sheet, but in the pack: Long." text || { grep -A2 'Not on' text; false; }
    done
}

@test "a list that is not on paper is named, what is elsewhere on the sheet is not" {
    paper_site
    text_of_alpha <<'MD'
## In short

Word.

## Amounts here

::: doses
:::

## Places

::: services
:::

## Help

### Ask

Ask them.

::: services {kind=naloxone}
:::
MD
    mkdir -p s/content/en/topics
    printf -- '---\ntitle: Mixing\nsummary: About mixing.\nreviewed: 2026-10-01\n---\n## How\n\nWord.\n\n## Chart\n\n::: interactions\n:::\n' >s/content/en/topics/mixing.md
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qF 'Not on this sheet, but in the pack: Places.' text || { cat text; false; }
    if grep -q 'Amounts here' text; then false; fi
    grep -A2 'Ask them.' text | grep -qx 'There is a list here in the pack.'
    [ "$(grep -c 'There is a list here' text)" = 1 ]
    pdftotext s/dist/print/en/topics/mixing.pdf text
    grep -qF 'Not on this sheet, but in the pack: Chart.' text || { cat text; false; }
}

@test "a footnote is printed when the text that refers to it is, and only then" {
    paper_site
    {
        printf '## In short\n\nOne[^a] word, 5[^b] mg.\n\n## Long\n\n'
        printf 'word %.0s' {1..9000}
        printf '[^long][^a]\n\n[^a]: By mouth, see the other[^c].\n[^b]: Pure.\n[^c]: Inner note.\n[^long]: Of the long part.\n'
    } | text_of_alpha
    prints
    for f in guides/alpha booklets; do
        pdftotext -layout s/dist/print/en/$f.pdf text
        grep -qE '\[1\] +By mouth, see the' text && grep -qE '\[2\] +Pure\.' text && grep -qE 'Inner note\.' text || { cat text; return 1; }
        if grep -q 'Of the long part' text; then false; fi
    done
    pdftotext -layout s/dist/print/en/guides/alpha.pdf text
    grep -qE '\[4\] +Inner note\.' text || { cat text; return 1; }
}

@test "a wide table is written out, no word of it is broken, and each amount has its name" {
    paper_site
    text_of_alpha <<'MD'
## In short

| Substance | Route | Threshold | Light dose | Common dose | Strong dose | Onset after | Total duration |
| --- | --- | --- | --- | --- | --- | --- | --- |
| Methylenedioxymethamphetamine | swallowed | 20–40 mg | 40–75 mg | 75–125 mg | 125–180 mg | 20–70 min | 3–5 h |
| Methylenedioxyamphetamine | | 30–50 mg | | | | | |
MD
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    for words in 'Substance: Methylenedioxymethamphetamine' 'Route: swallowed' 'Strong dose: 125–180 mg' 'Total duration: 3–5 h' \
        'Substance: Methylenedioxyamphetamine' 'Threshold: 30–50 mg'; do
        grep -qx "$words" text || { echo "no '$words'"; cat text; return 1; }
    done
    [ "$(grep -c '^Route:\|^Strong dose:' text)" = 2 ] # nothing stands for an empty cell
}

@test "a table that goes on overleaf has its head there, too" {
    paper_site
    mkdir -p s/content/en/topics
    {
        printf -- '---\ntitle: Steps\nsummary: About steps.\nreviewed: 2026-10-01\n---\n## In short\n\n1. Measure.\n\n| Route | Light dose |\n| --- | --- |\n'
        for i in {1..90}; do printf '| Way %s | %s mg |\n' "$i" "$i"; done
    } >s/content/en/topics/steps.md
    prints
    for page in 1 2; do
        pdftotext -f $page -l $page s/dist/print/en/topics/steps.pdf text
        [ "$(grep -c 'Light dose' text)" = 1 ] || { cat text; return 1; }
    done
    pdftotext -layout s/dist/print/en/topics/steps.pdf text
    [ "$(grep -cE '^Way [0-9]+ +[0-9]+ mg' text)" = 90 ]
}

@test "what is said of amounts stands on the side that has them" {
    paper_site
    for n in {1..30}; do
        {
            printf -- '---\ntitle: Guide %s\nsummary: About it.\nreviewed: 2026-10-01\ndoses:\n' "$n"
            printf '  - {route: oral, unit: mg, light: 40-75, strong: 125+, note: Swallowed once by somebody who has measured it. '
            printf 'Never more than 70 mg the first time and not more than 125 mg on any other day}\n---\n## In short\n\n'
            for i in {1..14}; do printf -- '- Another line of words.\n'; done
            printf '\n## Mixing\n\n> [!DANGER]\n> Never with that.\n\n'
            for i in {1..20}; do printf 'Words about what goes with what, and what does not, for a line and more.\n\n'; done
            printf '## What to do\n\n> [!DANGER]\n> Very hot or confused.\n\n'
            for ((i = 1; i <= n; i++)); do printf '%s. One line of words.\n' $i; done
        } >"s/content/en/guides/guide-$n.md"
    done
    prints
    second=0
    for n in {1..30}; do
        pages=$(pdfinfo "s/dist/print/en/guides/guide-$n.pdf" | sed -n 's/^Pages: *//p')
        for ((page = 1; page <= pages; page++)); do
            pdftotext -f $page -l $page "s/dist/print/en/guides/guide-$n.pdf" text
            amounts=$(grep -c '125+ mg' text || true) note=$(tr '\n' ' ' <text | grep -c 'more than 70 mg' || true)
            [ "$amounts" = "$note" ] || { echo "guide $n, page $page"; cat text; return 1; }
            [ $page = 1 ] || second=$((second + amounts))
        done
    done
    [ $second -gt 0 ]
    [ $second -lt 30 ] # some are on either side
}

@test "amounts without a way of taking have a head on the page and on the sheet" {
    paper_site
    sed -i 's/{route: oral, unit: mg, light: 40-75, common: 75-125}/{unit: mg, light: 40-75, note: By mouth.}/' s/content/en/guides/alpha.md
    printf '\n::: doses\n:::\n' >>s/content/en/guides/alpha.md
    pamphlet build -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q '<th scope="col">Amounts</th>' s/dist/usb/site/en/guides/alpha.html
    grep -q '<p class="basis">Amounts: By mouth.</p>' s/dist/usb/site/en/guides/alpha.html
    pdftotext s/dist/print/en/guides/alpha.pdf words
    grep -q 'Amounts: By mouth' words || { cat words; false; }
}

@test "a guide without a card has a sheet without that code" {
    paper_site
    sed -i '/^card:/d' s/content/en/guides/alpha.md
    prints
    [ "$(codes s/dist/print/en/guides/alpha.pdf | wc -l)" = 1 ]
}

@test "files are whole PDFs with their fonts, title, language and bookmarks, and nothing else" {
    paper_site
    prints
    for f in $(find s/dist/print -name '*.pdf'); do
        qpdf --check "$f" >/dev/null
        pdfinfo "$f" >info
        grep -q '^Title: ' info
        grep -q '^JavaScript: *no' info
        grep -q '^Custom Metadata: *no' info
        grep -q '^CreationDate: *Mon Nov 23 00:00:00 2026' info || cat info
        if grep -E '^(Producer|Creator|Author|ModDate)' info; then false; fi
        [ -z "$(pdffonts "$f" | awk 'NR > 2 && $(NF - 4) != "yes"')" ]
        grep -qa '/Lang (en)' "$f"
        grep -qa '/Outlines' "$f"
        if grep -aoE '/(URI|Annots|AA|OpenAction|JavaScript|JS|EmbeddedFiles?|Metadata|Image|Names|AcroForm)\b' "$f"; then false; fi
    done
    pamphlet audit s/dist/print s/dist/small-3-print.zip
    [ "$status" = 0 ]
}

@test "cards: ten on a sheet, of the right size, and every code reads" {
    paper_site
    prints
    f=s/dist/print/en/cards.pdf
    [ "$(pdfinfo "$f" | sed -n 's/^Pages: *//p')" = 2 ] # alpha alone has a card
    pdftotext -f 1 -l 1 "$f" front
    [ "$(grep -c 'Call 112' front)" = 10 ]
    [ "$(grep -c 'number 3, made 23 November 2026' front)" = 10 ]
    pdftoppm -f 2 -l 2 -r 200 -gray "$f" back
    zbarimg -q --raw -Sdisable -Sqrcode.enable back*.pgm 2>zbar | sort | uniq -c >got
    grep -q '^ *10 Will not wake: call, give naloxone, breathe. Ä ö – 2 h.$' got
    grep -q '^ *10 HTTP://PAMPHLETSAMPLETON.*\.ONION/$' got
    # Dashes lie on the edges of cards of 85.6 by 54 mm: 10 pixels a millimetre.
    pdftoppm -f 1 -l 1 -r 254 -gray "$f" front
    /usr/bin/python3 - front-1.pgm <<'PY'
import sys
from PIL import Image
page = Image.open(sys.argv[1])
w, h = page.size
def dark(box): return sum(v < 128 for v in page.crop(box).getdata())
for i in range(3):
    x = round(w / 2 + (i - 1) * 856)
    assert dark((x - 3, 140, x + 4, h - 140)) > 800, ("upright", i)
for i in range(6):
    y = round(h / 2 + (i - 2.5) * 540)
    assert dark((200, y - 3, w - 200, y + 4)) > 600, ("across", i)
PY
}

@test "on letter, too, all ten cards have a line to cut along on each side" {
    paper_site
    echo 'print: {paper: letter}' >>s/site.yaml
    prints
    pdftoppm -f 1 -l 1 -r 254 -gray s/dist/print/en/cards.pdf front # 10 pixels a millimetre
    /usr/bin/python3 - front-1.pgm <<'PY'
import sys
from PIL import Image
page = Image.open(sys.argv[1])
w, h = page.size
pitch = (h - 100) / 5
def dark(y): return sum(v < 160 for v in page.crop((230, y, w - 230, y + 1)).getdata())
for i in range(6): # the first and the last at the edge of what printers print
    near = range(int(50 + i * pitch) - 3, int(50 + i * pitch) + 4)
    assert max(map(dark, near)) > 600, (i, [dark(y) for y in near])
assert 535 <= pitch <= 540, pitch
PY
}

@test "a booklet: eight pages in their places, upside down in the upper row" {
    paper_site
    prints
    f=s/dist/print/en/booklets.pdf
    pdfinfo "$f" | grep -q 'Page size: *841.89 x 595.27'
    codes "$f" >got
    [ "$(wc -l <got)" = 2 ]
    pdftotext "$f" - | grep -q 'These figures hold' # no joined letters that a search would miss
    [ "$(place "$f" 2 Alpha)" = "2 2" ]
    [ "$(place "$f" 2 short)" = "3 2" ]
    for n in 3:"4 2" 4:"4 1" 5:"3 1" 6:"2 1" 7:"1 1"; do
        [ "$(place "$f" 2 "${n%%:*}")" = "${n#*:}" ] || { echo "page ${n%%:*}: $(place "$f" 2 "${n%%:*}")"; return 1; }
    done
}

@test "steps that do not fit a booklet are a warning; its page is left out, the sheet is made" {
    paper_site
    for i in $(seq 3 300); do echo "$i. Step number $i is a sentence of some length, to fill the paper."; done >>s/content/en/guides/alpha.md
    prints
    case "$err" in *'content/en/guides/alpha.md: warning: the steps of this page do not fit'*'[print/no-booklet]'*) ;; *) echo "$err"; false ;; esac
    pdftotext s/dist/print/en/booklets.pdf text
    never grep -q 'Step number' text
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -q 'Step number 300 is' text
}

@test "a poster has the words, and the code on its strips" {
    paper_site
    prints
    f=s/dist/print/en/posters.pdf
    pdftotext "$f" text
    grep -q 'Call 112' text
    [ "$(grep -c 'Replace it after 23 May' text)" -ge 8 ]
    pdftoppm -r 200 -gray "$f" page
    [ "$(zbarimg -q --raw -Sdisable -Sqrcode.enable page-1.pgm 2>zbar | sort | uniq -c | awk '{print $1}')" = 8 ]
}

@test "a poster's words are as large as they go, and none is broken" {
    paper_site
    sed -i 's/^title: Alpha/title: Bentsodiatsepiinit/; s/^card: .*/card: Lääkkeenmääräämisoikeus. Apua./' s/content/en/guides/alpha.md
    prints
    pdftotext s/dist/print/en/posters.pdf words
    grep -qx 'Bentsodiatsepiinit' words
    grep -q 'Lääkkeenmääräämisoikeus' words || { cat words; false; }
    sed -i 's/^card: .*/card: Call. Breathe for them. Stay./' s/content/en/guides/alpha.md
    prints
    pdftotext -bbox s/dist/print/en/posters.pdf words.html
    sed -n 's/.*yMin="\([0-9.]*\)".*yMax="\([0-9.]*\)">Breathe<.*/\1 \2/p' words.html | awk '{exit !($2 - $1 > 40)}' # 44 points
}

@test "the directory is a booklet in the order of a folded stack; without services there is none" {
    paper_site
    for i in $(seq 1 40); do printf 'name: Place %02d\nkinds: [naloxone]\nexample: true\naddress: Street %02d\n' "$i" "$i" >"s/content/services/p$i.yaml"; done
    prints
    f=s/dist/print/en/list.pdf
    sides=$(pdfinfo "$f" | sed -n 's/^Pages: *//p')
    [ $((sides % 2)) = 0 ]
    for i in $(seq -w 1 40); do pdftotext "$f" - | grep -q "Street $i" || { echo "no place $i"; return 1; }; done
    half() { pdftotext -f "$1" -l "$1" -x "$2" -y 0 -W 421 -H 596 "$f" -; } # side, left edge in points
    half 1 421 | grep -q '^Services$' # the cover, on the right
    codes "$f" | grep -qx 'HTTP://PAMPHLETSAMPLETON.*ONION/'
    half 2 0 | grep -q '^2 · '
    words=$(half 2 421 | tr -d '\f\n') # the last but one, which may be empty
    [ -z "$words" ] || case "$words" in *"$((2 * sides - 1)) · "*) ;; *) echo "$words"; false ;; esac
    half 3 421 | grep -q '^3 · '
    half 4 0 | grep -q '^4 · '
    rm s/content/services/*.yaml
    prints
    [ ! -e s/dist/print/en/list.pdf ]
    [ -f s/dist/print/en/all.pdf ]
}

@test "a code that is on every sheet is in a file once" {
    paper_site
    sed -i 's/^summary:.*/&\ncard: Call, then breathe./' s/content/en/guides/beta.md
    prints
    drawings() { qpdf --qdf --object-streams=disable "s/dist/print/en/$1.pdf" - | grep -ac '/Subtype /Form'; }
    [ "$(drawings guides/alpha)" = 2 ] # the card's and the onion's
    [ "$(drawings all)" = 3 ]          # two cards', and the onion's
    [ "$(drawings posters)" = 2 ]      # the strip of both, and the onion's
}

@test "one file has every sheet and the directory, with bookmarks" {
    paper_site
    prints
    f=s/dist/print/en/all.pdf
    pdftotext "$f" text
    for words in 'Breathing stops.' 'About beta.' 'What to do.' 'Van'; do grep -q "$words" text; done
    qpdf --json --json-key=outlines "$f" | python3 -c '
import json, sys
titles = [o["title"] for o in json.load(sys.stdin)["outlines"]]
assert titles == ["Overdose", "Alpha", "beta", "Van"] or sorted(titles) == ["Alpha", "Overdose", "Van", "beta"], titles'
    grep -qa '/PageMode /UseOutlines' "$f"
}

@test "ink keeps 5 mm from the edges of the paper" {
    paper_site
    for paper in a4 letter; do
        sed -i '/^print:/d' s/site.yaml
        echo "print: {paper: $paper}" >>s/site.yaml
        prints
        rm -f p-*
        for f in alpha:guides/alpha cards:cards booklets:booklets posters:posters list:list; do
            pdftoppm -r 72 -gray "s/dist/print/en/${f#*:}.pdf" "p-${f%%:*}"
        done
        /usr/bin/python3 - p-*.pgm <<'PY'
import sys
from PIL import Image
for name in sys.argv[1:]:
    page = Image.open(name)
    ink = page.point(lambda v: 255 if v < 200 else 0).getbbox()
    w, h = page.size
    assert ink is None or (ink[0] >= 13 and ink[1] >= 13 and ink[2] <= w - 13 and ink[3] <= h - 13), (name, ink, (w, h))
PY
    done
}

@test "pages look as they did: small grey pictures of them, kept in the repository" {
    paper_site
    prints
    run /usr/bin/python3 "$TOP/tests/golden/print/compare" s/dist/print/en "$TOP/tests/golden/print"
    [ "$status" = 0 ] || { echo "$output"; return 1; }
}

@test "the stick carries the sheets when the site prints, and only then" {
    paper_site
    pamphlet build -C s -p usb
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    [ -f s/dist/usb/print/en/guides/alpha.pdf ]
    [ -f s/dist/usb/print/en/cards.pdf ]
    grep -q 'The folder “print”' s/dist/usb/README.txt
    grep -q ' print/en/guides/alpha.pdf$' s/dist/usb/MANIFEST.txt
    sed -i 's/^profiles:.*/profiles: [usb]/' s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ ! -e s/dist/usb/print ]
}

@test "the pack of sheets is signed, verified and installed as any other" {
    paper_site
    prints
    pamphlet keygen -q -W -s k.sec -p k.pub
    pamphlet sign s/dist/small-3-print.zip -s k.sec
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    env -i PATH="$PATH" XDG_STATE_HOME="$DIR/state" "$PAMPHLET" install s/dist/small-3-print.zip here -p k.pub
    cmp here/en/cards.pdf s/dist/print/en/cards.pdf
}

@test "discreet: the title is the neutral one, and so is the name of the file" {
    paper_site
    echo 'discreet: true' >>s/site.yaml
    prints
    [ -z "$(find s/dist/print -name '*alpha*')" ]
    for f in $(find s/dist/print/en -name '*.pdf'); do pdfinfo "$f" | grep '^Title'; done >titles
    grep -q 'Notes A' titles
    never grep -qi alpha titles
}

@test "a title too long for a bookmark is whole on its sheet, or told at its line" {
    paper_site
    sed -i "s/^title: Alpha/title: $(printf 'i í %.0s' {1..70})end/" s/content/en/guides/alpha.md
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf - | tr '\n' ' ' | grep -q "$(printf 'i í %.0s' {1..70})end"
    pdfinfo s/dist/print/en/guides/alpha.pdf | grep -q '^Title: .*i í…$'
    sed -i "s/^title: i/title: $(printf 'äöå %.0s' {1..70})/" s/content/en/guides/alpha.md
    pamphlet build -C s -p print
    fails_with 1 'content/en/guides/alpha.md:2:8: error: this text does not fit'
}

@test "a withdrawn guide has no sheet" {
    paper_site
    sed -i 's/^reviewed:/status: withdrawn\nwithdrawn_because: wrong\n&/' s/content/en/guides/alpha.md
    prints
    [ ! -e s/dist/print/en/guides/alpha.pdf ]
}

@test "a character that the font lacks is named with its line" {
    paper_site
    sed -i 's/First \*\*strong\*\* word/Smile 🙂 now/' s/content/en/guides/alpha.md
    pamphlet build -C s -p print
    fails_with 1 "content/en/guides/alpha.md:14:9: error: the font 'DejaVu Sans' has no glyph for '🙂' (U+1F642)"
    [ ! -e s/dist/print ]
}

@test "a font that is not on the computer is an error at its name" {
    set_in "DejaVu Sans, No Such Font"
    pamphlet build -C s -p print
    fails_with 1 "error: the font 'No Such Font' is not on this computer"
    case "$err" in *site.yaml:1[0-9]:*) ;; *) echo "$err"; false ;; esac
}

@test "a font that has neither a regular nor a bold weight is set in the one it has" {
    set_in "DejaVu Sans Light, DejaVu Sans"
    prints
    pdffonts s/dist/print/en/guides/alpha.pdf | grep -q 'DejaVuSans-ExtraLight'
}

@test "a font that has all weights in one file is set in two of them, upright" {
    case $(echo /usr/share/fonts/truetype/inter-vf/*) in *InterVariable.ttf*) set_in "Inter Variable" ;; *) set_in Inter ;; esac
    prints
    pdffonts s/dist/print/en/guides/alpha.pdf | sed '1,2d' >fonts
    [ "$(grep -c '^[A-Z]\{6\}+Inter' fonts)" = 2 ] && [ "$(wc -l <fonts)" = 2 ] || { cat fonts; false; }
    pdftotext s/dist/print/en/guides/alpha.pdf text
    grep -qx 'Will not wake: call, give naloxone, breathe. Ä ö – 2 h.' text
    grep -q 'First strong word.' text
    # Bold letters are wider.
    printf '## In short\n\nBreathing\n\n**Breathing**\n' | text_of_alpha
    prints
    pdftotext -bbox s/dist/print/en/guides/alpha.pdf boxes
    sed -n 's/.*xMin="\([0-9.]*\)".*xMax="\([0-9.]*\)".*>Breathing<.*/\1 \2/p' boxes | awk '{print $2 - $1}' >widths
    awk 'NR == 1 {regular = $1} END {exit !(NR == 2 && $1 > 1.03 * regular && $1 < 1.15 * regular)}' widths || { cat widths; false; }
}

@test "a font of pictures, which takes the digits and prints nothing, is an error at its name" {
    set_in "DejaVu Sans, Noto Color Emoji"
    pamphlet build -C s -p print
    fails_with 1 "error: the font 'Noto Color Emoji' has signs that are pictures, of which nothing is printed"
    [ ! -e s/dist/print ]
}

@test "letter paper" {
    paper_site
    echo 'print: {paper: letter}' >>s/site.yaml
    prints
    pdfinfo s/dist/print/en/guides/alpha.pdf | grep -q 'Page size: *612 x 792 pts (letter)'
}

@test "a long word is broken, a long text goes on overleaf, and no word of either is lost" {
    paper_site
    long=$(printf 'Donau%.0s' {1..40})
    { printf '\n3. %s\n' "$long"; for i in $(seq 4 90); do echo "$i. Step number $i is a sentence of some length, to fill the paper."; done; } >>s/content/en/guides/alpha.md
    prints
    pdftotext s/dist/print/en/guides/alpha.pdf text
    tr -d ' \n\f' <text >joined
    grep -q "$long" joined
    for i in 4 45 90; do grep -q "Step number $i is" text; done
    [ "$(pdfinfo s/dist/print/en/guides/alpha.pdf | sed -n 's/^Pages: *//p')" -ge 2 ]
}

@test "a booklet in Arabic: the same places seen from the other side" {
    paper_site
    arabic_guide
    prints
    f=s/dist/print/ar/booklets.pdf
    [ "$(place "$f" 1 MDMA)" = "3 2" ] # the cover
    for n in 2:"2 2" 3:"1 2" 4:"1 1" 5:"2 1" 6:"3 1" 7:"4 1"; do
        [ "$(place "$f" 1 "${n%%:*}")" = "${n#*:}" ] || { echo "page ${n%%:*}: $(place "$f" 1 "${n%%:*}")"; return 1; }
    done
}

@test "Arabic with numbers and Latin words can be found again, and amounts do not turn round" {
    paper_site
    arabic_guide
    prints
    pdftotext s/dist/print/ar/guides/alpha.pdf raw
    python3 - raw >text <<'PY'
import sys, unicodedata
text = unicodedata.normalize("NFKC", open(sys.argv[1], encoding="utf-8").read())
print("".join(c for c in text if c not in "\u202a\u202b\u202c\u200e\u200f\u2066\u2067\u2068\u2069"))
PY
    for words in 'الجرعة الزائدة' 'ماذا تفعل مع' MDMA 'دقيقة' 'العلامات' 'لا يستيقظ' 'تنفس ضعيف جدا'; do
        grep -q "$words" text || { cat text; return 1; }
    done
    grep -qa '/Lang (ar)' s/dist/print/ar/guides/alpha.pdf
    grep -q '40–75.mg' text
    [ "$(codes s/dist/print/ar/guides/alpha.pdf | head -n 1 | wc -c)" -gt 10 ]
    codes s/dist/print/ar/guides/alpha.pdf | grep -qx 'اتصل بالطوارئ'
}

@test "the same bytes with other threads, time zone, locale and home" {
    paper_site
    prints -j 1
    (cd s/dist/print && find . -name '*.pdf' -exec sha256sum {} + | sort) >want
    mkdir -p home/.config/fontconfig
    printf '<?xml version="1.0"?><fontconfig><alias><family>DejaVu Sans</family><prefer><family>DejaVu Serif</family></prefer></alias></fontconfig>' \
        >home/.config/fontconfig/fonts.conf
    env -i PATH="$PATH" HOME="$PWD/home" TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 LANGUAGE=tr:fa PANGO_LANGUAGE=ur \
        "$PAMPHLET" build -C s -p print -j 3 2>/dev/null
    (cd s/dist/print && find . -name '*.pdf' -exec sha256sum {} + | sort) >got
    diff want got
}

@test "a letter without a glyph is told where it was written, in a class's name, too" {
    paper_site
    printf 'opioid: {name: {en: "Opi\xe4\xb8\xadids"}}\n' >s/content/classes.yaml
    sed -i 's/^alpha,beta,/alpha,opioid,/' s/content/interactions.csv
    pamphlet build -C s -p print
    fails_with 1 "content/classes.yaml:1:"
    fails_with 1 "has no glyph for '中' (U+4E2D)"
    # what no file says as it is printed
    rm s/content/classes.yaml
    sed -i 's/^alpha,opioid,/alpha,beta,/' s/content/interactions.csv
    echo 'A &#x4e2d; here.' >>s/content/en/guides/beta.md
    pamphlet build -C s -p print
    fails_with 1 "site.yaml: error: the font"
    fails_with 1 "has no glyph for '中' (U+4E2D)"
}

@test "a mistake in a text of a site that is on paper alone: it is told, and no sheet is drawn" {
    paper_site
    sed -i 's/^profiles:.*/profiles: [print]/' s/site.yaml
    pamphlet build -v -C s
    [ "$status" = 0 ]
    grep -q '^  prints: drawn' <<<"$err"
    rm -r s/dist
    printf '\n[x](nowhere.md)\n' >>s/content/en/guides/beta.md
    pamphlet build -v -C s
    fails_with 1 "content/en/guides/beta.md:11:1: error: there is no page 'nowhere.md' [link/missing]"
    never grep -q '^  prints: drawn' <<<"$err"
    [ ! -e s/dist/print ]
}
