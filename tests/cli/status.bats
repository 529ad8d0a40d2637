#!/usr/bin/env bats
# pamphlet status: what is due, in a table of 80 columns and as JSON.

load helper

# A small site with a Finnish translation of alpha.
translated_site() {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    mkdir -p s/content/fi
    printf -- '---\ntitle: Alku\n---\nMoi.\n' >s/content/fi/index.md
    pamphlet new guide alpha --lang fi -C s
    [ "$status" = 0 ]
    sed -i 's/^status: draft/status: reviewed/; s/^> Text/Teksti/' s/content/fi/guides/alpha.md
    sed -i 's/^reviewed: .*/&\nreview_by: 9998-01-01/' s/content/*/guides/*.md
}

row() { # KEY: its row with single blanks
    printf '%s\n' "$output" | sed -n "s|^$1  *||p" | tr -s ' ' | sed 's/ $//'
}

@test "fresh, unmarked and missing pages, and services never checked" {
    translated_site
    pamphlet status -C s
    [ "$status" = 0 ]
    [ "$(row guides/alpha)" = "original fresh" ]
    [ "$(row guides/beta)" = "original missing" ]
    [ "$(row index)" = "original unmarked" ]
    [ "$(row van)" = "never overdue example" ]
    [ "$(row fi:)" = "1 fresh, 1 unmarked, 2 missing" ]
}

@test "a translation is stale when the original's text changed, not when its dates did" {
    translated_site
    sed -i 's/^reviewed: .*/reviewed: 2026-11-01/' s/content/en/guides/alpha.md
    pamphlet status -C s
    [ "$(row guides/alpha)" = "original fresh" ]
    sed -i 's/^Text\.$/Other text./' s/content/en/guides/alpha.md
    pamphlet status -C s
    [ "$(row guides/alpha)" = "original stale" ]
    pamphlet status -C s --page alpha
    [ "$status" = 0 ]
    [[ "$output" == *"+ Other text."* ]]
    [[ "$output" == *"content/en/guides/alpha.md:10 (belongs below content/fi/guides/alpha.md:"* ]]
    [[ "$output" == *"new or changed: 1; changed or gone of what was translated: 1;"* ]]
    # the line it prints makes the translation fresh again
    mark=$(printf '%s\n' "$output" | sed -n '/^translated_from:/,$p')
    awk -v mark="$mark" '/^translated_from:/ {print mark; skip = 1; next} skip && /^ / {next} {skip = 0; print}' \
        s/content/fi/guides/alpha.md >new.md
    mv new.md s/content/fi/guides/alpha.md
    pamphlet status -C s
    [ "$(row guides/alpha)" = "original fresh" ]
}

@test "changed amounts make a translation stale" {
    translated_site
    sed -i 's/^title: alpha/&\ndoses: [{unit: mg, light: 5-10}]/' s/content/en/guides/alpha.md
    pamphlet status -C s
    [ "$(row guides/alpha)" = "original stale" ]
}

@test "a hash of the whole alone is enough to tell, but not which paragraph" {
    translated_site
    sed -i 's/^  \([0-9a-f]\{16\}\) .*/  \1/' s/content/fi/guides/alpha.md
    pamphlet status -C s
    [ "$(row guides/alpha)" = "original fresh" ]
    echo more >>s/content/en/guides/alpha.md
    pamphlet status -C s --page guides/alpha
    [[ "$output" == *"as a whole only"* ]]
}

@test "drafts, withdrawn and overdue pages" {
    translated_site
    sed -i 's/^review_by: .*/status: draft/' s/content/en/guides/beta.md
    sed -i 's/^review_by: .*/review_by: 2026-10-02/' s/content/en/guides/alpha.md
    sed -i 's/^status: .*/status: withdrawn\nwithdrawn_because: It was wrong./' s/content/fi/guides/alpha.md
    pamphlet status -C s
    [ "$(row guides/beta)" = "draft missing" ]
    [ "$(row guides/alpha)" = "overdue withdrawn" ]
    printf 'More.\n' >>s/content/fi/index.md
    pamphlet status -C s -q
    [ "$(row guides/beta)" = "draft missing" ]
}

@test "JSON has one object a line" {
    translated_site
    pamphlet status -C s --format json
    [ "$status" = 0 ]
    printf '%s\n' "$output" | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
cell = [r for r in rows if r.get("key") == "guides/alpha" and r["language"] == "fi"][0]
assert cell["state"] == "fresh" and cell["path"] == "content/fi/guides/alpha.md", cell
assert cell["original"] == "content/en/guides/alpha.md" and cell["overdue"] is False, cell
van = [r for r in rows if r["type"] == "service"][0]
assert van["id"] == "van" and van["overdue"] is True and "checked" not in van, van'
}

@test "no line is wider than 80 columns, with 2 or 30 languages and long names" {
    small_site s
    mv s/content/en/guides/beta.md s/content/en/guides/a-very-long-name-of-a-guide-that-does-not-fit-into-its-column.md
    printf 'a,b,risk,note,sources\n' >s/content/interactions.csv
    pamphlet status -C s
    [ "$(printf '%s\n' "$output" | awk '{ if (length($0) > 80) n++ } END { print n + 0 }')" = 0 ]
    for l in aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr ss tt uu vv ww xx yy zz; do
        sed -i "s/^  en: .*/&\n  $l: {name: $l, fallback: en}/" s/site.yaml
    done
    pamphlet status -C s
    [ "$status" = 0 ]
    [ "$(printf '%s\n' "$output" | awk '{ if (length($0) > 80) n++ } END { print n + 0 }')" = 0 ]
    [[ "$output" == *"a-very-long-name-o...o-its-column"* || "$output" == *"..."* ]]
}

