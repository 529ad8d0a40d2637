/* The page: tokens against a stack of open elements. Which element may hold which is in
 * elements.def; here is only how the table is read, and the few things it cannot say. */
#include "audit/page.h"

#include "audit/head.h"
#include "audit/links.h"
#include "audit/pieces.h"
#include "audit/refs.h"
#include "audit/values.h"
#include "pack/pack.h"

static struct page_frame *top(struct page *p) {
    return &p->stack[p->depth];
}

bool page_refuse_tag(struct page *p, enum rule rule, struct str what) {
    return rules_refuse(p->r, rule, p->scanner.input.p + p->token.offset, p->token.length, what);
}

/* After this nothing that follows can be trusted. */
static void stop(struct page *p) {
    p->stopped = true;
}

struct str page_value(const struct page *p, enum attribute_id id) {
    for (size_t i = 0; i < p->token.attr_count; i++)
        if (p->which[i] == (unsigned)id)
            return p->token.attrs[i].value;
    return STR_NONE;
}

/* --- attributes */

static bool check_attribute(struct page *p, const struct element *e, size_t i, uint64_t *seen) {
    const struct html_attr *a = &p->token.attrs[i];
    const char *end = p->scanner.input.p + p->scanner.input.len;
    const struct attribute *row = elements_attribute(names_load(a->name, end));
    unsigned id = row == NULL ? ATTRIBUTE_COUNT : elements_attribute_id(row);
    p->which[i] = (unsigned char)id;
    if (row == NULL || (e->attrs >> id & 1) == 0)
        return rules_refuse(p->r, RULE_ATTRIBUTE, a->name.p, a->name.len, a->name);
    *seen |= UINT64_C(1) << id;
    if (row->check != NULL && !row->check(a->value))
        return rules_refuse(p->r, row->rule, a->value.p, a->value.len, a->value);
    if (id == ATTRIBUTE_ID)
        refs_add_id(p, a->value);
    if (id == ATTRIBUTE_ARIA_LABELLEDBY || id == ATTRIBUTE_ARIA_DESCRIBEDBY)
        refs_add_list(p, a->value);
    return true;
}

static bool check_missing(struct page *p, uint64_t missing) {
    if (missing == 0)
        return true;
    const char *name = elements_attributes[(unsigned)__builtin_ctzll(missing)].text;
    return page_refuse_tag(p, RULE_ATTRIBUTE_MISSING, str_from(name));
}

/* An XML parser goes by xml:lang, an HTML parser by lang alone. */
static bool check_langs(struct page *p) {
    struct str xml = page_value(p, ATTRIBUTE_XML_LANG);
    return str_eq(xml, page_value(p, ATTRIBUTE_LANG)) || page_refuse_tag(p, RULE_LANG_DIFFERS, xml);
}

static void check_attributes(struct page *p, const struct element *e) {
    uint64_t seen = 0;
    bool ok = true;
    for (size_t i = 0; i < p->token.attr_count; i++)
        ok = check_attribute(p, e, i, &seen) && ok;
    ok = check_missing(p, e->required & ~seen) && ok;
    if ((seen >> ATTRIBUTE_XML_LANG & 1) != 0)
        ok = check_langs(p) && ok;
    if (ok && e->check != NULL)
        (void)e->check(p); /* it has reported */
}

/* --- structure */

static void check_place(struct page *p, const struct element *e, const struct page_frame *parent) {
    if ((e->is & parent->holds) == 0)
        page_refuse_tag(p, RULE_NESTING, p->token.name);
    else if ((e->is & parent->bars) != 0)
        page_refuse_tag(p, RULE_INSIDE, p->token.name);
    else if ((e->before & parent->seen) != 0)
        page_refuse_tag(p, RULE_ORDER, p->token.name);
}

static void push(struct page *p, const struct element *e) {
    const struct page_frame *parent = top(p);
    struct page_frame *f = &p->stack[++p->depth];
    *f = (struct page_frame){e, p->token.name, e->holds, parent->bars | e->bars, 0, 0};
    if ((e->flags & TRANSPARENT) != 0)
        f->holds = parent->holds & FLOW;
    if (e->id == ELEMENT_DIV && parent->element->id == ELEMENT_DL)
        f->holds = TERM;
}

