#!/bin/sh
# Turns files, of text or not, into a C table, so that the program carries them:
#   embed.sh HEADER STRUCT TABLE FILE... > out.c
# Each row of TABLE, an array of struct STRUCT, is a name as given, the bytes, their number. The order is that of
# the arguments; a row of NULL ends it.
set -eu
header=$1 struct=$2 table=$3
shift 3
printf '/* Made by src/embed.sh. */\n#include "%s"\n\n' "$header"
n=0
for f; do
    printf 'static const unsigned char file_%d[] = {' "$n"
    od -An -v -tu1 "$f" | sed 's/[0-9][0-9]*/&,/g'
    printf '0};\n'
    n=$((n + 1))
done
printf 'const struct %s %s[] = {\n' "$struct" "$table"
n=0
for f; do
    printf '    {"%s", file_%d, sizeof(file_%d) - 1},\n' "$f" "$n" "$n"
    n=$((n + 1))
done
printf '    {NULL, NULL, 0},\n};\n'
