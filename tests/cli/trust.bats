#!/usr/bin/env bats
# keygen, sign, verify, install as a mirror operator uses them, with Debian's minisign as the other side.

load helper

signed_pack() { # SERIAL → small-SERIAL-onion.zip with its signature, in the working folder
    [ -d s ] || small_site s
    sed -i "s/serial: [0-9]*/serial: $1/" s/site.yaml
    pamphlet build -q -C s -p onion
    [ "$status" = 0 ]
    cp "s/dist/small-$1-onion.zip" .
    [ -f pamphlet.key ] || pamphlet keygen -q -W
    pamphlet sign -q "small-$1-onion.zip"
    [ "$status" = 0 ]
}

@test "our signature passes minisign, with the pack's name in the trusted comment" {
    signed_pack 3
    run minisign -VHm small-3-onion.zip -p pamphlet.pub
    [ "$status" = 0 ]
    [[ "$output" == *"pack=small profile=onion serial=3 expires=2027-05-23"* ]]
}

@test "a signature by minisign with our trusted comment passes verify" {
    signed_pack 3
    minisign -Gf -W -p m.pub -s m.key >/dev/null
    minisign -SHm small-3-onion.zip -s m.key -x m.minisig \
        -t "pack=small profile=onion serial=3 expires=2027-05-23" >/dev/null
    pamphlet verify small-3-onion.zip -p m.pub -x m.minisig --state st
    [ "$status" = 0 ]
}

@test "an encrypted key of ours is read by minisign, its passphrase from a descriptor" {
    echo "correct horse" >word
    status=0
    env -i PATH="$PATH" "$PAMPHLET" keygen -q --passphrase-fd 5 5<word
    [ "$(stat -c %a pamphlet.key)" = 600 ]
    echo text >file
    minisign -Sm file -s pamphlet.key <word >/dev/null
    minisign -Vm file -p pamphlet.pub
    env -i PATH="$PATH" "$PAMPHLET" sign -q file -t "a comment" --passphrase-fd 5 5<word
    minisign -VHm file -p pamphlet.pub
    echo wrong >word
    run env -i PATH="$PATH" "$PAMPHLET" sign -q file -t "a comment" --passphrase-fd 5 5<word
    [ "$status" = 1 ]
}

@test "a folder with slashes at its end is the same folder" {
    mkdir www
    for serial in 3 4; do
        signed_pack $serial
        pamphlet install -q small-$serial-onion.zip www/onion// --state st
        [ "$status" = 0 ] || { echo "$err"; false; }
        grep -q "^serial: $serial$" www/onion/MANIFEST.txt
    done
    [ "$(ls -A www | tr "\n" " ")" = "onion onion.previous " ] || { ls -A www www/onion; false; }
}

@test "keys are never overwritten" {
    pamphlet keygen -q -W
    before=$(cat pamphlet.key)
    pamphlet keygen -q -W
    [ "$status" = 1 ]
    [ "$before" = "$(cat pamphlet.key)" ]
}

@test "verify says line by line what it proved, and the same as JSON" {
    signed_pack 3
    pamphlet verify small-3-onion.zip --state st
    [ "$status" = 0 ]
    [ "$(printf '%s\n' "$output" | wc -l)" = 9 ]
    pamphlet verify small-3-onion.zip --state st --format json
    printf '%s\n' "$output" | python3 -c '
import json, sys
report = json.load(sys.stdin)
assert set(report["checks"].values()) == {"proved"}, report
assert report["serial"] == 3 and report["pack"] == "small", report
'
}

@test "an older serial is refused, and install keeps what is up" {
    signed_pack 3
    signed_pack 4
    pamphlet install small-4-onion.zip www --state st
    [ "$status" = 0 ]
    pamphlet install small-3-onion.zip www --state st
    fails_with 1 "publish/rollback"
    grep -q '^serial: 4$' www/MANIFEST.txt
}

@test "install --rollback goes back to the version before and forth again" {
    signed_pack 3
    pamphlet install -q small-3-onion.zip www --state st
    signed_pack 4
    pamphlet install -q small-4-onion.zip www --state st
    grep -q '^serial: 4$' www/MANIFEST.txt
    pamphlet install --rollback www
    [ "$status" = 0 ]
    grep -q '^serial: 3$' www/MANIFEST.txt
    pamphlet install --rollback www
    grep -q '^serial: 4$' www/MANIFEST.txt
}

@test "one byte more, one byte less, one bit changed: refused, nothing unpacked" {
    signed_pack 3
    cp small-3-onion.zip good.zip
    printf x >>small-3-onion.zip
    pamphlet install small-3-onion.zip www --state st
    fails_with 1 "publish/signature-bad"
    head -c -1 good.zip >small-3-onion.zip
    pamphlet install small-3-onion.zip www --state st
    fails_with 1 "publish/signature-bad"
    [ ! -e www ]
}

