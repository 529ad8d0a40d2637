/* Whether an onion name was copied right: two of its bytes are a checksum (rend-spec-v3, section
 * 6): the first two of SHA3-256(".onion checksum" | public key | version). */
#include "lint/parts.h"
#include "sign/sign.h"

enum { NAME_CHARS = 56, NAME_BYTES = 35, KEY_BYTES = 32, VERSION = 3 };

static bool decode(struct str name, uint8_t out[NAME_BYTES]) {
    uint64_t bits = 0;
    unsigned held = 0;
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        if (!ascii_is_lower(c) && (c < '2' || c > '7'))
            return false;
        bits = (bits << 5 | (ascii_is_lower(c) ? (uint64_t)(c - 'a') : (uint64_t)(c - '2' + 26))) &
               0xfff;
        held += 5;
        if (held >= 8) {
            held -= 8;
            out[n++] = (uint8_t)(bits >> held);
        }
    }
    return n == NAME_BYTES;
}

bool onion_is_whole(struct str host) {
    static const char prefix[] = ".onion checksum";
    enum { PREFIX = sizeof(prefix) - 1 };
    uint8_t name[NAME_BYTES], message[PREFIX + KEY_BYTES + 1], digest[SIGN_SHA256_BYTES];
    struct str rest = str_slice(host, 0, host.len < 6 ? 0 : host.len - 6);
    size_t dot = str_rfind_char(rest, '.');
    rest = dot == SIZE_MAX ? rest : str_from_offset(rest, dot + 1);
    if (rest.len != NAME_CHARS || !decode(rest, name) || name[NAME_BYTES - 1] != VERSION)
        return false;
    memcpy(message, prefix, PREFIX);
    memcpy(message + PREFIX, name, KEY_BYTES);
    message[PREFIX + KEY_BYTES] = VERSION;
    sign_sha3_256(str_of((const char *)message, sizeof(message)), digest);
    return memcmp(digest, name + KEY_BYTES, 2) == 0;
}

static struct str host_of(struct str url) {
    size_t from = str_find(url, str_lit("://"));
    struct str host = from == SIZE_MAX ? STR_NONE : str_from_offset(url, from + 3);
    for (size_t i = 0; i < host.len; i++)
        if (host.p[i] == '/' || host.p[i] == ':')
            return str_slice(host, 0, i);
    return host;
}

bool onion_is_right(struct str url) {
    struct str host = host_of(url);
    return !str_ends(host, str_lit(".onion")) || onion_is_whole(host);
}

/* It is on every sheet and code that is handed out. */
void onion_check_own(struct lint *l) {
    const struct config *config = &l->site->config;
    bool made_up = str_find(config->onion_address, str_lit("example")) != SIZE_MAX;
    if (!made_up && !onion_is_right(config->onion_address))
        lint_say(l, RULE_SITE_ONION, config->onion_at,
                 "is no onion name: its checksum does not fit, so a letter is wrong or missing");
}
