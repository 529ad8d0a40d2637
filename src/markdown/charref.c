/* Character references ("&#8203;", "&shy;") to signs that the loader refuses where they are written
 * out: they come out of cmark as if they had been. What is told of them, and where. */
#include "markdown/charref.h"

#include "markdown/mask.h"

size_t charref_length(struct str s, uint32_t *value) {
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
        size_t length = charref_length(rest, &code);
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
           (code >= 0xd800 && code <= 0xdfff) || mask_is(code) || code == 0xfeff ||
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
        size_t length = charref_length(str_from_offset(body, i), &code);
        if (length > 0 && is_lost(code)) {
            job_lost(job, place_of_bytes(job, body, i, i + length), "text/control",
                     "this stands for no sign that a page can show: write the sign that was meant, "
                     "or delete it");
            return;
        }
    }
}

void charref_tell(struct job *job, struct str body, struct str out) {
    if (str_find(job->body, str_lit("&")) != SIZE_MAX || first_turn(job->body) != SIZE_MAX)
        tell_hidden(job, out);
    if (str_find(body, str_lit("&#")) != SIZE_MAX)
        tell_lost(job, body, out);
}
