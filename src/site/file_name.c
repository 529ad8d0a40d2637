/* Names of source files: they become names of the pack, which every system must be able to hold. */
#include "pack/pack.h"
#include "site/parts.h"

static bool has_bad_sign(struct str part) {
    if (part.len == 0 || part.p[0] == '.' || part.p[part.len - 1] == '.')
        return true;
    for (size_t i = 0; i < part.len; i++)
        if (!ascii_is_lower(part.p[i]) && !ascii_is_digit(part.p[i]) && part.p[i] != '-' &&
            part.p[i] != '_' && part.p[i] != '.')
            return true;
    return false;
}

/* What the name could be instead: lower case, letters without marks, '-' for anything else. */
static struct str better_key(struct arena *mem, struct str key) {
    char *copy = arena_cstr(mem, utf8_unmarked(mem, key));
    size_t len = 0;
    for (size_t i = 0; copy[i] != '\0'; i++) {
        char c = copy[i];
        bool at_end = copy[i + 1] == '\0' || copy[i + 1] == '/'; /* where no dot may be */
        bool fine = ascii_is_alnum(c) || c == '/' || c == '-' || c == '_' || (c == '.' && !at_end);
        if (fine || (len > 0 && copy[len - 1] != '-' && (unsigned char)c < 0x80))
            copy[len++] = fine ? c : '-';
    }
    return str_of(copy, len);
}

static bool has_bad_part(struct str key) {
    struct str part;
    while (str_next_part(&key, '/', &part))
        if (has_bad_sign(part))
            return true;
    return false;
}

static bool refuse_signs(struct parts *p, struct str key, const struct source *source) {
    struct str path = str_from(source->path), better = better_key(p->mem, key);
    struct str ending = str_from_offset(path, str_rfind_char(path, '.'));
    struct str hint =
        has_bad_part(better) /* nothing is left of Cyrillic, say */
            ? STR_NONE
            : arena_printf(p->mem, ": try '%.*s%.*s'", STR_ARG(better), STR_ARG(ending));
    return diag_error(p->d, place_of(source, 0, 0, 0), "site/file-name",
                      "has a name that not every system can hold; names are small letters a to z, "
                      "digits, '-', '_' and '.'%.*s",
                      STR_ARG(hint));
}

/* That the whole is not too long, where it will stand, is seen when the files are planned. */
bool file_name_check(struct parts *p, struct str key, const struct source *source) {
    struct str rest = key, part;
    struct place at = place_of(source, 0, 0, 0);
    if (has_bad_part(key))
        return p->ok = refuse_signs(p, key, source);
    while (str_next_part(&rest, '/', &part)) {
        if (pack_is_device(part))
            return p->ok = diag_error(p->d, at, "site/file-name",
                                      "'%.*s' is a device on Windows, where no file can have that "
                                      "name: choose another",
                                      STR_ARG(part));
    }
    return true;
}
