/* A page as a reader takes it in: its main part as a list of passages. Reads with the scanner of
 * the narrow HTML, so it ends where a page leaves that grammar. */
#include "changes/changes.h"
#include "html/html.h"

struct reading {
    struct arena *mem;
    struct page_text *out;
    struct buf text; /* of the passage at hand */
    unsigned heading;
    unsigned nav; /* depth of what is passed over */
    bool in_main, in_title, in_cell;
    struct str link; /* of the link at hand, when it leads out */
};

static bool one_of(struct str name, const char *const *names) {
    for (; *names != NULL; names++)
        if (str_is(name, *names))
            return true;
    return false;
}

static bool is_inline(struct str name) {
    static const char *const names[] = {"a",    "abbr", "b",     "bdi",  "bdo",    "cite", "code",
                                        "del",  "dfn",  "em",    "i",    "ins",    "kbd",  "mark",
                                        "q",    "s",    "small", "span", "strong", "sub",  "sup",
                                        "time", "u",    "var",   "wbr",  "data",   "img",  NULL};
    return one_of(name, names);
}

static bool is_cell(struct str name) {
    return str_is(name, "td") || str_is(name, "th");
}

/* What no longer holds is told as editors write it: "~~10~~ 5 mg" is not "10 5 mg". */
static bool is_struck(struct str name) {
    return str_is(name, "del") || str_is(name, "s");
}

static unsigned heading_of(struct str name) {
    bool is = name.len == 2 && name.p[0] == 'h' && name.p[1] >= '1' && name.p[1] <= '6';
    return is ? (unsigned)(name.p[1] - '0') : 0;
}

/* Collapses white space as a browser does. */
static void put(struct reading *r, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        bool space = ascii_is_space(text.p[i]);
        if (space && (r->text.len == 0 || r->text.p[r->text.len - 1] == ' '))
            continue;
        buf_putc(&r->text, space ? ' ' : text.p[i]);
    }
}

static void put_escaped(struct reading *r, struct str written) {
    struct buf plain = {0};
    html_unescape(&plain, written);
    put(r, buf_str(&plain));
    buf_finish(&plain);
}

static void flush(struct reading *r) {
    struct str text = str_trim(buf_str(&r->text));
    struct page_text *out = r->out;
    if (text.len > 0 && r->in_title) {
        if (out->title.p == NULL)
            out->title = arena_str(r->mem, text);
    } else if (text.len > 0) {
        *arena_push(r->mem, &out->passages, &out->count, &out->cap) =
            (struct passage){r->heading, arena_str(r->mem, text)};
    }
    buf_reset(&r->text);
}

static struct str attr(const struct html_token *t, const char *name) {
    for (size_t i = 0; i < t->attr_count; i++)
        if (str_is(t->attrs[i].name, name))
            return t->attrs[i].value;
    return STR_NONE;
}

/* Where a link leads out of the pack is for a reader to know; inside it, names of files are not. */
static bool leads_out(struct str href) {
    static const char *const schemes[] = {"http:", "https:", "mailto:", "tel:", "sms:", NULL};
    for (size_t i = 0; schemes[i] != NULL; i++)
        if (str_starts(href, str_from(schemes[i])))
            return true;
    return false;
}

static void open_element(struct reading *r, const struct html_token *t) {
    if (str_is(t->name, "a") && leads_out(attr(t, "href")))
        r->link = attr(t, "href");
    if (str_is(t->name, "img") && attr(t, "alt").len > 0) {
        put(r, str_lit("["));
        put_escaped(r, attr(t, "alt"));
        put(r, str_lit("]"));
    }
    if (is_struck(t->name))
        put(r, str_lit("~~"));
    if (is_cell(t->name)) {
        if (r->text.len > 0)
            put(r, str_lit(" | "));
        r->in_cell = true;
    } else if (!is_inline(t->name) && !r->in_cell) {
        flush(r);
        r->heading = heading_of(t->name);
        r->in_title = str_is(t->name, "title");
    } else if (!is_inline(t->name)) {
        put(r, str_lit(" "));
    }
}

static void close_element(struct reading *r, struct str name) {
    if (str_is(name, "a") && r->link.p != NULL) {
        put(r, str_lit(" <"));
        put_escaped(r, r->link);
        put(r, str_lit(">"));
        r->link = STR_NONE;
    }
    if (is_struck(name))
        put(r, str_lit("~~"));
    if (is_cell(name)) {
        r->in_cell = false;
    } else if (!is_inline(name) && !r->in_cell) {
        flush(r);
        r->heading = 0;
        r->in_title = false;
    }
}

static bool is_passed_over(struct str name) {
    static const char *const names[] = {"nav", "style", "script", NULL};
    return one_of(name, names);
}

