/* The scanner: bytes to tokens of the narrow grammar. It keeps nothing but a place, so a page costs
 * one walk and no memory; what it does not know it names and stops at. */
#include "html/bytes.h"
#include "html/html.h"

/* What a byte is inside text and attribute values. */
enum { IN_TEXT = 1, IN_VALUE = 2, IN_NAME = 4 };
#define BOTH (IN_TEXT | IN_VALUE)
#define NAME (IN_TEXT | IN_VALUE | IN_NAME)
static const unsigned char allowed[256] = {
    ['\n'] = IN_TEXT, [' '] = BOTH,  ['!'] = BOTH, ['"'] = IN_TEXT, ['#'] = BOTH,  ['$'] = BOTH,
    ['%'] = BOTH,     ['\''] = BOTH, ['('] = BOTH, [')'] = BOTH,    ['*'] = BOTH,  ['+'] = BOTH,
    [','] = BOTH,     ['-'] = NAME,  ['.'] = BOTH, ['/'] = BOTH,    ['0'] = NAME,  ['1'] = NAME,
    ['2'] = NAME,     ['3'] = NAME,  ['4'] = NAME, ['5'] = NAME,    ['6'] = NAME,  ['7'] = NAME,
    ['8'] = NAME,     ['9'] = NAME,  [':'] = NAME, [';'] = BOTH,    ['='] = BOTH,  ['?'] = BOTH,
    ['@'] = BOTH,     ['A'] = BOTH,  ['B'] = BOTH, ['C'] = BOTH,    ['D'] = BOTH,  ['E'] = BOTH,
    ['F'] = BOTH,     ['G'] = BOTH,  ['H'] = BOTH, ['I'] = BOTH,    ['J'] = BOTH,  ['K'] = BOTH,
    ['L'] = BOTH,     ['M'] = BOTH,  ['N'] = BOTH, ['O'] = BOTH,    ['P'] = BOTH,  ['Q'] = BOTH,
    ['R'] = BOTH,     ['S'] = BOTH,  ['T'] = BOTH, ['U'] = BOTH,    ['V'] = BOTH,  ['W'] = BOTH,
    ['X'] = BOTH,     ['Y'] = BOTH,  ['Z'] = BOTH, ['['] = BOTH,    ['\\'] = BOTH, [']'] = BOTH,
    ['^'] = BOTH,     ['_'] = BOTH,  ['`'] = BOTH, ['a'] = NAME,    ['b'] = NAME,  ['c'] = NAME,
    ['d'] = NAME,     ['e'] = NAME,  ['f'] = NAME, ['g'] = NAME,    ['h'] = NAME,  ['i'] = NAME,
    ['j'] = NAME,     ['k'] = NAME,  ['l'] = NAME, ['m'] = NAME,    ['n'] = NAME,  ['o'] = NAME,
    ['p'] = NAME,     ['q'] = NAME,  ['r'] = NAME, ['s'] = NAME,    ['t'] = NAME,  ['u'] = NAME,
    ['v'] = NAME,     ['w'] = NAME,  ['x'] = NAME, ['y'] = NAME,    ['z'] = NAME,  ['{'] = BOTH,
    ['|'] = BOTH,     ['}'] = BOTH,  ['~'] = BOTH,
};

/* The place of reading: `p` goes from `start` to `end`; `t` is what is being made. */
struct reading {
    const char *start, *p, *end;
    struct html_token *t;
};

static bool bad(struct reading *r, size_t width, const char *code, const char *message) {
    size_t left = (size_t)(r->end - r->p);
    r->t->kind = HTML_BAD;
    r->t->offset = (size_t)(r->p - r->start);
    r->t->length = width < left ? width : left;
    r->t->text = str_of(r->p, r->t->length);
    r->t->code = code;
    r->t->message = message;
    return false;
}

static bool bad_byte(struct reading *r) {
    if ((unsigned char)*r->p >= 0x80) {
        const char *message;
        const char *code =
            bytes_wide_problem((const unsigned char *)r->p, (size_t)(r->end - r->p), &message);
        return bad(r, 1, code, message);
    }
    return bad(r, 1, "html/control-character",
               *r->p == '\t'   ? "a tab stands here, write spaces"
               : *r->p == '\r' ? "a carriage return stands here, end lines with LF alone"
                               : "a control character stands here, remove it");
}

/* Over one of the five references. */
static bool reference(struct reading *r) {
    static const struct str known[] = {
        {"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&#39;", 5}};
    struct str here = str_of(r->p, (size_t)(r->end - r->p));
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_starts(here, known[i])) {
            r->p += known[i].len;
            return true;
        }
    return bad(r, 1, "html/reference",
               "'&' starts none of &amp; &lt; &gt; &quot; &#39;, write '&amp;' or the character");
}

/* Two bytes, U+00C0 to U+07FF, are most of what is not ASCII; the rest is asked elsewhere. */
static inline size_t wide_len(const struct reading *r, unsigned char c) {
    if (c >= 0xc3 && c < 0xe0 && r->end - r->p >= 2 && ((unsigned char)r->p[1] & 0xc0) == 0x80)
        return 2;
    return bytes_wide((const unsigned char *)r->p, (size_t)(r->end - r->p));
}

