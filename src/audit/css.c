/* Style sheets: rules, @media with rules, @page. Selectors, queries and values are checked token by
 * token against lists; the one way to load anything is url("…") with a picture of the same site, as
 * the background of the page: browsers ask for any other picture when its element is first shown,
 * which can be long after the page, when a reader does something. */
#include "audit/css.h"

#include "audit/css_subject.h"
#include "audit/css_tokens.h"
#include "audit/links.h"
#include "audit/start.h"

enum { NESTING_MAX = 16 };

struct sheet {
    struct reader *r;
    struct str rest;
    struct css_token t;
    bool in_media;
    bool in_print; /* the query is "print": nothing on a screen depends on it */
    bool stateful; /* whether the rule at hand counts depends on what the reader does */
    struct css_subject subject; /* of the rule at hand */
    struct str property;        /* of the value at hand */
    bool variable;              /* another rule has a say in the value at hand, by var() */
    struct css_token url; /* the last url("…") of the value at hand, its string; or nothing */
    bool stopped;         /* after a finding the grammar is lost */
};

static const char *const value_functions[] = {"attr",
                                              "calc",
                                              "clamp",
                                              "counter",
                                              "counters",
                                              "fit-content",
                                              "hsl",
                                              "hsla",
                                              "linear-gradient",
                                              "max",
                                              "min",
                                              "minmax",
                                              "radial-gradient",
                                              "repeat",
                                              "rgb",
                                              "rgba",
                                              "rotate",
                                              "scale",
                                              "translate",
                                              "url",
                                              "var",
                                              NULL};
static const char *const selector_functions[] = {
    "not",  "is",  "where", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type",
    "lang", "dir", NULL};
/* Behind ':' in a selector: these are the same for every reader. */
static const char *const stateless[] = {
    "before",       "after",        "marker",         "first-line",  "first-letter",
    "root",         "first-child",  "last-child",     "only-child",  "first-of-type",
    "last-of-type", "only-of-type", "empty",          "not",         "is",
    "where",        "nth-child",    "nth-last-child", "nth-of-type", "nth-last-of-type",
    "lang",         "dir",          "link",           "any-link",    NULL};
static const char *const media_words[] = {"all",
                                          "screen",
                                          "print",
                                          "and",
                                          "or",
                                          "not",
                                          "only",
                                          "width",
                                          "min-width",
                                          "max-width",
                                          "height",
                                          "min-height",
                                          "max-height",
                                          "orientation",
                                          "portrait",
                                          "landscape",
                                          "prefers-color-scheme",
                                          "light",
                                          "dark",
                                          "prefers-reduced-motion",
                                          "reduce",
                                          "no-preference",
                                          "prefers-contrast",
                                          "more",
                                          "less",
                                          "custom",
                                          "forced-colors",
                                          "active",
                                          "none",
                                          "hover",
                                          "pointer",
                                          "coarse",
                                          "fine",
                                          "monochrome",
                                          "color",
                                          "update",
                                          "slow",
                                          "fast",
                                          NULL};
static const char *const page_words[] = {"first", "left", "right", "blank", NULL};
static const char *const attr_words[] = {"href", "title", "lang", "datetime", "alt", NULL};
static const char *const vendor_properties[] = {"-webkit-text-size-adjust",
                                                "-moz-text-size-adjust",
                                                "-ms-text-size-adjust",
                                                "-webkit-hyphens",
                                                "-ms-hyphens",
                                                "-webkit-print-color-adjust",
                                                "-webkit-appearance",
                                                "-moz-appearance",
                                                "-webkit-box-decoration-break",
                                                "-webkit-column-break-inside",
                                                "-webkit-overflow-scrolling",
                                                "-webkit-font-smoothing",
                                                "-moz-osx-font-smoothing",
                                                "-webkit-line-clamp",
                                                "-webkit-box-orient",
                                                "-moz-tab-size",
                                                "-webkit-tap-highlight-color",
                                                NULL};
static const char *const barred_properties[] = {"behavior", "src", NULL};
/* They hold a page's picture, or replace it. */
static const char *const picture_properties[] = {"background", "background-image", NULL};
/* They decide whether an element and all in it are shown, and their pictures loaded. */
static const char *const showing_properties[] = {"all", "content", "content-visibility", "display",
                                                 NULL};

static bool is_among(struct str v, const char *const *words) {
    for (; *words != NULL; words++)
        if (str_is(v, *words))
            return true;
    return false;
}

static bool refuse(struct sheet *s, enum rule rule) {
    const struct css_token *t = &s->t;
    struct str what = t->whole.len > 0 ? t->whole : str_lit("the end");
    return rules_refuse(s->r, rule, t->whole.p, t->whole.len, what);
}

