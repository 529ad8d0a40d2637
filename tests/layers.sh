#!/bin/sh
# A folder of src/ includes only folders of lower rows, and only their door x/x.h; libraries stay behind
# their own folder. The rows are those of src/README.md, lowest first.
set -eu
cd "$(dirname "$0")/.."

rows="1:util 2:markdown 2:template 2:html 2:image 2:pdf 2:qr 2:sign 2:wall 3:content 3:pack 4:changes 4:site 5:script 6:render
7:audit 7:exchange 7:forms 7:lint 7:print 8:build 8:publish 8:scaffold 9:release 9:serve 10:cli"

row_of() {
    for pair in $rows; do
        [ "${pair#*:}" = "$1" ] && { echo "${pair%%:*}"; return; }
    done
    echo 0
}

bad=0
complain() {
    echo "$1"
    bad=1
}

for folder in src/*/; do
    own=$(basename "$folder")
    [ "$(row_of "$own")" != 0 ] || complain "src/$own is in no row of tests/layers.sh"
done

for file in src/*/*.[ch]; do
    own=$(basename "$(dirname "$file")")
    own_row=$(row_of "$own")
    # shellcheck disable=SC2013 # names of headers have no spaces
    for include in $(sed -n 's/^#include "\([a-z0-9_/]*\.h\)".*/\1/p' "$file"); do
        other=${include%%/*}
        [ "$other" != "$include" ] || continue # a generated file of the folder's own
        [ "$other" != "$own" ] || continue
        [ "$(row_of "$other")" -lt "$own_row" ] ||
            complain "$file includes $include, which is not in a lower row"
        [ "$include" = "$other/$other.h" ] ||
            complain "$file includes $include; the door of $other is $other/$other.h"
    done
done

# library header → the one folder that may include it
while read -r header folder; do
    for file in $(grep -lE "#include <($header)" src/*/*.[ch] src/main.c 2>/dev/null || true); do
        case "$file" in "src/$folder/"*) ;; *) complain "$file includes <$header>, which belongs to $folder/" ;; esac
    done
done <<'LIST'
cmark markdown
yaml content
zip\.h pack
lua|lauxlib|lualib script
sodium sign
nettle sign
qrencode qr
microhttpd serve
jansson exchange
pango|hb|fontconfig print
LIST

[ "$bad" = 0 ] && echo "layers: every include leads down"
exit "$bad"
