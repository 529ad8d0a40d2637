/* `# pamphlet: allow CODE because …` in a YAML file or in front matter, and
 * `[//]: # (pamphlet: allow CODE because …)` in a text, which CommonMark does not print.
 *
 * It allows CODE on its own line and in the piece below it: in a text up to the next empty line, in
 * YAML the field or item below with all that is indented under it; in front matter or above the
 * first field of a file also what concerns the file as a whole, and in the front matter all of the
 * text; in site.yaml above the first field, everywhere. */
#include "lint/parts.h"

struct allowance {
    struct str code;
    struct place at;
    uint32_t from, to; /* lines */
    size_t indent;     /* of the field or item below it; SIZE_MAX: not there yet */
    bool item, closed;
    bool whole; /* the file from line `body` on, or with `everywhere` the site */
    uint32_t body;
    bool used;
};
struct allowances {
    const char *path;
    struct allowance *items;
    size_t count, cap;
};
struct allowing {
    struct lint *l;
    struct arena mem;
    struct map by_path;
    struct allowances *files;
    size_t count, cap;
    struct diags *d;
};

static const struct lint_rule *rule_named(struct str code, struct suggest *near) {
    for (const struct lint_rule *r = lint_rules; r->code != NULL; r++) {
        if (str_is(code, r->code))
            return r;
        suggest_offer(near, str_from(r->code));
    }
    return NULL;
}

/* What follows "pamphlet: allow " in a comment, or absent. */
static struct str comment_in(struct str line) {
    static const char *const marks[] = {"# pamphlet: allow ", "[//]: # (pamphlet: allow "};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t at = str_find(line, str_from(marks[i]));
        if (at != SIZE_MAX)
            return str_from_offset(line, at + strlen(marks[i]));
    }
    return STR_NONE;
}

static bool is_comment_line(struct str line) {
    struct str t = str_trim(line);
    return t.len == 0 || t.p[0] == '#';
}

/* A file while its lines go by. */
struct reading {
    struct allowing *a;
    const struct source *source;
    struct allowances *out;
    uint32_t number, body; /* body: first line of the text, or UINT32_MAX */
    bool above_fields;     /* nothing but comments so far */
    size_t open_from;      /* allowances of the piece that goes on */
    uint32_t row_from;     /* of a table: where the row at hand began */
    bool quoted;           /* of a table: inside a cell of several lines */
};

static void add_allowance(struct reading *r, struct str line, struct str rest) {
    struct suggest near = {0};
    struct allowing *a = r->a;
    size_t n = 0, column = (size_t)(rest.p - line.p) + 1;
    while (n < rest.len && !ascii_is_space(rest.p[n]) && rest.p[n] != ')')
        n++;
    struct str code = str_slice(rest, 0, n), reason = str_trim(str_from_offset(rest, n));
    struct place at = place_of(r->source, r->number, column, n);
    near.wanted = code;
    if (rule_named(code, &near) == NULL) {
        diag_warning(a->d, at, "lint/allow-unknown", "there is no '%.*s' that can be allowed%s",
                     STR_ARG(code), suggest_tail(near.best).p);
        return;
    }
    if (!str_starts(reason, str_lit("because ")) || reason.len < 12)
        diag_warning(a->d, at, "lint/allow-reason", "say why: '# pamphlet: allow %.*s because …'",
                     STR_ARG(code));
    bool front = r->body != UINT32_MAX && r->number < r->body;
    *arena_push(&a->mem, &r->out->items, &r->out->count, &r->out->cap) =
        (struct allowance){.code = code,
                           .at = at,
                           .from = r->number,
                           .to = r->number,
                           .indent = SIZE_MAX,
                           .closed = !is_comment_line(line),
                           .whole = front || r->above_fields,
                           .body = front ? r->body : 0};
}

/* Whether a line of YAML belongs to the field or item that follows the comment. The items of a list
 * may stand in the column of its name. */
static bool field_goes_on(struct allowance *x, struct str line) {
    size_t indent = 0;
    if (is_comment_line(line))
        return true;
    while (line.p[indent] == ' ')
        indent++;
    bool item = line.p[indent] == '-', first = x->indent == SIZE_MAX;
    if (first) {
        x->indent = indent;
        x->item = item;
    }
    return first || indent > x->indent || (item && indent == x->indent && !x->item);
}

