/* Whether an onion name was copied right: two of its bytes are a checksum (rend-spec-v3, section
 * 6): the first two of SHA3-256(".onion checksum" | public key | version). */
#include "lint/parts.h"
#include "sign/sign.h"

enum { NAME_CHARS = 56, NAME_BYTES = 35, KEY_BYTES = 32, VERSION = 3 };
enum { NAME_CHARS_MIN = 50, NAME_CHARS_MAX = 62 }; /* some too few or too many are a slip */
enum { OLD_NAME_CHARS = 16 };                      /* version 2, which Tor dropped in 2021 */

static bool decode(struct str name, uint8_t out[NAME_BYTES]) {
    uint64_t bits = 0;
    unsigned held = 0;
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = ascii_lower(name.p[i]);
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
        if (strchr("/?#:", host.p[i]) != NULL)
            return str_slice(host, 0, i);
    return host;
}

static bool is_onion(struct str host) {
    struct str end = str_lit(".onion");
    return host.len >= end.len && str_eq_nocase(str_from_offset(host, host.len - end.len), end);
}

bool onion_is_right(struct str url) {
    struct str host = host_of(url);
    return !is_onion(host) || onion_is_whole(host);
}

static bool is_made_up(struct str address) {
    return str_find(address, str_lit("example")) != SIZE_MAX;
}

/* It is on every sheet and code that is handed out. */
void onion_check_own(struct lint *l) {
    const struct config *config = &l->site->config;
    if (!is_made_up(config->onion_address) && !onion_is_right(config->onion_address))
        lint_say(l, RULE_SITE_ONION, config->onion_at,
                 "is no onion name: its checksum does not fit, so a letter is wrong or missing");
}

/* "name.onion", which ends at `end`; absent when nothing there can be a name. */
static struct str name_before(struct str text, size_t end) {
    size_t from = end - strlen(".onion");
    while (from > 0 && (ascii_is_lower(text.p[from - 1]) ||
                        (text.p[from - 1] >= '2' && text.p[from - 1] <= '7')))
        from--;
    bool ends = end == text.len || !(ascii_is_alnum(text.p[end]) || text.p[end] == '-');
    return ends ? str_slice(text, from, end) : STR_NONE;
}

/* In an address; a text may well speak of such names. */
static bool looks_old(struct str line, struct str name) {
    struct str before = str_slice(line, 0, (size_t)(name.p - line.p));
    return name.len == OLD_NAME_CHARS + strlen(".onion") && str_ends(before, str_lit("://"));
}

static void check_name(struct lint *l, const struct document *doc, struct str line,
                       struct str name) {
    size_t chars = name.len - strlen(".onion");
    if (is_made_up(name))
        return;
    if (looks_old(line, name))
        lint_say(l, RULE_ONION_OLD, lint_place(doc, name.p, name.len),
                 "is an onion name of 16 letters, as they were until 2021: Tor opens none of these "
                 "any more; ask its owner for the new one, of 56");
    else if (chars >= NAME_CHARS_MIN && chars <= NAME_CHARS_MAX && !onion_is_whole(name))
        lint_say(l, RULE_TEXT_ONION, lint_place(doc, name.p, name.len),
                 "is no onion name: its checksum does not fit, so a letter is wrong or missing");
}

static void check_line(struct lint *l, const struct document *doc, struct str line) {
    struct str rest = line;
    size_t found;
    while (!lint_is_full(l) && (found = str_find(rest, str_lit(".onion"))) != SIZE_MAX) {
        size_t end = (size_t)(rest.p - line.p) + found + strlen(".onion");
        struct str name = name_before(line, end);
        rest = str_from_offset(line, end);
        if (name.p != NULL)
            check_name(l, doc, line, name);
    }
}

/* Blocks of code, which show how a file is written, are left out. */
void onion_check_text(struct lint *l, const struct document *doc) {
    struct str rest = doc->loaded_body, line;
    bool fenced = false;
    while (str_next_line(&rest, &line)) {
        struct str begin = str_trim(line);
        if (str_starts(begin, str_lit("```")) || str_starts(begin, str_lit("~~~")))
            fenced = !fenced;
        else if (!fenced)
            check_line(l, doc, line);
    }
}
