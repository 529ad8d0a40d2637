/* Every sample below tests/hostile is refused with its code. Built with -DAUDIT_MUTATE (by
 * tests/suites/audit-mutants) it switches off each rule in turn and wants a sample of that rule to
 * be accepted: then the sample is refused by this rule alone, and the rule is not in vain. */
#include "audit/rules.h"
#include "audit/start.h"
#include "book_sample.h"
#include "sample.h"

static const char *const folders[] = {"tests/hostile/html", "tests/hostile/css",
                                      "tests/hostile/book"};

struct hostile {
    struct str code, where, name, what, text;
    const char *file;
    unsigned line;
};
struct hostiles {
    struct arena mem;
    struct hostile *items;
    size_t count, cap;
};

static int hex(char c) {
    return ascii_is_digit(c) ? c - '0' : c - 'a' + 10;
}

/* "\xHH" to its byte. */
static struct str unwrapped(struct arena *mem, struct str s) {
    char *out = arena_alloc(mem, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.len - i >= 4 && s.p[i] == '\\' && s.p[i + 1] == 'x' &&
                      ascii_is_hex(s.p[i + 2]) && ascii_is_hex(s.p[i + 3]);
        out[len++] = escape ? (char)(hex(s.p[i + 2]) * 16 + hex(s.p[i + 3])) : s.p[i];
        i += escape ? 3 : 0;
    }
    out[len] = '\0';
    return str_of(out, len);
}

static void parse_header(struct hostiles *all, struct hostile *h, struct str line) {
    struct str rest = str_from_offset(line, 4);
    assert_true(str_next_part(&rest, ' ', &h->code));
    assert_true(str_next_part(&rest, ' ', &h->where));
    if (str_is(h->where, "file") || str_is(h->where, "path")) {
        assert_true(str_next_part(&rest, ' ', &h->name));
        h->name = unwrapped(&all->mem, h->name);
    }
    h->what = rest;
}

static void parse(struct hostiles *all, struct str text, const char *file) {
    struct str rest = text, line;
    struct hostile *h = NULL;
    for (unsigned n = 1; str_next_line(&rest, &line); n++) {
        if (str_starts(line, str_lit("=== "))) {
            h = arena_push(&all->mem, &all->items, &all->count, &all->cap);
            *h = (struct hostile){.file = file, .line = n, .text = str_of(rest.p, 0)};
            parse_header(all, h, line);
        } else {
            assert_non_null(h);
            h->text.len = (size_t)(line.p + line.len + 1 - h->text.p);
        }
    }
}

static void load(struct hostiles *all, struct diags *d) {
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        struct fs_list list = {0};
        assert_true(fs_list_tree(&all->mem, folders[i], &list, d));
        for (size_t k = 0; k < list.count; k++) {
            const char *path = fs_join(&all->mem, folders[i], list.items[k].path);
            struct str text;
            assert_true(fs_read(&all->mem, path, path, 1 << 20, &text, d));
            parse(all, text, path);
        }
    }
    for (size_t i = 0; i < all->count; i++)
        all->items[i].text = unwrapped(&all->mem, all->items[i].text);
}

static struct str start_page(struct arena *mem, struct str text) {
    char hash[START_HASH_CHARS + 1];
    struct str style = str_from_offset(text, str_find(text, str_lit("<style>")) + 7);
    size_t at = str_find(text, str_lit("{hash}"));
    start_hash(str_slice(style, 0, str_find(style, str_lit("</style>"))), hash);
    if (at == SIZE_MAX)
        return text;
    return arena_printf(mem, "%.*s%s%.*s", (int)at, text.p, hash, (int)(text.len - at - 6),
                        text.p + at + 6);
}

/* Puts a text with NULs where it belongs: arena_printf would stop at one. */
static struct str placed(struct arena *mem, const char *before, struct str text,
                         const char *after) {
    struct buf out = {0};
    buf_puts(&out, before);
    buf_put(&out, text);
    buf_puts(&out, after);
    struct str s = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return s;
}

