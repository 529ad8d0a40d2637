#!/usr/bin/env bats
# The stick: START.html opens alone, README.txt speaks to a stranger, and nothing gives the person away.

load helper

usb() { # builds the usb profile of s and says why not
    pamphlet build -C s -p usb "$@"
    [ "$status" = 0 ] || { echo "$err"; return 1; }
}

two_languages() {
    small_site s
    sed -i 's/^  en: .*/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    mkdir -p s/content/fi/guides
    printf -- '---\ntitle: Hei\n---\nTervetuloa. Lue [alfa](guides/alpha.md#what) ja [beta](guides/beta.md).\n' \
        >s/content/fi/index.md
    printf -- '---\ntitle: alfa\nsummary: Alfasta.\nreviewed: 2026-10-01\n---\n## Mikä se on {#what}\n\nTeksti.\n' \
        >s/content/fi/guides/alpha.md
}

png() { # WIDTH HEIGHT FILE: noise, which does not compress
    python3 - "$@" <<'PY'
import random, struct, sys, zlib
w, h = int(sys.argv[1]), int(sys.argv[2])
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
noise = random.Random(1)
rows = b"".join(b"\0" + noise.randbytes(3 * w) for _ in range(h))
with open(sys.argv[3], "wb") as f:
    f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
PY
}

@test "START.html passes the audit alone in an empty folder" {
    two_languages
    usb
    mkdir alone
    cp s/dist/usb/START.html alone/
    pamphlet audit alone/START.html
    [ "$status" = 0 ]
    pamphlet audit alone
    [ "$status" = 0 ]
}

@test "START.html asks for nothing: one style, no file, no address of its own" {
    two_languages
    usb
    [ "$(grep -o '<style' s/dist/usb/START.html | wc -l)" = 1 ]
    run grep -oE '(src|href)="[^"#][^"]*"' s/dist/usb/START.html
    run grep -vE '^(src|href)="(data:image/png;base64,|tel:)' <<<"$output"
    [ -z "$output" ]
    grep -q "style-src 'sha256-" s/dist/usb/START.html
}

@test "every page of every language is in START.html, and links between them are anchors" {
    two_languages
    usb
    for text in Welcome Tervetuloa 'About beta' Alfasta 'What to do'; do grep -q "$text" s/dist/usb/START.html; done
    python3 - s/dist/usb/START.html <<'PY'
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()
ids = re.findall(r' id="([^"]*)"', page)
assert len(ids) == len(set(ids)), "ids are unique"
links = re.findall(r' href="#([^"]*)"', page)
assert len(links) > 30 and set(links) <= set(ids), set(links) - set(ids)
finnish = page[page.index("Tervetuloa"):]
target = re.search(r'href="#(p\d+-\d+)">alfa<', finnish).group(1)
assert re.search(r'<h2 id="%s">Mikä se on' % target, page)
PY
}

@test "no anchor tells what is read" {
    two_languages
    usb
    run grep -oE ' id="[^"]*(alpha|overdose|what|signs)[^"]*"' s/dist/usb/START.html
    [ -z "$output" ]
}

@test "a PNG goes into START.html, another picture is told in words, and the build says so" {
    small_site s
    mkdir -p s/content/images
    png 8 8 s/content/images/dot.png
    printf 'P6 8 8 255 %192s' '' | cjpeg >s/content/images/photo.jpg
    printf '\n![A dot](../images/dot.png) ![A photo](../images/photo.jpg)\n' >>s/content/en/index.md
    usb -v
    grep -q '<img src="data:image/png;base64,[^"]*" width="8" height="8" alt="A dot"/>' s/dist/usb/START.html
    grep -q '<span class="picture">\[A photo\]</span>' s/dist/usb/START.html
    case "$err" in *"content/images/photo.jpg: note:"*"[forms/not-png]"*) ;; *) echo "$err"; false ;; esac
}

