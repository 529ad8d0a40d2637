# What the command-line tests share: a folder of their own, a small site, the program with an empty environment.

setup() {
    TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    PAMPHLET=${PAMPHLET:-$TOP/build/${MODE:-release}/pamphlet}
    DIR=$(mktemp -d)
    cd "$DIR"
}

teardown() {
    chmod -R u+w "$DIR" 2>/dev/null || true
    cd /
    rm -rf "$DIR"
}

# Runs the program; stdout in $output, stderr in $err, exit code in $status.
pamphlet() {
    status=0
    output=$(env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" "$@" 2>"$DIR/.err") || status=$?
    err=$(cat "$DIR/.err")
}

# fails_with CODE TEXT: the exit code, and a piece of stderr.
fails_with() {
    [ "$status" = "$1" ] || { echo "exit code $status, wanted $1: $err"; return 1; }
    case "$err" in *"$2"*) ;; *) echo "stderr has no '$2': $err"; return 1 ;; esac
}

# never CMD…: fails when the command succeeds. A "! CMD" fails a test only as its last line.
never() {
    ! "$@"
}

# A site of two guides, a topic and a service, with the theme of the repository.
small_site() {
    mkdir -p "$1/content/en/guides" "$1/content/en/topics" "$1/content/services" "$1/themes"
    cp -R "$TOP/themes/plain" "$1/themes/plain"
    cat >"$1/site.yaml" <<'YAML'
title: Small
plain_title: Notes
languages:
  en: {name: English, dir: ltr}
default_language: en
theme: plain
profiles: [onion, clearnet, usb]
addresses: {clearnet: "https://pamphlet.example/"}
release: {pack: small, serial: 3, date: 2026-11-23, expires: 2027-05-23}
emergency: {number: "112", text: {en: Call for help.}}
risks:
  - {id: dangerous, label: {en: Dangerous}, symbol: "▲", order: 1}
YAML
    printf -- '---\ntitle: Hello\n---\nWelcome. Read about [alpha](guides/alpha.md).\n' >"$1/content/en/index.md"
    for name in alpha beta; do
        printf -- '---\ntitle: %s\naliases: [%s-street]\nsummary: About %s.\nreviewed: 2026-10-01\n---\n## What it is {#what}\n\nText.\n' \
            "$name" "$name" "$name" >"$1/content/en/guides/$name.md"
    done
    printf -- '---\ntitle: Overdose\nsummary: What to do.\n---\n## Signs {#signs}\n\nSee [alpha](../guides/alpha.md#what).\n' \
        >"$1/content/en/topics/overdose.md"
    printf 'name: Van\nkinds: [naloxone]\nexample: true\n' >"$1/content/services/van.yaml"
    printf 'a,b,risk,note,sources\nalpha,beta,dangerous,Breathing may stop.,\n' >"$1/content/interactions.csv"
}
