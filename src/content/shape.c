/* Hand-written tests of short strings, linear and without tables. */
#include "content/shape.h"

#include "html/html.h"

enum { ID_MAX = 80, TAG_MAX = 35, ONION_CHARS = 56 };

static bool is_id_char(char c) {
    return ascii_is_lower(c) || ascii_is_digit(c);
}

static bool is_joint(char c) {
    return c == '-' || c == '_' || c == '.';
}

bool shape_is_id(struct str s) {
    if (s.len == 0 || s.len > ID_MAX || is_joint(s.p[0]) || is_joint(s.p[s.len - 1]))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_id_char(s.p[i]) && !is_joint(s.p[i]))
            return false;
    return str_find(s, str_lit("..")) == SIZE_MAX;
}

struct str shape_id_like(struct arena *mem, struct str s) {
    char *p = arena_alloc(mem, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = ascii_lower(s.p[i]);
        if (is_id_char(c) || (len > 0 && (c == '_' || c == '.') && !is_joint(p[len - 1])))
            p[len++] = c;
        else if (len > 0 && !is_joint(p[len - 1]))
            p[len++] = '-';
    }
    while (len > 0 && is_joint(p[len - 1]))
        len--;
    return shape_is_id(str_of(p, len)) ? str_of(p, len) : STR_NONE;
}

static bool all(struct str s, bool (*test)(char)) {
    for (size_t i = 0; i < s.len; i++)
        if (!test(s.p[i]))
            return false;
    return true;
}

static bool is_alpha(char c) {
    return ascii_is_alpha(c);
}

static bool is_alnum(char c) {
    return ascii_is_alnum(c);
}

static bool is_digit(char c) {
    return ascii_is_digit(c);
}

static bool is_region(struct str part) {
    return (part.len == 2 && all(part, is_alpha)) || (part.len == 3 && all(part, is_digit));
}

static bool is_variant(struct str part) {
    return all(part, is_alnum) &&
           ((part.len >= 5 && part.len <= 8) || (part.len == 4 && ascii_is_digit(part.p[0])));
}

/* "u-co-phonebk", "x-anything": a letter, then parts of 2 to 8 (1 to 8 behind x). */
static bool are_extensions(struct str part, struct str rest) {
    while (part.len == 1 && ascii_is_alnum(part.p[0])) {
        size_t shortest = ascii_lower(part.p[0]) == 'x' ? 1 : 2, count = 0;
        for (part = STR_NONE; str_next_part(&rest, '-', &part); part = STR_NONE) {
            if (part.len < shortest)
                break;
            if (part.len > 8 || !all(part, is_alnum))
                return false;
            count++;
        }
        if (count == 0)
            return false;
        if (part.p == NULL)
            return true;
    }
    return false;
}

bool shape_is_language(struct str tag) {
    struct str rest = tag, part;
    if (tag.p == NULL || tag.len > TAG_MAX || !str_next_part(&rest, '-', &part))
        return false;
    if (part.len < 2 || part.len > 3 || !all(part, is_alpha))
        return false;
    if (!str_next_part(&rest, '-', &part))
        return true;
    if (part.len == 3 && all(part, is_alpha) && !str_next_part(&rest, '-', &part))
        return true;
    if (part.len == 4 && all(part, is_alpha) && !str_next_part(&rest, '-', &part))
        return true;
    if (is_region(part) && !str_next_part(&rest, '-', &part))
        return true;
    while (is_variant(part))
        if (!str_next_part(&rest, '-', &part))
            return true;
    return are_extensions(part, rest);
}

bool shape_is_web(struct str url, struct str *host) {
    struct str rest;
    if (str_starts(url, str_lit("https://")))
        rest = str_from_offset(url, 8);
    else if (str_starts(url, str_lit("http://")))
        rest = str_from_offset(url, 7);
    else
        return false;
    size_t end = 0;
    while (end < rest.len && strchr("/?#:", rest.p[end]) == NULL)
        end++;
    *host = str_slice(rest, 0, end);
    return url.len <= SHAPE_URL_MAX && html_address_odd(url).p == NULL &&
           html_address_problem(url) == NULL;
}

bool shape_is_onion(struct str host) {
    if (!str_ends(host, str_lit(".onion")))
        return false;
    struct str name = str_slice(host, 0, host.len - 6);
    size_t dot = str_rfind_char(name, '.');
    if (dot != SIZE_MAX)
        name = str_from_offset(name, dot + 1);
    if (name.len != ONION_CHARS || !html_is_host(host))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_lower(name.p[i]) && !(name.p[i] >= '2' && name.p[i] <= '7'))
            return false;
    return true;
}

bool shape_is_email(struct str s) {
    size_t at = str_find_char(s, '@');
    if (at == SIZE_MAX || at == 0 || s.len > 254)
        return false;
    for (size_t i = 0; i < at; i++)
        if (!ascii_is_alnum(s.p[i]) && strchr("!#$%&'*+-/=?^_`{|}~.", s.p[i]) == NULL)
            return false;
    struct str host = str_from_offset(s, at + 1);
    return html_is_host(host) && str_find_char(host, '.') != SIZE_MAX;
}

bool shape_is_hex(struct str s, size_t digits) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_hex(s.p[i]))
            return false;
    return s.len == digits;
}