static void take(struct reading *r, const struct html_token *t, bool has_main) {
    if (t->kind == HTML_TEXT) {
        if (r->nav == 0 && (r->in_main || r->in_title))
            put_escaped(r, t->text);
        return;
    }
    if (t->kind != HTML_OPEN && t->kind != HTML_CLOSE)
        return; /* has no name */
    bool head = str_is(t->name, "title");
    if (t->kind == HTML_OPEN && is_passed_over(t->name))
        r->nav++;
    else if (t->kind == HTML_CLOSE && is_passed_over(t->name) && r->nav > 0)
        r->nav--;
    else if (str_is(t->name, has_main ? "main" : "body")) {
        flush(r);
        r->in_main = t->kind == HTML_OPEN;
    } else if (r->nav == 0 && (r->in_main || head)) {
        if (t->kind == HTML_OPEN)
            open_element(r, t);
        if (t->kind == HTML_CLOSE)
            close_element(r, t->name);
    }
}

void page_text_read(struct arena *mem, struct str html, struct page_text *out) {
    struct reading r = {.mem = mem, .out = out};
    struct html_scanner scanner;
    struct html_token token;
    bool has_main = str_find(html, str_lit("<main")) != SIZE_MAX;
    *out = (struct page_text){0};
    html_start(&scanner, html);
    for (html_next(&scanner, &token); token.kind != HTML_END && token.kind != HTML_BAD;
         html_next(&scanner, &token))
        take(&r, &token, has_main);
    flush(&r);
    buf_finish(&r.text);
    for (size_t i = 0; i < out->count; i++)
        if (out->passages[i].heading == 1) {
            out->title = out->passages[i].text;
            break;
        }
}

static bool same(const struct passage *a, const struct passage *b) {
    return a->heading == b->heading && str_eq(a->text, b->text);
}

bool page_text_same(const struct page_text *a, const struct page_text *b) {
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same(&a->passages[i], &b->passages[i]))
            return false;
    return true;
}

/* --- what differs -------------------------------------------------------------------------------
 */

/* A table of the longest common run of passages, for pages of a usual size; longer ones are taken
 * as replaced between their common head and tail. */
enum { TABLE_MAX = 4 << 20 };

struct comparing {
    struct arena *mem;
    struct passage_change *items;
    size_t count, cap, max, more;
};

static void add(struct comparing *c, enum passage_mark mark, const struct passage *p) {
    if (c->count >= c->max)
        c->more++;
    else
        *arena_push(c->mem, &c->items, &c->count, &c->cap) = (struct passage_change){mark, p};
}

static void walk(struct comparing *c, const struct passage *a, size_t n, const struct passage *b,
                 size_t m, const uint32_t *length) {
    size_t i = 0, k = 0;
    while (i < n || k < m) {
        if (i < n && k < m && same(&a[i], &b[k])) {
            i++;
            k++;
        } else if (k == m || (i < n && (length == NULL || length[(i + 1) * (m + 1) + k] >=
                                                              length[i * (m + 1) + k + 1]))) {
            add(c, PASSAGE_GONE, &a[i++]);
        } else {
            add(c, PASSAGE_FRESH, &b[k++]);
        }
    }
}

static uint32_t *lengths(struct arena *mem, const struct passage *a, size_t n,
                         const struct passage *b, size_t m) {
    uint32_t *length = arena_array(mem, uint32_t, (n + 1) * (m + 1));
    for (size_t i = n; i-- > 0;)
        for (size_t k = m; k-- > 0;) {
            uint32_t down = length[(i + 1) * (m + 1) + k], right = length[i * (m + 1) + k + 1];
            length[i * (m + 1) + k] = same(&a[i], &b[k]) ? length[(i + 1) * (m + 1) + k + 1] + 1
                                      : down > right     ? down
                                                         : right;
        }
    return length;
}

size_t page_text_compare(struct arena *mem, const struct page_text *a, const struct page_text *b,
                         size_t max, struct passage_change **out, size_t *more) {
    struct comparing c = {.mem = mem, .max = max};
    const struct passage *x = a->passages, *y = b->passages;
    size_t n = a->count, m = b->count;
    while (n > 0 && m > 0 && same(x, y)) {
        x++;
        y++;
        n--;
        m--;
    }
    while (n > 0 && m > 0 && same(&x[n - 1], &y[m - 1])) {
        n--;
        m--;
    }
    bool small = n == 0 || m < TABLE_MAX / (n + 1);
    walk(&c, x, n, y, m, small && n > 0 && m > 0 ? lengths(mem, x, n, y, m) : NULL);
    *out = c.items;
    *more = c.more;
    return c.count;
}
