#!/usr/bin/env bats
# Names of files and folders that a stranger chose: what a terminal would obey, what no file system holds twice, what
# would stand in the place of something else. tests/cli/hostile_zips.bats has the names inside a pack.
load helper

NASTY=$'e\e[2J\n\x9b\xff\xe2\x80\xae'

# clean CODE VERB…: the exit code, and nothing in what is said that a terminal obeys.
clean() {
    local code=$1
    shift
    pamphlet "$@"
    [ "$status" = "$code" ] || { echo "$1: exit code $status, wanted $code: $output $err"; return 1; }
    ! printf '%s\n%s' "$output" "$err" | LC_ALL=C grep -aq $'[\x01-\x09\x0b-\x1f\x7f]\|\x9b\|\xff\|\xe2\x80\xae' || { printf '%s: %q %q\n' "$1" "$output" "$err"; return 1; }
}

small_pack() { # notes-7-onion.zip with its signature
    TOOLS=$TOP/build/${MODE:-release}/tools
    pamphlet keygen -q -W
    "$TOOLS/packtool" pamphlet.key notes onion 7 notes-7-onion.zip a.txt=hi en/b.txt=x
}

@test "no verb sends a terminal what is in a file's name" {
    small_pack
    cp "$TOP/themes/plain/assets/icon.png" "$NASTY.png"
    cp notes-7-onion.zip "$NASTY.zip"
    cp notes-7-onion.zip.minisig "$NASTY.zip.minisig"
    echo '# A <b>' >"$NASTY.md"
    clean 0 scrub "$NASTY.png"
    clean 1 verify "$NASTY.zip" --state "$NASTY" -p "$NASTY"
    clean 0 verify "$NASTY.zip" --state "$NASTY"
    clean 0 install notes-7-onion.zip "www$NASTY" --state st
    clean 0 install notes-7-onion.zip "www$NASTY" --state st
    clean 0 verify "www$NASTY"
    clean 1 install --rollback "www$NASTY"
    mkdir "stick$NASTY"
    clean 0 install --usb notes-7-onion.zip "stick$NASTY" --state st
    clean 1 install --usb notes-7-onion.zip "stick$NASTY" "$NASTY.png" --state st
    clean 0 audit "$NASTY.zip"
    clean 1 render "$NASTY.md"
    clean 0 sign "$NASTY.zip"
    clean 0 diff "$NASTY.zip" "www$NASTY"
    clean 0 qr hello -o "$NASTY.qr.png"
    clean 0 keygen -W -s "$NASTY.key" -p "$NASTY.pub"
    clean 2 new site "$NASTY"
    clean 2 "$NASTY"
    clean 2 build "--$NASTY"
    clean 2 build "$NASTY"
}

@test "a site in a folder of such a name is built, released and told of" {
    pamphlet new site site
    mv site "s$NASTY"
    clean 0 new guide tea -C "s$NASTY"
    clean 0 build -C "s$NASTY" -p onion
    clean 0 build -C "s$NASTY" -p onion -o "out$NASTY"
    clean 0 status -C "s$NASTY"
    pamphlet keygen -q -W
    clean 0 release -C "s$NASTY" -s pamphlet.key --allow drafts
}

@test "install takes no empty name, and leaves nothing" {
    small_pack
    pamphlet install notes-7-onion.zip "" --state st
    fails_with 2 "an empty one names none"
    pamphlet install "" www --state st
    fails_with 2 "an empty one names none"
    [ ! -e .incoming ]
    [ ! -e st ]
    [ ! -e www ]
}

@test "install replaces neither the folder it stands in nor one above, nor what is no folder" {
    small_pack
    for folder in . .. / ./. www/..; do
        mkdir -p www
        pamphlet install notes-7-onion.zip "$folder" --state st
        fails_with 1 "[publish/not-ours]"
        [ ! -e st ]
        [ ! -e www.incoming ]
        [ -z "$(ls -A www)" ]
    done
    for file in notes-7-onion.zip /dev/null; do
        pamphlet install notes-7-onion.zip "$file" --state st
        fails_with 1 "[publish/not-a-folder]"
    done
    ln -s www link
    pamphlet install notes-7-onion.zip link --state st
    [ "$status" = 1 ]
    [ -z "$(ls -A www)" ]
    [ -L link ]
}

@test "a link where install puts what comes in or keeps what was leads nowhere" {
    small_pack
    for place in www.incoming www.previous; do
        rm -rf www www.* st
        mkdir -p victim
        echo mine >victim/notes
        ln -s victim "$place"
        pamphlet install notes-7-onion.zip www --state st
        [ "$(ls -A victim)" = notes ]
        [ "$(cat victim/notes)" = mine ]
    done
}