static void open_tag(struct page *p) {
    const char *end = p->scanner.input.p + p->scanner.input.len;
    const struct element *e = elements_find(names_load(p->token.name, end));
    bool kept = e != NULL && (e->flags & KEPT) != 0 && pieces_wanted(p);
    if (kept && pieces_take(p))
        return;
    if (e == NULL || ((e->flags & START_ONLY) != 0 && p->r->kind != AUDIT_START)) {
        page_refuse_tag(p, RULE_ELEMENT, p->token.name);
        e = &elements_rows[ELEMENT_COUNT];
    } else {
        check_place(p, e, top(p));
        check_attributes(p, e);
    }
    if (e->id == ELEMENT_HTML && p->r->kind == AUDIT_XHTML &&
        page_value(p, ATTRIBUTE_XMLNS).p == NULL)
        page_refuse_tag(p, RULE_BOOK_XMLNS, p->token.name);
    p->r->out->counts.elements++;
    top(p)->seen |= e->is;
    if ((e->flags & VOID) != 0) {
        if (!p->token.self_closed)
            page_refuse_tag(p, RULE_VOID, p->token.name);
        return;
    }
    if (p->token.self_closed && e->id != ELEMENT_COUNT)
        page_refuse_tag(p, RULE_NOT_VOID, p->token.name);
    if (p->token.self_closed)
        return;
    if (p->depth == PAGE_DEPTH_MAX) {
        page_refuse_tag(p, RULE_DEPTH, p->token.name);
        stop(p);
        return;
    }
    push(p, e);
    if (kept)
        top(p)->mark = (uint32_t)++p->mark_count;
}

/* Names are short: a loop is quicker than a call. */
static inline bool same_name(struct str a, struct str b) {
    size_t i = 0;
    if (a.len != b.len)
        return false;
    while (i < a.len && a.p[i] == b.p[i])
        i++;
    return i == a.len;
}

/* The tag at hand closes another element than the last one opened. When it is open further out,
 * what is missing is the end of the last one: its place is shown too. */
static void close_other(struct page *p, struct str name) {
    const struct page_frame *last = top(p);
    size_t i = p->depth;
    if (!page_refuse_tag(p, RULE_CLOSE, name))
        while (i > 0 && !same_name(p->stack[i].name, name))
            i--;
    if (i > 0 && i < p->depth)
        rules_refuse(p->r, RULE_UNCLOSED, last->name.p, last->name.len, last->name);
    stop(p);
}

static void close_tag(struct page *p) {
    const struct page_frame *f = top(p);
    struct str name = p->token.name;
    if (p->depth == 0 || !same_name(f->name, name)) {
        close_other(p, name);
        return;
    }
    if ((f->element->needs & ~f->seen) != 0)
        page_refuse_tag(p, RULE_LACKS, name);
    if (f->element->id == ELEMENT_HEAD)
        head_end(p);
    p->depth--;
    if (f->mark > 0)
        pieces_close(p, f->mark);
}

static bool is_blank(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] != ' ' && text.p[i] != '\n')
            return false;
    return true;
}

static void text(struct page *p) {
    struct page_frame *f = top(p);
    if ((f->holds & TEXT) != 0 && (f->element->flags & WATCHED) == 0)
        return;
    if (f->element->id == ELEMENT_PRE && f->seen == 0 && p->token.text.p[0] == '\n')
        page_refuse_tag(p, RULE_PRE_LINE, str_lit("pre"));
    if (f->element->id == ELEMENT_STYLE)
        head_style(p);
    if (is_blank(p->token.text))
        return;
    f->seen |= TEXT;
    if ((f->holds & TEXT) == 0)
        page_refuse_tag(p, RULE_TEXT, p->token.text);
}

static void token(struct page *p) {
    const struct html_token *t = &p->token;
    switch (t->kind) {
    case HTML_OPEN:
        open_tag(p);
        break;
    case HTML_CLOSE:
        close_tag(p);
        break;
    case HTML_TEXT:
        text(p);
        break;
    case HTML_BAD:
        rules_refuse_bytes(p->r, p->scanner.input.p + t->offset, t->length, t->code, t->message);
        stop(p);
        break;
    case HTML_DOCTYPE:
    case HTML_END:
        break;
    }
}

