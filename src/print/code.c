/* From modules to a drawing. Each run of dark modules is a piece of one thick line: nothing shows
 * between them, whatever draws the page, and on a screen they begin and end with its dots, which
 * areas do not. */
#include "print/code.h"

/* Fewer than a thousand. */
static void put_small(struct buf *out, unsigned n, const char *behind) {
    if (n >= 100)
        buf_putc(out, (char)('0' + n / 100));
    if (n >= 10)
        buf_putc(out, (char)('0' + n / 10 % 10));
    buf_putc(out, (char)('0' + n % 10));
    buf_puts(out, behind);
}

/* Each row is drawn at 0, and the next one is further down: rows are then so alike that they take
 * half the room. */
static void put_runs(const struct qr *code, struct buf *out) {
    for (unsigned row = 0; row < code->modules; row++) {
        const uint8_t *dark = &code->dark[(size_t)row * code->modules];
        for (unsigned from = 0, to; from < code->modules; from = to + 1) {
            for (to = from; to < code->modules && dark[to];)
                to++;
            if (to == from)
                continue;
            put_small(out, from, " 0 m ");
            put_small(out, to, " 0 l\n");
        }
        buf_puts(out, "S 1 0 0 1 0 1 cm\n");
    }
}

static const struct code *make(struct arena *keep, const struct qr *qr) {
    enum { EDGE = 1 }; /* nothing is cut off */
    struct code *code = arena_new(keep, struct code);
    struct buf operators = {0};
    buf_puts(&operators, "0 0 0 RG 1 w 0 J [] 0 d\n");
    put_runs(qr, &operators);
    *code = (struct code){.modules = qr->modules,
                          .drawing = {.packed = pdf_pack(keep, buf_str(&operators)),
                                      .from = -EDGE,
                                      .to = (int)qr->modules + EDGE}};
    buf_finish(&operators);
    return code;
}

static bool get(struct arena *mem, struct str text, enum qr_level level,
                const struct site_code *drawn, struct qr *out) {
    if (drawn == NULL || level != QR_LEVEL_M || !str_eq(drawn->text, text))
        return qr_encode(mem, text, level, out);
    qr_of_png(mem, drawn->png, SITE_CODE_PIXELS, out);
    return true;
}

const struct code *code_of(struct code_memory *memory, struct arena *keep, struct str text,
                           enum qr_level level, const struct site_code *drawn) {
    const struct code *code = atomic_load(&memory->levels[level]);
    struct arena mem = {0};
    struct qr qr;
    if (code != NULL || text.len == 0)
        return code;
    if (get(&mem, text, level, drawn, &qr)) {
        /* two threads make the same; who comes second takes the other's, so that there is one */
        const struct code *made = make(keep, &qr);
        if (atomic_compare_exchange_strong(&memory->levels[level], &code, made))
            code = made;
    }
    arena_finish(&mem);
    return code;
}
