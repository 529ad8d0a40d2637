#include "script/heap.h"

#include <lauxlib.h>

#include "fixture.h"

struct block {
    unsigned char *p;
    size_t size;
    unsigned char fill;
};

static void check(const struct block *b) {
    assert_int_equal((uintptr_t)b->p % HEAP_ROUND, 0);
    for (size_t i = 0; i < b->size; i++)
        assert_int_equal(b->p[i], b->fill);
}

/* As Lua does it: blocks of all sizes are made, grown, shrunk and given back in no order, more of
 * them at once than the room holds. */
static void blocks_keep_what_is_in_them(void **state) {
    struct fixture *f = *state;
    enum { BLOCKS = 40000, TURNS = 200000 };
    struct block *blocks = arena_array(&f->mem, struct block, BLOCKS);
    lua_State *L = luaL_newstate();
    struct heap heap;
    uint32_t chance = 1;
    heap_open(&heap, &f->mem, L);
    for (size_t turn = 0; turn < TURNS; turn++) {
        chance = chance * 1664525 + 1013904223;
        struct block *b = &blocks[(chance >> 8) % BLOCKS];
        size_t size = turn % 3 == 0 ? 0 : 1 + (chance >> 4) % (HEAP_SMALL_MAX + 64);
        size_t kept = size < b->size ? size : b->size;
        b->p = heap_resize(&heap, b->p, b->size, size);
        assert_int_equal(b->p == NULL, size == 0);
        b->size = kept;
        check(b);
        b->size = size;
        b->fill = (unsigned char)turn;
        if (size > 0)
            memset(b->p, b->fill, size);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        check(&blocks[i]);
        heap_resize(&heap, blocks[i].p, blocks[i].size, 0);
    }
    lua_close(L);
}

static void a_block_given_back_is_given_again(void **state) {
    struct fixture *f = *state;
    lua_State *L = luaL_newstate();
    struct heap heap;
    heap_open(&heap, &f->mem, L);
    void *first = heap_resize(&heap, NULL, 0, 40), *second = heap_resize(&heap, NULL, 0, 40);
    assert_ptr_not_equal(first, second);
    second = heap_resize(&heap, second, 40, 48);
    heap_resize(&heap, second, 48, 0);
    void *third = heap_resize(&heap, NULL, 0, 33);
#ifndef __SANITIZE_ADDRESS__ /* there each block is the C library's */
    assert_ptr_equal(third, second);
#endif
    heap_resize(&heap, third, 33, 0);
    heap_resize(&heap, first, 40, 0);
    lua_close(L);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(blocks_keep_what_is_in_them),
        TEST(a_block_given_back_is_given_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
