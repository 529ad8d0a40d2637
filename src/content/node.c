/* The only file that calls libyaml's parser: events in, a tree of nodes out. libyaml counts
 * characters, our places count bytes: a cursor walks the text once beside the events. */
#include "content/node.h"

#include <assert.h>
#include <yaml.h>

#include "content/bytes.h"
#include "content/syntax.h"

enum { FEW_FIELDS = 12 };

/* Where the parser is, in its measure (characters) and in ours. */
struct cursor {
    struct str text; /* the whole file */
    size_t base;     /* offset of character 0 */
    size_t index;    /* characters since `base` */
    size_t offset;   /* bytes since the start of the file */
    size_t line, line_start;
};

/* A list or fields that are not closed yet. */
struct open_node {
    struct node *node, *last;
    struct node *key; /* a field's name that waits for its value */
    bool drop;        /* the value belongs to a field that was refused */
    bool in_line;     /* written between brackets or braces: columns mean nothing in it */
    struct map names; /* used when there are many fields */
};

struct builder {
    struct arena *mem;
    const struct source *source;
    struct diags *d;
    size_t errors_before;
    struct cursor cursor;
    struct open_node open[NODE_NESTING_MAX];
    size_t depth;
    struct node_tree *out;
};

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xc0) == 0x80;
}

static void step_back(struct cursor *c, size_t index) {
    while (c->index > index && c->offset > c->base) {
        do
            c->offset--;
        while (c->offset > c->base && is_continuation(c->text.p[c->offset]));
        c->index--;
    }
    size_t lf = str_rfind_char(str_slice(c->text, 0, c->offset), '\n');
    c->line_start = lf == SIZE_MAX ? 0 : lf + 1;
}

/* Moves to character `index`. Marks go forward but for a few steps. */
static void cursor_to(struct cursor *c, size_t index) {
    if (index < c->index) {
        size_t was = c->offset;
        step_back(c, index);
        for (size_t i = c->offset; i < was; i++)
            c->line -= c->text.p[i] == '\n';
        return;
    }
    const char *p = c->text.p;
    while (c->index < index && c->offset < c->text.len) {
        if (p[c->offset++] == '\n') {
            c->line++;
            c->line_start = c->offset;
        }
        while (c->offset < c->text.len && is_continuation(p[c->offset]))
            c->offset++;
        c->index++;
    }
}

/* The place of an event and its bytes (`*from` to `*to`, cut at the end of the first line). */
static struct place event_place(struct builder *b, const yaml_event_t *event, size_t *from,
                                size_t *to) {
    struct cursor *c = &b->cursor;
    cursor_to(c, event->start_mark.index);
    size_t line = c->line, column = c->offset - c->line_start + 1;
    *from = c->offset;
    cursor_to(c, event->end_mark.index);
    *to = c->offset;
    struct str bytes = str_slice(b->source->text, *from, *to);
    size_t lf = str_find_char(bytes, '\n');
    if (lf != SIZE_MAX)
        *to = *from + lf - (lf > 0 && bytes.p[lf - 1] == '\r');
    return place_of(b->source, line, column, *to - *from);
}

static bool too_many(const struct builder *b) {
    return b->d->errors - b->errors_before >= NODE_MISTAKES_MAX;
}

/* The field `name` among the earlier ones of `o`, or NULL. Remembers it. */
static struct node *earlier_field(struct builder *b, struct open_node *o, struct node *name) {
    if (o->node->count < FEW_FIELDS) {
        for (struct node *key = o->node->first; key != NULL; key = key->next->next)
            if (str_eq(key->value, name->value))
                return key;
        return NULL;
    }
    if (o->names.room == 0) {
        map_init(&o->names, b->mem, (size_t)FEW_FIELDS * 4);
        for (struct node *key = o->node->first; key != NULL; key = key->next->next)
            map_add(&o->names, key->value, key->at.line);
    }
    uint32_t line = map_add(&o->names, name->value, name->at.line);
    if (line == MAP_NONE)
        return NULL;
    struct node *found = arena_new(b->mem, struct node);
    found->at.line = line;
    return found;
}

