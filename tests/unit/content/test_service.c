/* One service: claims in every form, lists that are known to be empty, and contradictions. */
#include "broken.h"

#include "content/content.h"

#define ONION "http://drugchecksampletonmadeupaddressexampleexampleexampleexad.onion/"

static struct service *parse(struct fixture *f, const char *text) {
    struct source *source = arena_new(&f->mem, struct source);
    struct service *service = arena_new(&f->mem, struct service);
    *source = (struct source){"services/van.yaml", str_from(text)};
    bool ok = service_parse(&f->mem, source, str_lit("van"), service, &f->diags);
    assert_int_equal(ok, f->diags.errors == 0);
    return service;
}

static void a_whole_service_is_read(void **state) {
    struct fixture *f = *state;
    struct service *s =
        parse(f, "name: {en: Van, fi: Auto}\n"
                 "status: temporarily-closed\n"
                 "example: true\n"
                 "kinds: naloxone\n"
                 "area: harbour\n"
                 "alert: {en: Closed today}\n"
                 "schedules:\n"
                 "  - hours: \"Mo-Fr 16:00-20:00; PH off\"\n"
                 "    note: {en: by the gate}\n"
                 "  - 24/7\n"
                 "phones:\n"
                 "  - {number: \"+44 1632 960123\", caller_id: logged}\n"
                 "  - 01632 960124\n"
                 "languages: [en, fi]\n"
                 "fees: unknown\n"
                 "assured_date: 2026-10-01\n"
                 "channels:\n"
                 "  - type: post\n"
                 "    address: {en: PO Box 0, fi: PL 0}\n"
                 "  - type: onion-site\n"
                 "    address: " ONION "\n"
                 "    since: 2026-01-01\n"
                 "    tor: {value: works-safest, basis: seen-by-editor, checked: 2026-11-02}\n"
                 "    key: \"AAAA BBBB\"\n");
    assert_no_diags(&f->diags);
    assert_str(s->id, "van");
    assert_int_equal(s->status, SERVICE_TEMPORARILY_CLOSED);
    assert_true(s->example);
    assert_str(s->kinds.items[0].value, "naloxone");
    assert_int_equal(s->schedule_count, 2);
    assert_int_equal(s->schedules[0].hours.days[4].spans[0].to, 20 * 60);
    assert_true(s->schedules[1].hours.always);
    assert_int_equal(s->phone_count, 2);
    assert_str(s->phones[0].caller_id.value, "logged");
    assert_str(s->phones[1].caller_id.value, "unknown");
    assert_int_equal(s->fees.count, 0);
    assert_int_equal(s->channel_count, 2);
    assert_int_equal(s->channels[0].address.count, 2);
    assert_str(s->channels[1].claims[CHANNEL_TOR].value, "works-safest");
    assert_str(s->channels[1].claims[CHANNEL_TOR].basis, "seen-by-editor");
    assert_str(s->channels[1].claims[CHANNEL_ACCOUNT].value, "unknown");
    assert_str(s->channels[1].key, "AAAA BBBB");
}

static void numbers_are_taken_as_people_write_them(void **state) {
    struct fixture *f = *state;
    struct service *s = parse(f, "name: Van\nphones: [+44 (0)1632 960-123, 112, 040/123 456-0, "
                                 "(040) / 123.45.67, 00 44 1632 960123 12]\n");
    assert_int_equal(f->diags.count, 0);
    assert_int_equal(s->phone_count, 5);
}

