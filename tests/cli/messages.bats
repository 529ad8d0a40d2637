#!/usr/bin/env bats
# A message says where, and what to do. Each of these once said too little, or nothing.
load helper

# says FILE TEXT: a check that fails, with one message for the file and that text in it.
says() {
    pamphlet check -C s --format json
    [ "$status" = 1 ] || { echo "exit code $status: $err"; return 1; }
    case "$(printf '%s' "$err" | grep -F "\"path\":\"$1\"")" in
    *"$2"*) ;;
    *) echo "nothing about '$2' in $1: $err"; return 1 ;;
    esac
}

# is_fine PAGE LINE PROFILE WANT: with LINE as the last of PAGE.md a build succeeds, and the page of that profile has WANT.
is_fine() {
    sed -i '$d' "s/content/$1.md"
    echo "$2" >>"s/content/$1.md"
    pamphlet build -q -C s -p "$3"
    [ "$status" = 0 ] || { echo "$err"; return 1; }
    grep -qF "$4" "s/dist/$3/$1.html"
}

@test "a component's misspelt argument is not dropped" {
    small_site s
    printf '\n::: services {knd=naloxone}\n:::\n' >>s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "takes area and kind, not 'knd', did you mean 'kind'?"
}

@test "text behind an alert's mark is pointed out" {
    small_site s
    printf '\n> [!OVERDOSE] Call first.\n' >>s/content/en/topics/overdose.md
    pamphlet check -C s
    [ "$status" = 0 ]
    case "$err" in *"text behind '[!OVERDOSE]' makes this a plain quote"*"[markdown/alert-text]"*) ;; *) echo "$err"; false ;; esac
    printf '> [!OVERDOSE] Call first.\n' >a.md
    pamphlet render a.md
    [ "$status" = 0 ]
    [ -z "$err" ]
}

@test "ids that the page has already are refused where they are written" {
    small_site s
    printf '\n## Here {#_main}\n' >>s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "'_main' may be taken by the page"
}

@test "a heading that reads like a source's id gets another one" {
    small_site s
    printf '\n## Source who\n\n## Cite who 1\n' >>s/content/en/topics/overdose.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'id="section-source-who"' s/dist/onion/en/topics/overdose.html
    grep -q 'id="section-cite-who-1"' s/dist/onion/en/topics/overdose.html
}

@test "names that Windows keeps for itself, and names too long, are said of the source file" {
    small_site s
    cp s/content/en/topics/overdose.md s/content/en/topics/con.md
    says content/en/topics/con.md "'con' is a device on Windows"
    long=$(printf '%0120d' 0)
    mv s/content/en/topics/con.md "s/content/en/topics/$long.md"
    says "content/en/topics/$long.md" "site/en/topics/$long.html, 140 characters with its folders, and there is room for 100"
}

@test "the name that is tried keeps letters that have marks" {
    small_site s
    cp s/content/en/topics/overdose.md "s/content/en/topics/Äiti.md"
    says "content/en/topics/Äiti.md" "try 'topics/aiti.md'"
}

@test "a page without front matter is told what belongs there; an empty field where it is" {
    small_site s
    echo '# Hi' >s/content/en/topics/bare.md
    says content/en/topics/bare.md "begin the file with a line '---', a line 'title: …'"
    printf -- '---\ntitle: ""\n---\n' >s/content/en/topics/bare.md
    says content/en/topics/bare.md '"line":2,"column":9'
}

@test "a theme that is not there is said at its line, with the nearest" {
    small_site s
    sed -i 's/^theme: plain/theme: plian/' s/site.yaml
    says site.yaml "did you mean 'plain'?"
    says site.yaml '"line":6,"column":8'
}

@test "where there are few fields, an unknown one is told all of them" {
    small_site s
    sed -i 's/^release:.*/release: {zzz: 1}/' s/site.yaml
    says site.yaml "unknown field 'zzz': here stand "
}

