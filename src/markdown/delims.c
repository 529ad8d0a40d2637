/* The delimiter stack of CommonMark 0.30 ("process emphasis" in its appendix), run over the inline
 * children of one node, with `~` as cmark-gfm's extension treats it: runs of one or two, and a
 * closer only ever looks at the nearest opener, which must be as long as itself. */
#include "markdown/delims.h"

#include "markdown/mask.h"

#define NO_DELIM UINT32_MAX

struct delim {
    cmark_node *node; /* holds what is left of the run */
    char c;
    bool opens, closes;
    uint32_t length, left; /* of the run in the source; not yet used */
    uint32_t previous, next;
};

struct stack {
    struct job *job;
    struct delim *items;
    size_t count, cap;
    uint32_t last;
    /* No opener lies behind these: for each delimiter, closers that can open too or not, length
     * mod 3; index + 1, 0 for none. One for all `_`, as in cmark 0.30.2: a `~` elsewhere must not
     * change how a paragraph reads. */
    uint32_t bottom[3][2][3];
};

static cmark_node *new_text(struct job *job, struct str text) {
    cmark_node *node = cmark_node_new_with_mem(CMARK_NODE_TEXT, &job->tree_mem);
    cmark_node_set_literal(node, arena_cstr(job->mem, text));
    return node;
}

static void push(struct stack *st, cmark_node *node, struct mask m, size_t length) {
    uint32_t index = (uint32_t)st->count;
    *arena_push(st->job->mem, &st->items, &st->count, &st->cap) =
        (struct delim){.node = node,
                       .c = m.delim,
                       .opens = m.opens,
                       .closes = m.closes,
                       .length = (uint32_t)length,
                       .left = (uint32_t)length,
                       .previous = st->last,
                       .next = NO_DELIM};
    if (st->last != NO_DELIM)
        st->items[st->last].next = index;
    st->last = index;
}

/* Cuts a text node into plain text and runs; each run goes on the stack. */
static void split(struct stack *st, cmark_node *text) {
    struct job *job = st->job;
    struct str all = str_from(cmark_node_get_literal(text));
    size_t plain = 0, i = 0;
    bool found = false;
    while (i + MASK_BYTES <= all.len) {
        struct mask m = {.kind = MASK_NOTHING};
        if (mask_starts(all.p + i))
            m = mask_at(job, str_from_offset(all, i));
        if (m.kind != MASK_DELIM) {
            i += m.kind == MASK_NOTHING ? 1 : m.length;
            continue;
        }
        size_t end = i;
        while (end + MASK_BYTES <= all.len && memcmp(all.p + end, all.p + i, MASK_BYTES) == 0)
            end += MASK_BYTES;
        if (i > plain)
            cmark_node_insert_before(text, new_text(job, str_slice(all, plain, i)));
        cmark_node *run = new_text(job, str_slice(all, i, end));
        cmark_node_insert_before(text, run);
        if (m.opens || m.closes)
            push(st, run, m, (end - i) / MASK_BYTES);
        plain = i = end;
        found = true;
    }
    if (!found)
        return;
    if (plain < all.len)
        cmark_node_insert_before(text, new_text(job, str_from_offset(all, plain)));
    cmark_node_unlink(text);
}

static void drop(struct stack *st, uint32_t index) {
    struct delim *d = &st->items[index];
    if (d->previous != NO_DELIM)
        st->items[d->previous].next = d->next;
    if (d->next != NO_DELIM)
        st->items[d->next].previous = d->previous;
}

static unsigned kind_of(char c) {
    return c == '*' ? 0 : c == '_' ? 1 : 2;
}

static uint32_t *bottom_of(struct stack *st, const struct delim *closer) {
    if (closer->c == '_')
        return &st->bottom[kind_of('_')][0][0];
    return &st->bottom[kind_of(closer->c)][closer->c == '*' && closer->opens][closer->length % 3];
}