/* True when the audit has nothing against the sample. */
static bool accepts(const struct hostile *h, struct fixture *f) {
    struct sample_set s;
    uint32_t index = SAMPLE_INDEX;
    struct str text = h->text;
    bool with_file = h->name.p != NULL;
    sample_set_init(&s, &f->mem, with_file ? arena_cstr(&f->mem, h->name) : NULL);
    if (with_file)
        s.paths[SAMPLE_OTHER] = h->name;
    if (str_is(h->where, "path"))
        return audit_across(&s.set, s.files, NULL, &f->diags) && f->diags.count == 0;
    bool whole = with_file || str_is(h->where, "page") || str_is(h->where, "start");
    text.len -= whole && text.len > 0;
    if (str_is(h->where, "body"))
        text = placed(&f->mem, SAMPLE_BEFORE SAMPLE_HEAD SAMPLE_BETWEEN, text, SAMPLE_AFTER);
    else if (str_is(h->where, "head"))
        text = placed(&f->mem, SAMPLE_BEFORE SAMPLE_HEAD, text, SAMPLE_BETWEEN SAMPLE_AFTER);
    else if (str_is(h->where, "root"))
        text = placed(&f->mem, "", text, "<head>" SAMPLE_HEAD SAMPLE_BETWEEN SAMPLE_AFTER);
    else if (str_is(h->where, "meta"))
        text = placed(&f->mem, SAMPLE_BEFORE, text, SAMPLE_BETWEEN SAMPLE_AFTER);
    else if (str_is(h->where, "start"))
        index = SAMPLE_START, text = start_page(&f->mem, text);
    else if (str_is(h->where, "book"))
        index = SAMPLE_OTHER, s.paths[SAMPLE_OTHER] = str_lit("x.epub"), s.set.count = SAMPLE_COUNT,
        text = book_sample(&f->mem, text, &f->diags);
    else if (str_is(h->where, "sheet"))
        index = SAMPLE_STYLE;
    else if (with_file)
        index = SAMPLE_OTHER;
    else
        assert_true(str_is(h->where, "page"));
    return sample_audit(&s, index, text, f);
}

static bool has_code(const struct diags *d, struct str code) {
    for (size_t i = 0; i < d->count; i++)
        if (str_is(code, d->items[i].code))
            return true;
    return false;
}

#ifndef AUDIT_MUTATE

static void every_sample_is_refused_with_its_code(void **state) {
    struct fixture *f = *state;
    struct hostiles all = {0};
    size_t wrong = 0;
    load(&all, &f->diags);
    assert_true(all.count > 150);
    for (size_t i = 0; i < all.count; i++) {
        const struct hostile *h = &all.items[i];
        struct fixture own = {0};
        bool accepted = accepts(h, &own);
        if (accepted || !has_code(&own.diags, h->code)) {
            print_error("%s:%u: %.*s: %.*s\n", h->file, h->line, STR_ARG(h->what),
                        accepted ? 8 : 10, accepted ? "accepted" : "other code");
            print_diags(&own.diags);
            wrong++;
        }
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
    arena_finish(&all.mem);
    assert_int_equal(wrong, 0);
}

/* Untrusted bytes never reach a terminal raw. */
static void no_message_holds_a_control_character(void **state) {
    struct fixture *f = *state;
    struct hostiles all = {0};
    struct buf text = {0};
    load(&all, &f->diags);
    for (size_t i = 0; i < all.count; i++) {
        struct fixture own = {0};
        (void)accepts(&all.items[i], &own);
        buf_reset(&text);
        diags_format(&own.diags, DIAG_TEXT, false, &text);
        assert_true(utf8_is_valid(buf_str(&text)));
        for (size_t k = 0; k < text.len; k++)
            assert_true((unsigned char)text.p[k] >= 0x20 || text.p[k] == '\n');
        arena_finish(&own.mem);
        diags_finish(&own.diags);
    }
    buf_finish(&text);
    arena_finish(&all.mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_sample_is_refused_with_its_code),
        TEST(no_message_holds_a_control_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

enum rule rules_mutant = RULE_COUNT;

int main(void) {
    struct hostiles all = {0};
    struct diags d = {0};
    size_t in_vain = 0;
    load(&all, &d);
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        size_t accepted = 0, of_code = 0;
        rules_mutant = (enum rule)rule;
        for (size_t i = 0; i < all.count; i++) {
            struct fixture own = {0};
            if (str_is(all.items[i].code, rules_code(rules_mutant))) {
                of_code++;
                accepted += accepts(&all.items[i], &own);
            }
            arena_finish(&own.mem);
            diags_finish(&own.diags);
        }
        if (accepted == 0) {
            printf("%s: %zu samples, none is accepted without this rule\n",
                   rules_code(rules_mutant), of_code);
            in_vain++;
        }
    }
    printf("%d rules, %zu without a sample of their own\n", RULE_COUNT, in_vain);
    arena_finish(&all.mem);
    diags_finish(&d);
    return in_vain == 0 ? 0 : 1;
}

#endif
