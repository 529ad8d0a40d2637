/* For tests of publish/: a folder of their own, a key, and packs signed with it. */
#ifndef SIGNED_H
#define SIGNED_H

#include "../pack/packing.h"

#include "publish/publish.h"

struct signed_test {
    struct fixture f; /* first: fixture's helpers take it */
    char folder[32];
    struct sign_secret *key;
    struct sign_public public;
    struct publish_request request;
    struct publish_report report;
};

#define NOTES_HEADER(number)                                                                       \
    {                                                                                              \
        .pack = str_lit("notes"), .profile = str_lit("onion"), .serial = (number),                 \
        .made = {2026, 11, 1}, .expires = {                                                        \
            2027,                                                                                  \
            5,                                                                                     \
            1                                                                                      \
        }                                                                                          \
    }

static inline const char *below(struct signed_test *t, const char *name) {
    return arena_printf(&t->f.mem, "%s/%s", t->folder, name).p;
}

static inline int signed_setup(void **state) {
    struct signed_test *t = calloc(1, sizeof(*t));
    if (t == NULL || !sign_init())
        return -1;
    memcpy(t->folder, "/tmp/pamphlet-test-XXXXXX", 26);
    assert_non_null(mkdtemp(t->folder));
    assert_true(sign_keygen(below(t, "k.key"), below(t, "k.pub"), NULL, NULL, &t->f.diags));
    t->key = sign_secret_open(below(t, "k.key"), NULL, NULL, &t->f.diags);
    assert_non_null(t->key);
    sign_secret_public(t->key, &t->public);
    t->request = (struct publish_request){.key = &t->public,
                                          .state_folder = below(t, "state/pamphlet"),
                                          .today = {2026, 11, 23},
                                          .threads = 2};
    *state = t;
    return 0;
}

static inline int signed_teardown(void **state) {
    struct signed_test *t = *state;
    struct diags ignored = {0};
    bool gone = fs_delete_folder(t->folder, NULL, &ignored);
    diags_finish(&ignored);
    sign_secret_close(t->key);
    arena_finish(&t->f.mem);
    diags_finish(&t->f.diags);
    buf_finish(&t->f.out);
    free(t);
    return gone ? 0 : -1;
}

#define SIGNED_TEST(name) cmocka_unit_test_setup_teardown(name, signed_setup, signed_teardown)

static inline void write_bytes(struct signed_test *t, const char *path, struct str bytes) {
    assert_true(fs_write(path, bytes, &t->f.diags));
}

/* Signs `zip` with this trusted comment and writes both; returns the path of the ZIP. */
static inline const char *write_signed(struct signed_test *t, const char *name, struct str zip,
                                       struct str comment) {
    const char *path = below(t, name);
    buf_reset(&t->f.out);
    assert_true(sign_make(t->key, zip, comment, &t->f.out, &t->f.diags));
    write_bytes(t, path, zip);
    write_bytes(t, arena_printf(&t->f.mem, "%s.minisig", path).p, buf_str(&t->f.out));
    return path;
}

static inline struct str comment_of(struct signed_test *t, const struct pack_header *header) {
    buf_reset(&t->f.out);
    publish_comment_format(header, &t->f.out);
    return arena_str(&t->f.mem, buf_str(&t->f.out));
}

/* MANIFEST.txt for these files, which are sorted. */
static inline struct str manifest_of(struct signed_test *t, const struct pack_header *header,
                                     const struct file *files, size_t count) {
    struct pack_entry *entries = arena_array(&t->f.mem, struct pack_entry, count);
    for (size_t i = 0; i < count; i++) {
        entries[i].path = files[i].path;
        entries[i].size_bytes = files[i].bytes.len;
        sign_sha256(files[i].bytes, entries[i].sha256);
    }
    buf_reset(&t->f.out);
    pack_manifest_format(header, entries, count, &t->f.out);
    return arena_str(&t->f.mem, buf_str(&t->f.out));
}

/* A pack of two texts, `text` being what differs between releases; NAME-SERIAL-PROFILE.zip. */
static inline const char *write_pack(struct signed_test *t, const struct pack_header *header,
                                     struct str text) {
    struct file files[] = {{str_lit("en/rest.txt"), str_lit("Rest, water, company.\n")},
                           {str_lit("news.txt"), text},
                           {str_lit("MANIFEST.txt"), STR_NONE}};
    files[2].bytes = manifest_of(t, header, files, 2);
    struct str name = arena_printf(&t->f.mem, "%.*s-%u-%.*s.zip", STR_ARG(header->pack),
                                   (unsigned)header->serial, STR_ARG(header->profile));
    return write_signed(t, name.p, pack_files(&t->f, files, 3), comment_of(t, header));
}

/* A pack of serial `number` whose news are that number. */
static inline const char *write_release(struct signed_test *t, unsigned number) {
    struct pack_header header = NOTES_HEADER(number);
    return write_pack(t, &header, arena_printf(&t->f.mem, "news of release %u\n", number));
}

static inline bool verify(struct signed_test *t, const char *path) {
    t->request.pack_path = path;
    return publish_verify(&t->f.mem, &t->request, &t->report, &t->f.diags);
}

/* The last message has this code. */
static inline void assert_refused(struct signed_test *t, bool ok, const char *code) {
    assert_false(ok);
    assert_true(t->f.diags.count > 0);
    const char *last = t->f.diags.items[t->f.diags.count - 1].code;
    if (strcmp(last, code) != 0)
        print_diags(&t->f.diags);
    assert_string_equal(last, code);
    diags_finish(&t->f.diags);
}

/* Accepted, with at most this one warning (or NULL). */
static inline void assert_accepted(struct signed_test *t, bool ok, const char *warning) {
    if (!ok || t->f.diags.count != (warning == NULL ? 0 : 1))
        print_diags(&t->f.diags);
    assert_true(ok);
    assert_int_equal(t->f.diags.errors, 0);
    assert_int_equal(t->f.diags.count, warning == NULL ? 0 : 1);
    if (warning != NULL)
        assert_string_equal(t->f.diags.items[0].code, warning);
    diags_finish(&t->f.diags);
}

#endif
