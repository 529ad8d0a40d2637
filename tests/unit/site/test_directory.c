/* The directory's lists: what a service must say before it stands in one. */
#include "site_fixture.h"

static const struct service_list *need(const struct made *m, const char *id) {
    for (size_t i = 0; i < m->site.need_count; i++)
        if (str_is(m->site.needs[i].id, id))
            return &m->site.needs[i];
    fail_msg("there is no need '%s'", id);
    return NULL;
}

static void assert_order(const struct language *l, const char *ids) {
    assert_int_equal(l->service_count, strlen(ids));
    for (size_t i = 0; i < l->service_count; i++)
        assert_int_equal(l->services[i]->id.p[0], ids[i]);
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

/* Ids say nothing to readers: each language has the directory by the names that it shows. */
static void services_kinds_and_areas_stand_by_their_names_in_each_language(void **state) {
    struct made m;
    made_open(&m, *state);
    made_frame(&m);
    made_file(&m, "site.yaml",
              "title: T\nlanguages: {en: {name: English}, fi: {name: Suomi, fallback: en}}\n"
              "default_language: en\ntheme: t\nprofiles: [onion]\n"
              "release: {pack: t, serial: 1, date: 2026-11-23}\n"
              "kinds: {naloxone: {en: Spray, fi: Antidootti}, needles: {en: Needles, fi: Neulat}}\n"
              "areas: {a: {en: East, fi: Länsi}, b: {en: West, fi: Itä}}\n");
    made_file(&m, "content/en/index.md", "Hello.\n");
    made_file(&m, "content/services/a.yaml",
              "name: {en: Van, fi: Auto}\nkinds: [naloxone]\narea: a\n"
              "shown: {name_asked: never}\n");
    made_file(&m, "content/services/b.yaml",
              "name: {en: Desk, fi: Ärjä}\nkinds: [naloxone, needles]\narea: b\n"
              "shown: {name_asked: never}\n");
    made_file(&m, "content/services/c.yaml",
              "name: {en: Room, fi: Huone}\nkinds: [needles]\narea: b\nstatus: defunct\n");
    assert_true(made_load(&m));
    const struct language *en = &m.site.languages[0], *fi = &m.site.languages[1];
    assert_order(en, "bca");
    assert_order(fi, "acb");
    assert_str(en->kinds[0]->id, "needles");
    assert_str(fi->kinds[0]->id, "naloxone");
    assert_str(en->areas[0]->id, "a");
    assert_str(fi->areas[0]->id, "b");
    const struct service_list *list = need(&m, "no-name");
    assert_int_equal(list->count, 2);
    assert_str(list->services[0][0]->id, "b");
    assert_str(list->services[1][0]->id, "a");
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
        TEST(services_kinds_and_areas_stand_by_their_names_in_each_language),
        TEST(a_page_at_a_services_place_names_both_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
