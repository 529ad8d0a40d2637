/* The files that editors write, read by their schemas. The first byte says which. */
#include "content/bytes.h"
#include "content/content.h"
#include "content/node.h"
#include "fuzz.h"

static void check_same(const struct node *a, const struct node *b) {
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        assert(a->kind == b->kind && a->plain == b->plain && a->count == b->count);
        assert(a->at.line == b->at.line && a->at.column == b->at.column);
        assert(a->at.width == b->at.width && str_eq(a->value, b->value));
        check_same(a->first, b->first);
    }
    assert(a == NULL && b == NULL);
}

/* Fields of a line each are what libyaml makes of them; with and without a first line. */
static void check_lines(struct fuzz *f, const struct source *source) {
    for (size_t from = 0; from != SIZE_MAX && from < source->text.len;) {
        struct node_tree lines, yaml;
        struct diags quiet = {0};
        if (bytes_check(source, from, source->text.len, &quiet) &&
            node_parse_lines(&f->mem, source, from, source->text.len, &lines)) {
            assert(node_parse_yaml(&f->mem, source, from, source->text.len, &yaml, &quiet));
            assert(quiet.count == 0 && !yaml.partial);
            check_same(lines.root, yaml.root);
        }
        diags_finish(&quiet);
        size_t end = str_find_char(source->text, '\n');
        from = from == 0 && end != SIZE_MAX ? end + 1 : SIZE_MAX;
    }
}

static void check_words(const struct words *w) {
    for (size_t i = 0; i < w->count; i++)
        assert(w->items[i].value.p != NULL &&
               memchr(w->items[i].value.p, 0, w->items[i].value.len) == NULL);
}

/* What is written down of front matter is read again, all of it. */
static void check_store(struct fuzz *f, const struct meta *m, const struct source *source) {
    struct buf first = {0}, second = {0};
    struct meta again = {0};
    meta_put(m, &first);
    struct str rest = buf_str(&first);
    assert(meta_get(&f->mem, &rest, source, &again) && rest.len == 0);
    meta_put(&again, &second);
    assert(str_eq(buf_str(&first), buf_str(&second)));
    for (size_t cut = 0; cut < first.len; cut += 1 + first.len / 16) {
        rest = str_slice(buf_str(&first), 0, cut);
        assert(!meta_get(&f->mem, &rest, source, &again));
    }
    buf_finish(&first);
    buf_finish(&second);
}

/* The body is the rest of the file behind whole lines, and the line number is right. */
static bool meta(struct fuzz *f, const struct source *source) {
    struct meta m;
    struct str body = STR_NONE;
    unsigned line = 0;
    bool ok = meta_parse(&f->mem, source, &m, &body, &line, &f->d);
    if (ok) {
        const char *end = source->text.p + source->text.len;
        assert(body.p >= source->text.p && body.p + body.len == end);
        struct str before = str_of(source->text.p, (size_t)(body.p - source->text.p));
        bool cut = m.present && body.len == 0 && before.len > 0 && before.p[before.len - 1] != '\n';
        assert(line == fuzz_lines(before) + cut); /* "---" may end the file */
        check_words(&m.aliases);
        check_words(&m.sources);
        assert(m.order >= 0 || m.order < 0);
        check_store(f, &m, source);
    }
    return ok;
}

/* With another serial only the serial is different. */
static bool config(struct fuzz *f, const struct source *source) {
    struct config c, changed;
    struct buf edited = {0};
    if (!config_parse(&f->mem, source, &c, &f->d))
        return false;
    struct config_edit to = {.serial = c.release.serial + 1, .date = c.release.date};
    struct diags quiet = {0};
    if (config_edit_release(source, &to, &edited, &quiet)) {
        struct source again = {"site.yaml", buf_str(&edited)};
        assert(config_parse(&f->mem, &again, &changed, &quiet));
        assert(changed.release.serial == to.serial);
        assert(date_cmp(changed.release.date, to.date) == 0);
        assert(date_cmp(changed.release.expires, c.release.expires) == 0);
        assert(changed.language_count == c.language_count);
        assert(str_eq(changed.theme, c.theme));
        assert(str_eq(changed.release.pack, c.release.pack));
    }
    buf_finish(&edited);
    diags_finish(&quiet);
    return true;
}

static bool service(struct fuzz *f, const struct source *source) {
    struct service s;
    if (!service_parse(&f->mem, source, str_lit("van"), &s, &f->d))
        return false;
    check_words(&s.kinds);
    check_words(&s.languages);
    for (size_t i = 0; i < s.schedule_count; i++) {
        struct hours again;
        struct diags quiet = {0};
        struct str text = hours_format(&f->mem, &s.schedules[i].hours);
        assert(hours_parse(&f->mem, text, (struct place){0}, &again, &quiet));
        diags_finish(&quiet);
    }
    for (size_t i = 0; i < s.channel_count; i++) /* an onion thread without an end is refused */
        assert(!str_is(s.channels[i].type, "onion-thread") || date_is_set(s.channels[i].until));
    return true;
}

static bool sources(struct fuzz *f, const struct source *source) {
    struct references r = {0};
    return sources_parse(&f->mem, source, &r, &f->d);
}

static bool classes(struct fuzz *f, const struct source *source) {
    struct class_entries c = {0};
    return classes_parse(&f->mem, source, &c, &f->d);
}

static bool strings(struct fuzz *f, const struct source *source) {
    struct strings s = {0};
    bool ok = strings_parse(&f->mem, source, &s, &f->d);
    for (size_t i = 0; ok && i < s.count; i++)
        assert(map_get(&s.by_key, s.keys[i].value) != MAP_NONE);
    return ok;
}

static bool theme(struct fuzz *f, const struct source *source) {
    struct theme_settings t;
    return theme_parse(&f->mem, source, &t, &f->d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool (*const readers[])(struct fuzz *, const struct source *) = {
        meta, config, service, sources, classes, strings, theme};
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size);
    uint8_t which = fuzz_first(&text);
    struct source source = {"a.yaml", text};
    check_lines(&f, &source);
    bool ok = readers[which % ARRAY_LEN(readers)](&f, &source);
    assert(ok == (f.d.errors == 0));
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
