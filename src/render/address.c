/* Addresses as a browser shows them, read back. */
#include "render/page.h"

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
