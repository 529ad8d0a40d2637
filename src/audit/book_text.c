/* Container, package and contents of an EPUB: a narrow XML, by a table of whole elements. Every
 * file that they name is looked up in the book and remembered, so that nothing lies in it unnamed.
 */
#include "audit/book.h"

#include "audit/links.h"
#include "audit/values.h"
#include "html/html.h"

enum { DEPTH_MAX = 16 };
enum text { IN_CONTAINER = 1, IN_PACKAGE = 2, IN_CONTENTS = 4 };

static const struct xml_row {
    const char *name, *parents, *attrs; /* with single spaces between; no parents: the root */
    enum text in;
    bool text; /* holds characters */
} rows[] = {
    {"container", "", "xmlns version", IN_CONTAINER, false},
    {"rootfiles", "container", "", IN_CONTAINER, false},
    {"rootfile", "rootfiles", "full-path media-type", IN_CONTAINER, false},
    {"package", "", "xmlns version unique-identifier xml:lang dir", IN_PACKAGE, false},
    {"metadata", "package", "xmlns:dc", IN_PACKAGE, false},
    {"dc:identifier", "metadata", "id", IN_PACKAGE, true},
    {"dc:title", "metadata", "", IN_PACKAGE, true},
    {"dc:language", "metadata", "", IN_PACKAGE, true},
    {"meta", "metadata", "property", IN_PACKAGE, true},
    {"manifest", "package", "", IN_PACKAGE, false},
    {"item", "manifest", "id href media-type properties", IN_PACKAGE, false},
    {"spine", "package", "page-progression-direction", IN_PACKAGE, false},
    {"itemref", "spine", "idref linear", IN_PACKAGE, false},
    {"html", "", "xmlns xmlns:epub lang xml:lang dir", IN_CONTENTS, false},
    {"head", "html", "", IN_CONTENTS, false},
    {"meta", "head", "charset", IN_CONTENTS, false},
    {"title", "head", "", IN_CONTENTS, true},
    {"link", "head", "rel href", IN_CONTENTS, false},
    {"body", "html", "class", IN_CONTENTS, false},
    {"nav", "body", "epub:type role", IN_CONTENTS, false},
    {"h1", "nav", "", IN_CONTENTS, true},
    {"ol", "nav li", "", IN_CONTENTS, false},
    {"li", "ol", "", IN_CONTENTS, false},
    {"a", "li", "href", IN_CONTENTS, true},
};

/* Values that are words of a list; "a|b" is either. */
static const struct value_row {
    const char *attr, *values;
} values[] = {
    {"xmlns", "urn:oasis:names:tc:opendocument:xmlns:container|http://www.idpf.org/2007/opf|"
              "http://www.w3.org/1999/xhtml"},
    {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
    {"xmlns:epub", "http://www.idpf.org/2007/ops"},
    {"version", "1.0|3.0"},
    {"unique-identifier", "id"},
    {"media-type", "application/oebps-package+xml|application/xhtml+xml|text/css|image/png|"
                   "image/jpeg|image/gif"},
    {"properties", "nav"},
    {"page-progression-direction", "ltr|rtl"},
    {"linear", "yes|no"},
    {"dir", "ltr|rtl"},
    {"charset", "utf-8"},
    {"rel", "stylesheet"},
    {"class", "book"},
    {"epub:type", "toc"},
    {"role", "doc-toc"},
    {"property", "dcterms:modified|schema:accessMode|schema:accessModeSufficient|"
                 "schema:accessibilityFeature|schema:accessibilityHazard"},
};

static const struct media_row {
    const char *type, *extension;
} media[] = {
    {"application/oebps-package+xml", ".opf"},
    {"application/xhtml+xml", ".xhtml"},
    {"text/css", ".css"},
    {"image/png", ".png"},
    {"image/jpeg", ".jpg"},
    {"image/jpeg", ".jpeg"},
    {"image/gif", ".gif"},
};

struct xml {
    struct reader *r;
    struct html_token token;
    enum text in;
    const struct xml_row *stack[DEPTH_MAX];
    size_t depth, roots;
    size_t target_room, link_room;
};

static bool is_among(struct str word, const char *words, char between) {
    struct str rest = str_from(words), part;
    while (str_next_part(&rest, between, &part))
        if (str_eq(part, word))
            return true;
    return false;
}

static bool refuse(struct xml *x, enum rule rule, struct str what) {
    return rules_refuse(x->r, rule, x->r->source.text.p + x->token.offset, x->token.length, what);
}

/* --- files that are named */

static void remember(struct xml *x, uint32_t target) {
    struct audit_file *out = x->r->out;
    if (target != MAP_NONE && target != x->r->index)
        *arena_push(x->r->keep, &out->targets, &out->target_count, &x->target_room) = target;
}

static void remember_fragment(struct xml *x, uint32_t target, struct str fragment) {
    struct audit_file *out = x->r->out;
    struct place at = place_at_offset(&x->r->source, x->token.offset, x->token.length);
    *arena_push(x->r->keep, &out->links, &out->link_count, &x->link_room) =
        (struct audit_link){target, at.line, at.column, arena_str(x->r->keep, fragment)};
}

static bool check_href(struct xml *x, struct str url) {
    size_t hash = str_find_char(url, '#');
    struct str fragment = hash == SIZE_MAX ? STR_NONE : str_from_offset(url, hash + 1);
    uint32_t target;
    if (!links_local(x->r, hash == SIZE_MAX ? url : str_slice(url, 0, hash), &target))
        return false;
    if (fragment.p != NULL && (x->in != IN_CONTENTS || !values_is_id(fragment)))
        return refuse(x, RULE_FRAGMENT, url);
    remember(x, target);
    if (fragment.p != NULL && target != MAP_NONE)
        remember_fragment(x, target, fragment);
    return true;
}

/* The container's path starts at the top of the book. */
static bool check_root_path(struct xml *x, struct str path) {
    uint32_t target = map_get(&x->r->set->by_path, path);
    remember(x, target);
    return target != MAP_NONE || refuse(x, RULE_URL_MISSING, path);
}

static struct str value_of(const struct xml *x, const char *name) {
    for (size_t i = 0; i < x->token.attr_count; i++)
        if (str_is(x->token.attrs[i].name, name))
            return x->token.attrs[i].value;
    return STR_NONE;
}

static void check_media(struct xml *x) {
    struct str type = value_of(x, "media-type"), path = value_of(x, "href");
    if (path.p == NULL)
        path = value_of(x, "full-path");
    for (size_t i = 0; i < ARRAY_LEN(media); i++)
        if (str_is(type, media[i].type) && str_ends(path, str_from(media[i].extension)))
            return;
    refuse(x, RULE_BOOK_TYPE, type.p == NULL ? str_lit("") : type);
}

/* --- elements */

static bool is_name(struct str v) {
    for (size_t i = 0; i < v.len; i++)
        if (!ascii_is_lower(v.p[i]) && !ascii_is_digit(v.p[i]) && v.p[i] != '-')
            return false;
    return v.len > 0 && ascii_is_lower(v.p[0]);
}

static bool check_value(struct xml *x, const struct html_attr *a) {
    if (str_is(a->name, "href"))
        return check_href(x, a->value);
    if (str_is(a->name, "full-path"))
        return check_root_path(x, a->value);
    bool fits = false;
    if (str_is(a->name, "lang") || str_is(a->name, "xml:lang"))
        fits = values_is_lang(a->value);
    else if (str_is(a->name, "id") || str_is(a->name, "idref"))
        fits = is_name(a->value);
    for (size_t i = 0; i < ARRAY_LEN(values) && !fits; i++)
        fits = str_is(a->name, values[i].attr) && is_among(a->value, values[i].values, '|');
    return fits || rules_refuse(x->r, RULE_BOOK_VALUE, a->value.p, a->value.len, a->value);
}

static const struct xml_row *row_of(struct xml *x) {
    struct str parent = x->depth == 0 ? str_lit("") : str_from(x->stack[x->depth - 1]->name);
    bool known = false;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].in != x->in || !str_is(x->token.name, rows[i].name))
            continue;
        if (is_among(parent, rows[i].parents, ' '))
            return &rows[i];
        known = true;
    }
    refuse(x, known ? RULE_NESTING : RULE_ELEMENT, x->token.name);
    return NULL;
}

