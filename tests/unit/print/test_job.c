/* print/job.c: how pages are filled, whatever is to stand on them. */
#include "fixture.h"
#include "print/job.h"

/* Strips of these heights; of the first `kept`, each is to stand with the next. */
static struct strips strips_of(struct fixture *f, const double *heights, size_t count,
                               size_t kept) {
    struct strips s = {.items = arena_array(&f->mem, struct strip, count), .count = count};
    for (size_t i = 0; i < count; i++)
        s.items[i] = (struct strip){
            .height = heights[i], .keep = i < kept, .said = arena_printf(&f->mem, "strip %zu", i)};
    return s;
}

struct filling {
    struct site site;
    struct language language;
    struct job job;
};

static void open_filling(struct filling *x, struct fixture *f) {
    *x = (struct filling){.site.config.source = {"site.yaml", str_lit("a: strip 0\nb: strip 2\n")},
                          .site.languages = &x->language,
                          .site.language_count = 1,
                          .job = {.site = &x->site, .d = &f->diags, .ok = true}};
}

static void close_filling(struct filling *x) {
    arena_finish(&x->job.file);
    arena_finish(&x->job.mem);
}

static void what_is_kept_together_is_parted_where_it_is_longer_than_a_page(void **state) {
    static const double heights[] = {40, 40, 40, 40};
    struct fixture *f = *state;
    struct filling x;
    const struct strips s = strips_of(f, heights, 4, 3), one = strips_of(f, heights, 4, 1);
    open_filling(&x, f);
    assert_int_equal(job_fill_page(&x.job, &s, 0, 100), 2);
    assert_int_equal(job_fill_page(&x.job, &s, 2, 100), 4);
    assert_int_equal(job_fill_page(&x.job, &one, 0, 50), 1);
    assert_no_diags(&f->diags);
    assert_true(x.job.ok);
    close_filling(&x);
}

/* The end is reached, and nothing is left out without a word. */
static void a_strip_higher_than_a_page_is_an_error_and_takes_one(void **state) {
    static const double heights[] = {120, 40, 120, 40};
    struct fixture *f = *state;
    struct filling x;
    const struct strips s = strips_of(f, heights, 4, 0);
    open_filling(&x, f);
    for (size_t at = 0; at < s.count; at++)
        assert_int_equal(job_fill_page(&x.job, &s, at, 100), at + 1);
    assert_int_equal(f->diags.count, 2);
    assert_diag(&f->diags, 0, "site.yaml", 1, "print/too-long");
    assert_diag(&f->diags, 1, "site.yaml", 2, "print/too-long");
    assert_false(x.job.ok);
    close_filling(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_kept_together_is_parted_where_it_is_longer_than_a_page),
        TEST(a_strip_higher_than_a_page_is_an_error_and_takes_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
