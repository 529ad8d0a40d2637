#!/usr/bin/env bats
# scrub: pictures of other programs, tagged by exiftool, looked at by exiftool and decoders afterwards.

load helper

# A picture of W by H as PPM.
picture() {
    awk -v w="$1" -v h="$2" 'BEGIN {
        print "P3", w, h, 255
        for (i = 0; i < w * h; i++) print i * 7 % 256, i * i % 251, i * 13 % 241
    }'
}

# Everything that says something about a person; exiftool writes what the format can hold.
tag() {
    exiftool -q -overwrite_original -Make=Maker -Model=Model -SerialNumber=12345 -Artist=Jane -GPSLatitude=60.17 \
        -GPSLatitudeRef=N -GPSLongitude=24.94 -GPSLongitudeRef=E -DateTimeOriginal='2026:01:02 03:04:05' \
        -UserComment=secret -XMP:Creator=Jane -XMP:CreateDate='2026:01:02 03:04:05' "$@"
}

# What exiftool finds beside the structure of the file.
found() {
    exiftool -a -G1 -u -ee "$1" | grep -v -E '^\[(ExifTool|System|File|JFIF|PNG|PNG-pHYs|GIF|RIFF|Composite)\]' || true
}

convert_with_pillow() { # in, out
    /usr/bin/python3 -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).save(sys.argv[2])' "$1" "$2"
}

pixels() {
    /usr/bin/python3 -c 'import hashlib, sys
from PIL import Image, ImageOps
print(hashlib.sha256(ImageOps.exif_transpose(Image.open(sys.argv[1])).convert("RGBA").tobytes()).hexdigest())' "$1"
}

@test "a tagged JPEG, PNG, GIF and WebP lose everything but the picture" {
    picture 40 30 | cjpeg -quality 90 >a.jpg
    for kind in png gif webp; do convert_with_pillow a.jpg "a.$kind"; done
    for kind in jpg png webp; do tag "a.$kind"; done
    exiftool -q -overwrite_original -Comment=secret a.gif
    for kind in jpg png gif webp; do
        [ "$kind" = gif ] || [ -n "$(found "a.$kind")" ]
        pamphlet scrub "a.$kind" -o out
        [ "$status" = 0 ] || { echo "$err"; false; }
        [ "$(found "out/a.$kind")" = "" ] || { found "out/a.$kind"; false; }
        [ "$(pixels "a.$kind")" = "$(pixels "out/a.$kind")" ]
        never grep -a -q -e secret -e Jane -e Maker -e 12345 "out/a.$kind"
    done
}

@test "what was removed is named and no value is printed" {
    picture 40 30 | cjpeg >a.jpg
    tag a.jpg
    pamphlet scrub a.jpg
    [ "$status" = 0 ]
    for word in camera "serial number" place time author comment; do
        case "$output" in *"$word"*) ;; *) echo "no '$word' in: $output"; false ;; esac
    done
    case "$output$err" in *Maker* | *12345* | *Jane* | *secret*) echo "$output"; false ;; esac
}

@test "a picture lying on its side stays as it was shown" {
    for turn in 1 2 3 4 5 6 7 8; do
        picture 40 30 | cjpeg >"$turn.jpg"
        tag -Orientation#=$turn "$turn.jpg"
        pamphlet scrub "$turn.jpg" -o out
        [ "$status" = 0 ]
        [ "$(pixels "$turn.jpg")" = "$(pixels "out/$turn.jpg")" ]
        [ "$turn" = 1 ] || [ "$(exiftool -s3 -n -Orientation "out/$turn.jpg")" = "$turn" ]
    done
}

@test "a name that a camera gave does not go on" {
    for name in IMG_20261123_101010 DSC01234 PXL_20260101 "WhatsApp Image 2026-01-02"; do picture 40 30 | cjpeg >"$name.jpg"; done
    picture 40 30 | cjpeg >lamp-2.jpg
    sum=$(sha256sum lamp-2.jpg | cut -c1-12)
    pamphlet scrub IMG_20261123_101010.jpg -o out
    [ "$output" = "out/$sum.jpg: removed nothing; the name IMG_20261123_101010.jpg, too" ]
    [ -s "out/$sum.jpg" ]
    pamphlet scrub lamp-2.jpg -o out
    [ -s out/lamp-2.jpg ]
    pamphlet scrub DSC01234.jpg
    [ -s "$sum.jpg" ]
    for name in PXL_20260101 "WhatsApp Image 2026-01-02"; do
        pamphlet scrub "$name.jpg" -o "for-${#name}"
        [ "$(ls "for-${#name}")" = "$sum.jpg" ]
    done
    pamphlet scrub "out/$sum.jpg" -o again
    [ "$output" = "again/$sum.jpg: removed nothing" ]
}

@test "scrubbing twice is scrubbing once" {
    picture 40 30 | cjpeg -progressive >a.jpg
    tag a.jpg
    pamphlet scrub a.jpg -o one
    pamphlet scrub one/a.jpg -o two
    [ "$status" = 0 ]
    cmp one/a.jpg two/a.jpg
    case "$output" in *"removed nothing"*) ;; *) echo "$output"; false ;; esac
}

@test "SVG and broken pictures are refused, the others are still written" {
    printf '<svg xmlns="http://www.w3.org/2000/svg"/>\n' >a.svg
    picture 40 30 | cjpeg >b.jpg
    head -c 300 b.jpg >cut.jpg
    pamphlet scrub a.svg cut.jpg b.jpg -o out
    fails_with 1 "a.svg: error: this is SVG"
    fails_with 1 "rsvg-convert"
    fails_with 1 "[image/truncated]"
    [ -s out/b.jpg ]
    [ ! -e out/a.svg ]
    [ ! -e out/cut.jpg ]
}
