/* The start of a translation. Headings and components stay as they are, to be translated where they
 * stand; everything else of the original is quoted above the place where its translation goes. It
 * is a draft, so nothing of it is published before an editor says so, and `check` names what was
 * left in the original's words. */
#include "content/content.h"
#include "lint/lint.h"
#include "scaffold/files.h"

enum { ORIGINAL_BYTES_MAX = 16 * 1024 * 1024 };

/* `text` as one line in double quotes. */
static void put_quoted(struct buf *out, struct str text) {
    buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c == '"' || c == '\\')
            buf_putc(out, '\\');
        if (c == '\n')
            buf_puts(out, "\\n");
        else
            buf_putc(out, c);
    }
    buf_putc(out, '"');
}

static void put_field(struct buf *out, const char *name, const struct word *word) {
    if (word->value.len == 0)
        return;
    buf_printf(out, "%s: ", name);
    put_quoted(out, word->value);
    buf_putc(out, '\n');
}

static bool is_comment(struct str line) {
    struct str text = str_trim(line);
    return text.len == 0 || text.p[0] == '#';
}

/* The name of the field that a line of the first column begins, or absent. */
static struct str field_of(struct str line) {
    size_t colon = str_find_char(line, ':');
    if (line.len == 0 || !ascii_is_alpha(line.p[0]) || colon == SIZE_MAX)
        return STR_NONE;
    return str_slice(line, 0, colon);
}

/* Copies the fields that mean the same in every language, as they are written. */
static void put_common_fields(struct buf *out, struct str front) {
    static const char *const kept[] = {"classes", "order", "review_by", "reviewed",
                                       "layout",  "doses", "timing",    "sources"};
    struct str line;
    bool keep = false;
    while (str_next_line(&front, &line)) {
        struct str field = field_of(line);
        if (is_comment(line) || str_starts(line, str_lit("---")))
            continue;
        for (size_t i = 0; field.p != NULL && i < ARRAY_LEN(kept); i++)
            if ((keep = str_is(field, kept[i])))
                break;
        if (keep) {
            buf_put(out, line);
            buf_putc(out, '\n');
        }
    }
}

static void put_front(struct buf *out, const struct source *source, const struct meta *meta,
                      struct str front, struct str mark) {
    buf_printf(
        out,
        "---\n# A translation of %s.\n"
        "# Translate the quoted fields. Below, translate each heading where it stands; write "
        "the translation of\n# each quoted piece under it and delete the quote. Then set "
        "status to reviewed: until then nobody sees it.\n",
        source->path);
    put_field(out, "title", &meta->title);
    put_field(out, "plain_title", &meta->plain_title);
    buf_puts(out, "# Names that people use in this language.");
    for (size_t i = 0; i < meta->aliases.count; i++)
        buf_printf(out, "%s%.*s", i == 0 ? " In the original:\n# " : ", ",
                   STR_ARG(meta->aliases.items[i].value));
    buf_puts(out, "\naliases: []\n");
    put_field(out, "summary", &meta->summary);
    put_field(out, "card", &meta->card);
    buf_puts(out, "status: draft\n");
    put_common_fields(out, front);
    buf_puts(out, "# What the original said on the day of this translation; 'pamphlet status' "
                  "compares. When you have brought\n# the translation up to date, put the line "
                  "here that 'pamphlet status --page' prints.\n");
    origin_put_mark(mark, out);
    buf_puts(out, "---\n");
}

static void put_body(struct buf *out, const struct origin_blocks *blocks) {
    for (size_t i = 0; i < blocks->count; i++) {
        const struct origin_block *b = &blocks->items[i];
        struct str rest = b->text, line;
        bool quoted = b->kind == ORIGIN_TEXT || b->kind == ORIGIN_CODE;
        if (b->kind == ORIGIN_FIELD)
            continue;
        buf_putc(out, '\n');
        while (str_next_line(&rest, &line)) {
            buf_puts(out, quoted ? line.len > 0 ? "> " : ">" : "");
            buf_put(out, line);
            buf_putc(out, '\n');
        }
    }
}

bool translation_make(struct scaffolding *s, struct str original, struct str target) {
    struct source source = {.path = arena_cstr(s->mem, original)};
    struct meta meta;
    struct str body;
    unsigned body_line;
    struct origin_blocks blocks;
    if (!fs_read(s->mem, fs_join(s->mem, s->options->root, original), source.path,
                 ORIGINAL_BYTES_MAX, &source.text, s->d) ||
        !meta_parse(s->mem, &source, &meta, &body, &body_line, s->d))
        return false;
    origin_split(s->mem, &meta, body, body_line, &blocks);
    struct str front = str_of(source.text.p, (size_t)(body.p - source.text.p));
    struct buf text = {0};
    put_front(&text, &source, &meta, front, origin_mark(s->mem, &blocks));
    put_body(&text, &blocks);
    bool ok = files_put(s, target, buf_str(&text));
    buf_finish(&text);
    s->out->original = source.path;
    return ok;
}
