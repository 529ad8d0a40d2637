/* The fields of a source, in sources.yaml and inline in front matter. */
#include "content/reference.h"

#include "content/shape.h"
#include "content/web.h"

enum { SLUG_MAX = 48 };

static void read_url(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name), host;
    if (value.p == NULL || web_check(r, n->at, value, &host))
        *(struct str *)to = value;
}

static void read_doi(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name);
    size_t slash = str_find_char(value, '/');
    if (value.p == NULL)
        return;
    if (!str_starts(value, str_lit("10.")) || slash == SIZE_MAX || slash + 1 == value.len ||
        str_find_char(value, ' ') != SIZE_MAX)
        diag_error(r->d, n->at, "content/doi-invalid",
                   "'%s' is no DOI: write it from '10.' on, like 10.1000/182",
                   fields_shown(value).p);
    else
        *(struct str *)to = value;
}

/* One line, or a list of names that is printed with commas. */
static void read_authors(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct buf all = {0};
    for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item)) {
        struct str one = fields_line(r, item, f->name);
        if (fields_give_up(r))
            break;
        if (one.p != NULL && all.len > 0)
            buf_puts(&all, ", ");
        buf_put(&all, one);
    }
    if (all.len > 0)
        *(struct str *)to = arena_str(r->mem, buf_str(&all));
    buf_finish(&all);
}

static const struct field reference_fields[] = {
    {"id", field_id, offsetof(struct reference, id), NULL, OPTIONAL},
    {"title", field_line, offsetof(struct reference, title), NULL, REQUIRED},
    {"authors", read_authors, offsetof(struct reference, authors), NULL, OPTIONAL},
    {"publisher", field_line, offsetof(struct reference, publisher), NULL, OPTIONAL},
    {"journal", field_line, offsetof(struct reference, journal), NULL, OPTIONAL},
    {"year", field_line, offsetof(struct reference, year), NULL, OPTIONAL},
    {"url", read_url, offsetof(struct reference, url), NULL, OPTIONAL},
    {"doi", read_doi, offsetof(struct reference, doi), NULL, OPTIONAL},
    {"note", field_lines, offsetof(struct reference, note), NULL, OPTIONAL},
    {"accessed", field_date, offsetof(struct reference, accessed), NULL, OPTIONAL},
    {0}};

bool reference_read_as(struct reader *r, const struct node *n, struct str id, struct place at,
                       struct reference *out) {
    /* In sources.yaml the id is the entry's name: no field of its own. */
    *out = (struct reference){.at = at};
    fields_read(r, n, id.p == NULL ? reference_fields : reference_fields + 1, out);
    if (id.p != NULL)
        out->id = id;
    return out->title.p != NULL;
}

static bool is_taken(const struct references *all, struct str id) {
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->items[i].id, id))
            return true;
    return false;
}

/* "Opioid overdose" gives "opioid-overdose"; a second one "opioid-overdose-2". */
static struct str id_from_title(struct reader *r, struct str title, const struct references *all) {
    struct str slug = shape_id_like(r->mem, str_slice(title, 0, SLUG_MAX));
    if (slug.p == NULL)
        slug = str_lit("source");
    struct str id = slug;
    /* Counting from the number of entries, not from 2: many of one title stay cheap. */
    for (size_t n = all->count + 1; is_taken(all, id); n++)
        id = arena_printf(r->mem, "%.*s-%zu", STR_ARG(slug), n);
    return id;
}

bool reference_read(struct reader *r, const struct node *n, struct references *all,
                    struct reference *out) {
    if (!reference_read_as(r, n, STR_NONE, n->at, out))
        return false;
    if (out->id.p == NULL)
        out->id = id_from_title(r, out->title, all);
    else if (is_taken(all, out->id))
        return diag_error(r->d, n->at, "content/id-repeated", "the id '%.*s' is given twice",
                          STR_ARG(out->id));
    *arena_push(r->mem, &all->items, &all->count, &all->cap) = *out;
    return true;
}
