/* Components: `::: name {key=value key="v w"}` to `:::`. The lines between go to the caller as they
 * are; in the draft an empty heading holds the place. Fences nest: an inner opening fence needs its
 * own closing one. Without a component hook all of this is ordinary text. */
#include "markdown/scan.h"

enum { COLONS_MIN = 3 };

static size_t colons(struct str rest) {
    size_t n = 0;
    while (n < rest.len && rest.p[n] == ':')
        n++;
    return n;
}

static bool is_name_char(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '_';
}

static size_t skip_gaps(struct str s, size_t i) {
    while (i < s.len && line_is_gap(s.p[i]))
        i++;
    return i;
}

static size_t name_end(struct str s, size_t i) {
    while (i < s.len && is_name_char(s.p[i]))
        i++;
    return i;
}

static bool syntax_error(struct scan *s, size_t at, const char *what) {
    return job_error(
        s->job, job_place(s->job, s->line.number, (uint32_t)(s->line.first + at + 1), 1),
        "markdown/component-syntax", "%s; write ::: name {key=value key=\"two words\"}", what);
}

static bool add_attr(struct scan *s, struct component *c, size_t at, struct str name,
                     struct str value) {
    for (size_t i = 0; i < c->attr_count; i++)
        if (str_eq(c->attrs[i].name, name))
            return job_error(
                s->job,
                job_place(s->job, s->line.number, (uint32_t)(s->line.first + at + 1), name.len),
                "markdown/component-attribute", "'%.*s' is given twice", STR_ARG(name));
    if (c->attr_count >= COMPONENT_ATTRS_MAX)
        return syntax_error(s, at, "there are too many keys");
    *arena_push(s->job->mem, &c->attrs, &c->attr_count, &c->attr_cap) =
        (struct markdown_attr){arena_str(s->job->mem, name), arena_str(s->job->mem, value)};
    return true;
}

/* `{key=value key="v w"}` from `i` on; only gaps may follow. */
static bool parse_attrs(struct scan *s, struct component *c, struct str rest, size_t i) {
    if (i >= rest.len)
        return true;
    if (rest.p[i] != '{')
        return syntax_error(s, i, "only {…} may follow the name");
    i = skip_gaps(rest, i + 1);
    while (i < rest.len && rest.p[i] != '}') {
        size_t end = name_end(rest, i);
        if (end == i || end >= rest.len || rest.p[end] != '=')
            return syntax_error(s, i, "this is not key=value");
        struct str name = str_slice(rest, i, end), value;
        size_t from = end + 1, stop = from;
        if (from < rest.len && rest.p[from] == '"') {
            size_t close = str_find_char(str_from_offset(rest, ++from), '"');
            if (close == SIZE_MAX)
                return syntax_error(s, from - 1, "the quotation mark is not closed");
            stop = from + close;
            value = str_slice(rest, from, stop++);
        } else {
            while (stop < rest.len && !line_is_gap(rest.p[stop]) && rest.p[stop] != '}' &&
                   rest.p[stop] != '"')
                stop++;
            value = str_slice(rest, from, stop);
            if (stop == from)
                return syntax_error(s, from - 1, "a value is missing");
        }
        if (stop < rest.len && !line_is_gap(rest.p[stop]) && rest.p[stop] != '}')
            return syntax_error(s, stop, "a gap is missing between keys");
        if (!add_attr(s, c, i, name, value))
            return false;
        i = skip_gaps(rest, stop);
    }
    if (i >= rest.len)
        return syntax_error(s, i, "the '}' is missing");
    return skip_gaps(rest, i + 1) >= rest.len || syntax_error(s, i + 1, "nothing may follow '}'");
}

/* What other programs write between colons is an alert here. */
static bool is_alert(struct str name) {
    static const char *const names[] = {"note",    "tip",    "important", "warning",
                                        "caution", "danger", "overdose"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq_nocase(name, str_from(names[i])))
            return true;
    return false;
}

