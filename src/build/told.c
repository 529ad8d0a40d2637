/* A mistake in a file that all profiles have is found in each of them, and one in a line of the
 * theme on each page that has the line: it is told once, of the first, with the names of the
 * profiles and how many pages there are. */
#include "build/stages.h"

/* What is told once. */
struct told {
    struct diag *item;
    struct str page;   /* the path below the profile's folder; absent: it is of no profile */
    uint32_t profiles; /* one bit each */
    size_t pages;
};

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

/* "onion, clearnet and usb" */
static void put_profiles(const struct build *b, struct buf *out, uint32_t profiles, size_t left) {
    for (size_t i = 0; i < b->output_count; i++)
        if ((profiles >> i & 1) != 0)
            buf_printf(out, "%.*s%s", STR_ARG(b->outputs[i].profile->name),
                       --left == 0 ? ""
                       : left == 1 ? " and "
                                   : ", ");
}

/* "… (on 205 pages, in onion, clearnet and usb)", of what there is more than one. */
static void name_all(const struct build *b, const struct told *t) {
    struct buf text = {0};
    size_t profiles = 0;
    for (size_t i = 0; i < b->output_count; i++)
        profiles += t->profiles >> i & 1;
    if (profiles < 2 && t->pages < 2)
        return;
    buf_printf(&text, "%s (", t->item->message);
    if (t->pages > 1)
        buf_printf(&text, "on %zu pages%s", t->pages, profiles > 1 ? ", " : "");
    if (profiles > 1) {
        buf_puts(&text, "in ");
        put_profiles(b, &text, t->profiles, profiles);
    }
    buf_putc(&text, ')');
    t->item->message = arena_cstr(&b->d->mem, buf_str(&text));
    buf_finish(&text);
}

/* One for each file, whatever the profile. */
static size_t join_profiles(struct build *b, struct arena *mem, size_t from, struct told *told) {
    struct diags *d = b->d;
    struct map by_key;
    size_t count = 0, profile;
    map_init(&by_key, mem, 64);
    for (size_t i = from; i < d->count; i++) {
        struct diag *item = &d->items[i];
        struct str path = path_within(b, item, &profile);
        uint32_t first =
            path.p == NULL ? MAP_NONE : map_add(&by_key, key_of(mem, path, item), (uint32_t)count);
        uint32_t bit = path.p == NULL ? 0 : 1U << profile;
        if (first != MAP_NONE) {
            told[first].profiles |= bit;
            drop(d, item);
        } else {
            told[count++] = (struct told){item, path, bit, 1};
        }
    }
    return count;
}

/* Absent: what is said of the file's own bytes. */
static struct str line_of_theme(struct arena *mem, const struct told *t) {
    const struct diag *d = t->item;
    if (t->page.p == NULL || d->origin == NULL ||
        !str_starts(str_from(d->origin), str_lit("themes/")))
        return STR_NONE;
    return arena_printf(mem, "%s\n%s\n%s", d->origin, d->code, d->message);
}

/* Threads find them in any order. */
static bool is_before(const struct diag *a, const struct diag *b) {
    int c = strcmp(a->path, b->path);
    if (c == 0)
        c = (a->line > b->line) - (a->line < b->line);
    return c < 0 || (c == 0 && a->column < b->column);
}

/* One for each line of the theme, whatever the page. */
static size_t join_pages(struct build *b, struct arena *mem, struct told *told, size_t count) {
    struct map by_line, by_page;
    size_t kept = 0;
    map_init(&by_line, mem, 64);
    map_init(&by_page, mem, count);
    for (size_t i = 0; i < count; i++) {
        struct told *t = &told[i];
        struct str line = line_of_theme(mem, t);
        uint32_t first = line.p == NULL ? MAP_NONE : map_add(&by_line, line, (uint32_t)kept);
        bool new_page =
            line.p != NULL &&
            map_add(&by_page, arena_printf(mem, "%.*s\n%.*s", STR_ARG(line), STR_ARG(t->page)),
                    0) == MAP_NONE;
        if (first == MAP_NONE) {
            told[kept++] = *t;
            continue;
        }
        struct told *joined = &told[first];
        joined->pages += new_page;
        joined->profiles |= t->profiles;
        if (is_before(t->item, joined->item))
            joined->item = t->item;
        drop(b->d, t->item);
    }
    return kept;
}

void told_once(struct build *b, size_t from) {
    struct diags *d = b->d;
    struct arena mem = {0};
    struct told *told = arena_array(&mem, struct told, d->count - from);
    struct diag *items = arena_array(&mem, struct diag, d->count - from);
    size_t count = join_pages(b, &mem, told, join_profiles(b, &mem, from, told));
    for (size_t i = 0; i < count; i++) {
        name_all(b, &told[i]);
        items[i] = *told[i].item;
    }
    if (count > 0)
        memcpy(d->items + from, items, count * sizeof(items[0]));
    d->count = from + count;
    arena_finish(&mem);
}