static void end(struct page *p) {
    if (p->depth > 0)
        rules_refuse(p->r, RULE_UNCLOSED, top(p)->name.p, top(p)->name.len, top(p)->name);
    else if ((top(p)->seen & ROOT) == 0)
        rules_refuse(p->r, RULE_NO_HTML, NULL, 0, str_lit("html"));
    if (p->r->kind == AUDIT_START && p->styles != 1)
        rules_refuse(p->r, RULE_STYLE_COUNT, NULL, 0, p->styles == 0 ? str_lit("0") : str_lit("2"));
}

bool page_audit(struct reader *r) {
    static const struct element document = {.holds = ROOT, .id = ELEMENT_COUNT};
    static const struct str doctype = {"<!DOCTYPE html>", 15};
    struct page p;
    p.r = r;
    p.stopped = p.main_seen = false;
    p.head = 0;
    p.style_hash = STR_NONE;
    p.styles = p.depth = p.mark_count = 0;
    p.stack[0] = (struct page_frame){&document, STR_NONE, ROOT, 0, 0, 0};
    refs_start(&p);
    if (!str_starts(r->source.text, doctype))
        rules_refuse(r, RULE_DOCTYPE, r->source.text.p, 1, doctype);
    html_start(&p.scanner, r->source.text);
    do {
        html_next(&p.scanner, &p.token);
        token(&p);
    } while (!p.stopped && p.token.kind != HTML_END);
    if (!p.stopped)
        end(&p);
    refs_end(&p);
    return r->findings == 0;
}

/* --- checks of whole tags */

bool page_check_main(struct page *p) {
    bool twice = p->main_seen;
    p->main_seen = true;
    return !twice || page_refuse_tag(p, RULE_MAIN_TWICE, p->token.name);
}

bool page_check_list(struct page *p) {
    struct str type = page_value(p, ATTRIBUTE_TYPE);
    return type.p == NULL || values_is_list_type(type) ||
           rules_refuse(p->r, RULE_LIST_TYPE, type.p, type.len, type);
}

static bool check_external(struct page *p, struct str href) {
    struct str class = page_value(p, ATTRIBUTE_CLASS);
    p->r->out->counts.external_links++;
    if (!links_external_is_plain(href))
        return rules_refuse(p->r, RULE_URL_EXTERNAL, href.p, href.len, href);
    if (!str_is(page_value(p, ATTRIBUTE_REL), "noreferrer noopener nofollow"))
        return page_refuse_tag(p, RULE_REL_EXTERNAL, href);
    return values_has_class(class, str_lit("external")) || page_refuse_tag(p, RULE_UNMARKED, href);
}

bool page_check_a(struct page *p) {
    struct str href = page_value(p, ATTRIBUTE_HREF), rel = page_value(p, ATTRIBUTE_REL);
    p->r->out->counts.links += href.p != NULL;
    if (href.p != NULL && links_is_external(href))
        return check_external(p, href);
    if (href.p != NULL && !page_local(p, href, AUDIT_UNKNOWN))
        return false;
    return rel.p == NULL || rules_refuse(p->r, RULE_REL_LOCAL, rel.p, rel.len, rel);
}

bool page_check_img(struct page *p) {
    struct str src = page_value(p, ATTRIBUTE_SRC);
    p->r->out->counts.images++;
    if (p->r->kind == AUDIT_START)
        return head_data_png(p, src);
    return page_local(p, src, AUDIT_IMAGE);
}

bool page_local(struct page *p, struct str url, enum audit_kind kind) {
    size_t hash = str_find_char(url, '#');
    struct str path = hash == SIZE_MAX ? url : str_slice(url, 0, hash);
    uint32_t target = p->r->index;
    if (hash != SIZE_MAX &&
        (kind != AUDIT_UNKNOWN || !values_is_id(str_from_offset(url, hash + 1))))
        return rules_refuse(p->r, RULE_FRAGMENT, url.p, url.len, url);
    if (p->r->kind == AUDIT_START && path.len > 0 && !pack_is_start(path))
        return rules_refuse(p->r, RULE_NOT_IN_START, url.p, url.len, url);
    if ((path.len > 0 || hash == SIZE_MAX) && !links_local(p->r, path, &target))
        return false;
    if (kind != AUDIT_UNKNOWN && !links_kind(p->r, path, kind))
        return false;
    refs_add_link(p, target, hash == SIZE_MAX ? STR_NONE : str_from_offset(url, hash + 1));
    return true;
}
