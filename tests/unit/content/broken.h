/* A corpus of texts with a mistake, as tables: each text, and the first message it must get. */
#ifndef BROKEN_H
#define BROKEN_H

#include "fixture.h"

struct broken {
    const char *text;
    unsigned line, column, width;
    const char *code;
    const char *says; /* a part of the message */
};

static inline bool broken_says(const struct diag *d, const struct broken *want) {
    return d->line == want->line && d->column == want->column && d->width == want->width &&
           strcmp(d->code, want->code) == 0 && strstr(d->message, want->says) != NULL;
}

/* The first message (in the order of the file) is the one that the row wants. */
static inline void broken_check(struct diags *d, const struct broken *want) {
    diags_sort(d);
    if (d->count == 0 || !broken_says(&d->items[0], want)) {
        fprintf(stderr, "--- text:\n%s\n--- wanted %u:%u+%u %s '%s', got:\n", want->text,
                want->line, want->column, want->width, want->code, want->says);
        print_diags(d);
        if (d->count > 0)
            fprintf(stderr, "(width %u)\n", d->items[0].width);
        fail();
    }
}

#endif