static bool open_tag(struct xml *x) {
    const struct xml_row *row = row_of(x);
    if (row == NULL)
        return false;
    for (size_t i = 0; i < x->token.attr_count; i++) {
        const struct html_attr *a = &x->token.attrs[i];
        if (!is_among(a->name, row->attrs, ' '))
            rules_refuse(x->r, RULE_ATTRIBUTE, a->name.p, a->name.len, a->name);
        else
            (void)check_value(x, a); /* it has reported */
    }
    if (is_among(str_lit("media-type"), row->attrs, ' '))
        check_media(x);
    x->r->out->counts.elements++;
    x->roots += x->depth == 0;
    if (x->token.self_closed)
        return true;
    if (x->depth == DEPTH_MAX)
        return refuse(x, RULE_DEPTH, x->token.name) && false;
    x->stack[x->depth++] = row;
    return true;
}

static bool close_tag(struct xml *x) {
    if (x->depth == 0 || !str_is(x->token.name, x->stack[x->depth - 1]->name))
        return refuse(x, RULE_CLOSE, x->token.name) && false;
    x->depth--;
    return true;
}

static void text(struct xml *x) {
    if (str_trim(x->token.text).len > 0 && (x->depth == 0 || !x->stack[x->depth - 1]->text))
        refuse(x, RULE_TEXT, x->token.text);
}

/* False when what follows cannot be read. */
static bool take(struct xml *x) {
    const struct html_token *t = &x->token;
    switch (t->kind) {
    case HTML_OPEN:
        return open_tag(x);
    case HTML_CLOSE:
        return close_tag(x);
    case HTML_TEXT:
        text(x);
        return true;
    case HTML_BAD:
        rules_refuse_bytes(x->r, x->r->source.text.p + t->offset, t->length, t->code, t->message);
        return false;
    case HTML_DOCTYPE:
        return x->in == IN_CONTENTS || refuse(x, RULE_ELEMENT, str_lit("!DOCTYPE"));
    default:
        return true;
    }
}

static enum text kind_of(struct str path) {
    if (str_is(path, BOOK_CONTAINER))
        return IN_CONTAINER;
    return str_ends(path, str_lit(BOOK_PACKAGE)) ? IN_PACKAGE : IN_CONTENTS;
}

bool book_text_audit(struct reader *r) {
    struct xml x = {.r = r, .in = kind_of(r->set->paths[r->index])};
    struct html_scanner scanner;
    bool readable = true;
    html_start(&scanner, r->source.text);
    do {
        html_next(&scanner, &x.token);
        readable = take(&x);
    } while (readable && x.token.kind != HTML_END);
    if (readable && x.depth > 0)
        refuse(&x, RULE_UNCLOSED, str_from(x.stack[x.depth - 1]->name));
    if (readable && x.roots != 1)
        refuse(&x, RULE_BOOK_ROOT, r->set->paths[r->index]);
    return r->findings == 0;
}