@test "a cell beyond the table's head is not dropped without a word" {
    small_site s
    printf '\n| a | b |\n|---|---|\n| c | d | 5 mg |\n' >>s/content/en/topics/overdose.md
    pamphlet build -C s
    fails_with 1 "topics/overdose.md:11:11: error: this cell and what follows is left out: the row has more cells than the table's head, which has 2 [markdown/table-row]"
    sed -i 's/| c | d | 5 mg |/| c | d | | 5 mg |/' s/content/en/topics/overdose.md
    pamphlet build -C s
    fails_with 1 "topics/overdose.md:11:13: error: this cell and what follows is left out"
    sed -i 's/| c | d | | 5 mg |/| c | d | |/' s/content/en/topics/overdose.md
    pamphlet build -C s
    [ "$status" = 0 ]
}

@test "of two footnotes with one name none is dropped without an error" {
    small_site s
    printf '\nOne[^a] two.[^a]\n\n[^a]: 5 mg\n[^a]: 50 mg\n' >>s/content/en/topics/overdose.md
    pamphlet build -C s
    fails_with 1 "error: footnote 'a' is written a second time and left out [markdown/footnote-duplicate]"
}

@test "an address that the audit would refuse is refused where it is written" {
    small_site s
    page=content/en/topics/overdose.md
    printf '\n[a](https://u:p@h.org/) [b](https://b\303\274cher.example) [c](http://[::1]/) [d](mailto:x) [e](tel:1x) [f](https:h.org)\n' >>s/$page
    says $page "has a name or a password in front of an '@'"
    says $page "write the form that begins with 'xn--'"
    says $page "does not name a server"
    says $page "is no mail address"
    says $page "has signs that no number has"
    says $page "wants two slashes"
    case "$err" in *audit/*) echo "$err"; false ;; esac
}

@test "names that no server has are refused, ports that one may have are not" {
    small_site s
    page=content/en/topics/overdose.md
    printf '\n[a](https:///x) [b](https://-a.org/) [c](https://a..org) [d](https://a_b.org/) [e](https://e.org:99999/) [f](tel:)\n' >>s/$page
    for name in https:///x https://-a.org/ https://a..org https://a_b.org/ https://e.org:99999/; do
        says $page "'$name' does not name a server as in https://example.org/"
    done
    says $page "'tel:' has no number"
    is_fine en/topics/overdose '[g](https://e.org:8080/x)' clearnet '"https://e.org:8080/x"'
}

@test "a link to a file that is not there is told the way to the nearest" {
    small_site s
    page=content/en/topics/overdose.md
    mkdir s/content/static
    echo x >s/content/static/form.txt
    printf '\n[a](../../static/from.txt) [b](../../images/no.png) [c](../../../../etc/x.png) [d](../guides/alpa.md)\n' >>s/$page
    says $page "there is no file '../../static/from.txt', did you mean '../../static/form.txt'?"
    says $page "there is no picture '../../images/no.png' in content/images"
    says $page "'../../../../etc/x.png' leads out of the content folder"
    says $page "there is no page '../guides/alpa.md', did you mean '../guides/alpha.md'?"
    is_fine en/topics/overdose '[a](../../static/form.txt)' onion '<a href="../../form.txt">'
}

@test "a link cannot stand in a link, and a heading's id not twice on a page" {
    small_site s
    page=content/en/topics/overdose.md
    printf '\n[see <https://a.example/>](https://b.example/)\n\n## One {#one}\n\n## Two {#one}\n' >>s/$page
    says $page "a link cannot stand inside a link; write it behind"
    says $page "the id 'one' is on this page already; choose another"
}

@test "a link of the file system is named as other files are" {
    small_site s
    ln -s /etc/passwd s/content/en/topics/p.md
    cd s
    pamphlet check --format json
    fails_with 1 '"path":"content/en/topics/p.md"'
}

@test "a line that turns itself around is shown flat, and a long one in part" {
    small_site s
    printf '%0300d [a](nowhere.md) \342\200\256 x\n' 0 >>s/content/en/topics/overdose.md
    pamphlet check -C s
    fails_with 1 ' | …0000'
    case "$err" in *$'\342\200\256'*) echo "$err"; false ;; esac
}

@test "citations may hold several sources and places; what only looks like one is told" {
    small_site s
    printf 'who: {title: One}\nun: {title: Two}\n' >s/content/sources.yaml
    printf -- '---\ntitle: O\nsources: [who, un]\n---\nCall. [@who, p. 3; @un]\n' >s/content/en/topics/overdose.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] && [ -z "$(printf '%s' "$err" | grep warning)" ] || { echo "$err"; false; }
    grep -F '<sup class="cite"><a href="#source-who" id="cite-who-1">' s/dist/onion/en/topics/overdose.html |
        grep -F '<span class="place">p. 3</span>; <a href="#source-un" id="cite-un-1">'
    printf 'Wait. [see @who] [@who,\np. 3]\n' >>s/content/en/topics/overdose.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ] && [ "$(printf '%s' "$err" | grep -c 'citation-open')" = 2 ] || { echo "$err"; false; }
    printf '[@who; p. 3] [@un; @whom]\n' >>s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "each part of a citation begins with '@'"
    says content/en/topics/overdose.md "there is no source 'whom'"
}

@test "a component that prints nothing, or lacks a colon, is pointed out" {
    small_site s
    printf '\n::: doses\n:::\n\n::: card\n:::\n\n:: toc\n' >>s/content/en/topics/overdose.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    for text in "'doses' prints nothing here: this page has no 'doses:'" "'card' prints nothing here: this page has no 'card:'" \
        "begins with three colons: ::: toc"; do
        case "$err" in *"$text"*) ;; *) echo "nothing about $text: $err"; false ;; esac
    done
}

@test "a text in a language that site.yaml does not list is pointed out, once a file" {
    small_site s
    sed -i 's/  en: {name: English, dir: ltr}/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    printf 'name: {en: Van, sv: Buss, Fi: Auto}\nkinds: [naloxone]\nexample: true\nalert: {sv: Nej}\ndescription: {en-GB: x}\n' \
        >s/content/services/van.yaml
    printf 'a,b,risk,note,note.se,sources\nalpha,beta,dangerous,Breathing may stop.,x,\n' >s/content/interactions.csv
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    [ "$(printf '%s\n' "$err" | grep -c language-unlisted)" = 3 ] || { echo "$err"; false; }
    for text in "van.yaml:1:21: warning: text in 'sv' is never shown: the languages of site.yaml are en, fi; add 'sv' there" \
        "van.yaml:5:22: warning: text in 'en-GB' is shown as if it were in 'en'" "interactions.csv:2:42: warning: text in 'se' is"; do
        case "$err" in *"$text"*) ;; *) echo "nothing about $text: $err"; false ;; esac
    done
}

@test "a withdrawal says why; a reason without one is pointed out" {
    small_site s
    sed -i 's/^title: alpha/&\nstatus: withdrawn/; s/^title: beta/&\nwithdrawn_because: Wrong./' s/content/en/guides/*.md
    pamphlet build -C s -p onion
    [ "$status" = 0 ]
    case "$err" in *"alpha.md:3:9: warning: nobody is told why"*"beta.md:3:20: warning: this is not shown"*) ;; *) echo "$err"; false ;; esac
}

@test "a translated_from that cannot be one is told, with the right one" {
    small_site s
    sed -i 's/  en: {name: English, dir: ltr}/&\n  fi: {name: Suomi, dir: ltr, fallback: en}/' s/site.yaml
    mkdir -p s/content/fi/guides
    for mark in alpha.md '"123"' '"0123456789abcdef xyz"'; do
        printf -- '---\ntitle: A\nsummary: Siitä.\nreviewed: 2026-10-01\ntranslated_from: %s\n---\nTeksti.\n' "$mark" >s/content/fi/guides/alpha.md
        pamphlet check -C s
        case "$err" in *"fi/guides/alpha.md:5:"*"[translation/mark]"*) ;; *) echo "$err"; false ;; esac
    done
    right=$(printf '%s\n' "$err" | sed -n "s/.*says today, write '\([0-9a-f]*\)'.*/\1/p")
    sed -i "s/^translated_from: .*/translated_from: \"$right\"/" s/content/fi/guides/alpha.md
    pamphlet check -C s
    case "$err" in *translation/mark* | *translation/stale*) echo "$err"; false ;; esac
    pamphlet status -C s
    printf '%s\n' "$output" | grep '^guides/alpha .*fresh' || { echo "$output"; false; }
}

