/* The trusted comment is read in the one form in which it is written. */
#include "fixture.h"

#include "publish/publish.h"

static void what_is_written_reads_back(void **state) {
    struct fixture *f = *state;
    static const char *const comments[] = {
        "pack=notes profile=onion serial=7 expires=2027-05-01",
        "pack=a-b.c_9 profile=usb serial=18446744073709551615 expires=never",
        "pack=0 profile=0 serial=0 expires=never",
    };
    for (size_t i = 0; i < ARRAY_LEN(comments); i++) {
        struct pack_header h;
        assert_true(publish_comment_parse(str_from(comments[i]), &h));
        buf_reset(&f->out);
        publish_comment_format(&h, &f->out);
        assert_str(buf_str(&f->out), comments[i]);
    }
}

static void anything_else_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "timestamp:1700000000\tfile:x.zip\thashed",
        "pack=notes profile=onion serial=7",
        "pack=notes profile=onion serial=7 expires=2027-05-01 ",
        " pack=notes profile=onion serial=7 expires=2027-05-01",
        "pack=notes  profile=onion serial=7 expires=2027-05-01",
        "profile=onion pack=notes serial=7 expires=2027-05-01",
        "pack=notes profile=onion serial=7 expires=2027-05-01 more=1",
        "pack=Notes profile=onion serial=7 expires=never",
        "pack=../x profile=onion serial=7 expires=never",
        "pack= profile=onion serial=7 expires=never",
        "pack=notes profile= serial=7 expires=never",
        "pack=notes profile=onion serial= expires=never",
        "pack=notes profile=onion serial=07 expires=never",
        "pack=notes profile=onion serial=-7 expires=never",
        "pack=notes profile=onion serial=18446744073709551616 expires=never",
        "pack=notes profile=onion serial=7 expires=Never",
        "pack=notes profile=onion serial=7 expires=",
        "pack=notes profile=onion serial=7 expires=2027-02-29",
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct pack_header h;
        assert_false(publish_comment_parse(str_from(wrong[i]), &h));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_reads_back),
        TEST(anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