static bool known_name(struct scan *s, struct str name, struct place at) {
    const char *const *names = s->job->hooks->component_names;
    if (names == NULL)
        return true;
    for (; *names != NULL; names++)
        if (str_is(name, *names))
            return true;
    names = s->job->hooks->component_names;
    if (is_alert(name))
        return job_error(s->job, at, "markdown/component-unknown",
                         "there is no component '%.*s'; for a box write a line '> [!WARNING]' (or "
                         "NOTE, DANGER …) and '> ' before each line of the text",
                         STR_ARG(name));
    return job_error(s->job, at, "markdown/component-unknown", "there is no component '%.*s'%s",
                     STR_ARG(name), suggest_tail(suggest_among(name, names)).p);
}

/* `:: name` is text to everybody else, and most likely meant to be a component. */
static void tell_colons(struct scan *s, struct str rest, size_t fence) {
    size_t from = skip_gaps(rest, fence), end = name_end(rest, from);
    size_t behind = skip_gaps(rest, end);
    if (end > from && (behind == rest.len || rest.p[behind] == '{'))
        diag_warning(s->job->d, scan_place(s, rest.len), "markdown/component-colons",
                     "this stays plain text; a component begins with three colons: ::: %.*s",
                     STR_ARG(str_slice(rest, from, end)));
}

bool component_begin(struct scan *s) {
    struct job *job = s->job;
    struct line *l = &s->line;
    struct str rest = line_rest(l);
    size_t fence = colons(rest);
    if (fence + 1 < COLONS_MIN || job->hooks == NULL || job->hooks->component == NULL)
        return false;
    if (fence < COLONS_MIN) {
        tell_colons(s, rest, fence);
        return false;
    }
    size_t from = skip_gaps(rest, fence), end = name_end(rest, from);
    if (from >= rest.len)
        return job_error(job, scan_place(s, fence), "markdown/component-stray",
                         "this ':::' closes nothing; remove it or write ::: name above");
    if (end == from)
        return syntax_error(s, from, "a component needs a name");
    struct component c = {.at = scan_place(s, rest.len)};
    c.name = arena_str(job->mem, str_slice(rest, from, end));
    bool known = known_name(s, c.name,
                            job_place(job, l->number, (uint32_t)(l->first + from + 1), c.name.len));
    bool good = parse_attrs(s, &c, rest, skip_gaps(rest, end)) && known;
    scan_put_raw(s, l->first);
    s->depth = s->matched;
    s->stack[s->depth].has_child = true;
    s->stack[s->depth].last_child = LAST_OTHER;
    if (good)
        scan_mark(s, MARK_COMPONENT, 0, job->component_count);
    else
        scan_mark(s, MARK_SEPARATOR, 0, 0);
    *arena_push(job->mem, &job->components, &job->component_count, &job->component_cap) = c;
    buf_puts(job->draft, "# #");
    scan_end_line(s, job->draft->len, l->number, 1);
    s->leaf = LEAF_COMPONENT;
    s->component_depth = 1;
    s->component_from = (size_t)(s->rest.p - job->body.p);
    s->component_cut = s->depth > 0;
    buf_reset(&s->component_body);
    return true;
}

static void close(struct scan *s) {
    struct component *c = &s->job->components[s->job->component_count - 1];
    if (s->component_cut) {
        c->body = arena_str(s->job->mem, buf_str(&s->component_body));
    } else {
        size_t to = (size_t)(s->line.text.p - s->job->body.p);
        c->body = str_slice(s->job->body, s->component_from, to);
    }
    s->leaf = LEAF_NONE;
}

void component_line(struct scan *s) {
    struct line *l = &s->line;
    struct str rest = line_rest(l);
    size_t fence = line_indent(l) < 4 ? colons(rest) : 0;
    if (fence >= COLONS_MIN) {
        bool closing = skip_gaps(rest, fence) >= rest.len;
        s->component_depth += closing ? (size_t)-1 : 1;
    }
    if (s->component_depth == 0) {
        close(s);
        return;
    }
    if (s->component_cut) {
        buf_put(&s->component_body, str_from_offset(l->text, l->offset));
        buf_putc(&s->component_body, '\n');
    }
}

void component_unclosed(struct scan *s) {
    struct component *c = &s->job->components[s->job->component_count - 1];
    job_error(s->job, c->at, "markdown/component-unclosed",
              "component '%.*s' is not closed; put ':::' on a line of its own after it",
              STR_ARG(c->name));
    s->leaf = LEAF_NONE;
}
