/* A small set of files and good pages that samples are put into. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "audit/audit.h"
#include "fixture.h"

#define SAMPLE_POLICY                                                                              \
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
#define SAMPLE_HEAD                                                                                \
    "<meta charset=\"utf-8\"/>\n"                                                                  \
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"                  \
    "<meta name=\"referrer\" content=\"no-referrer\"/>\n"                                          \
    "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"/>\n"                              \
    "<meta http-equiv=\"Content-Security-Policy\" content=\"" SAMPLE_POLICY "\"/>\n"               \
    "<title>x</title>\n"                                                                           \
    "<link rel=\"icon\" type=\"image/png\" href=\"icon.png\"/>\n"
#define SAMPLE_BEFORE  "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n"
#define SAMPLE_BETWEEN "</head>\n<body>\n"
#define SAMPLE_AFTER   "</body>\n</html>\n"

enum {
    SAMPLE_INDEX,
    SAMPLE_MDMA,
    SAMPLE_STYLE,
    SAMPLE_ICON,
    SAMPLE_README,
    SAMPLE_START,
    SAMPLE_OTHER,
    SAMPLE_COUNT
};

struct sample_set {
    struct audit_set set;
    struct str paths[SAMPLE_COUNT];
    struct audit_file files[SAMPLE_COUNT];
    struct str mdma_ids[2];
    uint32_t mdma;
};

/* index.html (which links to guides/mdma.html), two ids in the guide, and `other` unless NULL. */
static inline void sample_set_init(struct sample_set *s, struct arena *mem, const char *other) {
    *s = (struct sample_set){
        .paths = {str_lit("index.html"), str_lit("guides/mdma.html"), str_lit("style.css"),
                  str_lit("icon.png"), str_lit("README.txt"), str_lit("START.html"),
                  str_from(other)},
        .mdma_ids = {str_lit("dose"), str_lit("käyttö")},
        .mdma = SAMPLE_MDMA,
    };
    s->set.paths = s->paths;
    s->set.count = other == NULL ? SAMPLE_COUNT - 1 : SAMPLE_COUNT;
    s->set.shown_root = "dist/onion/";
    map_init(&s->set.by_path, mem, s->set.count);
    for (uint32_t i = 0; i < s->set.count; i++)
        map_add(&s->set.by_path, s->paths[i], i);
    s->files[SAMPLE_MDMA].ids = s->mdma_ids;
    s->files[SAMPLE_MDMA].id_count = 2;
    s->files[SAMPLE_README].targets = &s->mdma; /* so that the guide is no orphan */
    s->files[SAMPLE_README].target_count = 1;
}

/* All that is said, and its places. */
static inline struct str sample_said(struct arena *mem, const struct diags *d) {
    struct buf text = {0};
    diags_format(d, DIAG_JSON, false, &text);
    struct str said = arena_str(mem, buf_str(&text));
    buf_finish(&text);
    return said;
}

static inline bool sample_same_counts(const struct audit_counts *a, const struct audit_counts *b) {
    return a->files == b->files && a->bytes == b->bytes && a->elements == b->elements &&
           a->links == b->links && a->external_links == b->external_links && a->images == b->images;
}

static inline bool sample_same_file(const struct audit_file *a, const struct audit_file *b) {
    bool same = sample_same_counts(&a->counts, &b->counts) && a->id_count == b->id_count &&
                a->link_count == b->link_count && a->target_count == b->target_count;
    for (size_t i = 0; same && i < a->id_count; i++)
        same = str_eq(a->ids[i], b->ids[i]);
    for (size_t i = 0; same && i < a->link_count; i++)
        same = a->links[i].target == b->links[i].target && a->links[i].line == b->links[i].line &&
               a->links[i].column == b->links[i].column &&
               str_eq(a->links[i].fragment, b->links[i].fragment);
    for (size_t i = 0; same && i < a->target_count; i++)
        same = a->targets[i] == b->targets[i];
    return same;
}

/* Audits `bytes` as file `index` of the set twice: knowing nothing, into `out`, and with what
 * `pieces` has read before. Both must find the same, in every respect. */
static inline bool sample_audit_file(struct sample_set *s, struct audit_pieces *pieces,
                                     uint32_t index, struct str bytes, struct fixture *f,
                                     struct audit_file *out) {
    struct audit_set knowing = s->set;
    struct audit_file known;
    struct diags first = {0}, second = {0};
    knowing.pieces = pieces;
    bool ok = audit_file(&s->set, index, bytes, "content/en/x.md", &f->mem, out, &first);
    bool again = audit_file(&knowing, index, bytes, "content/en/x.md", &f->mem, &known, &second);
    struct str said = sample_said(&f->mem, &first), said_again = sample_said(&f->mem, &second);
    if (ok != again || !sample_same_file(out, &known) || !str_eq(said, said_again))
        print_error("%.*s\nread alone:\n%.*swith what was read before:\n%.*s", STR_ARG(bytes),
                    STR_ARG(said), STR_ARG(said_again));
    assert_true(ok == again && sample_same_file(out, &known) && str_eq(said, said_again));
    assert_int_equal(ok, first.errors == 0);
    diags_merge(&f->diags, &first);
    diags_finish(&first);
    diags_finish(&second);
    return ok;
}

/* Audits `bytes` as file `index` of the set, and the set. What is false has said an error, and what
 * is true none. */
static inline bool sample_audit(struct sample_set *s, uint32_t index, struct str bytes,
                                struct fixture *f) {
    struct audit_pieces *pieces = audit_pieces_open();
    struct arena own = {0};
    struct audit_file once;
    struct diags said = {0};
    struct audit_set knowing = s->set;
    knowing.pieces = pieces;
    (void)!audit_file(&knowing, index, bytes, NULL, &own, &once, &said); /* so that it is known */
    diags_finish(&said);
    arena_finish(&own);
    bool ok = sample_audit_file(s, pieces, index, bytes, f, &s->files[index]);
    audit_pieces_close(pieces);
    size_t errors = f->diags.errors;
    bool ok_across = audit_across(&s->set, s->files, NULL, &f->diags);
    assert_int_equal(ok_across, f->diags.errors == errors);
    return ok_across && ok && f->diags.count == 0;
}

static inline struct str sample_page(struct arena *mem, const char *head, const char *body) {
    return arena_printf(mem, SAMPLE_BEFORE SAMPLE_HEAD "%s" SAMPLE_BETWEEN "%s" SAMPLE_AFTER, head,
                        body);
}

#endif