/* In {en: Pills, powder, fi: …} the text was cut at its comma and "powder" became a name. */
static bool is_cut_text(const struct builder *b) {
    struct str after = str_from_offset(b->cursor.text, b->cursor.offset);
    size_t i = 0;
    while (i < after.len && ascii_is_space(after.p[i]))
        i++;
    return i < after.len && (after.p[i] == ',' || after.p[i] == '}');
}

static void take_name(struct builder *b, struct open_node *o, struct node *name) {
    struct node *earlier = NULL;
    o->key = name;
    o->drop = true;
    if (name->kind != NODE_WORD)
        diag_error(b->d, name->at, "yaml/name", "the name of a field must be a word");
    else if (is_cut_text(b))
        diag_error(b->d, name->at, "yaml/comma",
                   "this has no colon: a text with a comma in it needs quotes here");
    else if ((earlier = earlier_field(b, o, name)) != NULL)
        diag_error(b->d, name->at, "yaml/repeated",
                   "the field '%.*s' is given twice, first in line %u", STR_ARG(name->value),
                   earlier->at.line);
    else
        o->drop = false;
}

static void append(struct open_node *o, struct node *n) {
    if (o->last == NULL)
        o->node->first = n;
    else
        o->last->next = n;
    o->last = n;
}

/* Hands a finished node to the list or fields it stands in. A node that the syntax error cuts off
 * is never handed over, so a partial tree holds whole values only. */
static void give(struct builder *b, struct node *n) {
    if (b->depth == 0) {
        b->out->root = n;
        return;
    }
    struct open_node *o = &b->open[b->depth - 1];
    assert(o->node != NULL);
    if (o->node->kind == NODE_LIST) {
        append(o, n);
        o->node->count++;
    } else if (o->key == NULL) {
        take_name(b, o, n);
    } else {
        if (!o->drop) {
            append(o, o->key);
            append(o, n);
            o->node->count++;
        }
        o->key = NULL;
    }
}

static void refuse_mark(struct builder *b, struct place at, char sign, const char *code) {
    at.width = 1;
    diag_error(b->d, at, code,
               "a value that starts with '%c' means something else in YAML: put it in quotes",
               sign);
}

/* Refuses "&name" and "!tag"; the marks stand before the value, where the event starts. */
static void check_marks(struct builder *b, struct place at, const yaml_char_t *anchor,
                        const yaml_char_t *tag) {
    if (anchor != NULL)
        refuse_mark(b, at, '&', "yaml/anchor");
    else if (tag != NULL)
        refuse_mark(b, at, '!', "yaml/tag");
}

/* Escapes can bring in what bytes_check keeps out. */
static void check_escapes(struct builder *b, const struct node *n) {
    struct str rest = n->value;
    while (rest.len > 0) {
        uint32_t code = utf8_next(&rest);
        if (bytes_allowed(code))
            continue;
        diag_error(b->d, n->at, "text/control", "the invisible character U+%04X: take it out",
                   code);
        return;
    }
    size_t idle = utf8_first_idle(n->value);
    if (idle == SIZE_MAX)
        return;
    rest = str_from_offset(n->value, idle);
    diag_error(b->d, n->at, "text/invisible",
               "the invisible sign U+%04X, which does nothing for readers here: take it out",
               utf8_next(&rest));
}

/* "- a", then " - b" one column further right: YAML takes it all for the text "a - b". */
static void check_lost_item(struct builder *b, size_t from, size_t to) {
    struct str rest = str_slice(b->source->text, from, to), line;
    if (!str_next_line(&rest, &line))
        return;
    while (str_next_line(&rest, &line)) {
        struct str words = str_trim(line);
        if (!str_starts(words, str_lit("- ")) && !str_is(words, "-"))
            continue;
        diag_error(b->d, place_at_offset(b->source, (size_t)(words.p - b->source->text.p), 1),
                   "yaml/indent",
                   "this is read as a part of the text above: let all '-' of a list start in the "
                   "same column");
        return;
    }
}

/* How far a text of several lines has to be indented: more than this many columns. */
static uint32_t outer_column(const struct builder *b) {
    for (size_t i = b->depth; i > 0; i--)
        if (!b->open[i - 1].in_line)
            return b->open[i - 1].node->at.column;
    return 0;
}

/* Quotes left open end at the next one, fields further down: YAML wants a text of several lines to
 * be indented, libyaml does not ask. */