/* Refuses and gives up: where the next rule starts is not known. */
static bool lost(struct sheet *s, enum rule rule) {
    s->stopped = !refuse(s, rule);
    return !s->stopped;
}

/* "2url(": a number with a unit, and a bracket. Whoever ends numbers elsewhere reads a function. */
static bool looks_like_function(const struct sheet *s) {
    return (s->t.kind == CSS_NUMBER || s->t.kind == CSS_HASH) && s->rest.len > 0 &&
           s->rest.p[0] == '(';
}

/* The next token; a bad one ends the reading. */
static bool next(struct sheet *s) {
    css_next(&s->rest, &s->t);
    if (s->t.kind == CSS_BAD_BYTE || s->t.kind == CSS_UNFINISHED) {
        (void)refuse(s, s->t.kind == CSS_BAD_BYTE ? RULE_CSS_BYTE : RULE_CSS_UNFINISHED);
        s->stopped = true; /* also in a test that has switched the rule off: there is no token */
        return false;
    }
    return !looks_like_function(s) || lost(s, RULE_CSS_FUNCTION);
}

static bool next_solid(struct sheet *s) {
    return next(s) && (s->t.kind != CSS_SPACE || next(s));
}

/* --- values */

static bool refuse_url_state(struct sheet *s) {
    struct str what = s->url.whole;
    return rules_refuse(s->r, RULE_CSS_URL_STATE, what.p, what.len, what);
}

/* Keeps the place of what is said about <html> or <body>. */
static void note_root(struct sheet *s, const bool about[AUDIT_ROOTS], const char *at,
                      struct audit_spot spots[AUDIT_ROOTS]) {
    for (size_t i = 0; i < AUDIT_ROOTS; i++)
        if (about[i] && spots[i].line == 0) {
            struct place p = place_at_offset(&s->r->source, (size_t)(at - s->r->source.text.p), 1);
            spots[i] = (struct audit_spot){p.line, p.column};
        }
}

/* A value that counts in some states only: does it take away the page's picture? Then it is loaded
 * when the state ends. `background: var(--x)` takes it away in all of them, whatever --x is: a
 * value that turns out to be wrong does not make room for another rule's. */
static void note_hiding(struct sheet *s) {
    bool shows = is_among(s->property, showing_properties);
    bool about[AUDIT_ROOTS];
    memcpy(about, s->subject.may_be, sizeof(about));
    about[AUDIT_ROOT_BODY] = about[AUDIT_ROOT_BODY] || (shows && about[AUDIT_ROOT_HTML]);
    if ((shows || is_among(s->property, picture_properties)) &&
        ((s->in_media && !s->in_print) || s->stateful || (shows && s->variable)))
        note_root(s, about, s->property.p, s->r->out->hides);
}

static bool check_url(struct sheet *s) {
    uint32_t target;
    if (!next(s))
        return false;
    struct css_token string = s->t;
    if ((string.kind != CSS_STRING || string.whole.p[0] != '"') && !lost(s, RULE_CSS_URL))
        return false;
    if (!next(s) || (!css_is_sign(&s->t, ')') && !lost(s, RULE_CSS_URL)))
        return false;
    s->url = string;
    if (s->r->kind == AUDIT_START) /* its pictures are in it: nothing is loaded */
        return start_is_png(&s->r->scratch, string.text) ||
               rules_refuse(s->r, RULE_DATA_URL, string.whole.p, string.whole.len, string.text);
    if (!links_local(s->r, string.text, &target) || !links_kind(s->r, string.text, AUDIT_IMAGE))
        return false;
    if (s->in_media || s->stateful || s->variable || !s->subject.root_only ||
        !is_among(s->property, picture_properties))
        return refuse_url_state(s);
    note_root(s, s->subject.is, string.whole.p, s->r->out->shows);
    return true;
}

static bool check_attr(struct sheet *s) {
    if (!next_solid(s))
        return false;
    if ((s->t.kind != CSS_IDENT || !is_among(s->t.text, attr_words)) && !lost(s, RULE_CSS_ATTR))
        return false;
    if (!next_solid(s))
        return false;
    return css_is_sign(&s->t, ')') || lost(s, RULE_CSS_ATTR);
}

/* A rule that matches in some states can set the name, or leave it unset: then the whole value
 * counts for nothing, with the picture in it. */
static void check_var(struct sheet *s) {
    s->variable = true;
    if (s->url.whole.len > 0 && s->r->kind != AUDIT_START)
        (void)refuse_url_state(s);
}

