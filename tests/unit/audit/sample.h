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

/* Audits `bytes` as file `index` of the set, and the set. */
static inline bool sample_audit(struct sample_set *s, uint32_t index, struct str bytes,
                                struct fixture *f) {
    bool ok =
        audit_file(&s->set, index, bytes, "content/en/x.md", &f->mem, &s->files[index], &f->diags);
    return audit_across(&s->set, s->files, NULL, &f->diags) && ok && f->diags.count == 0;
}

static inline struct str sample_page(struct arena *mem, const char *head, const char *body) {
    return arena_printf(mem, SAMPLE_BEFORE SAMPLE_HEAD "%s" SAMPLE_BETWEEN "%s" SAMPLE_AFTER, head,
                        body);
}

#endif