@test "what editors and systems leave in content is passed over and never published" {
    small_site s
    mkdir -p s/content/static s/content/images
    pamphlet build -C s
    find s/dist -type f -not -path '*/.cache/*' | sort >before
    for name in en/index.md~ 'en/#index.md#' en/.index.md.swp en/guides/alpha.md.orig .DS_Store en/Thumbs.db 'en/~$index.md' \
        static/Thumbs.db images/a.png.bak services/van.yaml~ services/.van.yaml.swp services.csv~ static/a.txt~ __MACOSX/a.md; do
        mkdir -p "s/content/$(dirname "$name")"
        echo x >"s/content/$name"
    done
    touch s/content/.gitkeep
    pamphlet build -C s
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ "$(printf '%s\n' "$err" | grep -c ': note: is passed over: .*\[content/leftover\]')" = 14 ] || { echo "$err"; false; }
    find s/dist -type f -not -path '*/.cache/*' | sort | diff before -
}

@test "one mistake is said once, with the profiles that have it" {
    small_site s
    mkdir -p s/content/static
    printf 'p { background: url(x) }\n' >s/content/static/a.css
    sed -i 's|<main|<main style=""|' s/themes/plain/layouts/base.html
    pamphlet build -C s
    [ "$status" = 1 ]
    [ "$(printf '%s\n' "$err" | grep -c 'audit/css-url\]')" = 1 ] || { echo "$err"; false; }
    case "$err" in *"s/dist/onion/a.css:1:21: error: "*" (in onion, clearnet and usb) (from content/static/a.css)"*) ;; *) echo "$err"; false ;; esac
    [ "$(printf '%s\n' "$err" | grep -c 'audit/attribute\]')" = 1 ] || { echo "$err"; false; }
    pamphlet build -C s -p clearnet -p usb
    case "$err" in *"s/dist/clearnet/a.css:1:21: error: "*" (in clearnet and usb) ("*) ;; *) echo "$err"; false ;; esac
    pamphlet build -C s -p usb
    case "$err" in *"s/dist/usb/site/a.css:1:21: error: 'x' is not url(\"…\") with a picture of this site (from "*) ;; *) echo "$err"; false ;; esac
    rm s/content/static/a.css
    sed -i 's|<main style=""|<main|' s/themes/plain/layouts/base.html
    printf 'body { background: url("icon.png") }\nbody:hover { background: none }\n' >>s/themes/plain/assets/style.css
    pamphlet build -C s
    case "$err" in *"may take away in some states, which tells the server: style.css:"*" (in onion, clearnet and usb) ("*) ;; *) echo "$err"; false ;; esac
}

