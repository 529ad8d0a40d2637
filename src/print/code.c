/* From modules to a drawing. Each run of dark modules is a piece of one thick line: nothing shows
 * between them, whatever draws the page, and on a screen they begin and end with its dots, which
 * areas do not. */
#include "print/code.h"

static void put_runs(const struct qr *code, struct buf *out) {
    for (unsigned row = 0; row < code->modules; row++)
        for (unsigned from = 0, to; from < code->modules; from = to + 1) {
            for (to = from; to < code->modules && code->dark[row * code->modules + to];)
                to++;
            if (to > from)
                buf_printf(out, "%u %u m %u %u l\n", from, row, to, row);
        }
}

static const struct code *make(struct arena *keep, const struct qr *qr) {
    enum { EDGE = 1 }; /* nothing is cut off */
    struct code *code = arena_new(keep, struct code);
    struct buf operators = {0};
    buf_puts(&operators, "0 0 0 RG 1 w 0 J [] 0 d\n");
    put_runs(qr, &operators);
    buf_puts(&operators, "S");
    *code = (struct code){.modules = qr->modules,
                          .drawing = {.packed = pdf_pack(keep, buf_str(&operators)),
                                      .from = -EDGE,
                                      .to = (int)qr->modules + EDGE}};
    buf_finish(&operators);
    return code;
}

const struct code *code_of(struct code_memory *memory, struct arena *keep, struct str text,
                           enum qr_level level) {
    const struct code *code = atomic_load(&memory->levels[level]);
    struct arena mem = {0};
    struct qr qr;
    if (code != NULL || text.len == 0)
        return code;
    if (qr_encode(&mem, text, level, &qr)) {
        /* two threads make the same; who comes second takes the other's, so that there is one */
        const struct code *made = make(keep, &qr);
        if (atomic_compare_exchange_strong(&memory->levels[level], &code, made))
            code = made;
    }
    arena_finish(&mem);
    return code;
}
