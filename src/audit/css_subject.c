/* The last compound of each selector decides. What stands in brackets is not looked into: it may
 * match anything, so an element counts as possible unless a type, a class or an id says otherwise;
 * <html> and <head> have neither class nor id here, <body> may have both. Around or beside <html>
 * is nothing, around or beside <body> only those two. */
#include "audit/css_subject.h"

static void new_compound(struct css_subject *s) {
    s->compounds++;
    s->tokens = s->colons = 0;
    s->named = s->pseudo_element = false;
    s->type = CSS_ANY;
}

void css_subject_init(struct css_subject *s) {
    *s = (struct css_subject){.root_only = true};
    new_compound(s);
}

static bool is_pseudo_element(const struct css_subject *s, struct str name) {
    return s->colons == 2 || str_is(name, "before") || str_is(name, "after") ||
           str_is(name, "first-line") || str_is(name, "first-letter");
}

static void add_name(struct css_subject *s, struct str name) {
    if (s->colons > 0)
        s->pseudo_element = s->pseudo_element || is_pseudo_element(s, name);
    if (s->colons == 1 && str_is(name, "root"))
        s->type = s->type == CSS_ANY ? CSS_ROOT : s->type;
    else if (s->colons == 0 && s->tokens == 0)
        s->type = str_eq_nocase(name, str_lit("html"))   ? CSS_HTML
                  : str_eq_nocase(name, str_lit("head")) ? CSS_HEAD
                  : str_eq_nocase(name, str_lit("body")) ? CSS_BODY
                                                         : CSS_OTHER;
}

static void add_sign(struct css_subject *s, char c) {
    s->named = s->named || c == '.';
    s->nested += c == '[';
}

static void add(struct css_subject *s, const struct css_token *t) {
    if (t->kind == CSS_IDENT || t->kind == CSS_FUNCTION)
        add_name(s, t->text);
    else if (t->kind == CSS_SIGN)
        add_sign(s, t->text.p[0]);
    s->named = s->named || t->kind == CSS_HASH;
    s->nested += t->kind == CSS_FUNCTION;
    s->colons = css_is_sign(t, ':') ? s->colons + 1 : 0;
    s->tokens++;
}

static void end_selector(struct css_subject *s) {
    bool exact =
        s->compounds == 1 && ((s->type == CSS_ROOT && s->tokens == 2) ||
                              ((s->type == CSS_HTML || s->type == CSS_BODY) && s->tokens == 1));
    bool html =
        s->compounds == 1 && (s->type == CSS_HTML || s->type == CSS_ROOT || s->type == CSS_ANY);
    bool body = !s->elsewhere && (s->type == CSS_BODY || s->type == CSS_ANY);
    s->root_only = s->root_only && exact;
    s->is[AUDIT_ROOT_HTML] = s->is[AUDIT_ROOT_HTML] || (exact && s->type != CSS_BODY);
    s->is[AUDIT_ROOT_BODY] = s->is[AUDIT_ROOT_BODY] || (exact && s->type == CSS_BODY);
    s->may_be[AUDIT_ROOT_HTML] =
        s->may_be[AUDIT_ROOT_HTML] || (html && !s->pseudo_element && !s->named);
    s->may_be[AUDIT_ROOT_BODY] = s->may_be[AUDIT_ROOT_BODY] || (body && !s->pseudo_element);
}

void css_subject_feed(struct css_subject *s, const struct css_token *t) {
    bool combinator = t->kind == CSS_SIGN && strchr(">+~", t->text.p[0]) != NULL;
    if (s->nested > 0) {
        s->nested += t->kind == CSS_FUNCTION || css_is_sign(t, '[');
        s->nested -= css_is_sign(t, ')') || css_is_sign(t, ']');
        return;
    }
    if (css_is_sign(t, ',')) {
        end_selector(s);
        s->compounds = 0;
        s->space = s->elsewhere = false;
        new_compound(s);
    } else if (t->kind == CSS_SPACE) {
        s->space = s->tokens > 0;
    } else if (combinator || s->space) {
        s->space = false;
        s->elsewhere = s->elsewhere || s->named || s->type == CSS_OTHER || s->type == CSS_BODY;
        new_compound(s);
        if (!combinator)
            add(s, t);
    } else {
        add(s, t);
    }
}

void css_subject_end(struct css_subject *s) {
    end_selector(s);
}
