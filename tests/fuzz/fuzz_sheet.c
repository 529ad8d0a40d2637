/* services.csv: services that were read are written as a table that is read as the same services,
 * and holds nothing that a spreadsheet would run. The first byte chooses the separator, and whether
 * they come from a table or from a service's own YAML file. */
#include "content/content.h"
#include "fuzz.h"

static const struct config_language languages[] = {{.tag = {"en", 2}}, {.tag = {"fi", 2}}};

static void write(const struct services *table, char separator, struct buf *out) {
    services_write(table->items, table->count, languages, ARRAY_LEN(languages), separator, out);
}

/* A cell that begins like a formula runs in a spreadsheet that opens it. */
static void check_cells(struct str text, char separator) {
    bool start = true, quoted = false;
    for (size_t i = str_starts(text, str_lit("\xef\xbb\xbf")) ? 3 : 0; i < text.len; i++) {
        char c = text.p[i];
        bool opens = start && c == '"';
        if (opens)
            quoted = true;
        else if (c == '"')
            quoted = !quoted;
        else if (start)
            assert(str_find_char(str_lit("=+-@"), c) == SIZE_MAX);
        if (opens && i + 1 < text.len)
            assert(str_find_char(str_lit("=+-@"), text.p[i + 1]) == SIZE_MAX);
        start = !quoted && (c == separator || c == '\n');
    }
}

static void check_texts(const struct text *a, const struct text *b) {
    assert(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        size_t k = 0; /* columns of languages have an order of their own */
        while (k < b->count && (a->items[i].lang.p == NULL) != (b->items[k].lang.p == NULL))
            k++;
        while (k < b->count && a->items[i].lang.p != NULL &&
               !str_eq(a->items[i].lang, b->items[k].lang))
            k++;
        assert(k < b->count && str_eq(a->items[i].value, b->items[k].value));
    }
}

static void check_claims(const struct claim *a, const struct claim *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert(str_eq(a[i].value, b[i].value) && str_eq(a[i].basis, b[i].basis));
        assert(date_cmp(a[i].checked, b[i].checked) == 0);
        check_texts(&a[i].note, &b[i].note);
    }
}

static void check_service(const struct service *a, const struct service *b) {
    assert(str_eq(a->id, b->id) && str_eq(a->area, b->area));
    check_texts(&a->name, &b->name);
    check_texts(&a->alert, &b->alert);
    check_texts(&a->description, &b->description);
    check_texts(&a->address, &b->address);
    check_texts(&a->eligibility, &b->eligibility);
    check_texts(&a->fees, &b->fees);
    assert(a->status == b->status && a->example == b->example);
    assert(a->kinds.count == b->kinds.count && a->languages.count == b->languages.count);
    assert(a->staff.count == b->staff.count && a->staff_known == b->staff_known);
    assert(date_cmp(a->assured, b->assured) == 0);
    check_claims(a->claims, b->claims, CLAIM_COUNT);
    assert(a->record_items.count == b->record_items.count);
    assert(a->record_items.known == b->record_items.known);
    assert(a->shared_count == b->shared_count && a->shared_known == b->shared_known);
    assert(a->phone_count == b->phone_count && a->schedule_count == b->schedule_count);
    for (size_t i = 0; i < a->phone_count; i++)
        assert(str_eq(a->phones[i].number, b->phones[i].number));
    for (size_t i = 0; i < a->schedule_count; i++)
        assert(str_eq(a->schedules[i].hours_text, b->schedules[i].hours_text));
    assert(a->channel_count == b->channel_count);
    for (size_t i = 0; i < a->channel_count; i++) {
        assert(str_eq(a->channels[i].type, b->channels[i].type));
        assert(str_eq(a->channels[i].key, b->channels[i].key));
        assert(date_cmp(a->channels[i].until, b->channels[i].until) == 0);
        check_texts(&a->channels[i].address, &b->channels[i].address);
        check_claims(a->channels[i].claims, b->channels[i].claims, CHANNEL_CLAIM_COUNT);
    }
}

/* Written, read, and written again. */
static void there_and_back(struct fuzz *f, const struct services *table, char separator) {
    struct buf once = {0}, twice = {0};
    struct services again;
    struct diags quiet = {0};
    write(table, separator, &once);
    check_cells(buf_str(&once), separator);
    struct source source = {"again.csv", buf_str(&once)};
    if (!services_parse(&f->mem, &source, &again, &quiet)) {
        struct buf why = {0};
        diags_format(&quiet, DIAG_TEXT, false, &why);
        fprintf(stderr, "%.*s\n%.*s\n", STR_ARG(buf_str(&once)), STR_ARG(buf_str(&why)));
        fuzz_fail("what was written is not read");
    }
    assert(again.count == table->count);
    for (size_t i = 0; i < again.count; i++)
        check_service(&table->items[i], &again.items[i]);
    write(&again, separator, &twice);
    assert(str_eq(buf_str(&once), buf_str(&twice)));
    diags_finish(&quiet);
    buf_finish(&once);
    buf_finish(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    uint8_t how = fuzz_first(&text);
    struct source source = {"services.csv", text};
    struct services table = {0};
    struct service one;
    bool ok;
    if ((how & 4) != 0) {
        ok = service_parse(&f.mem, &source, str_lit("van"), &one, &f.d);
        table = (struct services){.items = &one, .count = 1};
    } else {
        ok = services_parse(&f.mem, &source, &table, &f.d);
    }
    assert(ok == (f.d.errors == 0));
    if (ok && table.count > 0)
        there_and_back(&f, &table, ",;\t,"[how & 3]);
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
