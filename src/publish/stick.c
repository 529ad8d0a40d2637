/* A verified pack onto sticks, several at once: each goes its own way and reports for itself, so
 * that one that was pulled or is broken does not keep the others from being finished. */
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "publish/stick.h"

enum { STICKS_AT_ONCE = 16 };

struct stick_meter {
    _Atomic uint64_t done;
    uint64_t all;
    publish_progress_fn *fn;
    void *ctx;
};

void stick_advance(const struct stick *s, uint64_t bytes) {
    uint64_t done = atomic_fetch_add(&s->meter->done, bytes) + bytes;
    if (s->meter->fn != NULL)
        s->meter->fn(s->meter->ctx, done < s->meter->all ? done : s->meter->all, s->meter->all);
}

static const char *without_slashes(struct arena *mem, const char *folder) {
    struct str path = str_from(folder);
    while (path.len > 1 && path.p[path.len - 1] == '/')
        path.len--;
    return arena_cstr(mem, path);
}

/* Whether it holds this very pack already; nothing is said when it does not. */
static bool holds_it(struct stick *s) {
    if (!s->has_old || s->old.header.serial != s->p->report->header.serial)
        return false;
    struct stick quiet = *s;
    quiet.d = (struct diags){0};
    quiet.mem = (struct arena){0};
    bool holds = fs_exists(arena_printf(&quiet.mem, "%s/%s", s->root, s->signature).p) &&
                 stick_compare_signature(&quiet) && stick_compare(&quiet);
    diags_finish(&quiet.d);
    arena_finish(&quiet.mem);
    return holds;
}

/* Whether the ZIP that is written is another file than the one that was read: clearing the stick
 * would take away what may be the only one. */
static bool is_from_elsewhere(struct stick *s) {
    const char *path = arena_printf(&s->mem, "%s/%s", s->root, s->zip).p;
    const struct source source = {path, STR_NONE};
    struct stat from, to;
    return stat(s->p->request->pack_path, &from) != 0 || stat(path, &to) != 0 ||
           from.st_dev != to.st_dev || from.st_ino != to.st_ino ||
           diag_error(&s->d, place_of(&source, 0, 0, 0), "publish/stick-source",
                      "is the pack that is to be written, and would be lost if the stick were "
                      "pulled; copy it and its signature to this computer first");
}

static bool fill(struct stick *s) {
    if (!stick_look(s))
        return false;
    s->out->was_there = holds_it(s);
    return s->out->was_there || (is_from_elsewhere(s) && stick_clear(s) && stick_write(s) &&
                                 stick_compare(s) && stick_sign(s));
}

static void fill_one(void *ctx, unsigned worker, size_t index) {
    struct stick *s = (struct stick *)ctx + index;
    (void)worker;
    s->out->done = fill(s);
    if (s->folder >= 0)
        close(s->folder);
}

/* Two names of one place would be written at the same time. */
static bool are_apart(const struct publish_stick *sticks, size_t count, struct arena *mem,
                      struct diags *d) {
    struct stat *places = arena_array(mem, struct stat, count);
    for (size_t i = 0; i < count; i++) {
        const struct source source = {sticks[i].folder, STR_NONE};
        if (stat(sticks[i].folder, &places[i]) != 0)
            continue; /* reported by stick_look */
        for (size_t j = 0; j < i; j++)
            if (places[j].st_ino == places[i].st_ino && places[j].st_dev == places[i].st_dev)
                return diag_error(d, place_of(&source, 0, 0, 0), "publish/stick-twice",
                                  "is named twice");
    }
    return true;
}

static bool fill_all(const struct pending *p, struct publish_sticks *sticks) {
    struct stick_meter meter = {.fn = sticks->progress, .ctx = sticks->ctx};
    struct stick *all = arena_array(p->mem, struct stick, sticks->count);
    bool ok = true;
    meter.all = 2 * (p->bytes.len + p->report->bytes) * sticks->count;
    for (size_t i = 0; i < sticks->count; i++)
        all[i] = (struct stick){.p = p,
                                .out = &sticks->items[i],
                                .meter = &meter,
                                .root = without_slashes(p->mem, sticks->items[i].folder),
                                .folder = -1};
    /* They wait for their sticks, not for a processor. */
    pool_run(sticks->count < STICKS_AT_ONCE ? (unsigned)sticks->count : STICKS_AT_ONCE,
             sticks->count, 1, fill_one, all);
    for (size_t i = 0; i < sticks->count; i++) {
        diags_merge(p->d, &all[i].d);
        diags_finish(&all[i].d);
        arena_finish(&all[i].mem);
        ok = ok && sticks->items[i].done;
    }
    return ok;
}

bool publish_to_sticks(struct arena *mem, const struct publish_request *request,
                       struct publish_sticks *sticks, struct publish_report *out, struct diags *d) {
    struct pending p = {.mem = mem, .request = request, .report = out, .d = d};
    *out = (struct publish_report){0};
    return are_apart(sticks->items, sticks->count, mem, d) && verify_pending(&p) &&
           fill_all(&p, sticks);
}