static void claims_keep_basis_date_and_note(void **state) {
    struct fixture *f = *state;
    struct service *s =
        parse(f, "name: Van\n"
                 "shown:\n"
                 "  name_asked: never\n"
                 "  pseudonym_ok: {value: no, basis: law, checked: 2026-11-10, note: {en: N}}\n"
                 "  age_check: unknown\n"
                 "  id_document: {value: unknown, note: Ask first}\n"
                 "  client_code:\n");
    assert_no_diags(&f->diags);
    assert_str(s->claims[CLAIM_NAME_ASKED].value, "never");
    assert_int_equal(s->claims[CLAIM_NAME_ASKED].at.line, 3);
    const struct claim *c = &s->claims[CLAIM_PSEUDONYM_OK];
    assert_str(c->value, "no");
    assert_str(c->basis, "law");
    assert_string_equal(date_format(c->checked).p, "2026-11-10");
    assert_str(c->note.items[0].value, "N");
    assert_int_equal(c->at.column, 25);
    assert_str(s->claims[CLAIM_AGE_CHECK].value, "unknown");
    assert_str(s->claims[CLAIM_ID_DOCUMENT].value, "unknown");
    assert_str(s->claims[CLAIM_ID_DOCUMENT].note.items[0].value, "Ask first");
    assert_str(s->claims[CLAIM_CLIENT_CODE].value, "unknown");
    assert_int_equal(s->claims[CLAIM_FACE_TO_FACE].at.line, 0);
}

static void nothing_is_told_from_unknown(void **state) {
    struct fixture *f = *state;
    struct service *s = parse(f, "name: Van\n"
                                 "recorded: {record_items: [], shared_with: [], duty_to_report: "
                                 "unknown}\n"
                                 "met: {staff: []}\n");
    assert_no_diags(&f->diags);
    assert_true(s->record_items.known);
    assert_int_equal(s->record_items.count, 0);
    assert_true(s->shared_known);
    assert_false(s->duty_to_report.known);
    assert_true(s->staff_known);
    assert_int_equal(s->staff.count, 0);
    assert_false(parse(f, "name: Van\n")->staff_known);
}

static void statements_take_every_form(void **state) {
    struct fixture *f = *state;
    struct service *s =
        parse(f, "name: Van\n"
                 "recorded:\n"
                 "  record_items:\n"
                 "    - {en: Age, fi: Ikä}\n"
                 "    - Town\n"
                 "  record_retention: {value: {en: 5 years}, basis: law, checked: 2026-11-10}\n"
                 "  duty_to_report: {value: [One, Two], basis: law, note: All}\n"
                 "  police: They ask\n"
                 "  shared_with:\n"
                 "    - {party: {en: A court}, when: required-by-law, basis: stated}\n"
                 "    - {party: Nobody else}\n"
                 "met:\n"
                 "  staff: {value: [nurse, peer], basis: stated}\n"
                 "  replies: {en: Tonight}\n");
    assert_no_diags(&f->diags);
    assert_int_equal(s->record_items.count, 2);
    assert_str(s->record_items.items[0].value.items[1].value, "Ikä");
    assert_str(s->record_retention.value.items[0].value, "5 years");
    assert_str(s->record_retention.basis, "law");
    assert_int_equal(s->duty_to_report.count, 2);
    assert_str(s->duty_to_report.about.basis, "law");
    assert_str(s->duty_to_report.about.note.items[0].value, "All");
    assert_null(s->police.value.items[0].lang.p);
    assert_int_equal(s->shared_count, 2);
    assert_str(s->shared_with[0].when, "required-by-law");
    assert_str(s->shared_with[0].party.basis, "stated");
    assert_str(s->shared_with[1].when, "unknown");
    assert_int_equal(s->staff.count, 2);
    assert_str(s->staff_about.basis, "stated");
    assert_str(s->replies.value.items[0].value, "Tonight");
}

