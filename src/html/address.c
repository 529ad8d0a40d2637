/* Addresses outside the pack, as pages take them. The audit has a grammar of its own and the last
 * word; this says the same of what an author wrote, where it was written. What names a server is
 * one rule for both. */
#include "html/html.h"

enum { HOST_MAX = 253, LABEL_MAX = 63, PORT_DIGITS_MAX = 5, PORT_MAX = 65535 };

bool html_is_host(struct str host) {
    struct str label;
    if (host.len == 0 || host.len > HOST_MAX)
        return false;
    while (str_next_part(&host, '.', &label)) {
        if (label.len == 0 || label.len > LABEL_MAX || label.p[0] == '-' ||
            label.p[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!ascii_is_alnum(label.p[i]) && label.p[i] != '-')
                return false;
    }
    return true;
}

bool html_is_port(struct str port) {
    uint64_t number;
    return port.len <= PORT_DIGITS_MAX && str_to_uint(port, PORT_MAX, &number) && number > 0;
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static const char *percent_problem(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == '%' &&
            (s.len - i < 3 || !ascii_is_hex(s.p[i + 1]) || !ascii_is_hex(s.p[i + 2])))
            return "has a '%' without two digits of its code behind it: write %25 for the sign "
                   "itself";
    return NULL;
}

static const char *web_problem(struct str rest) {
    size_t end = 2;
    if (!str_starts(rest, str_lit("//")))
        return "wants two slashes behind the ':'";
    while (end < rest.len && strchr("/?#", rest.p[end]) == NULL)
        end++;
    struct str host = str_slice(rest, 2, end);
    if (str_find_char(host, '@') != SIZE_MAX)
        return "has a name or a password in front of an '@': leave it out";
    size_t colon = str_rfind_char(host, ':');
    if (colon != SIZE_MAX && html_is_port(str_from_offset(host, colon + 1)))
        host = str_slice(host, 0, colon);
    if (!is_ascii(host))
        return "has letters beyond a-z in the name of the server: write the form that begins with "
               "'xn--'";
    if (!html_is_host(host))
        return "does not name a server as in https://example.org/";
    return percent_problem(str_from_offset(rest, end));
}

static bool is_mailbox(struct str name) {
    for (size_t i = 0; i < name.len; i++)
        if (strchr("!#$&'()*,/:;=?@~", name.p[i]) != NULL)
            return false;
    return name.len > 0 && is_ascii(name);
}

static const char *mail_problem(struct str rest) {
    struct str address = str_slice(rest, 0, str_find_char(rest, '?'));
    size_t at = str_find_char(address, '@');
    bool fine = at != SIZE_MAX && is_mailbox(str_slice(address, 0, at)) &&
                html_is_host(str_from_offset(address, at + 1));
    return fine ? percent_problem(rest) : "is no mail address like mailto:name@example.org";
}

static const char *phone_problem(struct str rest) {
    for (size_t i = 0; i < rest.len; i++)
        if (!ascii_is_digit(rest.p[i]) && strchr("+-.()*#", rest.p[i]) == NULL)
            return "has signs that no number has: write it like tel:+35891234567";
    return rest.len > 0 ? NULL : "has no number";
}

const char *html_address_problem(struct str url) {
    struct str rest = str_from_offset(url, str_find_char(url, ':'));
    if (rest.len > 0)
        rest = str_from_offset(rest, 1);
    if (str_starts(url, str_lit("mailto:")))
        return mail_problem(rest);
    if (str_starts(url, str_lit("tel:")))
        return phone_problem(rest);
    return web_problem(rest);
}

static bool holds(uint32_t c) {
    return c > ' ' && c < 0x7f &&
           (ascii_is_alnum((char)c) || strchr("-._~:/?#@!$&'()*+,;=%", (int)c) != NULL);
}

struct str html_address_odd(struct str url) {
    while (url.len > 0) {
        struct str from = url;
        uint32_t c = utf8_next(&url);
        if (!holds(c))
            return str_slice(from, 0, from.len - url.len);
    }
    return STR_NONE;
}
