#!/usr/bin/env bats
# The second wall, alone: what a process may still do when everything else is broken. Where this
# machine's kernel lacks a part, the tests of that part say so in their output and prove instead
# that pamphlet says so, too.

load helper

setup() {
    TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    PAMPHLET=${PAMPHLET:-$TOP/build/${MODE:-release}/pamphlet}
    TOOLS=$TOP/build/${MODE:-release}/tools
    DIR=$(mktemp -d)
    cd "$DIR"
    HOLDS=$("$TOOLS/walltool" --)
}

# Runs a tool: without a leak check, which traces the process, and with refusals of memory as in C.
tool() {
    ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 "$@"
}

# The sanitizers need some of what the wall takes away.
sanitized() {
    [ "${MODE:-release}" = asan ]
}

has() { # PART: whether this kernel has it; says so when not
    case "$HOLDS" in *"$1"*) return 0 ;; esac
    echo "# this machine's kernel lacks '$1' (it holds: $HOLDS); what depends on it is not proved here" >&3
    pamphlet check -C /nowhere --require-sandbox
    fails_with 3 "[wall/required]"
    return 1
}

# tries WANTED… : each "TRY: RESULT" must be a line of what walltool printed into $tried
tries() {
    local line
    for line in "$@"; do
        grep -qxF "$line" <<<"$tried" || { echo "wanted '$line' in:"; echo "$tried"; return 1; }
    done
}

boxes() {
    mkdir -p box out put gone/empty
    echo hidden >box/a
    echo x >out/x
    echo x >put/x
    echo x >gone/x
}

@test "Landlock alone: only what was allowed can be opened, made, moved or deleted" {
    has Landlock || return 0
    boxes
    tried=$(tool "$TOOLS/lack" --seccomp "$TOOLS/walltool" read:box write:out put:put unmake:gone -- \
        read=/etc/passwd list=/etc read-in-thread=/etc/passwd read=/dev/tty list=. \
        read=box/a list=box write=box/a make=box/n delete=box/a rename=box/a:box/b rename=box/a:out/a \
        symlink=out/s fifo=out/f make-folder=out/d make=out/d/n rename=out/d/n:out/n delete=out/n \
        delete-folder=out/d write=out/x shorten=out/x \
        read=put/x write=put/x make=put/n rename=put/n:put/m delete=put/m make-folder=put/d \
        delete=gone/x read=gone/x make=gone/n delete-folder=gone/empty read-in-thread=box/a thread)
    tries "read=/etc/passwd: EACCES" "list=/etc: EACCES" "list=.: EACCES" \
        "read=box/a: done" "list=box: done" "write=box/a: EACCES" "make=box/n: EACCES" "delete=box/a: EACCES" \
        "rename=box/a:box/b: EACCES" "rename=box/a:out/a: EACCES" "symlink=out/s: EACCES" "fifo=out/f: EACCES" \
        "make-folder=out/d: done" "make=out/d/n: done" "delete=out/n: done" "delete-folder=out/d: done" \
        "write=out/x: done" "write=put/x: done" "make=put/n: done" "rename=put/n:put/m: done" \
        "delete=put/m: done" "make-folder=put/d: EACCES" "delete=gone/x: EACCES" "read=gone/x: EACCES" \
        "make=gone/n: EACCES" "delete-folder=gone/empty: done" "read-in-thread=box/a: done" "thread: done"
    sanitized || tries "read-in-thread=/etc/passwd: EACCES" "read=put/x: EACCES"
    tried=$(tool "$TOOLS/lack" --seccomp "$TOOLS/walltool" read:box write:out put:put -- make-folder=out/d \
        second-name=box/a:out/a second-name=out/x:put/o second-name=put/x:out/p second-name=out/x:box/o second-name=out/x:out/d/x)
    tries "second-name=box/a:out/a: EXDEV" "second-name=out/x:put/o: EXDEV" "second-name=put/x:out/p: EXDEV" \
        "second-name=out/x:box/o: EACCES" "second-name=out/x:out/d/x: done"
    [ "$(cat box/a)" = hidden ]
}

