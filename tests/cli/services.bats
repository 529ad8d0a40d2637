#!/usr/bin/env bats
# services.csv and `pamphlet services export`: the directory as a spreadsheet, there and back.

load helper

@test "the table of this repository's services builds the same site" {
    mkdir s
    cp -R "$TOP/site.yaml" "$TOP/content" "$TOP/themes" s/
    pamphlet build -C s -q -p onion -o files
    [ "$status" = 0 ]
    for separator in comma semicolon tab; do
        pamphlet services export csv -C s --separator $separator -o s/content/services.csv
        [ "$status" = 0 ]
        rm -rf s/content/services
        pamphlet build -C s -q -p onion -o rows
        [ "$status" = 0 ] || { echo "$err"; false; }
        diff -r files/onion rows/onion
    done
}

@test "files and rows stand side by side, a service only once" {
    small_site s
    printf 'id,name,kinds\nboat,Boat,naloxone\n' >s/content/services.csv
    printf 'See [the boat](../../services/boat.yaml).\n' >>s/content/en/guides/alpha.md
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ]
    [ -f s/dist/onion/en/services/van.html ]
    [ -f s/dist/onion/en/services/boat.html ]
    grep -q 'href="../services/boat.html"' s/dist/onion/en/guides/alpha.html
    printf 'id,name\nvan,Boat\n' >s/content/services.csv
    pamphlet build -C s -q -p onion
    fails_with 1 "is already in content/services.csv: take one of them out [service/repeated]"
}

@test "tables as spreadsheets save them: UTF-16 and Windows-1252 get advice, CRLF and a mark are read" {
    small_site s
    rm s/content/services/van.yaml
    printf 'id;name\nvan;Café ä\n' >u8
    iconv -f UTF-8 -t UTF-16 u8 >s/content/services.csv
    pamphlet check -C s
    fails_with 1 "content/services.csv: error: is UTF-16, Excel's 'Unicode Text': save the table as CSV with the encoding UTF-8"
    iconv -f UTF-8 -t UTF-16LE u8 >s/content/services.csv
    pamphlet check -C s
    fails_with 1 "is UTF-16"
    iconv -f UTF-8 -t CP1252 u8 >s/content/services.csv
    pamphlet check -C s
    fails_with 1 "content/services.csv:2:8: error: the byte 0xe9 is not UTF-8"
    printf '\xef\xbb\xbfsep=;\r\n' >s/content/services.csv
    sed 's/$/\r/' u8 >>s/content/services.csv
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'Café ä' s/dist/onion/en/services/van.html
}

@test "two thousand rows with an error in each: all of them are told, with row and column" {
    small_site s
    seq 2 2001 | sed 's/.*/s&;Service &;entrance &;9\/9\/2026;"two\nlines"/; 1i id;name;entrance;assured_date;description' >s/content/services.csv
    pamphlet check -C s
    [ "$status" = 1 ]
    [ "$(printf '%s\n' "$err" | grep -c "is no value of 'entrance'.*(row [0-9]*, column C 'entrance')")" = 2000 ]
    case "$err" in *"(row 2001, column D 'assured_date') [csv/date]"*) ;; *) false ;; esac
}

@test "what a spreadsheet would run is defused, and comes back" {
    small_site s
    printf 'name: "=HYPERLINK(\\"http://x.example\\")"\nalert: "@SUM(1)"\nphones: ["+44 1632 960123"]\n' >s/content/services/van.yaml
    pamphlet services export csv -C s
    [ "$status" = 0 ]
    case "$output" in *",'@SUM(1),'+44 1632 960123"*) ;; *) echo "$output"; false ;; esac
    never grep -E '(^|,)"?[=+@-]' <<<"$output"
    pamphlet build -C s -q -p onion -o before
    pamphlet services export csv -C s -o s/content/services.csv
    rm -r s/content/services
    pamphlet build -C s -q -p onion -o after
    diff -r before/onion after/onion
}

@test "a mistake in a guide does not keep the services back, one in a service does" {
    small_site s
    printf 'wrong: yes\n' >s/content/en/guides/alpha.md
    printf -- '---\nreviewed: never\n---\n' >s/content/en/guides/alpha.md
    pamphlet services export csv -C s
    [ "$status" = 0 ]
    case "$output" in *"van,Van,"*) ;; *) echo "$output"; false ;; esac
    printf 'nmae: Van\n' >s/content/services/van.yaml
    pamphlet services export csv -C s
    fails_with 1 "did you mean 'name'?"
    [ -z "$output" ]
}