@test "a mistake in a line of the theme is said once, with the number of pages that have it" {
    small_site s
    pamphlet build -C s
    pages=$(grep -l 'class="skip"' $(find s/dist/onion -name '*.html') | wc -l)
    [ "$pages" -gt 9 ]
    sed -i 's|<main|<main onclick="x"|' s/themes/plain/layouts/base.html
    for threads in 1 2 3; do
        pamphlet build -C s -j "$threads"
        [ "$status" = 1 ]
        printf '%s\n' "$err" | sort >"said.$threads"
        cmp said.1 "said.$threads"
    done
    says="attribute 'onclick' is not on the audit's list for this element (on $pages pages, in onion, clearnet and usb) (from themes/plain/layouts/base.html:"
    [ "$(printf '%s\n' "$err" | grep -c ': error: ')" = 1 ] || { echo "$err"; false; }
    case "$err" in *"s/dist/onion/en/a-z.html:"*": error: $says"*) ;; *) echo "$says"; echo "$err"; false ;; esac
    pamphlet build -C s -p onion --format json
    case "$err$output" in *"(on $pages pages)"*) ;; *) echo "$err$output"; false ;; esac
}

@test "a pair whose guide has a mistake is not spoken of; one of a draft is" {
    small_site s
    sed -i 's/^title: beta/&\nnonsense: 1/' s/content/en/guides/beta.md
    pamphlet build -C s -p onion
    case "$err" in *chart/left-out*) echo "$err"; false ;; esac
    sed -i 's/^nonsense: 1/status: draft/' s/content/en/guides/beta.md
    pamphlet build -C s -p onion
    case "$err" in *"the guide 'beta' is a draft"*"[chart/left-out]"*) ;; *) echo "$err"; false ;; esac
}

