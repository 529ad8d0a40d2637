/* Pictures by image/'s keep-list, text by its characters, PDF by pdf/'s narrow grammar, EPUB by
 * book.c.
 */
#include "audit/files.h"

#include "audit/book.h"
#include "image/image.h"
#include "pdf/pdf.h"

static bool refuse(struct reader *r, enum rule rule) {
    return rules_refuse(r, rule, NULL, 0, r->set->paths[r->index]);
}

static bool image(struct reader *r) {
    struct str path = r->set->paths[r->index];
    struct str extension = str_from_offset(path, str_rfind_char(path, '.') + 1);
    enum image_kind kind = image_kind_of(r->source.text);
    if (str_is(extension, "jpeg"))
        extension = str_lit("jpg");
    if (kind == IMAGE_NONE || !str_is(extension, image_kind_extension(kind)))
        return refuse(r, RULE_FIRST_BYTES);
    return files_is_picture(r->source.text) || refuse(r, RULE_IMAGE);
}

/* LF and CRLF end lines, tabs are taken; nothing that a terminal would obey. */
static bool text(struct reader *r) {
    struct str s = r->source.text;
    size_t bad = utf8_first_bad(s);
    struct str start = str_trim(str_slice(s, 0, 256));
    if (bad != SIZE_MAX)
        return rules_refuse(r, RULE_PLAIN_TEXT, s.p + bad, 1, str_slice(s, bad, bad + 1));
    if (start.len > 0 && start.p[0] == '<')
        return refuse(r, RULE_FIRST_BYTES);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i],
                      after = i + 1 < s.len ? (unsigned char)s.p[i + 1] : 0;
        if ((c < 0x20 && c != '\n' && c != '\t' && !(c == '\r' && after == '\n')) || c == 0x7f ||
            (c == 0xc2 && after < 0xa0))
            return rules_refuse(r, RULE_PLAIN_TEXT, s.p + i, 1, str_slice(s, i, i + 1));
    }
    return true;
}

static bool pdf(struct reader *r) {
    struct str s = r->source.text;
    struct pdf_fault fault;
    if (!str_starts(s, str_lit("%PDF-1.")))
        return refuse(r, RULE_FIRST_BYTES);
    return pdf_check(s, &fault) || rules_refuse(r, RULE_PDF, NULL, 0, str_from(fault.message));
}

static bool mimetype(struct reader *r) {
    return str_is(r->source.text, "application/epub+zip") || refuse(r, RULE_FIRST_BYTES);
}

static bool epub(struct reader *r) {
    static const char mimetype[] = "mimetypeapplication/epub+zip";
    struct str s = r->source.text;
    bool fits = s.len > 30 + sizeof(mimetype) - 1 && memcmp(s.p, "PK\x03\x04", 4) == 0 &&
                memcmp(s.p + 30, mimetype, sizeof(mimetype) - 1) == 0;
    return fits ? book_audit(r) : refuse(r, RULE_FIRST_BYTES);
}

bool files_audit(struct reader *r) {
    switch (r->kind) {
    case AUDIT_IMAGE:
        return image(r);
    case AUDIT_TEXT:
        return text(r);
    case AUDIT_PDF:
        return pdf(r);
    case AUDIT_EPUB:
        return epub(r);
    case AUDIT_MIMETYPE:
        return mimetype(r);
    default:
        return refuse(r, RULE_KIND);
    }
}