/* "!important" */
static bool check_important(struct sheet *s) {
    if (!next_solid(s))
        return false;
    return (s->t.kind == CSS_IDENT && str_is(s->t.text, "important")) || lost(s, RULE_CSS_VALUE);
}

/* What closes the brackets that are open in a value, innermost last. For browsers a ';' or '}'
 * inside them ends nothing, so each must be closed, by its own sign and in order. */
struct brackets {
    char closing[NESTING_MAX];
    unsigned depth;
};

static bool open_bracket(struct sheet *s, struct brackets *b, char closing) {
    if (b->depth == NESTING_MAX)
        return lost(s, RULE_CSS_VALUE);
    b->closing[b->depth++] = closing;
    return true;
}

/* One token of a value that is no ';' or '}' outside brackets. */
static bool check_value_token(struct sheet *s, struct brackets *b) {
    const struct css_token *t = &s->t;
    if (t->kind == CSS_FUNCTION) {
        if (!is_among(t->text, value_functions))
            return lost(s, RULE_CSS_FUNCTION) && open_bracket(s, b, ')');
        if (str_is(t->text, "url"))
            return check_url(s) || !s->stopped;
        if (str_is(t->text, "attr"))
            return check_attr(s);
        if (str_is(t->text, "var"))
            check_var(s);
        return open_bracket(s, b, ')');
    }
    if (t->kind == CSS_AT || t->kind == CSS_END)
        return lost(s, RULE_CSS_VALUE);
    if (t->kind != CSS_SIGN)
        return true;
    char c = t->text.p[0];
    if (c == '(' || c == '[')
        return open_bracket(s, b, c == '(' ? ')' : ']');
    if (b->depth > 0 && c == b->closing[b->depth - 1])
        return b->depth--, true;
    if (c == '!' && b->depth == 0)
        return check_important(s);
    return strchr(",/+-*", c) != NULL || lost(s, RULE_CSS_VALUE);
}

static bool is_end_of_value(const struct css_token *t) {
    return css_is_sign(t, ';') || css_is_sign(t, '}');
}

/* From behind ':' to ';' or '}', which is then the token at hand. */
static bool check_value(struct sheet *s) {
    struct brackets open = {.depth = 0};
    unsigned parts = 0;
    if (!next_solid(s))
        return false;
    for (; open.depth > 0 || !is_end_of_value(&s->t); parts++) {
        if (s->t.kind == CSS_END) {
            s->stopped = true;
            (void)refuse(s, RULE_CSS_UNFINISHED);
            return false;
        }
        if (!check_value_token(s, &open) || !next(s))
            return false;
    }
    return parts > 0 || lost(s, RULE_CSS_VALUE);
}

static bool is_property(struct str name) {
    if (str_starts(name, str_lit("--")))
        return name.len > 2;
    if (name.p[0] == '-')
        return is_among(name, vendor_properties);
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_lower(name.p[i]) && name.p[i] != '-')
            return false;
    return !is_among(name, barred_properties);
}

/* From behind '{' to behind '}'. */
static bool declarations(struct sheet *s) {
    for (;;) {
        if (!next_solid(s))
            return false;
        if (css_is_sign(&s->t, ';'))
            continue;
        if (css_is_sign(&s->t, '}'))
            return true;
        if (s->t.kind == CSS_END || s->t.kind != CSS_IDENT) {
            s->stopped = true;
            return refuse(s, s->t.kind == CSS_END ? RULE_CSS_UNFINISHED : RULE_CSS_BLOCK) && false;
        }
        if (!is_property(s->t.text))
            (void)refuse(s, RULE_CSS_PROPERTY);
        s->variable = false;
        s->property = s->t.text;
        s->url = (struct css_token){0};
        if (!next_solid(s))
            return false;
        if (!css_is_sign(&s->t, ':')) {
            s->stopped = true;
            return refuse(s, RULE_CSS_BLOCK) && false;
        }
        if (!check_value(s))
            return false;
        note_hiding(s);
        if (css_is_sign(&s->t, '}'))
            return true;
    }
}

/* --- what stands before '{' */

static bool check_selector_token(struct sheet *s, unsigned *depth, bool *bracket) {
    const struct css_token *t = &s->t;
    if (t->kind == CSS_FUNCTION)
        return (is_among(t->text, selector_functions) || lost(s, RULE_CSS_SELECTOR)) &&
               (++*depth < NESTING_MAX || lost(s, RULE_CSS_SELECTOR));
    if (t->kind == CSS_STRING)
        return *bracket || lost(s, RULE_CSS_SELECTOR);
    if (t->kind != CSS_SIGN)
        return (t->kind != CSS_AT && t->kind != CSS_END) || lost(s, RULE_CSS_SELECTOR);
    char c = t->text.p[0];
    if (c == '[' || c == ']') {
        bool fits = *bracket == (c == ']');
        *bracket = c == '[';
        return fits || lost(s, RULE_CSS_SELECTOR);
    }
    if (c == ')' && *depth > 0 && !*bracket)
        return (*depth)--, true;
    return strchr(*bracket ? "=^$*~|" : ".*>+~,:", c) != NULL || lost(s, RULE_CSS_SELECTOR);
}