@test "what is almost right is told with what is right" {
    small_site s
    printf '\n[a](alpha.md) [w](www.example.org)\n\n::: Warning\n:::\n\n##Signs\n\n| a | b |\n| 1 | 2 |\n\n#harm\n\n| a |\n| - |\n| 1 |\n' \
        >>s/content/en/topics/overdose.md
    printf 'name: Van\nexample: true\nname_asked: never\nmet: {pseudonym_ok: yes}\nstaff: [nurse]\nphones: [{number: "112", police: x}]\n' \
        >s/content/services/van.yaml
    printf 'alpha,beta,dangerous,Wait.,\n' >s/content/interactions.csv
    says content/en/topics/overdose.md "there is no page 'alpha.md', did you mean '../guides/alpha.md'?"
    says content/en/topics/overdose.md "'www.example.org' has no scheme; write https://www.example.org"
    says content/en/topics/overdose.md "there is no component 'Warning'; for a box write a line '> [!WARNING]'"
    says content/services/van.yaml "'name_asked' stands below 'shown:'"
    says content/services/van.yaml "'pseudonym_ok' stands below 'shown:'"
    says content/services/van.yaml "'staff' stands below 'met:'"
    says content/services/van.yaml "'police' stands below 'recorded:'"
    says content/interactions.csv "the first line names the columns: put the line a,b,risk,note,sources above"
    [ "$(printf '%s\n' "$err" | grep -c interactions.csv)" = 1 ]
    says content/en/topics/overdose.md "a heading has a blank behind '##'"
    [ "$(printf '%s\n' "$err" | grep -c heading-space)" = 1 ]
    says content/en/topics/overdose.md "a table needs a second line like '| --- | --- |'"
    [ "$(printf '%s\n' "$err" | grep -c table-rule)" = 1 ]
}

@test "files and links in the wrong form are told what to do" {
    small_site s
    mkdir -p s/content/sv s/content/images
    cp "$TOP/themes/plain/assets/icon.png" "s/content/images/a b.png"
    printf '\n![x](../../images/a b.png) `[y](a b)`\n\n![x](<../../images/a b.png>)\n\n[a](../guides/alpha.md "Title")\n\n[a] (b c)\n' \
        >>s/content/en/topics/overdose.md
    sed -i 's/^title: alpha/&\ntiming: {onset: 20 minutes, peak: 1-2 hours}/' s/content/en/guides/alpha.md
    cp s/content/en/topics/overdose.md s/content/sv/a.md
    cp s/content/en/topics/overdose.md s/content/a.md
    cp s/content/en/topics/overdose.md s/content/en/a.markdown
    cp s/content/en/topics/overdose.md s/content/en/b.text
    says content/sv/a.md "is in folder 'sv', which is not a language of site.yaml: add the language there, or move the file"
    says content/a.md "is a page beside the folders of languages"
    says content/en/a.markdown "ends in '.md', in small letters" # what is wrong is its name
    says content/en/b.text "save texts as .md"
    says content/en/topics/overdose.md "or write it as (<../../images/a b.png>)"
    [ "$(printf '%s\n' "$err" | grep -c link-space)" = 1 ] || { echo "$err"; false; }
    says content/en/guides/alpha.md "has the unknown unit 'minutes', did you mean 'min'?"
    says content/en/guides/alpha.md "has the unknown unit 'hours', did you mean 'h'?"
}