static uint32_t find_opener(struct stack *st, uint32_t closer) {
    const struct delim *c = &st->items[closer];
    uint32_t bottom = *bottom_of(st, c);
    for (uint32_t i = c->previous; i != NO_DELIM && i + 1 > bottom; i = st->items[i].previous) {
        const struct delim *o = &st->items[i];
        if (o->opens && o->c == c->c &&
            (!(c->opens || o->closes) || c->length % 3 == 0 || (o->length + c->length) % 3 != 0))
            return i;
    }
    return NO_DELIM;
}

static void wrap(struct stack *st, cmark_node_type type, struct delim *opener,
                 struct delim *closer) {
    cmark_node *wrapper = cmark_node_new_with_mem(type, &st->job->tree_mem);
    for (cmark_node *node = cmark_node_next(opener->node); node != NULL && node != closer->node;) {
        cmark_node *next = cmark_node_next(node);
        cmark_node_append_child(wrapper, node);
        node = next;
    }
    cmark_node_insert_after(opener->node, wrapper);
}

static void use(struct stack *st, uint32_t index, uint32_t count) {
    struct delim *d = &st->items[index];
    d->left -= count;
    if (d->left > 0)
        return;
    cmark_node_unlink(d->node);
    drop(st, index);
}

/* Runs that were partly used keep the rest as text; once at the end, as long runs are used up two
 * at a time. */
static void shorten(struct stack *st) {
    for (size_t i = 0; i < st->count; i++) {
        struct delim *d = &st->items[i];
        if (d->left == 0 || d->left == d->length)
            continue;
        struct str rest = str_of(cmark_node_get_literal(d->node), (size_t)d->left * MASK_BYTES);
        cmark_node_set_literal(d->node, arena_cstr(st->job->mem, rest));
    }
}

static void drop_between(struct stack *st, uint32_t opener, uint32_t closer) {
    for (uint32_t i = st->items[closer].previous; i != opener && i != NO_DELIM;) {
        uint32_t previous = st->items[i].previous;
        drop(st, i);
        i = previous;
    }
}

/* Returns the closer to look at next. */
static uint32_t emphasise(struct stack *st, uint32_t opener, uint32_t closer) {
    struct delim *o = &st->items[opener], *c = &st->items[closer];
    uint32_t count = o->left >= 2 && c->left >= 2 ? 2 : 1, next = c->next;
    bool used_up = c->left == count;
    drop_between(st, opener, closer);
    wrap(st, count == 2 ? CMARK_NODE_STRONG : CMARK_NODE_EMPH, o, c);
    use(st, opener, count);
    use(st, closer, count);
    return used_up ? next : closer;
}

static uint32_t strike(struct stack *st, uint32_t opener, uint32_t closer) {
    struct delim *o = &st->items[opener], *c = &st->items[closer];
    uint32_t next = c->next;
    if (o->length != c->length) {
        if (!c->opens) /* of no more use: later closers need not pass it */
            drop(st, closer);
        return next;
    }
    drop_between(st, opener, closer);
    wrap(st, CMARK_NODE_CUSTOM_INLINE, o, c);
    use(st, closer, c->length);
    use(st, opener, o->length);
    return next;
}

static void match(struct stack *st) {
    uint32_t i = st->last;
    while (i != NO_DELIM && st->items[i].previous != NO_DELIM)
        i = st->items[i].previous;
    while (i != NO_DELIM) {
        struct delim *closer = &st->items[i];
        if (!closer->closes) {
            i = closer->next;
            continue;
        }
        uint32_t opener = find_opener(st, i);
        if (opener != NO_DELIM) {
            i = closer->c == '~' ? strike(st, opener, i) : emphasise(st, opener, i);
            continue;
        }
        uint32_t next = closer->next;
        *bottom_of(st, closer) = closer->previous == NO_DELIM ? 0 : closer->previous + 1;
        if (!closer->opens)
            drop(st, i);
        i = next;
    }
}

void delims_match(struct job *job, cmark_node *parent) {
    struct stack st = {.job = job, .last = NO_DELIM};
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;) {
        cmark_node *next = cmark_node_next(node);
        if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
            split(&st, node);
        node = next;
    }
    if (st.count > 1)
        match(&st);
    shorten(&st);
}