@test "a folder's name that is too long with its ending is the system's refusal, in one sentence" {
    small_pack
    long=$(printf 'x%.0s' {1..250})
    pamphlet install notes-7-onion.zip "$long" --state st
    fails_with 3 "File name too long"
    [ "$(printf '%s\n' "$err" | grep -c 'error:')" = 1 ]
    [ -z "$(ls -d x* 2>/dev/null)" ]
}

# refused FILE TEXT…: one more page makes a site that does not build, and its own file is named.
refused() {
    local file=$1
    shift
    mkdir -p "$(dirname "s/$file")"
    printf -- '---\ntitle: T\nsummary: S.\nreviewed: 2026-10-01\n---\nText.\n' >"s/$file"
    for text; do
        clean 1 build -C s -o out
        case $err in *"$text"*) ;; *) echo "nothing about '$text': $err"; return 1 ;; esac
    done
    [ -z "$(ls out 2>/dev/null)" ]
    rm -r "s/$file"
}

@test "names of pages that cannot be names of files everywhere are refused where they stand" {
    small_site s
    for name in CON com1.x 'aux' 'a b' ' a' 'a ' 'a.' 'a:b' 'a*b' 'a%2e' "a'b" 'a"b' 'a<b' 'a\b' $'a\nb' "$NASTY" Alpha ALPHA \
        $'\xc3\xa9' $'e\xcc\x81' $'\xe2\x84\xaa' $'com\xc2\xb9' "$(printf 'x%.0s' {1..230})"; do
        refused "content/en/topics/$name.md" "content/en/topics/" "[site/file-name]"
    done
}

@test "a name that is tried can be one" {
    small_site s
    refused "content/en/topics/a..md" "try 'topics/a-.md'"
    refused $'content/en/topics/\xd0\xa7\xd0\xb0\xd0\xb9.md' "'_' and '.' [site/file-name]"
}

@test "a service's name is refused where it stands, too" {
    small_site s
    for name in Van 'a b' con $'v\xd0\xb0n'; do
        printf 'name: V\nexample: yes\n' >"s/content/services/$name.yaml"
        pamphlet build -C s -q -p onion -o out
        [ "$status" = 1 ]
        [[ "$err" == *"content/services/"*": error: "*"[site/file-name]"* ]] || { echo "$name: $err"; false; }
        [[ "$err" != *"[audit/"* ]]
        rm "s/content/services/$name.yaml"
    done
    printf 'name: V\n' >s/content/services/Van.yaml
    pamphlet check -C s
    grep -qF "content/services/Van.yaml: error: has a name that not every system can hold; names are small letters a to z, digits, '-', '_' and '.': try 'services/van.yaml' [site/file-name]" <<<"$err"
}

@test "a page's name is not too long by itself, but where it will stand" {
    small_site s
    name=$(printf 'x%.0s' {1..82})
    refused "content/en/guides/$name.md" "content/en/guides/$name.md: error: has a name that is too long: it would become the file site/en/guides/$name.html, 102 characters with its folders, and there is room for 100"
    cp s/content/services/van.yaml "s/content/services/$name.yaml"
    clean 1 check -C s
    fails_with 1 "content/services/$name.yaml: error: has a name that is too long"
}

@test "a page at the place of a list of services is told who makes that" {
    small_site s
    sed -i 's/^area: .*//; $aarea: harbour' s/content/services/van.yaml
    sed -i '$aareas: {harbour: {en: Harbour}}' s/site.yaml
    mkdir -p s/content/en/services
    refused content/en/services/area-harbour.md "content/en/services/area-harbour.md: error: would become the page en/services/area-harbour.html, which pamphlet itself already makes [site/same-url]"
    refused content/en/services/van.md "content/en/services/van.md: error: would become the page en/services/van.html, which content/services/van.yaml already makes [site/same-url]"
}

@test "a folder of the name of a page's file is refused, not found out while writing" {
    small_site s
    refused content/en/guides/alpha.html/more.md "content/en/guides/alpha.html/more.md: error: would become the file en/guides/alpha.html/more.html, but en/guides/alpha.html is a file, which content/en/guides/alpha.md makes [site/same-url]"
    refused content/static/en/index.html/more.txt "content/static/en/index.html/more.txt: error: would become the file en/index.html/more.txt"
}

@test "files of the names that a build uses for itself are told of and left out" {
    small_site s
    mkdir -p s/content/static/.building s/content/static/.cache
    for file in .pamphlet .building/x.txt .cache/onion.pages Thumbs.db; do
        printf 'x\n' >"s/content/static/$file"
    done
    clean 0 build -C s -p onion
    for name in .pamphlet .building .cache Thumbs.db; do
        case $err in *"content/static/$name: note: is passed over"*) ;; *) echo "nothing of $name: $err"; false ;; esac
        [ -z "$(find s/dist/onion -mindepth 2 -name "$name")" ]
    done
    never grep -q building s/dist/onion/MANIFEST.txt
}