@test "past 5 MB there is one file a language, and START.html leads to them" {
    two_languages
    mkdir -p s/content/images
    png 1100 1100 s/content/images/big.png
    printf '\n![Noise](../images/big.png)\n' | tee -a s/content/en/index.md >>s/content/fi/index.md
    usb -v
    case "$err" in *"START.html: note: would be "*"[forms/start-split]"*) ;; *) echo "$err"; false ;; esac
    [ "$(stat -c %s s/dist/usb/START.html)" -lt 100000 ]
    grep -q 'href="START-fi.html#p' s/dist/usb/START.html
    grep -q 'Tervetuloa' s/dist/usb/START-fi.html
    run grep -c 'Tervetuloa' s/dist/usb/START-en.html
    [ "$output" = 0 ]
    grep -q 'href="START-en.html#p[0-9]*"[^>]*>beta<' s/dist/usb/START-fi.html
    pamphlet audit s/dist/usb
    [ "$status" = 0 ]
    pamphlet audit s/dist/small-3-usb.zip
    [ "$status" = 0 ]
}

@test "a language whose own file is past 5 MB is told of by name, with what would help" {
    two_languages
    for i in 1 2 3; do
        python3 -c 'print("---\ntitle: Long %s\n---\n" % "'$i'" + "Word after word, and no end. " * 70000)' \
            >s/content/en/topics/long-$i.md
    done
    usb -v
    case "$err" in *"START-en.html: note: is 6."*" MB, which old phones may not open; fewer pages, as in a pack of one area's services, help [forms/start-large]"*) ;; *) echo "$err"; false ;; esac
    case "$err" in *"START.html: note: would be "*"[forms/start-split]"*) ;; *) echo "$err"; false ;; esac
    case "$err" in *"START-fi.html: note:"*) echo "$err"; false ;; esac
}

@test "past 5 MB a site of one language keeps one file, and the build says that old phones may not open it" {
    small_site s
    mkdir -p s/content/images
    png 1150 1150 s/content/images/big.png
    printf '\n![Noise](../images/big.png)\n' >>s/content/en/index.md
    usb -v
    case "$err" in *"START.html: note: is 5."*" MB, which old phones may not open; smaller pictures help [forms/start-large]"*) ;; *) echo "$err"; false ;; esac
    grep -q 'Welcome' s/dist/usb/START.html
    [ ! -e s/dist/usb/START-en.html ]
}

@test "a language without a front page of its own, or without any, begins with the one that is made for it" {
    two_languages
    sed -i 's/^  fi: .*/&\n  sv: {name: Svenska, dir: ltr, fallback: en}/' s/site.yaml
    rm s/content/fi/index.md
    usb
    python3 - s/dist/usb/START.html <<'PY'
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()
for number, text in enumerate(("Welcome", "<h1>Small</h1>", "<h1>Small</h1>")):
    section = page[page.index('<section class="language" id="lang-%d"' % number):]
    kind, front = re.search(r'<article class="page (\S+)"[^>]*>(.*?)</article>', section, re.S).groups()
    assert kind == "home" and text in front, (number, kind, front)
    assert '<a href="#lang-%d"' % number in page
PY
    for tag in fi sv; do
        unzip -p "s/dist/usb/pack-$tag.epub" 'book/p*.xhtml' | grep -q '<h1>Small</h1>'
    done
}

@test "a link to a file that START.html cannot hold says where the file is" {
    small_site s
    mkdir -p s/content/static
    printf 'http://x.onion/\n' >s/content/static/mirrors.txt
    printf '\nSee [the mirrors](../static/mirrors.txt).\n' >>s/content/en/index.md
    usb
    grep -q '<a>the mirrors (site/mirrors.txt)</a>' s/dist/usb/START.html
}

@test "a theme without layouts/start.html gets a plain START.html" {
    small_site s
    rm s/themes/plain/layouts/start.html s/themes/plain/layouts/start-language.html
    usb
    grep -q 'About beta' s/dist/usb/START.html
    pamphlet audit s/dist/usb/START.html
    [ "$status" = 0 ]
}

@test "README.txt tells a stranger what to open, in every language, with line ends for old viewers" {
    two_languages
    usb
    grep -q '1. Open the file START.html' s/dist/usb/README.txt
    grep -q '1. Avaa tiedosto START.html' s/dist/usb/README.txt
    tr '\r\n' '  ' <s/dist/usb/README.txt | tr -s ' ' | grep -q 'In Tails, Tor Browser may read only the folder “Tor Browser”'
    tr '\r\n' '  ' <s/dist/usb/README.txt | tr -s ' ' | grep -q 'the history stays'
    [ "$(grep -c '' s/dist/usb/README.txt)" = "$(grep -c $'\r$' s/dist/usb/README.txt)" ]
    python3 -c "assert max(map(len, open('s/dist/usb/README.txt', encoding='utf-8').read().split('\n'))) <= 72"
}

