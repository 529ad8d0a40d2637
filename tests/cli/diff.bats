#!/usr/bin/env bats
# diff: what a reader would notice, and which files differ.

load helper

two_packs() {
    small_site s
    pamphlet build -q -C s -p onion
    cp -R s/dist/onion old
    sed -i 's/serial: 3/serial: 4/' s/site.yaml
    sed -i 's/^title: beta/title: beta\nstatus: withdrawn\nwithdrawn_because: The dose was wrong./' s/content/en/guides/beta.md
    sed -i 's/Text\./Another text, and a new end./; s/What it is/What that is/' s/content/en/guides/alpha.md
    sed 's/title: alpha/title: Gamma/; s/alpha-street/g-street/' s/content/en/guides/alpha.md >s/content/en/guides/gamma.md
    rm s/content/services/van.yaml
    pamphlet build -q -C s -p onion
    [ "$status" = 0 ]
}

@test "withdrawals first, then new, changed with passages, gone" {
    two_packs
    pamphlet diff s/dist/small-3-onion.zip s/dist/small-4-onion.zip
    [ "$status" = 0 ]
    [ -z "$err" ]
    [ "$(printf '%s\n' "$output" | sed -n 1,2p)" = "Withdrawn: do not rely on these pages any more
- beta (en/guides/beta.html): The dose was wrong." ]
    [[ "$output" == *"new      Gamma (en/guides/gamma.html)"* ]]
    [[ "$output" == *"changed  alpha (en/guides/alpha.html)
    - ## What it is
    - Text.
    + ## What that is
    + Another text, and a new end."* ]]
    [[ "$output" == *"gone     Van (en/services/van.html)"* ]]
}

@test "a folder and a ZIP compare alike; a pack and itself differ in nothing" {
    two_packs
    pamphlet diff old s/dist/onion
    folders=$output
    pamphlet diff s/dist/small-3-onion.zip s/dist/onion
    [ "$folders" = "$output" ]
    pamphlet diff s/dist/small-4-onion.zip s/dist/onion --bytes
    [ "$status" = 0 ]
    [ -z "$output" ]
}

@test "--bytes lists every file that differs" {
    two_packs
    pamphlet diff --bytes s/dist/small-3-onion.zip s/dist/small-4-onion.zip
    [[ "$output" == *"changed  MANIFEST.txt: "* ]]
    [[ "$output" == *"new      en/guides/gamma.html: "* ]]
    [[ "$output" == *"gone     en/services/van.html: "* ]]
}

@test "a stranger's bytes are never printed raw" {
    mkdir -p a b
    echo '<main><h1>x</h1></main>' >a/p.html
    printf '<main><h1>x</h1><p>\x1b[31mred \xe2\x80\xae</p></main>' >b/p.html
    printf '<main><h1>\xe2\x80\xaetitle</h1></main>' >b/q.html
    pamphlet diff a b
    [ "$status" = 0 ]
    never grep -q $'\x1b' <<<"$output"
    never grep -q $'\xe2\x80\xae' <<<"$output"
    pamphlet diff a nowhere
    fails_with 1 "there is no such file"
}

@test "of many passages the first forty are shown, long ones in part and whole in their letters" {
    mkdir -p a b
    for folder in a b; do
        {
            echo '<main><h1>x</h1>'
            for i in $(seq 1 60); do echo "<p>$folder $i</p>"; done
            echo '</main>'
        } >$folder/many.html
        # each letter is two bytes: one of two texts is cut within one
        for lead in '' x; do
            printf '<main><h1>y</h1><p>%s%s %s</p></main>' "$lead" "$(printf '\303\244%.0s' {1..200})" "$folder $(printf '\303\266%.0s' {1..200})" >$folder/long$lead.html
        done
    done
    pamphlet diff a b
    [ "$status" = 0 ]
    [[ "$output" == *"… and "*" more"* ]] || { echo "$output"; false; }
    [ "$(printf '%s\n' "$output" | grep -c '^    [-+] [ab] ')" -le 40 ]
    [ "$(printf '%s\n' "$output" | grep -c '^    [-+] … .* …$')" = 4 ] || { echo "$output"; false; }
    printf '%s' "$output" | iconv -f UTF-8 -t UTF-8 >/dev/null
}
