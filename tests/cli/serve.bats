#!/usr/bin/env bats
# pamphlet serve: a preview that follows the files, on this machine only.

load helper

PATIENCE=60 # seconds: a busy machine is no mistake

start() { # OPTIONS…: starts it on a free port; $url, $server
    : >"$DIR/url" # both are there before it is
    : >"$DIR/log"
    env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS:-}" TMPDIR="$DIR/tmp" \
        "${under[@]}" "$PAMPHLET" serve --port 0 "$@" >"$DIR/url" 2>"$DIR/log" 3>&- &
    server=$!
    eventually is_up
}
is_up() {
    url=$(cat "$DIR/url")
    [ -n "$url" ] || return 1
    grep -q 'built' "$DIR/log"
}

setup() {
    TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    PAMPHLET=${PAMPHLET:-$TOP/build/${MODE:-release}/pamphlet}
    DIR=$(mktemp -d)
    cd "$DIR"
    mkdir tmp
    small_site s
    server=
    under=() # a program that it is started by
}

teardown() {
    if [ -n "$server" ]; then
        kill -INT "$server" 2>/dev/null || true
        { timeout $PATIENCE tail --pid="$server" -f /dev/null || kill -KILL "$server"; } >/dev/null 2>&1 3>&- &
        wait "$server" || true
    fi
    wait 2>/dev/null || true
    cd /
    rm -rf "$DIR"
}

get() { # PATH, curl options: the body in $output, the code in $status
    local path=$1
    shift
    status=$(curl -s -o "$DIR/body" -w '%{http_code}' "$@" "$url$path")
    output=$(cat "$DIR/body")
}

state() { # the event stream's first message
    local line
    while IFS= read -r line; do
        case $line in "data: "*) break ;; esac
    done < <(exec timeout $PATIENCE curl -sN "${url}.pamphlet/events" 3>&-)
    kill "$!" 2>/dev/null || true # the stream goes on
    printf '%s\n' "${line#data: }"
}

eventually() { # command
    local end=$((SECONDS + PATIENCE))
    until "$@"; do
        [ $SECONDS -lt $end ] || { cat "$DIR/log"; return 1; }
        sleep 0.05
    done
}
shows() { get "$1" && [[ "$output" == *"$2"* ]]; }
is_gone() { get "$1" && [ "$status" = 404 ]; }
state_has() { [[ "$(state)" == *"$1"* ]]; }

@test "pages are served with a strip that no build has" {
    start -C s
    get en/guides/alpha.html
    [ "$status" = 200 ]
    [[ "$output" == *'id="pamphlet-strip"'* ]]
    [[ "$output" == *'<span>preview: onion</span><span>en</span>'* ]]
    [[ "$output" == *"script-src 'self'; connect-src 'self'"* ]]
    [[ "$output" == *'href="/.pamphlet/source/content/en/guides/alpha.md"'* ]]
    [[ "$output" =~ \<span\>[0-9]+\ bytes\ \(class\ 8\ KiB\)\</span\> ]]
    never grep -rq pamphlet-strip tmp
    get ''
    [ "$status" = 200 ]
    get assets/style.css
    cmp body s/themes/plain/assets/style.css
    for own in live.js live.css; do
        get .pamphlet/$own
        [ "$status" = 200 ]
        cmp body "$TOP/src/serve/texts/$own"
    done
    get .pamphlet/source/content/en/guides/alpha.md
    cmp body s/content/en/guides/alpha.md
}

@test "the source of a service is its file, or the table" {
    printf 'id,name\nboat,Boat\n' >s/content/services.csv
    start -C s
    get en/services/van.html
    [[ "$output" == *'href="/.pamphlet/source/content/services/van.yaml"'* ]]
    get en/services/boat.html
    [[ "$output" == *'href="/.pamphlet/source/content/services.csv"'* ]]
    get .pamphlet/source/content/services.csv
    cmp body s/content/services.csv
}

@test "what is not of the preview is not found" {
    start -C s
    for path in nowhere.html .pamphlet/none.js .pamphlet/source/site.yaml \
        .pamphlet/source/content/../site.yaml .pamphlet/source//etc/passwd '%2e%2e/site.yaml'; do
        get "$path" --path-as-is
        [ "$status" = 404 ] || { echo "$path: $status"; false; }
    done
    get '' -X POST -d x
    [ "$status" != 200 ]
}