@test "the filter alone: no sockets, programs, processes, traces, code, modes, symbolic links or typing" {
    has "system calls filtered" || return 0
    boxes
    tried=$(tool "$TOOLS/lack" --landlock "$TOOLS/walltool" -- socket packet-socket local-socket program=/bin/true \
        signal mode=out/x shorten=out/x symlink=out/s fifo=out/f typing kernel-program ring namespace \
        process trace code to-code thread read=/etc/passwd rename=out/x:out/y \
        second-name=out/y:out/z name-of-target=out/y:out/t name-of-open=out/o)
    tries "socket: EPERM" "packet-socket: EPERM" "local-socket: EPERM" "program=/bin/true: EPERM" \
        "mode=out/x: EPERM" "shorten=out/x: EPERM" "symlink=out/s: EPERM" "fifo=out/f: EPERM" \
        "typing: ENOSYS" "kernel-program: EPERM" "ring: EPERM" "namespace: EPERM" \
        "thread: done" "read=/etc/passwd: done" "rename=out/x:out/y: done" \
        "second-name=out/y:out/z: done" "name-of-target=out/y:out/t: ENOSYS" "name-of-open=out/o: ENOSYS"
    sanitized || tries "signal: EPERM" "process: ENOSYS" "trace: EPERM" "code: ENOSYS" "to-code: ENOSYS"
}

@test "the filter alone: no file signals others, makes them wait, or runs with somebody's rights" {
    has "system calls filtered" || return 0
    boxes
    tried=$(tool "$TOOLS/lack" --landlock "$TOOLS/walltool" -- signal-owner signal-kind signal-news not-waiting \
        lease=out/x folder-news=out make-setuid=out/s make=out/n become-setuid=out/n open-by-struct=out/o)
    tries "signal-owner: ENOSYS" "signal-kind: ENOSYS" "signal-news: ENOSYS" "not-waiting: done" "lease=out/x: ENOSYS" \
        "folder-news=out: ENOSYS" "make=out/n: done" "become-setuid=out/n: ENOSYS" "open-by-struct=out/o: ENOSYS"
    [ ! -u out/n ]
    [ ! -e out/o ]
    sanitized || tries "make-setuid=out/s: ENOSYS"
    sanitized || [ ! -e out/s ]
}

# A socket that listens was made before the wall; whoever holds it could shut it down and, by TCP Fast Open, send
# from it to any address without the connect() that Landlock looks at.
@test "a server's filter allows no new socket either, and no other use of the one it has" {
    has "system calls filtered" || return 0
    cat >accept.py <<'PY'
import os, socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
s.settimeout(2)
open("port.new", "w").write(str(s.getsockname()[1]))
os.rename("port.new", "port")
try:
    s.accept()
    print("dialled")
except TimeoutError:
    print("nobody")
PY
    python3 accept.py >answer 3>&- &
    while [ ! -e port ]; do sleep 0.05; done
    tried=$(tool "$TOOLS/lack" --landlock "$TOOLS/walltool" --serving -- socket packet-socket local-socket program=/bin/true \
        no-delay socket-program "dial-by-message=$(cat port)" second-name=port:other)
    tries "socket: EPERM" "packet-socket: EPERM" "local-socket: EPERM" "program=/bin/true: EPERM" "no-delay: done" \
        "socket-program: ENOSYS" "dial-by-message=$(cat port): ENOSYS" "second-name=port:other: EPERM"
    wait
    [ "$(cat answer)" = nobody ]
}

@test "limits: no core dump, no more memory than the machine has" {
    tried=$(tool "$TOOLS/lack" --landlock --seccomp "$TOOLS/walltool" -- core memory program=/bin/true)
    tries "core: EPERM"
    sanitized || tries "memory: ENOMEM"
}

# A theme that attacks from a Lua state with io, os and sockets in it: tests/tools/broken.c.
hostile_site() {
    mkdir -p s/content/en s/themes
    cp -R "$TOP/tests/golden/bare" s/themes/bare
    printf 'title: Small\nlanguages: {en: {name: English}}\ndefault_language: en\ntheme: bare\nprofiles: [onion]\nrelease: {pack: small, serial: 3, date: 2026-11-23}\n' >s/site.yaml
    printf -- '---\ntitle: Hello\n---\nText.\n' >s/content/en/index.md
    echo "the editor's secret" >secret
    cat >s/themes/bare/layouts/page.html <<HTML
{% extends "base.html" %}
{% block main %}
{% local f, why = io.open("/etc/passwd") %}
<p>passwd: {{ f and f:read(4) or why }}</p>
{% local g, why_g = io.open("$DIR/secret") %}
<p>secret: {{ g and g:read("l") or why_g }}</p>
{% local h, why_h = io.open("$DIR/planted", "w") %}
<p>planted: {{ h and "made" or why_h }}</p>
{% local k, why_k = os.remove("$DIR/secret2") %}
<p>removed: {{ k and "yes" or why_k }}</p>
{% local r, how, n = os.execute("echo ran >>$DIR/ran") %}
<p>program: {{ r and "ran" or "no" }}</p>
<p>socket: {{ dial() }}</p>
<p>mine: {{ (io.open("$DIR/s/content/en/index.md"):read(3)) }}</p>
{% endblock %}
HTML
    echo x >secret2
}