@test "a folder that is not whole any more is told" {
    signed_pack 3
    pamphlet install -q small-3-onion.zip www --state st
    pamphlet verify www
    [ "$status" = 0 ]
    rm www/en/guides/beta.html
    pamphlet verify www
    fails_with 1 "en/guides/beta.html"
}

@test "install replaces no folder that it did not make" {
    signed_pack 3
    mkdir www
    echo mine >www/notes
    pamphlet install small-3-onion.zip www --state st
    [ "$status" = 1 ]
    [ "$(cat www/notes)" = mine ]
}

@test "a passphrase is asked on the terminal, twice for a new key, and never shown" {
    cat >type.py <<'PY'
import os, pty, re, select, sys, termios
def run(args, *lines, **more):
    """The program on a terminal of its own; each line is typed when it asks. Gives exit code, what was shown, echo."""
    pid, tty = pty.fork()
    if pid == 0:
        os.execve(os.environ["PAMPHLET"], ["pamphlet", *args], {"PATH": os.environ["PATH"], **more, "ASAN_OPTIONS":
            os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"})
    shown, asked = b"", 0
    while True:
        if not select.select([tty], [], [], 60)[0]:
            raise SystemExit("it waits: %r" % shown)
        try:
            got = os.read(tty, 4096)
        except OSError:
            break
        if not got:
            break
        shown += got
        if len(re.findall(rb": (?=$|\r)", shown)) > asked and asked < len(lines):
            while termios.tcgetattr(tty)[3] & termios.ECHO:
                pass
            os.write(tty, lines[asked])
            asked += 1
    echo = True
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown, asked
code, shown, asked = run(["keygen"], b"correct horse\n", b"correct horse\n")
assert code == 0 and asked == 2 and b"horse" not in shown, (code, asked, shown)
assert os.stat("pamphlet.key").st_mode & 0o777 == 0o600
open("file", "w").write("text\n")
code, shown, asked = run(["sign", "file", "-t", "a comment"], b"correct horse\n")
assert code == 0 and asked == 1 and b"horse" not in shown, (code, asked, shown)
code, shown, asked = run(["sign", "file", "-t", "a comment"], b"wrong\n")
assert code == 1, (code, shown)
code, shown, asked = run(["keygen", "-s", "b.key", "-p", "b.pub"], b"one\n", b"two\n")
assert code == 1 and b"differ" in shown and not os.path.exists("b.key"), (code, shown)
code, shown, asked = run(["keygen", "-s", "c.key", "-p", "c.pub"], b"half\x03")
assert code == 1 and asked == 1 and not os.path.exists("c.key"), (code, asked, shown)
code, shown, asked = run(["keygen", "-s", "c.key", "-p", "c.pub"], b"half\n", b"half\x03")
assert code == 1 and asked == 2 and not os.path.exists("c.key"), (code, asked, shown)
assert b"differ" not in shown and b"no passphrase was given" in shown, shown
code, shown, asked = run(["keygen", "-s", "d.key", "-p", "d.pub"], b"one\n", b"one\n", LD_PRELOAD=os.path.abspath("gone.so"))
assert code == 1 and asked == 1 and not os.path.exists("d.key"), (code, asked, shown)
assert b"differ" not in shown and b"no passphrase was given" in shown, shown
PY
    # A terminal that is gone when the passphrase is asked the second time: it would be shown.
    ${CC:-cc} -shared -fPIC -o gone.so -x c - -ldl <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
int tcgetattr(int tty, void *to) {
    static int asked;
    if (asked++ == 0)
        return ((int (*)(int, void *))dlsym(RTLD_NEXT, "tcgetattr"))(tty, to);
    errno = EIO;
    return -1;
}
C
    PAMPHLET=$PAMPHLET python3 type.py
    minisign -VHm file -p pamphlet.pub
}

@test "a key lies in locked memory while it is used" {
    pamphlet keygen -q -W
    echo text >file
    strace -f -qq -e trace=mlock,madvise -o trace env -i PATH="$PATH" ASAN_OPTIONS=detect_leaks=0 "$PAMPHLET" sign -q file -t "a comment"
    grep -q 'MADV_DONTDUMP' trace
    # The address sanitizer makes mlock() do nothing, since it could not work with all its memory locked.
    [ "${MODE:-release}" = asan ] || grep -q '^[0-9]* *mlock(' trace
}

@test "endless input stops at the cap" {
    signed_pack 3
    pamphlet verify /dev/zero --state st
    fails_with 1 "is not a regular file"
    mkfifo endless
    (cat /dev/zero >endless 2>/dev/null & echo $! >pid)
    pamphlet verify endless --state st -x small-3-onion.zip.minisig
    kill "$(cat pid)" 2>/dev/null || true
    fails_with 1 "endless"
    truncate -s 5G huge.zip
    pamphlet verify huge.zip --state st -x small-3-onion.zip.minisig
    fails_with 1 "fs/too-large"
    truncate -s 1G small-3-onion.zip.minisig
    pamphlet verify small-3-onion.zip --state st
    fails_with 1 "fs/too-large"
}
