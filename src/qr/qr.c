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

/* How long the host of an onion is at the start of `rest`, with its port: letters, digits, dots and
 * hyphens that end in ".onion", then nothing or a path; else 0. */
static size_t onion_host(struct str rest) {
    size_t slash = str_find_char(rest, '/');
    struct str whole = slash == SIZE_MAX ? rest : str_slice(rest, 0, slash);
    size_t colon = str_find_char(whole, ':');
    struct str host = colon == SIZE_MAX ? whole : str_slice(whole, 0, colon);
    struct str port = colon == SIZE_MAX ? str_lit("80") : str_from_offset(whole, colon + 1);
    struct str end = str_lit(".onion");
    uint64_t number;
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_is_alnum(host.p[i]) && host.p[i] != '.' && host.p[i] != '-')
            return 0;
    return str_to_uint(port, UINT16_MAX, &number) && host.len > end.len &&
                   str_eq_nocase(str_from_offset(host, host.len - end.len), end)
               ? whole.len
               : 0;
}

struct str qr_shorten_url(struct arena *mem, struct str text) {
    struct str rest = after_scheme(text);
    size_t host = onion_host(rest);
    if (host == 0)
        return text;
    char *upper = arena_cstr(mem, text);
    for (size_t i = 0; i < text.len - rest.len + host; i++)
        if (ascii_is_lower(upper[i]))
            upper[i] = (char)(upper[i] - ('a' - 'A'));
    return str_of(upper, text.len);
}

static bool is_ascii(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

size_t qr_bytes_max(struct str text, enum qr_level level) {
    return levels[level].bytes_max - (is_ascii(text) ? 0 : 1);
}

/* Bytes that are UTF-8 say so (section 7.4.2): readers that have to guess guess wrong. */
static QRcode *encode_utf8(struct str text, QRecLevel level) {
    enum { ECI_UTF8 = 26 };
    QRcode *code = NULL;
    QRinput *input = QRinput_new2(0, level);
    if (input == NULL)
        arena_out_of_memory();
    if (QRinput_appendECIheader(input, ECI_UTF8) == 0 &&
        QRinput_append(input, QR_MODE_8, (int)text.len, (const unsigned char *)text.p) == 0)
        code = QRcode_encodeInput(input);
    QRinput_free(input);
    return code;
}

static QRcode *encode(struct arena *mem, struct str text, QRecLevel level) {
    if (!is_ascii(text))
        return encode_utf8(text, level);
    /* A NUL would end the string: such text goes as plain bytes. */
    if (str_find_char(text, '\0') == SIZE_MAX)
        return QRcode_encodeString(arena_cstr(mem, text), 0, level, QR_MODE_8, 1);
    return QRcode_encodeData((int)text.len, (const unsigned char *)text.p, 0, level);
}

bool qr_encode(struct arena *mem, struct str text, enum qr_level level, struct qr *out) {
    if (text.len == 0 || text.len > INT32_MAX)
        return false;
    QRcode *code = encode(mem, text, levels[level].level);
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