static const struct broken corpus[] = {
    {"status: active\n", 1, 1, 1, "content/field-missing", "'name'"},
    {"name: {en: \"\", fi: }\n", 1, 7, 1, "content/field-missing", "'name' is empty"},
    {"name: {}\n", 1, 7, 1, "content/field-missing", "'name' is empty"},
    {"name: V\nstatus: unknown\n", 2, 9, 7, "content/value-unknown", "active"},
    {"name: V\nname_asked: never\n", 2, 1, 10, "content/field-unknown",
     "'name_asked' stands below 'shown:', two blanks further in"},
    {"name: V\npolice: never\n", 2, 1, 6, "content/field-unknown", "stands below 'recorded:'"},
    {"name: V\nreplies: fast\n", 2, 1, 7, "content/field-unknown", "stands below 'met:'"},
    {"name: V\nchannels: [{type: web-chat, address: \"http://abc.onion/\"}]\n", 2, 39, 17,
     "service/onion-address", "is no onion address"},
    {"name: V\nkind: naloxone\n", 2, 1, 4, "content/field-unknown", "did you mean 'kinds'?"},
    {"name: {en: A, b}\n", 1, 15, 1, "yaml/comma", "quotes"},
    {"name: {english: A}\n", 1, 8, 7, "content/language-invalid", "'english'"},
    {"name: {en: A, EN: B}\n", 1, 15, 2, "yaml/repeated", "twice"},
    {"name: V\nlanguages: [english]\n", 2, 13, 7, "content/language-invalid", "'english'"},
    {"name: V\nschedules: [{hours: \"Mon 10:00-12:00\"}]\n", 2, 22, 3, "hours/day",
     "did you mean 'Mo'?"},
    {"name: V\nphones: [call us]\n", 2, 10, 7, "service/phone", "'call us'"},
    {"name: V\nphones: [12+3]\n", 2, 10, 4, "service/phone", "'12+3' is no phone number"},
    {"name: V\nphones: [1]\n", 2, 10, 1, "service/phone", "'1' is no phone number"},
    {"name: V\nphones: [+44\xc2\xa0""1632 960123]\n", 2, 10, 16, "service/phone", "sign U+00A0"},
    {"name: V\nphones: [{number: 11\xe2\x80\x91""2}]\n", 2, 19, 6, "service/phone", "sign U+2011"},
    {"name: V\nphones: [0401234567 / 0407654321]\n", 2, 10, 23, "service/phone",
     "has 20 digits, and no phone number has more than 15: write each"},
    {"name: V\nphones: [00 44 1632 960123 1234]\n", 2, 10, 22, "service/phone", "more than 17"},
    {"name: V\nphones: [112 / 116 117]\n", 2, 10, 13, "service/phone", "looks like two numbers"},
    {"name: V\nphones: [040 12/040 13]\n", 2, 10, 13, "service/phone", "looks like two numbers"},
    {"name: V\nphones: [112.0]\n", 2, 10, 5, "service/phone", "would be dialled: write '112'"},
    {"name: V\nphones: [441632960123.00]\n", 2, 10, 15, "service/phone", "write '441632960123'"},
    {"name: V\nphones: [{note: x}]\n", 2, 10, 1, "content/field-missing", "'number'"},
    {"name: V\nshown: {name_asked: maybe}\n", 2, 21, 5, "content/value-unknown",
     "never, nickname-ok, optional, required or unknown"},
    {"name: V\nshown: {pseudonym_ok: true}\n", 2, 23, 4, "content/value-unknown",
     "did you mean 'yes'?"},
    {"name: V\nshown: {nmae_asked: never}\n", 2, 9, 10, "content/field-unknown", "'name_asked'"},
    {"name: V\nshown: {name_asked: {value: never, basis: rumour}}\n", 2, 43, 6,
     "content/value-unknown", "seen-by-editor"},
    {"name: V\nshown: {name_asked: {value: [never]}}\n", 2, 29, 1, "content/not-a-word", "a list"},
    {"name: V\nshown: never\n", 2, 8, 5, "content/not-fields", "fields"},
    {"name: V\nmet: {staff: [nurse, dcotor]}\n", 2, 22, 6, "content/value-unknown", "'doctor'"},
    {"name: V\nchannels: [{type: onion-thread, address: \"" ONION "\"}]\n", 2, 12, 1,
     "service/thread-until", "needs 'until'"},
    {"name: V\nchannels: [{address: x}]\n", 2, 12, 1, "content/field-missing", "'type'"},
    {"name: V\nchannels: [{type: phon}]\n", 2, 19, 4, "content/value-unknown", "'phone'"},
    {"name: V\nchannels: [{type: onion-site, address: \"http://expyuzz4wqqyqhjn.onion/\"}]\n", 2,
     41, 30, "service/onion-address", "version 2"},
    {"name: V\nchannels: [{type: onion-site, address: \"https://x.example/\"}]\n", 2, 41, 18,
     "service/onion-address", "56 of a-z and 2-7"},
    {"name: V\nchannels: [{type: onion-site, address: \"http://"
     "1rugchecksampletonmadeupaddressexampleexampleexampleexad.onion/\"}]\n",
     2, 41, 70, "service/onion-address", "56 of a-z and 2-7"},
    {"name: V\nchannels: [{type: email, address: ask at example}]\n", 2, 35, 14, "service/email",
     "no e-mail"},
    {"name: V\nchannels: [{type: sms, address: {en: x}}]\n", 2, 38, 1, "service/phone", "'x'"},
    {"name: V\nchannels: [{type: web-chat, address: chat.example}]\n", 2, 38, 12,
     "content/url-invalid", "https://"},
    {"name: V\nchannels: [{type: post, since: 2026-02-01, until: 2026-01-01}]\n", 2, 51, 10,
     "content/date-order", "before"},
    {"name: V\nshown: {client_code: card-issued}\nrecorded: {record_kept: none}\n", 3, 25, 4,
     "service/contradiction", "'client_code: card-issued' in line 2"},
    {"name: V\nrecorded: {record_kept: none}\nshown: {client_code: card-issued}\n", 3, 22, 11,
     "service/contradiction", "'record_kept: none' in line 2"},
    {"name: V\nshown:\n  pseudonym_ok: yes\n  id_document: always\n", 4, 16, 6,
     "service/contradiction", "'pseudonym_ok: yes' in line 3"},
    {"name: V\nshown:\n  name_asked: required\n  pseudonym_ok: yes\n", 4, 17, 3,
     "service/suspicious", "'name_asked: required' in line 3"},
    {"name: V\nrecorded:\n  record_kept: none\n  record_items: [Age]\n", 4, 18, 3,
     "service/contradiction", "line 3"},
};

