#!/usr/bin/env bats
# What the handbook calls optional can be left out: no message may point into the theme.
load helper

@test "a release without a date is built" {
    small_site s
    sed -i 's/^release:.*/release: {pack: small, serial: 3}/' s/site.yaml
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "a risk without label and symbol is shown by its id" {
    small_site s
    sed -i 's/^  - {id: dangerous.*/  - {id: dangerous}/' s/site.yaml
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q dangerous s/dist/onion/en/interactions.html
}

@test "the quick exit may be a first page that another language has not" {
    small_site s
    sed -i 's/^  en: .*/  en: {name: English}\n  fi: {name: Suomi, fallback: en}/; $a quick_exit: index.md' s/site.yaml
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
}

@test "a theme that extends another has its settings, too, and its own before them" {
    small_site s
    mkdir -p s/themes/mine
    echo 'extends: plain' >s/themes/mine/theme.yaml
    sed -i 's/^theme:.*/theme: mine/' s/site.yaml
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'topics/overdose.html' s/dist/onion/en/index.html
    printf 'extends: plain\nsettings: {overdose: topics/none}\n' >s/themes/mine/theme.yaml
    mkdir -p s/themes/mine/partials
    printf '{{ site.settings.overdose }} {{ site.settings.chart_max }}' >s/themes/mine/partials/foot.html
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'topics/none 60' s/dist/onion/en/index.html
}

@test "a theme that extends another has its words, too, and its own before them" {
    small_site s
    mkdir -p s/themes/mine/i18n
    echo 'extends: plain' >s/themes/mine/theme.yaml
    echo 'skip: Straight to the text' >s/themes/mine/i18n/en.yaml
    sed -i 's/^theme:.*/theme: mine/' s/site.yaml
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'Straight to the text' s/dist/onion/en/index.html
    rm s/themes/mine/i18n/en.yaml
    cp s/dist/onion/en/index.html with.html
    pamphlet build -C s -p onion
    diff <(sed 's/Straight to the text/Skip to the text/' with.html) s/dist/onion/en/index.html
}

@test "the page of the red bar begins with its card, and what is wrong with a page comes before its summary" {
    small_site s
    mkdir -p s/content/en/topics
    printf -- "---\ntitle: Overdose\nsummary: How to help.\nreviewed: 2020-01-01\nreview_by: 2020-02-01\ncard: Call, then breathe.\n---\n\nText.\n" >s/content/en/topics/overdose.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    page=$(tr -d "\n" <s/dist/onion/en/topics/overdose.html)
    [[ "$page" =~ class=.banner.*Call,\ then\ breathe.*How\ to\ help.*\<p\>Text ]]
}

@test "an option before the verb is told where it belongs" {
    pamphlet -C s build
    fails_with 2 "options stand behind the verb"
}