@test "an unknown page gets a suggestion" {
    small_site s
    pamphlet status -C s --page alhpa
    fails_with 1 "did you mean 'alpha'?"
}

@test "a service that was checked tomorrow, where it is that day already, was checked" {
    small_site s
    printf 'name: Van\nkinds: [naloxone]\nassured_date: 2026-11-30\n' >s/content/services/van.yaml
    for day in 1795850000 1795950000 1796000000; do # the 28th, the 29th, the 30th
        output=$(env -i PATH="$PATH" SOURCE_DATE_EPOCH=$day ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" status -C s)
        [ "$(row van)" = "2026-11-30 0" ] || { echo "$day: $output"; false; }
    done
    env -i PATH="$PATH" SOURCE_DATE_EPOCH=1795950000 ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" status -C s --format json |
        grep -F '"id":"van"' | grep -F '"checked":"2026-11-30","age_days":0,"overdue":false'
}

@test "where all pages say that they are translations, the first language's is the original" {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr}\n  sv: {name: Svenska, dir: ltr}/; s/^default_language: .*/default_language: fi/' s/site.yaml
    mkdir -p s/content/sv/guides s/content/fi
    printf -- '---\ntitle: Alku\n---\nMoi.\n' >s/content/fi/index.md
    sed -i 's/^title: .*/&\ntranslated_from: 0123456789abcdef/' s/content/en/guides/alpha.md
    cp s/content/en/guides/alpha.md s/content/sv/guides/alpha.md
    pamphlet status -C s --format json
    [ "$status" = 0 ] || { echo "$err"; false; }
    [[ "$output" == *'"key":"guides/alpha","language":"sv"'*'"original":"content/en/guides/alpha.md"'* ]] || { echo "$output"; false; }
}

@test "a site with a mistake still has a status" {
    translated_site
    sed -i 's/^reviewed: .*/reviewed: never/' s/content/en/guides/beta.md
    pamphlet status -C s
    fails_with 1 "content/en/guides/beta.md:5:"
    [ "$(row guides/alpha)" = "original fresh" ]
}

@test "a page is found by its file, and by its path in any language" {
    translated_site
    echo more >>s/content/en/guides/alpha.md
    pamphlet status -C s --page guides/alpha
    [ "$status" = 0 ]
    want=$output
    [[ "$want" == *"+ more"* ]]
    for name in content/en/guides/alpha.md content/fi/guides/alpha.md fi/guides/alpha guides/alpha.md; do
        pamphlet status -C s --page $name
        [ "$status" = 0 ] && [ "$output" = "$want" ] || { echo "$name: $err $output"; false; }
    done
}

@test "-q lists only what is due, in the table and as JSON" {
    translated_site
    printf 'name: Bus\nkinds: [naloxone]\nassured_date: 9999-01-01\n' >s/content/services/bus.yaml
    cp s/content/fi/guides/alpha.md s/content/fi/guides/beta.md
    pamphlet status -C s --format json
    [[ "$output" == *'"id":"bus"'* && "$output" == *'"key":"guides/alpha","language":"fi","state":"fresh"'* ]]
    pamphlet status -C s -q
    [ -z "$(row guides/alpha)" ] || { echo "$output"; false; }
    [ "$(row topics/overdose)" = "original missing" ]
    [ "$(row van)" = "never overdue example" ]
    [ -z "$(row bus)" ]
    pamphlet status -C s -q --format json
    [[ "$output" == *'"id":"van"'* && "$output" != *'"id":"bus"'* && "$output" != *'guides/alpha","language":"fi"'* ]]
}

@test "a service of which claims were checked was checked when the last of them was" {
    small_site s
    printf 'name: Van\nkinds: [naloxone]\nshown:\n  name_asked: {value: never, checked: 2026-03-01}\n  pseudonym_ok: {value: yes, checked: 2026-05-02}\n' \
        >s/content/services/van.yaml
    output=$(env -i PATH="$PATH" SOURCE_DATE_EPOCH=1795950000 ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" status -C s)
    [ "$(row van)" = "2026-05-02 211" ] || { echo "$output"; false; }
}

@test "where headings have no names, the place of a changed piece is told without that of its translation" {
    translated_site
    printf '\n## Another\n\nNew words.\n\n## Named {#named}\n\nMore words.\n' >>s/content/en/guides/alpha.md
    pamphlet status -C s --page alpha
    [ "$status" = 0 ]
    [[ "$output" == *"+ New words."* && "$output" == *"+ More words."* ]] || { echo "$output"; false; }
    [[ "$output" != *'content/fi/guides/alpha.md:0'* ]]
}

@test "many languages with long tags have their columns" {
    small_site s
    for l in zh-cmn-Hans-CN de-CH-1996 sl-rozaj-biske ca-valencia sr-Latn-RS az-Arab-IR es-419 pt-BR; do
        sed -i "s/^  en: .*/&\n  $l: {name: $l, fallback: en}/" s/site.yaml
    done
    pamphlet status -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    [[ "$output" == *" zh-cmn-Hans-CN"* ]] || { echo "$output"; false; }
    [ "$(printf '%s\n' "$output" | awk '{ if (length($0) > 80) n++ } END { print n + 0 }')" = 0 ]
}