static void every_broken_service_gets_its_place_and_sentence(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(corpus); i++) {
        parse(f, corpus[i].text);
        broken_check(&f->diags, &corpus[i]);
        diags_finish(&f->diags);
    }
}

static void very_many_mistakes_end_with_one_sentence(void **state) {
    struct fixture *f = *state;
    struct buf text = {0};
    buf_puts(&text, "name: V\nkinds: [a");
    for (int i = 0; i < 2000; i++)
        buf_puts(&text, ", a");
    buf_puts(&text, "]\n");
    buf_putc(&text, '\0');
    parse(f, text.p);
    assert_int_equal(f->diags.count, 501);
    assert_string_equal(f->diags.items[500].code, "content/too-many");
    buf_finish(&text);
}

/* Each list of its own kind stops at the same number. */
static void lists_of_other_kinds_end_too(void **state) {
    static const char *const heads[] = {"recorded: {shared_with: [", "recorded: {record_items: ["};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        struct buf text = {0};
        buf_printf(&text, "name: V\n%s{when: x}", heads[i]);
        for (unsigned k = 0; k < 600; k++)
            buf_puts(&text, ", {when: x}");
        buf_puts(&text, "]}\n");
        buf_putc(&text, '\0');
        parse(f, text.p);
        assert_int_equal(f->diags.count, 501);
        assert_string_equal(f->diags.items[500].code, "content/too-many");
        diags_finish(&f->diags);
        buf_finish(&text);
    }
}

/* `unknown` may be written out wherever a value may be left out. */
static void unknown_is_a_value_of_when(void **state) {
    struct fixture *f = *state;
    struct service *s =
        parse(f, "name: V\nrecorded: {shared_with: [{party: Police, when: unknown}]}\n");
    assert_no_diags(&f->diags);
    assert_int_equal(s->shared_count, 1);
    assert_str(s->shared_with[0].when, "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_whole_service_is_read),
        TEST(numbers_are_taken_as_people_write_them),
        TEST(claims_keep_basis_date_and_note),
        TEST(nothing_is_told_from_unknown),
        TEST(statements_take_every_form),
        TEST(every_broken_service_gets_its_place_and_sentence),
        TEST(very_many_mistakes_end_with_one_sentence),
        TEST(lists_of_other_kinds_end_too),
        TEST(unknown_is_a_value_of_when),
    };
    return cmocka_run_group_tests_name("content/service", tests, NULL, NULL);
}
