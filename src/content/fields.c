/* The schema reader. One mistake never hides another: each field is read on its own, and a field
 * that cannot be read stays as if it was not given. */
#include "content/fields.h"

#include <stdio.h>

#include "content/bytes.h"
#include "content/names.h"
#include "content/shape.h"

/* Places outlive the caller's struct: they point to a copy beside what was parsed. */
static void init(struct reader *r, struct arena *mem, const struct source *source,
                 struct diags *d) {
    struct source *kept = arena_new(mem, struct source);
    *kept = *source;
    *r = (struct reader){
        .mem = mem, .source = kept, .d = d, .errors_before = d->errors, .count_before = d->count};
}

bool fields_open_part(struct reader *r, struct arena *mem, const struct source *source, size_t from,
                      size_t to, struct diags *d) {
    init(r, mem, source, d);
    return node_parse(&r->scratch, r->source, from, to, &r->tree, d);
}

bool fields_open(struct reader *r, struct arena *mem, const struct source *source,
                 size_t limit_bytes, struct diags *d) {
    init(r, mem, source, d);
    if (!bytes_check_file(r->source, limit_bytes, d))
        return false;
    size_t mark = source->text.len - bytes_without_mark(source->text).len;
    return node_parse(&r->scratch, r->source, mark, source->text.len, &r->tree, d);
}

void fields_open_row(struct reader *r, struct arena *mem, const struct source *source,
                     struct place at, struct diags *d) {
    *r = (struct reader){
        .mem = mem, .source = source, .d = d, .errors_before = d->errors, .count_before = d->count};
    r->tree.root = arena_new(&r->scratch, struct node);
    r->tree.root->kind = NODE_FIELDS;
    r->tree.root->at = at;
}

bool fields_close(struct reader *r) {
    if (fields_give_up(r))
        diag_error(r->d, place_of(r->source, 0, 0, 0), "content/too-many",
                   "has %d mistakes or more: the rest is not listed", NODE_MISTAKES_MAX);
    arena_finish(&r->scratch);
    return r->d->errors == r->errors_before;
}

bool fields_give_up(const struct reader *r) {
    return r->d->count - r->count_before >= NODE_MISTAKES_MAX;
}

bool fields_is_empty(const struct node *n) {
    return n->kind == NODE_WORD && n->plain && n->value.len == 0;
}

struct shown fields_shown(struct str value) {
    enum { ROOM = 60 };
    struct shown out;
    size_t len = value.len < ROOM ? value.len : ROOM;
    while (len < value.len && len > 0 && ((unsigned char)value.p[len] & 0xc0) == 0x80)
        len--;
    for (size_t i = 0; i < len; i++)
        out.p[i] = ascii_is_space(value.p[i]) ? ' ' : value.p[i];
    snprintf(out.p + len, sizeof(out.p) - len, "%s", len < value.len ? "…" : "");
    return out;
}

/* --- groups of fields */

static const struct field *field_named(const struct field *table, struct str name) {
    for (; table->name != NULL; table++)
        if (str_is(name, table->name))
            return table;
    return NULL;
}

/* ": here stand a, b and c", or nothing when there are too many to name. */
static struct str what_stands_here(struct reader *r, const struct field *table) {
    enum { FEW = 10 };
    const char *names[FEW];
    size_t count = 0;
    for (; table->name != NULL; table++) {
        if (table->read == NULL)
            continue;
        if (count == FEW)
            return str_lit("");
        names[count++] = table->name;
    }
    struct buf out = {0};
    buf_puts(&out, count == 0 ? "" : ": here stand ");
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ", names[i]);
    struct str copy = arena_str(&r->scratch, buf_str(&out));
    buf_finish(&out);
    return copy;
}

/* What stands here for what other programs call `name`. */
static struct str other_name(const struct field *table, struct str name) {
    size_t row = 0;
    for (const char *ours; (ours = names_other(name, &row)) != NULL;)
        if (field_named(table, str_from(ours)) != NULL)
            return str_from(ours);
    return STR_NONE;
}

