/* What the tests of set text need: a font that each computer with them has, ready to set with. */
#ifndef TYPED_H
#define TYPED_H

#include "fixture.h"
#include "print/shape.h"

struct typed {
    struct type type;
    struct fonts fonts;
};

static inline void open_type(struct fixture *f, struct typed *s) {
    struct site site = {.config.print_font = str_lit("DejaVu Sans")};
    *s = (struct typed){0};
    assert_true(fonts_open(&s->fonts, &site, &f->mem, &f->diags));
    type_open(&s->type, &s->fonts);
    type_begin(&s->type, &f->mem);
}

static inline void close_type(struct typed *s) {
    type_end(&s->type);
    type_close(&s->type);
    fonts_close(&s->fonts);
}

#endif
