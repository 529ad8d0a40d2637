/* markdown/ in one function: clean → scan → parse → settle → write. */
#include "markdown/markdown.h"

#include <stdlib.h>

#include "markdown/mask.h"
#include "markdown/memory.h"
#include "markdown/scan.h"
#include "markdown/settle.h"
#include "markdown/write.h"

struct markdown {
    struct arena own; /* holds this struct */
    struct buf draft, lines;
};

struct markdown *markdown_open(void) {
    struct arena own;
    arena_init(&own);
    struct markdown *m = arena_new(&own, struct markdown);
    m->own = own;
    return m;
}

void markdown_close(struct markdown *m) {
    if (m == NULL)
        return;
    buf_finish(&m->draft);
    buf_finish(&m->lines);
    struct arena own = m->own;
    arena_finish(&own);
}

static bool is_stand_in(uint32_t code) {
    return code >= 0xfdd0 && code <= 0xfdef;
}

/* Length of the numeric reference at the start of `s`, or 0; what it stands for. */
static size_t reference_length(struct str s, uint32_t *value) {
    uint32_t code = 0;
    size_t i = 2;
    if (s.len < 4 || s.p[0] != '&' || s.p[1] != '#')
        return 0;
    bool hex = s.p[2] == 'x' || s.p[2] == 'X';
    for (i += hex ? 1 : 0; i < s.len && code < 0x110000; i++) {
        char c = ascii_lower(s.p[i]);
        if (ascii_is_digit(c))
            code = code * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && ascii_is_hex(c))
            code = code * 16 + (uint32_t)(c - 'a') + 10;
        else
            break;
    }
    *value = code;
    return i < s.len && s.p[i] == ';' ? i + 1 : 0;
}

/* Length of a reference that cmark would turn into a stand-in, or into the single bytes that it
 * writes for U+FFFE and U+FFFF. */