@test "without the second wall, a broken Lua state reads, writes, runs and dials" {
    hostile_site
    run env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$TOOLS/lack" --landlock --seccomp "$TOOLS/broken" build -q -C s
    [ "$status" = 0 ]
    page=$(cat s/dist/onion/en/index.html)
    [[ "$page" == *"passwd: root"* && "$page" == *"the editor's secret"* || "$page" == *"editor&#39;s secret"* ]]
    [[ "$page" == *"planted: made"* && "$page" == *"program: ran"* ]]
    [[ "$page" == *"socket: a socket"* ]]
    [ -e planted ]
    [ -e ran ]
    [ ! -e secret2 ]
}

@test "the second wall alone stops it, and the build goes on" {
    has Landlock || return 0
    has "system calls filtered" || return 0
    hostile_site
    run env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$TOOLS/broken" build -q -C s --require-sandbox
    echo "$output"
    [ "$status" = 0 ]
    page=$(cat s/dist/onion/en/index.html)
    [[ "$page" == *"passwd: /etc/passwd: Permission denied"* ]]
    [[ "$page" == *"/secret: Permission denied"* && "$page" != *"secret</p>"* ]]
    [[ "$page" == *"/planted: Permission denied"* && "$page" == *"/secret2: Permission denied"* ]]
    [[ "$page" == *"socket: Operation not permitted"* && "$page" == *"mine: ---"* ]]
    sanitized || [[ "$page" == *"program: no"* ]]
    [ ! -e planted ]
    [ ! -e ran ]
    [ -e secret2 ]
}

@test "build -v says what holds; what is lacking is told once; --require-sandbox refuses" {
    small_site s
    pamphlet build -v -C s -p onion
    [ "$status" = 0 ]
    [[ "$err" == *"sandbox                  $HOLDS"* ]]
    rm -rf s/dist
    status=0
    env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$TOOLS/lack" --landlock --seccomp \
        "$PAMPHLET" build -C s -p onion 2>err
    [ "$(grep -c 'wall/partial' err)" = 1 ]
    grep -q "note: the sandbox is not whole on this system: files are not walled off (this kernel has no Landlock), system calls are not filtered (this kernel has no seccomp) \[wall/partial\]" err
    env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$TOOLS/lack" --landlock --seccomp \
        "$PAMPHLET" build -q -C s -p onion 2>err
    [ ! -s err ]
    rm -rf s/dist
    run env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$TOOLS/lack" --landlock "$PAMPHLET" build -C s -p onion --require-sandbox
    [ "$status" = 3 ]
    [[ "$output" == *"files are not walled off"*"[wall/required]"* ]]
    [ ! -e s/dist ]
    run env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$TOOLS/lack" --seccomp "$PAMPHLET" check -C s -p onion --require-sandbox
    [ "$status" = 3 ]
    [[ "$output" == *"system calls are not filtered"*"[wall/required]"* ]]
}

@test "--require-sandbox: no verb reads or writes without the second wall" {
    small_site s
    printf 'Text.\n' >x.md
    cp "$TOP/themes/plain/assets/icon.png" x.png
    pamphlet keygen -q -W
    for verb in "audit s" "check -C s" "status -C s" "render x.md" "scrub x.png" "scrub x.png -o new" "diff s s" \
        "services export csv -C s" "serve -C s --port 0" "verify s" "verify x.zip" "install x.zip www" "release -C s -s pamphlet.key -o a/b" "build -C s -o a/b"; do
        status=0
        output=$(env -i PATH="$PATH" HOME="$DIR/home" TMPDIR="$DIR" ASAN_OPTIONS=detect_leaks=0 timeout 20 "$TOOLS/lack" --landlock \
            "$PAMPHLET" $verb --require-sandbox 2>.err) || status=$?
        echo "$verb: $status $output $(cat .err)"
        [ "$status" = 3 ]
        [ -z "$output" ]
        [ "$(grep -c . .err)" = 1 ]
        grep -q 'files are not walled off.*\[wall/required\]$' .err
    done
    [ "$(ls)" = "$(printf '%s\n' pamphlet.key pamphlet.pub s x.md x.png)" ]
}

