/* OpenPGP's armour (RFC 9580, section 6) as far as one can tell without the keys: that a block is
 * whole, that its checksum fits, that no secret key is published. */
#include "lint/parts.h"

#define BEGIN     "-----BEGIN PGP "
#define END       "-----END PGP "
#define DASHES    "-----"
#define SIGNED    BEGIN "SIGNED MESSAGE" DASHES
#define SIGNATURE BEGIN "SIGNATURE" DASHES

static struct place place_in(const struct source *source, struct str at) {
    return place_at_offset(source, (size_t)(at.p - source->text.p), at.len);
}

static bool complain(struct lint *l, const struct source *source, struct str at,
                     const char *sentence) {
    lint_say(l, RULE_PGP_ARMOR, place_in(source, at), "%s", sentence);
    return false;
}

static int value_of(char c) {
    return ascii_is_upper(c)   ? c - 'A'
           : ascii_is_lower(c) ? c - 'a' + 26
           : ascii_is_digit(c) ? c - '0' + 52
           : c == '+'          ? 62
           : c == '/'          ? 63
                               : -1;
}

/* Base64 as it goes by, and the CRC-24 of what it means (RFC 9580, section 6.1.1). */
struct base64 {
    uint32_t bits, held, crc;
    bool ended, bad;
};

static void take_byte(struct base64 *b, uint32_t byte) {
    b->crc ^= byte << 16;
    for (int i = 0; i < 8; i++)
        b->crc = (b->crc << 1 ^ (b->crc & 0x800000 ? 0x864cfb : 0)) & 0xffffff;
}

static void take_line(struct base64 *b, struct str line) {
    for (size_t i = 0; i < line.len; i++) {
        int value = value_of(line.p[i]);
        b->bad = b->bad || (value < 0 && line.p[i] != '=') || (b->ended && line.p[i] != '=');
        b->ended = b->ended || line.p[i] == '=';
        if (value < 0 || b->ended)
            continue;
        b->bits = (b->bits << 6 | (uint32_t)value) & 0xffff;
        b->held += 6;
        if (b->held < 8)
            continue;
        b->held -= 8;
        take_byte(b, b->bits >> b->held & 0xff);
    }
}

/* "=njUN": four characters are the checksum. */
static bool checksum_fits(const struct base64 *b, struct str line) {
    uint32_t sum = 0;
    for (size_t i = 1; i < line.len; i++) {
        int value = value_of(line.p[i]);
        if (value < 0)
            return false;
        sum = sum << 6 | (uint32_t)value;
    }
    return sum == b->crc;
}

/* From behind the BEGIN line to and with the END line of the same kind. */
static bool check_block(struct lint *l, const struct source *source, struct str begin,
                        struct str *rest) {
    struct base64 b = {.crc = 0xb704ce};
    struct str kind = str_slice(begin, strlen(BEGIN), begin.len), line, before = *rest;
    bool head = true;
    for (; str_next_line(rest, &line); before = *rest) {
        if (str_starts(line, str_lit(BEGIN)))
            break; /* the next block, which is read again */
        if (str_starts(line, str_lit(END)))
            return (str_eq(str_from_offset(line, strlen(END)), kind) && !b.bad) ||
                   complain(l, source, begin, "starts a block whose content is damaged");
        if (head && line.len > 0 && str_find(line, str_lit(": ")) != SIZE_MAX)
            continue;
        head = false;
        if (line.len == 5 && line.p[0] == '=' && !checksum_fits(&b, line))
            return complain(l, source, line, "is not the checksum of the block above it");
        if (line.len != 5 || line.p[0] != '=')
            take_line(&b, line);
    }
    *rest = before;
    return complain(l, source, begin, "starts a block that does not end");
}

bool armor_check(struct lint *l, const struct source *source, struct str text, size_t *blocks) {
    struct str line, rest = text;
    bool ok = true;
    *blocks = 0;
    while (!lint_is_full(l) && str_next_line(&rest, &line)) {
        if (!str_starts(line, str_lit(BEGIN)) || str_is(line, SIGNED))
            continue;
        ++*blocks;
        ok = check_block(l, source, line, &rest) && ok;
    }
    return ok;
}

bool armor_open(struct lint *l, const struct source *source, struct str *body) {
    size_t at = str_find(source->text, str_lit(SIGNED)), end, blocks;
    *body = source->text;
    if (at == SIZE_MAX)
        return false;
    struct str rest = str_from_offset(source->text, at), line,
               begin = str_slice(rest, 0, strlen(SIGNED));
    while (str_next_line(&rest, &line) && line.len > 0)
        continue; /* "Hash: SHA512", up to the empty line */
    end = str_find(rest, str_lit(SIGNATURE));
    if (end == SIZE_MAX) {
        complain(l, source, begin, "starts a signed text that has no signature");
        return true;
    }
    *body = str_slice(rest, 0, end);
    bool whole = armor_check(l, source, str_from_offset(rest, end), &blocks);
    (void)whole; /* reported */
    return true;
}

/* minisign's comments are free text, so its keys are known by their base64: "Ed", how they are
 * locked, "B2". A public key has an id there that is drawn by lot. */
void armor_find_secret(struct lint *l, const struct source *source) {
    static const char *const secrets[] = {"-----BEGIN PGP PRIVATE KEY BLOCK-----",
                                          "-----BEGIN OPENSSH PRIVATE KEY-----",
                                          "-----BEGIN PRIVATE KEY-----",
                                          "-----BEGIN ENCRYPTED PRIVATE KEY-----",
                                          "-----BEGIN RSA PRIVATE KEY-----",
                                          "-----BEGIN EC PRIVATE KEY-----",
                                          "-----BEGIN DSA PRIVATE KEY-----",
                                          "RWRTY0Iy",
                                          "RWQAAEIy",
                                          "== ed25519v1-secret: type0 =="};
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
        size_t at = str_find(source->text, str_from(secrets[i]));
        if (at != SIZE_MAX)
            lint_say(l, RULE_PGP_SECRET, place_at_offset(source, at, strlen(secrets[i])),
                     "is a secret key, and would be published; take it out, and make a new one if "
                     "it ever went out");
    }
}