/* Four characters of two bytes at once, U+0100 to U+07FF: Greek, Cyrillic, Hebrew, Arabic. Of each
 * 16 bits the first byte is 110xxxxx with more than its two low bits, the second 10xxxxxx. */
static inline bool is_four_wide(const char *p) {
    uint64_t w, some;
    memcpy(&w, p, 8);
    some = (w & UINT64_C(0x001c001c001c001c)) + UINT64_C(0x007f007f007f007f);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ &&
           (w & UINT64_C(0xc0e0c0e0c0e0c0e0)) == UINT64_C(0x80c080c080c080c0) &&
           (some & UINT64_C(0x0080008000800080)) == UINT64_C(0x0080008000800080);
}

/* Over characters beyond ASCII, and the lone spaces and signs between their words. */
static bool wide_run(struct reading *r, unsigned char in) {
    while (r->p < r->end) {
        unsigned char c = (unsigned char)*r->p;
        if (c >= 0xc4 && r->end - r->p >= 8 && is_four_wide(r->p)) {
            r->p += 8;
        } else if (c >= 0x80) {
            size_t n = wide_len(r, c);
            if (n == 0)
                return bad_byte(r);
            r->p += n;
        } else if (r->end - r->p >= 2 && (allowed[c] & in) != 0 && (unsigned char)r->p[1] >= 0x80) {
            r->p++;
        } else {
            break;
        }
    }
    return true;
}

static void skip_plain_text(struct reading *r) {
    const char *p = r->p, *end = r->end;
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        __m128i v = step_load(p), lf = step_same(v, '\n');
        __m128i hit = _mm_or_si128(step_same(_mm_or_si128(v, _mm_set1_epi8(2)), '>'),
                                   step_same(v, '&')); /* '<' and '>' differ in one bit */
        unsigned mask = step_bits(_mm_or_si128(hit, _mm_andnot_si128(lf, step_odd(v))));
        if (mask != 0) {
            r->p = p + __builtin_ctz(mask);
            return;
        }
    }
#endif
    while (p < end && (allowed[(unsigned char)*p] & IN_TEXT) != 0)
        p++;
    r->p = p;
}

static bool text(struct reading *r) {
    const char *from = r->p;
    for (;;) {
        skip_plain_text(r);
        if (r->p == r->end || *r->p == '<')
            break;
        if (*r->p == '&') {
            if (!reference(r))
                return false;
        } else if (*r->p == '>') { /* fine alone, but XML ends a section at "]]>" */
            if (r->p - from >= 2 && r->p[-1] == ']' && r->p[-2] == ']')
                return bad(r, 1, "html/section-end", "']]>' stands in text, write ']]&gt;'");
            r->p++;
        } else if ((unsigned char)*r->p >= 0x80) {
            if (!wide_run(r, IN_TEXT))
                return false;
        } else {
            return bad_byte(r);
        }
    }
    r->t->kind = HTML_TEXT;
    r->t->text = str_of(from, (size_t)(r->p - from));
    return true;
}

static inline struct str name(struct reading *r) {
    const char *from = r->p;
    while (r->p < r->end && (allowed[(unsigned char)*r->p] & IN_NAME) != 0)
        r->p++;
    return str_of(from, (size_t)(r->p - from));
}

static bool bad_name(struct reading *r) {
    if (r->p < r->end && ascii_is_upper(*r->p))
        return bad(r, 1, "html/name", "names of tags and attributes are written in lower case");
    return bad(r, 1, "html/name", "a name of a tag or an attribute is expected here");
}

static bool bad_value(struct reading *r) {
    if (r->p == r->end)
        return bad(r, 1, "html/unfinished", "the page ends inside an attribute");
    if (*r->p == '\n')
        return bad(r, 1, "html/attribute-line", "an attribute goes on over a line end, join it");
    if (*r->p == '<' || *r->p == '>')
        return bad(r, 1, "html/attribute-bracket",
                   "'<' and '>' are written &lt; and &gt; in an attribute");
    return bad_byte(r);
}

static void skip_plain_value(struct reading *r) {
    const char *p = r->p, *end = r->end;
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        __m128i v = step_load(p); /* '"' and '&' differ in one bit, so do '<' and '>' */
        __m128i hit = _mm_or_si128(step_same(_mm_or_si128(v, _mm_set1_epi8(2)), '>'),
                                   step_same(_mm_or_si128(v, _mm_set1_epi8(4)), '&'));
        unsigned mask = step_bits(_mm_or_si128(hit, step_odd(v)));
        if (mask != 0) {
            r->p = p + __builtin_ctz(mask);
            return;
        }
    }
#endif
    while (p < end && (allowed[(unsigned char)*p] & IN_VALUE) != 0)
        p++;
    r->p = p;
}