static void read_yaml_line(struct reading *r, struct str line) {
    struct str rest = comment_in(line);
    for (size_t i = r->open_from; i < r->out->count; i++) {
        struct allowance *x = &r->out->items[i];
        x->closed = x->closed || !field_goes_on(x, line);
        x->to = x->closed ? x->to : r->number;
    }
    while (r->open_from < r->out->count && r->out->items[r->open_from].closed)
        r->open_from++;
    if (rest.p != NULL)
        add_allowance(r, line, rest);
    r->above_fields = r->above_fields && is_comment_line(line);
}

static void read_text_line(struct reading *r, struct str line) {
    struct str rest = comment_in(line);
    bool goes_on = str_trim(line).len > 0;
    for (size_t i = r->open_from; i < r->out->count; i++)
        r->out->items[i].to = r->number;
    if (rest.p != NULL)
        add_allowance(r, line, rest);
    /* The piece below counts, past one empty line behind the comment. */
    bool directly =
        r->out->count > r->open_from && r->out->items[r->out->count - 1].from + 1 >= r->number;
    if (!goes_on && !directly)
        r->open_from = r->out->count;
}

/* In a table what stands in a row counts for that row. */
static void read_table_line(struct reading *r, struct str line) {
    struct str rest = comment_in(line);
    if (!r->quoted)
        r->row_from = r->number;
    if (rest.p != NULL)
        add_allowance(r, line, rest);
    for (size_t i = 0; i < line.len; i++)
        r->quoted = r->quoted != (line.p[i] == '"');
    for (; !r->quoted && r->open_from < r->out->count; r->open_from++) {
        r->out->items[r->open_from].from = r->row_from;
        r->out->items[r->open_from].to = r->number;
    }
}

static void read_file(struct allowing *a, const struct source *source, uint32_t body) {
    struct str rest = source->text, line;
    if (str_find(source->text, str_lit("pamphlet: allow ")) == SIZE_MAX ||
        map_add(&a->by_path, str_from(source->path), (uint32_t)a->count) != MAP_NONE)
        return;
    struct allowances *out = arena_push(&a->mem, &a->files, &a->count, &a->cap);
    bool table = str_ends(str_from(source->path), str_lit(".csv"));
    struct reading r = {.a = a,
                        .source = source,
                        .out = out,
                        .body = body,
                        .above_fields = body == UINT32_MAX && !table};
    out->path = source->path;
    while (str_next_line(&rest, &line)) {
        if (++r.number == body)
            r.open_from = out->count;
        if (table)
            read_table_line(&r, line);
        else if (r.number < body)
            read_yaml_line(&r, line);
        else
            read_text_line(&r, line);
    }
}

static bool allows(struct allowances *file, const struct diag *d, bool everywhere) {
    for (size_t i = 0; i < file->count; i++) {
        struct allowance *x = &file->items[i];
        bool here = !everywhere && d->line >= x->from && d->line <= x->to;
        bool whole = x->whole && (everywhere || d->line <= 1 || d->line >= x->body);
        if (!str_is(x->code, d->code) || !(here || whole))
            continue;
        x->used = true;
        return true;
    }
    return false;
}

static bool is_allowed(struct allowing *a, const struct diag *d) {
    uint32_t file = map_get(&a->by_path, str_from(d->path));
    uint32_t site = map_get(&a->by_path, str_lit("site.yaml"));
    if (file != MAP_NONE && allows(&a->files[file], d, false))
        return true;
    return site != MAP_NONE && allows(&a->files[site], d, true);
}

static void tell_unused(struct allowing *a) {
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < a->files[i].count; k++)
            if (!a->files[i].items[k].used)
                diag_note(a->d, a->files[i].items[k].at, "lint/allow-unused",
                          "nothing here needs '%.*s' to be allowed: take the line out",
                          STR_ARG(a->files[i].items[k].code));
}

void allow_filter(struct lint *l, struct diags *d) {
    const struct site *site = l->site;
    struct allowing a = {.l = l, .d = d};
    struct diags *found = &l->found;
    map_init(&a.by_path, &a.mem, site->page_count);
    read_file(&a, &site->config.source, UINT32_MAX);
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i]->document != NULL)
            read_file(&a, &site->pages[i]->document->source, site->pages[i]->document->body_line);
    for (size_t i = 0; i < site->service_count; i++)
        read_file(&a, &site->services[i].source, UINT32_MAX);
    if (site->interaction_count > 0)
        read_file(&a, site->interactions[0].row->at.source, UINT32_MAX);
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++)
        if (!is_allowed(&a, &found->items[i]))
            found->items[kept++] = found->items[i];
    found->count = kept;
    tell_unused(&a);
    diags_merge(d, found);
    arena_finish(&a.mem);
}
