/* Links whose text is an address. A text is taken for one only where nobody would read it as words:
 * "good.example" over https://other.example/ is, "report.pdf" is not. */
#include "markdown/link_text.h"

enum { TEXT_MAX = 300, DIGITS_MIN = 3 };

struct text {
    char p[TEXT_MAX];
    size_t len;
};

static struct str str_of_text(const struct text *t) {
    return str_trim(str_of(t->p, t->len));
}

/* False when it is longer than addresses are. */
static bool without_tags(struct str html, struct text *out) {
    bool tag = false;
    out->len = 0;
    for (size_t i = 0; i < html.len; i++) {
        bool end = tag && html.p[i] == '>';
        tag = tag || html.p[i] == '<';
        if (!tag && out->len == TEXT_MAX)
            return false;
        if (!tag)
            out->p[out->len++] = html.p[i];
        tag = tag && !end;
    }
    return true;
}

static bool ends_nocase(struct str s, struct str end) {
    return s.len >= end.len && str_eq_nocase(str_from_offset(s, s.len - end.len), end);
}

static bool starts_nocase(struct str s, const char *start) {
    return s.len >= strlen(start) && str_eq_nocase(str_slice(s, 0, strlen(start)), str_from(start));
}

/* --- telephones */

/* The digits that are dialled, without zeros in front. */
static bool digits_of(struct str s, struct text *out) {
    out->len = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (str_starts(str_from_offset(s, i), str_lit("(0)")))
            i += 2;
        else if (ascii_is_digit(s.p[i]) && out->len < TEXT_MAX && (out->len > 0 || s.p[i] != '0'))
            out->p[out->len++] = s.p[i];
        else if (!ascii_is_digit(s.p[i]) && strchr("+-(). ", s.p[i]) == NULL)
            return false;
    }
    return out->len >= DIGITS_MIN;
}

/* 040 123 and +358 40 123 are the same. */
static bool phone_differs(struct str text, struct str number) {
    struct text shown, dialled;
    if (!digits_of(text, &shown) || !digits_of(number, &dialled))
        return false;
    return !str_ends(str_of_text(&dialled), str_of_text(&shown)) &&
           !str_ends(str_of_text(&shown), str_of_text(&dialled));
}

/* --- servers */

static struct str host_of(struct str s) {
    size_t from = starts_nocase(s, "https://") ? 8 : starts_nocase(s, "http://") ? 7 : 0;
    s = str_from_offset(s, from);
    for (size_t i = 0; i < s.len; i++)
        if (strchr("/?#:", s.p[i]) != NULL)
            return str_slice(s, 0, i);
    return s;
}

static struct str without_www(struct str host) {
    return starts_nocase(host, "www.") ? str_from_offset(host, 4) : host;
}

static bool is_below(struct str host, struct str other) {
    return ends_nocase(host, other) &&
           (host.len == other.len || host.p[host.len - other.len - 1] == '.');
}

static bool is_host(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '.')
            return false;
    return str_find_char(s, '.') != SIZE_MAX;
}

static struct str ending(struct str host) {
    size_t dot = str_rfind_char(host, '.');
    return dot == SIZE_MAX ? STR_NONE : str_from_offset(host, dot);
}

static bool server_differs(struct str text, struct str url) {
    struct str shown = host_of(text), led = host_of(url);
    bool told =
        shown.p != text.p || starts_nocase(shown, "www.") || ends_nocase(shown, str_lit(".onion"));
    if (!is_host(shown) || (!told && !str_eq_nocase(ending(shown), ending(led))))
        return false;
    shown = without_www(shown);
    led = without_www(led);
    return !is_below(led, shown) && !is_below(shown, led);
}

/* --- any link */

bool link_text_differs(struct str html, struct str url) {
    struct text plain;
    if (!without_tags(html, &plain))
        return false;
    struct str text = str_of_text(&plain);
    if (starts_nocase(url, "tel:"))
        return phone_differs(text, str_from_offset(url, 4));
    if (str_find_char(text, ' ') != SIZE_MAX || str_find_char(text, '\n') != SIZE_MAX)
        return false;
    if (starts_nocase(url, "mailto:")) {
        struct str address = str_slice(url, 7, str_find_char(url, '?'));
        return str_find_char(text, '@') != SIZE_MAX && !str_eq_nocase(text, address);
    }
    return server_differs(text, url);
}
