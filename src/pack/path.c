/* Names that are safe on every system a pack may be unpacked on: the narrowest of POSIX, Windows,
 * macOS and FAT, so that no name means two things. */
#include "pack/path.h"

enum rule {
    EMPTY,
    LENGTH,
    ABSOLUTE,
    BACKSLASH,
    FOLDER,
    EMPTY_PART,
    PARENT,
    DOT,
    CASE,
    CHARACTER,
    DEVICE,
    NONE
};
static const struct path_rule RULES[] = {
    [EMPTY] = {"zip/name-empty", "is empty"},
    [LENGTH] = {"zip/name-length", "is longer than 100 characters"},
    [ABSOLUTE] = {"zip/name-absolute", "starts with a slash"},
    [BACKSLASH] = {"zip/name-backslash", "has a backslash in it"},
    [FOLDER] = {"zip/folder", "is a folder's; a pack lists files only"},
    [EMPTY_PART] = {"zip/name-empty-part", "has two slashes in a row"},
    [PARENT] = {"zip/name-parent", "leads out of its folder by '..'"},
    [DOT] = {"zip/name-dot", "has a part that starts or ends with a dot"},
    [CASE] = {"zip/name-case", "has a capital letter; names are lower-case"},
    [CHARACTER] = {"zip/name-character", "has a character other than a-z, 0-9, '.', '_' and '-'"},
    [DEVICE] = {"zip/name-device", "is a device on Windows"},
};

/* START-fi.html: one language of a pack too large for one file. */
static bool is_start_of_language(struct str part) {
    struct str before = str_lit("START-"), behind = str_lit(".html");
    if (part.len <= before.len + behind.len || !str_starts(part, before) || !str_ends(part, behind))
        return false;
    for (size_t i = before.len; i < part.len - behind.len; i++)
        if (!ascii_is_lower(part.p[i]) && !ascii_is_digit(part.p[i]) && part.p[i] != '-')
            return false;
    return true;
}

static bool is_capital_exception(struct str part) {
    static const char *const names[] = {"MANIFEST.txt", "CHANGES.txt", "START.html",
                                        "README.txt",   "VERIFY.txt",  "DELTA.txt"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is(part, names[i]))
            return true;
    return is_start_of_language(part);
}

static enum rule broken_by_part(struct str part, bool last) {
    if (part.len == 0)
        return last ? FOLDER : EMPTY_PART;
    if (str_is(part, ".."))
        return PARENT;
    if ((part.p[0] == '.' && !str_is(part, ".well-known")) || part.p[part.len - 1] == '.')
        return DOT;
    if (last && is_capital_exception(part))
        return NONE;
    for (size_t i = 0; i < part.len; i++) {
        char c = part.p[i];
        if (ascii_is_upper(c))
            return CASE;
        if (!ascii_is_lower(c) && !ascii_is_digit(c) && c != '.' && c != '_' && c != '-')
            return CHARACTER;
    }
    return pack_is_device(part) ? DEVICE : NONE;
}

static enum rule broken(struct str path) {
    struct str rest = path, part;
    if (path.len == 0)
        return EMPTY;
    if (path.len > PACK_PATH_MAX)
        return LENGTH;
    if (path.p[0] == '/')
        return ABSOLUTE;
    if (str_find_char(path, '\\') != SIZE_MAX)
        return BACKSLASH;
    while (str_next_part(&rest, '/', &part)) {
        enum rule rule = broken_by_part(part, rest.p == NULL);
        if (rule != NONE)
            return rule;
    }
    return NONE;
}

bool pack_is_device(struct str part) {
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    size_t dot = str_find_char(part, '.');
    struct str stem = str_slice(part, 0, dot);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is(stem, names[i]))
            return true;
    return stem.len == 4 &&
           (str_starts(stem, str_lit("com")) || str_starts(stem, str_lit("lpt"))) &&
           stem.p[3] >= '1' && stem.p[3] <= '9';
}

bool pack_is_start(struct str name) {
    return str_is(name, "START.html") || is_start_of_language(name);
}

const struct path_rule *path_broken_rule(struct str path) {
    enum rule rule = broken(path);
    return rule == NONE ? NULL : &RULES[rule];
}

const char *pack_path_problem(struct str path) {
    const struct path_rule *rule = path_broken_rule(path);
    return rule == NULL ? NULL : rule->because;
}
