#!/usr/bin/env bats
# onion.pad: classes. Pages, style sheets and pictures of the onion profile have sizes that many share.

load helper

padded_site() {
    small_site "$1"
    echo 'onion: {pad: classes}' >>"$1/site.yaml"
}

@test "every page and style sheet of the onion profile has a size of the list, and no other profile's" {
    padded_site s
    pamphlet build -C s
    [ "$status" = 0 ]
    sizes=$(find s/dist/onion -name '*.html' -o -name '*.css' | xargs stat -c %s | sort -nu | tr '\n' ' ')
    [ "$(echo "$sizes" | tr ' ' '\n' | grep -cvE '^(8192|16384|32768|65536|)$')" = 0 ] || { echo "$sizes"; false; }
    [ -z "$(grep -rl 'name="pad"' s/dist/clearnet s/dist/usb)" ]
}

@test "without the padding a page is the page of a site that pads nothing" {
    padded_site s
    small_site t
    pamphlet build -C s -p onion
    pamphlet build -C t -p onion
    for page in $(cd t/dist/onion && find . -name '*.html'); do
        grep -v '^<meta name="pad" content="[A-Za-z0-9+/]*"/>$' "s/dist/onion/$page" | cmp - "t/dist/onion/$page"
    done
}

@test "the filling does not compress below seven tenths and differs from page to page" {
    padded_site s
    pamphlet build -C s -p onion
    one=$(sed -n 's/.*name="pad" content="\([^"]*\)".*/\1/p' s/dist/onion/en/guides/alpha.html)
    two=$(sed -n 's/.*name="pad" content="\([^"]*\)".*/\1/p' s/dist/onion/en/guides/beta.html)
    [ "${one:0:64}" != "${two:0:64}" ]
    [ $(($(printf %s "$one" | gzip -9 | wc -c) * 10)) -gt $((${#one} * 7)) ]
}

@test "the padded folder and ZIP pass the audit, and come out the same again" {
    padded_site s
    pamphlet build -C s
    first=$(sha256sum s/dist/*.zip)
    pamphlet audit s/dist/onion s/dist/small-3-onion.zip
    [ "$status" = 0 ]
    pamphlet build -C s -j 1
    [ "$first" = "$(sha256sum s/dist/*.zip)" ]
}

@test "build -v says how many pages share each class and the smallest group" {
    padded_site s
    pamphlet build -C s -v
    [ "$status" = 0 ]
    [ "$(printf '%s\n' "$err" | awk '/^  pages of/ {n += $NF} END {print n}')" = "$(find s/dist/onion -name '*.html' | wc -l)" ]
    smallest=$(printf '%s\n' "$err" | awk '/^  pages of/ {print $NF}' | sort -n | head -1)
    printf '%s\n' "$err" | grep -Eq "^  smallest group of pages +$smallest\$"
}

pictures() { # of s: one of each kind
    mkdir -p s/content/images
    printf 'P6 64 64 255 %12288s' '' | cjpeg -progressive >s/content/images/photo.jpg
    djpeg s/content/images/photo.jpg >photo.ppm
    cwebp -quiet photo.ppm -o s/content/images/lossy.webp
    cwebp -quiet -lossless photo.ppm -o s/content/images/lossless.webp
    djpeg -gif s/content/images/photo.jpg >s/content/images/drawing.gif
    cp "$TOP/themes/plain/assets/icon.png" s/content/images/
    for name in photo.jpg lossy.webp lossless.webp drawing.gif icon.png; do
        printf '\n![x](../images/%s)\n' $name >>s/content/en/index.md
    done
}

@test "a page past a megabyte has a class of its own" {
    padded_site s
    printf '%.0sWord after word after word after word.\n' {1..30000} >>s/content/en/guides/beta.md
    pamphlet build -C s -v -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(stat -c %s s/dist/onion/en/guides/beta.html)" = $((2 << 20)) ]
    printf '%s\n' "$err" | grep -Eq '^  pages of 2 MiB +1$'
}

@test "a picture has a size of the list too, draws the same, and is clean without the filling" {
    padded_site s
    pictures
    pamphlet build -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    pamphlet audit s/dist/onion s/dist/small-3-onion.zip
    [ "$status" = 0 ]
    cd s/dist
    for file in onion/images/*.jpg onion/images/*.webp onion/images/*.png onion/assets/icon.png; do
        [ "$(stat -c %s "$file")" = 8192 ] || { ls -l "$file"; false; }
        pamphlet scrub "$file" -o clean
        cmp "clean/$(basename "$file")" "clearnet/${file#onion/}"
    done
    for file in onion/images/*.jpg; do djpeg "$file" | cmp - <(djpeg "clearnet/${file#onion/}"); done
    for file in onion/images/*.webp; do
        cmp <(dwebp -quiet -ppm "$file" -o -) <(dwebp -quiet -ppm "clearnet/${file#onion/}" -o -)
        webpinfo "$file" | grep -q 'No error detected'
    done
    cmp onion/images/*.gif clearnet/images/*.gif
}

@test "other bytes where the filling is are refused" {
    padded_site s
    pictures
    pamphlet build -C s -p onion
    for file in s/dist/onion/images/*.jpg s/dist/onion/images/*.webp s/dist/onion/images/*.png; do
        python3 - "$file" <<'PY'
import struct, sys, zlib
data = bytearray(open(sys.argv[1], "rb").read())
at = len(data) - 100
data[at] ^= 1
if data[:4] == b"\x89PNG":  # its checksum is mended as well
    start = data.index(b"fiLl")
    data[-16:-12] = struct.pack(">I", zlib.crc32(data[start:-16]))
open(sys.argv[1], "wb").write(data)
PY
        pamphlet audit "$file"
        fails_with 1 "[audit/image]"
    done
}

@test "a theme's own pad element is refused, so that nothing else hides in one" {
    padded_site s
    sed -i 's|^<link rel="icon"|<meta name="pad" content="AAAA"/>\n&|' s/themes/plain/partials/head.html
    pamphlet build -C s
    fails_with 1 "[audit/head-twice]"
}

@test "an unknown word for onion.pad is an error at its place" {
    small_site s
    echo 'onion: {pad: clases}' >>s/site.yaml
    pamphlet build -C s
    fails_with 1 "did you mean 'classes'?"
}
