#include "fixture.h"


struct item {
    int key, place;
};

static unsigned compared;

static int compare(const void *a, const void *b) {
    const struct item *left = a, *right = b;
    compared++;
    return (left->key > right->key) - (left->key < right->key);
}

/* `ordered` items in order, and `more` behind them in none. */
static struct item *make(struct fixture *f, size_t ordered, size_t more) {
    struct item *items = arena_array(&f->mem, struct item, ordered + more + 1);
    unsigned state = 12345;
    for (size_t i = 0; i < ordered + more; i++) {
        state = state * 1103515245 + 12345;
        items[i].key = i < ordered ? (int)i * 2 : (int)(state >> 16) % 2000 - 500;
        items[i].place = (int)i;
    }
    compared = 0;
    return items;
}

static void assert_sorted(const struct item *items, size_t count) {
    long places = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || items[i - 1].key <= items[i].key);
        places += items[i].place;
    }
    assert_int_equal(places, (long)(count * (count - 1) / 2)); /* none twice, none lost */
}

static void what_was_put_behind_goes_to_its_place(void **state) {
    static const size_t counts[][2] = {{0, 0},   {1, 0},    {0, 1},    {1, 1},     {500, 0},
                                       {0, 500}, {500, 20}, {20, 500}, {500, 499}, {500, 501}};
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        size_t count = counts[i][0] + counts[i][1];
        struct item *items = make(*state, counts[i][0], counts[i][1]);
        sort_appended(items, count, sizeof(items[0]), compare);
        if (count > 0)
            assert_sorted(items, count);
    }
}

static void a_list_in_order_is_walked_once(void **state) {
    struct item *items = make(*state, 1000, 0);
    sort_appended(items, 1000, sizeof(items[0]), compare);
    assert_int_equal(compared, 999);
    items = make(*state, 1000, 10);
    sort_appended(items, 1010, sizeof(items[0]), compare);
    assert_true(compared < 2 * 1010 + 100);
    assert_sorted(items, 1010);
}

static void of_equal_ones_those_of_the_list_come_first(void **state) {
    struct item items[] = {{1, 0}, {2, 1}, {3, 2}, {4, 3}, {2, 4}};
    (void)state;
    sort_appended(items, ARRAY_LEN(items), sizeof(items[0]), compare);
    assert_int_equal(items[1].place, 1);
    assert_int_equal(items[2].place, 4);
    assert_int_equal(items[3].place, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_was_put_behind_goes_to_its_place),
        TEST(a_list_in_order_is_walked_once),
        TEST(of_equal_ones_those_of_the_list_come_first),
    };
    return cmocka_run_group_tests_name("util/sort", tests, NULL, NULL);
}
