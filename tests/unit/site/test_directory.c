/* The directory's lists: what a service must say before it stands in one. */
#include "site_fixture.h"

static const struct service_list *need(const struct made *m, const char *id) {
    for (size_t i = 0; i < m->site.need_count; i++)
        if (str_is(m->site.needs[i].id, id))
            return &m->site.needs[i];
    fail_msg("there is no need '%s'", id);
    return NULL;
}

static void start(struct made *m, struct fixture *f, const char *service) {
    made_open(m, f);
    made_frame(m);
    made_file(m, "content/en/index.md", "Hello.\n");
    made_file(m, "content/services/van.yaml", service);
}

static void unknown_never_counts_as_yes(void **state) {
    struct made m;
    start(&m, *state, "name: Van\nkinds: [naloxone]\n");
    assert_true(made_load(&m));
    for (size_t i = 0; i < m.site.need_count; i++)
        assert_int_equal(m.site.needs[i].count, 0);
    made_close(&m);
}

static void a_claim_answers_its_need_and_no_other(void **state) {
    struct made m;
    start(&m, *state, "name: Van\nkinds: [naloxone]\nshown: {name_asked: nickname-ok}\n");
    assert_true(made_load(&m));
    assert_int_equal(need(&m, "no-name")->count, 1);
    assert_int_equal(need(&m, "no-papers")->count, 0);
    made_close(&m);
}

static void papers_need_all_three_answers(void **state) {
    struct made m;
    start(&m, *state,
          "name: Van\nkinds: [naloxone]\n"
          "shown: {id_document: never, health_card: never, personal_code: unknown}\n");
    assert_true(made_load(&m));
    assert_int_equal(need(&m, "no-papers")->count, 0);
    made_close(&m);
}

static void sharing_that_is_not_known_is_no_promise(void **state) {
    struct made m;
    start(&m, *state,
          "name: Van\nkinds: [naloxone]\n"
          "recorded: {shared_with: [{party: Police, when: unknown}]}\n");
    assert_true(made_load(&m));
    assert_int_equal(need(&m, "no-sharing")->count, 0);
    made_close(&m);
}

static void a_service_that_is_gone_stands_in_no_list_but_keeps_its_page(void **state) {
    struct made m;
    start(&m, *state,
          "name: Van\nkinds: [naloxone]\nstatus: defunct\n"
          "shown: {name_asked: never}\n");
    assert_true(made_load(&m));
    assert_int_equal(need(&m, "no-name")->count, 0);
    assert_int_equal(m.site.kind_count, 0);
    assert_non_null(made_page(&m, "en/services/van.html"));
    made_close(&m);
}

static void a_page_at_a_services_place_names_both_files(void **state) {
    struct made m;
    start(&m, *state, "name: Van\nkinds: [naloxone]\n");
    made_file(&m, "content/en/services/van.md", "---\ntitle: Van\n---\nText.\n");
    assert_false(made_load(&m));
    assert_diag(&m.f->diags, 0, "content/en/services/van.md", 0, "site/same-url");
    assert_non_null(strstr(m.f->diags.items[0].message, "content/services/van.yaml"));
    made_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(unknown_never_counts_as_yes),
        TEST(a_claim_answers_its_need_and_no_other),
        TEST(papers_need_all_three_answers),
        TEST(sharing_that_is_not_known_is_no_promise),
        TEST(a_service_that_is_gone_stands_in_no_list_but_keeps_its_page),
        TEST(a_page_at_a_services_place_names_both_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
