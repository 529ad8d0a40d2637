/* Addresses. Local ones are resolved against the folders of the reader's own path in a buffer on
 * the stack: a link costs one table walk, one copy and one look into the map of the set. */
#include "audit/links.h"

#include "html/html.h"
#include "pack/pack.h"

/* What a byte may be part of. */
enum { IN_PATH = 1, IN_HOST = 2, IN_REST = 4, IN_TEL = 8, IN_MAIL = 16 };
static unsigned in(char c) {
    if (ascii_is_lower(c))
        return IN_PATH | IN_HOST | IN_REST | IN_MAIL;
    if (ascii_is_digit(c))
        return IN_PATH | IN_HOST | IN_REST | IN_MAIL | IN_TEL;
    if (ascii_is_upper(c))
        return IN_HOST | IN_REST | IN_MAIL;
    switch (c) {
    case '.':
    case '-':
        return IN_PATH | IN_HOST | IN_REST | IN_MAIL | IN_TEL;
    case '_':
        return IN_PATH | IN_REST | IN_MAIL;
    case '/':
        return IN_PATH | IN_REST;
    case '+':
        return IN_REST | IN_MAIL | IN_TEL;
    case '(':
    case ')':
    case '*':
    case '#':
        return IN_REST | IN_TEL;
    case '%':
        return IN_REST | IN_MAIL;
    default:
        return c != '\0' && strchr("~!$&';,=:@?", c) != NULL ? IN_REST : 0;
    }
}

static size_t run(struct str s, unsigned what) {
    size_t i = 0;
    while (i < s.len && (in(s.p[i]) & what) != 0)
        i++;
    return i;
}

/* Path, query and fragment: the characters of RFC 3986 with whole escapes, and words beyond ASCII
 * that browsers escape themselves. */
static bool is_rest(struct str s) {
    while (s.len > 0) {
        if (s.p[0] == '%') {
            if (s.len < 3 || !ascii_is_hex(s.p[1]) || !ascii_is_hex(s.p[2]))
                return false;
            s = str_from_offset(s, 3);
        } else if ((unsigned char)s.p[0] >= 0x80) {
            if (!utf8_is_word(utf8_next(&s)))
                return false;
        } else {
            size_t n = run(s, IN_REST);
            size_t escape = str_find_char(str_slice(s, 0, n), '%');
            if (n == 0)
                return false;
            s = str_from_offset(s, escape == SIZE_MAX ? n : escape);
        }
    }
    return true;
}

static bool http_is_plain(struct str rest) {
    size_t n = run(rest, IN_HOST);
    if (!html_is_host(str_slice(rest, 0, n)))
        return false;
    rest = str_from_offset(rest, n);
    if (rest.len > 0 && rest.p[0] == ':') {
        size_t end = 1;
        while (end < rest.len && ascii_is_digit(rest.p[end]))
            end++;
        if (!html_is_port(str_slice(rest, 1, end)))
            return false;
        rest = str_from_offset(rest, end);
    }
    if (rest.len > 0 && rest.p[0] != '/' && rest.p[0] != '?' && rest.p[0] != '#')
        return false;
    return is_rest(rest);
}

static bool mail_is_plain(struct str rest) {
    size_t at = str_find_char(rest, '@'), query = str_find_char(rest, '?');
    struct str query_part = query == SIZE_MAX ? str_lit("") : str_from_offset(rest, query + 1);
    struct str address = query == SIZE_MAX ? rest : str_slice(rest, 0, query);
    if (at == SIZE_MAX || at == 0 || at >= address.len)
        return false;
    struct str local = str_slice(address, 0, at), host = str_from_offset(address, at + 1);
    return run(local, IN_MAIL) == local.len && is_rest(local) && html_is_host(host) &&
           is_rest(query_part);
}

static bool tel_is_plain(struct str rest) {
    return rest.len > 0 && run(rest, IN_TEL) == rest.len;
}

static const struct scheme {
    struct str text;
    bool (*is_plain)(struct str rest);
} schemes[] = {
    {{"https://", 8}, http_is_plain},
    {{"http://", 7}, http_is_plain},
    {{"mailto:", 7}, mail_is_plain},
    {{"tel:", 4}, tel_is_plain},
};

