#!/usr/bin/env bats
# Whatever a theme or a text tries to slip into a page: the build fails, names the source, and the good dist/ stays.

load helper

# A site that has been built, and the digests of what it became.
built_site() {
    small_site s
    pamphlet build -C s
    [ "$status" = 0 ]
    before=$(cd s/dist && find . -type f | sort | xargs sha256sum)
}

# refused TEXT…: the build fails, each TEXT is on stderr, dist/ is as it was.
refused() {
    pamphlet build -C s
    for text in "$@"; do
        fails_with 1 "$text" || return 1
    done
    [ "$before" = "$(cd s/dist && find . -type f | sort | xargs sha256sum)" ] || { echo "dist changed"; return 1; }
}

# in_theme LINE: puts it into the layout of guides, as its line 4.
in_theme() {
    sed -i '3a\'"$1" s/themes/plain/layouts/guide.html
}
THEME="(from themes/plain/layouts/guide.html:4)"

in_text() { # as line 10
    printf '%s\n' "$1" >>s/content/en/guides/alpha.md
}
TEXT="content/en/guides/alpha.md:10:"

in_css() {
    printf '%s\n' "$1" >>s/themes/plain/assets/style.css
}
CSS="(from themes/plain/assets/style.css"

# --- themes

@test "a theme's script" {
    built_site
    in_theme '<script>alert(1)</script>'
    refused "dist/onion/en/guides/alpha.html:" "$THEME" "[audit/element]"
}

@test "a theme's script as an attribute" {
    built_site
    in_theme '<p onclick="alert(1)">x</p>'
    refused "$THEME" "attribute 'onclick'" "[audit/attribute]"
}

@test "a theme's inline style, as attribute and as element" {
    built_site
    in_theme '<p style="color: red">x</p>'
    refused "$THEME" "attribute 'style'"
    sed -i '4d' s/themes/plain/layouts/guide.html
    in_theme '<style>p { color: red; }</style>'
    refused "$THEME" "element 'style'"
}

@test "a theme's remote image, and what else fetches" {
    built_site
    in_theme '<img src="https://example.org/x.png" alt="" width="1" height="1"/>'
    refused "$THEME" "[audit/url]"
    for tag in '<iframe src="x.html"></iframe>' '<object data="x.html"></object>' '<video src="x.mp4"></video>' \
        '<audio src="x.mp3"></audio>' '<embed src="x.html"/>' '<form action="x.html"></form>' \
        '<link rel="preload" href="x.css"/>' '<meta http-equiv="refresh" content="0"/>' '<base href="https://example.org/"/>'; do
        sed -i '4d' s/themes/plain/layouts/guide.html
        in_theme "$tag"
        refused "$THEME" "[audit/"
    done
}

@test "a theme's srcset, ping, and picture" {
    built_site
    in_theme '<img src="../../assets/icon.png" srcset="https://example.org/x.png 2x" alt="" width="1" height="1"/>'
    refused "$THEME" "'srcset'"
    sed -i '4d' s/themes/plain/layouts/guide.html
    in_theme '<p><a href="../index.html" ping="https://example.org/">x</a></p>'
    refused "$THEME" "'ping'"
}

@test "a theme's protocol-relative link" {
    built_site
    in_theme '<p><a href="//example.org/x.html">x</a></p>'
    refused "$THEME" "[audit/url]"
}

@test "a theme's javascript: address in any spelling" {
    built_site
    in_theme x
    for url in 'javascript:alert(1)' 'JavaScript:alert(1)' ' javascript:alert(1)' 'java	script:alert(1)' \
        'java\&#9;script:alert(1)' 'java\&#x73;cript:alert(1)' 'javascript\&colon;alert(1)' 'vbscript:x' 'data:text/html,x' \
        'blob:x' 'file:///etc/passwd' 'view-source:x'; do
        sed -i '4d' s/themes/plain/layouts/guide.html
        in_theme "<p><a href=\"$url\">x</a></p>"
        refused "$THEME" ": error: "
    done
}

@test "a theme's duplicate attribute" {
    built_site
    in_theme '<p class="a" class="b">x</p>'
    refused "$THEME" "error"
}

@test "a theme's unclosed element, and one closed out of order" {
    built_site
    in_theme '<section>'
    refused "$THEME" "[audit/unclosed]"
    sed -i '4d' s/themes/plain/layouts/guide.html
    in_theme '<p><b><i>x</b></i></p>'
    refused "$THEME" "[audit/close]"
}

