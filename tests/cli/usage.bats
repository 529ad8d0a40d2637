#!/usr/bin/env bats
# Help, unknown verbs and flags, exit codes 2.

load helper

@test "an empty value is a mistake: \"\$UNSET\" would make /file of a folder's name" {
    pamphlet scrub --output= a.png
    fails_with 2 "option '--output' needs a value: DIR"
    pamphlet scrub -o "" a.png
    fails_with 2 "option '--output' needs a value: DIR"
    pamphlet build -C "" -q
    fails_with 2 "option '--directory' needs a value: DIR"
}

@test "no verb prints the help on stderr and exits 2" {
    pamphlet
    fails_with 2 "Usage: pamphlet VERB"
    [ -z "$output" ]
}

@test "every verb has help on stdout" {
    pamphlet --help
    [ "$status" = 0 ]
    for verb in $(printf '%s\n' "$output" | sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        pamphlet "$verb" --help
        [ "$status" = 0 ]
        case "$output" in *"Usage: pamphlet $verb"*) ;; *) echo "$verb: $output"; false ;; esac
    done
}

@test "an unknown verb gets a suggestion" {
    pamphlet biuld
    fails_with 2 "did you mean 'build'?"
}

@test "an unknown flag gets a suggestion" {
    pamphlet build --profil onion
    fails_with 2 "did you mean '--profile'?"
}

@test "a flag without its value says what it needs" {
    pamphlet build --jobs
    fails_with 2 "needs a value"
}

@test "a number out of range is a usage error" {
    pamphlet build -j 0
    fails_with 2 "takes a number from 1 to 64"
}

@test "an unknown profile gets a suggestion" {
    small_site s
    pamphlet build -C s -p onoin
    fails_with 1 "did you mean 'onion'?"
}

@test "profiles in one word are told to stand apart" {
    small_site s
    pamphlet build -C s -p onion,usb
    fails_with 1 "lists no profile 'onion,usb'; give each with a -p of its own"
}

@test "help is not wider than a terminal of 80 columns" {
    pamphlet --help
    verbs=$(printf '%s\n' "$output" | sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p')
    [ "$(printf '%s\n' "$verbs" | wc -l)" -ge 16 ]
    for verb in '' $verbs; do
        pamphlet $verb --help
        [ "$status" = 0 ]
        wide=$(printf '%s\n' "$output" | awk 'length($0) > 80')
        [ -z "$wide" ] || { echo "$verb: $wide"; false; }
    done
    pamphlet check --help # an example keeps its line, and a sentence is not cut from the next
    printf '%s\n' "$output" | grep -qx '    # pamphlet: allow dose/text-zero because the label says 1.0 mg'
    printf '%s\n' "$output" | tr '\n' ' ' | grep -q 'what an editor would want to know: amounts in the text that can be misread'
}

@test "NO_COLOR and pipes give plain text" {
    small_site s
    sed -i 's/2026-10-01/3 May/' s/content/en/guides/beta.md
    pamphlet build -C s
    [[ "$err" != *$'\x1b'* ]]
    pamphlet build -C s --color always
    [[ "$err" == *$'\x1b'* ]]
}

@test "where there is no site, one is told how to find or begin one" {
    mkdir empty
    for verb in check build status serve; do
        pamphlet $verb -C empty --help
        [ "$status" = 0 ]
    done
    for verb in check build status; do
        pamphlet $verb -C empty
        fails_with 1 "site.yaml: error: there is no such file, so this folder is no site: go to one, name one with -C FOLDER, or begin one with 'pamphlet new site NAME' [site/none]"
    done
}