@test "services: words it does not know" {
    small_site s
    pamphlet services export cvs -C s
    fails_with 2 "'services export' writes csv or hsds, not 'cvs', did you mean 'csv'?"
    pamphlet services improt csv -C s
    fails_with 2 "'services' knows 'export csv' and 'export hsds', not 'improt'"
    pamphlet services export csv --separator bar -C s
    fails_with 2 "takes comma, semicolon or tab, not 'bar'"
}

@test "a spreadsheet's own file, a name with a slip and a table in the wrong folder are told apart" {
    small_site s
    touch s/content/services.xlsx s/content/service.csv s/content/services/all.csv
    pamphlet check -C s
    fails_with 1 "content/services.xlsx: error: is a spreadsheet's own file: save its table as CSV in UTF-8"
    fails_with 1 "content/service.csv: error: is not a file that pamphlet knows here, did you mean 'services.csv'?"
    fails_with 1 "content/services/all.csv: error: is not a .yaml file; a service is a .yaml file here, or a row of content/services.csv"
}

@test "no cell is a formula, whatever a spreadsheet takes for the separator" {
    small_site s
    printf 'name: "a;=1+1"\nkinds: [naloxone]\nexample: true\ndescription: "b,\\"@sum\\"\\n-3\\t+4; =5"\nfees: "=6;\\"=7"\n' >s/content/services/van.yaml
    printf 'name: Other\nkinds: [naloxone]\nexample: true\nphones: [{number: "+44 1632 960123"}, {number: "+44 1632 960124"}]\n' >s/content/services/other.yaml
    for separator in comma semicolon tab; do
        pamphlet services export csv -C s --separator $separator -o t.csv
        [ "$status" = 0 ]
        python3 - <<'PY'
import csv
for delimiter in ",;\t":
    with open("t.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=delimiter):
            bad = [cell for cell in row if cell.startswith(tuple("=+-@"))]
            assert not bad, (delimiter, bad)
PY
    done
    rm s/content/services/*.yaml
    cp t.csv s/content/services.csv
    pamphlet services export csv -C s --separator tab -o again.csv
    cmp t.csv again.csv
    pamphlet services export hsds -C s -o t.json
    python3 -c 'import json; van = [s for s in json.load(open("t.json")) if s["name"] != "Other"][0]
assert van["name"] == "a;=1+1" and van["description"] == "b,\"@sum\"\n-3\t+4; =5" and van["fees_description"] == "=6;\"=7", van'
}

@test "a telephone dials a number as it is called from abroad" {
    small_site s
    printf 'id,name,phones,channels.1.type,channels.1.address\nboat,Boat,+44 (0)1632 960-123,sms,(040) 123 45\n' >s/content/services.csv
    sed -i '/^emergency/d' s/site.yaml
    printf 'emergency: {number: "0800 111 222"}\n' >>s/site.yaml
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'href="tel:+441632960123"[^>]*>+44 (0)1632 960-123<' s/dist/onion/en/services/boat.html
    grep -q 'href="tel:04012345"[^>]*>(040) 123 45<' s/dist/onion/en/services/boat.html
    grep -q 'href="tel:0800111222"' s/dist/onion/en/index.html
    printf 'id,name,phones\nboat,Boat,441632960123.0\n' >s/content/services.csv
    pamphlet check -C s
    [ "$status" = 1 ]
    grep -qF "would be dialled: write '441632960123' (row 2, column C 'phones')" <<<"$err"
}

@test "one that has ended keeps its page, and stands in no list and on no paper" {
    small_site s
    sed -i 's/^profiles:.*/profiles: [onion, print]/' s/site.yaml
    printf 'name: Aardvark Room\nkinds: [naloxone]\nstatus: defunct\n' >s/content/services/room.yaml
    printf 'name: Zebra Desk\nkinds: [naloxone]\nstatus: temporarily-closed\n' >s/content/services/desk.yaml
    printf '\n::: services {kind=naloxone}\n:::\n' >>s/content/en/topics/overdose.md
    pamphlet build -C s -q
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'This service has ended' s/dist/onion/en/services/room.html
    [ "$(grep -rl Aardvark s/dist/onion --include='*.html')" = s/dist/onion/en/services/room.html ]
    grep -q 'Zebra Desk' s/dist/onion/en/services/index.html
    grep -q 'Zebra Desk' s/dist/onion/en/topics/overdose.html
    for f in list all; do
        pdftotext "s/dist/print/en/$f.pdf" words
        grep -q 'Zebra Desk' words || { cat words; false; }
        never grep -q Aardvark words
    done
}
