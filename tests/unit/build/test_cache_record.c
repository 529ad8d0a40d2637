/* build/cache_record.c: what is written is read again; what is cut off anywhere, or names a file
 * that is not there, is not. */
#include "build/cache.h"

#include "fixture.h"

/* Copies in memory of their own length, so that a reader that goes too far is found out. */
static struct str cut(struct fixture *f, struct str whole, size_t len) {
    return arena_str(&f->mem, str_slice(whole, 0, len));
}

static void a_head_and_its_files_come_back_or_nothing_does(void **state) {
    struct fixture *f = *state;
    const struct cache_head head = {.zip_name = str_lit("a-1-onion.zip"),
                                    .boot = str_lit("boot"),
                                    .device = 7,
                                    .count = 1,
                                    .manifest_bytes = 5};
    struct cached file = {.entry = {.path = str_lit("en/a.html"),
                                    .size_bytes = 9,
                                    .spool_offset = 30,
                                    .stored = true},
                          .found = str_lit("found"),
                          .fragments = str_lit("parts")};
    struct cache_head head_back = {0};
    struct cached back = {0};
    cache_put_head(&f->out, &head);
    size_t head_bytes = f->out.len;
    cache_put_entry(&f->out, &file);
    struct str whole = buf_str(&f->out);
    for (size_t len = 0; len <= whole.len; len++) {
        struct str rest = cut(f, whole, len);
        bool has_head = cache_read_head(&rest, &head_back);
        assert_int_equal(has_head, len > head_bytes); /* one file is a byte long at least */
        if (has_head)
            assert_int_equal(cache_read_entry(&rest, &head_back, &back), len == whole.len);
    }
    assert_str(head_back.zip_name, "a-1-onion.zip");
    assert_int_equal(head_back.count, 1);
    assert_str(back.path, "en/a.html");
    assert_str(back.found, "found");
    assert_str(back.fragments, "parts");
    assert_int_equal(back.entry.spool_offset, 35); /* MANIFEST.txt stands before it */
    assert_true(back.entry.stored);
    assert_int_equal(back.published.device, 7);
    assert_int_equal(back.spare.size_bytes, 9);
}

static void what_the_audit_kept_comes_back_whole_or_not_at_all(void **state) {
    struct fixture *f = *state;
    struct str ids[] = {str_lit("a"), str_lit("bc")};
    struct audit_link links[] = {{2, 3, 4, str_lit("part")}};
    uint32_t targets[] = {0, 2};
    const struct audit_file file = {.ids = ids,
                                    .id_count = 2,
                                    .links = links,
                                    .link_count = 1,
                                    .targets = targets,
                                    .target_count = 2,
                                    .counts = {.bytes = 99}};
    struct audit_file back;
    cache_put_found(&f->out, &file);
    struct str whole = buf_str(&f->out);
    for (size_t len = 0; len < whole.len; len++)
        assert_false(cache_read_found(cut(f, whole, len), &f->mem, 3, &back));
    assert_false(cache_read_found(whole, &f->mem, 2, &back)); /* there is no third file */
    assert_true(cache_read_found(whole, &f->mem, 3, &back));
    assert_str(back.ids[1], "bc");
    assert_str(back.links[0].fragment, "part");
    assert_int_equal(back.links[0].column, 4);
    assert_int_equal(back.targets[1], 2);
    assert_int_equal(back.counts.bytes, 99);
    struct audit_counts counts;
    assert_true(cache_read_counts(whole, &counts));
    assert_int_equal(counts.bytes, 99);
    targets[0] = 9;
    links[0].target = 1;
    buf_reset(&f->out);
    cache_put_found(&f->out, &file);
    assert_false(cache_read_found(buf_str(&f->out), &f->mem, 3, &back));
}

static void links_to_parts_come_back_whole_or_not_at_all(void **state) {
    struct fixture *f = *state;
    struct document document = {.source = {"content/en/a.md", str_lit("")}};
    struct page pages[2] = {{.index = 0, .document = &document}, {.index = 1}};
    struct page *list[] = {&pages[0], &pages[1]};
    struct site site = {.pages = list, .page_count = 2};
    struct render_fragment one = {.target = &pages[1], .fragment = str_lit("part")};
    const struct render_result all = {.fragments = &one, .fragment_count = 1};
    struct render_result back;
    one.at.line = 12;
    cache_put_fragments(&f->out, &all);
    struct str whole = buf_str(&f->out);
    for (size_t len = 0; len < whole.len; len++)
        assert_false(cache_read_fragments(cut(f, whole, len), &f->mem, &site, &pages[0], &back));
    assert_true(cache_read_fragments(whole, &f->mem, &site, &pages[0], &back));
    assert_ptr_equal(back.fragments[0].target, &pages[1]);
    assert_int_equal(back.fragments[0].at.line, 12);
    assert_string_equal(back.fragments[0].at.source->path, "content/en/a.md");
    assert_false(cache_read_fragments(whole, &f->mem, &site, &pages[1], &back)); /* has no text */
    site.page_count = 1;
    assert_false(cache_read_fragments(whole, &f->mem, &site, &pages[0], &back));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_head_and_its_files_come_back_or_nothing_does),
        TEST(what_the_audit_kept_comes_back_whole_or_not_at_all),
        TEST(links_to_parts_come_back_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("build/cache_record", tests, NULL, NULL);
}