static size_t forged_length(struct str s) {
    uint32_t code;
    size_t length = reference_length(s, &code);
    return length > 0 && (is_stand_in(code) || code == 0xfffe || code == 0xffff) ? length : 0;
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

/* The body as it comes out of cmark, were it all words, and where each byte of that is written. */
struct written {
    struct buf text;
    size_t *from; /* offsets in the body */
};

static void resolve(struct job *job, struct written *w) {
    w->from = arena_array(job->mem, size_t, job->body.len + 1);
    for (struct str rest = job->body; rest.len > 0;) {
        char bytes[4];
        uint32_t code = 0;
        size_t at = job->body.len - rest.len, start = w->text.len;
        size_t length = reference_length(rest, &code);
        if (length == 0)
            length = name_length(rest, &code);
        if (length == 0) {
            struct str after = rest;
            (void)utf8_next(&after);
            length = rest.len - after.len;
            buf_put(&w->text, str_slice(rest, 0, length));
        } else {
            buf_put(&w->text, str_of(bytes, utf8_encode(code, bytes)));
        }
        for (size_t i = start; i < w->text.len; i++)
            w->from[i] = at;
        rest = str_from_offset(rest, length);
    }
    w->from[w->text.len] = job->body.len;
}

/* Of bytes `from` to `to` of the body, as it was given or cleaned. */
static struct place place_of_bytes(const struct job *job, struct str body, size_t from, size_t to) {
    size_t line = 0, start = 0;
    for (size_t i = 0; i < from; i++)
        if (body.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    return place_of(job->source, job->body_line + line, from - start + 1, to - from);
}

/* The loader refuses signs that nobody sees; written as references they come out of cmark, which
 * leaves those in code as they are. */
static void tell_hidden(struct job *job, struct str out) {
    size_t turn = first_turn(out), idle = utf8_first_idle(out);
    if (turn == SIZE_MAX && idle == SIZE_MAX)
        return;
    struct written w = {0};
    resolve(job, &w);
    struct str text = buf_str(&w.text), rest;
    turn = turn == SIZE_MAX ? turn : first_turn(text);
    idle = idle == SIZE_MAX ? idle : utf8_first_idle(text);
    size_t at = turn < idle ? turn : idle, end = at;
    if (at != SIZE_MAX) {
        rest = str_from_offset(text, at);
        uint32_t code = utf8_next(&rest);
        while (w.from[end] == w.from[at])
            end++;
        job_error(job, place_of_bytes(job, job->body, w.from[at], w.from[end]),
                  turns(code) ? "text/turned-around" : "text/invisible",
                  turns(code)
                      ? "the invisible sign U+%04X turns the letters and numbers behind it around: "
                        "delete it"
                      : "the invisible sign U+%04X, which does nothing for readers here: delete it",
                  code);
    }
    buf_finish(&w.text);
}

/* What comes out as U+FFFD; and what stands for a lost picture or an end of a line, which the
 * loader refuses, too. */
static bool is_lost(uint32_t code) {
    return (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7f && code <= 0x9f) ||
           (code >= 0xd800 && code <= 0xdfff) || is_stand_in(code) || code == 0xfeff ||
           code == 0xfffc || code == 0xfffd || code == 0x2028 || code == 0x2029 ||
           (code & 0xfffe) == 0xfffe || code > 0x10ffff;
}

/* The first reference of the body to no sign. `body` is as it was given: "&#xffff;" is U+FFFD in
 * job->body. */
static void tell_lost(struct job *job, struct str body, struct str out) {
    static const char *const signs[] = {"\ufffd", "\ufffc", "\u2028", "\u2029"};
    size_t lost = 0;
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        lost += str_find(out, str_from(signs[i])) != SIZE_MAX;
    if (lost == 0)
        return;
    for (size_t i = 0; i < body.len; i++) {
        uint32_t code;
        size_t length = reference_length(str_from_offset(body, i), &code);
        if (length > 0 && is_lost(code)) {
            job_lost(job, place_of_bytes(job, body, i, i + length), "text/control",
                     "this stands for no sign that a page can show: write the sign that was meant, "
                     "or delete it");
            return;
        }
    }
}

/* The loader has checked the text. Should bad bytes come here all the same, or the noncharacters
 * that stand-ins are made of, written out or as references, they become U+FFFD. */
static struct str clean(struct arena *mem, struct str body) {
    if (utf8_is_valid(body) && str_find(body, str_lit("\xef\xb7")) == SIZE_MAX &&
        str_find(body, str_lit("&#")) == SIZE_MAX)
        return body;
    struct buf out = {0};
    struct str rest = body;
    while (rest.len > 0) {
        struct str at = rest;
        size_t forged = forged_length(rest);
        uint32_t code = utf8_next(&rest);
        if (forged > 0)
            rest = str_from_offset(at, forged);
        if (forged > 0 || code == 0xfffd || is_stand_in(code))
            buf_puts(&out, "\xef\xbf\xbd");
        else
            buf_put(&out, str_slice(at, 0, at.len - rest.len));
    }
    struct str copy = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return copy;
}

static struct str or_english(struct str label, const char *english) {
    return label.len > 0 ? label : str_from(english);
}

static struct markdown_labels complete(const struct markdown_labels *given) {
    struct markdown_labels l = {0};
    if (given != NULL)
        l = *given;
    l.footnotes = or_english(l.footnotes, "Footnotes");
    l.back = or_english(l.back, "Back to the text");
    l.source = or_english(l.source, "Source");
    l.external = or_english(l.external, "leaves this site");
    l.note = or_english(l.note, "Note");
    l.tip = or_english(l.tip, "Tip");
    l.important = or_english(l.important, "Important");
    l.warning = or_english(l.warning, "Warning");
    l.caution = or_english(l.caution, "Caution");
    l.overdose = or_english(l.overdose, "Overdose");
    l.danger = or_english(l.danger, "Danger");
    return l;
}

static cmark_node *parse(struct job *job) {
    memory_from(job->mem, &job->tree_mem);
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &job->tree_mem);
    if (job->draft->p != NULL)
        cmark_parser_feed(parser, job->draft->p, job->draft->len);
    return cmark_parser_finish(parser);
}

static void render(struct job *job) {
    if (!scan_body(job))
        return;
    struct ids ids;
    ids_init(&ids, job);
    cmark_node *root = parse(job);
    settle_tree(job, &ids, root);
    struct writer w = {.job = job, .out = job->out};
    write_tree(&w, root);
    write_notes(&w);
}

/* Hooks that ask nothing are none: the body stands alone. */
static const struct markdown_hooks *or_none(const struct markdown_hooks *h) {
    bool asks = h != NULL && (h->link != NULL || h->image != NULL || h->cite != NULL ||
                              h->component != NULL || h->component_names != NULL);
    return asks ? h : NULL;
}

bool markdown_render(struct markdown *m, struct arena *mem, const struct source *source,
                     struct str body, unsigned body_line, const struct markdown_hooks *hooks,
                     const struct markdown_labels *labels, struct buf *out,
                     struct markdown_page *page, struct diags *d) {
    *page = (struct markdown_page){0};
    struct job job = {.mem = mem,
                      .source = source,
                      .body = clean(mem, body),
                      .body_line = body_line,
                      .hooks = or_none(hooks),
                      .labels = complete(labels),
                      .page = page,
                      .d = d,
                      .out = out,
                      .ok = true,
                      .draft = &m->draft,
                      .lines_room = &m->lines};
    if (body.len > BODY_BYTES_MAX)
        return diag_error(d, place_of(source, body_line, 0, 0), "markdown/too-long",
                          "the text is longer than %d MB; split it", BODY_BYTES_MAX >> 20);
    buf_reset(&m->draft);
    buf_reset(&m->lines);
    job.masks = mask_needed(job.body, job.hooks);
    size_t before = out->len;
    render(&job);
    if (hooks != NULL &&
        (str_find(job.body, str_lit("&")) != SIZE_MAX || first_turn(job.body) != SIZE_MAX))
        tell_hidden(&job, str_from_offset(buf_str(out), before));
    if (hooks != NULL && str_find(body, str_lit("&#")) != SIZE_MAX)
        tell_lost(&job, body, str_from_offset(buf_str(out), before));
    return job.ok;
}
