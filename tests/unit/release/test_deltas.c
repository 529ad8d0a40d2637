/* A release's pack that is replaced, signature and all, between the moment it was verified and the
 * one when a delta is made of it: one of the same name that a stopped run had signed. */
#include "../publish/signed.h"

#include "release/steps.h"

struct planned {
    struct release_options options;
    struct release_pack pack;
    struct release_delta delta;
    struct release_summary out;
    struct releasing r;
};

/* Serial 8, verified, and a delta to come since serial 7. */
static void plan(struct signed_test *t, struct planned *p) {
    const char *old = write_release(t, 7), *zip = write_release(t, 8);
    t->request.state_folder = NULL;
    assert_accepted(t, verify(t, zip), "publish/no-state");
    *p = (struct planned){
        .options = {.threads = 1, .today = {2026, 11, 23}, .secret = t->key, .public = &t->public},
        .pack = {.zip = zip, .signature_new = below(t, "notes-8-onion.zip.minisig")},
        .delta = {.old = old,
                  .since = 7,
                  .profile = str_lit("onion"),
                  .zip = below(t, "notes-8-onion.from-7.zip"),
                  .signature_new = below(t, "notes-8-onion.from-7.zip.minisig.new")},
    };
    memcpy(p->pack.sha256, t->report.sha256, sizeof(p->pack.sha256));
    p->delta.pack = &p->pack;
    p->out = (struct release_summary){.release = {.serial = 8, .expires = {2027, 5, 1}},
                                      .deltas = &p->delta,
                                      .delta_count = 1,
                                      .packs = &p->pack,
                                      .count = 1};
    p->r = (struct releasing){
        .mem = &t->f.mem, .options = &p->options, .out = &p->out, .d = &t->f.diags};
    p->r.config.release.pack = str_lit("notes");
}

static void a_delta_gives_the_pack_that_was_verified(void **state) {
    struct signed_test *t = *state;
    struct planned p;
    plan(t, &p);
    assert_true(deltas_make(&p.r));
    assert_no_diags(&t->f.diags);
    assert_int_equal(p.delta.changed, 2);
}

/* The signature is good, so publish_verify has nothing to say. */
static void another_pack_that_the_key_has_signed_is_refused(void **state) {
    struct signed_test *t = *state;
    const struct pack_header header = NOTES_HEADER(8);
    struct planned p;
    plan(t, &p);
    assert_string_equal(write_pack(t, &header, str_lit("news of a stopped run\n")), p.pack.zip);
    assert_accepted(t, verify(t, p.pack.zip), "publish/no-state");
    bool ok = deltas_make(&p.r);
    assert_int_equal(t->f.diags.count, 1);
    assert_diag(&t->f.diags, 0, p.delta.zip, 0, "release/since");
    assert_non_null(strstr(t->f.diags.items[0].message, "the pack of this release"));
    assert_refused(t, ok, "release/since");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(a_delta_gives_the_pack_that_was_verified),
        SIGNED_TEST(another_pack_that_the_key_has_signed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
