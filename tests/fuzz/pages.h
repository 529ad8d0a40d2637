/* A page around a body, and the small set of files it is audited in. */
#ifndef PAGES_H
#define PAGES_H

#include "audit/audit.h"
#include "fuzz.h"

#define PAGES_HEAD                                                                                 \
    "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\"/>\n"         \
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"                  \
    "<meta name=\"referrer\" content=\"no-referrer\"/>\n"                                          \
    "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"/>\n"                              \
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "        \
    "'self'; img-src 'self'; base-uri 'none'; form-action 'none'\"/>\n<title>x</title>\n"          \
    "<link rel=\"icon\" type=\"image/png\" href=\"icon.png\"/>\n</head>\n<body>\n"
#define PAGES_TAIL "</body>\n</html>\n"

static inline bool pages_audit(struct fuzz *f, struct str page) {
    struct str paths[] = {str_lit("index.html"), str_lit("guides/mdma.html"), str_lit("icon.png"),
                          str_lit("style.css"), str_lit("README.txt")};
    struct audit_set set = {.paths = paths, .count = ARRAY_LEN(paths), .shown_root = ""};
    struct audit_file file = {0};
    map_init(&set.by_path, &f->mem, set.count);
    for (uint32_t i = 0; i < set.count; i++)
        map_add(&set.by_path, paths[i], i);
    return audit_file(&set, 0, page, NULL, &f->mem, &file, &f->d);
}

#endif