@test "a theme's comment, doctype trick and CDATA" {
    built_site
    in_theme x
    for piece in '<!-- x -->' '<![CDATA[x]]>' '<?xml version="1.0"?>' '<!ENTITY x "y">' '<p/>' '<P>x</P>' "<p class='a'>x</p>"; do
        sed -i '4d' s/themes/plain/layouts/guide.html
        in_theme "$piece"
        refused "$THEME" ": error: "
    done
}

@test "a theme's SVG and MathML" {
    built_site
    in_theme '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    refused "$THEME" "element 'svg'"
    sed -i '4d' s/themes/plain/layouts/guide.html
    in_theme '<math><mi>x</mi></math>'
    refused "$THEME" "element 'math'"
}

@test "a piece of a theme is named by its own file and line" {
    built_site
    sed -i '2a\<p onload="x">x</p>' s/themes/plain/partials/foot.html
    refused "(from themes/plain/partials/foot.html:3)"
}

@test "a component of a theme is named, not the text it stands in" {
    built_site
    printf '<p>fine</p>\n<p onload="x">x</p>\n' >s/themes/plain/partials/components/card.html
    in_text '::: card'
    in_text ':::'
    refused "(from themes/plain/partials/components/card.html:2)"
}

@test "the line of the theme is right when pages are padded" {
    built_site
    echo 'onion: {pad: classes}' >>s/site.yaml
    in_theme '<p onload="x">x</p>'
    refused "dist/onion/en/guides/alpha.html:" "$THEME"
}

@test "a theme's safe() is read like all else" {
    built_site
    in_theme '{{ safe("<scr" .. "ipt>") }}'
    refused "$THEME" "element 'script'"
}

# --- style sheets

@test "a style sheet's escape" {
    built_site
    in_css 'p { background: \75rl("x.png"); }'
    refused "$CSS" "[audit/css-byte]"
}

@test "a style sheet's image-set" {
    built_site
    in_css 'p { background: image-set("https://example.org/x.png" 1x); }'
    refused "$CSS" "function 'image-set('"
}

@test "a style sheet's remote url, import, font and unquoted url" {
    built_site
    cp s/themes/plain/assets/style.css style.css
    for rule in 'p { background: url("https://example.org/x.png"); }' 'p { background: url("//example.org/x.png"); }' \
        '@import "x.css";' '@font-face { font-family: x; src: url("x.woff2"); }' 'p { background: url(x.png); }' \
        'p { background: url("data:image/png;base64,AAAA"); }' 'p { behavior: url("x.htc"); }' '@namespace "x";' \
        'p { background: -webkit-image-set("x.png" 1x); }' 'a:visited { background: url("icon.png"); }' \
        'p { background: src("x.png"); }' 'p { cursor: url("x.cur"), auto; }'; do
        cp style.css s/themes/plain/assets/style.css
        in_css "$rule"
        refused "$CSS" "[audit/"
    done
}

# --- texts

@test "a text's script" {
    built_site
    in_text 'x <script>alert(1)</script>'
    refused "$TEXT" "[markdown/raw-html]"
}

@test "a text's inline style and SVG" {
    built_site
    in_text '<p style="color: red">x</p>'
    refused "$TEXT" "[markdown/raw-html]"
    sed -i '10d' s/content/en/guides/alpha.md
    in_text '<svg onload="x"></svg>'
    refused "$TEXT" "[markdown/raw-html]"
}

@test "a text's remote image" {
    built_site
    in_text '![x](https://example.org/x.png)'
    refused "$TEXT" "[link/remote-image]"
}

@test "a text's protocol-relative link" {
    built_site
    in_text '[x](//example.org/x)'
    refused "$TEXT" "[link/"
}

@test "a text's javascript: address in any spelling" {
    built_site
    in_text x
    for url in 'javascript:alert(1)' 'JaVaScRiPt:alert(1)' 'java&#115;cript:alert(1)' '<java&Tab;script:alert(1)>' \
        'javascript&colon;alert(1)' '\javascript:x' 'vbscript:x' 'data:text/html,x' 'file:///etc/passwd'; do
        sed -i '10d' s/content/en/guides/alpha.md
        in_text "[x]($url)"
        refused "$TEXT"
    done
    sed -i '10d' s/content/en/guides/alpha.md
    in_text '<javascript:alert(1)>'
    refused "$TEXT"
}

@test "a text's picture that is an SVG, or a script under a picture's name" {
    built_site
    mkdir s/content/images
    printf '<svg xmlns="http://www.w3.org/2000/svg"/>' >s/content/images/x.svg
    in_text '![x](../../images/x.svg)'
    refused "content/images/x.svg: error: "
    mv s/content/images/x.svg s/content/images/x.png
    refused "content/images/x.png: error: "
}

