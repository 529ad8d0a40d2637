/* A page cut into blocks, and what is remembered of them when it is translated: a few digits of
 * each block's digest, so that years later one can tell which paragraph of the original changed
 * without keeping the original's text. */
#include "lint/lint.h"
#include "sign/sign.h"

enum {
    WHOLE_DIGITS = 16,
    BLOCK_DIGITS = 4,
    MATCH_DIGITS_MIN = 8,
    REMEMBERED_MAX = 1000,     /* blocks; longer pages are remembered as a whole */
    TABLE_CELLS_MAX = 4000000, /* of the comparison; past it everything counts as changed */
    HEX_DIGITS = 2 * SIGN_SHA256_BYTES
};

/* --- cutting */

static void add_block(struct arena *mem, struct origin_blocks *out, struct origin_block block) {
    *arena_push(mem, &out->items, &out->count, &out->cap) = block;
}

static void add_field(struct arena *mem, struct origin_blocks *out, const char *name,
                      const struct word *word) {
    if (word->value.len > 0)
        add_block(mem, out, (struct origin_block){ORIGIN_FIELD, name, word->value, word->at.line});
}

/* A row of doses as one text: a translation repeats its numbers. */
static void add_doses(struct arena *mem, struct origin_blocks *out, const struct dose_row *row) {
    const struct word *parts[] = {&row->route,  &row->unit,   &row->threshold, &row->light,
                                  &row->common, &row->strong, &row->heavy,     &row->note};
    struct str text = STR_NONE;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        text = arena_printf(mem, "%.*s%s%.*s", STR_ARG(text), i == 0 ? "" : " | ",
                            STR_ARG(parts[i]->value));
    add_block(mem, out, (struct origin_block){ORIGIN_FIELD, "doses", text, row->at.line});
}

static void add_timing(struct arena *mem, struct origin_blocks *out, const struct timing *t) {
    if (!t->given)
        return;
    const struct word *first = t->onset.value.p != NULL   ? &t->onset
                               : t->peak.value.p != NULL  ? &t->peak
                               : t->total.value.p != NULL ? &t->total
                                                          : &t->after;
    add_block(mem, out,
              (struct origin_block){ORIGIN_FIELD, "timing",
                                    arena_printf(mem, "%.*s | %.*s | %.*s | %.*s",
                                                 STR_ARG(t->onset.value), STR_ARG(t->peak.value),
                                                 STR_ARG(t->total.value), STR_ARG(t->after.value)),
                                    first->at.line});
}

/* Whether only blanks follow the fence. */
static bool is_bare(struct str line, size_t from) {
    return str_trim(str_from_offset(line, from)).len == 0;
}

/* The fence a line opens or could close: its character and length; 0 when it is none. */
static size_t fence_of(struct str line, char *mark) {
    size_t indent = 0, n = 0;
    while (indent < line.len && indent < 3 && line.p[indent] == ' ')
        indent++;
    struct str rest = str_from_offset(line, indent);
    *mark = rest.len > 0 ? rest.p[0] : '\0';
    while (n < rest.len && rest.p[n] == *mark)
        n++;
    bool fence = n >= 3 && (*mark == '`' || *mark == '~' || *mark == ':');
    return fence ? n : 0;
}

static enum origin_kind kind_of(struct str line) {
    size_t bracket = str_find(line, str_lit("]:"));
    if (line.len > 0 && line.p[0] == '#')
        return ORIGIN_HEADING;
    if (line.len > 2 && line.p[0] == '[' && line.p[1] != '^' && bracket != SIZE_MAX)
        return ORIGIN_DEFINITION;
    return ORIGIN_TEXT;
}

/* The cut while lines go by. */
struct cut {
    struct arena *mem;
    struct origin_blocks *out;
    struct str body;
    size_t from; /* of the open block, SIZE_MAX when there is none */
    unsigned line;
    enum origin_kind kind;
    char fence; /* of the open fence, or NUL */
    size_t fence_length, depth;
};

static void end_block(struct cut *c, size_t to) {
    if (c->from == SIZE_MAX)
        return;
    size_t end = to;
    while (end > c->from && ascii_is_space(c->body.p[end - 1]))
        end--;
    add_block(c->mem, c->out,
              (struct origin_block){c->kind, NULL, str_slice(c->body, c->from, end), c->line});
    c->from = SIZE_MAX;
}

static void begin_block(struct cut *c, size_t at, unsigned line, enum origin_kind kind) {
    end_block(c, at);
    c->from = at;
    c->line = line;
    c->kind = kind;
}

