/* Character references ("&#8203;", "&shy;") to signs that the loader refuses where they are written
 * out: they come out of cmark as if they had been. In code they are text. Which are what, cmark
 * alone knows: where there is something to tell, the body is parsed once more, with a number in
 * each reference, and the tree is searched for those. */
#include "markdown/charref.h"

#include "markdown/mask.h"
#include "markdown/memory.h"
#include "markdown/scan.h"

/* Length of the numeric reference at the start of `s`, or 0; what it stands for. */
static size_t number_length(struct str s, uint32_t *value) {
    enum { DIGITS_MAX = 7, HEX_DIGITS_MAX = 6 }; /* CommonMark 0.30, section 2.5 */
    if (s.len < 4 || s.p[0] != '&' || s.p[1] != '#')
        return 0;
    bool hex = ascii_lower(s.p[2]) == 'x';
    uint32_t code = 0;
    size_t from = hex ? 3 : 2, i = from;
    for (; i < s.len && i - from < (hex ? HEX_DIGITS_MAX : DIGITS_MAX); i++) {
        char c = ascii_lower(s.p[i]);
        if (ascii_is_digit(c))
            code = code * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && ascii_is_hex(c))
            code = code * 16 + (uint32_t)(c - 'a') + 10;
        else
            break;
    }
    *value = code;
    return i > from && i < s.len && s.p[i] == ';' ? i + 1 : 0;
}

/* Names for signs that nobody sees; those for signs that turn text around are numbers only. */
static size_t name_length(struct str s, uint32_t *value) {
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {{"&shy;", 0xad},
                 {"&ZeroWidthSpace;", 0x200b},
                 {"&NegativeVeryThinSpace;", 0x200b},
                 {"&NegativeThinSpace;", 0x200b},
                 {"&NegativeMediumSpace;", 0x200b},
                 {"&NegativeThickSpace;", 0x200b},
                 {"&zwnj;", 0x200c},
                 {"&zwj;", 0x200d},
                 {"&lrm;", 0x200e},
                 {"&rlm;", 0x200f},
                 {"&NoBreak;", 0x2060},
                 {"&ApplyFunction;", 0x2061},
                 {"&af;", 0x2061},
                 {"&InvisibleTimes;", 0x2062},
                 {"&it;", 0x2062},
                 {"&InvisibleComma;", 0x2063},
                 {"&ic;", 0x2063}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_starts(s, str_from(names[i].name))) {
            *value = names[i].code;
            return strlen(names[i].name);
        }
    return 0;
}

/* U+202D and U+202E, which let what follows run the other way. */
static bool turns(uint32_t code) {
    return code == 0x202d || code == 0x202e;
}

static size_t first_turn(struct str s) {
    size_t left = str_find(s, str_lit("\xe2\x80\xad")),
           right = str_find(s, str_lit("\xe2\x80\xae"));
    return left < right ? left : right;
}

/* What comes out as U+FFFD; and what stands for a lost picture or an end of a line, which the
 * loader refuses, too. */
static bool is_lost(uint32_t code) {
    return (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7f && code <= 0x9f) ||
           (code >= 0xd800 && code <= 0xdfff) || mask_is(code) || code == 0xfeff ||
           code == 0xfffc || code == 0xfffd || code == 0x2028 || code == 0x2029 ||
           (code & 0xfffe) == 0xfffe || code > 0x10ffff;
}

/* What cmark would turn into a stand-in, or into the single bytes that it writes for U+FFFE and
 * U+FFFF. */
static bool is_forged(uint32_t code) {
    return mask_is(code) || code == 0xfffe || code == 0xffff;
}

struct charref {
    size_t from, to; /* offsets in the body */
    uint32_t code;
    bool shown;   /* it is a sign of a text, or of a title */
    bool literal; /* it stays as it is: in code, behind '\\' */
};
struct charrefs {
    struct charref *items;
    size_t count, cap;
};

