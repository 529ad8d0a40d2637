/* The answers, by a library that makes responses, or has no memory for one. */
#include "serve/mhd.h"
#include "serve/parts.h"

#include "fixture.h"

enum { PORT = 8080 };

/* What the preview has asked of the library. */
static struct {
    MHD_AccessHandlerCallback answer;
    void *ctx;
    bool no_memory;
    unsigned made, queued, destroyed, code;
    MHD_ContentReaderFreeCallback free_reader;
    void *reader_ctx;
} library;
static char thing; /* stands for all that only the library looks into */

static void *made(void) {
    library.made += !library.no_memory;
    return library.no_memory ? NULL : &thing;
}

static struct MHD_Daemon *start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback may,
                                       void *may_ctx, MHD_AccessHandlerCallback answer, void *ctx,
                                       ...) {
    (void)flags, (void)port, (void)may, (void)may_ctx;
    library.answer = answer;
    library.ctx = ctx;
    return (void *)&thing;
}

static void stop_daemon(struct MHD_Daemon *daemon) {
    assert_ptr_equal(daemon, &thing);
    library.answer = NULL;
}

static const char *lookup(struct MHD_Connection *c, enum MHD_ValueKind kind, const char *key) {
    (void)c;
    assert_int_equal(kind, MHD_HEADER_KIND);
    assert_string_equal(key, "Host");
    return "127.0.0.1:8080";
}

static struct MHD_Response *from_buffer(size_t size, void *bytes, enum MHD_ResponseMemoryMode how) {
    (void)size, (void)bytes;
    assert_int_equal(how, MHD_RESPMEM_MUST_COPY);
    return made();
}

/* As the library does: what does not come about is freed by who asked for it. */
static struct MHD_Response *from_callback(uint64_t size, size_t block,
                                          MHD_ContentReaderCallback reader, void *ctx,
                                          MHD_ContentReaderFreeCallback free_reader) {
    (void)size, (void)block, (void)reader;
    library.free_reader = library.no_memory ? NULL : free_reader;
    library.reader_ctx = ctx;
    return made();
}

static enum MHD_Result add_header(struct MHD_Response *r, const char *name, const char *text) {
    assert_non_null(r);
    assert_true(name[0] != '\0' && text[0] != '\0');
    return MHD_YES;
}

static enum MHD_Result queue(struct MHD_Connection *c, unsigned code, struct MHD_Response *r) {
    assert_non_null(r);
    (void)c;
    library.queued++;
    library.code = code;
    return MHD_YES;
}

static void destroy(struct MHD_Response *r) {
    assert_non_null(r);
    library.destroyed++;
    if (library.free_reader != NULL)
        library.free_reader(library.reader_ctx);
    library.free_reader = NULL;
}

static enum MHD_Result ask(const char *method, const char *url) {
    size_t upload = 0;
    void *state = NULL;
    return library.answer(library.ctx, (void *)&thing, url, method, "HTTP/1.1", NULL, &upload,
                          &state);
}

static void without_a_response_there_is_no_answer_and_the_next_one_comes(void **state) {
    static const struct {
        const char *method, *url;
        unsigned code;
    } asked[] = {
        {"GET", "/", MHD_HTTP_SERVICE_UNAVAILABLE}, /* nothing is built here */
        {"GET", "/.pamphlet/live.css", MHD_HTTP_OK},
        {"GET", "/.pamphlet/source/site.yaml", MHD_HTTP_NOT_FOUND},
        {"GET", "/.pamphlet/events", MHD_HTTP_OK},
        {"POST", "/", MHD_HTTP_METHOD_NOT_ALLOWED},
    };
    static const struct serve_options options = {.root = "build/no-such-site", .profile = "onion"};
    struct fixture *f = *state;
    struct preview p = {.options = &options, .port = PORT, .lock = PTHREAD_MUTEX_INITIALIZER};
    mhd = (struct mhd){start_daemon,  stop_daemon, lookup, NULL,   from_buffer,
                       from_callback, add_header,  queue,  destroy};
    struct http *h = http_open(&f->mem, &p, -1, &f->diags);
    assert_non_null(h);
    for (unsigned i = 0; i < ARRAY_LEN(asked); i++) {
        library.no_memory = true;
        assert_int_equal(ask(asked[i].method, asked[i].url), MHD_NO);
        assert_int_equal(library.queued, i);
        library.no_memory = false;
        assert_int_equal(ask(asked[i].method, asked[i].url), MHD_YES);
        assert_int_equal(library.queued, i + 1);
        assert_int_equal(library.code, asked[i].code);
    }
    assert_int_equal(library.made, ARRAY_LEN(asked));
    assert_int_equal(library.destroyed, ARRAY_LEN(asked));
    http_close(h);
    assert_null(library.answer);
    assert_int_equal(pthread_mutex_destroy(&p.lock), 0);
    assert_no_diags(&f->diags);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(without_a_response_there_is_no_answer_and_the_next_one_comes),
    };
    return cmocka_run_group_tests_name("serve/http", tests, NULL, NULL);
}
