/* A release in site.yaml: three values replaced where they stand, every other byte kept, comments
 * and all. */
#include <assert.h>
#include <inttypes.h>

#include "content/bytes.h"
#include "content/fields.h"

struct edit {
    const struct source *source;
    const struct node *release;
    struct buf *out;
    struct diags *d;
    size_t done; /* bytes of the source that are in `out` or replaced */
};

static size_t offset_of(struct str text, struct place at) {
    size_t offset = 0;
    for (uint32_t line = 1; line < at.line; line++) {
        size_t lf = str_find_char(str_from_offset(text, offset), '\n');
        assert(lf != SIZE_MAX); /* the place is one of this text */
        offset += lf + 1;
    }
    return offset + at.column - 1;
}

/* The bytes of a value; NULL when it does not stand there as it is. */
static const struct node *find(struct edit *e, const char *name, size_t *from) {
    const struct node *n = e->release == NULL ? NULL : fields_find(e->release, name);
    struct str text = e->source->text;
    if (n == NULL || n->kind != NODE_WORD || n->value.len == 0) {
        struct place at = e->release == NULL ? place_of(e->source, 0, 0, 0) : e->release->at;
        diag_error(e->d, at, "config/release-missing",
                   "'release' has no '%s' that could be raised; write it once by hand", name);
        return NULL;
    }
    *from = offset_of(text, n->at);
    if (str_eq(str_slice(text, *from, *from + n->value.len), n->value))
        return n;
    diag_error(e->d, n->at, "config/release-form",
               "'%s' cannot be replaced as it is written here; write it plainly on one line", name);
    return NULL;
}

enum { FIELDS = 3 };
struct replacement {
    size_t from, len;
    struct str with;
};

static bool plan(struct edit *e, const char *name, struct str with, struct replacement *out) {
    const struct node *n = find(e, name, &out->from);
    if (n == NULL)
        return false;
    out->len = n->value.len;
    out->with = with;
    return true;
}

/* Fields may stand in any order. */
static void sort(struct replacement *r, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && r[k].from < r[k - 1].from; k--) {
            struct replacement swap = r[k];
            r[k] = r[k - 1];
            r[k - 1] = swap;
        }
}

static void write(struct edit *e, const struct replacement *r, size_t count) {
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        buf_put(e->out, str_slice(e->source->text, at, r[i].from));
        buf_put(e->out, r[i].with);
        at = r[i].from + r[i].len;
    }
    buf_put(e->out, str_from_offset(e->source->text, at));
}

bool config_edit_release(const struct source *source, const struct config_edit *to, struct buf *out,
                         struct diags *d) {
    struct arena mem = {0};
    struct reader r;
    struct replacement all[FIELDS];
    struct edit e = {.source = source, .out = out, .d = d};
    struct date_text date = date_format(to->date), expires = date_format(to->expires);
    size_t count = 2;
    bool ok = fields_open(&r, &mem, source, BYTES_CONFIG_MAX, d);
    e.release = ok ? fields_find(r.tree.root, "release") : NULL;
    if (e.release != NULL && e.release->kind != NODE_FIELDS)
        e.release = NULL;
    ok = ok && plan(&e, "serial", arena_printf(&mem, "%" PRIu64, to->serial), &all[0]) &&
         plan(&e, "date", str_from(date.p), &all[1]);
    if (ok && date_is_set(to->expires))
        ok = plan(&e, "expires", str_from(expires.p), &all[count++]);
    if (ok) {
        sort(all, count);
        write(&e, all, count);
    }
    ok = fields_close(&r) && ok;
    arena_finish(&mem);
    return ok;
}