static void find(struct arena *mem, struct str body, struct charrefs *out) {
    for (size_t i = 0; i < body.len; i++) {
        uint32_t code = 0;
        struct str rest = str_from_offset(body, i);
        size_t length = body.p[i] == '&' ? number_length(rest, &code) : 0;
        if (length == 0 && body.p[i] == '&')
            length = name_length(rest, &code);
        if (length > 0)
            *arena_push(mem, &out->items, &out->count, &out->cap) =
                (struct charref){.from = i, .to = i + length, .code = code};
    }
}

/* --- the body with a number in each reference: those of private use, which come to so many */

enum { NUMBER_FIRST = 0xf0000, NUMBER_COUNT = 0xfffe };

static void put_numbered(struct str body, const struct charrefs *refs, struct buf *out) {
    size_t done = 0;
    for (size_t i = 0; i < refs->count && i < NUMBER_COUNT; i++) {
        buf_put(out, str_slice(body, done, refs->items[i].from));
        buf_printf(out, "&#x%x;", (unsigned)(NUMBER_FIRST + i));
        done = refs->items[i].to;
    }
    buf_put(out, str_from_offset(body, done));
}

static struct charref *numbered(struct charrefs *refs, uint32_t code) {
    size_t i = code - NUMBER_FIRST;
    return code >= NUMBER_FIRST && i < NUMBER_COUNT && i < refs->count ? &refs->items[i] : NULL;
}

static void see_text(struct charrefs *refs, struct str text) {
    while (text.len > 0) {
        struct charref *ref = numbered(refs, utf8_next(&text));
        if (ref != NULL)
            ref->shown = true;
    }
}

/* What cmark has left alone. */
static void see_literals(struct charrefs *refs, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        uint32_t code = 0;
        struct charref *ref = NULL;
        if (text.p[i] == '&' && number_length(str_from_offset(text, i), &code) > 0)
            ref = numbered(refs, code);
        if (ref != NULL)
            ref->literal = true;
    }
}

static void see_tree(struct charrefs *refs, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT)
            see_text(refs, str_from(cmark_node_get_literal(node)));
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
            see_text(refs, str_from(cmark_node_get_title(node)));
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK)
            see_literals(refs, str_from(cmark_node_get_literal(node)));
    }
    cmark_iter_free(iter);
}

/* Says of each reference what became of it. */
static void look(const struct job *job, struct str body, struct charrefs *refs) {
    struct buf text = {0}, draft = {0}, lines = {0};
    struct diags told = {0}; /* by the body itself */
    struct markdown_page page = {0};
    put_numbered(body, refs, &text);
    struct job copy = {.mem = job->mem,
                       .source = job->source,
                       .body = buf_str(&text),
                       .body_line = job->body_line,
                       .hooks = job->hooks,
                       .page = &page,
                       .d = &told,
                       .draft = &draft,
                       .lines_room = &lines};
    copy.masks = mask_needed(copy.body, copy.hooks);
    if (scan_body(&copy))
        see_tree(refs, draft_parse(&copy));
    for (size_t i = NUMBER_COUNT; i < refs->count; i++)
        refs->items[i].shown = true;
    diags_finish(&told);
    buf_finish(&lines);
    buf_finish(&draft);
    buf_finish(&text);
}

struct str charref_clean(const struct job *job, struct str body) {
    struct charrefs refs = {0};
    bool forged = false;
    if (str_find(body, str_lit("&#")) == SIZE_MAX)
        return body;
    find(job->mem, body, &refs);
    for (size_t i = 0; i < refs.count; i++)
        forged = forged || is_forged(refs.items[i].code);
    if (!forged)
        return body;
    look(job, body, &refs);
    struct buf out = {0};
    size_t done = 0;
    for (size_t i = 0; i < refs.count; i++) {
        const struct charref *ref = &refs.items[i];
        if (!is_forged(ref->code) || ref->literal)
            continue;
        buf_put(&out, str_slice(body, done, ref->from));
        buf_puts(&out, "\xef\xbf\xbd");
        done = ref->to;
    }
    buf_put(&out, str_from_offset(body, done));
    struct str clean = arena_str(job->mem, buf_str(&out));
    buf_finish(&out);
    return clean;
}

