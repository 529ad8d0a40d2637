/* One file: which kind it is by its name, and who reads it. */
#include "audit/audit.h"

#include "audit/book.h"
#include "audit/css.h"
#include "audit/files.h"
#include "audit/links.h"
#include "audit/page.h"
#include "pack/pack.h"

static const struct kind_row {
    const char *extension;
    enum audit_kind kind;
} kinds[] = {
    {"html", AUDIT_HTML},   {"css", AUDIT_CSS},       {"png", AUDIT_IMAGE},  {"jpg", AUDIT_IMAGE},
    {"jpeg", AUDIT_IMAGE},  {"gif", AUDIT_IMAGE},     {"webp", AUDIT_IMAGE}, {"txt", AUDIT_TEXT},
    {"xhtml", AUDIT_XHTML}, {"opf", AUDIT_BOOK_TEXT}, {"asc", AUDIT_TEXT},   {"pdf", AUDIT_PDF},
    {"epub", AUDIT_EPUB},
};

enum audit_kind audit_kind_of(struct str path) {
    size_t slash = str_rfind_char(path, '/');
    struct str name = str_from_offset(path, slash == SIZE_MAX ? 0 : slash + 1);
    size_t dot = str_rfind_char(name, '.');
    if (pack_is_start(name))
        return AUDIT_START;
    if (str_is(path, RULES_MARKER))
        return AUDIT_TEXT;
    if (dot == SIZE_MAX || dot == 0)
        return AUDIT_UNKNOWN;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_is(str_from_offset(name, dot + 1), kinds[i].extension))
            return kinds[i].kind;
    return AUDIT_UNKNOWN;
}

/* What an EPUB has is not published beside it, and the other way round. */
static enum audit_kind kind_in(const struct audit_set *set, struct str path) {
    enum audit_kind kind = audit_kind_of(path);
    bool of_book = kind == AUDIT_XHTML || kind == AUDIT_BOOK_TEXT;
    if (!set->book)
        return of_book ? AUDIT_UNKNOWN : kind;
    if (str_is(path, "mimetype"))
        return AUDIT_MIMETYPE;
    if (str_is(path, BOOK_CONTAINER) || str_ends(path, str_lit("/" BOOK_CONTENTS)))
        return AUDIT_BOOK_TEXT;
    return of_book || kind == AUDIT_CSS || kind == AUDIT_IMAGE ? kind : AUDIT_UNKNOWN;
}

static bool dispatch(struct reader *r) {
    switch (r->kind) {
    case AUDIT_HTML:
    case AUDIT_START:
    case AUDIT_XHTML:
        return links_start(r) && page_audit(r);
    case AUDIT_CSS:
        return links_start(r) && css_audit(r, r->source.text);
    case AUDIT_BOOK_TEXT:
        return links_start(r) && book_text_audit(r);
    default:
        return files_audit(r);
    }
}

bool audit_file(const struct audit_set *set, uint32_t index, struct str bytes, const char *origin,
                struct arena *keep, struct audit_file *out, struct diags *d) {
    struct reader r;
    memset(&r, 0, sizeof(r));
    r.set = set;
    r.index = index;
    r.kind = kind_in(set, set->paths[index]);
    r.source.text = bytes.p == NULL ? str_lit("") : bytes;
    r.origin = origin;
    r.keep = keep;
    r.out = out;
    r.d = d;
    *out = (struct audit_file){.counts = {.files = 1, .bytes = bytes.len}};
    bool ok = dispatch(&r) && r.findings == 0;
    rules_finish(&r);
    arena_finish(&r.scratch);
    return ok;
}

void audit_add_counts(struct audit_counts *to, const struct audit_counts *from) {
    to->files += from->files;
    to->bytes += from->bytes;
    to->elements += from->elements;
    to->links += from->links;
    to->external_links += from->external_links;
    to->images += from->images;
}
