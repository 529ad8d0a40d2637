/* The door of template/: a template's text to Lua source. Runs no Lua and knows no site.
 *
 *   {{ expr }}  {% for k, v in list do %} … {% end %}  {% if c then %} … {% elseif c then %} …
 *   {% else %} … {% end %}  {% local x = … %}  {% set x = … %}  {% break %}
 *   {% extends "base.html" %}  {% block main %} … {% endblock %}  {% include "nav.html", {…} %}
 *   {% once key %} … {% endonce %}  {# comment #}  {%- trim -%}
 *
 * Each template line becomes one Lua line, so that Lua's own messages carry the right number. The
 * chunk takes functions, in this order (indexes are 0-based, into the lists below), and returns the
 * function that runs the template:
 *
 *   __p(value, print)     prints the literal text before it and the value
 *   __t(text)             prints a literal text
 *   __b(block, function)  prints a block: the function, or what overrides it
 *   __d(block, function)  overrides a block (templates that extend)
 *   __i(include, args)    runs another template
 *   __o(once, key, function)  prints a piece: by the function, or as it was made before
 *   __e(values…)          what a `for` loop walks over
 *   __f(thing, field, print)  prints the text before it and a field of the model; true: it did not
 *   __u(url, page, print)     prints the text before it and the way to a page; true: it did not
 *
 * That one takes what every template has by name: args page site lang.
 *
 * A block's function takes `super`. Names that start with two underscores are refused in
 * templates. */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "util/util.h"

struct template_ref {
    struct str name;
    struct place at;
};
struct template_refs {
    struct template_ref *items;
    size_t count, cap;
};
struct template_texts {
    struct str *items;
    size_t count, cap;
};
/* A {{ }}: the text before it (may be empty) and its place. */
struct template_print {
    struct str text;
    struct place at;
};
struct template_prints {
    struct template_print *items;
    size_t count, cap;
};

/* What the compiler found, all in the arena it was given; places point to the source. */
struct template_code {
    struct str lua;
    struct template_texts texts;
    struct template_prints prints;
    struct template_ref extends; /* name absent: none */
    struct template_refs includes;
    struct template_refs blocks;
    bool *defines; /* as blocks: it overrides a parent's */
    size_t defines_cap;
    struct template_refs locals; /* names declared by `local` and `for`, for a "did you mean" */
    size_t once_count;
    bool uses_super;
    bool reads_page; /* it may: `page` stands there as a name */
};

/* The functions that the chunk takes, in order. */
enum template_function {
    TEMPLATE_PRINT,
    TEMPLATE_TEXT,
    TEMPLATE_BLOCK,
    TEMPLATE_DEFINE,
    TEMPLATE_INCLUDE,
    TEMPLATE_ONCE,
    TEMPLATE_EACH,
    TEMPLATE_FIELD,
    TEMPLATE_URL,
    TEMPLATE_FUNCTIONS /* how many they are */
};

/* False after it has reported (unclosed tag, unknown tag, block twice, text outside blocks of a
 * template that extends …) with the template's own line and column. Goes on after a mistake where
 * it can. Never runs anything. What it does not see (an expression that Lua cannot read) is found
 * when Lua loads the result. Linear in the text. */
bool template_compile(struct arena *mem, const struct source *source, struct template_code *out,
                      struct diags *d) MUST_USE;

/* Where `word` stands as a whole name on a line of a template, the place to point at when only the
 * line is known; the whole line when it is not there. */
struct place template_find_name(const struct source *source, uint32_t line, struct str word);

#endif
