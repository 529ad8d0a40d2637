#!/bin/sh
# Calls that would let the clock, the locale, chance or an unchecked length into the output; and lines of tests that test
# nothing.
set -eu
cd "$(dirname "$0")/.."

bad=0
search() { # pattern, reason, files to leave out
    found=$(grep -nE "(^|[^a-z_])($1)[[:space:]]*\(" src/*/*.c src/*/*.h src/main.c | grep -vE "^($3):" |
        grep -vE '^[^:]*:[0-9]*:[[:space:]]*(/\*|\*)' || true)
    [ -z "$found" ] || { printf '%s\n  %s\n' "$2" "$found"; bad=1; }
}
search 'time|localtime|localtime_r|gmtime|clock_gettime|gettimeofday|getenv|secure_getenv' \
    'the clock and the environment are read in util/env.c alone:' 'src/util/env\.c'
search 'rand|random|srand|setlocale|strcoll|chdir' 'same input, same bytes:' 'none'
search 'strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets' 'unchecked lengths:' 'none'
search 'malloc|calloc|realloc|free' 'memory comes from an arena:' \
    'src/util/[a-z0-9_]*\.c|src/script/[a-z0-9_]*\.c'
search 'exit|abort' 'only cli/ ends the program:' 'src/util/arena\.c|src/cli/[a-z0-9_]*\.c'
search 'printf|puts|putchar' 'only cli/ prints:' 'src/cli/[a-z0-9_]*\.c'
# What bats does not hear: "! CMD", and all but the last of "A && B", unless they end a test.
unheard=$(grep -nE '^[[:space:]]*(! |\[ .* \] && |grep .* && )' tests/cli/*.bats | grep -v ' || ' || true)
[ -z "$unheard" ] || { printf '%s\n  %s\n' "these fail no test (use never, and a line for each):" "$unheard"; bad=1; }
[ "$bad" = 0 ] && echo "forbid: nothing found"
exit "$bad"
