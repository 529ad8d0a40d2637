/* What the export is made of is tests/suites/hsds; here: what happens when jansson gets no memory.
 */
#include "exchange/exchange.h"

#include <jansson.h>

#include "sign/sign.h"
#include "site/site_fixture.h"

static size_t left; /* allocations that jansson still gets */

static void *some_malloc(size_t size) {
    return left == 0 ? NULL : (left--, malloc(size));
}

static void a_refusal_at_any_allocation_is_told(void **state) {
    struct fixture *f = *state;
    struct made m;
    struct buf whole = {0};
    made_open(&m, f);
    made_frame(&m);
    made_file(&m, "content/en/index.md", "---\ntitle: T\n---\nText.\n");
    made_file(
        &m, "content/services/van.yaml",
        "name: Van\nkinds: [naloxone]\naddress: Street 1\nphones: [{number: \"+44 1632 960123\"}]\n"
        "languages: [en]\nschedules: [{hours: \"Mo-Fr 10:00-12:00; PH off\"}]\nshown: {name_asked: "
        "never}\n"
        "recorded: {record_items: []}\nchannels: [{type: post, address: Street 1}]\n");
    bool loaded = made_load(&m);
    assert_no_diags(&f->diags);
    assert_true(loaded && sign_init());
    assert_true(exchange_hsds(&m.site, &whole));
    json_set_alloc_funcs(some_malloc, free);
    size_t refusals = 0;
    for (bool ok = false; !ok; refusals++) {
        struct buf out = {0};
        left = refusals;
        ok = exchange_hsds(&m.site, &out);
        if (ok)
            assert_true(str_eq(buf_str(&out), buf_str(&whole)));
        buf_finish(&out);
    }
    json_set_alloc_funcs(malloc, free);
    assert_true(refusals > 100);
    buf_finish(&whole);
    made_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(a_refusal_at_any_allocation_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
