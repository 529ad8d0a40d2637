/* Services as templates see them, and the sentences of lua/service.lua. */
#include "site_fixture.h"

static const char yaml[] =
    "name: {en: Van, fi: Auto}\n"
    "status: active\n"
    "kinds: [naloxone]\n"
    "area: harbour\n"
    "schedules:\n"
    "  - hours: \"Mo-Fr 16:00-20:00; Sa 22:00-26:00\"\n"
    "shown: {name_asked: required, id_document: {value: always, basis: law}}\n"
    "recorded: {record_kept: none}\n"
    "channels:\n"
    "  - {type: onion-site, tor: works-safest}\n";

static void open_service(struct site_fixture *f) {
    static struct service service;
    struct source *source = arena_new(&f->mem, struct source);
    *source = (struct source){"content/services/van.yaml", str_from(yaml)};
    bool ok = service_parse(&f->mem, source, str_lit("van"), &service, &f->diags);
    if (!ok)
        print_diags(&f->diags);
    assert_true(ok);
    static const struct service *in_order[] = {&service};
    f->site.services = &service;
    f->site.service_count = 1;
    f->languages[0].services = in_order;
    f->languages[0].service_count = 1;
}

static void an_unknown_claim_is_never_nil(void **state) {
    struct site_fixture *f = *state;
    open_service(f);
    assert_renders(f,
                   "{% local s = site.services[1] %}{{ s.name }} {{ s.claim.name_asked.value }} "
                   "{{ s.claim.entrance.value }} {{ tostring(s.claim.entrance.known) }} "
                   "{{ s.claim.id_document.basis }} {{ #s.shown }} {{ s.channels[1].tor.value }} "
                   "{{ s.channels[1].account.value }}",
                   "Van required unknown false law 8 works-safest unknown");
}

static void a_misspelt_claim_has_a_suggestion(void **state) {
    struct site_fixture *f = *state;
    open_service(f);
    assert_fails(f, "{{ site.services[1].claim.name_askd.value }}", 1, "template/undefined");
    assert_string_equal(f->diags.items[0].message,
                        "a set of claims has no field 'name_askd', did you mean 'name_asked'?");
}

static void sentences_say_what_is_unknown(void **state) {
    struct site_fixture *f = *state;
    open_service(f);
    add_string(f, 0, "claim.name_asked.required", "Give your name.");
    add_string(f, 0, "claim.id_document.always", "Show an ID.");
    add_string(f, 0, "claim.record_kept.none", "Nothing is written.");
    add_string(f, 0, "claim.entrance.unknown", "We don't know the door.");
    add_string(f, 0, "claim.contact_back.unknown", "We don't know if they call.");
    add_string(f, 0, "claim.staff_shown_as.unknown", "We don't know their names.");
    add_string(f, 0, "claim.face_to_face.unknown", "We don't know if you meet.");
    assert_renders(
        f, "{% for _, x in sentences(site.services[1]) do %}{{ x.group }}: {{ x.text }}\n{% end %}",
        "shown: Give your name. Show an ID.\n"
        "recorded: Nothing is written.\n"
        "noticed: We don&#39;t know the door. We don&#39;t know if they call.\n"
        "met: We don&#39;t know their names. We don&#39;t know if you meet.\n");
}

static void an_unknown_relation_is_reported_at_the_template(void **state) {
    struct site_fixture *f = *state;
    open_service(f);
    assert_fails(f, "\n{{ sentence(site.services[1], 'shwn') }}", 2, "template/runtime");
    assert_string_equal(f->diags.items[0].message,
                        "sentence() knows shown, recorded, noticed and met");
}

static void hours_are_a_week_table(void **state) {
    struct site_fixture *f = *state;
    open_service(f);
    add_string(f, 0, "day.1", "Monday");
    add_string(f, 0, "day.5", "Friday");
    add_string(f, 0, "day.6", "Saturday");
    add_string(f, 0, "day.7", "Sunday");
    add_string(f, 0, "hours_closed", "closed");
    add_string(f, 0, "hours_next_day", "next day");
    assert_renders(
        f,
        "{% for _, row in week(site.services[1].schedules[1]) do %}"
        "{{ row.day }}: {{ row.text }}\n{% end %}",
        "Monday–Friday: 16:00–20:00\nSaturday: 22:00–02:00 (next day)\nSunday: closed\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SITE_TEST(an_unknown_claim_is_never_nil),
        SITE_TEST(a_misspelt_claim_has_a_suggestion),
        SITE_TEST(sentences_say_what_is_unknown),
        SITE_TEST(an_unknown_relation_is_reported_at_the_template),
        SITE_TEST(hours_are_a_week_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
