#!/usr/bin/env bats
# Mistakes of editors that the other files do not hold: each is told at its place, with what to write.

load helper

told() { # PLACE and sentence: that build refuses the site so, and publishes nothing
    pamphlet build -C s -p onion
    fails_with 1 "$1"
    [ ! -e s/dist/onion ]
}

@test "a guide without a field that it must have" {
    small_site s
    sed -i '/^reviewed:/d' s/content/en/guides/alpha.md
    sed -i '/^summary:/d' s/content/en/guides/beta.md
    told "content/en/guides/alpha.md:1:1: error: the field 'reviewed' is missing: add a line 'reviewed: …' between the '---' lines [content/field-missing]"
    told "content/en/guides/beta.md:1:1: error: the field 'summary' is missing: add a line 'summary: …' between the '---' lines [content/field-missing]"
}

@test "a source that is in no list, of a dose, of its times, of a mixture" {
    small_site s
    sed -i 's/^summary:/doses:\n- {route: oral, unit: mg, light: 40-75, source: nobody}\ntiming: {onset: 20-70 min, source: nowhere}\n&/' \
        s/content/en/guides/alpha.md
    sed -i 's/may stop.,/may stop.,noone/' s/content/interactions.csv
    told "content/en/guides/alpha.md:5:49: error: there is no source 'nobody' in content/sources.yaml"
    told "content/en/guides/alpha.md:6:36: error: there is no source 'nowhere' in content/sources.yaml"
    told "content/interactions.csv:2:42: error: there is no source 'noone' in content/sources.yaml"
}

@test "a layout that the theme lacks is told where it is asked for" {
    small_site s
    sed -i 's/^summary:/layout: giude\n&/' s/content/en/guides/beta.md
    told "content/en/guides/beta.md:4:9: error: the theme has no 'layouts/giude.html', did you mean 'layouts/guide.html'? [template/missing]"
}

@test "a picture under the name of another kind" {
    small_site s
    mkdir s/content/images
    cp "$TOP/themes/plain/assets/icon.png" s/content/images/icon.jpg
    printf '\n![An icon](../images/icon.jpg)\n' >>s/content/en/index.md
    told "content/images/icon.jpg: error: is a PNG file by its content; name it .png [image/disguised]"
}

@test "a static file that is no picture, though its name says so, and one of the theme that is cut off" {
    small_site s
    mkdir s/content/static
    echo text >s/content/static/photo.png
    told "the content of 'photo.png' is not what its name says (from content/static/photo.png) [audit/first-bytes]"
    rm s/content/static/photo.png
    head -c 100 "$TOP/themes/plain/assets/icon.png" >s/themes/plain/assets/icon.png
    told "themes/plain/assets/icon.png: error: the PNG file ends before its picture does; "
}

@test "a setting of a theme that is a list" {
    small_site s
    printf 'settings: {a: [b]}\n' >>s/themes/plain/theme.yaml
    told "themes/plain/theme.yaml:"
}

@test "a class that is given twice is told, and its list has the guide once" {
    small_site s
    sed -i 's/^summary: .*/&\nclasses: [opioid, opioid]/' s/content/en/guides/beta.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    [[ $err == *"content/en/guides/beta.md:5:19: warning: 'opioid' is in 'classes' twice [content/repeated]"* ]]
    [ "$(grep -c 'href="../guides/beta.html"' s/dist/onion/en/classes/opioid.html)" = 1 ]
}

@test "a component that has nothing to show says what the page lacks" {
    small_site s
    printf -- '---\ntitle: Bare\n---\n\n::: toc\n:::\n\n::: card\n:::\n\n::: doses\n:::\n' >s/content/en/bare.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    for lack in "5:1: warning: the component 'toc' prints nothing here: the theme lists the headings beside the text, or there are none" \
        "8:1: warning: the component 'card' prints nothing here: this page has no 'card:'" \
        "11:1: warning: the component 'doses' prints nothing here: this page has no 'doses:' and no 'timing:'"; do
        [[ $err == *"content/en/bare.md:$lack"* ]] || { echo "$lack"; echo "$err"; false; }
    done
}

@test "a JPEG may be called .jpeg" {
    small_site s
    mkdir s/content/images
    printf 'P6 8 8 255 %192s' '' | cjpeg >s/content/images/photo.jpeg
    printf '\n![A photo](../images/photo.jpeg)\n' >>s/content/en/index.md
    pamphlet build -C s -q -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q '<img src="../images/[0-9a-f]*.jpg" width="8" height="8" alt="A photo"' s/dist/onion/en/index.html
}

@test "an address that is too long" {
    small_site s
    sed -i "s|clearnet: .*|clearnet: \"https://pamphlet.example/$(printf 'a%.0s' {1..2000})\"}|" s/site.yaml
    told "' has 2025 signs, more than the 2000 that an address may have [content/url-invalid]"
}

@test "a picture that is clean already under its new name is not written over" {
    cp "$TOP/themes/plain/assets/icon.png" photo.png
    echo mine >photo-clean.png
    pamphlet scrub photo.png
    fails_with 1 "photo-clean.png: error: is there already and is not overwritten [scrub/exists]"
    [ "$(cat photo-clean.png)" = mine ]
}

@test "a text whose name ends as other programs write it" {
    small_site s
    mv s/content/en/guides/beta.md s/content/en/guides/beta.MD
    told "content/en/guides/beta.MD: error: is not read: the name of a text ends in '.md', in small letters [content/unknown-file]"
    mv s/content/en/guides/beta.MD s/content/en/guides/beta.markdown
    told "content/en/guides/beta.markdown: error: is not read: the name of a text ends in '.md'"
}

@test "a risk that is not in site.yaml is told with those that are" {
    small_site s
    sed -i 's/^  - {id: dangerous.*/&\n  - {id: risky, label: {en: Risky}, symbol: "◆", order: 2}/' s/site.yaml
    sed -i 's/,dangerous,/,lethal,/' s/content/interactions.csv
    told "content/interactions.csv:2:12: error: 'lethal' is not a risk of site.yaml: dangerous or risky [chart/unknown-risk]"
}
