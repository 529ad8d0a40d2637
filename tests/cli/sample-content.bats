#!/usr/bin/env bats
# What the pack of this repo promises of itself: the sample services show each field, the chart is wide and sourced.
load helper

setup() {
    ROOT=$BATS_TEST_DIRNAME/../..
    SERVICES=$(cat "$ROOT"/content/services/*.yaml)
}

shows() { # shows WHAT REGEX: some sample service has it
    grep -Eq -- "$2" <<<"$SERVICES" || { echo "no sample service shows $1"; false; }
}

@test "the sample services show every field and every claim of the handbook" {
    claims=$(sed -n '/^### shown/,/^### What must not/s/^#### `\([a-z_]*\)`.*/\1/p' "$ROOT/doc/handbook/fields.md")
    [ "$(wc -w <<<"$claims")" -ge 20 ]
    for field in name example kinds area alert description address schedules phones languages eligibility fees \
        assured_date channels since until key record_items record_retention shared_with duty_to_report police staff $claims; do
        shows "$field" "(^|[{, ])$field: *[^ ]|(^|[{, ])$field:\$"
    done
}

@test "the sample services show every way to reach one, and every way to know" {
    for type in walk-in phone sms web-chat messenger email onion-site onion-thread post machine outreach video; do
        shows "type: $type" "type: *$type\b"
    done
    for basis in stated written-policy law reported-by-users seen-by-editor; do
        shows "basis: $basis" "basis: *$basis\b"
    done
    for when in never with-consent required-by-law emergency routinely; do
        shows "when: $when" "when: *$when\b"
    done
}

@test "each sample service is marked as one, and none has a number that somebody could have" {
    for file in "$ROOT"/content/services/*.yaml; do
        grep -q '^example: *\(yes\|true\)' "$file" || { echo "$file"; false; }
    done
    # Ofcom keeps these for fiction: no area, mobile, freephone.
    [ -z "$(grep -Eo '\+[0-9][0-9 ]{6,}' <<<"$SERVICES" | grep -Ev '^\+44 (1632 960|7700 900|808 157 0)')" ]
}

@test "the chart has twenty groups and more, and a source for every pair" {
    [ "$(tail -n +2 "$ROOT/content/interactions.csv" | cut -d, -f1,2 | tr , '\n' | sort -u | wc -l)" -ge 20 ]
    python3 - "$ROOT/content/interactions.csv" <<'END'
import csv, sys
bare = [r["a"] + " + " + r["b"] for r in csv.DictReader(open(sys.argv[1])) if not r["sources"].strip()]
assert not bare, bare
END
}

@test "every amount in the guides has its source" {
    for file in "$ROOT"/content/*/guides/*.md; do
        rows=$(sed -n '/^---$/,/^---$/p' "$file" | grep -c '^  - route:' || true)
        sources=$(sed -n '/^doses:/,/^[a-z-]*:\|^---$/p' "$file" | grep -c '^    source:' || true)
        [ "$rows" = "$sources" ] || { echo "$file: $rows rows, $sources sources"; false; }
    done
}