/* --- telling */

/* Lines counted so far: places are asked for in order. */
struct counted {
    struct str body;
    size_t at, line, start;
};

static struct place place_of_bytes(const struct job *job, struct counted *c, size_t from,
                                   size_t to) {
    for (; c->at < from; c->at++)
        if (c->body.p[c->at] == '\n') {
            c->line++;
            c->start = c->at + 1;
        }
    return place_of(job->source, job->body_line + c->line, from - c->start + 1, to - from);
}

/* The body as it comes out of cmark, were it all words, and where each byte of that is written. */
struct written {
    struct buf text;
    size_t *from; /* offsets in the body */
};

static void resolve(struct arena *mem, struct str body, const struct charrefs *refs,
                    struct written *w) {
    size_t at = 0;
    w->from = arena_array(mem, size_t, body.len + 1);
    for (size_t i = 0; i < body.len;) {
        char bytes[4];
        size_t start = w->text.len, next = i + 1;
        while (at < refs->count && (refs->items[at].from < i || !refs->items[at].shown))
            at++;
        const struct charref *ref = at < refs->count ? &refs->items[at] : NULL;
        if (ref != NULL && ref->from == i) {
            buf_put(&w->text, str_of(bytes, utf8_encode(ref->code, bytes)));
            next = ref->to;
        } else {
            buf_putc(&w->text, body.p[i]);
        }
        for (size_t n = start; n < w->text.len; n++)
            w->from[n] = i;
        i = next;
    }
    w->from[w->text.len] = body.len;
}

static void tell_sign(struct job *job, struct place at, uint32_t code) {
    job_error(job, at, turns(code) ? "text/turned-around" : "text/invisible",
              turns(code)
                  ? "the invisible sign U+%04X turns the letters and numbers behind it around: "
                    "delete it"
                  : "the invisible sign U+%04X, which does nothing for readers here: delete it",
              code);
}

/* Signs that nobody sees: the loader refuses them where they are written out. */
static void tell_hidden(struct job *job, struct str body, const struct charrefs *refs) {
    struct written w = {0};
    struct counted lines = {.body = body};
    struct utf8_seen seen = {0};
    resolve(job->mem, body, refs, &w);
    for (struct str rest = buf_str(&w.text); rest.len > 0;) {
        size_t at = w.text.len - rest.len;
        bool idle = utf8_is_idle(rest, &seen);
        uint32_t code = utf8_next(&rest);
        size_t end = w.text.len - rest.len;
        if (idle || turns(code))
            tell_sign(job, place_of_bytes(job, &lines, w.from[at], w.from[end]), code);
        utf8_see(&seen, code);
    }
    buf_finish(&w.text);
}

static void tell_lost(struct job *job, struct str body, const struct charrefs *refs) {
    struct counted lines = {.body = body};
    for (size_t i = 0; i < refs->count; i++) {
        const struct charref *ref = &refs->items[i];
        if (ref->shown && is_lost(ref->code))
            job_lost(job, place_of_bytes(job, &lines, ref->from, ref->to), "text/control",
                     "this stands for no sign that a page can show: write the sign that was meant, "
                     "or delete it");
    }
}

void charref_tell(struct job *job, struct str body, struct str out) {
    static const char *const signs[] = {"\ufffd", "\ufffc", "\u2028", "\u2029"};
    bool written = str_find(body, str_lit("&")) != SIZE_MAX, lost = false;
    bool hidden = (written || first_turn(body) != SIZE_MAX) &&
                  (first_turn(out) != SIZE_MAX || utf8_first_idle(out) != SIZE_MAX);
    for (size_t i = 0; i < ARRAY_LEN(signs) && written; i++)
        lost = lost || str_find(out, str_from(signs[i])) != SIZE_MAX;
    if (!hidden && !lost)
        return;
    struct charrefs refs = {0};
    find(job->mem, body, &refs);
    look(job, body, &refs);
    if (hidden)
        tell_hidden(job, body, &refs);
    if (lost)
        tell_lost(job, body, &refs);
}
