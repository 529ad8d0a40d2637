/* What the fuzz targets share. A target is one file fuzz_NAME.c with LLVMFuzzerTestOneInput: under
 * clang libFuzzer calls it, elsewhere driver.c replays files through it. A property that does not
 * hold ends the program by assert. */
#ifndef FUZZ_H
#define FUZZ_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "util/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    abort();
}

/* One run of a target: its memory and messages. */
struct fuzz {
    struct arena mem;
    struct diags d;
};

static inline struct fuzz fuzz_start(void) {
    struct fuzz f = {0};
    return f;
}

/* The first byte, which chooses; 0 when there is none. */
static inline uint8_t fuzz_first(struct str *in) {
    if (in->len == 0)
        return 0;
    uint8_t first = (uint8_t)in->p[0];
    *in = str_from_offset(*in, 1);
    return first;
}

/* The bytes in memory of exactly their size, so that a read behind them is seen. */
static inline struct str fuzz_copy(struct buf *room, const uint8_t *data, size_t size) {
    *room = (struct buf){0};
    if (size == 0)
        return str_lit("");
    memcpy(buf_reserve(room, size), data, size);
    room->len = size;
    return str_of(room->p, size);
}

static inline size_t fuzz_lines(struct str text) {
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.p[i] == '\n';
    return lines;
}

/* Every message has a code, a sentence and a place inside the text; what is printed of a stranger's
 * bytes is text without control characters. Frees all. */
static inline void fuzz_finish(struct fuzz *f, struct str text) {
    struct buf shown = {0};
    size_t lines = fuzz_lines(text);
    for (size_t i = 0; i < f->d.count; i++) {
        const struct diag *d = &f->d.items[i];
        assert(strchr(d->code, '/') != NULL);
        assert(d->message[0] != '\0');
        assert(d->line <= lines);
    }
    diags_sort(&f->d);
    diags_format(&f->d, DIAG_TEXT, false, &shown);
    diags_format(&f->d, DIAG_JSON, false, &shown);
    for (size_t i = 0; i < shown.len; i++)
        assert((unsigned char)shown.p[i] >= 0x20 || shown.p[i] == '\n');
    assert(utf8_is_valid(buf_str(&shown)));
    buf_finish(&shown);
    arena_finish(&f->mem);
    diags_finish(&f->d);
}

#endif
