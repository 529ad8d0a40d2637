/* Reading MANIFEST.txt back: only what pack_manifest_format writes, to the byte. Nothing of it is
 * shown in a message before all of it is known to be plain ASCII. */
#include "pack/path.h"

enum { NAME_MAX_BYTES = 64, HASH_CHARS = 2 * SIGN_SHA256_BYTES };

struct parse {
    const struct source *source;
    struct arena *mem;
    struct diags *d;
    struct str rest, line; /* what follows, and the line at hand */
    size_t number;         /* of the line at hand, 1-based */
};

static bool complain(const struct parse *p, size_t column, size_t width, const char *code,
                     const char *what) {
    return diag_error(p->d, place_of(p->source, p->number, column, width), code, "%s", what);
}

static bool next_line(struct parse *p) {
    size_t end = str_find_char(p->rest, '\n');
    p->number++;
    if (end == SIZE_MAX)
        return complain(p, 0, 0, "manifest/cut", "the manifest ends in the middle of a line");
    p->line = str_slice(p->rest, 0, end);
    p->rest = str_from_offset(p->rest, end + 1);
    return true;
}

/* The value of the next line, which starts with `name`. */
static bool header(struct parse *p, const char *name, struct str *value) {
    if (!next_line(p))
        return false;
    if (!str_starts(p->line, str_from(name)))
        return diag_error(p->d, place_of(p->source, p->number, 1, p->line.len), "manifest/header",
                          "expected '%s' here", name);
    *value = str_from_offset(p->line, strlen(name));
    return true;
}

static bool bad_value(const struct parse *p, struct str value, const char *what) {
    size_t column = p->line.len - value.len + 1;
    return complain(p, column, value.len, "manifest/header", what);
}

bool pack_is_name(struct str name) {
    if (name.len == 0 || name.len > NAME_MAX_BYTES || !(ascii_is_alnum(name.p[0])))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        if (!ascii_is_lower(c) && !ascii_is_digit(c) && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

/* Decimal digits without a leading zero. */
static bool number(struct str s, uint64_t *out) {
    return s.len > 0 && str_to_uint(s, UINT64_MAX, out) && (s.len == 1 || s.p[0] != '0');
}

static bool parse_dates(struct parse *p, struct pack_header *h) {
    struct str value = STR_NONE;
    if (!header(p, "made: ", &value))
        return false;
    if (!date_parse(value, &h->made))
        return bad_value(p, value, "the date must be YYYY-MM-DD");
    if (!header(p, "expires: ", &value))
        return false;
    if (!str_is(value, "never") && !date_parse(value, &h->expires))
        return bad_value(p, value, "the date must be YYYY-MM-DD, or 'never'");
    return true;
}

static bool parse_header(struct parse *p, struct pack_header *h) {
    struct str serial = STR_NONE;
    uint8_t ignored[SIGN_SHA256_BYTES];
    if (!header(p, "pack: ", &h->pack))
        return false;
    if (!pack_is_name(h->pack))
        return bad_value(p, h->pack, "a pack's name has only a-z, 0-9, '-', '_' and '.'");
    if (!header(p, "profile: ", &h->profile))
        return false;
    if (!pack_is_name(h->profile))
        return bad_value(p, h->profile, "a profile's name has only a-z, 0-9, '-', '_' and '.'");
    if (!header(p, "serial: ", &serial))
        return false;
    if (!number(serial, &h->serial))
        return bad_value(p, serial, "the serial must be a whole number");
    if (!parse_dates(p, h) || !header(p, "previous: ", &h->previous))
        return false;
    if (!str_is(h->previous, "none") && !sign_unhex(h->previous, ignored, sizeof(ignored)))
        return bad_value(p, h->previous, "must be 64 hexadecimal digits, or 'none'");
    if (!next_line(p))
        return false;
    return p->line.len == 0 || complain(p, 1, p->line.len, "manifest/header",
                                        "expected an empty line behind the header");
}

/* "sha256 size path" */
static bool parse_row(struct parse *p, struct pack_entry *e) {
    struct str rest = p->line, digest, size;
    if (!str_next_part(&rest, ' ', &digest) || !sign_unhex(digest, e->sha256, sizeof(e->sha256)))
        return complain(p, 1, digest.len, "manifest/row",
                        "a line must start with 64 hexadecimal digits");
    if (!str_next_part(&rest, ' ', &size) || !number(size, &e->size_bytes) || rest.p == NULL)
        return complain(p, HASH_CHARS + 2, size.len, "manifest/row",
                        "the digest must be followed by a size in bytes and a path");
    e->path = rest;
    const struct path_rule *rule = path_broken_rule(rest);
    if (rule != NULL)
        return diag_error(p->d,
                          place_of(p->source, p->number, p->line.len - rest.len + 1, rest.len),
                          "manifest/path", "this path %s", rule->because);
    return !str_is(rest, "MANIFEST.txt") ||
           complain(p, p->line.len - rest.len + 1, rest.len, "manifest/path",
                    "the manifest cannot list itself");
}

static bool parse_rows(struct parse *p, struct pack_manifest *out) {
    size_t cap = 0;
    while (p->rest.len > 0) {
        struct pack_entry e = {0};
        if (!next_line(p) || !parse_row(p, &e))
            return false;
        if (out->count > 0 && str_cmp(out->entries[out->count - 1].path, e.path) >= 0)
            return complain(p, 0, 0, "manifest/order", "paths must be sorted, and each there once");
        *arena_push(p->mem, &out->entries, &out->count, &cap) = e;
    }
    return true;
}

static bool check_characters(const struct source *source, struct diags *d) {
    for (size_t i = 0; i < source->text.len; i++) {
        char c = source->text.p[i];
        if (c == '\n' || (c >= ' ' && c <= '~'))
            continue;
        struct source silent = {source->path, STR_NONE};
        struct place at = place_at_offset(source, i, 1);
        at.source = &silent;
        return diag_error(d, at, "manifest/character", "has a byte that is no plain ASCII: 0x%02x",
                          (unsigned)(unsigned char)c);
    }
    return true;
}

bool pack_manifest_parse(struct arena *mem, const struct source *source, struct pack_manifest *out,
                         struct diags *d) {
    struct parse p = {.source = source, .mem = mem, .d = d, .rest = source->text};
    *out = (struct pack_manifest){0};
    return check_characters(source, d) && parse_header(&p, &out->header) && parse_rows(&p, out);
}
