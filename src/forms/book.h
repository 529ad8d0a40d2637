/* Private to forms/'s book_*.c: one EPUB being made. */
#ifndef FORMS_BOOK_H
#define FORMS_BOOK_H

#include "forms/parts.h"

struct book {
    const struct kit *kit;
    uint32_t language;
    struct arena *mem;
    const struct page **pages; /* the language's own first, then those that stand in for it */
    size_t count, own;
    bool *has_page;  /* by page index */
    bool *has_asset; /* by asset index: pictures that are used */
    struct str uuid;
};

/* book_text.c: what is around the pages. */
#define BOOK_FOLDER "book/"
void book_put_container(struct buf *out);
void book_put_package(const struct book *b, struct buf *out);
void book_put_contents(const struct book *b, struct buf *out);
/* The head of a page or of the contents, up to and with <body>. `epub`: the contents' namespace. */
void book_put_head(const struct book *b, uint32_t language, struct str title, bool epub,
                   struct buf *out);

#endif
