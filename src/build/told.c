/* A mistake in a file that all profiles have is found in each of them: it is told once, in the
 * first, with the names of the others. */
#include "build/stages.h"

/* The path below the profile's folder; usb has its pages one folder down. Absent: of none. */
static struct str path_within(const struct build *b, const struct diag *d, size_t *profile) {
    for (size_t i = 0; i < b->output_count; i++) {
        struct str root = str_from(b->outputs[i].set.shown_root), path = str_from(d->path);
        if (root.len == 0 || !str_starts(path, root))
            continue;
        path = str_from_offset(path, root.len);
        *profile = i;
        return str_starts(path, str_lit("site/")) ? str_from_offset(path, 5) : path;
    }
    return STR_NONE;
}

static const char *or_none(const char *text) {
    return text == NULL ? "" : text;
}

/* Lines differ between profiles, as their heads do; what is said and the line's text do not. */
static struct str key_of(struct arena *mem, struct str path, const struct diag *d) {
    return arena_printf(mem, "%.*s\n%s\n%s\n%s\n%s\n%u", STR_ARG(path), d->code, d->message,
                        or_none(d->origin), or_none(d->excerpt), (unsigned)d->column);
}

static void drop(struct diags *d, const struct diag *item) {
    d->errors -= item->level == DIAG_ERROR;
    d->warnings -= item->level == DIAG_WARNING;
    d->notes -= item->level == DIAG_NOTE;
}

/* "… (in onion, clearnet and usb)"; one bit a profile. */
static void name_profiles(const struct build *b, struct diag *d, uint32_t profiles) {
    struct buf text = {0};
    size_t left = 0;
    for (size_t i = 0; i < b->output_count; i++)
        left += profiles >> i & 1;
    if (left < 2)
        return;
    buf_puts(&text, d->message);
    buf_puts(&text, " (in ");
    for (size_t i = 0; i < b->output_count; i++)
        if ((profiles >> i & 1) != 0)
            buf_printf(&text, "%.*s%s", STR_ARG(b->outputs[i].profile->name),
                       --left == 0 ? ")"
                       : left == 1 ? " and "
                                   : ", ");
    d->message = arena_cstr(&b->d->mem, buf_str(&text));
    buf_finish(&text);
}

void told_once(struct build *b, size_t from) {
    struct diags *d = b->d;
    struct arena mem = {0};
    struct map by_key;
    uint32_t *profiles = arena_array(&mem, uint32_t, d->count);
    size_t kept = from, profile;
    map_init(&by_key, &mem, 64);
    for (size_t i = from; i < d->count; i++) {
        struct diag item = d->items[i];
        struct str path = path_within(b, &item, &profile);
        uint32_t first =
            path.p == NULL ? MAP_NONE : map_add(&by_key, key_of(&mem, path, &item), (uint32_t)kept);
        if (path.p != NULL)
            profiles[first == MAP_NONE ? kept : first] |= 1U << profile;
        if (first == MAP_NONE)
            d->items[kept++] = item;
        else
            drop(d, &item);
    }
    d->count = kept;
    for (size_t i = from; i < kept; i++)
        name_profiles(b, &d->items[i], profiles[i]);
    arena_finish(&mem);
}