@test "markup in front matter, services and the chart comes out as text" {
    built_site
    sed -i 's/^title: alpha/title: "<script>alert(1)<\/script>\\" onload=\\"x"/' s/content/en/guides/alpha.md
    sed -i 's/^name: Van/name: "<img src=x>"/' s/content/services/van.yaml
    sed -i 's/Breathing may stop\./<b onclick=x>/' s/content/interactions.csv
    pamphlet build -C s
    [ "$status" = 0 ]
    [ -z "$(grep -rlE '<script|<img src=x|<b onclick' s/dist --include=*.html)" ]
    grep -q '&lt;script&gt;alert(1)&lt;/script&gt;' s/dist/onion/en/guides/alpha.html
}

@test "a title that could close the head comes out as text" {
    built_site
    sed -i 's|^title: alpha|title: "</title></head><body>"|' s/content/en/guides/alpha.md
    echo 'onion: {pad: classes}' >>s/site.yaml
    pamphlet build -C s
    [ "$status" = 0 ]
    [ "$(grep -c '</head>' s/dist/onion/en/guides/alpha.html)" = 1 ]
}

# --- static files

@test "static files of a kind that is not published" {
    built_site
    mkdir -p s/content/static
    for name in a.js a.svg a.pdf.exe a.woff2 a.json a.wasm a.mp4 a b.htm c.xhtml; do
        printf 'x\n' >"s/content/static/$name"
        refused "content/static/$name" "[audit/kind]"
        rm "s/content/static/$name"
    done
}

@test "a static file may not take the place of the pack's own lists" {
    built_site
    mkdir -p s/content/static
    for name in MANIFEST.txt manifest.txt changes.txt; do
        printf 'x\n' >"s/content/static/$name"
        refused "content/static/$name: error:" "[site/same-url]"
        rm "s/content/static/$name"
    done
}

@test "a static file that is not what its name says" {
    built_site
    mkdir -p s/content/static
    printf '<html><script>x</script></html>' >s/content/static/a.png
    refused "content/static/a.png"
    rm s/content/static/a.png
    printf 'no pdf' >s/content/static/a.pdf
    refused "content/static/a.pdf"
}

@test "a static page is read as strictly as our own" {
    built_site
    mkdir -p s/content/static
    printf '<!DOCTYPE html>\n<html><body onload="x"></body></html>\n' >s/content/static/a.html
    refused "dist/onion/a.html:2:" "(from content/static/a.html)"
    printf 'body { background: url(https://example.org/); }\n' >s/content/static/a.css
    rm s/content/static/a.html
    refused "dist/onion/a.css:1:" "(from content/static/a.css)"
}

@test "a static file may not take a page's place" {
    built_site
    mkdir -p s/content/static/en
    cp s/dist/onion/en/index.html s/content/static/en/index.html
    refused "[site/same-url]"
}

# --- the audit's own report

@test "the audit of every pack of the repository says what it read and finds nothing" {
    mkdir s
    cp -R "$TOP/site.yaml" "$TOP/content" "$TOP/themes" s
    pamphlet build -C s
    [ "$status" = 0 ]
    for pack in onion clearnet usb; do
        for path in "s/dist/$pack" "s/dist/pamphlet-1-$pack.zip"; do
            pamphlet audit "$path"
            [ "$status" = 0 ] || { echo "$err"; false; }
            [[ "$err" =~ ^"nothing found: "([0-9]+)" files, "([0-9]+)" elements, "([0-9]+)" links ("([0-9]+)" to other sites), "([0-9]+)" pictures"$ ]]
            [ "${BASH_REMATCH[1]}" -ge 200 ]
            [ "${BASH_REMATCH[2]}" -ge 50000 ]
            [ "${BASH_REMATCH[3]}" -ge 5000 ]
        done
    done
}

@test "folder and ZIP of a pack count the same pages, elements and links" {
    built_site
    pamphlet audit s/dist/onion
    folder=${err#*files, }
    pamphlet audit s/dist/small-3-onion.zip
    [ "$folder" = "${err#*files, }" ]
}

@test "one byte changed in a published page is found by the audit" {
    built_site
    sed -i 's|</main>|<script></script></main>|' s/dist/onion/en/guides/alpha.html
    pamphlet audit s/dist/onion
    fails_with 1 "s/dist/onion/en/guides/alpha.html:"
    fails_with 1 "found problems"
}