/* A line inside a fence; the closing one ends the block. */
static void fenced_line(struct cut *c, struct str line, size_t end) {
    char mark;
    size_t length = fence_of(line, &mark), at = str_find_char(line, mark);
    if (length == 0 || mark != c->fence)
        return;
    bool bare = is_bare(line, at + length);
    if (c->fence == ':' && !bare)
        c->depth++;
    else if (bare && (c->fence == ':' ? --c->depth == 0 : length >= c->fence_length)) {
        c->fence = '\0';
        end_block(c, end);
    }
}

static void open_line(struct cut *c, struct str line, size_t at, unsigned number) {
    char mark;
    size_t length = fence_of(line, &mark);
    if (length > 0 && !(mark == ':' && is_bare(line, str_find_char(line, ':') + length))) {
        begin_block(c, at, number, mark == ':' ? ORIGIN_COMPONENT : ORIGIN_CODE);
        c->fence = mark;
        c->fence_length = length;
        c->depth = 1;
        return;
    }
    enum origin_kind kind = kind_of(line);
    if (c->from == SIZE_MAX || kind == ORIGIN_HEADING || c->kind == ORIGIN_HEADING ||
        (c->kind == ORIGIN_DEFINITION && kind != ORIGIN_DEFINITION))
        begin_block(c, at, number, kind);
}

static void cut_body(struct arena *mem, struct str body, unsigned body_line,
                     struct origin_blocks *out) {
    struct cut c = {.mem = mem, .out = out, .body = body, .from = SIZE_MAX};
    struct str rest = body, line;
    unsigned number = body_line;
    for (;; number++) {
        size_t at = body.len - rest.len;
        if (!str_next_line(&rest, &line))
            break;
        if (c.fence != '\0')
            fenced_line(&c, line, at + line.len);
        else if (str_trim(line).len == 0)
            end_block(&c, at);
        else
            open_line(&c, line, at, number);
    }
    end_block(&c, body.len);
}

void origin_split(struct arena *mem, const struct meta *meta, struct str body, unsigned body_line,
                  struct origin_blocks *out) {
    *out = (struct origin_blocks){0};
    add_field(mem, out, "title", &meta->title);
    add_field(mem, out, "summary", &meta->summary);
    add_field(mem, out, "card", &meta->card);
    for (size_t i = 0; i < meta->dose_count; i++)
        add_doses(mem, out, &meta->doses[i]);
    add_timing(mem, out, &meta->timing);
    cut_body(mem, body, body_line, out);
}

/* --- remembering */

struct digits {
    char p[HEX_DIGITS + 1];
};

static struct digits digest_of(struct str text) {
    uint8_t bytes[SIGN_SHA256_BYTES];
    struct digits out = {{0}};
    sign_sha256(text, bytes);
    sign_hex(bytes, SIGN_SHA256_BYTES, out.p);
    return out;
}

/* White space counts as one blank: a paragraph wrapped anew is the same. */
static struct digits block_digest(const struct origin_block *block, struct buf *scratch) {
    bool code = block->kind == ORIGIN_CODE;
    buf_reset(scratch);
    buf_puts(scratch, block->field == NULL ? "" : block->field);
    for (size_t i = 0; i < block->text.len; i++) {
        char c = block->text.p[i];
        bool space = !code && ascii_is_space(c);
        if (!space)
            buf_putc(scratch, c);
        else if (scratch->len > 0 && scratch->p[scratch->len - 1] != ' ')
            buf_putc(scratch, ' ');
    }
    return digest_of(buf_str(scratch));
}

static struct digits whole_digest(const struct origin_blocks *blocks) {
    struct buf all = {0}, scratch = {0};
    for (size_t i = 0; i < blocks->count; i++) {
        buf_puts(&all, block_digest(&blocks->items[i], &scratch).p);
        buf_putc(&all, '\n');
    }
    struct digits whole = digest_of(buf_str(&all));
    buf_finish(&scratch);
    buf_finish(&all);
    return whole;
}

struct str origin_mark(struct arena *mem, const struct origin_blocks *blocks) {
    struct buf text = {0}, scratch = {0};
    buf_put(&text, str_of(whole_digest(blocks).p, WHOLE_DIGITS));
    for (size_t i = 0; blocks->count <= REMEMBERED_MAX && i < blocks->count; i++) {
        buf_putc(&text, ' ');
        buf_put(&text, str_of(block_digest(&blocks->items[i], &scratch).p, BLOCK_DIGITS));
    }
    struct str mark = arena_str(mem, buf_str(&text));
    buf_finish(&scratch);
    buf_finish(&text);
    return mark;
}

void origin_put_mark(struct str mark, struct buf *out) {
    enum { COLUMNS = 100 };
    size_t column = COLUMNS;
    struct str word;
    buf_puts(out, "translated_from:");
    while (str_next_part(&mark, ' ', &word)) {
        if (column + word.len + 1 > COLUMNS) {
            buf_puts(out, "\n ");
            column = 1;
        }
        buf_printf(out, " %.*s", STR_ARG(word));
        column += word.len + 1;
    }
    buf_putc(out, '\n');
}

