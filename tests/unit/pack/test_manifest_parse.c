/* MANIFEST.txt is read in the one form in which it is written. */
#include "fixture.h"

#include "pack/pack.h"

#define HASH        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NAME_64     "a123456789b123456789c123456789d123456789e123456789f123456789-._z"
#define TO_DATES    "pack: notes\nprofile: onion\nserial: 7\n"
#define TO_PREVIOUS TO_DATES "made: 2026-11-23\nexpires: never\n"
#define HEAD                                                                                       \
    "pack: notes\nprofile: onion\nserial: 7\nmade: 2026-11-23\nexpires: never\nprevious: none\n\n"
static const char WHOLE[] = HEAD HASH " 3 a.txt\n" HASH " 0 en/index.html\n";

static bool parse(struct fixture *f, struct str text, struct pack_manifest *out) {
    struct source source = {"MANIFEST.txt", text};
    return pack_manifest_parse(&f->mem, &source, out, &f->diags);
}

static void what_is_written_reads_back_and_writes_again(void **state) {
    struct fixture *f = *state;
    struct pack_manifest m;
    assert_true(parse(f, str_from(WHOLE), &m));
    assert_str(m.header.pack, "notes");
    assert_str(m.header.profile, "onion");
    assert_int_equal(m.header.serial, 7);
    assert_int_equal(m.header.made.day, 23);
    assert_false(date_is_set(m.header.expires));
    assert_int_equal(m.count, 2);
    assert_int_equal(m.entries[0].size_bytes, 3);
    assert_int_equal(m.entries[0].sha256[0], 0xba);
    assert_int_equal(m.entries[0].sha256[31], 0xad);
    assert_str(m.entries[1].path, "en/index.html");
    pack_manifest_format(&m.header, m.entries, m.count, &f->out);
    assert_str(buf_str(&f->out), WHOLE);
}

static void the_longest_name_an_end_and_the_pack_before_read_back(void **state) {
    struct fixture *f = *state;
    static const char text[] = "pack: " NAME_64 "\nprofile: 7\nserial: 18446744073709551615\n"
                               "made: 2026-11-23\nexpires: 2027-05-01\nprevious: " HASH "\n\n";
    struct pack_manifest m;
    assert_true(parse(f, str_from(text), &m));
    assert_int_equal(m.header.pack.len, 64);
    assert_true(m.header.serial == UINT64_MAX);
    assert_int_equal(m.header.expires.month, 5);
    assert_str(m.header.previous, HASH);
    pack_manifest_format(&m.header, m.entries, m.count, &f->out);
    assert_str(buf_str(&f->out), text);
}

/* Whatever single byte is changed, the manifest is refused or means something else: it never reads
 * the same and never writes back differently. */
static void accepted_means_that_it_would_be_written_so(void **state) {
    struct fixture *f = *state;
    char copy[sizeof(WHOLE)];
    unsigned accepted = 0;
    memcpy(copy, WHOLE, sizeof(WHOLE));
    for (size_t i = 0; i + 1 < sizeof(WHOLE); i++)
        for (unsigned c = 0; c < 256; c++) {
            struct pack_manifest m;
            copy[i] = (char)c;
            if (parse(f, str_of(copy, sizeof(WHOLE) - 1), &m)) {
                accepted++;
                buf_reset(&f->out);
                pack_manifest_format(&m.header, m.entries, m.count, &f->out);
                assert_true(str_eq(buf_str(&f->out), str_of(copy, sizeof(WHOLE) - 1)));
            }
            copy[i] = WHOLE[i];
            arena_reset(&f->mem);
        }
    assert_true(accepted > 2000); /* other digits of hashes, other names */
}

static void each_mistake_is_reported_with_its_place(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *text, *code;
        unsigned line;
    } cases[] = {
        {"", "manifest/cut", 1},
        {"pack: notes", "manifest/cut", 1},
        {"pack: Notes\n", "manifest/header", 1},
        {"pack: \n", "manifest/header", 1},
        {"pack: ../x\n", "manifest/header", 1},
        {"pack: -x\n", "manifest/header", 1},
        {"pack: .x\n", "manifest/header", 1},
        {"pack: a" NAME_64 "\n", "manifest/header", 1},
        {"pack: notes\nprofile: \n", "manifest/header", 2},
        {"pack: notes\nprofile: ../x\n", "manifest/header", 2},
        {"pack: notes\nprofile: onion\nserial: \n", "manifest/header", 3},
        {TO_DATES "made: never\n", "manifest/header", 4},
        {TO_DATES "made: 2026-11-23\nexpires: \n", "manifest/header", 5},
        {TO_DATES "made: 2026-11-23\nexpires: 2026-13-01\n", "manifest/header", 5},
        {TO_PREVIOUS "previous: \n", "manifest/header", 6},
        {TO_PREVIOUS "previous: ../x\n", "manifest/header", 6},
        {TO_PREVIOUS "previous: " HASH "0\n", "manifest/header", 6},
        {TO_PREVIOUS "previous: None\n", "manifest/header", 6},
        {TO_PREVIOUS "previous: none\nmore: x\n\n", "manifest/header", 7},
        {TO_PREVIOUS "previous: none\n", "manifest/cut", 7},
        {"name: notes\n", "manifest/header", 1},
        {"pack: notes\nserial: 7\n", "manifest/header", 2},
        {"pack: notes\nprofile: onion\nserial: 07\n", "manifest/header", 3},
        {"pack: notes\nprofile: onion\nserial: 18446744073709551616\n", "manifest/header", 3},
        {"pack: notes\nprofile: onion\nserial: 7\nmade: 2026-02-30\n", "manifest/header", 4},
        {"pack: notes\r\n", "manifest/character", 1},
        {"pack: no\x7ftes\n", "manifest/character", 1},
        {"pack: notes\nprofile: on\xc3\xa4n\n", "manifest/character", 2},
        {HEAD HASH " 3 a.txt", "manifest/cut", 8},
        {HEAD HASH " 3\n", "manifest/row", 8},
        {HEAD HASH "  3 a.txt\n", "manifest/row", 8},
        {HEAD HASH " 03 a.txt\n", "manifest/row", 8},
        {HEAD HASH " -3 a.txt\n", "manifest/row", 8},
        {HEAD "00 3 a.txt\n", "manifest/row", 8},
        {HEAD HASH " 3 ../a.txt\n", "manifest/path", 8},
        {HEAD HASH " 3 \n", "manifest/path", 8},
        {HEAD HASH " 3 MANIFEST.txt\n", "manifest/path", 8},
        {HEAD HASH " 3 b\n" HASH " 3 a\n", "manifest/order", 9},
        {HEAD HASH " 3 a\n" HASH " 3 a\n", "manifest/order", 9},
        {HEAD HASH " 3 a\n\n", "manifest/row", 9},
        {HEAD "\n" HASH " 3 a\n", "manifest/row", 8},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct pack_manifest m;
        assert_false(parse(f, str_from(cases[i].text), &m));
        assert_diag(&f->diags, i, "MANIFEST.txt", cases[i].line, cases[i].code);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_reads_back_and_writes_again),
        TEST(the_longest_name_an_end_and_the_pack_before_read_back),
        TEST(accepted_means_that_it_would_be_written_so),
        TEST(each_mistake_is_reported_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
