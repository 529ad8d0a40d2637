/* What waits compressed: kept as it was given, read back exactly, refused when it cannot be. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "packing.h"

#include "pack/spool.h"

#define TEXT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

struct spooled {
    struct pack_spool *spool;
    struct pack_deflater *deflater;
    struct pack_window window;
};

static struct spooled make(struct fixture *f) {
    struct spooled s = {pack_spool_open_memory(&f->diags), pack_deflater_open(), {0}};
    assert_non_null(s.spool);
    return s;
}

static void drop(struct spooled *s) {
    pack_window_finish(&s->window);
    pack_deflater_close(s->deflater);
    pack_spool_close(s->spool);
}

static struct pack_entry add(struct fixture *f, struct spooled *s, const char *name,
                             struct str bytes) {
    struct pack_entry e;
    assert_true(pack_add(s->deflater, s->spool, str_from(name), bytes, &e, &f->diags));
    return e;
}

/* A later build compares the spooled form with this digest before it takes it over. */
static void both_digests_are_those_of_what_is_there(void **state) {
    struct fixture *f = *state;
    struct spooled s = make(f);
    static const char *const names[] = {"a.html", "a.png", "b.html"};
    const struct str texts[] = {str_lit(TEXT), str_lit(TEXT), str_lit("x")};
    const bool stored[] = {false, true, true};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct pack_entry e = add(f, &s, names[i], texts[i]);
        uint8_t want[SIGN_SHA256_BYTES];
        struct str packed;
        assert_true(pack_fetch(&s.window, &e, &packed));
        assert_int_equal(e.stored, stored[i]);
        sign_sha256(texts[i], want);
        assert_memory_equal(e.sha256, want, sizeof(want));
        sign_sha256(packed, want);
        assert_memory_equal(e.spool_sha256, want, sizeof(want));
    }
    drop(&s);
}

static void what_is_packed_already_is_stored(void **state) {
    struct fixture *f = *state;
    struct spooled s = make(f);
    static const char *const names[] = {"a.png", "a.jpg",  "a.gif", "a.webp",
                                        "a.pdf", "a.epub", "a.zip", "mimetype"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct pack_entry e = add(f, &s, names[i], str_lit(TEXT));
        assert_true(e.stored && e.spool_bytes == strlen(TEXT));
    }
    drop(&s);
}

static void only_exactly_what_was_said_unpacks(void **state) {
    struct fixture *f = *state;
    struct spooled s = make(f);
    struct pack_entry e = add(f, &s, "a.html", str_lit(TEXT));
    struct str packed;
    const size_t size = strlen(TEXT);
    assert_true(pack_fetch(&s.window, &e, &packed));
    buf_puts(&f->out, "before ");
    assert_true(pack_unpack(s.deflater, packed, false, size, &f->out));
    assert_str(buf_str(&f->out), "before " TEXT);
    assert_true(pack_unpack(s.deflater, str_lit(" behind"), true, 7, &f->out));
    assert_str(buf_str(&f->out), "before " TEXT " behind");
    assert_false(pack_unpack(s.deflater, packed, false, size - 1, &f->out));
    assert_false(pack_unpack(s.deflater, packed, false, size + 1, &f->out));
    assert_false(pack_unpack(s.deflater, str_slice(packed, 0, 3), false, size, &f->out));
    assert_false(pack_unpack(s.deflater, str_lit(TEXT), true, size - 1, &f->out));
    assert_false(pack_unpack(s.deflater, str_lit(TEXT), true, size + 1, &f->out));
    drop(&s);
}

/* An index may say anything about where something lies. */
static void what_lies_nowhere_is_not_fetched(void **state) {
    struct fixture *f = *state;
    struct spooled s = make(f);
    struct pack_entry good = add(f, &s, "a.html", str_lit(TEXT)), e = good;
    struct str packed;
    e.spool_offset = UINT64_MAX - 10;
    errno = 0;
    assert_false(pack_fetch(&s.window, &e, &packed));
    assert_int_equal(errno, EOVERFLOW);
    e = good;
    e.spool_bytes = UINT64_MAX - 10;
    errno = 0;
    assert_false(pack_fetch(&s.window, &e, &packed));
    assert_int_equal(errno, EOVERFLOW);
    e.spool_bytes = good.spool_bytes + 1;
    errno = 0;
    assert_false(pack_fetch(&s.window, &e, &packed));
    assert_int_equal(errno, EIO);
    assert_true(pack_fetch(&s.window, &good, &packed));
    drop(&s);
}

static void what_cannot_be_read_is_not_fetched(void **state) {
    struct fixture *f = *state;
    struct spooled s = make(f);
    struct pack_entry e = add(f, &s, "a.html", str_lit(TEXT));
    struct str packed;
    int deaf = open("/dev/null", O_WRONLY | O_CLOEXEC);
    assert_true(deaf >= 0 && dup2(deaf, spool_file(s.spool)) >= 0);
    errno = 0;
    assert_false(pack_fetch(&s.window, &e, &packed));
    assert_int_equal(errno, EBADF);
    assert_int_equal(close(deaf), 0);
    drop(&s);
}

static void what_cannot_be_spooled_is_told(void **state) {
    struct fixture *f = *state;
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct spooled s = {pack_spool_open(folder, &f->diags), pack_deflater_open(), {0}};
    assert_non_null(s.spool);
    assert_int_equal(rmdir(folder), 0); /* it has no name there */
    struct rlimit limit, less;
    struct pack_entry e;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    less = limit;
    less.rlim_cur = 10;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
    bool ok = pack_add(s.deflater, s.spool, str_lit("a.png"), str_lit(TEXT), &e, &f->diags);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_false(ok);
    assert_diag(&f->diags, 0, folder, 0, "pack/spool");
    assert_null(pack_spool_open(folder, &f->diags)); /* the folder is gone */
    assert_diag(&f->diags, 1, folder, 0, "pack/spool");
    drop(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(both_digests_are_those_of_what_is_there), TEST(what_is_packed_already_is_stored),
        TEST(only_exactly_what_was_said_unpacks),      TEST(what_lies_nowhere_is_not_fetched),
        TEST(what_cannot_be_read_is_not_fetched),      TEST(what_cannot_be_spooled_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
