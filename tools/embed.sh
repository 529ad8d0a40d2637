#!/bin/sh
# Turns files into a C table, so that the program carries them: embed.sh FILE... > out.c
# Each row is a name as given, the bytes, their number. The order is that of the arguments.
set -eu
printf '/* Made by tools/embed.sh. */\n#include "script/state.h"\n\n'
n=0
for f; do
    printf 'static const unsigned char file_%d[] = {' "$n"
    od -An -v -tu1 "$f" | sed 's/[0-9][0-9]*/&,/g'
    printf '0};\n'
    n=$((n + 1))
done
printf 'const struct script_module script_modules[] = {\n'
n=0
for f; do
    printf '    {"%s", file_%d, sizeof(file_%d) - 1},\n' "$f" "$n" "$n"
    n=$((n + 1))
done
printf '    {NULL, NULL, 0},\n};\n'
