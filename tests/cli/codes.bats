#!/usr/bin/env bats
# Codes on pages: a page with a `card` has the words as a code, and its address on the onion.

load helper

ONION=http://pamphletsampletonmadeupaddressexampleexampleexampleexamd.onion

carded() { # a site whose guide alpha has a card and whose onion has an address
    small_site s
    sed -i "s|^addresses: .*|addresses: {onion: \"$ONION\"}|" s/site.yaml
    sed -i '3a card: "Not waking? Call for help. Breathe for them: 1 every 5 s. Älä jätä yksin."' s/content/en/guides/alpha.md
}

build() {
    pamphlet build -C s "$@"
    [ "$status" = 0 ] || { echo "$err"; return 1; }
}

pictures() { # PAGE: the addresses of its codes
    sed -n 's/^<img src="\([^"]*\)" alt="QR code: .*/\1/p' "$1"
}

@test "a page with a card has two codes, which are read back as its words and its address" {
    carded
    build -p onion
    mapfile -t codes < <(pictures s/dist/onion/en/guides/alpha.html)
    [ "${#codes[@]}" = 2 ]
    cd s/dist/onion/en/guides
    run zbarimg --nodbus -q --raw "${codes[0]}"
    [ "$output" = "Not waking? Call for help. Breathe for them: 1 every 5 s. Älä jätä yksin." ]
    run zbarimg --nodbus -q --raw "${codes[1]}"
    [ "$output" = "$(tr a-z A-Z <<<"$ONION")/en/guides/alpha.html" ]
}

@test "a page without a card has none, nor has one that was withdrawn" {
    carded
    sed -i 's/^title: alpha/&\nstatus: withdrawn\nwithdrawn_because: It was wrong./' s/content/en/guides/alpha.md
    build -p onion
    [ -z "$(pictures s/dist/onion/en/guides/beta.html)" ]
    [ -z "$(pictures s/dist/onion/en/guides/alpha.html)" ]
}

@test "without an onion address only the words have a code" {
    carded
    sed -i '/^addresses:/d' s/site.yaml
    build -p onion
    [ "$(pictures s/dist/onion/en/guides/alpha.html | wc -l)" = 1 ]
    [ "$(ls s/dist/onion/images | wc -l)" = 1 ]
}

@test "::: contact has the onion's own address as a code" {
    carded
    printf '\n::: contact\n:::\n' >>s/content/en/index.md
    build -p clearnet
    run zbarimg --nodbus -q --raw "s/dist/clearnet/en/$(pictures s/dist/clearnet/en/index.html)"
    [ "$output" = "$(tr a-z A-Z <<<"$ONION")/" ]
}

@test "a discreet site's code leads to the neutral address of the page" {
    carded
    printf 'discreet: true\n' >>s/site.yaml
    build -p onion
    page=$(grep -rl 'alt="QR code: Not waking' s/dist/onion/en)
    run zbarimg --nodbus -q --raw "s/dist/onion/en/$(pictures "$page" | tail -1)"
    [ "$output" = "$(tr a-z A-Z <<<"$ONION")/en/$(basename "$page")" ]
    [[ $output =~ /en/[0-9]+\.html$ ]]
}

@test "the same codes are in the manifest of every profile, in START.html and in the book" {
    carded
    build
    for code in $(pictures s/dist/onion/en/guides/alpha.html); do
        file=${code##*/}
        sum=$(sha256sum "s/dist/onion/images/$file" | cut -c1-64)
        [ "${sum:0:12}.png" = "$file" ]
        grep -q "^$sum [0-9]* images/$file$" s/dist/onion/MANIFEST.txt
        grep -q "^$sum [0-9]* images/$file$" s/dist/clearnet/MANIFEST.txt
        grep -q "^$sum [0-9]* site/images/$file$" s/dist/usb/MANIFEST.txt
        grep -q "data:image/png;base64,$(base64 -w0 "s/dist/onion/images/$file")\"" s/dist/usb/START.html
        unzip -p s/dist/usb/pack-en.epub "book/*.png" | grep -qaF "$(tail -c 60 "s/dist/onion/images/$file" | head -c 20 | tr -d '\0\n')"
    done
}

@test "the onion's address of a page is joined with one slash" {
    carded
    sed -i 's|^addresses: .*|addresses: {onion: "'$ONION'", clearnet: "https://pamphlet.example/"}|' s/site.yaml
    build -p clearnet
    grep -q "http-equiv=\"onion-location\" content=\"$ONION/en/guides/alpha.html\"" s/dist/clearnet/en/guides/alpha.html
}

@test "a card that is too long is an error at the line of the field, by how many bytes" {
    carded
    sed -i "s/^card: .*/card: $(printf '%0312d' 0)/" s/content/en/guides/alpha.md
    pamphlet build -C s
    fails_with 1 "content/en/guides/alpha.md:4:7: error: the card is 312 bytes long, 12 more than the 300 that fit into its code [content/card-long]"
    sed -i "s/^card: .*/card: >\n  $(printf '%0312d' 0)/" s/content/en/guides/alpha.md
    pamphlet check -C s
    fails_with 1 "content/en/guides/alpha.md:4:"
}

@test "an onion address that fits into no code is an error at its line" {
    carded
    sed -i "s|^addresses: .*|addresses: {onion: \"$ONION/$(printf '%0200d' 0)\"}|" s/site.yaml
    pamphlet build -C s
    fails_with 1 "the address is 270 bytes long, 70 more than the 200 that fit into a code [config/onion-address]"
}

@test "front pages and other pages with a card have codes, too" {
    carded
    sed -i '2a card: "Welcome: nobody knows you are here."' s/content/en/index.md
    printf -- '---\ntitle: More\ncard: "More: ask us."\n---\nText. [home](index.md)\n' >s/content/en/more.md
    build -p onion
    for page in index more; do [ "$(pictures s/dist/onion/en/$page.html | wc -l)" = 2 ]; done
}

@test "a theme that shows no codes has none in its packs" {
    carded
    rm s/themes/plain/partials/codes.html
    sed -i '/codes.html/d' s/themes/plain/layouts/*.html
    sed -i '/onion_code/,/end -%/d' s/themes/plain/partials/components/contact.html
    build -p onion
    [ ! -e s/dist/onion/images ]
}

@test "a theme that asks a code for what it has not is told" {
    carded
    sed -i 's/args.code.side/args.code.size/' s/themes/plain/partials/code.html
    pamphlet build -C s -p onion
    fails_with 1 "a code has no field 'size', did you mean 'side'?"
}

@test "a card on several lines keeps them in its code, and has a description of one line" {
    small_site s
    sed -i '3a card: |\n  Call 112.\n  Breathe for them.' s/content/en/guides/alpha.md
    build
    grep -qF 'alt="QR code: Call 112. Breathe for them."' s/dist/onion/en/guides/alpha.html
    cd s/dist/onion/en/guides
    run zbarimg --nodbus -q --raw "$(pictures alpha.html)"
    [ "$output" = $'Call 112.\nBreathe for them.' ]
}
