/* A text looked at by one group of rules. */
#ifndef LOOKING_H
#define LOOKING_H

#include "fixture.h"
#include "lint/parts.h"

/* `text` stands in line 7 of a.md, column 10. */
static inline struct prose prose_of(struct lint *l, const char *text, const char *language) {
    static struct source source = {.path = "a.md"};
    struct prose p = {.at = place_of(&source, 7, 10, strlen(text)),
                      .text = str_from(text),
                      .language = str_from(language),
                      .cited = true};
    p.masked = prose_mask(&l->page, p.text);
    return p;
}

/* Codes, columns and widths of what was found: "dose/text-zero 12+6; …" */
static inline const char *found(struct fixture *f, struct lint *l) {
    buf_reset(&f->out);
    for (size_t i = 0; i < l->found.count; i++)
        buf_printf(&f->out, "%s%s %u+%u", i == 0 ? "" : "; ", l->found.items[i].code,
                   l->found.items[i].column, l->found.items[i].width);
    buf_putc(&f->out, '\0');
    diags_finish(&l->found);
    arena_reset(&l->page);
    return f->out.p;
}

#endif
