/* Arenas, and the buffer beside them. */
#include "fixture.h"

#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

static void blocks_are_aligned_and_apart(void **state) {
    struct fixture *f = *state;
    char *end = NULL;
    for (size_t i = 0; i < 3000; i++) {
        size_t align = (size_t)1 << i % 7, size = i * 7 % 301;
        char *p = arena_alloc(&f->mem, size, align);
        assert_int_equal((uintptr_t)p & (align - 1), 0);
        for (size_t k = 0; k < size; k++)
            assert_int_not_equal((p[k] = (char)(i % 100 + 1)), 0);
        if (end != NULL) /* the one before is as it was written */
            assert_int_equal(end[-1], (char)((i - 1) % 100 + 1));
        end = size == 0 ? NULL : p + size;
    }
    assert_non_null(arena_alloc(&f->mem, 0, 1));
}

static void a_large_block_is_taken_whole(void **state) {
    struct fixture *f = *state;
    size_t size = 5 * 1024 * 1024;
    char *p = arena_alloc(&f->mem, size, 64);
    memset(p, 1, size);
    assert_true(f->mem.held_bytes >= size);
    *arena_new(&f->mem, uint64_t) = 1;
}

static void zeroed_memory_is_zero_after_a_reset(void **state) {
    struct fixture *f = *state;
    memset(arena_alloc(&f->mem, 1000, 1), 0xff, 1000);
    arena_reset(&f->mem);
    size_t held = f->mem.held_bytes;
    unsigned char *p = arena_zalloc(&f->mem, 10, 100, 1);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(p[i], 0);
    assert_int_equal(f->mem.held_bytes, held);
}

static void a_reset_gives_back_what_is_large(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 20; i++) {
        memset(arena_alloc(&f->mem, 100000, 1), 1, 100000);
        memset(arena_alloc(&f->mem, 3000000, 1), 1, 3000000);
        arena_reset(&f->mem);
        assert_true(f->mem.held_bytes <= 1024 * 1024);
    }
    struct arena empty = {0};
    arena_reset(&empty);
    arena_finish(&empty);
}

static void texts_are_put_behind_each_other(void **state) {
    struct fixture *f = *state;
    struct str all = arena_join(&f->mem, str_lit("en"), STR_NONE, str_lit("/"), str_lit("a.md"));
    assert_str(all, "en/a.md");
    assert_int_equal(all.p[all.len], '\0');
}

static void what_is_given_back_is_given_again(void **state) {
    struct fixture *f = *state;
    char *p = arena_alloc(&f->mem, 100, 1);
    arena_shrink(&f->mem, p + 100, p + 10);
    assert_ptr_equal(arena_alloc(&f->mem, 5, 1), p + 10);
    arena_shrink(&f->mem, p + 100, p); /* not the last one any more */
    assert_ptr_equal(arena_alloc(&f->mem, 5, 1), p + 15);
}

static void arrays_grow_and_keep_their_items(void **state) {
    struct fixture *f = *state;
    uint32_t *items = NULL;
    size_t count = 0, cap = 0;
    for (uint32_t i = 0; i < 1000; i++)
        *arena_push(&f->mem, &items, &count, &cap) = i;
    assert_int_equal(count, 1000);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
}

static void copies_end_with_a_nul(void **state) {
    struct fixture *f = *state;
    assert_string_equal(arena_str(&f->mem, str_of("abc", 2)).p, "ab");
    assert_string_equal(arena_cstr(&f->mem, STR_NONE), "");
    assert_int_equal(arena_str(&f->mem, STR_NONE).len, 0);
    assert_non_null(arena_str(&f->mem, STR_NONE).p);
    struct str s = arena_printf(&f->mem, "%0*d", 70000, 7);
    assert_int_equal(s.len, 70000);
    assert_int_equal(s.p[s.len], 0);
}

static void a_buffer_grows_and_keeps_its_bytes(void **state) {
    struct fixture *f = *state;
    assert_int_equal(buf_str(&f->out).len, 0);
    buf_put(&f->out, STR_NONE);
    for (int i = 0; i < 1000; i++) {
        buf_putc(&f->out, 'a');
        buf_printf(&f->out, "%d", i % 10);
        buf_puts(&f->out, "z");
    }
    assert_int_equal(f->out.len, 3000);
    assert_memory_equal(f->out.p + 2997, "a9z", 3);
    char *p = buf_reserve(&f->out, 100000);
    assert_ptr_equal(p, f->out.p + 3000);
    buf_reset(&f->out);
    assert_int_equal(buf_str(&f->out).len, 0);
}

/* --- what is more than there can be */

static void ask_all(struct fixture *f) {
    assert_null(arena_alloc(&f->mem, SIZE_MAX, 8));
}

static void ask_all_but_the_head(struct fixture *f) {
    assert_null(arena_alloc(&f->mem, SIZE_MAX - 8, 8));
}

static void ask_for_too_many(struct fixture *f) {
    assert_null(arena_zalloc(&f->mem, SIZE_MAX / 4, 8, 8));
}

static void ask_a_buffer_for_all(struct fixture *f) {
    (void)buf_reserve(&f->out, SIZE_MAX / 2 + 1);
}

static const wchar_t no_letter[] = {0xD800, 0}; /* as much as a format can refuse */

static void format_what_is_none(struct fixture *f) {
    (void)arena_printf(&f->mem, "%ls", no_letter);
}

static void format_what_is_none_to_a_buffer(struct fixture *f) {
    buf_printf(&f->out, "%ls", no_letter);
}

static void assert_ends_program(struct fixture *f, void (*ask)(struct fixture *)) {
    int pipes[2], status;
    char said[64] = {0};
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(pipes[1], STDERR_FILENO);
        ask(f);
        _exit(0);
    }
    close(pipes[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(read(pipes[0], said, sizeof(said) - 1) > 0);
    close(pipes[0]);
    assert_string_equal(said, "pamphlet: no memory left\n");
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

static void more_than_there_can_be_ends_the_program(void **state) {
    assert_ends_program(*state, ask_all);
    assert_ends_program(*state, ask_all_but_the_head);
    assert_ends_program(*state, ask_for_too_many);
    assert_ends_program(*state, ask_a_buffer_for_all);
    assert_ends_program(*state, format_what_is_none);
    assert_ends_program(*state, format_what_is_none_to_a_buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(blocks_are_aligned_and_apart),        TEST(a_large_block_is_taken_whole),
        TEST(zeroed_memory_is_zero_after_a_reset), TEST(a_reset_gives_back_what_is_large),
        TEST(texts_are_put_behind_each_other),     TEST(what_is_given_back_is_given_again),
        TEST(arrays_grow_and_keep_their_items),    TEST(copies_end_with_a_nul),
        TEST(a_buffer_grows_and_keeps_its_bytes),  TEST(more_than_there_can_be_ends_the_program),
    };
    return cmocka_run_group_tests_name("util/arena", tests, NULL, NULL);
}