static void check_open_quotes(struct builder *b, const struct node *n, size_t from, size_t to) {
    struct str rest = str_slice(b->source->text, from, to), line;
    uint32_t column = outer_column(b);
    if (!str_next_line(&rest, &line))
        return;
    while (str_next_line(&rest, &line)) {
        struct str words = str_trim(line);
        if (words.len == 0 || (size_t)(words.p - line.p) >= column)
            continue;
        diag_error(b->d, place_at_offset(b->source, (size_t)(words.p - b->source->text.p), 1),
                   "yaml/quotes",
                   "the quotes that open in line %u take this line with them: close them there, or "
                   "indent what belongs to them",
                   n->at.line);
        return;
    }
}

static void take_word(struct builder *b, const yaml_event_t *event) {
    struct node *n = arena_new(b->mem, struct node);
    size_t from, to;
    n->at = event_place(b, event, &from, &to);
    check_marks(b, n->at, event->data.scalar.anchor, event->data.scalar.tag);
    n->kind = NODE_WORD;
    yaml_scalar_style_t style = event->data.scalar.style;
    n->plain = style == YAML_PLAIN_SCALAR_STYLE;
    n->value = arena_str(b->mem,
                         str_of((const char *)event->data.scalar.value, event->data.scalar.length));
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || style == YAML_SINGLE_QUOTED_SCALAR_STYLE) {
        n->at.column++;
        n->at.width -= n->at.width >= 2 && event->start_mark.line == event->end_mark.line ? 2 : 1;
    } else if (!n->plain) {
        n->at.width = 1; /* the "|" or ">" */
    }
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        check_escapes(b, n);
    if (event->start_mark.line != event->end_mark.line) {
        if (n->plain)
            check_lost_item(b, from, b->cursor.offset);
        else if (style != YAML_LITERAL_SCALAR_STYLE && style != YAML_FOLDED_SCALAR_STYLE)
            check_open_quotes(b, n, from, b->cursor.offset);
    }
    give(b, n);
}

/* An alias is no value for us; the field keeps its place so that the rest still reads. */
static void take_alias(struct builder *b, const yaml_event_t *event) {
    struct node *n = arena_new(b->mem, struct node);
    size_t from, to;
    n->at = event_place(b, event, &from, &to);
    refuse_mark(b, n->at, '*', "yaml/alias");
    n->plain = true;
    n->value = str_lit("");
    give(b, n);
}

