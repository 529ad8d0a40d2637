#!/usr/bin/env bats
# What a theme of somebody's own can ask for and the one that comes with pamphlet does not: each value, on a page.
load helper

# gives TEMPLATE WANTED: the topic's page is made by the template and holds WANTED; one build for all of them.
asked=0
gives() {
    asked=$((asked + 1))
    printf '<p>%s: %s</p>\n' "$asked" "$1" >>body
    printf '<p>%s: %s</p>\n' "$asked" "$2" >>want
}

own_theme() {
    small_site s
    cat >>s/site.yaml <<'YAML'
areas: {town: {en: Town}}
YAML
    sed -i 's/  en: {name: English, dir: ltr}/  en: {name: English, dir: ltr}\n  ar: {name: Arabic, dir: rtl, fallback: en}/' s/site.yaml
    printf 'opioid: {name: {en: Opioids}}\n' >s/content/classes.yaml
    sed -i 's/^reviewed: .*/&\nclasses: [opioid]\nstatus: withdrawn\nwithdrawn_because: It was wrong.\nsafety_correction: Half of it.\nsources: [{title: Book, year: 2020}]/' s/content/en/guides/beta.md
    cat >s/content/services/van.yaml <<'YAML'
name: Van
kinds: [naloxone]
area: town
example: true
schedules: [{hours: 'Mo 10:00-12:00 "ring"; Tu off'}]
channels:
  - {type: onion-site, address: 'http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion/', tor: works-safest, server_logs: short, account: nickname, caller_id: hidden-accepted, since: 2026-02-03}
YAML
}

finish() {
    { echo '{% extends "base.html" %}{% block main %}' && cat body && echo '{% endblock %}'; } >s/themes/plain/layouts/topic.html
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    grep -E '^<p>[0-9]+: ' s/dist/onion/en/topics/overdose.html >got
    diff want got
}

@test "of the site, the page and its languages" {
    own_theme
    gives '{{ site.plain_title }}' 'Notes'
    gives '{{ site.default_language.tag }}' 'en'
    gives '{{ page.dir }} {{ page.folder }}' 'ltr en/topics/'
    gives '{{ page.words > 2 and "many" or "few" }}' 'many'
    gives '{% for _, x in page.translations do %}{{ x.dir }} {% end %}' 'ltr rtl '
    finish
}

@test "of another page: what was wrong, what was mended, its sources" {
    own_theme
    sed -i 's/^aliases: .*/&\ndoses: [{route: oral, unit: mg, light: 40-75, common: 75-125}]/' s/content/en/guides/alpha.md
    gives '{% for _, l in find("guides/alpha").doses[1].levels do %}{{ l.name }} {{ l.amount }}; {% end %}' 'light 40-75; common 75-125; '
    gives '{{ find("guides/beta").withdrawn_because }}' 'It was wrong.'
    gives '{{ find("guides/beta").safety_correction }}' 'Half of it.'
    gives '{% for _, x in find("guides/beta").sources do %}{{ x.title }} {{ x.source.year }}{% end %}' 'Book 2020'
    gives '{% for _, x in find("guides/alpha").interactions do %}{{ x.other.name }} {{ x.page.key }} {{ x.risk.id }}{% end %}' 'beta guides/beta dangerous'
    gives '{% for _, x in site.substances do %}{{ x.id }} {{ x.page and x.page.key or "-" }} {{ x.class and x.class.id or "-" }}; {% end %}' 'alpha guides/alpha -; beta guides/beta -; '
    finish
}