static void report_unknown(struct reader *r, const struct node *name, const struct field *table) {
    struct suggest s = {.wanted = name->value};
    const char *group = r->group_of == NULL ? NULL : r->group_of(name->value);
    if (group != NULL) {
        diag_error(r->d, name->at, "content/field-unknown",
                   "'%s' stands below '%s:', two blanks further in", fields_shown(name->value).p,
                   group);
        return;
    }
    for (const struct field *f = table; f->name != NULL; f++)
        if (f->read != NULL)
            suggest_offer(&s, str_from(f->name));
    if (s.best.p == NULL)
        s.best = other_name(table, name->value);
    struct str others = s.best.p == NULL ? what_stands_here(r, table) : str_lit("");
    diag_error(r->d, name->at, "content/field-unknown", "unknown field '%s'%s%.*s",
               fields_shown(name->value).p, suggest_tail(s.best).p, STR_ARG(others));
}

/* The value under the name or an old one of it. */
static const struct node *value_of(const struct node *n, const struct field *f,
                                   const struct field *table) {
    const struct node *value = fields_find(n, f->name);
    for (; value == NULL && table->name != NULL; table++)
        if (table->read == NULL && strcmp(table->arg, f->name) == 0)
            value = fields_find(n, table->name);
    return value;
}

static bool is_blank(const struct node *n) {
    return n->kind == NODE_WORD && str_trim(n->value).len == 0;
}

/* No word, or one in none of its languages. */
static bool says_nothing(const struct field *f, const struct node *value) {
    if (value->kind != NODE_FIELDS || f->read != field_text)
        return is_blank(value);
    for (const struct node *name = value->first; name != NULL; name = name->next->next)
        if (!is_blank(name->next))
            return false;
    return true;
}

/* "a, b or c" */
static const char *list_values(struct arena *mem, const char *const *values, const char *also) {
    struct str out = str_from(values[0]);
    for (size_t i = 1; values[i] != NULL; i++)
        out = arena_printf(mem, "%.*s%s%s", STR_ARG(out),
                           values[i + 1] == NULL && also == NULL ? " or " : ", ", values[i]);
    return also == NULL ? out.p : arena_printf(mem, "%.*s or %s", STR_ARG(out), also).p;
}

/* ": mg, mcg …" behind a field that takes only these words. */
static const char *what_it_takes(struct reader *r, const struct field *f) {
    const char *const *values = f->read == field_word || f->read == field_choice ? f->arg : NULL;
    return values == NULL
               ? ""
               : arena_printf(&r->scratch, ": %s", list_values(&r->scratch, values, NULL)).p;
}

static void report_missing(struct reader *r, const struct node *n, const struct field *all) {
    for (const struct field *table = all; table->name != NULL; table++) {
        if (table->need != REQUIRED)
            continue;
        const struct node *value = value_of(n, table, all);
        if (value == NULL)
            diag_error(r->d, n->at, "content/field-missing", "the field '%s' is missing%s",
                       table->name, what_it_takes(r, table));
        else if (says_nothing(table, value))
            diag_error(r->d, value->at, "content/field-missing", "the field '%s' is empty%s",
                       table->name, what_it_takes(r, table));
    }
}

/* The row to read an old name by: it goes on being read until the next great version. NULL after a
 * message when both names are there. */
static const struct field *new_name(struct reader *r, const struct node *n, const struct node *name,
                                    const struct field *old, const struct field *table) {
    const char *now = old->arg;
    if (fields_find(n, now) != NULL) {
        diag_error(r->d, name->at, "yaml/repeated",
                   "'%s' is the old name of '%s', which is here, too: take it out", old->name, now);
        return NULL;
    }
    diag_warning(r->d, name->at, "content/field-old",
                 "'%s' is called '%s' now: it is still read, but not for ever", old->name, now);
    return field_named(table, str_from(now));
}

