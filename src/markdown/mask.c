/* Writes and reads the stand-ins. Flanking is CommonMark 0.30, section 6.2, and for strike and its
 * neighbours what cmark-gfm does: `~` is looked through when `*` and `_` judge their sides. */
#include "markdown/mask.h"

enum { OPENS = 1, CLOSES = 2, KINDS_BASE = 0x90, NOTE_BYTE = 0x9e, CITE_BYTE = 0x9f };
static const char delims[] = "*_~";
static const bool special[256] = {
    ['\\'] = true, ['<'] = true, ['['] = true, ['*'] = true, ['_'] = true, ['~'] = true};

/* Whether an "@" stands behind one of these. An "@" is rare, so it is what is looked for. */
static bool has_at_behind(struct str body, const char *before) {
    struct str rest = body;
    size_t at;
    while ((at = str_find_char(rest, '@')) != SIZE_MAX) {
        const char *p = rest.p + at;
        if (p > body.p && p[-1] != '\0' && strchr(before, p[-1]) != NULL)
            return true;
        rest = str_from_offset(rest, at + 1);
    }
    return false;
}

unsigned mask_needed(struct str body, const struct markdown_hooks *hooks) {
    unsigned needed = 0;
    if (str_find_char(body, '~') != SIZE_MAX)
        needed |= MASK_DELIMS;
    if (str_find(body, str_lit("[^")) != SIZE_MAX)
        needed |= MASK_NOTES;
    if (hooks != NULL && hooks->cite != NULL && has_at_behind(body, "[ -"))
        needed |= MASK_CITES;
    return needed;
}

struct markdown_flanks markdown_flanks(char c, uint32_t before, uint32_t after) {
    bool space_before = utf8_is_space(before), space_after = utf8_is_space(after);
    bool mark_before = utf8_is_punctuation(before), mark_after = utf8_is_punctuation(after);
    bool left = !space_after && (!mark_after || space_before || mark_before);
    bool right = !space_before && (!mark_before || space_after || mark_after);
    return (struct markdown_flanks){left && (c != '_' || !right || mark_before),
                                    right && (c != '_' || !left || mark_after)};
}

static unsigned flanks(struct str text, size_t from, size_t to) {
    enum { STRIKE_MAX = 2 };
    char c = text.p[from];
    size_t before = from, after = to;
    if (c == '~' && to - from > STRIKE_MAX)
        return 0;
    while (c != '~' && before > 0 && text.p[before - 1] == '~')
        before--;
    while (c != '~' && after < text.len && text.p[after] == '~')
        after++;
    struct markdown_flanks f = markdown_flanks(c, utf8_before(text, before), utf8_at(text, after));
    return (f.opens ? OPENS : 0U) | (f.closes ? CLOSES : 0U);
}

static void put_delim(struct buf *out, char c, unsigned flags) {
    unsigned kind = (unsigned)(strchr(delims, c) - delims);
    char bytes[MASK_BYTES] = {(char)0xef, (char)0xb7, (char)(KINDS_BASE + kind * 4 + flags)};
    buf_put(out, str_of(bytes, MASK_BYTES));
}

static struct ref *put_ref(struct job *job, unsigned byte, struct str label, struct place at) {
    char bytes[MASK_BYTES] = {(char)0xef, (char)0xb7, (char)byte};
    buf_put(job->draft, str_of(bytes, MASK_BYTES));
    buf_printf(job->draft, "%zu", job->ref_count);
    buf_put(job->draft, str_of(bytes, MASK_BYTES));
    struct ref *ref = arena_push(job->mem, &job->refs, &job->ref_count, &job->ref_cap);
    *ref = (struct ref){.label = label, .at = at};
    return ref;
}

/* Length of the label in "[^label]" that starts at `at`, or 0. */
static size_t label_at(struct str text, size_t at) {
    size_t n = at + 2;
    while (n < text.len && n - at - 2 <= LABEL_BYTES_MAX && text.p[n] != ']' && text.p[n] != '[' &&
           text.p[n] != '`' && !ascii_is_space(text.p[n]))
        n += text.p[n] == '\\' && n + 1 < text.len ? 2 : 1;
    bool found = n < text.len && text.p[n] == ']' && n - at - 2 <= LABEL_BYTES_MAX;
    return found ? n - at - 2 : 0;
}

/* Where the brackets that open at `at` are closed on this line; text.len when they are not, or hold
 * others. */
static size_t bracket_end(struct str text, size_t at) {
    size_t n = at + 1;
    while (n < text.len && n - at <= CITE_BYTES_MAX && text.p[n] != ']' && text.p[n] != '[' &&
           text.p[n] != '`')
        n += text.p[n] == '\\' && n + 1 < text.len ? 2 : 1;
    return n < text.len && text.p[n] == ']' ? n : text.len;
}

