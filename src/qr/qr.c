/* Text to modules, and onion addresses to their shortest form. libqrencode chooses the version and
 * the modes (digits, upper-case letters, bytes). ISO/IEC 18004 sections 7.4 and 7.5. */
#include "qr/qr.h"

#include <qrencode.h>

static const struct {
    QRecLevel level;
    size_t bytes_max; /* version 40, table 7 */
} levels[] = {
    [QR_LEVEL_M] = {QR_ECLEVEL_M, 2331},
    [QR_LEVEL_Q] = {QR_ECLEVEL_Q, 1663},
};

size_t qr_bytes_max(enum qr_level level) {
    return levels[level].bytes_max;
}

/* What is left of `url` behind its scheme, or absent. */
static struct str after_scheme(struct str url) {
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        size_t len = strlen(schemes[i]);
        if (url.len > len && str_eq_nocase(str_slice(url, 0, len), str_from(schemes[i])))
            return str_from_offset(url, len);
    }
    return STR_NONE;
}

/* Letters, digits, dots and hyphens that end in ".onion", perhaps a port, perhaps a last "/". */
static bool is_onion_root(struct str rest) {
    if (str_ends(rest, str_lit("/")))
        rest.len--;
    size_t colon = str_find_char(rest, ':');
    struct str host = colon == SIZE_MAX ? rest : str_slice(rest, 0, colon);
    struct str port = colon == SIZE_MAX ? str_lit("80") : str_from_offset(rest, colon + 1);
    struct str end = str_lit(".onion");
    uint64_t number;
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_is_alnum(host.p[i]) && host.p[i] != '.' && host.p[i] != '-')
            return false;
    return str_to_uint(port, UINT16_MAX, &number) && host.len > end.len &&
           str_eq_nocase(str_from_offset(host, host.len - end.len), end);
}

struct str qr_shorten_url(struct arena *mem, struct str text) {
    if (!is_onion_root(after_scheme(text)))
        return text;
    char *upper = arena_cstr(mem, text);
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_lower(upper[i]))
            upper[i] = (char)(upper[i] - ('a' - 'A'));
    return str_of(upper, text.len);
}

bool qr_encode(struct arena *mem, struct str text, enum qr_level level, struct qr *out) {
    if (text.len == 0 || text.len > INT32_MAX)
        return false;
    /* A NUL would end the string: such text goes as plain bytes. */
    QRcode *code =
        str_find_char(text, '\0') == SIZE_MAX
            ? QRcode_encodeString(arena_cstr(mem, text), 0, levels[level].level, QR_MODE_8, 1)
            : QRcode_encodeData((int)text.len, (const unsigned char *)text.p, 0,
                                levels[level].level);
    if (code == NULL)
        return false;
    size_t modules = (size_t)code->width;
    uint8_t *dark = arena_array(mem, uint8_t, modules * modules);
    for (size_t i = 0; i < modules * modules; i++)
        dark[i] = code->data[i] & 1;
    *out =
        (struct qr){.modules = (unsigned)modules, .version = (unsigned)code->version, .dark = dark};
    QRcode_free(code);
    return true;
}