static const struct scheme *scheme_of(struct str url) {
    if (url.len == 0 || (url.p[0] != 'h' && url.p[0] != 'm' && url.p[0] != 't'))
        return NULL; /* most links are local and start otherwise */
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
        if (str_starts(url, schemes[i].text))
            return &schemes[i];
    return NULL;
}

bool links_is_external(struct str url) {
    return scheme_of(url) != NULL;
}

bool links_external_is_plain(struct str url) {
    const struct scheme *s = scheme_of(url);
    return s != NULL && s->is_plain(str_from_offset(url, s->text.len));
}

struct str links_host(struct str url) {
    const struct scheme *s = scheme_of(url);
    if (s == NULL || s->is_plain != http_is_plain)
        return STR_NONE;
    struct str rest = str_from_offset(url, s->text.len);
    return str_slice(rest, 0, run(rest, IN_HOST));
}

bool links_start(struct reader *r) {
    struct str path = r->set->paths[r->index];
    if (path.len > RULES_PATH_MAX && !r->set->alone)
        return rules_refuse(r, RULE_PATH, NULL, 0, path);
    size_t slash = str_rfind_char(path, '/');
    if (r->set->alone && slash != SIZE_MAX) /* the folders it lies in are not the site's */
        path = str_from_offset(path, slash + 1);
    r->path = path;
    r->depth = 0;
    for (size_t i = 0; i < path.len && i < RULES_PATH_MAX; i++)
        if (path.p[i] == '/')
            r->ends[r->depth++] = (unsigned char)(i + 1);
    return true;
}

/* Names in upper case that a pack has. */
static bool is_known_name(struct str name) {
    static const char *const names[] = {"MANIFEST.txt", "CHANGES.txt", "README.txt", "VERIFY.txt"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is(name, names[i]))
            return true;
    return pack_is_start(name);
}

/* Folders and an explicit file name, nothing to repair: no empty part, no ".", no hidden name. */
static bool is_clean_path(struct str path) {
    bool starts = true;
    size_t name = 0;
    for (size_t i = 0; i < path.len; i++) {
        char c = path.p[i];
        if (ascii_is_lower(c) || ascii_is_digit(c)) { /* nearly all are */
            starts = false;
            continue;
        }
        if ((in(c)&IN_PATH) == 0)
            return is_known_name(str_from_offset(path, name));
        if (starts && (c == '/' || (c == '.' && !str_starts(str_from_offset(path, i),
                                                            str_lit(".well-known/")))))
            return false;
        starts = c == '/';
        if (starts)
            name = i + 1;
    }
    return !starts && memchr(path.p + name, '.', path.len - name) != NULL;
}

bool links_local(struct reader *r, struct str url, uint32_t *target) {
    char whole[2 * RULES_PATH_MAX];
    struct str rest = url;
    size_t ups = 0;
    while (rest.len >= 3 && memcmp(rest.p, "../", 3) == 0) {
        ups++;
        rest = str_of(rest.p + 3, rest.len - 3);
    }
    if (rest.len > RULES_PATH_MAX || !is_clean_path(rest))
        return rules_refuse(r, RULE_URL, url.p, url.len, url);
    *target = MAP_NONE;
    if (r->set->alone)
        return true;
    if (ups > r->depth)
        return rules_refuse(r, RULE_URL_LEAVES, url.p, url.len, url);
    size_t base = r->depth == ups ? 0 : r->ends[r->depth - ups - 1];
    memcpy(whole, r->path.p, base);
    memcpy(whole + base, rest.p, rest.len);
    *target = map_get(&r->set->by_path, str_of(whole, base + rest.len));
    return *target != MAP_NONE || rules_refuse(r, RULE_URL_MISSING, url.p, url.len, url);
}

bool links_kind(struct reader *r, struct str path, enum audit_kind kind) {
    return audit_kind_of(path) == kind || rules_refuse(r, RULE_URL_KIND, path.p, path.len, path);
}