@test "of a service: its days, and what a channel tells" {
    own_theme
    gives '{% local d = site.services[1].schedules[1].days %}{{ d[1].id }} {{ d[1].given and "given" or "-" }} {{ d[1].closed and "closed" or "open" }} {{ d[1].comment }} {{ #d[1].spans }}' '1 given open ring 1'
    gives '{% local d = site.services[1].schedules[1].days %}{{ d[2].closed and "closed" or "open" }} {{ d[3].given and "given" or "-" }}' 'closed -'
    gives '{% local c = site.services[1].channels[1] %}{{ c.tor.value }} {{ c.server_logs.value }} {{ c.account.value }} {{ c.caller_id.value }}' 'works-safest short nickname hidden-accepted'
    gives '{% local d = site.services[1].channels[1].since %}{{ d.year }} {{ d.month }} {{ d.day }} {{ d.iso }} {{ d.days }}' '2026 2 3 2026-02-03 20487'
    gives '{% for _, s in ipairs(site.services) do %}{{ s.id }} {{ s.listed and "listed" or "-" }} {{ s.status }};{% end %}' 'van listed active;'
    gives '{% local n = site.services[1].name %}{{ n.plain }} {{ n.lang.tag }} {{ text(n) }} {{ plain(n) }} {{ text(nil) == nil and plain(nil) == nil and "nil" or "-" }}' 'Van en Van Van nil'
    finish
}

@test "a break leaves its loop, out of an if, too; a setting that is not there is told the nearest" {
    own_theme
    gives '{% for i = 1, 9 do %}{% if i > 3 then %}{% break %}{% else %}{{ i }} {% end %}{% end %}' '1 2 3 '
    gives '{% for _, x in { "a", "b" } do %}{{ x }}{% break %}{% end %}' 'a'
    finish
    for wrong in \
        "{% break %}|'break' leaves a 'for' of the same block: there is none here" \
        "{% if true then %}{% break %}{% end %}|'break' leaves a 'for' of the same block: there is none here" \
        "{{ table.insert({}, 1, 2, 3) }}|write table.insert(list, value) or table.insert(list, place, value)" \
        "{{ site.settings.overdos }}|did you mean 'overdose'?"; do
        printf '{%% extends "base.html" %%}{%% block main %%}%s{%% endblock %%}' "${wrong%%|*}" >s/themes/plain/layouts/topic.html
        pamphlet check -C s
        fails_with 1 "${wrong#*|}"
        [[ "$err" == *"themes/plain/layouts/topic.html:1"* ]] || { echo "$err"; false; }
    done
}

@test "a theme that is no UTF-8 is told where, one that extends itself over others that it does not end" {
    small_site s
    printf '<p>\377</p>' >s/themes/plain/layouts/topic.html
    pamphlet check -C s
    fails_with 1 "themes/plain/layouts/topic.html:1:4: error: this is not UTF-8 text; save the file as UTF-8 [theme/not-utf8]"
    rm -r s/themes/plain
    sed -i 's/^theme: .*/theme: one/' s/site.yaml
    mkdir -p s/themes/one s/themes/two
    echo 'extends: two' >s/themes/one/theme.yaml
    echo 'extends: one' >s/themes/two/theme.yaml
    pamphlet check -C s
    fails_with 1 "site.yaml: error: the theme extends more than 3 others, or itself [theme/extends-depth]"
}

@test "a theme of its own that begins with the page in themes.md passes the audit" {
    small_site s
    sed -i 's/^theme:.*/theme: own/; s/^profiles:.*/profiles: [onion, clearnet, usb]/
        s|^addresses:.*|addresses: {onion: "http://pamphletsampletonmadeupaddressexampleexampleexampleexamd.onion/"}|' s/site.yaml
    rm -rf s/themes
    mkdir -p s/themes/own/layouts s/themes/own/assets s/themes/own/partials/components
    echo 'name: own' >s/themes/own/theme.yaml
    sed -n '/^    <!DOCTYPE html>/,/^    <\/html>/s/^    //p' "$TOP/doc/themes.md" >s/themes/own/layouts/page.html
    pamphlet qr icon -o s/themes/own/assets/icon.png
    cp s/themes/own/assets/icon.png s/themes/own/assets/door.png
    echo 'body { font-family: "Segoe UI", Roboto, sans-serif; background: url("door.png") }' >s/themes/own/assets/style.css
    for name in doses interactions services card contact toc; do echo '<p>More.</p>' >s/themes/own/partials/components/$name.html; done
    while pamphlet build -C s && false || [[ "$err" =~ has\ no\ \'layouts/([a-z-]+)\.html ]]; do
        echo '{% extends "page.html" %}' >"s/themes/own/layouts/${BASH_REMATCH[1]}.html"
    done
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'Text' s/dist/onion/en/guides/alpha.html
}