/* Where the whole file allows it, `unknown` is the same as no field. */
static bool is_left_open(const struct reader *r, const struct field *f, const struct node *n) {
    return r->unknown_is_absent && f->need == OPTIONAL && n->kind == NODE_WORD &&
           str_is(n->value, "unknown");
}

void fields_read(struct reader *r, const struct node *n, const struct field *table, void *out) {
    if (n->kind != NODE_FIELDS) {
        diag_error(r->d, n->at, "content/not-fields",
                   "here fields are expected, each a name, a colon and a value");
        return;
    }
    for (const struct node *name = n->first; name != NULL; name = name->next->next) {
        const struct field *f = field_named(table, name->value);
        if (fields_give_up(r))
            return;
        if (f == NULL)
            report_unknown(r, name, table);
        else if (f->read == NULL)
            f = new_name(r, n, name, f, table);
        if (f != NULL && !fields_is_empty(name->next) && !is_left_open(r, f, name->next))
            f->read(r, name->next, f, (char *)out + f->offset);
    }
    if (n != r->tree.root || !r->tree.partial)
        report_missing(r, n, table);
}

const struct node *fields_find(const struct node *n, const char *name) {
    if (n->kind != NODE_FIELDS)
        return NULL;
    for (const struct node *key = n->first; key != NULL; key = key->next->next)
        if (str_is(key->value, name))
            return key->next;
    return NULL;
}

const struct node *fields_first(const struct node *n) {
    return n->kind == NODE_LIST ? n->first : n;
}

const struct node *fields_next(const struct node *list, const struct node *item) {
    return list->kind == NODE_LIST ? item->next : NULL;
}

/* --- words */

static bool is_word(struct reader *r, const struct node *n, const char *name) {
    if (n->kind == NODE_WORD)
        return true;
    return diag_error(r->d, n->at, "content/not-a-word", "'%s' takes one value, not %s", name,
                      n->kind == NODE_LIST ? "a list" : "fields");
}

struct str fields_prose(struct reader *r, const struct node *n, const char *name) {
    if (!is_word(r, n, name))
        return STR_NONE;
    struct str value = str_trim(n->value);
    return value.len == 0 ? STR_NONE : arena_str(r->mem, value);
}

struct str fields_line(struct reader *r, const struct node *n, const char *name) {
    if (!is_word(r, n, name))
        return STR_NONE;
    struct str value = str_trim(n->value);
    if (str_find_char(value, '\n') != SIZE_MAX) {
        diag_error(r->d, n->at, "content/one-line", "'%s' must be one line", name);
        return STR_NONE;
    }
    return value.len == 0 ? STR_NONE : arena_str(r->mem, value);
}

void field_word(struct reader *r, const struct node *n, const struct field *f, void *to) {
    *(struct word *)to = (struct word){fields_line(r, n, f->name), n->at};
}

void field_prose(struct reader *r, const struct node *n, const struct field *f, void *to) {
    *(struct word *)to = (struct word){fields_prose(r, n, f->name), n->at};
}

void field_line(struct reader *r, const struct node *n, const struct field *f, void *to) {
    *(struct str *)to = fields_line(r, n, f->name);
}

void field_lines(struct reader *r, const struct node *n, const struct field *f, void *to) {
    *(struct str *)to = fields_prose(r, n, f->name);
}

struct str fields_id(struct reader *r, const struct node *n, const char *name) {
    struct str value = fields_line(r, n, name);
    if (value.p == NULL || shape_is_id(value))
        return value;
    diag_error(r->d, n->at, "content/id-invalid", "'%s' is no id for '%s': use a-z, 0-9 and '-'%s",
               fields_shown(value).p, name, suggest_tail(shape_id_like(&r->scratch, value)).p);
    return STR_NONE;
}

void field_id(struct reader *r, const struct node *n, const struct field *f, void *to) {
    *(struct str *)to = fields_id(r, n, f->name);
}

/* --- lists of words */

