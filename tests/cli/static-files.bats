#!/usr/bin/env bats
# What check says of the text files that mirrors and their readers look for: mirrors.txt, canary.txt, pgp.txt, security.txt.

load helper
shopt -s lastpipe # so that what `checked` found is seen behind a pipe

has() { # CODE TEXT
    printf '%s\n' "$err" | grep -F -- "[$1]" | grep -qF -- "$2" || { echo "no $1 with $2: $err"; return 1; }
}
hasnt() {
    case "$err" in *"[$1]"*) echo "unwanted $1: $err"; return 1 ;; esac
}
EPOCH=1798761600 # 2027-01-01
checked() { # NAME: stdin becomes the file, then check
    mkdir -p "s/content/static/$(dirname "$1")"
    cat >"s/content/static/$1"
    status=0
    err=$(env -i PATH="$PATH" SOURCE_DATE_EPOCH=$EPOCH ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$PAMPHLET" check -C s 2>&1) || status=$?
}
day() { # NUMBER: the day that many after the one of `checked`
    date -u -d "@$((EPOCH + $1 * 86400))" +%F
}
setup_site() {
    small_site s
    sed -i 's|^addresses: .*|addresses: {onion: "http://'"$A"'/"}|' s/site.yaml
}
armored() { # KIND: stdin as an armoured block with its CRC-24, by Python
    python3 -c '
import base64, sys
data, kind = sys.stdin.buffer.read(), sys.argv[1]
crc = 0xb704ce
for byte in data:
    crc ^= byte << 16
    for _ in range(8):
        crc = (crc << 1) ^ (0x1864cfb if crc & 0x800000 else 0)
text = base64.b64encode(data).decode()
print("-----BEGIN PGP %s-----\nVersion: none\n" % kind)
for i in range(0, len(text), 64):
    print(text[i:i + 64])
print("=%s\n-----END PGP %s-----" % (base64.b64encode((crc & 0xffffff).to_bytes(3, "big")).decode(), kind))
' "$1"
}
signed() { # stdin as a clear-signed text
    printf -- '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n'
    cat
    head -c 90 "$PAMPHLET" | armored SIGNATURE
}
onion() { # SEED: a right onion name, by Python's SHA3
    python3 -c '
import base64, hashlib, sys
key = hashlib.sha256(sys.argv[1].encode()).digest()
check = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
print(base64.b32encode(key + check + b"\x03").decode().lower() + ".onion")' "$1"
}
A=$(onion a)

@test "a mirrors.txt that is right has nothing to say" {
    setup_site
    for i in 1 2 3 4 5 6 7 8; do echo "http://$(onion $i)"; done >more
    echo words | armored 'PUBLIC KEY BLOCK' | checked pgp.txt
    { echo "# ours"; echo "http://$A"; cat more; echo "https://pamphlet.example"; } | signed | checked mirrors.txt
    [ "$status" = 0 ]
    for code in mirrors/ pgp/; do
        [[ "$err" != *"[$code"* ]] || { echo "$err"; false; }
    done
}

@test "an onion with one letter wrong is told, whichever it is" {
    setup_site
    python3 - "$A" >lines <<'PY'
import sys
name = sys.argv[1]
for i in range(56):
    for c in "a2":
        if name[i] != c:
            print("http://" + name[:i] + c + name[i + 1:])
print("http://" + name[1:])
print("http://" + name[:16] + ".onion")
PY
    [ "$(wc -l <lines)" -ge 100 ]
    split -l 50 lines part. # of one file, a hundred mistakes are told
    for part in part.*; do
        checked mirrors.txt <"$part"
        [ "$status" = 1 ]
        [ "$(grep -c '\[mirrors/address\]' <<<"$err")" = "$(wc -l <"$part")" ] || { echo "$err"; false; }
    done
}

@test "mirrors.txt: ports, paths, twice, none, ours, unsigned" {
    setup_site
    printf 'http://%s/\nhttp://%s:80\nhttp://%s x\nhttps://\n' "$A" "$A" "$A" | checked mirrors.txt
    [ "$(grep -c '\[mirrors/address\]' <<<"$err")" = 4 ]
    has mirrors/own "does not list 'http://$A'"
    has pgp/unsigned "content/static/mirrors.txt"
    printf 'http://%s\nhttp://%s\n' "$A" "$A" | checked mirrors.txt
    has mirrors/twice "mirrors.txt:2:1"
    hasnt mirrors/own
    echo "none yet" | checked mirrors.txt
    has mirrors/none "lists no mirror"
}

@test "a signature that is cut or damaged is told, and a key that is missing" {
    setup_site
    echo "http://$A" | signed >good
    checked mirrors.txt <good
    has pgp/missing "no pgp.txt"
    hasnt pgp/armor
    grep -v 'END PGP' good | checked mirrors.txt
    has pgp/armor "does not end"
    sed '/BEGIN PGP SIGNATURE/,$d' good | checked mirrors.txt
    has pgp/armor "has no signature"
    sed '/^Version/,/^=/ s/A/B/' good | checked mirrors.txt
    has pgp/armor "checksum"
    sed 's/END PGP SIGNATURE/END PGP PUBLIC KEY BLOCK/' good | checked mirrors.txt
    has pgp/armor "starts a block whose content is damaged"
    sed '/^Version/,/^=/ { /^=/d; s/^[A-Za-z0-9+/]\{20\}/&*/ }' good | checked mirrors.txt
    has pgp/armor "starts a block whose content is damaged"
    echo "no key" | checked pgp.txt
    has pgp/armor "has no public key"
}

@test "blocks that begin and never end are read once" {
    setup_site
    mkdir -p s/content/static
    yes -- '-----BEGIN PGP ' | head -65000 >s/content/static/pgp.txt
    status=0
    err=$(timeout 50 "$PAMPHLET" check -C s 2>&1) || status=$?
    [ "$status" != 124 ] # anew for each block it takes minutes
    has pgp/armor "does not end"
}

@test "a long text is no mistake" {
    setup_site
    head -c 1500000 /dev/zero | tr '\0' a | checked long.txt
    hasnt fs/too-large
}

@test "gpg's own files pass" {
    setup_site
    export GNUPGHOME=$DIR/gnupg
    mkdir -m 700 gnupg
    gpg --batch -q --passphrase '' --quick-gen-key t@t.example ed25519 sign never 2>/dev/null
    gpg --armor --export | checked pgp.txt
    echo "http://$A" | gpg --clear-sign | checked mirrors.txt
    hasnt pgp/armor
    hasnt mirrors/none
    gpg --armor --export-secret-keys --batch --passphrase '' | checked pgp.txt
    has pgp/secret "pgp.txt:1:1"
    gpgconf --kill all
}

@test "secret keys of mirrors and of minisign are known by themselves, not by their comment" {
    setup_site
    for kind in "" "RSA " "EC " "DSA " "ENCRYPTED " "OPENSSH "; do
        printf '%s\n' "tls" "-----BEGIN ${kind}PRIVATE KEY-----" AAAA "-----END ${kind}PRIVATE KEY-----" | checked tls.txt
        has pgp/secret "tls.txt:2:1"
    done
    pamphlet keygen -q -W
    sed '1s/.*/untrusted comment: mine/' pamphlet.key | checked tls.txt
    has pgp/secret "tls.txt:2:1"
    printf 'untrusted comment: mine\nRWRTY0IyAAAA\n' | checked tls.txt
    has pgp/secret "tls.txt:2:1"
    checked tls.txt <pamphlet.pub
    hasnt pgp/secret
}

@test "a canary: no date, a day to come, too old, as long as it promises" {
    setup_site
    echo "all is well" | checked canary.txt
    has canary/date "has no date"
    echo "Today is $(day 3)." | checked canary.txt
    has canary/date "still to come"
    echo "Today is $(day -13), not 2020-01-01." | checked canary.txt
    hasnt canary/old
    echo "Today is $(day -16)." | checked canary.txt
    has canary/old "is 16 days ago, and the canary is to be renewed within 14"
    [ "$status" = 0 ]
    echo "Today is $(day -16). I will renew this within 30 days." | checked canary.txt
    hasnt canary/old
    has pgp/unsigned canary.txt
}

@test "security.txt by RFC 9116" {
    setup_site
    printf '# ours\nContact: mailto:us@pamphlet.example\r\nContact: http://%s/tell\nExpires: %sT23:00:00.5+02:00\nPreferred-Languages: en, fi\n' \
        "$A" "$(day 90)" | checked .well-known/security.txt
    [[ "$err" != *"[security/"* ]] || { echo "$err"; false; }
    printf 'Contact: mailto:us@pamphlet.example\nExpires: 2026-01-01T00:00:00Z\n' | checked .well-known/security.txt
    has security/expired "security.txt:2:10"
    [ "$status" = 1 ]
    printf 'Contact: us@pamphlet.example\nExpires: %sT00:00:00Z\nContakt: x\nno field\nPreferred-Languages: en\nPreferred-Languages: fi\n' \
        "$(day 900)" | checked .well-known/security.txt
    has security/field "is no address"
    has security/field "is no field of RFC 9116"
    has security/field "is not a field"
    has security/field "Preferred-Languages once"
    has security/expires-far "more than a year"
    echo "Expires: tomorrow" | checked security.txt
    has security/field "is not a moment"
    has security/field "has no Contact"
    has security/place ".well-known"
    echo "Contact: mailto:us@pamphlet.example" | checked .well-known/security.txt
    has security/field "must have Expires, once"
    printf 'Contact: mailto:us@pamphlet.example\nExpires: 2027-01-01T00:00:00Z\nExpires: 2027-01-02T00:00:00Z\n' | checked .well-known/security.txt
    has security/field "must have Expires, once"
    for moment in 2027-02-30T00:00:00Z 2027-02-03 2027-02-03T0a:00:00Z 2027-02-03T00:00:0:Z 2027-02-03T00:00:00 2027-02-03T00:00Z 2027-02-03T00:00:00+0200; do
        echo "Expires: $moment" | checked security.txt
        has security/field "is not a moment"
    done
}

@test "a secret key is never published by a release, and check says so first" {
    setup_site
    pamphlet keygen -q -W
    checked note.txt <pamphlet.key
    fails_with 1 "[pgp/secret]"
    sed -i 's/^example: .*//' s/content/services/van.yaml
    sed -i 's/^reviewed: .*/reviewed: '"$(date -u +%F)"'/' s/content/en/guides/*.md
    sed -i 's/date: 2026-11-23/date: 2026-01-01/' s/site.yaml
    pamphlet release -C s -s pamphlet.key
    fails_with 1 "[pgp/secret]"
    [ ! -e s/dist ]
    rm s/content/static/note.txt
    echo "Expires: 2020-01-01T00:00:00Z" | checked .well-known/security.txt
    pamphlet release -C s -s pamphlet.key
    fails_with 1 "[security/expired]"
    rm -r s/content/static
    pamphlet release -C s -s pamphlet.key
    [ "$status" = 0 ] || { echo "$err"; false; }
}