@test "README.txt has its words in English when the theme has none" {
    small_site s
    sed -i '/^usb_/d; /^verify_/d' s/themes/plain/i18n/en.yaml
    usb
    grep -q 'Open the file START.html' s/dist/usb/README.txt
    grep -q 'minisign -V -p KEY.pub -m small-3-usb.zip' s/dist/usb/VERIFY.txt
}

@test "the command that VERIFY.txt gives for the digests works" {
    small_site s
    usb
    command=$(tr -d '\r' <s/dist/usb/VERIFY.txt | sed -n 's/^    \(sed .*sha256sum -c\)$/\1/p')
    [ -n "$command" ]
    cd s/dist/usb
    bash -c "$command" >/dev/null
}

@test "what VERIFY.txt says about minisign is true" {
    small_site s
    usb
    cd s/dist
    minisign -G -W -p KEY.pub -s secret >/dev/null
    minisign -S -s secret -m small-3-usb.zip >/dev/null
    command=$(tr -d '\r' <usb/VERIFY.txt | sed -n 's/^    \(minisign .*\)$/\1/p')
    bash -c "$command" >/dev/null
}

@test "discreet: neither names nor titles nor README.txt give the person away" {
    small_site s
    printf 'discreet: true\n' >>s/site.yaml
    usb
    run grep -c 'Small' s/dist/usb/README.txt s/dist/usb/VERIFY.txt
    [ "$status" = 1 ]
    head -1 s/dist/usb/README.txt | grep -q '^Notes'
    grep -q '<title>Notes</title>' s/dist/usb/START.html
}

@test "a book of each language: mimetype first and stored, one identity, its title and date" {
    two_languages
    usb
    python3 - s/dist/usb/pack-en.epub s/dist/usb/pack-fi.epub <<'PY'
import re, sys, zipfile
seen = set()
for name, lang in zip(sys.argv[1:], ("en", "fi")):
    book = zipfile.ZipFile(name)
    first = book.infolist()[0]
    assert first.filename == "mimetype" and first.compress_type == 0 and not first.extra
    assert book.read("mimetype") == b"application/epub+zip"
    opf = book.read("book/package.opf").decode()
    seen.add(re.search(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}<", opf).group())
    assert "<dc:title>Small</dc:title>" in opf and "<dc:language>%s</dc:language>" % lang in opf
    assert '"dcterms:modified">2026-11-23T00:00:00Z<' in opf
assert len(seen) == 2
PY
}

@test "a book holds the page that stands in for a missing one, behind its own, and no page of others" {
    two_languages
    usb
    python3 - s/dist/usb/pack-fi.epub <<'PY'
import re, sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
pages = {n: book.read(n).decode() for n in book.namelist() if n.endswith(".xhtml")}
home = next(t for t in pages.values() if "Tervetuloa" in t)
beta = "book/" + re.search(r'href="(p\d+\.xhtml)"[^>]*>beta<', home).group(1)
assert "About beta" in pages[beta] and 'xml:lang="en"' in pages[beta]
item = re.search(r'<itemref idref="%s"[^>]*>' % beta[5:-6], book.read("book/package.opf").decode()).group()
assert 'linear="no"' in item
assert not any("Welcome" in t for t in pages.values())
assert re.search(r'href="p\d+\.xhtml#i\d+">alfa<', home)
for name, text in pages.items():
    for target in re.findall(r'href="(p[^"#]*)', text):
        assert "book/" + target in pages, (name, target)
PY
}

@test "what a book has no room for is marked" {
    small_site s
    mkdir -p s/content/static
    printf 'http://x.onion/\n' >s/content/static/mirrors.txt
    printf '\nSee [the mirrors](../static/mirrors.txt).\n' >>s/content/en/index.md
    usb
    unzip -p s/dist/usb/pack-en.epub 'book/*.xhtml' | grep -q '<a>the mirrors (not in this book)</a>'
}

@test "discreet: a book has a neutral name and a neutral title on every page" {
    small_site s
    printf 'discreet: true\n' >>s/site.yaml
    usb
    [ -f s/dist/usb/book-en.epub ]
    unzip -p s/dist/usb/book-en.epub book/package.opf | grep -q '<dc:title>Notes</dc:title>'
    run sh -c "unzip -p s/dist/usb/book-en.epub 'book/p*.xhtml' | grep -o '<title>.*</title>' | sort -u"
    [ "$output" = "<title>Notes</title>" ]
}

@test "the build says how large the stick is, with the largest five" {
    small_site s
    usb
    line=$(grep '^the stick takes ' <<<"$err")
    all=$(find s/dist/usb s/dist/small-3-usb.zip -type f ! -name .pamphlet ! -name MANIFEST.txt ! -name CHANGES.txt -printf '%s\n' |
        awk '{sum += $1} END {printf "%.0f kB", sum / 1000}')
    [[ $line =~ ^the\ stick\ takes\ $all\ with\ its\ ZIP\;\ largest:\ START.html\ [0-9]+\ kB,\  ]]
    [ "$(tr -cd , <<<"$line" | wc -c)" = 4 ]
    for file in $(cd s/dist/usb && find . -type f ! -name .pamphlet ! -name MANIFEST.txt ! -name CHANGES.txt -printf '%s %p\n' |
        sort -k1,1nr | head -5 | sed 's|.* \./||'); do
        case "$line" in *" $file "*) ;; *) echo "$line lacks $file"; false ;; esac
    done
    pamphlet build -C s -p usb -q
    [ -z "$err" ]
    pamphlet build -C s -p usb --no-zip
    [[ $err =~ the\ stick\ takes\ [0-9.]+\ (kB|MB)\;\ largest ]]
    [[ $err == *" in 1 profile: "* ]]
    pamphlet build -C s -p onion
    [[ $err != *"the stick"* ]]
}