/* Whether `n` is a list or one item; "a, b" without brackets is neither. */
static bool is_list(struct reader *r, const struct node *n, const char *name) {
    if (n->kind == NODE_LIST || (n->kind == NODE_WORD && !n->plain))
        return true;
    if (n->kind == NODE_WORD && str_find_char(n->value, ',') == SIZE_MAX)
        return true;
    return diag_error(r->d, n->at, "content/not-a-list",
                      "'%s' is a list: write [one, another], or each item on a line behind '- '",
                      name);
}

static bool is_repeated(struct reader *r, const struct words *list, struct map *seen,
                        struct str value) {
    enum { FEW = 16 };
    if (list->count < FEW) {
        for (size_t i = 0; i < list->count; i++)
            if (str_eq(list->items[i].value, value))
                return true;
        return false;
    }
    if (seen->room == 0) {
        map_init(seen, &r->scratch, list->count * 4);
        for (size_t i = 0; i < list->count; i++)
            map_add(seen, list->items[i].value, 0);
    }
    return map_add(seen, value, 0) != MAP_NONE;
}

void fields_items(struct reader *r, const struct node *n, const char *name, item_fn *read,
                  void *ctx, struct words *out) {
    struct map seen = {0};
    if (!is_list(r, n, name))
        return;
    for (const struct node *item = fields_first(n); item != NULL; item = fields_next(n, item)) {
        if (fields_give_up(r))
            return;
        struct str value = read(r, item, name, ctx);
        if (value.p == NULL && item->kind == NODE_WORD && str_trim(item->value).len == 0)
            diag_error(r->d, item->at, "content/item-empty", "an item of '%s' is empty", name);
        if (value.p == NULL)
            continue;
        if (is_repeated(r, out, &seen, value))
            diag_warning(r->d, item->at, "content/repeated", "'%s' is in '%s' twice",
                         fields_shown(value).p, name);
        else
            *arena_push(r->mem, &out->items, &out->count, &out->cap) =
                (struct word){value, item->at};
    }
}

static struct str line_item(struct reader *r, const struct node *n, const char *name, void *ctx) {
    (void)ctx;
    return fields_line(r, n, name);
}

static struct str id_item(struct reader *r, const struct node *n, const char *name, void *ctx) {
    (void)ctx;
    return fields_id(r, n, name);
}

void field_words(struct reader *r, const struct node *n, const struct field *f, void *to) {
    fields_items(r, n, f->name, line_item, NULL, to);
}

void field_ids(struct reader *r, const struct node *n, const struct field *f, void *to) {
    fields_items(r, n, f->name, id_item, NULL, to);
}

void field_choices(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct words all = {0}, *out = to;
    fields_items(r, n, f->name, line_item, NULL, &all);
    for (size_t i = 0; i < all.count; i++)
        if (fields_one_of(r, all.items[i].value, all.items[i].at, f->name, f->arg, NULL))
            *arena_push(r->mem, &out->items, &out->count, &out->cap) = all.items[i];
}

/* --- texts in languages */

static void read_language(struct reader *r, const struct node *name, const char *field,
                          struct text *out) {
    if (!shape_is_language(name->value)) {
        diag_error(r->d, name->at, "content/language-invalid",
                   "'%s' is no language tag: '%s' is one text, or one for each language like "
                   "{en: …, fi: …}",
                   fields_shown(name->value).p, field);
        return;
    }
    for (size_t i = 0; i < out->count && out->count < 200; i++)
        if (str_eq_nocase(out->items[i].lang, name->value)) {
            diag_error(r->d, name->at, "yaml/repeated", "the language '%.*s' is given twice",
                       STR_ARG(name->value));
            return;
        }
    if (fields_is_empty(name->next))
        return;
    struct str value = fields_prose(r, name->next, field);
    if (value.p != NULL)
        out->items[out->count++] =
            (struct text_entry){arena_str(r->mem, name->value), value, name->next->at};
}

