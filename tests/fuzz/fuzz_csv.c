/* CSV: the cells, written again in quotes, are read as the same cells; interactions.csv. */
#include "content/bytes.h"
#include "content/csv.h"
#include "fuzz.h"

static void write_row(const struct words *cells, struct buf *out) {
    for (size_t i = 0; i < cells->count; i++) {
        struct str value = cells->items[i].value;
        buf_puts(out, i == 0 ? "\"" : ",\"");
        for (size_t j = 0; j < value.len; j++) {
            if (value.p[j] == '"')
                buf_putc(out, '"');
            buf_putc(out, value.p[j]);
        }
        buf_putc(out, '"');
    }
    buf_putc(out, '\n');
}

static size_t rewrite(struct fuzz *f, struct str text, struct buf *out) {
    struct source source = {"a.csv", text};
    struct csv c;
    struct words cells = {0};
    size_t rows = 0;
    csv_init(&c, &f->mem, &source, &f->d);
    while (csv_next(&c, &cells)) {
        for (size_t i = 0; i < cells.count; i++)
            assert(cells.items[i].at.line >= 1 && cells.items[i].at.line <= fuzz_lines(text));
        write_row(&cells, out);
        rows++;
    }
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start(), parsed = fuzz_start();
    struct buf room, once = {0}, twice = {0};
    struct str text = fuzz_copy(&room, data, size);
    struct source source = {"interactions.csv", text};
    struct interaction_rows rows = {0};
    bool ok = interactions_parse(&parsed.mem, &source, &rows, &parsed.d);
    assert(ok == (parsed.d.errors == 0));
    for (size_t i = 0; ok && i < rows.count; i++)
        assert(rows.items[i].a.value.len > 0 && rows.items[i].b.value.len > 0);
    fuzz_finish(&parsed, text);
    if (bytes_check(&source, 0, text.len, &f.d)) { /* before any row is read */
        size_t count = rewrite(&f, text, &once), errors = f.d.errors;
        assert(rewrite(&f, buf_str(&once), &twice) == count);
        assert(f.d.errors == errors);
        assert(str_eq(buf_str(&once), buf_str(&twice)));
    }
    fuzz_finish(&f, text);
    buf_finish(&once);
    buf_finish(&twice);
    buf_finish(&room);
    return 0;
}
