/* What cmark gets as memory. */
#include "fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include "markdown/memory.h"

static void memory_is_zeroed_kept_when_it_grows_and_the_same_when_it_shrinks(void **state) {
    struct fixture *f = *state;
    cmark_mem mem;
    memory_from(&f->mem, &mem);
    unsigned char *p = mem.calloc(10, 10);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
    memset(p, 7, 100);
    unsigned char *more = mem.realloc(p, 1000);
    assert_ptr_not_equal(more, p);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(more[i], 7);
    assert_ptr_equal(mem.realloc(more, 50), more);
    assert_non_null(mem.realloc(NULL, 0));
    mem.free(more);
}

/* The exit code of a child that asks for this. */
static int code_of(struct fixture *f, size_t count, size_t size_bytes) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        cmark_mem mem;
        close(STDERR_FILENO);
        memory_from(&f->mem, &mem);
        (void)mem.calloc(count, size_bytes);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void more_than_there_can_be_ends_the_program(void **state) {
    struct fixture *f = *state;
    assert_int_equal(code_of(f, 8, 8), 0);
    assert_int_equal(code_of(f, SIZE_MAX / 4, 8), 3);
    assert_int_equal(code_of(f, 1, SIZE_MAX - 1), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zeroed_kept_when_it_grows_and_the_same_when_it_shrinks),
        TEST(more_than_there_can_be_ends_the_program),
    };
    return cmocka_run_group_tests_name("markdown/memory", tests, NULL, NULL);
}
