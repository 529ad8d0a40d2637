/* The head: rows of whole elements. A meta or link that is not one of them, to the letter, is
 * refused; charset and the protections come before anything that could load. */
#include "audit/head.h"

#include "audit/css.h"
#include "audit/links.h"
#include "audit/start.h"
#include "audit/values.h"

enum part {
    CHARSET = 1,
    VIEWPORT = 2,
    REFERRER = 4,
    PREFETCH = 8,
    POLICY = 16,
    TITLE = 32,
    ICON = 64,
    SCHEME = 128,
    DESCRIPTION = 256,
    ROBOTS = 512,
    PADDING = 1024,
    ONION = 2048,
    PREVIOUS = 4096,
    PROTECTED = CHARSET | REFERRER | PREFETCH | POLICY
};

#define PAGE_POLICY                                                                                \
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
#define START_POLICY_BEFORE "default-src 'none'; style-src 'sha256-"
#define START_POLICY_AFTER  "'; img-src data:; base-uri 'none'; form-action 'none'"

static bool is_any(struct str v) {
    (void)v;
    return true;
}

/* http://<56 of a-z2-7, the last one d for version 3>.onion and a local path. */
static bool is_onion(struct str v) {
    struct str host = links_host(v);
    if (!str_starts(v, str_lit("http://")) || host.len != 62 ||
        !str_ends(host, str_lit(".onion")) || host.p[55] != 'd')
        return false;
    for (size_t i = 0; i < 56; i++)
        if (!ascii_is_lower(host.p[i]) && !(host.p[i] >= '2' && host.p[i] <= '7'))
            return false;
    struct str path = str_from_offset(v, 7 + host.len);
    for (size_t i = 0; i < path.len; i++)
        if (!ascii_is_lower(path.p[i]) && !ascii_is_digit(path.p[i]) &&
            strchr("._/-", path.p[i]) == NULL)
            return false;
    return path.len > 0 && path.p[0] == '/';
}

/* Whole meta elements: attribute and value, then the value of content. */
static const struct meta_row {
    enum attribute_id attribute;
    const char *name, *content; /* content NULL: `check` says */
    enum part part;
    bool (*check)(struct str content);
    enum rule rule; /* that a wrong content breaks */
} metas[] = {
    {ATTRIBUTE_CHARSET, "utf-8", NULL, CHARSET, NULL, RULE_META},
    {ATTRIBUTE_CHARSET, "UTF-8", NULL, CHARSET, NULL, RULE_META},
    {ATTRIBUTE_NAME, "viewport", "width=device-width, initial-scale=1", VIEWPORT, NULL, RULE_META},
    {ATTRIBUTE_NAME, "viewport", "width=device-width,initial-scale=1", VIEWPORT, NULL, RULE_META},
    {ATTRIBUTE_NAME, "viewport", "width=device-width", VIEWPORT, NULL, RULE_META},
    {ATTRIBUTE_NAME, "referrer", "no-referrer", REFERRER, NULL, RULE_META},
    {ATTRIBUTE_HTTP_EQUIV, "x-dns-prefetch-control", "off", PREFETCH, NULL, RULE_META},
    {ATTRIBUTE_NAME, "color-scheme", "light", SCHEME, NULL, RULE_META},
    {ATTRIBUTE_NAME, "color-scheme", "dark", SCHEME, NULL, RULE_META},
    {ATTRIBUTE_NAME, "color-scheme", "light dark", SCHEME, NULL, RULE_META},
    {ATTRIBUTE_NAME, "color-scheme", "dark light", SCHEME, NULL, RULE_META},
    {ATTRIBUTE_NAME, "description", NULL, DESCRIPTION, is_any, RULE_META},
    {ATTRIBUTE_NAME, "robots", "noindex", ROBOTS, NULL, RULE_META},
    {ATTRIBUTE_NAME, "robots", "noindex, nofollow", ROBOTS, NULL, RULE_META},
    {ATTRIBUTE_NAME, "robots", "noarchive", ROBOTS, NULL, RULE_META},
    {ATTRIBUTE_NAME, "pad", NULL, PADDING, values_is_base64, RULE_PAD},
    {ATTRIBUTE_HTTP_EQUIV, "onion-location", NULL, ONION, is_onion, RULE_ONION},
};