@test "a theme may put a picture behind its pages, on top of the theme it extends" {
    small_site s
    rm -r s/themes/plain
    mkdir -p s/themes/plain/assets
    cp "$TOP"/themes/plain/assets/* s/themes/plain/assets/
    echo 'extends: plain' >s/themes/plain/theme.yaml
    for root in html :root; do
        cp "$TOP"/themes/plain/assets/style.css s/themes/plain/assets/style.css
        printf '%s { background-image: url("icon.png"); }\n@media print { %s { background: none; } }\n' $root $root >>s/themes/plain/assets/style.css
        pamphlet build -C s
        [ "$status" = 0 ] || { echo "$err"; false; }
    done
}

@test "names that other programs have for our fields are told ours" {
    small_site s
    printf -- '---\ntitle: T\ntags: [a]\nweight: 3\ndescription: D\nlastmod: 2026-01-01\n---\nText.\n' >s/content/en/guides/other.md
    for pair in tags:classes weight:order description:summary lastmod:reviewed; do
        says content/en/guides/other.md "unknown field '${pair%:*}', did you mean '${pair#*:}'?"
    done
    rm s/content/en/guides/other.md
    printf 'opening_hours: Mo-Fr 09:00-17:00\nwebsite: https://a.example\n' >>s/content/services/van.yaml
    says content/services/van.yaml "unknown field 'opening_hours', did you mean 'schedules'?"
    says content/services/van.yaml "unknown field 'website', did you mean 'channels'?"
}

@test "a column that other programs name is told ours, and days in other languages which are taken" {
    small_site s
    printf 'id,name,hours\na,A,Mo-Fr 09:00-17:00\n' >s/content/services.csv
    says content/services.csv "unknown column 'hours' (column C), did you mean 'schedules'?"
    printf 'id,name,schedules\na,A,"Mi,Do 09:00-17:00"\n' >s/content/services.csv
    says content/services.csv "'Mi' is not understood here: days (Mo Tu We Th Fr Sa Su PH, Mo-Fr), times (09:00-17:00), off"
}

@test "hours that a later rule takes away without a word are told; a shorter day is not" {
    small_site s
    printf 'schedules:\n  - {hours: "Mo,We 10:00-12:00; We 14:00-16:00"}\n' >hours.yaml
    sed -i '/^schedules:/,/^ *- /d' s/content/services/van.yaml
    cp s/content/services/van.yaml van.yaml
    cat van.yaml hours.yaml >s/content/services/van.yaml
    pamphlet check -C s
    case "$err" in *"write ',' instead of ';' to keep both, or leave the day out there [hours/replaced]"*) ;; *) echo "$err"; false ;; esac
    for fine in "Mo,We 10:00-12:00, We 14:00-16:00" "Mo-Fr 09:00-17:00; Fr 09:00-12:00; PH off" "Mo-Fr 09:00-17:00; Sa 10:00-12:00"; do
        sed "s/Mo,We.*16:00/$fine/" hours.yaml | cat van.yaml - >s/content/services/van.yaml
        pamphlet check -C s
        [ "$status" = 0 ] || { echo "$err"; return 1; }
        case "$err" in *hours/*) echo "$fine: $err"; return 1 ;; esac
    done
    sed "s/Mo,We.*16:00/Mo 09:00-17:00; Mo 12:00-13:00 off/" hours.yaml | cat van.yaml - >s/content/services/van.yaml
    says content/services/van.yaml "times cannot be taken out of a day: write the times when it is open"
}

@test "a link as other tools write it is told the file that it means" {
    small_site s
    cp s/content/en/topics/overdose.md topic.md
    for way in /guides/alpha/ ../guides/alpha.html ../guides/alpha /content/en/guides/alpha.md; do
        printf '\n[there](%s)\n' "$way" | cat topic.md - >s/content/en/topics/overdose.md
        says content/en/topics/overdose.md "; write ../guides/alpha.md"
    done
    printf '\n[mail](a@b.example)\n' | cat topic.md - >s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "; write mailto:a@b.example"
    printf '\n[pic](logo@2x.png)\n' | cat topic.md - >s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "; write links to the file itself"
    cp s/content/en/guides/alpha.md s/content/en/topics/alpha.md # which of the two is said by the folder alone
    for way in /topics/alpha/ /en/topics/alpha.html ./topics/alpha; do
        printf '\n[there](%s)\n' "$way" | cat topic.md - >s/content/en/topics/overdose.md
        says content/en/topics/overdose.md "; write alpha.md"
    done
    printf '\n[there](/alpha/)\n' | cat topic.md - >s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "; write the way from this file, as in ../topics/naloxone.md"
    printf '\n[there](/nothing/like/it/)\n' | cat topic.md - >s/content/en/topics/overdose.md
    says content/en/topics/overdose.md "; write the way from this file, as in ../topics/naloxone.md"
}

@test "an address whose scheme is in capitals is told to have it in small letters" {
    small_site s
    printf '\n[a](HTTPS://example.org/)\n' >>s/content/en/topics/overdose.md
    printf 'a: {title: A, url: "HTTPS://example.org/"}\n' >s/content/sources.yaml
    says content/en/topics/overdose.md "'HTTPS:' are not taken; http, https, mailto and tel are, in small letters"
    says content/sources.yaml "it starts with https:// or http://, in small letters"
}
