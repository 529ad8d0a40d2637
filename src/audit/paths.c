/* Paths that are the same on every system a pack is unpacked on: no case, no device names, nothing
 * a web server or a shell would read in its own way. */
#include "audit/paths.h"

enum { PATH_MAX_BYTES = 100 };

static bool is_among(struct str s, const char *const *words) {
    for (; *words != NULL; words++)
        if (str_is(s, *words))
            return true;
    return false;
}

/* Windows takes "con", "con.txt" and "com1.tar.gz" for devices. */
static bool is_device(struct str part) {
    static const char *const devices[] = {"con", "prn", "aux", "nul", NULL};
    struct str rest = part, stem;
    if (!str_next_part(&rest, '.', &stem))
        return false;
    bool port = stem.len == 4 && ascii_is_digit(stem.p[3]) &&
                (str_starts(stem, str_lit("com")) || str_starts(stem, str_lit("lpt")));
    return port || is_among(stem, devices);
}

static const char *part_problem(struct str part) {
    if (part.len == 0)
        return "it has an empty part";
    if (str_is(part, ".well-known"))
        return NULL;
    if (part.p[0] == '.' || part.p[part.len - 1] == '.')
        return "a part starts or ends with a dot";
    for (size_t i = 0; i < part.len; i++)
        if (!ascii_is_lower(part.p[i]) && !ascii_is_digit(part.p[i]) && part.p[i] != '.' &&
            part.p[i] != '_' && part.p[i] != '-')
            return "it has other characters than a-z, 0-9, '.', '_', '-'";
    return is_device(part) ? "a part is the name of a Windows device" : NULL;
}

const char *paths_problem(struct str path) {
    static const char *const known[] = {"MANIFEST.txt", "CHANGES.txt", "START.html", "README.txt",
                                        "VERIFY.txt",   ".pamphlet",   NULL};
    struct str rest = path, part;
    if (is_among(path, known))
        return NULL;
    if (path.len > PATH_MAX_BYTES)
        return "it is longer than 100 bytes";
    while (str_next_part(&rest, '/', &part)) {
        const char *problem = part_problem(part);
        if (problem != NULL)
            return problem;
    }
    return path.len == 0 ? "it is empty" : NULL;
}