static struct str first_word(struct str *rest) {
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->len && !ascii_is_space(rest->p[n]))
        n++;
    struct str word = str_slice(*rest, 0, n);
    *rest = str_from_offset(*rest, n);
    return word;
}

static bool is_hex(struct str word, size_t least, size_t most) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_hex(word.p[i]))
            return false;
    return word.len >= least && word.len <= most;
}

bool origin_is_mark(struct str mark) {
    struct str rest = mark;
    if (!is_hex(first_word(&rest), MATCH_DIGITS_MIN, HEX_DIGITS))
        return false;
    while (str_trim(rest).len > 0)
        if (!is_hex(first_word(&rest), BLOCK_DIGITS, BLOCK_DIGITS))
            return false;
    return true;
}

bool origin_matches(struct arena *mem, struct str mark, const struct origin_blocks *blocks) {
    struct digits whole = whole_digest(blocks);
    struct str rest = mark, word = first_word(&rest);
    char *lower = arena_cstr(mem, word);
    for (size_t i = 0; i < word.len; i++)
        lower[i] = ascii_lower(lower[i]);
    return word.len >= MATCH_DIGITS_MIN &&
           str_starts(str_of(whole.p, HEX_DIGITS), str_of(lower, word.len));
}

/* --- comparing */

/* The longest common run, by the usual table; common ends are taken off before. */
struct comparison {
    struct arena *mem;
    const struct str *was, *is;
    size_t was_count, is_count;
    struct origin_step *steps;
    size_t count;
};

static void add_step(struct comparison *c, enum origin_change change, size_t block) {
    c->steps[c->count++] = (struct origin_step){change, block};
}

static void compare_middle(struct comparison *c, size_t from, size_t was_to, size_t is_to) {
    size_t rows = was_to - from, columns = is_to - from, w = 0, n = 0;
    bool table = rows > 0 && columns > 0 && rows <= TABLE_CELLS_MAX / columns;
    size_t wide = columns + 1;
    uint16_t *best = arena_array(c->mem, uint16_t, table ? (rows + 1) * wide : 1);
    for (size_t i = table ? rows : 0; i-- > 0;)
        for (size_t k = columns; k-- > 0;) {
            uint16_t down = best[(i + 1) * wide + k], right = best[i * wide + k + 1];
            best[i * wide + k] = str_eq(c->was[from + i], c->is[from + k])
                                     ? (uint16_t)(best[(i + 1) * wide + k + 1] + 1)
                                 : down >= right ? down
                                                 : right;
        }
    while (w < rows || n < columns) {
        if (table && w < rows && n < columns && str_eq(c->was[from + w], c->is[from + n])) {
            add_step(c, ORIGIN_SAME, from + n++);
            w++;
        } else if (w < rows &&
                   (n == columns || !table || best[(w + 1) * wide + n] >= best[w * wide + n + 1])) {
            add_step(c, ORIGIN_GONE, from + w++);
        } else {
            add_step(c, ORIGIN_NEW, from + n++);
        }
    }
}

static void compare_all(struct comparison *c) {
    size_t from = 0, was = c->was_count, is = c->is_count;
    while (from < was && from < is && str_eq(c->was[from], c->is[from]))
        add_step(c, ORIGIN_SAME, from++);
    while (was > from && is > from && str_eq(c->was[was - 1], c->is[is - 1])) {
        was--;
        is--;
    }
    compare_middle(c, from, was, is);
    for (; is < c->is_count; is++)
        add_step(c, ORIGIN_SAME, is);
}

bool origin_compare(struct arena *mem, struct str mark, const struct origin_blocks *blocks,
                    struct origin_step **steps, size_t *count) {
    struct str *was = arena_array(mem, struct str, REMEMBERED_MAX + 1);
    struct str *is = arena_array(mem, struct str, blocks->count), rest = mark;
    struct comparison c = {.mem = mem, .was = was, .is = is, .is_count = blocks->count};
    struct buf scratch = {0};
    (void)first_word(&rest);
    while (str_trim(rest).len > 0 && c.was_count <= REMEMBERED_MAX)
        was[c.was_count++] = first_word(&rest);
    *count = 0;
    if (c.was_count == 0 || c.was_count > REMEMBERED_MAX)
        return false;
    for (size_t i = 0; i < blocks->count; i++) {
        struct digits d = block_digest(&blocks->items[i], &scratch);
        is[i] = arena_str(mem, str_of(d.p, BLOCK_DIGITS));
    }
    buf_finish(&scratch);
    c.steps = arena_array(mem, struct origin_step, c.was_count + blocks->count);
    compare_all(&c);
    *steps = c.steps;
    *count = c.count;
    return true;
}
