/* Opening hours: the canonical form is read as the same hours, and is its own canonical form. */
#include "content/hours.h"
#include "fuzz.h"

static void check(struct fuzz *f, const struct hours *h) {
    for (int day = 0; day < HOURS_DAYS; day++) {
        const struct hours_day *d = &h->days[day];
        assert(d->count <= HOURS_SPANS_MAX);
        assert(!d->closed || d->count == 0);
        for (unsigned i = 0; i < d->count; i++)
            assert(d->spans[i].from < d->spans[i].to && d->spans[i].to <= 48 * 60);
    }
    struct hours_row rows[HOURS_DAYS];
    size_t count = hours_rows(h, rows);
    assert(count <= HOURS_DAYS);
    for (size_t i = 0; i < count; i++)
        assert(rows[i].from <= rows[i].to && (i == 0 || rows[i].from > rows[i - 1].to));
    struct hours again;
    struct str text = hours_format(&f->mem, h);
    assert(hours_parse(&f->mem, text, (struct place){0}, &again, &f->d));
    assert(again.always == h->always && str_eq(again.comment, h->comment));
    for (int day = 0; day < HOURS_DAYS; day++) {
        const struct hours_day *a = &h->days[day], *b = &again.days[day];
        assert(a->closed == b->closed && a->count == b->count && str_eq(a->comment, b->comment));
        assert(memcmp(a->spans, b->spans, a->count * sizeof(a->spans[0])) == 0);
    }
    assert(str_eq(hours_format(&f->mem, &again), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct hours h;
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    struct source source = {"a.yaml", text};
    if (utf8_is_valid(text) &&
        str_find_char(text, 0) == SIZE_MAX) { /* as the YAML reader gives it */
        bool ok = hours_parse(&f.mem, text, place_of(&source, 1, 1, text.len), &h, &f.d);
        assert(ok == (f.d.errors == 0));
        if (ok)
            check(&f, &h);
    }
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
