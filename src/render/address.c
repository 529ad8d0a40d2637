/* Addresses outside the pack: what the audit will not take is said here, where the author wrote it.
 */
#include "render/page.h"

static bool is_host(struct str host) {
    struct str label;
    if (host.len == 0)
        return false;
    while (str_next_part(&host, '.', &label)) {
        if (label.len == 0 || label.len > 63 || label.p[0] == '-' || label.p[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!ascii_is_alnum(label.p[i]) && label.p[i] != '-')
                return false;
    }
    return true;
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static const char *web_problem(struct str rest) {
    uint64_t port;
    size_t end = 2;
    if (!str_starts(rest, str_lit("//")))
        return "wants two slashes behind the ':'";
    while (end < rest.len && strchr("/?#", rest.p[end]) == NULL)
        end++;
    struct str host = str_slice(rest, 2, end);
    if (str_find_char(host, '@') != SIZE_MAX)
        return "has a name or a password in front of an '@': leave it out";
    size_t colon = str_rfind_char(host, ':');
    if (colon != SIZE_MAX && str_to_uint(str_from_offset(host, colon + 1), 65535, &port))
        host = str_slice(host, 0, colon);
    if (!is_ascii(host))
        return "has letters beyond a-z in the name of the server: write the form that begins with "
               "'xn--'";
    return is_host(host) ? NULL : "does not name a server as in https://example.org/";
}

static const char *mail_problem(struct str rest) {
    struct str address = str_slice(rest, 0, str_find_char(rest, '?'));
    size_t at = str_find_char(address, '@');
    bool fine =
        at != SIZE_MAX && at > 0 && is_host(str_from_offset(address, at + 1)) && is_ascii(address);
    return fine ? NULL : "is no mail address like mailto:name@example.org";
}

static const char *phone_problem(struct str rest) {
    for (size_t i = 0; i < rest.len; i++)
        if (!ascii_is_digit(rest.p[i]) && strchr("+-.()*#", rest.p[i]) == NULL)
            return "has signs that no number has: write it like tel:+35891234567";
    return rest.len > 0 ? NULL : "has no number";
}

static unsigned hex_value(char c) {
    return ascii_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(ascii_lower(c) - 'a') + 10;
}

/* The byte at `i`, of which `*len` bytes are written. */
static char decoded(struct str s, size_t i, size_t *len) {
    bool coded =
        s.p[i] == '%' && s.len - i > 2 && ascii_is_hex(s.p[i + 1]) && ascii_is_hex(s.p[i + 2]);
    *len = coded ? 3 : 1;
    return coded ? (char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2])) : s.p[i];
}

struct str address_plain(struct arena *mem, struct str url) {
    struct buf plain = {0};
    for (size_t i = 0, len; i < url.len; i += len)
        buf_putc(&plain, decoded(url, i, &len));
    bool text = utf8_all_printable(buf_str(&plain));
    struct str id = text ? arena_str(mem, utf8_nfc(mem, buf_str(&plain))) : url;
    buf_finish(&plain);
    return id;
}

const char *address_problem(struct str scheme, struct str url) {
    struct str rest = str_from_offset(url, scheme.len + 1);
    if (str_is(scheme, "mailto"))
        return mail_problem(rest);
    if (str_is(scheme, "tel"))
        return phone_problem(rest);
    return web_problem(rest);
}
