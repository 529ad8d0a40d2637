#!/usr/bin/env bats
# What a library or the system refuses once in a lifetime: the program ends in words, with exit code 3, and nothing is
# half made. Each call is refused alone, by a library of one function that is preloaded. Memory, files and threads that
# are refused in turn are tests/torture.

load helper

refuse() { # FUNCTION VALUE [ERRNO]: from now on it does nothing but say so
    printf '#include <errno.h>\nlong %s() {\n    errno = %s;\n    return %s;\n}\n' "$1" "${3:-0}" "$2" |
        ${CC:-cc} -O1 -w -shared -fPIC -o "$DIR/refused.so" -x c - || return 1
}

refuse_by() { # C code of a function on stdin
    ${CC:-cc} -O1 -w -shared -fPIC -o "$DIR/refused.so" -x c - -ldl
}

refused() { # WORD…: pamphlet with it
    status=0
    output=$(env -i PATH="$PATH" HOME="$DIR" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" \
        LD_PRELOAD="$DIR/refused.so" timeout 60 "$PAMPHLET" "$@" 2>"$DIR/.err") || status=$?
    err=$(cat "$DIR/.err")
}

ends_with() { # CODE TEXT WORD…
    local code=$1 text=$2
    shift 2
    refused "$@"
    fails_with "$code" "$text"
}

packed() { # a signed pack of a small site
    small_site s
    sed -i '/example/d' s/content/services/van.yaml
    pamphlet build -q -C s -p onion
    pamphlet keygen -q -W
    cp s/dist/small-3-onion.zip .
    pamphlet sign -q small-3-onion.zip
    rm -rf s/dist
}

@test "no memory for a secret, or none that is locked: no key" {
    refuse sodium_malloc 0 ENOMEM
    ends_with 3 "there is no memory for a secret: Cannot allocate memory [sign/not-locked]" keygen -W
    refuse sodium_mlock -1 ENOMEM
    ends_with 3 "the system does not lock memory for a secret (raise 'ulimit -l'): Cannot allocate memory [sign/not-locked]" keygen -W
    [ "$(ls)" = refused.so ]
}

@test "a computer that makes mistakes signs nothing" {
    packed
    rm small-3-onion.zip.minisig
    refuse crypto_sign_verify_detached -1
    ends_with 1 "the new signature does not hold; this computer makes mistakes [sign/self-check]" sign small-3-onion.zip
    [ ! -e small-3-onion.zip.minisig ]
}

@test "where a passphrase may take less memory the key is made for less, and where it may take none there is no key" {
    echo x >file
    refuse_by <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>
ssize_t read(int fd, void *to, size_t len) { /* a signal comes before each byte of the passphrase */
    static int often;
    if (fd == 3 && often++ % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_read, fd, to, len);
}
typedef int derive(unsigned char *, unsigned long long, const char *, unsigned long long, const unsigned char *, unsigned long long, size_t);
int crypto_pwhash_scryptsalsa208sha256(unsigned char *out, unsigned long long len, const char *words, unsigned long long words_len,
                                       const unsigned char *salt, unsigned long long ops, size_t memory) {
    if (memory > 16 << 20) {
        errno = ENOMEM;
        return -1;
    }
    return ((derive *)dlsym(RTLD_NEXT, "crypto_pwhash_scryptsalsa208sha256"))(out, len, words, words_len, salt, ops, memory);
}
C
    printf 'four words are enough\n' >words
    refused keygen -q --passphrase-fd 3 3<words
    [ "$status" = 0 ] || { echo "$err"; false; }
    pamphlet sign -q file -t "a file" --passphrase-fd 3 3<words # with all memory there is
    [ "$status" = 0 ] || { echo "$err"; false; }
    rm file.minisig
    refuse crypto_pwhash_scryptsalsa208sha256 -1 ENOMEM
    refused sign file -t "a file" --passphrase-fd 3 3<words
    fails_with 3 "cannot open the secret key, which takes 1 GB of memory for a moment: Cannot allocate memory [sign/scrypt]"
    [ ! -e file.minisig ]
    rm pamphlet.key pamphlet.pub
    refused keygen --passphrase-fd 3 3<words
    fails_with 3 "cannot protect the key by its passphrase: Cannot allocate memory [sign/scrypt]"
    [ ! -e pamphlet.key ]
    [ ! -e pamphlet.pub ]
}

@test "no passphrase is asked for where echo cannot be turned off" {
    refuse tcgetattr -1 ENOTTY
    python3 - "$PAMPHLET" "$DIR/refused.so" <<'PY'
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execve(sys.argv[1], [sys.argv[1], "keygen"], {"LD_PRELOAD": sys.argv[2], "ASAN_OPTIONS": "verify_asan_link_order=0"})
said = b""
try:
    while piece := os.read(terminal, 1000):
        said += piece
except OSError:
    pass
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
assert code == 1 and b"no passphrase was given [sign/passphrase-none]" in said, (code, said)
assert b"New passphrase" not in said, said
PY
    [ ! -e pamphlet.key ]
}

@test "a library that gets no memory ends the program as any other lack of memory does" {
    packed
    cp "$TOP/themes/plain/assets/icon.png" .
    printf -- '---\ntitle: Ö\nsummary: Ö.\n---\n' >s/content/en/topics/other.md
    local none="pamphlet: no memory left"
    refuse inflateInit_ -4
    ends_with 3 "$none" scrub icon.png
    refuse libdeflate_alloc_decompressor 0
    ends_with 3 "$none" verify small-3-onion.zip
    refuse libdeflate_alloc_compressor 0
    ends_with 3 "$none" qr words -o code.png
    refuse QRinput_new2 0
    ends_with 3 "$none" qr Wörter -o code.png
    refuse yaml_parser_initialize 0
    ends_with 3 "$none" check -C s
    refuse utf8proc_map -1
    ends_with 3 "$none" check -C s
    refuse zip_source_buffer_create 0
    ends_with 3 "$none" build -C s -p usb
    [ "$(find . -name '*-clean.png' -o -name code.png)" = "" ]
    [ ! -e s/dist/usb ]
}

@test "no memory for reading a code that was drawn for a page: no sheet" {
    small_site s
    sed -i 's/^profiles:.*/profiles: [print]/' s/site.yaml
    sed -i 's/^summary:/card: "Call."\n&/' s/content/en/guides/alpha.md
    refuse_by <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
void *libdeflate_alloc_decompressor(void) { /* the first is the thread's, for packs */
    static int calls;
    return calls++ > 0 ? 0 : ((void *(*)(void))dlsym(RTLD_NEXT, "libdeflate_alloc_decompressor"))();
}
C
    ends_with 3 "pamphlet: no memory left" build -C s -j 1
    [ ! -e s/dist/print ]
}

@test "a ZIP that libzip does not make is told, and nothing is published" {
    packed
    while IFS='|' read -r name value profile said; do
        refuse "$name" "$value" ENOMEM
        ends_with 3 "$said" build -C s --no-cache -p "$profile" || { echo "$name"; false; }
        [ -z "$(find s/dist -name '*.zip' -o -name '*.html' 2>/dev/null)" ] || { find s/dist; false; }
    done <<'CALLS'
zip_source_function|0|onion|small-3-onion.zip: error: cannot add to the ZIP
zip_file_add|-1|onion|small-3-onion.zip: error: cannot add to the ZIP
zip_set_file_compression|-1|onion|small-3-onion.zip: error: cannot add to the ZIP
zip_open_from_source|0|onion|small-3-onion.zip: error: cannot make the ZIP
zip_open_from_source|0|usb|memory: error: cannot make the ZIP
memfd_create|-1|usb|memory: error: cannot keep a file in memory
CALLS
    refuse_by <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
long zip_source_read(void *source, void *to, unsigned long len) { /* a whole book at once, no piece of it */
    return len > 10000 ? -1 : ((long (*)(void *, void *, unsigned long))dlsym(RTLD_NEXT, "zip_source_read"))(source, to, len);
}
C
    ends_with 3 "memory: error: cannot read the ZIP again" build -C s --no-cache -p usb
    [ -z "$(find s/dist -name '*.html' 2>/dev/null)" ]
}

@test "a system that locks nothing: what needs a lock is not begun" {
    packed
    refuse flock -1 ENOLCK
    ends_with 3 "cannot lock the folder: No locks available [publish/write]" install small-3-onion.zip www --state st
    [ ! -e www ]
    ends_with 3 "st: error: cannot lock the folder: No locks available [publish/state]" verify small-3-onion.zip --state st
    ends_with 3 "cannot lock the folder: No locks available [release/write]" release -C s -s pamphlet.key
    grep -q 'serial: 3,' s/site.yaml
    refuse mkdir -1 EROFS
    ends_with 3 "new: error: cannot make the folder: Read-only file system [publish/state]" verify small-3-onion.zip --state new
}

@test "a stick that does not answer is told of, and not written" {
    packed
    mkdir stick
    for call in fstatvfs dup; do
        refuse $call -1 EIO
        ends_with 3 "stick: error: cannot be read: Input/output error [publish/stick-read]" install --usb small-3-onion.zip stick --state st
        [ -z "$(ls -A stick)" ]
    done
    pamphlet install --usb small-3-onion.zip "$(printf 'x%.0s' {1..300})" --state st
    fails_with 3 "cannot be read: File name too long [publish/stick-read]"
}

@test "without threads, processors or a clock a build is the same" {
    small_site s
    sed -i 's/^profiles:.*/profiles: [onion, usb]/' s/site.yaml
    pamphlet build -q -C s
    mv s/dist wanted
    for call in "pthread_create 11" "sched_getaffinity -1" "clock_gettime -1"; do
        refuse $call ENOSYS
        ends_with 0 "" build -q -C s || { echo "$call: $err"; false; }
        diff -r -x .cache wanted s/dist
        rm -rf s/dist
    done
}

@test "a preview that cannot begin says why and leaves nothing" {
    small_site s
    refuse inotify_add_watch -1 ENOSPC
    ends_with 3 "cannot watch so many folders (fs.inotify.max_user_watches): No space left on device [serve/watch]" serve -C s --port 0
    refuse pthread_create 11
    ends_with 3 "the server does not start [serve/listen]" serve -C s --port 0
    # the server's thread starts, the one that builds does not
    refuse_by <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
int pthread_create(void *thread, void *attributes, void *function, void *argument) {
    static _Atomic int started;
    if (started++ > 0)
        return 11;
    return ((int (*)(void *, void *, void *, void *))dlsym(RTLD_NEXT, "pthread_create"))(thread, attributes, function, argument);
}
C
    ends_with 3 "cannot start a thread: Resource temporarily unavailable [serve/thread]" serve -C s --port 0
    [ -z "$(ls -A s | grep -v 'content\|site.yaml\|themes')" ]
}

@test "sheets that fontconfig or harfbuzz does not make are told, and nothing is published" {
    small_site s
    sed -i 's/^profiles:.*/profiles: [print]/' s/site.yaml
    while IFS='|' read -r name code said; do
        refuse "$name" 0
        ends_with "$code" "$said" build -C s || { echo "$name"; false; }
        [ ! -e s/dist/print ]
    done <<'CALLS'
FcConfigBuildFonts|1|site.yaml: error: the fonts of this computer cannot be read [print/no-font]
FcConfigAppFontAddFile|1|[print/no-font]
hb_subset_input_create_or_fail|3|pamphlet: no memory left
hb_subset_or_fail|1|cannot be drawn [print/pdf]
CALLS
    refuse_by <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
void *libdeflate_alloc_compressor(int level) { /* a PDF's level, not a pack's */
    return level == 3 ? 0 : ((void *(*)(int))dlsym(RTLD_NEXT, "libdeflate_alloc_compressor"))(level);
}
C
    ends_with 3 "pamphlet: no memory left" build -C s
    [ ! -e s/dist/print ]
}

@test "what cannot be written through is not there, and a key that cannot get its name leaves none" {
    small_site s
    refuse fsync -1 EIO
    ends_with 3 "s/content/en/topics/other.md: error: cannot write: Input/output error [fs/write]" new topic other -C s
    [ -z "$(find s -name 'other*')" ]
    refuse rename -1 EIO
    ends_with 3 "Input/output error" build -q -C s -p onion
    [ -z "$(find "$DIR/.local" -type f)" ]
}

@test "a file that became shorter while it was read is read as far as it goes" {
    printf 'Text.\n' >x.md
    refuse_by <<'C'
#include <sys/syscall.h>
#include <unistd.h>
long read(int fd, void *to, unsigned long len) { /* three bytes, then nothing more */
    static int done;
    return done++ ? 0 : syscall(SYS_read, fd, to, 3);
}
C
    refused render x.md
    [ "$status" = 0 ]
    [ "$output" = "<p>Tex</p>" ]
}

@test "beside a library that cannot be told from another one, no page is taken from a cache" {
    small_site s
    refuse nothing_of_ours 0
    refused build -v -C s -p onion
    refused build -v -C s -p onion
    grep -qE 'in threads: cache +[1-9]' <<<"$err" || { echo "$err"; false; }
    rm s/dist/.cache/onion.pages
    echo 'int nothing;' | ${CC:-cc} -shared -fPIC -Wl,--build-id=none -o refused.so -x c -
    for _ in 1 2; do
        refused build -v -C s -p onion
        [ "$status" = 0 ] || { echo "$err"; false; }
        never grep -qE 'in threads: cache +[1-9]' <<<"$err"
        [ ! -e s/dist/.cache/onion.pages ]
    done
}

@test "a file of a pack that cannot be read is told, and the pack does not hold" {
    packed
    pamphlet install -q small-3-onion.zip www --state st
    refuse_by <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
int openat64(int folder, const char *path, int flags, int mode) {
    if (strstr(path, "alpha.html") != 0) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_openat, folder, path, flags, (flags & 0100) != 0 ? mode : 0);
}
int openat(int folder, const char *path, int flags, int mode) {
    return openat64(folder, path, flags, mode);
}
C
    ends_with 3 "alpha.html: error: cannot open: Input/output error" verify www --state st
}