static bool open_node(struct builder *b, const yaml_event_t *event, enum node_kind kind) {
    struct node *n = arena_new(b->mem, struct node);
    size_t from, to;
    n->kind = kind;
    n->at = event_place(b, event, &from, &to);
    n->at.width = 1;
    if (kind == NODE_LIST)
        check_marks(b, n->at, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    else
        check_marks(b, n->at, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    if (b->depth == NODE_NESTING_MAX)
        return diag_error(b->d, n->at, "yaml/nesting",
                          "lists and fields are nested more than %d deep here", NODE_NESTING_MAX);
    b->open[b->depth++] = (struct open_node){
        .node = n,
        .in_line = kind == NODE_LIST ? event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                                     : event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
    };
    return true;
}

/* What follows `offset` behind blank lines and comments; its place. */
static struct str next_words(const struct builder *b, size_t offset, struct place *at) {
    struct str rest = str_from_offset(b->cursor.text, offset), line = STR_NONE, words = STR_NONE;
    while (str_next_line(&rest, &line)) {
        words = str_trim(line);
        if (words.len > 0 && words.p[0] != '#')
            break;
        words = STR_NONE;
    }
    if (words.p != NULL)
        *at = place_at_offset(b->source, (size_t)(words.p - b->cursor.text.p), 1);
    return words;
}

/* Lines like "%TAG": libyaml takes quadratic time for many, and no editor needs one. */
static bool refuse_directive(struct builder *b, size_t offset) {
    struct place at;
    struct str words = next_words(b, offset, &at);
    if (words.p == NULL || words.p[0] != '%' || at.column != 1)
        return false;
    diag_error(b->d, at, "yaml/directive", "a line that starts with '%%' is not read: take it out");
    return true;
}

/* Whether the parser has to see what is behind the document: it knows best what is wrong. */
static bool end_document(struct builder *b, const yaml_event_t *event) {
    struct place at;
    cursor_to(&b->cursor, event->end_mark.index);
    struct str words = next_words(b, b->cursor.offset, &at);
    if (words.p == NULL || refuse_directive(b, b->cursor.offset))
        return false;
    if (!str_starts(words, str_lit("---")))
        return true;
    return diag_error(b->d, at, "yaml/documents",
                      "a second document starts here: one file holds one, take out this line");
}

/* False: stop reading. */
static bool take(struct builder *b, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_END_EVENT:
        return end_document(b, event);
    case YAML_SCALAR_EVENT:
        take_word(b, event);
        break;
    case YAML_ALIAS_EVENT:
        take_alias(b, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        return open_node(b, event, NODE_LIST);
    case YAML_MAPPING_START_EVENT:
        return open_node(b, event, NODE_FIELDS);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        b->depth--;
        give(b, b->open[b->depth].node);
        break;
    default:
        break;
    }
    return !too_many(b);
}

static void report_syntax(struct builder *b, const yaml_parser_t *parser) {
    struct syntax_error e = {.source = b->source,
                             .from = b->cursor.base,
                             .problem = parser->problem == NULL ? "" : parser->problem,
                             .context = parser->context == NULL ? "" : parser->context};
    if (parser->error == YAML_MEMORY_ERROR)
        arena_out_of_memory();
    assert(parser->error != YAML_READER_ERROR); /* bytes_check keeps out what that is about */
    cursor_to(&b->cursor, parser->problem_mark.index);
    e.at = b->cursor.offset;
    cursor_to(&b->cursor,
              parser->context == NULL ? parser->problem_mark.index : parser->context_mark.index);
    e.context_at = b->cursor.offset;
    syntax_report(&e, b->d);
}

static void read_events(struct builder *b, yaml_parser_t *parser) {
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            report_syntax(b, parser);
            b->out->partial = true;
            return;
        }
        bool whole = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
        more = take(b, &event) && event.type != YAML_STREAM_END_EVENT;
        if (!more && !whole)
            b->out->partial = true;
        yaml_event_delete(&event);
    }
}

/* What was read when it broke off: the outermost fields that are whole. */
static void close_root(struct builder *b) {
    struct node *root = b->depth > 0 ? b->open[0].node : b->out->root;
    bool empty = root == NULL || (root->kind == NODE_WORD && root->value.len == 0);
    if (!empty && root->kind != NODE_FIELDS && !b->out->partial)
        diag_error(b->d, root->at, "yaml/no-fields",
                   "this is no field: a field is a name, a colon, a space and a value");
    if (!empty && root->kind != NODE_FIELDS)
        b->out->partial = true;
    if (empty || root->kind != NODE_FIELDS) {
        root = arena_new(b->mem, struct node);
        root->kind = NODE_FIELDS;
        root->at = place_of(b->source, b->cursor.line, 1, 1);
    }
    b->out->root = root;
}

bool node_parse_yaml(struct arena *mem, const struct source *source, size_t from, size_t to,
                     struct node_tree *out, struct diags *d) {
    struct builder b = {.mem = mem, .source = source, .d = d, .errors_before = d->errors};
    yaml_parser_t parser;
    struct str text = str_slice(source->text, from, to);
    struct place start = place_at_offset(source, from, 1);
    *out = (struct node_tree){0};
    b.out = out;
    b.cursor = (struct cursor){.text = str_slice(source->text, 0, to),
                               .base = from,
                               .offset = from,
                               .line = start.line,
                               .line_start = from - (start.column - 1)};
    if (refuse_directive(&b, from))
        return false;
    if (!yaml_parser_initialize(&parser))
        arena_out_of_memory();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)(text.p == NULL ? "" : text.p),
                                 text.len);
    read_events(&b, &parser);
    yaml_parser_delete(&parser);
    close_root(&b);
    return out->root->count > 0 || !out->partial;
}

bool node_parse(struct arena *mem, const struct source *source, size_t from, size_t to,
                struct node_tree *out, struct diags *d) {
    return node_parse_lines(mem, source, from, to, out) ||
           node_parse_yaml(mem, source, from, to, out, d);
}