@test "only requests that name this machine and port are answered" {
    start -C s
    port=${url##*:}
    port=${port%/}
    get '' -H 'Host: evil.example'
    [ "$status" = 403 ]
    get '' -H 'Host: 127.0.0.1'
    [ "$status" = 403 ]
    get '' -H "Host: evil.example:$port"
    [ "$status" = 403 ]
    get '' -H 'Host:'
    [ "$status" != 200 ]
    get '' -H "Host: localhost:$port"
    [ "$status" = 200 ]
    never grep -qE "^ *[0-9]+: 00000000:$(printf '%04X' "$port")" /proc/net/tcp
}

@test "a change is built and told, also when an editor saves by rename or in a new folder" {
    start -C s
    [ "$(state)" = '{"generation":1,"errors":""}' ]
    echo 'More words.' >>s/content/en/guides/alpha.md
    eventually shows en/guides/alpha.html 'More words.'
    sed 's/More words/Renamed words/' s/content/en/guides/alpha.md >s/content/en/guides/.alpha.new
    mv s/content/en/guides/.alpha.new s/content/en/guides/alpha.md
    eventually shows en/guides/alpha.html 'Renamed words.'
    mkdir -p s/content/en/notes/deep
    printf -- '---\ntitle: Deep\n---\nDeep text.\n' >s/content/en/notes/deep/one.md
    eventually shows en/notes/deep/one.html 'Deep text.'
    echo 'Even more.' >>s/content/en/notes/deep/one.md
    eventually shows en/notes/deep/one.html 'Even more.'
    rm -r s/content/en/notes # what watched it tells so, and nothing more
    eventually is_gone en/notes/deep/one.html
    echo '/* new */' >>s/themes/plain/assets/style.css
    eventually shows assets/style.css '/* new */'
    sed -i 's/^title: Small/title: Larger/' s/site.yaml
    eventually shows en/index.html 'Larger'
}

@test "a mistake leaves the last good page and is told with its excerpt until it is mended" {
    start -C s
    cp s/content/en/guides/alpha.md good.md
    echo '<b>raw</b>' >>s/content/en/guides/alpha.md
    eventually state_has 'content/en/guides/alpha.md:10:1: error:'
    state_has '10 | <b>raw</b>'
    state_has '"generation":1'
    get en/guides/alpha.html
    [ "$status" = 200 ]
    [[ "$output" != *'raw'* ]]
    cp good.md s/content/en/guides/alpha.md
    eventually state_has '"generation":2,"errors":""'
}

@test "a site that cannot be built says why until it can" {
    mv s/site.yaml away.yaml
    env -i PATH="$PATH" TMPDIR="$DIR/tmp" "$PAMPHLET" serve --port 0 -C s >"$DIR/url" 2>"$DIR/log" 3>&- &
    server=$!
    eventually grep -q 'not built' log
    url=$(cat url)
    get ''
    [ "$status" = 503 ]
    [[ "$output" == *site.yaml* && "$output" == *live.js* ]]
    mv away.yaml s/site.yaml
    eventually shows en/index.html Welcome
}

@test "the theme goes away, a language is renamed, files are half written: it keeps going" {
    start -C s
    mv s/themes/plain s/themes/away
    echo 'extends: nothing' >s/themes/plain.txt
    mv s/content/en s/content/xx
    eventually state_has ': error: '
    mv s/content/xx s/content/en
    mv s/themes/away s/themes/plain
    eventually state_has '"errors":""'
    for i in $(seq 30); do
        printf -- '---\ntitle: Half' >s/content/en/guides/alpha.md
        sleep 0.01
        printf -- '---\ntitle: Whole\nsummary: S.\nreviewed: 2026-10-01\n---\n## What {#what}\n\nRound %s.\n' "$i" \
            >s/content/en/guides/alpha.md
        sleep 0.01
    done
    eventually shows en/guides/alpha.html 'Round 30.'
    eventually state_has '"errors":""'
}

@test "a port that is taken is said clearly" {
    start -C s
    port=${url##*:}
    pamphlet serve -C s --port "${port%/}"
    fails_with 1 "port ${port%/} is taken by another program"
    pamphlet serve --port 70000
    fails_with 2 "takes a number from 0 to 65535"
}

@test "no other verb has a web server in its process" {
    run ldd "$PAMPHLET"
    [ "$status" = 0 ]
    [[ "$output" == *libcmark* ]]
    [[ "$output" != *microhttpd* && "$output" != *gnutls* ]]
    start -C s
    grep -q libmicrohttpd "/proc/$server/maps"
}

@test "without its web server's library it says so, and ends" {
    mkdir none strange
    : >none/libmicrohttpd.so.12
    cc -shared -o strange/libmicrohttpd.so.12 -x c - <<<'int MHD_start_daemon(void) { return 0; }'
    for library in none strange; do
        env -i PATH="$PATH" TMPDIR="$DIR/tmp" LD_LIBRARY_PATH="$DIR/$library" "$PAMPHLET" serve --port 0 -C s \
            >url 2>log 3>&- || status=$?
        [ "$status" = 3 ]
        grep 'error: the preview needs libmicrohttpd.so.12 (' log | grep -q '\[serve/library\]$'
        [ -z "$(ls tmp)" ]
    done
    grep -q 'MHD_stop_daemon' log
}

@test "without a folder for what it builds it says so, and ends" {
    env -i PATH="$PATH" TMPDIR="$DIR/none" "$PAMPHLET" serve --port 0 -C s >url 2>log 3>&- || status=$?
    [ "$status" = 3 ]
    grep -q "^$DIR/none/pamphlet-preview-[A-Za-z0-9]*: error: cannot make a folder: No such file or directory \[serve/scratch\]$" log
}

@test "with too few file descriptors it says what the system refuses, and ends" {
    said=
    for few in {4..12}; do # the shell has some open, too
        status=0
        env -i PATH="$PATH" TMPDIR="$DIR/tmp" timeout $PATIENCE prlimit --nofile=$few "$PAMPHLET" serve --port 0 -C s \
            >/dev/null 2>log 3>&- || status=$?
        [ "$status" = 3 ] || { cat log; false; }
        said+=$(grep 'Too many open files' log)
        [ -z "$(ls tmp)" ]
        [[ $said != *"cannot watch files"* ]] || break
    done
    [[ $said == *"cannot wait for signals"*"cannot listen on port 0"*"cannot watch files"* ]] || { echo "$said"; false; }
}

# What was waited for in vain since it took the signal: calls that ran into their time, as many on a busy machine as on any.
# An open stream looks each 20 ms whether it is time to end.
assert_no_wait() {
    awk '
        { call = $0 }
        / <unfinished \.\.\.>$/ { begun[$1] = $0; next }
        /<\.\.\. [a-z0-9_]+ resumed>/ { sub(/.*resumed>/, "", call); call = begun[$1] call }
        call ~ /read\(.*, 128 *(<unfinished ...>)?.*\) += 128$/ { ending = 1 }
        !ending { next }
        call ~ /\(Timeout\)|ETIMEDOUT|nanosleep|epoll_(p?)wait.* = 0$/ {
            ms = call ~ /poll\(/ && match(call, /\], [0-9]+, [0-9]+/) ? substr(call, RSTART, RLENGTH) : "1000"
            sub(/.* /, "", ms)
            waited[$1] += ms
            if (waited[$1] > 100) { print "waits: " call; bad = 1 }
        }
        END { if (!ending) print "no signal was taken"; exit bad || !ending }
    ' trace
}

@test "Ctrl-C ends it at once, with browsers waiting, and leaves nothing behind" {
    export ASAN_OPTIONS=detect_leaks=0 # not looked for under strace
    under=(strace -D -f -o trace -e signal=none -e trace=poll,ppoll,select,pselect6,epoll_wait,epoll_pwait,futex,nanosleep,clock_nanosleep,read)
    for _ in 1 2 3; do
        start -C s
        curl -sN "${url}.pamphlet/events" >events 3>&- &
        eventually grep -q generation events
        [ -n "$(ls tmp)" ]
        kill -INT "$server"
        code=0
        wait "$server" || code=$?
        [ "$code" = 0 ]
        eventually grep -q "^$server  *+++ exited" trace
        server=
        [ -z "$(ls tmp)" ]
        assert_no_wait
    done
}

# Ctrl-C comes while a build goes on. From the second one on each begins by waiting so long, in milliseconds.
@test "Ctrl-C while a build goes on ends it as well, soon or without waiting for it" {
    ${CC:-cc} -O1 -w -shared -fPIC -o slow.so -x c - <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
int openat(int folder, const char *path, int flags, ...) {
    static _Atomic int seen;
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (strcmp(path, "s/site.yaml") == 0 && seen++ > 0) {
        write(STDERR_FILENO, "begun\n", 6);
        poll(NULL, 0, atoi(getenv("SLOW_MS")));
    }
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}
C
    export ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0
    for slow in 600 20000; do
        under=(env LD_PRELOAD="$DIR/slow.so" SLOW_MS=$slow)
        start -C s
        echo "# changed" >>s/site.yaml
        eventually grep -q begun log
        kill -INT "$server"
        code=0
        before=$SECONDS
        wait "$server" || code=$?
        server=
        [ "$code" = 0 ]
        [ $((SECONDS - before)) -lt 15 ]
        [ -z "$(ls tmp)" ]
    done
}

poll_waits() { # MS instead_of MS: for the program that is started next
    ${CC:-cc} -O1 -w -shared -fPIC -DINSTEAD="$1" -DASKED="$3" -o "$DIR/poll.so" -x c - -ldl <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
int poll(void *fds, unsigned long count, int ms) {
    return ((int (*)(void *, unsigned long, int))dlsym(RTLD_NEXT, "poll"))(fds, count, ms == ASKED ? INSTEAD : ms);
}
C
    under=(env LD_PRELOAD="$DIR/poll.so" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0")
}

# Of the 15 seconds in between each look takes no time here.
@test "who listens for news hears from time to time that there is somebody" {
    poll_waits 0 instead_of 20
    start -C s
    curl -sN "${url}.pamphlet/events" >events 3>&- &
    eventually grep -qx : events
    [ "$(head -n 1 events)" = "event: state" ]
    kill "$!"
}

@test "a stick's preview begins with its own front page" {
    start -C s -p usb
    get ''
    [ "$status" = 200 ]
    get site/en/guides/alpha.html
    [[ "$output" == *'<span>preview: usb</span>'* ]]
    [[ "$output" == *'/.pamphlet/source/content/en/guides/alpha.md'* ]]
}

built() { grep -c '^built' log; }
built_again() { [ "$(built)" -gt "$1" ]; }
built_one_page() { [ "$(grep -c '^built: 1 page,' log)" = "$1" ]; } # so often

# Every page as it would be in a build of now.
same_as_built() {
    "$PAMPHLET" build -q -C s -o "$DIR/built" -p onion --no-zip --no-cache --drafts
    (cd built/onion && find . -name '*.html') | while read -r page; do
        curl -s "$url${page#./}" | sed "s/script-src 'self'; connect-src 'self'; //" |
            sed -z 's|<link rel="stylesheet" href="/.pamphlet/live.css"/>.*live.js" defer="defer"></script>\n||' |
            diff - "built/onion/$page" >differs || { echo "$page"; cat differs; return 1; }
    done
}

@test "a changed body makes one page, and all pages are as a build makes them" {
    start -C s
    local before
    before=$(built)
    echo 'One more line.' >>s/content/en/guides/alpha.md
    eventually built_again "$before"
    shows en/guides/alpha.html 'One more line.'
    grep -q '^built: 1 page,' log
    cp s/content/en/guides/beta.md b && echo 'And here.' >>b && mv b s/content/en/guides/beta.md
    eventually shows en/guides/beta.html 'And here.'
    eventually built_one_page 2 # a page is shown before that is said
    before=$(built)
    echo 'On the front page.' >>s/content/en/index.md
    eventually built_again "$before"
    shows index.html 'On the front page.'
    shows en/index.html 'On the front page.'
    built_one_page 2
    same_as_built
}

@test "a changed title makes every page" {
    start -C s
    sed -i 's/^title: .*/title: Quite another/' s/content/en/guides/alpha.md
    eventually shows en/guides/alpha.html 'Quite another'
    never grep -q '^built: 1 page,' log
    same_as_built
}

@test "a body that takes away what another page links to is refused, and comes back" {
    printf '\n## A place\n' >>s/content/en/guides/beta.md
    printf '\n[there](beta.md#a-place)\n' >>s/content/en/guides/alpha.md
    start -C s
    shows en/guides/alpha.html 'beta.html#a-place'
    sed -i 's/^## A place/## Another place/' s/content/en/guides/beta.md
    eventually state_has 'link/missing-fragment'
    shows en/guides/beta.html 'A place'
    sed -i 's/^## Another place/## A place/' s/content/en/guides/beta.md
    eventually state_has '"errors":""'
    echo 'Later.' >>s/content/en/guides/beta.md
    eventually shows en/guides/beta.html 'Later.'
    same_as_built
}

@test "a mistake is not forgotten over the news of another file" {
    start -C s
    cp s/content/en/guides/alpha.md keep
    local i
    for i in 1 2 3; do
        printf '\n[there](nowhere.md)\n' >>s/content/en/guides/alpha.md
        sleep 0.01
        echo "More $i." >>s/content/en/guides/beta.md
        eventually state_has 'nowhere.md'
        cat keep >s/content/en/guides/alpha.md
        eventually state_has '"errors":""'
        eventually shows en/guides/beta.html "More $i."
    done
    same_as_built
}

@test "a text that is saved in two goes is shown whole" {
    start -C s
    local i
    for i in 1 2 3; do
        cp s/content/en/guides/alpha.md whole
        echo "More $i." >>whole
        head -c 20 whole >s/content/en/guides/alpha.md
        cat whole >s/content/en/guides/alpha.md
        eventually shows en/guides/alpha.html "More $i."
        eventually state_has '"errors":""'
    done
    same_as_built
}

# Every few milliseconds a file is saved that is no text, which would be tried at once. The 25 milliseconds in which news
# settle are five seconds here: on a busy machine, too, there is always something new in them.
@test "a file that is saved all the time does not keep it from building" {
    poll_waits 5000 instead_of 25
    start -C s
    timeout $((3 * PATIENCE)) python3 - s/themes/plain/assets/style.css begun 3>&- <<'PY' &
import sys, time
while True:
    for path in sys.argv[1:]:
        open(path, "a").close()
    time.sleep(0.002)
PY
    saver=$!
    eventually test -e begun
    echo 'Built meanwhile.' >>s/content/en/topics/overdose.md
    eventually shows en/topics/overdose.html 'Built meanwhile.' || { kill "$saver"; false; }
    kill "$saver" # it was still at it
}

# The first eventfd is the builder's: once, it does not say how often it was raised.
@test "a build is over when that can be read, and once" {
    ${CC:-cc} -O1 -w -shared -fPIC -o once.so -x c - -ldl <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>
static int done = -1;
int eventfd(unsigned count, int flags) {
    int fd = ((int (*)(unsigned, int))dlsym(RTLD_NEXT, "eventfd"))(count, flags);
    if (done < 0)
        done = fd;
    return fd;
}
ssize_t read(int fd, void *to, size_t size) {
    static int asked;
    if (fd == done && done >= 0 && asked++ == 0) {
        write(STDERR_FILENO, "refused\n", 8);
        errno = EINTR;
        return -1;
    }
    return ((ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read"))(fd, to, size);
}
int pthread_join(unsigned long thread, void **result) {
    int err = ((int (*)(unsigned long, void **))dlsym(RTLD_NEXT, "pthread_join"))(thread, result);
    if (err != 0)
        write(STDERR_FILENO, "ended twice\n", 12);
    return err;
}
C
    under=(env LD_PRELOAD="$DIR/once.so" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0")
    start -C s
    eventually grep -qx refused log
    sleep 0.3
    [ "$(built)" = 1 ]
    sed -i 's/^title: .*/title: Quite another/' s/content/en/guides/alpha.md
    eventually shows en/index.html 'Quite another'
    never grep -q 'ended twice' log
    same_as_built
}