@test "a version that cannot be put back stays where it is" {
    packed
    pamphlet install -q small-3-onion.zip www --state st
    sed -i 's/serial: 3/serial: 4/' s/site.yaml
    pamphlet build -q -C s -p onion
    pamphlet sign -q s/dist/small-4-onion.zip
    pamphlet install -q s/dist/small-4-onion.zip www --state st
    refuse renameat2 -1 EIO
    ends_with 3 "cannot put the new folder in place: Input/output error [publish/swap]" install --rollback www --state st
    grep -q '^serial: 4' www/MANIFEST.txt
    grep -q '^serial: 3' www.previous/MANIFEST.txt
    # stopped between two renames, and now the folder does not come back
    cp -R www.previous www.incoming
    mv www gone
    refuse rename -1 EIO
    ends_with 3 "cannot put the new folder in place: Input/output error [publish/swap]" install s/dist/small-4-onion.zip www --state st
    [ ! -e www ]
    grep -q '^serial: 3' www.previous/MANIFEST.txt
}

@test "a tree that cannot be opened to all is not built in" {
    small_site s
    refuse nothing_of_ours 0
    refused build -q -C s -p onion
    refused build -q -C s -p onion
    refuse fchmod -1 EIO
    ends_with 3 "Input/output error" build -q -C s -p onion
    [ -e s/dist/onion/index.html ]
}

@test "a key that appears while one is made is not written over" {
    refuse_by <<'C'
#define _GNU_SOURCE
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
int open64(const char *path, int flags, int mode) {
    if ((flags & 0200) != 0 && strstr(path, ".key") != 0) /* O_EXCL: somebody is quicker */
        close(syscall(SYS_openat, -100, path, 0101, 0600));
    return syscall(SYS_openat, -100, path, flags, mode);
}
int open(const char *path, int flags, int mode) {
    return open64(path, flags, mode);
}
C
    ends_with 1 "pamphlet.key: error: exists already and keys are never overwritten; choose another name [sign/exists]" keygen -W
    [ ! -s pamphlet.key ]
    [ ! -e pamphlet.pub ]
}