static const char *const part_names[] = {
    "meta charset",    "meta viewport", "meta referrer", "meta x-dns-prefetch-control",
    "security policy", "title",         "icon",
};

/* The word as a whole string; "'" may be written &#39;. */
static bool is_written(struct str v, struct str word) {
    size_t at = 0;
    for (size_t i = 0; i < v.len; i++, at++) {
        bool reference = v.p[i] == '&' && str_starts(str_from_offset(v, i), str_lit("&#39;"));
        if (at >= word.len || word.p[at] != (reference ? '\'' : v.p[i]))
            return false;
        i += reference ? 4 : 0;
    }
    return at == word.len;
}

static bool add_part(struct page *p, enum part part, struct str what) {
    bool twice = (p->head & part) != 0;
    p->head |= (uint32_t)part;
    return !twice || page_refuse_tag(p, RULE_HEAD_TWICE, what);
}

/* A reader of books makes its own rules for what a page may load; what this one could load is in
 * the book. */
static bool needs_protection(struct page *p, struct str what) {
    if (p->r->kind == AUDIT_XHTML)
        return (p->head & CHARSET) != 0 || page_refuse_tag(p, RULE_HEAD_ORDER, what);
    return (p->head & PROTECTED) == PROTECTED || page_refuse_tag(p, RULE_HEAD_ORDER, what);
}

static bool start_policy(struct page *p, struct str content) {
    char plain[160];
    size_t len = 0;
    for (size_t i = 0; i < content.len && len < sizeof(plain); i++, len++) {
        bool reference =
            content.p[i] == '&' && str_starts(str_from_offset(content, i), str_lit("&#39;"));
        plain[len] = reference ? '\'' : content.p[i];
        i += reference ? 4 : 0;
    }
    struct str s = str_of(plain, len), before = str_lit(START_POLICY_BEFORE);
    if (len != before.len + START_HASH_CHARS + sizeof(START_POLICY_AFTER) - 1 ||
        !str_starts(s, before) || !str_ends(s, str_lit(START_POLICY_AFTER)))
        return page_refuse_tag(p, RULE_META, str_lit("meta"));
    struct str hash = str_slice(s, before.len, before.len + START_HASH_CHARS);
    if (!values_is_base64(hash))
        return page_refuse_tag(p, RULE_META, str_lit("meta"));
    p->style_hash = arena_str(&p->r->scratch, hash);
    return add_part(p, POLICY, str_lit("security policy"));
}

static bool policy(struct page *p, struct str content) {
    if (p->r->kind == AUDIT_START)
        return start_policy(p, content);
    return is_written(content, str_lit(PAGE_POLICY))
               ? add_part(p, POLICY, str_lit("security policy"))
               : page_refuse_tag(p, RULE_META, str_lit("meta"));
}

static bool is_row(const struct meta_row *row, enum attribute_id first, struct str name,
                   struct str content) {
    if (row->attribute != first || !str_is(name, row->name))
        return false;
    return row->content == NULL || str_is(content, row->content);
}

bool head_check_meta(struct page *p) {
    struct str content = page_value(p, ATTRIBUTE_CONTENT);
    size_t count = p->token.attr_count;
    if (count == 0 || count != (p->which[0] == ATTRIBUTE_CHARSET ? 1U : 2U) ||
        (count == 2 && p->which[1] != ATTRIBUTE_CONTENT))
        return page_refuse_tag(p, RULE_META, str_lit("meta"));
    struct str name = p->token.attrs[0].value;
    if (p->which[0] == ATTRIBUTE_HTTP_EQUIV && str_is(name, "Content-Security-Policy"))
        return policy(p, content);
    for (size_t i = 0; i < ARRAY_LEN(metas); i++) {
        if (!is_row(&metas[i], p->which[0], name, content))
            continue;
        if (metas[i].check != NULL && !metas[i].check(content))
            return rules_refuse(p->r, metas[i].rule, content.p, content.len, content);
        if (metas[i].part != CHARSET && (p->head & CHARSET) == 0)
            return page_refuse_tag(p, RULE_HEAD_ORDER, name);
        return add_part(p, metas[i].part, name);
    }
    return page_refuse_tag(p, RULE_META, str_lit("meta"));
}

