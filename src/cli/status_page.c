/* `status --page`: what changed in an original since each of its translations. */
#include "cli/status_print.h"

/* "#mixing" of the heading that block `index` stands under, or absent. */
static struct str fragment_of(const struct origin_blocks *blocks, size_t index) {
    for (size_t i = index + 1; i-- > 0;) {
        struct str text = blocks->items[i].text;
        size_t from = str_find(text, str_lit("{#"));
        if (blocks->items[i].kind != ORIGIN_HEADING || from == SIZE_MAX)
            continue;
        struct str id = str_from_offset(text, from + 1);
        return str_slice(id, 0, str_find_char(id, '}'));
    }
    return STR_NONE;
}

/* The line of the translation where the same piece is: its heading of the same id; 0: unknown. */
static unsigned line_there(struct arena *mem, const struct document *doc, struct str fragment) {
    struct origin_blocks blocks;
    if (fragment.p == NULL)
        return 0;
    struct str wanted = arena_printf(mem, "{%.*s}", STR_ARG(fragment));
    origin_split(mem, &doc->meta, doc->loaded_body, doc->body_line, &blocks);
    for (size_t i = 0; i < blocks.count; i++)
        if (blocks.items[i].kind == ORIGIN_HEADING &&
            str_find(blocks.items[i].text, wanted) != SIZE_MAX)
            return blocks.items[i].line;
    return 0;
}

static void put_lines(struct buf *out, const char *lead, struct str text) {
    struct str line;
    while (str_next_line(&text, &line))
        buf_printf(out, "%s%.*s\n", lead, STR_ARG(line));
}

static void put_new(struct arena *mem, const struct document *from, const struct document *to,
                    const struct origin_blocks *blocks, size_t index, struct buf *out) {
    const struct origin_block *b = &blocks->items[index];
    unsigned line = b->field == NULL ? line_there(mem, to, fragment_of(blocks, index)) : 1;
    buf_printf(out, "  %s:%u", from->source.path, b->line);
    if (line > 1)
        buf_printf(out, " (belongs below %s:%u)", to->source.path, line);
    buf_printf(out, "\n%s%s%s", b->field == NULL ? "" : "+ ", b->field == NULL ? "" : b->field,
               b->field == NULL ? "" : ":\n");
    put_lines(out, "+ ", b->text);
}

static void put_changes(struct arena *mem, const struct document *from, const struct document *to,
                        const struct origin_blocks *blocks, struct buf *out) {
    struct origin_step *steps;
    size_t count, gone = 0, fresh = 0;
    if (!origin_compare(mem, to->meta.translated_from.value, blocks, &steps, &count)) {
        buf_puts(out, "  its translated_from knows the original as a whole only, so it cannot be "
                      "said\n  which paragraphs changed\n");
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (steps[i].change == ORIGIN_NEW) {
            put_new(mem, from, to, blocks, steps[i].block, out);
            fresh++;
        } else if (steps[i].change == ORIGIN_GONE) {
            buf_printf(out, "- piece %zu of the original as it was: changed or gone\n",
                       steps[i].block + 1);
            gone++;
        }
    buf_printf(
        out,
        "  new or changed: %zu; changed or gone of what was translated: %zu; the old text is "
        "not kept\n",
        fresh, gone);
}

void status_print_page(struct arena *mem, const struct site *site, const struct status_row *row,
                       struct buf *out) {
    const struct document *from = row->original->document;
    struct origin_blocks blocks;
    origin_split(mem, &from->meta, from->loaded_body, from->body_line, &blocks);
    buf_printf(out, "%s: %s\n", from->source.path,
               status_names[row->cells[row->original->language].state]);
    for (size_t i = 0; i < site->language_count; i++) {
        const struct status_cell *c = &row->cells[i];
        if (c->is_original)
            continue;
        if (c->page == NULL) {
            buf_printf(out, "%.*s: missing\n", STR_ARG(site->languages[i].tag));
            continue;
        }
        const struct document *to = c->page->document;
        buf_printf(out, "%s: %s%s\n", to->source.path, status_names[c->state],
                   c->stale && c->state != STATUS_STALE ? ", stale" : "");
        if (c->stale)
            put_changes(mem, from, to, &blocks, out);
    }
    buf_puts(out, "\nIn a translation that is up to date with this original:\n\n");
    origin_put_mark(origin_mark(mem, &blocks), out);
}
