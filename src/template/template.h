/* The door of template/: a template's text to Lua source. Runs no Lua and knows no site.
 *
 *   {{ expr }}  {% for k, v in list do %} … {% end %}  {% if c then %} … {% elseif c then %} … {%
 * else %} …
 *   {% end %}  {% local x = … %}  {% set … %}  {% extends "base.html" %}  {% block main %} … {%
 * endblock %}
 *   {% include "nav.html", {…} %}  {% once key %} … {% endonce %}  {# comment #}  {%- trim -%}
 *
 * Each template line becomes one Lua line, so that Lua's own messages carry the right number. */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "util/util.h"

struct template_ref {
    struct str name;
    struct place at;
};

/* What the compiler found, all in the arena it was given. */
struct template_code {
    struct str lua;    /* the chunk's source: `return function(…)`-free, see template/README */
    struct str *texts; /* literal pieces; the chunk prints number i by T(i), 1-based */
    size_t text_count, text_cap;
    struct template_ref extends; /* name absent: none */
    struct template_ref *includes;
    size_t include_count, include_cap;
    struct template_ref *blocks;
    size_t block_count, block_cap;
};

/* False after it has reported (unclosed tag, unknown tag, block twice, text outside blocks of a
 * template that extends …) with the template's own line and column. Never runs anything. */
bool template_compile(struct arena *mem, const struct source *source, struct template_code *out,
                      struct diags *d) MUST_USE;

#endif