void field_text(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct text *out = to;
    size_t room = n->kind == NODE_FIELDS ? n->count : 1;
    *out = (struct text){.items = arena_array(r->mem, struct text_entry, room)};
    if (n->kind == NODE_FIELDS) {
        for (const struct node *name = n->first; name != NULL && !fields_give_up(r);
             name = name->next->next)
            read_language(r, name, f->name, out);
        return;
    }
    struct str value = fields_prose(r, n, f->name);
    if (value.p != NULL)
        out->items[out->count++] = (struct text_entry){STR_NONE, value, n->at};
}

/* --- typed words */

static bool looks_like_date(struct str s) {
    if (s.len != 10)
        return false;
    for (size_t i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? s.p[i] != '-' : !ascii_is_digit(s.p[i]))
            return false;
    return true;
}

void field_date(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name);
    if (value.p == NULL || date_parse(value, to))
        return;
    if (looks_like_date(value))
        diag_error(r->d, n->at, "content/date-invalid",
                   "date '%.*s' is not in the calendar (years 1970 to 9999)", STR_ARG(value));
    else
        diag_error(r->d, n->at, "content/date-invalid", "date '%s' is not YYYY-MM-DD",
                   fields_shown(value).p);
}

void field_bool(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name);
    if (value.p == NULL)
        return;
    bool yes = str_eq_nocase(value, str_lit("yes")) || str_eq_nocase(value, str_lit("true"));
    if (!yes && !str_eq_nocase(value, str_lit("no")) && !str_eq_nocase(value, str_lit("false")))
        diag_error(r->d, n->at, "content/value-unknown", "'%s' is no value of '%s': yes or no",
                   fields_shown(value).p, f->name);
    else
        *(bool *)to = yes;
}

static struct str nearest(struct str value, const char *const *values) {
    bool yes = str_eq_nocase(value, str_lit("true")), no = str_eq_nocase(value, str_lit("false"));
    for (size_t i = 0; (yes || no) && values[i] != NULL; i++)
        if (strcmp(values[i], yes ? "yes" : "no") == 0)
            return str_from(values[i]);
    return suggest_among(value, values);
}

bool fields_one_of(struct reader *r, struct str value, struct place at, const char *name,
                   const char *const *values, const char *also) {
    for (size_t i = 0; values[i] != NULL; i++)
        if (str_is(value, values[i]))
            return true;
    return diag_error(r->d, at, "content/value-unknown", "'%s' is no value of '%s': %s%s",
                      fields_shown(value).p, name, list_values(&r->scratch, values, also),
                      suggest_tail(nearest(value, values)).p);
}

void field_choice(struct reader *r, const struct node *n, const struct field *f, void *to) {
    const char *const *values = f->arg;
    struct str value = fields_line(r, n, f->name);
    if (value.p == NULL || !fields_one_of(r, value, n->at, f->name, values, NULL))
        return;
    int index = 0;
    while (!str_is(value, values[index]))
        index++;
    *(int *)to = index;
}

bool fields_uint(struct reader *r, const struct node *n, const char *name, uint64_t max,
                 uint64_t *out) {
    struct str value = fields_line(r, n, name);
    if (value.p == NULL || str_to_uint(value, max, out))
        return value.p != NULL;
    return diag_error(r->d, n->at, "content/number-invalid",
                      "'%s' is no number for '%s': digits only, at most %llu",
                      fields_shown(value).p, name, (unsigned long long)max);
}

void field_int(struct reader *r, const struct node *n, const struct field *f, void *to) {
    struct str value = fields_line(r, n, f->name);
    uint64_t number;
    bool minus = str_starts(value, str_lit("-"));
    if (value.p == NULL)
        return;
    if (!str_to_uint(str_from_offset(value, minus), INT32_MAX - 1, &number))
        diag_error(r->d, n->at, "content/number-invalid", "'%s' is no whole number for '%s'",
                   fields_shown(value).p, f->name);
    else
        *(int32_t *)to = minus ? -(int32_t)number : (int32_t)number;
}
