/* What a file says of itself, and text outside of pages. */
#include "pdf/write.h"

void pdf_put_utf16(struct buf *out, struct str text) {
    static const char hex[] = "0123456789ABCDEF";
    buf_puts(out, "<FEFF");
    while (text.len > 0) {
        uint32_t code = utf8_next(&text), units[2] = {code, 0};
        size_t count = 1;
        if (code >= 0x10000) {
            units[0] = 0xD800 + ((code - 0x10000) >> 10);
            units[1] = 0xDC00 + ((code - 0x10000) & 0x3ff);
            count = 2;
        }
        for (size_t i = 0; i < count; i++)
            for (int shift = 12; shift >= 0; shift -= 4)
                buf_putc(out, hex[(units[i] >> shift) & 0xf]);
    }
    buf_putc(out, '>');
}

/* ASCII in brackets, anything else as UTF-16 in hexadecimal digits. */
void pdf_put_text(struct buf *out, struct str text) {
    bool plain = true;
    for (size_t i = 0; i < text.len; i++)
        plain = plain && text.p[i] >= ' ' && text.p[i] < 0x7f &&
                str_find_char(str_lit("()\\"), text.p[i]) == SIZE_MAX;
    if (plain)
        buf_printf(out, "(%.*s)", STR_ARG(text));
    else
        pdf_put_utf16(out, text);
}

struct str pdf_title(struct arena *mem, struct str title) {
    struct str rest = title, left = title; /* left: behind what has room before the "…" */
    size_t units = 0;
    while (rest.len > 0) {
        units += utf8_next(&rest) >= 0x10000 ? 2 : 1;
        if (units < PDF_TITLE_UNITS)
            left = rest;
    }
    return units <= PDF_TITLE_UNITS
               ? title
               : arena_printf(mem, "%.*s…", (int)(title.len - left.len), title.p);
}

void pdf_put_info(struct buf *out, struct arena *mem, const struct pdf_facts *facts) {
    buf_puts(out, "<< /Title ");
    pdf_put_text(out, pdf_title(mem, facts->title));
    if (date_is_set(facts->date))
        buf_printf(out, " /CreationDate (D:%04u%02u%02u000000Z)", facts->date.year,
                   facts->date.month, facts->date.day);
    buf_puts(out, " >>");
}