/* From behind the opening quote to behind the closing one. */
static bool value(struct reading *r, struct str *out) {
    const char *from = r->p;
    for (;;) {
        skip_plain_value(r);
        if (r->p == r->end)
            return bad_value(r);
        if (*r->p == '"')
            break;
        if ((unsigned char)*r->p >= 0x80) {
            if (!wide_run(r, IN_VALUE))
                return false;
        } else if (*r->p != '&') {
            return bad_value(r);
        } else if (!reference(r)) {
            return false;
        }
    }
    *out = str_of(from, (size_t)(r->p - from));
    r->p++;
    return true;
}

static bool is_twice(const struct html_token *t, struct str wanted) {
    for (size_t i = 0; i < t->attr_count; i++)
        if (t->attrs[i].name.len == wanted.len && t->attrs[i].name.p[0] == wanted.p[0] &&
            memcmp(t->attrs[i].name.p, wanted.p, wanted.len) == 0)
            return true;
    return false;
}

/* From the name of an attribute (there is a byte) to behind its value. */
static bool attribute(struct reading *r) {
    const char *from = r->p;
    struct html_attr a;
    if (!ascii_is_lower(*r->p))
        return *r->p == ' ' ? bad(r, 1, "html/space", "one space stands before an attribute")
                            : bad_name(r);
    a.name = name(r);
    if (r->end - r->p < 2 || r->p[0] != '=' || r->p[1] != '"')
        return r->p < r->end && ascii_is_upper(*r->p)
                   ? bad_name(r)
                   : bad(r, 1, "html/attribute-quotes",
                         "an attribute is written name=\"value\", with double quotes");
    r->p += 2;
    if (!value(r, &a.value))
        return false;
    bool twice = is_twice(r->t, a.name);
    if (twice || r->t->attr_count == HTML_ATTRS_MAX) {
        r->p = from;
        return twice ? bad(r, a.name.len, "html/attribute-twice", "this attribute is given twice")
                     : bad(r, a.name.len, "html/attributes", "a tag has 16 attributes at most");
    }
    r->t->attrs[r->t->attr_count++] = a;
    return true;
}

static bool open_tag(struct reading *r) {
    struct html_token *t = r->t;
    t->kind = HTML_OPEN;
    t->name = name(r);
    for (;;) {
        if (r->p == r->end)
            return bad(r, 1, "html/unfinished", "the page ends inside a tag");
        if (*r->p == '>') {
            r->p++;
            return true;
        }
        bool space = *r->p == ' ';
        if (space)
            r->p++;
        if (r->p == r->end)
            return bad(r, 1, "html/unfinished", "the page ends inside a tag");
        if (*r->p == '/') {
            r->p++;
            if (r->p == r->end || *r->p != '>')
                return bad(r, 1, "html/name", "'/' stands only before '>' in a tag");
            r->p++;
            t->self_closed = true;
            return true;
        }
        if (!space)
            return ascii_is_upper(*r->p)
                       ? bad_name(r)
                       : bad(r, 1, "html/space", "one space stands before an attribute");
        if (!attribute(r))
            return false;
    }
}

static bool close_tag(struct reading *r) {
    r->t->kind = HTML_CLOSE;
    r->p++;
    if (r->p == r->end || !ascii_is_lower(*r->p))
        return bad_name(r);
    r->t->name = name(r);
    if (r->p == r->end)
        return bad(r, 1, "html/unfinished", "the page ends inside a tag");
    if (*r->p != '>')
        return ascii_is_upper(*r->p) ? bad_name(r)
                                     : bad(r, 1, "html/close-tag",
                                           "a closing tag has nothing but its name, as in '</p>'");
    r->p++;
    return true;
}

static bool declaration(struct reading *r) {
    static const struct str doctype = {"<!DOCTYPE html>", 15};
    struct str here = str_of(r->p, (size_t)(r->end - r->p));
    if (r->p == r->start && str_starts(here, doctype)) {
        r->t->kind = HTML_DOCTYPE;
        r->p += doctype.len;
        return true;
    }
    if (str_starts(here, str_lit("<!--")))
        return bad(r, 4, "html/comment", "a comment stands here, remove it");
    return bad(r, 2, "html/declaration",
               "no declaration is allowed but '<!DOCTYPE html>' at the very start");
}

static bool tag(struct reading *r) {
    char next = r->end - r->p >= 2 ? r->p[1] : '\0';
    if (next == '!' || next == '?')
        return declaration(r);
    if (next != '/' && !ascii_is_lower(next)) {
        r->p += ascii_is_upper(next);
        return ascii_is_upper(next) ? bad_name(r)
                                    : bad(r, 1, "html/less-than", "'<' in text is written &lt;");
    }
    r->p++;
    return next == '/' ? close_tag(r) : open_tag(r);
}

void html_start(struct html_scanner *s, struct str input) {
    *s = (struct html_scanner){input, 0};
}

void html_next(struct html_scanner *s, struct html_token *out) {
    out->self_closed = false;
    out->attr_count = 0;
    out->offset = s->at;
    if (s->at >= s->input.len) {
        out->kind = HTML_END;
        out->length = 0;
        return;
    }
    struct reading r = {s->input.p, s->input.p + s->at, s->input.p + s->input.len, out};
    if (!(*r.p == '<' ? tag(&r) : text(&r)))
        return;
    out->length = (size_t)(r.p - r.start) - s->at;
    s->at += out->length;
}
