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

codes() { # the codes on all pages of a PDF, sorted
    pdftoppm -r 200 -gray "$1" page
    zbarimg -q --raw -Sdisable -Sqrcode.enable page-*.pgm | sort -u
    rm page-*.pgm
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
        grep -q '^Title: ' info && grep -q '^JavaScript: *no' info && grep -q '^Custom Metadata: *no' info
        grep -q '^CreationDate: *Mon Nov 23 00:00:00 2026' info || cat info
        ! grep -qE '^(Producer|Creator|Author|ModDate)' info
        [ -z "$(pdffonts "$f" | awk 'NR > 2 && $(NF - 4) != "yes"')" ]
        grep -qa '/Lang (en)' "$f" && grep -qa '/Outlines' "$f"
        ! grep -qaE '/(URI|Annots|AA|OpenAction|JavaScript|JS|EmbeddedFiles?|Metadata|XObject|Names|AcroForm)\b' "$f"
    done
    pamphlet audit s/dist/print s/dist/small-3-print.zip
    [ "$status" = 0 ]
}

@test "the stick carries the sheets when the site prints, and only then" {
    paper_site
    pamphlet build -C s -p usb
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    [ -f s/dist/usb/print/en/guides/alpha.pdf ]
    grep -q ' print/en/guides/alpha.pdf$' s/dist/usb/MANIFEST.txt
    sed -i 's/^profiles:.*/profiles: [usb]/' s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ ! -e s/dist/usb/print ]
}

@test "discreet: the title is the neutral one, and so is the name of the file" {
    paper_site
    echo 'discreet: true' >>s/site.yaml
    prints
    [ -z "$(find s/dist/print -name '*alpha*')" ]
    for f in $(find s/dist/print/en -name '*.pdf'); do pdfinfo "$f" | grep '^Title'; done >titles
    grep -q 'Notes A' titles
    ! grep -qi alpha titles
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
    paper_site
    echo 'print: {font: "DejaVu Sans, No Such Font"}' >>s/site.yaml
    pamphlet build -C s -p print
    fails_with 1 "error: the font 'No Such Font' is not on this computer"
    case "$err" in *site.yaml:1[0-9]:*) ;; *) echo "$err"; false ;; esac
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

@test "Arabic with numbers and Latin words can be found again, and amounts do not turn round" {
    paper_site
    sed -i 's/^  en: .*/&\n  ar: {name: العربية, dir: rtl, fallback: en}/' s/site.yaml
    mkdir -p s/content/ar/guides
    printf -- '---\ntitle: الجرعة الزائدة\nsummary: ماذا تفعل مع MDMA بعد 20 دقيقة.\nreviewed: 2026-10-01\ncard: "اتصل بالطوارئ"\ndoses:\n  - {route: oral, unit: mg, light: 40-75}\n---\n## العلامات {#short}\n\nلا يستيقظ، تنفس ضعيف جدًا.\n' >s/content/ar/guides/alpha.md
    printf -- '---\ntitle: أهلا\n---\nأهلا.\n' >s/content/ar/index.md
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