@test "a build finds its files wherever they are: -C, -o elsewhere, links to folders" {
    small_site s
    mv s/content far-content
    mv s/themes/plain far-theme
    ln -s "$DIR/far-content" s/content
    ln -s ../../far-theme s/themes/plain
    mkdir far-out
    ln -s "$DIR/far-out" out
    pamphlet build -q -C s -o out -p onion
    [ "$status" = 0 ]
    [ -z "$err" ]
    [ -f far-out/onion/index.html ]
    pamphlet build -q -C s -o "$DIR/a/b/c" -p onion
    [ "$status" = 0 ]
    [ -f a/b/c/onion/index.html ]
    pamphlet build -q -C s -o ../"$(basename "$DIR")"/d/ -p onion
    [ "$status" = 0 ]
    [ -f d/onion/index.html ]
    (cd s && env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$PAMPHLET" build -q -p onion && [ -f dist/onion/index.html ])
    pamphlet check -q -C s
    [ "$status" = 0 ]
}

@test "a build that fails leaves no folder that it made" {
    small_site s
    echo "nonsense: true" >>s/site.yaml
    pamphlet build -q -C s -o x/y/z
    fails_with 1 "nonsense"
    [ ! -e x ]
    mkdir x
    pamphlet build -q -C s -o x/y/z
    [ -d x ]
    [ ! -e x/y ]
}

@test "scrub works on pictures in several folders, beside and into a new folder" {
    mkdir -p a b
    cp "$TOP/themes/plain/assets/icon.png" a/one.png
    cp "$TOP/themes/plain/assets/icon.png" b/two.png
    cp "$TOP/themes/plain/assets/icon.png" three.png
    pamphlet scrub a/one.png b/two.png three.png --require-sandbox
    [ "$status" = 0 ]
    [ -f a/one-clean.png ]
    [ -f b/two-clean.png ]
    [ -f three-clean.png ]
    pamphlet scrub -o new/er a/one.png three.png
    [ "$status" = 0 ]
    [ -f new/er/one.png ]
    [ -f new/er/three.png ]
    echo "no picture" >four.png
    pamphlet scrub -o a/new/er four.png
    [ "$status" = 1 ]
    [ ! -e a/new ]
    echo x >x.txt
    pamphlet scrub -o x.txt/er three.png
    fails_with 3 "x.txt"
}

@test "verify, install and audit work where states and folders are new" {
    small_site s
    pamphlet build -q -C s -p onion
    cp s/dist/small-3-onion.zip .
    pamphlet keygen -q -W
    pamphlet sign -q small-3-onion.zip
    pamphlet verify small-3-onion.zip --state not/yet/there --require-sandbox
    [ "$status" = 0 ]
    [ -d not/yet/there ]
    [ "$(stat -c %a not/yet/there)" = 700 ]
    pamphlet install -q small-3-onion.zip www --state st --require-sandbox
    [ "$status" = 0 ]
    [ -f www/index.html ]
    pamphlet verify -q www --require-sandbox
    [ "$status" = 0 ]
    pamphlet audit -q small-3-onion.zip www s/dist/onion/index.html --require-sandbox
    [ "$status" = 0 ]
    pamphlet diff small-3-onion.zip www --require-sandbox
    [ "$status" = 0 ]
    pamphlet render s/content/en/index.md --require-sandbox
    [ "$status" = 1 ] || [ "$status" = 0 ]
    pamphlet status -C s --require-sandbox
    [ "$status" = 0 ]
    echo x >>small-3-onion.zip
    pamphlet verify small-3-onion.zip --state none/at/all
    [ "$status" = 1 ]
    [ ! -e none ]
}

@test "verify reads nothing of a stick before the wall is up" {
    has Landlock || return 0
    ! sanitized || return 0
    small_site s
    pamphlet build -q -C s -p onion
    cp s/dist/small-3-onion.zip .
    pamphlet keygen -q -W
    pamphlet sign -q small-3-onion.zip
    mkdir stick
    pamphlet install -q --usb small-3-onion.zip stick --state st
    [ "$status" = 0 ]
    env -i PATH="$PATH" strace -f -qq -o trace -e trace=openat,landlock_restrict_self "$PAMPHLET" verify stick --state st 2>err
    grep -q "is whole" err
    sed -n '/landlock_restrict_self/,$p' trace >behind
    sed '/landlock_restrict_self/,$d' trace >before
    grep -q 'stick/MANIFEST.txt' behind
    never grep -q 'MANIFEST.txt\|\.zip' before
}

@test "Landlock 1 holds what it can; a build, which moves folders, says that it cannot" {
    has Landlock || return 0
    ! sanitized || return 0
    small_site s
    old_kernel() { # PROGRAM…: the version is said to be 1; what version 1 refuses, newer kernels refuse as well
        env -i PATH="$PATH" strace -f -qq -o trace -e trace=landlock_create_ruleset,landlock_restrict_self \
            -e inject=landlock_create_ruleset:retval=1:when=1 "$@" 2>err
    }
    old_kernel "$PAMPHLET" check -v -C s
    grep -q '^sandbox .*Landlock 1,' err
    never grep -q 'wall/partial' err
    old_kernel "$PAMPHLET" build -C s -p onion
    [ "$(grep -c 'wall/partial' err)" = 1 ]
    grep -q 'lets nothing move between folders' err
    [ -f s/dist/onion/index.html ]
    cp s/dist/small-3-onion.zip .
    pamphlet keygen -q -W
    pamphlet sign -q small-3-onion.zip
    mkdir www
    old_kernel "$PAMPHLET" install -v small-3-onion.zip www/a --state st
    grep -q '^sandbox .*Landlock 1,' err
    [ -f www/a/index.html ]
}

@test "what a kernel refuses is told, part by part; an older one's way to the filter is taken" {
    has Landlock || return 0
    has "system calls filtered" || return 0
    ! sanitized || return 0
    small_site s
    refusing() { # CALL[:ERROR[:WHEN]]…, then what check says in one line
        local call injected=()
        for call in "$@"; do injected+=(-e "inject=$call"); done
        env -i PATH="$PATH" strace -f -qq -o trace -e trace=prctl,prlimit64,seccomp,landlock_restrict_self \
            "${injected[@]}" "$PAMPHLET" check -v -C s 2>&1 | grep 'wall/partial\|^sandbox' | tr '\n' ' '
    }
    said=$(refusing landlock_restrict_self:error=E2BIG)
    [[ "$said" == "sandbox "*" system calls filtered, no new privileges, limits "*"files are not walled off (Landlock refuses) [wall/partial] " ]]
    said=$(refusing prlimit64:error=EPERM)
    [[ "$said" == "sandbox "*"Landlock "*", system calls filtered, no new privileges note: "*"system: limits cannot be set [wall/partial] " ]]
    [[ "$(refusing prctl:error=EINVAL:when=1)" == *"privileges can be gained [wall/partial] " ]]
    # a kernel that knows no flag for fast memory, and one without the call
    said=$(refusing seccomp:error=EINVAL:when=1)
    [[ "$said" == "sandbox "*"Landlock "*", system calls filtered, no new privileges, limits " ]]
    grep -q 'seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, .* = 0$' trace
    said=$(refusing seccomp:error=ENOSYS)
    [[ "$said" == "sandbox "*"Landlock "*", system calls filtered, no new privileges, limits " ]]
    grep -q 'prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, .* = 0$' trace
}

@test "every test that doc/SECURITY.md names is there" {
    cd "$TOP"
    names=$(sed -n '/^## Who may attack/,/^## What does not/p' doc/SECURITY.md | grep '^|' | awk -F'|' '{print $(NF - 1)}' |
        grep -o '`[^`]*`' | tr -d '`')
    [ "$(wc -l <<<"$names")" -gt 30 ]
    for name in $names; do
        compgen -G "$name" >/dev/null || compgen -G "tests/cli/$name.bats" >/dev/null || [ -x "tests/suites/$name" ] ||
            compgen -G "tests/unit/$name.c" >/dev/null || compgen -G "tests/sandbox/$name*" >/dev/null ||
            { echo "no test $name"; return 1; }
    done
}
