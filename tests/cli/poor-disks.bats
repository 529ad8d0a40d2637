#!/usr/bin/env bats
# File systems that lack what others have: nameless files, reading past the cache, the exchange of two folders, the kind of an entry in its
# listing. What is published is the same, and when a rename fails the old version is put back.

load helper

setup_file() {
    export POOR="$BATS_FILE_TMPDIR/poor.so"
    ${CC:-cc} -O1 -w -shared -fPIC -o "$POOR" -x c - -ldl <<'C'
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static int exchange_refused; /* from then on POOR_FAILS is the name that nothing but its .old may get */
static int has_end(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}
int open(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    if ((flags & O_TMPFILE) == O_TMPFILE || (flags & O_DIRECT) != 0) {
        errno = (flags & O_DIRECT) != 0 ? EINVAL : EOPNOTSUPP;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open(path, flags, mode);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    if (flags != 0 && getenv("POOR_EXCHANGES") == NULL) {
        exchange_refused = 1;
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_renameat2, a, from, b, to, flags);
}
int rename(const char *from, const char *to) {
    const char *name = getenv("POOR_FAILS");
    if (exchange_refused && name != NULL && has_end(to, name) && !has_end(from, ".old") && !has_end(from, ".previous")) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int unlink(const char *path) { /* POOR_KEEPS: a name that stays */
    const char *name = getenv("POOR_KEEPS");
    if (name != NULL && strstr(path, name) != NULL) {
        errno = EPERM;
        return -1;
    }
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
struct dirent *readdir(DIR *dir) {
    static struct dirent *(*next)(DIR *);
    if (next == NULL)
        next = (struct dirent * (*)(DIR *)) dlsym(RTLD_NEXT, "readdir");
    struct dirent *entry = next(dir);
    if (entry != NULL)
        entry->d_type = DT_UNKNOWN;
    return entry;
}
C
}

poor() { # [VARIABLE=value] WORD…
    local set=()
    while [[ $1 == *=* ]]; do set+=("$1") && shift; done
    status=0
    output=$(env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" "${set[@]}" XDG_STATE_HOME="$DIR/account" LD_PRELOAD="$POOR" "$PAMPHLET" "$@" 2>"$DIR/.err") || status=$?
    err=$(cat "$DIR/.err")
}

@test "a poor disk gets the same folders and packs, the second time too" {
    small_site s
    cp -R s t
    cp -R s u
    for turn in first second third; do # the third begins with what the first had made
        for site in s t u; do sed -i "s/^Text.*/Text of the $turn turn./" $site/content/en/guides/beta.md; done
        pamphlet build -q -C s
        [ "$status" = 0 ]
        poor build -q -C t
        [ "$status" = 0 ] || { echo "$err"; false; }
        diff -r -x .cache s/dist t/dist
        poor POOR_EXCHANGES=1 build -q -C u
        [ "$status" = 0 ] || { echo "$err"; false; }
        diff -r -x .cache s/dist u/dist
    done
    rm t/content/en/topics/overdose.md
    sed -i '/overdose/d' t/content/en/index.md
    poor build -q -C t
    [ "$status" = 0 ] || { echo "$err"; false; }
    [ ! -e t/dist/onion/en/topics/overdose.html ]
    [ -z "$(find t/dist -name '.spool*' -o -name '*.old')" ]
}

@test "where folders cannot be exchanged and the rename fails, the old one is put back" {
    small_site s
    poor build -q -C s -p onion
    [ "$status" = 0 ]
    cp -R s/dist/onion before
    sed -i 's/Text\./Another text./' s/content/en/guides/beta.md
    poor POOR_FAILS=/onion build -q -C s -p onion
    fails_with 3 "cannot put the new folder in place"
    diff -r before s/dist/onion
    poor build -q -C s -p onion
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q 'Another text' s/dist/onion/en/guides/beta.html
}

@test "a pack is installed on a poor disk, and put back when that fails" {
    small_site s
    sed -i '/example/d' s/content/services/van.yaml
    pamphlet keygen -q -W
    for serial in 3 4; do
        sed -i "s/serial: ./serial: $serial/" s/site.yaml
        pamphlet build -q -C s -p onion
        pamphlet sign -q s/dist/small-$serial-onion.zip
    done
    poor install -q s/dist/small-3-onion.zip www/onion --state st
    [ "$status" = 0 ] || { mkdir -p www; poor install -q s/dist/small-3-onion.zip www/onion --state st; }
    [ "$status" = 0 ] || { echo "$err"; false; }
    cp -R www/onion before
    poor POOR_FAILS=www/onion install -q s/dist/small-4-onion.zip www/onion --state st
    [ "$status" = 3 ] || { echo "$status $err"; false; }
    diff -r before www/onion
    poor install -q s/dist/small-4-onion.zip www/onion --state st
    [ "$status" = 0 ] || { echo "$err"; false; }
    grep -q '^serial: 4' www/onion/MANIFEST.txt
    diff -r before www/onion.previous
}

@test "a disk without nameless files that takes no name away either is told of" {
    small_site s
    poor POOR_KEEPS=/.spool- build -q -C s -p onion
    fails_with 3 "cannot make a temporary file here: Operation not permitted [pack/spool]"
    [ ! -e s/dist/onion ]
}

@test "a stick that cannot be read past the cache is read all the same, and what it changed is seen" {
    small_site s
    sed -i '/example/d' s/content/services/van.yaml
    pamphlet build -q -C s -p onion
    pamphlet keygen -q -W
    pamphlet sign -q s/dist/small-3-onion.zip
    mkdir stick
    poor install -q --usb s/dist/small-3-onion.zip stick --state st
    [ "$status" = 0 ] || { echo "$err"; false; }
    pamphlet verify -q stick --state st
    [ "$status" = 0 ] || { echo "$err"; false; }
}