/* The reader opens and closes <details>, which sets and takes away its attribute. */
static bool is_attribute_of_state(const struct sheet *s, bool name_next) {
    return name_next && s->t.kind == CSS_IDENT && str_eq_nocase(s->t.text, str_lit("open"));
}

/* The token at hand is the first of the selector; ends at '{'. */
static bool selector(struct sheet *s) {
    bool bracket = false, colon = false, name_next = false;
    unsigned depth = 0;
    s->stateful = false;
    css_subject_init(&s->subject);
    if (css_is_sign(&s->t, '{'))
        return lost(s, RULE_CSS_SELECTOR);
    for (; depth > 0 || bracket || !css_is_sign(&s->t, '{');) {
        bool word = s->t.kind == CSS_IDENT || s->t.kind == CSS_FUNCTION;
        if ((colon && word && !is_among(s->t.text, stateless)) ||
            is_attribute_of_state(s, name_next))
            s->stateful = true;
        colon = css_is_sign(&s->t, ':');
        name_next = css_is_sign(&s->t, '[') || css_is_sign(&s->t, '|') ||
                    (name_next && (s->t.kind == CSS_SPACE || css_is_sign(&s->t, '*')));
        css_subject_feed(&s->subject, &s->t);
        if (!check_selector_token(s, &depth, &bracket) || !next(s))
            return false;
        if (s->t.kind == CSS_END) {
            s->stopped = true;
            return refuse(s, RULE_CSS_UNFINISHED) && false;
        }
    }
    css_subject_end(&s->subject);
    return true;
}

static bool query(struct sheet *s, const char *const *words, const char *signs, enum rule rule) {
    unsigned depth = 0;
    if (!next_solid(s))
        return false;
    while (depth > 0 || !css_is_sign(&s->t, '{')) {
        depth += css_is_sign(&s->t, '(');
        bool closes = css_is_sign(&s->t, ')');
        bool fits = s->t.kind == CSS_SPACE || s->t.kind == CSS_NUMBER ||
                    (s->t.kind == CSS_IDENT && is_among(s->t.text, words)) ||
                    (s->t.kind == CSS_SIGN && strchr(signs, s->t.text.p[0]) != NULL);
        if (s->t.kind == CSS_END) {
            s->stopped = true;
            return refuse(s, RULE_CSS_UNFINISHED) && false;
        }
        if (((!fits || (closes && depth == 0)) && !lost(s, rule)) || !next(s))
            return false;
        depth -= closes && depth > 0;
    }
    return true;
}

static bool at_rule(struct sheet *s) {
    if (str_is(s->t.text, "media") && !s->in_media) {
        struct str before = s->rest;
        s->in_media = true;
        if (!query(s, media_words, "():,", RULE_CSS_MEDIA))
            return false;
        s->in_print =
            str_is(str_trim(str_of(before.p, (size_t)(s->t.whole.p - before.p))), "print");
        return true;
    }
    s->subject = (struct css_subject){0}; /* a page of paper: only when somebody prints */
    if (str_is(s->t.text, "page"))
        return query(s, page_words, ":", RULE_CSS_PAGE) && declarations(s);
    s->stopped = true;
    return refuse(s, RULE_CSS_AT);
}

static bool rule(struct sheet *s) {
    if (css_is_sign(&s->t, '}') && s->in_media) {
        s->in_media = false;
        return true;
    }
    if (s->t.kind == CSS_AT)
        return at_rule(s);
    return selector(s) && declarations(s);
}

bool css_audit(struct reader *r, struct str text) {
    struct sheet s = {.r = r, .rest = text};
    size_t before = r->findings, bad = utf8_first_bad(text);
    if (bad != SIZE_MAX)
        return rules_refuse(r, RULE_CSS_BYTE, text.p + bad, 1, str_slice(text, bad, bad + 1));
    while (!s.stopped && next_solid(&s) && s.t.kind != CSS_END)
        if (!rule(&s))
            break;
    if (!s.stopped && s.in_media)
        (void)refuse(&s, RULE_CSS_UNFINISHED);
    return r->findings == before;
}