static bool is_id_char(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* Where in "[see @id]" or "[-@id]" the "@" is, of a source as it seems; text.len when it is plain
 * text or the words of a link. */
static size_t late_source(struct str text, size_t at) {
    size_t end = bracket_end(text, at);
    char behind = end + 1 < text.len ? text.p[end + 1] : '\0';
    if (end == text.len || behind == '(' || behind == '[' || behind == ':')
        return text.len;
    for (size_t n = at + 2; n + 1 < end; n++)
        if (text.p[n] == '@' && (text.p[n - 1] == ' ' || text.p[n - 1] == '-') &&
            ascii_is_lower(text.p[n + 1]))
            return n;
    return text.len;
}

/* A citation at "[": masked whole, or the id alone when it is not written as one, for the message.
 * Appends the text from `plain` on; returns the end of what it has taken, or `at`. */
static size_t put_cite(struct job *job, struct str text, size_t plain, size_t at,
                       struct place line) {
    bool begins = at + 1 < text.len && text.p[at + 1] == '@';
    size_t from = begins ? at + 1 : late_source(text, at), to = text.len;
    if (from == text.len)
        return at;
    bool open = !begins || (to = bracket_end(text, at)) == text.len;
    if (open)
        for (to = from + 1; to < text.len && is_id_char(text.p[to]);)
            to++;
    if (to == from + 1 || ascii_is_space(text.p[from + 1]))
        return at;
    line.column += (uint32_t)(open ? from : at);
    line.width = (uint32_t)(to - from) + (open ? 0 : 2);
    buf_put(job->draft, str_slice(text, plain, from));
    put_ref(job, CITE_BYTE, str_slice(text, from + 1, to), line)->open = open;
    return to;
}

/* An autolink or tag is left alone: its address or attributes may hold delimiters. Returns its
 * length, or 0. `*no_more` remembers that no ">" follows. */
static size_t angle_at(struct str text, size_t at, bool *no_more) {
    char c = at + 1 < text.len ? text.p[at + 1] : ' ';
    if (*no_more || !(ascii_is_alnum(c) || strchr("/!?.#$%&'*+=^_`{|}~-", c) != NULL))
        return 0;
    bool gap = false;
    for (size_t n = at + 1; n < text.len; n++) {
        if (text.p[n] == '>')
            return gap ? 0 : n + 1 - at;
        if (text.p[n] == '<')
            return 0;
        if (text.p[n] == '~' || text.p[n] == '*')
            gap = gap || !ascii_is_alpha(c);
        if (ascii_is_space(text.p[n]))
            gap = true;
    }
    *no_more = true;
    return 0;
}

void mask_put(struct job *job, struct str text, uint32_t number, uint32_t column) {
    struct buf *out = job->draft;
    unsigned masks = job->masks;
    bool no_more = false;
    size_t i = 0, plain = 0;
    while (masks != 0 && i < text.len) {
        char c = text.p[i];
        size_t length = 0;
        if (!special[(unsigned char)c]) {
            i++;
            continue;
        }
        if (c == '\\') {
            i += 2;
            continue;
        }
        if (c == '<') {
            length = angle_at(text, i, &no_more);
            i += length == 0 ? 1 : length;
            continue;
        }
        if ((masks & MASK_DELIMS) && (c == '*' || c == '_' || c == '~')) {
            size_t end = i;
            while (end < text.len && text.p[end] == c)
                end++;
            unsigned flags = flanks(text, i, end);
            buf_put(out, str_slice(text, plain, i));
            for (; i < end; i++)
                put_delim(out, c, flags);
            plain = i;
            continue;
        }
        bool note = i + 1 < text.len && text.p[i + 1] == '^';
        if (c == '[' && note && (masks & MASK_NOTES) && (length = label_at(text, i)) > 0) {
            buf_put(out, str_slice(text, plain, i + 1));
            put_ref(job, NOTE_BYTE, str_slice(text, i + 2, i + 2 + length),
                    job_place(job, number, column + (uint32_t)i, length + 3));
            plain = i + 2 + length;
            i = plain;
            continue;
        }
        if (c == '[' && !note && (masks & MASK_CITES)) {
            size_t end = put_cite(job, text, plain, i, job_place(job, number, column, 1));
            plain = end > i ? end : plain;
            i = end > i ? end : i + 1;
            continue;
        }
        i++;
    }
    buf_put(out, str_from_offset(text, plain));
}

struct mask mask_at(const struct job *job, struct str text) {
    struct mask none = {.kind = MASK_NOTHING};
    if (text.len < MASK_BYTES || !mask_starts(text.p))
        return none;
    unsigned byte = (unsigned char)text.p[2];
    if (byte < NOTE_BYTE)
        return byte < KINDS_BASE || byte >= KINDS_BASE + 12
                   ? none
                   : (struct mask){.kind = MASK_DELIM,
                                   .delim = delims[(byte - KINDS_BASE) / 4],
                                   .opens = (byte & OPENS) != 0,
                                   .closes = (byte & CLOSES) != 0,
                                   .length = MASK_BYTES,
                                   .source_length = 1};
    size_t n = MASK_BYTES, ref = 0;
    while (n < text.len && ascii_is_digit(text.p[n]))
        ref = ref * 10 + (size_t)(text.p[n++] - '0');
    if (byte > CITE_BYTE || ref >= job->ref_count || n + MASK_BYTES > text.len)
        return none;
    return (struct mask){.kind = byte == NOTE_BYTE ? MASK_NOTE_REF : MASK_CITE_REF,
                         .ref = (uint32_t)ref,
                         .length = n + MASK_BYTES,
                         .source_length = job->refs[ref].label.len + 1};
}

void mask_undo(const struct job *job, struct str text, struct buf *out) {
    size_t plain = 0;
    for (size_t i = 0; i + MASK_BYTES <= text.len;) {
        struct mask m = {.kind = MASK_NOTHING};
        if (mask_starts(text.p + i))
            m = mask_at(job, str_from_offset(text, i));
        if (m.kind == MASK_NOTHING) {
            i++;
            continue;
        }
        buf_put(out, str_slice(text, plain, i));
        if (m.kind == MASK_DELIM) {
            buf_putc(out, m.delim);
        } else {
            buf_putc(out, m.kind == MASK_NOTE_REF ? '^' : '@');
            buf_put(out, job->refs[m.ref].label);
        }
        i += m.length;
        plain = i;
    }
    buf_put(out, str_from_offset(text, plain));
}
