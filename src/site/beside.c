/* A step of loading beside the caller's: it has an arena and messages of its own, and reads what
 * the steps before have left. */
#include "site/parts.h"

static void run(void *ctx) {
    struct beside *b = ctx;
    b->step(&b->parts, b->site);
}

void beside_begin(struct beside *b, const struct parts *p, struct site *site,
                  void (*step)(struct parts *p, struct site *site)) {
    *b = (struct beside){.parts = *p, .site = site, .step = step};
    b->parts.mem = &site->beside_mem;
    b->parts.d = &b->said;
    b->parts.ok = true;
    pool_begin(&b->task, p->options->threads > 1, run, b);
}

void beside_wait(struct beside *b, struct parts *p) {
    pool_wait(&b->task);
    diags_merge(p->d, &b->said);
    diags_finish(&b->said);
    p->ok = p->ok && b->parts.ok;
}
