#!/bin/sh
# The pages of doc/ as a site of their own: handbook.sh FOLDER makes its sources there.
# Pages that begin with a heading and no fields get that heading as their title.
set -eu
cd "$(dirname "$0")/.."
to=$1
rm -rf "$to/content" "$to/themes"
mkdir -p "$to/content/en/handbook" "$to/themes"
cp doc/site.yaml "$to/"
cp -R themes/plain "$to/themes/plain"
for page in doc/handbook/*.md; do
    # A long page begins with a list of its parts.
    awk -v long="$(grep -c '^## ' "$page")" '/^## / && long > 7 { print "::: toc\n:::\n"; long = 0 } { print }' "$page" \
        > "$to/content/en/handbook/$(basename "$page")"
done
for page in doc/*.md; do
    awk 'NR == 1 && sub(/^# /, "") { print "---\ntitle: \"" $0 "\"\n---"; next } { print }' "$page" \
        > "$to/content/en/$(basename "$page" | tr '[:upper:]' '[:lower:]')"
done
# Whoever opens the folder meets the handbook's first page: its links begin one folder higher here.
sed -e 's#](\([a-z-]*\.md\)#](handbook/\1#g' -e 's#](\.\./#](#g' -e 's/^title: .*/title: pamphlet/' doc/handbook/index.md \
    > "$to/content/en/index.md"
