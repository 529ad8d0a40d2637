/* A library's PDF once more, with the two objects that speak of the file written anew. The others
 * go over byte for byte, so only their places in the table change. */
#include <inttypes.h>

#include "pdf/drawings.h"
#include "pdf/read.h"

/* Text as PDF takes it: ASCII in brackets, anything else as UTF-16 in hexadecimal digits. */
static void put_text(struct buf *out, struct str text) {
    bool plain = true;
    for (size_t i = 0; i < text.len; i++)
        plain = plain && text.p[i] >= ' ' && text.p[i] < 0x7f &&
                str_find_char(str_lit("()\\"), text.p[i]) == SIZE_MAX;
    if (plain) {
        buf_printf(out, "(%.*s)", STR_ARG(text));
        return;
    }
    buf_puts(out, "<FEFF");
    while (text.len > 0) {
        uint32_t code = utf8_next(&text);
        if (code >= 0x10000)
            buf_printf(out, "%04X%04X", (unsigned)(0xD800 + ((code - 0x10000) >> 10)),
                       (unsigned)(0xDC00 + ((code - 0x10000) & 0x3ff)));
        else
            buf_printf(out, "%04X", (unsigned)code);
    }
    buf_puts(out, ">");
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

static void put_info(struct buf *out, struct arena *mem, const struct pdf_facts *facts) {
    buf_puts(out, "<< /Title ");
    put_text(out, pdf_title(mem, facts->title));
    if (date_is_set(facts->date))
        buf_printf(out, "\n   /CreationDate (D:%04u%02u%02u000000Z)", facts->date.year,
                   facts->date.month, facts->date.day);
    buf_puts(out, "\n>>");
}

static void put_catalog(struct buf *out, const struct pdf_facts *facts, struct str old) {
    uint32_t pages = pdf_reference(old, "/Pages "), outlines = pdf_reference(old, "/Outlines ");
    buf_printf(out, "<< /Type /Catalog\n   /Pages %" PRIu32 " 0 R", pages);
    if (outlines != 0)
        buf_printf(out, "\n   /Outlines %" PRIu32 " 0 R", outlines);
    if (outlines != 0 && facts->bookmarks)
        buf_puts(out, "\n   /PageMode /UseOutlines");
    buf_puts(out, "\n   /Lang ");
    put_text(out, facts->language);
    buf_printf(out, "\n   /ViewerPreferences << /DisplayDocTitle true%s >>\n>>",
               facts->rtl ? " /Direction /R2L" : "");
}

/* `head` without these words and a number behind them. */
static struct str leave_out(struct arena *mem, struct str head, const char *words) {
    size_t at = pdf_key(head, words);
    if (at == SIZE_MAX)
        return head;
    size_t end = at + strlen(words);
    while (end < head.len && ascii_is_digit(head.p[end]))
        end++;
    char *p = arena_alloc(mem, head.len, 1);
    memcpy(p, head.p, at);
    memcpy(p + at, head.p + end, head.len - end);
    return str_of(p, head.len - (end - at));
}

/* cairo names what is drawn in several places each time again; a dictionary has no key twice. */
static void put_head(struct buf *out, struct str head) {
    struct str mark = str_lit("/XObject << ");
    size_t at = pdf_key(head, mark.p);
    if (at == SIZE_MAX) {
        buf_put(out, head);
        return;
    }
    struct str rest = str_from_offset(head, at + mark.len);
    struct str list = str_slice(rest, 0, str_find(rest, str_lit(">>"))), entry;
    size_t list_start = out->len + at;
    buf_put(out, str_slice(head, 0, at + mark.len));
    for (size_t i = 0, next; i < list.len; i = next) { /* "/x7 7 0 R " */
        size_t slash = str_find_char(str_from_offset(list, i + 1), '/');
        next = slash == SIZE_MAX ? list.len : i + 1 + slash;
        entry = str_slice(list, i, next);
        struct str so_far = str_of(out->p + list_start, out->len - list_start);
        if (str_find(so_far, entry) == SIZE_MAX)
            buf_put(out, entry);
    }
    buf_put(out, str_from_offset(rest, list.len));
}

/* From 1.18 on, cairo numbers each page for a tree of tags that it does not make, and has forms set
 * what is so anyway. */
static void put_object(struct arena *mem, struct buf *out, struct str old, struct str head) {
    struct str shorter = leave_out(mem, head, "/StructParents ");
    put_head(out, leave_out(mem, shorter, "/BM /Normal /SMask /None "));
    buf_put(out, str_from_offset(old, head.len));
}

static void put_table(struct buf *out, const struct pdf_file *f, const size_t *places) {
    size_t start = out->len;
    buf_printf(out, "xref\n0 %" PRIu32 "\n0000000000 65535 f \n", f->size);
    for (uint32_t n = 1; n < f->size; n++)
        buf_printf(out, "%010zu 00000 n \n", places[n]);
    buf_printf(out,
               "trailer\n<< /Size %" PRIu32 "\n   /Root %" PRIu32 " 0 R\n   /Info %" PRIu32
               " 0 R\n>>\nstartxref\n%zu\n%%%%EOF\n",
               f->size, f->root, f->info, start);
}

bool pdf_finish(struct arena *mem, struct str bytes, const struct pdf_facts *facts,
                const struct pdf_drawings *drawings, struct buf *out) {
    struct pdf_file f;
    struct placing placing;
    struct pdf_fault fault;
    if (!pdf_read(mem, bytes, true, &f, &fault))
        return false;
    size_t *places = arena_array(mem, size_t, f.size);
    placing_start(&placing, drawings, f.size, mem);
    buf_put(out, str_slice(bytes, 0, f.count == 0 ? 0 : f.objects[0].from));
    for (size_t i = 0; i < f.count; i++) {
        const struct pdf_object *o = &f.objects[i];
        struct str old = str_slice(bytes, o->from, o->to);
        places[o->number] = out->len;
        if (o->number != f.root && o->number != f.info) {
            struct str head = str_slice(bytes, o->from, o->head);
            if (!placing_put(&placing, o->number, head, out))
                put_object(mem, out, old, head);
            continue;
        }
        buf_printf(out, "%" PRIu32 " 0 obj\n", o->number);
        if (o->number == f.info)
            put_info(out, mem, facts);
        else
            put_catalog(out, facts, old);
        buf_puts(out, "\nendobj\n");
    }
    put_table(out, &f, places);
    return placing_done(&placing);
}
