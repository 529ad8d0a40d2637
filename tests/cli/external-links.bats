#!/usr/bin/env bats
# external_links: marked, text or forbidden, for all profiles or for each: in texts, in sources and on services.

load helper

# Addresses in a text, in the bibliography and in a service.
site_with_links() {
    small_site s
    sed -i 's|^reviewed: 2026-10-01|&\nsources: [who]|' s/content/en/guides/alpha.md
    printf 'who: {title: Report, url: "https://who.example/report", year: 2023}\n' >s/content/sources.yaml
    cat >>s/content/services/van.yaml <<'YAML'
channels:
  - {type: phone, address: "+358 9 123 4567"}
  - {type: web-chat, address: "https://van.example/help"}
YAML
}
in_text() {
    printf 'Read [the report](https://report.example/a?b=1), <https://auto.example/> or [write](mailto:a@mail.example).\n' \
        >>s/content/en/guides/alpha.md
}
ways_out() { # addresses that can be clicked
    grep -rhoE 'href="(https?|mailto|tel):[^"]*"' "s/dist/$1" --include=*.html | sort -u
}

@test "marked: every way out is a link with its marks" {
    site_with_links
    in_text
    pamphlet build -C s
    [ "$status" = 0 ]
    for url in https://report.example/a?b=1 https://auto.example/ mailto:a@mail.example https://who.example/report \
        https://van.example/help 'tel:+35891234567' tel:112; do
        ways_out onion | grep -qF "href=\"$url\"" || { echo "no $url"; false; }
    done
    [ -z "$(grep -rhoE '<a [^>]*href="(https?|mailto|tel):[^>]*>' s/dist --include=*.html |
        grep -F -v -e 'rel="noreferrer noopener nofollow"')" ]
    [ -z "$(grep -rhoE '<a [^>]*href="(https?|mailto|tel):[^>]*>' s/dist --include=*.html | grep -vE 'class="([a-z]+ )*external')" ]
}

@test "text: nothing leads out, and every address can be read" {
    site_with_links
    in_text
    echo 'external_links: text' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    for profile in onion clearnet usb; do
        [ -z "$(ways_out $profile)" ] || { ways_out $profile; false; }
    done
    guide=s/dist/onion/en/guides/alpha.html
    grep -qF 'https://report.example/a?b=1' $guide
    grep -qF 'https://auto.example/' $guide
    grep -qF 'a@mail.example' $guide
    grep -qF 'https://who.example/report' $guide
    grep -qF 'https://who.example/report' s/dist/onion/en/sources.html
    grep -qF '+358 9 123 4567' s/dist/onion/en/services/van.html
    grep -qF 'https://van.example/help' s/dist/onion/en/services/van.html
    grep -qF 'Call 112' $guide
}

@test "forbidden: an address in a text is an error at its place" {
    site_with_links
    in_text
    echo 'external_links: forbidden' >>s/site.yaml
    pamphlet build -C s
    fails_with 1 "content/en/guides/alpha.md:11:6: error: profile 'onion' allows no links to other sites"
    fails_with 1 "[link/external]"
    [ "$(printf '%s\n' "$err" | grep -c "profile 'onion' allows")" = 3 ]
    [ ! -e s/dist/onion ]
}

@test "forbidden: sources and services keep their addresses as text" {
    site_with_links
    echo 'external_links: forbidden' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ -z "$(ways_out onion)" ]
    grep -qF 'https://who.example/report' s/dist/onion/en/sources.html
}

@test "each profile has its own word" {
    site_with_links
    in_text
    echo 'external_links: {onion: text, clearnet: marked, usb: text}' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -z "$(ways_out onion)$(ways_out usb)" ]
    [ "$(ways_out clearnet | wc -l)" = 7 ]
    echo x >>s/content/en/index.md
    sed -i 's/^external_links: .*/external_links: {onion: forbidden}/' s/site.yaml
    pamphlet build -C s
    fails_with 1 "profile 'onion' allows no links"
    [[ "$err" != *"profile 'clearnet'"* ]]
}

@test "an unknown word or profile is an error with the nearest one" {
    site_with_links
    echo 'external_links: texts' >>s/site.yaml
    pamphlet build -C s
    fails_with 1 "did you mean 'text'?"
    sed -i 's/^external_links: .*/external_links: {onoin: text}/' s/site.yaml
    pamphlet build -C s
    fails_with 1 "did you mean 'onion'?"
}

@test "an address that pages do not take is refused where it was written, whatever prints it" {
    site_with_links
    printf '\n[a](<https://a.example/100%%>)\n[b](<mailto:a!b@c.example>)\n[c](<https://a.example:000080/>)\n' \
        >>s/content/en/guides/alpha.md
    printf 'who: {title: Report, url: "https://who.example/?a[]=1", year: 2023}\nlong: {title: Long, url: "https://who.example/Lääke"}\n' \
        >s/content/sources.yaml
    sed -i 's|https://van.example/help|https://van.example/50%|' s/content/services/van.yaml
    pamphlet build -C s
    fails_with 1 "content/en/guides/alpha.md:"
    for want in "'https://a.example/100%' has a '%' without two digits of its code behind it: write %25" \
        "'mailto:a!b@c.example' is no mail address" "'https://a.example:000080/' does not name a server" \
        "sources.yaml:1:28: error: 'https://who.example/?a[]=1' has '[', which no address holds as it is: write %5B" \
        "sources.yaml:2:27: error: 'https://who.example/Lääke' has 'ä', which no address holds as it is: write %C3%A4" \
        "van.yaml:6:32: error: 'https://van.example/50%' has a '%' without"; do
        fails_with 1 "$want"
    done
    [[ $err != *dist/* && $err != *built-in* && $err != *themes/* ]]
}