@test "every name of the stick is one that FAT takes" {
    two_languages
    usb
    run find s/dist/usb -mindepth 1 -name '*[^A-Za-z0-9._-]*'
    [ -z "$output" ]
    [ -z "$(cd s/dist/usb && find . -type f | tr 'A-Z' 'a-z' | sort | uniq -d)" ]
    for file in START.html README.txt VERIFY.txt MANIFEST.txt site/index.html; do [ -f "s/dist/usb/$file" ]; done
}

@test "the other profiles have none of it" {
    small_site s
    pamphlet build -C s
    [ "$status" = 0 ]
    for profile in onion clearnet; do [ ! -e s/dist/$profile/START.html ]; [ ! -e s/dist/$profile/README.txt ]; done
}

@test "a link to the page before all languages leads to the top of START.html, in a language's own file, too" {
    two_languages
    sed -i 's|<div class="with-toc">|<p><a href="../../index.html">Before all</a></p>&|' s/themes/plain/layouts/guide.html
    usb
    grep -q '<p><a href="#top">Before all</a></p>' s/dist/usb/START.html
    mkdir -p s/content/images
    png 1100 1100 s/content/images/big.png
    printf '\n![Noise](../images/big.png)\n' | tee -a s/content/en/index.md >>s/content/fi/index.md
    usb
    grep -q '<p><a href="START.html#top">Before all</a></p>' s/dist/usb/START-en.html
    never grep -q 'Before all' s/dist/usb/START.html
}

@test "a picture of START.html that the pack has not is told in words, and such an icon is left out" {
    small_site s
    sed -i 's|{% include "head.html" -%}|&<link rel="icon" type="image/png" href="../assets/none.png"/>|
        s|<header class="title">|<p><img src="../assets/none.png" width="8" height="8" alt="A sign"/></p>&|' s/themes/plain/layouts/start.html
    usb
    [ "$(grep -c '<link rel="icon"' s/dist/usb/START.html)" = 1 ]
    grep -q '<link rel="icon" type="image/png" href="data:image/png;base64,' s/dist/usb/START.html
    grep -q '<p><span class="picture">\[A sign\]</span></p>' s/dist/usb/START.html
}
