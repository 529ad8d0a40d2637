/* The forms one after another: frames first, which need the renderer, then START.html and the books
 * side by side on threads. */
#include "forms/forms.h"

#include "forms/parts.h"

size_t forms_count_max(const struct site *site) {
    return 1 + 2 * site->language_count + 2;
}

struct str forms_part(struct str page) {
    size_t from = str_find(page, str_lit("<main")), to;
    struct str end = str_lit("</main>");
    if (from != SIZE_MAX) {
        to = str_find(page, end);
        return to == SIZE_MAX ? str_lit("") : str_slice(page, from, to + end.len);
    }
    from = str_find(page, str_lit("<body"));
    to = str_find(page, str_lit("</body>"));
    if (from == SIZE_MAX || to == SIZE_MAX)
        return str_lit("");
    size_t tag = str_find_char(str_from_offset(page, from), '>');
    return str_slice(page, from + tag + 1, to);
}

struct buf *parts_file(struct forms *f, size_t slot, struct str path, const char *origin) {
    f->files[slot] = (struct forms_file){.path = path, .origin = origin};
    buf_reset(&f->bytes[slot]);
    return &f->bytes[slot];
}

struct work {
    struct kit *kit;
    struct start *start;
    struct forms *forms;
    struct diags *diags; /* one a task */
};

/* Task 0 is START.html, the others are the books. */
static void do_task(void *ctx, unsigned worker, size_t index) {
    struct work *w = ctx;
    (void)worker;
    if (index == 0)
        start_make(w->start, w->forms, &w->diags[index]);
    else if (!book_make(w->kit, (uint32_t)index - 1, w->forms, &w->diags[index]))
        return; /* reported */
}

static bool do_tasks(struct work *w, struct diags *d) {
    size_t count = 1 + w->kit->site->language_count, errors = d->errors;
    w->diags = arena_array(&w->kit->mem, struct diags, count);
    pool_run(w->kit->o->threads, count, 1, do_task, w);
    for (size_t i = 0; i < count; i++) {
        diags_merge(d, &w->diags[i]);
        diags_finish(&w->diags[i]);
    }
    return d->errors == errors;
}

/* Takes out the places that were not needed. */
static void close_ranks(struct forms *f) {
    for (size_t i = 0; i < f->room; i++) {
        if (f->files[i].path.p == NULL)
            continue;
        f->files[f->count] = f->files[i];
        f->files[f->count++].bytes = buf_str(&f->bytes[i]);
    }
}

bool forms_make(const struct forms_options *options, struct forms *out, struct diags *d) {
    struct kit kit;
    *out = (struct forms){.room = forms_count_max(options->site)};
    out->bytes = arena_array(&out->mem, struct buf, out->room);
    out->arenas = arena_array(&out->mem, struct arena, out->room);
    out->files = arena_array(&out->mem, struct forms_file, out->room);
    kit_open(&kit, options);
    struct work work = {.kit = &kit, .forms = out, .start = start_open(&kit, d)};
    bool ok = work.start != NULL && do_tasks(&work, d);
    if (ok) {
        readme_make(&kit, out);
        close_ranks(out);
    }
    kit_close(&kit);
    return ok;
}

void forms_finish(struct forms *f) {
    for (size_t i = 0; i < f->room; i++) {
        buf_finish(&f->bytes[i]);
        arena_finish(&f->arenas[i]);
    }
    arena_finish(&f->mem);
    *f = (struct forms){0};
}
