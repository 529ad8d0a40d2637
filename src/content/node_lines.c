/* The fields that nearly every front matter is made of, one to a line: a word or a list of words.
 *
 *     title: Words without quotes
 *     card: "a text: in quotes"
 *     aliases: [one, two, "and, three"]
 *
 * With libyaml they cost a build of small guides 8 % more processor time. Only what YAML reads in
 * one way is read here, and only without a mistake; at the first sign of anything else the whole
 * text is libyaml's. tests/unit/content/test_node.c and the fuzzing compare the two trees. */
#include "content/node.h"

enum { FIELDS_MAX = 32, NAME_BYTES_MAX = 64 };

struct reader {
    struct arena *mem;
    const struct source *source;
    const char *start; /* of the line */
    const char *at, *end;
    size_t line;
};

static bool starts_word(char c) {
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static void skip_spaces(struct reader *r) {
    while (r->at < r->end && *r->at == ' ')
        r->at++;
}

static struct node *new_node(struct reader *r, enum node_kind kind, const char *from,
                             size_t width) {
    struct node *n = arena_new(r->mem, struct node);
    n->kind = kind;
    n->at = place_of(r->source, r->line, (size_t)(from - r->start) + 1, width);
    return n;
}

static struct node *new_word(struct reader *r, const char *from, const char *to, bool plain) {
    struct str value = str_of(from, (size_t)(to - from));
    struct node *n = new_node(r, NODE_WORD, from, value.len);
    n->plain = plain;
    n->value = arena_str(r->mem, value);
    return n;
}

static struct node *read_name(struct reader *r) {
    const char *from = r->at;
    if (r->at == r->end || !ascii_is_lower(*r->at))
        return NULL;
    while (r->at < r->end && (ascii_is_lower(*r->at) || ascii_is_digit(*r->at) || *r->at == '_'))
        r->at++;
    const char *to = r->at;
    if (r->end - to < 2 || to[0] != ':' || to[1] != ' ' || to - from > NAME_BYTES_MAX)
        return NULL;
    r->at++;
    return new_word(r, from, to, true);
}

/* Behind it the reader is on what follows the second quote. */
static struct node *read_quoted(struct reader *r) {
    const char *from = ++r->at;
    for (; r->at < r->end && *r->at != '"'; r->at++)
        if (*r->at == '\\' || (unsigned char)*r->at < ' ')
            return NULL;
    return r->at == r->end ? NULL : new_word(r, from, r->at++, false);
}

static const char *without_spaces(const char *from, const char *to) {
    while (to > from && to[-1] == ' ')
        to--;
    return to;
}

/* A colon before a space would be a field, a number sign behind one a comment. */
static struct node *read_plain(struct reader *r) {
    const char *from = r->at, *to = without_spaces(from, r->end);
    for (; r->at < to; r->at++) {
        unsigned char c = (unsigned char)*r->at;
        if (c < ' ' || (c == ':' && (r->at + 1 == to || r->at[1] == ' ')) ||
            (c == '#' && r->at[-1] == ' '))
            return NULL;
    }
    r->at = r->end;
    return new_word(r, from, to, true);
}

static struct node *read_plain_item(struct reader *r) {
    const char *from = r->at;
    while (r->at < r->end &&
           (starts_word(*r->at) || str_find_char(str_lit(" -._()/+"), *r->at) != SIZE_MAX))
        r->at++;
    return new_word(r, from, without_spaces(from, r->at), true);
}

static struct node *read_list(struct reader *r) {
    struct node *list = new_node(r, NODE_LIST, r->at, 1), **end = &list->first;
    do {
        r->at++; /* the bracket or the comma */
        skip_spaces(r);
        struct node *item = NULL;
        if (r->at < r->end && *r->at == '"')
            item = read_quoted(r);
        else if (r->at < r->end && starts_word(*r->at))
            item = read_plain_item(r);
        if (item == NULL)
            return NULL;
        *end = item;
        end = &item->next;
        list->count++;
        skip_spaces(r);
    } while (r->at < r->end && *r->at == ',');
    return r->at < r->end && *r->at++ == ']' ? list : NULL;
}

static struct node *read_value(struct reader *r) {
    struct node *n = NULL;
    skip_spaces(r);
    if (r->at < r->end && *r->at == '"')
        n = read_quoted(r);
    else if (r->at < r->end && *r->at == '[')
        n = read_list(r);
    else if (r->at < r->end && starts_word(*r->at))
        n = read_plain(r);
    skip_spaces(r);
    return r->at == r->end ? n : NULL;
}

static bool is_repeated(const struct node *fields, struct str name) {
    for (const struct node *key = fields->first; key != NULL; key = key->next->next)
        if (str_eq(key->value, name))
            return true;
    return false;
}

/* Appends the field of this line to `fields`, behind `*last`. */
static bool read_field(struct reader *r, struct node *fields, struct node **last) {
    struct node *name = read_name(r), *value = name == NULL ? NULL : read_value(r);
    if (value == NULL || fields->count == FIELDS_MAX || is_repeated(fields, name->value))
        return false;
    if (*last == NULL) {
        fields->at = name->at;
        fields->at.width = 1;
        fields->first = name;
    } else {
        (*last)->next = name;
    }
    name->next = value;
    *last = value;
    fields->count++;
    return true;
}

bool node_parse_lines(struct arena *mem, const struct source *source, size_t from, size_t to,
                      struct node_tree *out) {
    struct str rest = str_slice(source->text, from, to), line;
    struct place begin = place_at_offset(source, from, 1);
    struct reader r = {.mem = mem, .source = source, .line = begin.line};
    struct node *fields = arena_new(mem, struct node), *last = NULL;
    if (begin.column != 1) /* behind a byte order mark */
        return false;
    fields->kind = NODE_FIELDS;
    for (; str_next_line(&rest, &line); r.line++) {
        r.start = r.at = line.p;
        r.end = line.p + line.len;
        skip_spaces(&r);
        if (r.at == r.end)
            continue;
        if (r.at != r.start || !read_field(&r, fields, &last))
            return false;
    }
    *out = (struct node_tree){.root = fields};
    return fields->count > 0;
}
