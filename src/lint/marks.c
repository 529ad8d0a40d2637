/* Which signs of a Markdown text are not printed, so that "**1.0** mg" is read as readers read it.
 * The rules of CommonMark 0.30 for runs of '*' and '_', and cmark-gfm's for '~', over the text
 * itself, because cmark does not tell where in a line anything stands. Linear: of what opened, only
 * the last few are looked through. */
#include "lint/marks.h"

#include "lint/parts.h"
#include "markdown/markdown.h"

enum { OPEN_MAX = 64 };

/* A run that may open, or a bracket. */
struct run {
    char c;
    bool opens, closes;
    size_t from, to; /* what is left of it */
    size_t length;   /* as it was written */
};

struct finding {
    struct arena *mem;
    struct str text, masked;
    uint8_t *marks; /* NULL until there is one */
    struct run open[OPEN_MAX];
    size_t count;
};

static void mark(struct finding *f, size_t from, size_t to, enum mark kind) {
    if (f->marks == NULL)
        f->marks = arena_array(f->mem, uint8_t, f->text.len + 1);
    memset(f->marks + from, (int)kind, to - from);
}

static void take_out(struct finding *f, size_t at) {
    f->count--;
    memmove(f->open + at, f->open + at + 1, (f->count - at) * sizeof *f->open);
}

static void push(struct finding *f, struct run run) {
    if (f->count == OPEN_MAX)
        take_out(f, 0);
    f->open[f->count++] = run;
}

/* --- where paragraphs, items and cells end */

static bool begins_block(struct str s, size_t i) {
    while (i < s.len && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '>'))
        i++;
    size_t end = i;
    while (end < s.len && ascii_is_digit(s.p[end]))
        end++;
    const char *signs = end > i ? ".)" : "-*+";
    bool item = end + 1 < s.len && s.p[end] != '\0' && strchr(signs, s.p[end]) != NULL &&
                ascii_is_space(s.p[end + 1]);
    return item || i >= s.len || strchr("\r\n#|", s.p[i]) != NULL;
}

static bool is_heading(struct str s, size_t i) {
    return i < s.len && s.p[i] == '#';
}

static bool is_row(struct str s, size_t i) {
    while (i < s.len && s.p[i] == ' ')
        i++;
    return i < s.len && s.p[i] == '|';
}

/* --- runs */

static struct run run_at(struct str s, size_t i) {
    struct run run = {.c = s.p[i], .from = i, .to = i};
    while (run.to < s.len && s.p[run.to] == run.c)
        run.to++;
    struct markdown_flanks f = markdown_flanks(run.c, utf8_before(s, i), utf8_at(s, run.to));
    run.length = run.to - i;
    run.opens = f.opens;
    run.closes = f.closes;
    return run;
}

/* "*a**b*": what can open and close needs lengths that fit. */
static bool fits(const struct run *a, const struct run *b) {
    return a->c == b->c &&
           ((!a->closes && !b->opens) || b->length % 3 == 0 || (a->length + b->length) % 3 != 0);
}

static void close_stress(struct finding *f, struct run *closer) {
    for (size_t i = f->count; i-- > 0 && closer->from < closer->to;) {
        struct run *o = &f->open[i];
        if (o->c == '[') /* what is in a link pairs there */
            return;
        if (!fits(o, closer))
            continue;
        size_t left = o->to - o->from, n = closer->to - closer->from;
        n = left < n ? left : n;
        mark(f, o->to - n, o->to, MARK_STRESS);
        mark(f, closer->from, closer->from + n, MARK_STRESS);
        o->to -= n;
        closer->from += n;
        f->count = o->from < o->to ? i + 1 : i;
    }
}

static void close_strike(struct finding *f, struct run *closer) {
    size_t i = f->count;
    while (i > 0 && f->open[i - 1].c != '~' && f->open[i - 1].c != '[')
        i--;
    if (i == 0 || f->open[i - 1].c == '[' || f->open[i - 1].length != closer->length)
        return;
    mark(f, f->open[i - 1].from, f->open[i - 1].to, MARK_STRIKE);
    mark(f, closer->from, closer->to, MARK_STRIKE);
    closer->from = closer->to;
    f->count = i - 1;
}

