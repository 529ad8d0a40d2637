#!/usr/bin/env bats
# Kiwix: the onion folder goes through zimwriterfs by the one command of the handbook, and zimcheck finds nothing.

load helper

command_of_handbook() {
    sed -n 's/^    //; /^zimwriterfs /,/[^\\]$/p' "$TOP/doc/handbook/outreach.md"
}

zim() { # builds s and makes notes.zim of it
    pamphlet build -C s -p onion -o dist
    [ "$status" = 0 ]
    command_of_handbook >make-zim
    bash -eu make-zim >zim.log 2>&1 || { cat zim.log; return 1; }
}

rich_site() { # two languages, codes, a picture, a static file
    small_site s
    sed -i 's/^  en: .*/&\n  ar: {name: العربية, dir: rtl, fallback: en}/' s/site.yaml
    sed -i 's|^addresses: .*|addresses: {onion: "http://pamphletsampletonmadeupaddressexampleexampleexampleexamd.onion"}|' s/site.yaml
    sed -i '3a card: "Not waking? Call for help."' s/content/en/guides/alpha.md
    mkdir -p s/content/ar s/content/static s/content/images
    printf -- '---\ntitle: مرحبا\n---\nاقرأ [هذا](guides/alpha.md). [Away](https://example.org/)\n' >s/content/ar/index.md
    printf 'http://x.onion/\n' >s/content/static/mirrors.txt
    printf 'P6 8 8 255 %192s' '' | cjpeg >s/content/images/photo.jpg
    printf '\n![A photo](../images/photo.jpg) [Mirrors](../static/mirrors.txt)\n' >>s/content/en/index.md
}

@test "zimcheck finds nothing in what the handbook's command makes" {
    rich_site
    zim
    zimcheck -A notes.zim >check.log || { cat check.log; false; }
    grep -q 'Overall Test Status: Pass' check.log
    run grep -E 'ERROR|WARNING' check.log
    [ -z "$output" ]
}

@test "the file has every page and picture of the pack, and its front page" {
    rich_site
    zim
    zimdump list notes.zim >list
    (cd dist/onion && find . -name '*.html' -o -name '*.png' -o -name '*.jpg' -o -name '*.css') | sed 's|^\./||' | while read -r file; do
        grep -qxF "$file" list || { echo "lacks $file"; exit 1; }
    done
    zimdump show --url=en/guides/alpha.html notes.zim | cmp - dist/onion/en/guides/alpha.html
    zimdump info notes.zim | grep -q 'main page: .*index.html'
}

@test "the theme's icon is of the size that Kiwix shows" {
    # IHDR: 48 by 48
    [ "$(head -c 24 "$TOP/themes/plain/assets/icon.png" | tail -c 8 | od -An -tx1 | tr -d ' \n')" = 0000003000000030 ]
}
