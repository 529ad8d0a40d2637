/* What most unit tests need: an arena, messages, and assertions about them. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "util/util.h"

struct fixture {
    struct arena mem;
    struct diags diags;
    struct buf out;
};

static inline int fixture_setup(void **state) {
    *state = calloc(1, sizeof(struct fixture));
    return *state == NULL ? -1 : 0;
}

static inline int fixture_teardown(void **state) {
    struct fixture *f = *state;
    arena_finish(&f->mem);
    diags_finish(&f->diags);
    buf_finish(&f->out);
    free(f);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static inline void print_diags(const struct diags *d) {
    struct buf text = {0};
    diags_format(d, DIAG_TEXT, false, &text);
    fprintf(stderr, "%.*s", STR_ARG(buf_str(&text)));
    buf_finish(&text);
}

/* Message `index` has this path, line and code. */
static inline void assert_diag(const struct diags *d, size_t index, const char *path, unsigned line,
                               const char *code) {
    if (index >= d->count || strcmp(d->items[index].code, code) != 0)
        print_diags(d);
    assert_true(index < d->count);
    assert_string_equal(d->items[index].path, path);
    assert_int_equal(d->items[index].line, line);
    assert_string_equal(d->items[index].code, code);
}

static inline void assert_no_diags(const struct diags *d) {
    if (d->count != 0)
        print_diags(d);
    assert_int_equal(d->count, 0);
}

static inline void assert_str(struct str got, const char *want) {
    char *copy = strndup(got.p == NULL ? "(none)" : got.p, got.p == NULL ? 6 : got.len);
    assert_non_null(copy);
    assert_string_equal(copy, want);
    free(copy);
}

#endif