/* Returns where to go on. */
static size_t take_run(struct finding *f, size_t i) {
    enum { STRIKE_MAX = 2 };
    struct run run = run_at(f->text, i);
    size_t end = run.to;
    if (run.c == '~' && run.length > STRIKE_MAX)
        return end;
    if (run.closes && run.c == '~')
        close_strike(f, &run);
    else if (run.closes)
        close_stress(f, &run);
    if (run.opens && run.from < run.to)
        push(f, run);
    return end;
}

/* --- brackets */

/* Behind the next `c` from `i` on; `i` when one of `stops` comes before. */
static size_t behind_next(struct str s, size_t i, char c, const char *stops) {
    for (size_t end = i; end < s.len && (s.p[end] == '\0' || strchr(stops, s.p[end]) == NULL);
         end++)
        if (s.p[end] == c)
            return end + 1;
    return i;
}

static size_t last_bracket(const struct finding *f) {
    size_t at = f->count;
    while (at > 0 && f->open[at - 1].c != '[')
        at--;
    return at;
}

/* The ']' at `i`, behind which an address may stand. Returns where to go on. */
static size_t close_bracket(struct finding *f, size_t i) {
    size_t at = last_bracket(f), end = i + 1;
    if (at == 0)
        return end;
    size_t from = f->open[at - 1].from;
    f->count = at - 1;
    if (end < f->text.len && f->text.p[end] == '(' && f->masked.p[end] == PROSE_BLANK &&
        (from == 0 || f->text.p[from - 1] != '!')) { /* a picture is no word */
        end = behind_next(f->text, end, ')', "\n");
        mark(f, from, from + 1, MARK_LINK);
        mark(f, i, end, MARK_LINK);
        f->count = 0; /* a link stands in no other */
    }
    return end;
}

/* A citation, or the mark of a note. */
static size_t open_bracket(struct finding *f, size_t i) {
    char next = i + 1 < f->text.len ? f->text.p[i + 1] : '\0';
    size_t end = i + 1;
    if (next == '^')
        end = behind_next(f->text, end, ']', "[ \t\r\n");
    else if (next == '@' && f->masked.p[i] == PROSE_BLANK)
        end = behind_next(f->text, end, ']', "\n");
    if (end > i + 1)
        mark(f, i, end, MARK_OTHER);
    else if (f->masked.p[i] == '[')
        push(f, (struct run){.c = '[', .from = i, .to = end, .length = 1});
    return end;
}

/* Everything but runs, because links bind closer than stress. */
static size_t take_other(struct finding *f, size_t i) {
    struct str s = f->masked;
    char c = s.p[i], next = i + 1 < s.len ? s.p[i + 1] : ' ';
    if (c == '\\' && next > ' ' && next <= '~' && !ascii_is_alnum(next)) {
        mark(f, i, i + 1, MARK_OTHER);
        return i + 2;
    }
    if (c == ']')
        return close_bracket(f, i);
    return f->text.p[i] == '[' ? open_bracket(f, i) : i + 1;
}

/* Runs, when the rest is known. */
static size_t take_stress(struct finding *f, size_t i) {
    char c = f->masked.p[i];
    enum mark known = f->marks == NULL ? MARK_NONE : (enum mark)f->marks[i];
    if (known == MARK_OTHER)
        return i + (c == '\\' ? 2 : 1);
    if (known == MARK_LINK && c == '[')
        push(f, (struct run){.c = '[', .from = i, .to = i + 1, .length = 1});
    if (known == MARK_LINK && c == ']') {
        size_t at = last_bracket(f);
        f->count = at == 0 ? 0 : at - 1;
        return behind_next(f->text, i, ')', "\n");
    }
    return c == '*' || c == '_' || c == '~' ? take_run(f, i) : i + 1;
}

/* --- all of it */

static void walk(struct finding *f, size_t (*take)(struct finding *, size_t)) {
    struct str s = f->masked;
    bool row = is_row(s, 0), heading = is_heading(s, 0);
    f->count = 0;
    for (size_t i = 0; i < s.len; i = take(f, i)) {
        if (s.p[i] == '\n') {
            f->count = heading || begins_block(s, i + 1) ? 0 : f->count;
            row = is_row(s, i + 1);
            heading = is_heading(s, i + 1);
        } else if (s.p[i] == '|' && row) {
            f->count = 0;
        }
    }
}

const uint8_t *marks_find(struct arena *mem, struct str text, struct str masked) {
    struct finding f = {.mem = mem, .text = text, .masked = masked};
    walk(&f, take_other);
    walk(&f, take_stress);
    return f.marks;
}
