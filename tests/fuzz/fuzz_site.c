/* site.yaml: what is accepted holds together. Languages fall back to each other without a circle,
 * each id and profile is there once, addresses are of their kind, dates are in order; what a
 * release changes is that and nothing else, and changed back it is the file it was. */
#include "content/content.h"
#include "fuzz.h"

static size_t language_of(const struct config *c, struct str tag) {
    for (size_t i = 0; i < c->language_count; i++)
        if (str_eq(c->languages[i].tag, tag))
            return i;
    return SIZE_MAX;
}

static void check_languages(const struct config *c) {
    assert(c->language_count > 0);
    assert(language_of(c, c->default_language) != SIZE_MAX);
    for (size_t i = 0; i < c->language_count; i++) {
        const struct config_language *l = &c->languages[i];
        assert(l->tag.len > 0 && language_of(c, l->tag) == i);
        size_t steps = 0;
        while (l->fallback.p != NULL) {
            size_t next = language_of(c, l->fallback);
            assert(next != SIZE_MAX && steps++ <= c->language_count);
            l = &c->languages[next];
        }
    }
}

static void check_names(const struct config_name *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert(names[i].id.len > 0 && str_find_char(names[i].id, '/') == SIZE_MAX);
        for (size_t k = 0; k < i; k++)
            assert(!str_eq(names[i].id, names[k].id));
    }
}

static void check_rest(const struct config *c) {
    check_names(c->areas, c->area_count);
    check_names(c->kinds, c->kind_count);
    for (size_t i = 0; i < c->risk_count; i++)
        for (size_t k = 0; k < i; k++)
            assert(!str_eq(c->risks[i].id, c->risks[k].id));
    assert(c->profile_count >= 1 && c->profile_count <= CONFIG_PROFILES_MAX);
    for (size_t i = 0; i < c->profile_count; i++)
        for (size_t k = 0; k < i; k++)
            assert(!str_eq(c->profiles[i].name, c->profiles[k].name));
    assert(c->review_months >= 1);
    assert(c->onion_address.p == NULL ||
           (str_starts(c->onion_address, str_lit("http")) &&
            str_find(c->onion_address, str_lit(".onion")) != SIZE_MAX));
    assert(c->clearnet_address.p == NULL || str_starts(c->clearnet_address, str_lit("http")));
    assert(c->release.pack.len > 0 && str_find_char(c->release.pack, '/') == SIZE_MAX);
    assert(!date_is_set(c->release.date) || !date_is_set(c->release.expires) ||
           date_cmp(c->release.date, c->release.expires) <= 0);
    assert(c->theme.len > 0 && str_find(c->theme, str_lit("..")) == SIZE_MAX &&
           str_find_char(c->theme, '/') == SIZE_MAX);
}

/* False: one of the values is not written in the file. */
static bool edit(struct fuzz *f, const struct source *source, const struct config_edit *to,
                 struct buf *out, struct config *parsed) {
    struct diags quiet = {0};
    bool ok = config_edit_release(source, to, out, &quiet);
    struct source again = {"site.yaml", buf_str(out)};
    if (ok && !config_parse(&f->mem, &again, parsed, &quiet))
        fuzz_fail(quiet.items[0].message);
    diags_finish(&quiet);
    return ok;
}

static void release(struct fuzz *f, const struct source *source, const struct config *c) {
    struct config_edit up = {c->release.serial + 1, c->release.date, c->release.expires};
    struct config_edit down = {c->release.serial, c->release.date, c->release.expires};
    struct buf once = {0}, back = {0}, again = {0};
    struct config is;
    if (edit(f, source, &up, &once, &is)) {
        struct source changed = {"site.yaml", buf_str(&once)};
        assert(is.release.serial == up.serial && str_eq(is.release.pack, c->release.pack));
        assert(date_cmp(is.release.date, c->release.date) == 0);
        assert(date_cmp(is.release.expires, c->release.expires) == 0);
        assert(str_eq(is.default_language, c->default_language));
        assert(is.risk_count == c->risk_count && is.area_count == c->area_count);
        assert(str_eq(is.onion_address, c->onion_address) && is.discreet == c->discreet);
        assert(edit(f, &changed, &down, &back, &is));
        struct source first = {"site.yaml", buf_str(&back)};
        assert(edit(f, &first, &down, &again, &is)); /* from here on the bytes stay */
        assert(str_eq(buf_str(&back), buf_str(&again)));
    }
    buf_finish(&once);
    buf_finish(&back);
    buf_finish(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    struct source source = {"site.yaml", text};
    struct config c;
    bool ok = config_parse(&f.mem, &source, &c, &f.d);
    assert(ok == (f.d.errors == 0));
    if (ok) {
        check_languages(&c);
        check_rest(&c);
        release(&f, &source, &c);
    }
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
