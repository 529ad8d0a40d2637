/* One walk over the tokens of a page that the scanner has accepted: what holds no address and no id
 * is copied as it is; the form's own rules say what becomes of the rest. */
#include "forms/parts.h"

void rewrite_put_attr(struct buf *out, const struct html_attr *a) {
    buf_putc(out, ' ');
    buf_put(out, a->name);
    buf_put(out, str_lit("=\""));
    buf_put(out, a->value);
    buf_putc(out, '"');
}

/* --- addresses */

static bool is_external(struct str url) {
    for (size_t i = 0; i < url.len && url.p[i] != '#' && url.p[i] != '/'; i++)
        if (url.p[i] == ':')
            return true;
    return false;
}

bool rewrite_resolve(struct rewrite *w, struct str url, struct rewrite_target *to) {
    size_t hash = str_find_char(url, '#');
    struct str path = hash == SIZE_MAX ? url : str_slice(url, 0, hash), whole;
    *to = (struct rewrite_target){.path = str_lit("")};
    if (hash != SIZE_MAX)
        to->fragment = str_from_offset(url, hash + 1);
    if (is_external(url))
        return false;
    if (path.len == 0) {
        to->page = w->page;
        return true;
    }
    if (!fs_resolve(w->mem, w->base, path, &whole))
        return false;
    uint32_t index = map_get(&w->kit->site->by_path, whole);
    if (index != MAP_NONE)
        to->page = w->kit->site->pages[index];
    to->path = whole;
    return true;
}

/* --- tags */

static const struct html_attr *attr_of(const struct html_token *t, const char *name) {
    for (size_t i = 0; i < t->attr_count; i++)
        if (str_is(t->attrs[i].name, name))
            return &t->attrs[i];
    return NULL;
}

static void copy(struct rewrite *w, const struct html_scanner *s, const struct html_token *t) {
    buf_put(w->out, str_of(s->input.p + t->offset, t->length));
}

/* Ids that are not in this part of the page (its frame had them) are left out. */
static void put_ids(struct rewrite *w, const struct html_attr *a) {
    struct str rest = a->value, id;
    size_t before = w->out->len;
    buf_printf(w->out, " %.*s=\"", STR_ARG(a->name));
    size_t start = w->out->len;
    while (str_next_part(&rest, ' ', &id)) {
        if (w->page != NULL && kit_anchor(w->kit, w->page, id) == MAP_NONE)
            continue;
        if (w->out->len > start)
            buf_putc(w->out, ' ');
        w->rules->id(w, id);
    }
    if (w->out->len == start)
        w->out->len = before;
    else
        buf_putc(w->out, '"');
}

/* False when the link is gone. */
static bool put_href(struct rewrite *w, const struct html_attr *a) {
    struct rewrite_target to;
    size_t before = w->out->len;
    if (!rewrite_resolve(w, a->value, &to)) {
        rewrite_put_attr(w->out, a);
        return true;
    }
    buf_put(w->out, str_lit(" href=\""));
    bool kept = w->rules->link(w, &to);
    if (kept)
        buf_putc(w->out, '"');
    else
        w->out->len = before;
    return kept;
}

/* What a link has says nothing once its address is gone. */
static bool is_of_link(struct str name) {
    return str_is(name, "href") || str_is(name, "hreflang") || str_is(name, "rel");
}

/* False when the tag's link turns out to be gone. */
static bool put_attrs(struct rewrite *w, const struct html_token *t, bool linked) {
    for (size_t i = 0; i < t->attr_count; i++) {
        const struct html_attr *a = &t->attrs[i];
        if (!linked && is_of_link(a->name))
            continue;
        if (str_is(a->name, "href")) {
            if (!put_href(w, a))
                return false;
        } else if (str_is(a->name, "id") || str_is(a->name, "aria-labelledby") ||
                   str_is(a->name, "aria-describedby")) {
            put_ids(w, a);
        } else {
            rewrite_put_attr(w->out, a);
        }
    }
    return true;
}

static void put_tag(struct rewrite *w, const struct html_token *t) {
    buf_putc(w->out, '<');
    buf_put(w->out, t->name);
    size_t before = w->out->len;
    if (!put_attrs(w, t, true)) {
        w->out->len = before;
        (void)put_attrs(w, t, false); /* always true */
    }
    buf_put(w->out, t->self_closed ? str_lit("/>") : str_lit(">"));
}

static void put_picture(struct rewrite *w, const struct html_token *t) {
    const struct html_attr *src = attr_of(t, "src"), *alt = attr_of(t, "alt");
    struct rewrite_target to;
    size_t before = w->out->len;
    buf_put(w->out, str_lit("<img src=\""));
    if (src != NULL && rewrite_resolve(w, src->value, &to) && w->rules->picture(w, to.path)) {
        buf_putc(w->out, '"');
        for (size_t i = 0; i < t->attr_count; i++)
            if (str_is(t->attrs[i].name, "id"))
                put_ids(w, &t->attrs[i]);
            else if (&t->attrs[i] != src)
                rewrite_put_attr(w->out, &t->attrs[i]);
        buf_put(w->out, str_lit("/>"));
        return;
    }
    w->out->len = before;
    buf_printf(w->out, "<span class=\"picture\">[%.*s]</span>",
               STR_ARG(alt == NULL ? str_lit("") : alt->value));
}

static bool needs_rules(const struct html_token *t) {
    for (size_t i = 0; i < t->attr_count; i++) {
        struct str name = t->attrs[i].name;
        if (str_is(name, "id") || str_is(name, "href") || str_is(name, "aria-labelledby") ||
            str_is(name, "aria-describedby"))
            return true;
    }
    return false;
}

static void put_close(struct rewrite *w, const struct html_scanner *s, const struct html_token *t) {
    if (w->behind.p != NULL && str_is(t->name, "a")) {
        buf_put(w->out, str_lit(" ("));
        html_escape(w->out, w->behind);
        buf_putc(w->out, ')');
        w->behind = STR_NONE;
    }
    copy(w, s, t);
}

/* The <main> of a page is taken off: each form puts its own around. */
static bool is_shell(const struct rewrite *w, const struct html_token *t) {
    return w->page != NULL && str_is(t->name, "main");
}

void rewrite_text(struct rewrite *w, struct str html) {
    struct html_scanner s;
    struct html_token t;
    html_start(&s, html);
    for (;;) {
        html_next(&s, &t);
        if (t.kind == HTML_END || t.kind == HTML_BAD)
            return;
        bool tag = t.kind == HTML_OPEN || t.kind == HTML_CLOSE;
        if (tag && (is_shell(w, &t) || (w->rules->tag != NULL && w->rules->tag(w, &t))))
            continue;
        if (t.kind == HTML_CLOSE)
            put_close(w, &s, &t);
        else if (t.kind == HTML_OPEN && str_is(t.name, "img"))
            put_picture(w, &t);
        else if (t.kind == HTML_OPEN && needs_rules(&t))
            put_tag(w, &t);
        else
            copy(w, &s, &t);
    }
}