bool head_check_title(struct page *p) {
    if ((p->head & CHARSET) == 0)
        return page_refuse_tag(p, RULE_HEAD_ORDER, str_lit("title"));
    return add_part(p, TITLE, str_lit("title"));
}

/* Whole link elements: rel, the other attribute and its value, what the file must be. "next" is none:
 * some browsers fetch it unasked. */
static const struct link_row {
    const char *rel;
    enum attribute_id with; /* ATTRIBUTE_COUNT: rel and href only */
    const char *value;      /* NULL: checked by the attribute's own row */
    enum audit_kind kind;
    const char *extension;
    enum part part; /* 0: as often as needed */
} links[] = {
    {"stylesheet", ATTRIBUTE_COUNT, NULL, AUDIT_CSS, ".css", 0},
    {"icon", ATTRIBUTE_TYPE, "image/png", AUDIT_IMAGE, ".png", ICON},
    {"alternate", ATTRIBUTE_HREFLANG, NULL, AUDIT_HTML, ".html", 0},
    {"prev", ATTRIBUTE_COUNT, NULL, AUDIT_HTML, ".html", PREVIOUS},
};

static bool check_link_row(struct page *p, const struct link_row *row) {
    struct str href = page_value(p, ATTRIBUTE_HREF);
    struct str with = row->with == ATTRIBUTE_COUNT ? STR_NONE : page_value(p, row->with);
    if (p->token.attr_count != (row->with == ATTRIBUTE_COUNT ? 2U : 3U) ||
        (row->with != ATTRIBUTE_COUNT && with.p == NULL) ||
        (row->value != NULL && !str_is(with, row->value)))
        return page_refuse_tag(p, RULE_LINK, str_lit("link"));
    if (!needs_protection(p, str_lit("link")))
        return false;
    if (row->part != 0 && !add_part(p, row->part, str_from(row->rel)))
        return false;
    if (p->r->kind == AUDIT_XHTML && row->kind != AUDIT_CSS)
        return page_refuse_tag(p, RULE_LINK, str_lit("link"));
    if (p->r->kind == AUDIT_START)
        return row->part == ICON ? head_data_png(p, href)
                                 : page_refuse_tag(p, RULE_NOT_IN_START, href);
    if (!str_ends(href, str_from(row->extension)))
        return rules_refuse(p->r, RULE_URL_KIND, href.p, href.len, href);
    return page_local(p, href, row->kind);
}

bool head_check_link(struct page *p) {
    struct str rel = page_value(p, ATTRIBUTE_REL);
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        if (str_is(rel, links[i].rel))
            return check_link_row(p, &links[i]);
    return page_refuse_tag(p, RULE_LINK, str_lit("link"));
}

void head_end(struct page *p) {
    unsigned wanted = p->r->kind == AUDIT_XHTML ? CHARSET | TITLE : PROTECTED | VIEWPORT | TITLE;
    if (p->r->kind == AUDIT_HTML)
        wanted |= ICON;
    for (size_t i = 0; i < ARRAY_LEN(part_names); i++)
        if ((wanted & ~p->head & (1U << i)) != 0)
            page_refuse_tag(p, RULE_HEAD_LACKS, str_from(part_names[i]));
}

/* --- START.html */

bool head_check_style(struct page *p) {
    p->styles++;
    return needs_protection(p, str_lit("style"));
}

void head_style(struct page *p) {
    char hash[START_HASH_CHARS + 1];
    start_hash(p->token.text, hash);
    if (!str_is(p->style_hash, hash))
        page_refuse_tag(p, RULE_STYLE_HASH, str_from(hash));
    (void)css_audit(p->r, p->token.text); /* it has reported */
}

bool head_data_png(struct page *p, struct str url) {
    return start_is_png(&p->r->scratch, url) ||
           rules_refuse(p->r, RULE_DATA_URL, url.p, url.len, url);
}
