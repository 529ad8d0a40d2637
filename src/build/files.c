/* Which files a profile has. Pictures are rebuilt clean and named by their content, so that no
 * camera's file name is published; assets and static files are taken as they are, for the audit to
 * judge. */
#include <stdlib.h>

#include "build/stages.h"

enum { STATIC_BYTES_MAX = 64 * 1024 * 1024, NAME_HEX = 12 };

static struct file *add_shared(struct build *b, struct str path, struct str bytes,
                               const char *origin) {
    struct file *f = arena_push(&b->mem, &b->shared.items, &b->shared.count, &b->shared.cap);
    *f = (struct file){.path = path, .bytes = bytes, .origin = origin};
    return f;
}

/* --- pictures
 * --------------------------------------------------------------------------------------- */

struct picture {
    struct source source; /* its text only while it is read */
    struct buf clean;     /* stays until files_finish */
    uint8_t sha256[SIGN_SHA256_BYTES];
    struct image_info info;
    struct arena mem;
    struct diags diags;
    bool ok;
};
struct pictures {
    struct build *b;
    struct picture *items;
};

static bool extension_fits(struct str path, enum image_kind kind) {
    size_t dot = str_rfind_char(path, '.');
    struct str ending = dot == SIZE_MAX ? STR_NONE : str_from_offset(path, dot + 1);
    if (kind == IMAGE_JPEG && str_eq_nocase(ending, str_lit("jpeg")))
        return true;
    return str_eq_nocase(ending, str_from(image_kind_extension(kind)));
}

static bool read_picture(struct build *b, struct picture *p) {
    struct arena mem = {0};
    const char *path = fs_join(&mem, b->site.root, str_from(p->source.path));
    bool ok = fs_read(&mem, path, p->source.path, IMAGE_BYTES_MAX, &p->source.text, &p->diags) &&
              image_scrub(&p->source, &p->clean, &p->info, &p->diags);
    p->source.text = STR_NONE;
    arena_finish(&mem);
    return ok;
}

static void clean_picture(void *ctx, unsigned worker, size_t index) {
    (void)worker;
    struct pictures *all = ctx;
    struct build *b = all->b;
    struct picture *p = &all->items[index];
    struct str below = b->site.images.items[index].path;
    p->source.path = arena_printf(&p->mem, "content/images/%.*s", STR_ARG(below)).p;
    if (!read_picture(b, p))
        return;
    buf_fit(&p->clean);
    sign_sha256(buf_str(&p->clean), p->sha256);
    p->ok = extension_fits(below, p->info.kind);
    if (!p->ok)
        diag_error(&p->diags, place_of(&p->source, 0, 0, 0), "image/disguised",
                   "is a %s file by its content; name it .%s", image_kind_name(p->info.kind),
                   image_kind_extension(p->info.kind));
}

static void tell_removed(struct build *b, const struct picture *p) {
    struct buf words = {0};
    struct source named = {p->source.path, STR_NONE};
    image_removed_words(&p->info.removed, &words);
    if (p->info.removed.bytes > 0)
        diag_note(b->d, place_of(&named, 0, 0, 0), "image/removed",
                  "%zu bytes that do not draw the picture were left out: %.*s",
                  p->info.removed.bytes, STR_ARG(buf_str(&words)));
    buf_finish(&words);
}

/* Two files with the same picture are published as one. */
static bool keep_picture(struct build *b, struct picture *p, size_t index, struct map *by_path,
                         struct render_image *out) {
    diags_merge(b->d, &p->diags);
    if (!p->ok)
        return false;
    char hex[2 * SIGN_SHA256_BYTES + 1];
    sign_hex(p->sha256, SIGN_SHA256_BYTES, hex);
    struct str path =
        arena_printf(&b->mem, "images/%.*s.%s", NAME_HEX, hex, image_kind_extension(p->info.kind));
    *out = (struct render_image){.source_path = b->site.images.items[index].path,
                                 .path = path,
                                 .width = p->info.width,
                                 .height = p->info.height};
    tell_removed(b, p);
    if (map_add(by_path, path, (uint32_t)index) != MAP_NONE)
        return true;
    struct file *f =
        add_shared(b, path, buf_str(&p->clean), arena_cstr(&b->mem, str_from(p->source.path)));
    f->sha256 = p->sha256;
    return true;
}

/* Their names as they are go before those that are only the same letters, composed otherwise. */
static void name_pictures(struct build *b, struct render_image *images) {
    struct render_images *all = &b->images;
    map_init(&all->by_source, &b->mem, all->count);
    map_init(&all->by_name, &b->mem, all->count);
    for (uint32_t i = 0; i < all->count; i++)
        (void)map_add(&all->by_source, images[i].source_path, i); /* each its own */
    for (uint32_t i = 0; i < all->count; i++) {
        struct str path = utf8_nfc(&b->mem, images[i].source_path);
        size_t slash = str_rfind_char(path, '/');
        struct str name = slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
        uint32_t first = map_add(&all->by_name, name, i);
        if (first != MAP_NONE)
            images[first].shares_name = true;
        (void)map_add(&all->by_source, path, i); /* unless there is one of exactly that name */
    }
}

static bool load_pictures(struct build *b) {
    size_t count = b->site.images.count;
    struct pictures all = {b, arena_array(&b->mem, struct picture, count)};
    struct render_image *images = arena_array(&b->mem, struct render_image, count);
    struct map by_path;
    bool ok = true;
    b->pictures = all.items;
    b->picture_count = count;
    pool_run(b->options->threads, count, 1, clean_picture, &all);
    map_init(&by_path, &b->mem, count);
    for (size_t i = 0; i < count; i++) {
        struct picture *p = &all.items[i];
        if (keep_picture(b, p, i, &by_path, &images[b->images.count])) {
            b->images.count++;
        } else {
            ok = false;
        }
        diags_finish(&p->diags);
        arena_finish(&p->mem);
    }
    b->images.items = images;
    name_pictures(b, images);
    return ok;
}

void files_finish(struct build *b) {
    for (size_t i = 0; i < b->picture_count; i++)
        buf_finish(&b->pictures[i].clean);
}

/* --- assets and static files
 * ------------------------------------------------------------------------- */

static bool add_asset(struct build *b, const struct theme_file *file) {
    struct str bytes = file->source.text;
    if (image_kind_of(bytes) != IMAGE_NONE) {
        struct buf clean = {0};
        struct image_info info;
        bool ok = image_scrub(&file->source, &clean, &info, b->d);
        bytes = arena_str(&b->mem, buf_str(&clean));
        buf_finish(&clean);
        if (!ok)
            return false;
    }
    add_shared(b, file->path, bytes, file->source.path);
    return true;
}

/* Their bytes are known only when all others are. */
static bool is_made_last(struct build *b, struct str below) {
    struct source source = {arena_printf(&b->mem, "content/static/%.*s", STR_ARG(below)).p,
                            STR_NONE};
    return (str_is(below, "MANIFEST.txt") || str_is(below, "CHANGES.txt") ||
            str_is(below, "DELTA.txt")) &&
           !diag_error(b->d, place_of(&source, 0, 0, 0), "site/same-url",
                       "would become a file that pamphlet makes itself; give it another name");
}

static bool add_static(struct build *b, struct str below) {
    struct str shown = arena_printf(&b->mem, "content/static/%.*s", STR_ARG(below)), bytes;
    if (is_made_last(b, below) || !fs_read(&b->mem, fs_join(&b->mem, b->site.root, shown), shown.p,
                                           STATIC_BYTES_MAX, &bytes, b->d))
        return false;
    add_shared(b, below, bytes, shown.p);
    return true;
}

bool files_load(struct build *b) {
    bool ok = load_pictures(b);
    for (size_t i = 0; i < b->site.theme.file_count; i++)
        if (str_starts(b->site.theme.files[i].path, str_lit("assets/")))
            ok = add_asset(b, &b->site.theme.files[i]) && ok;
    for (size_t i = 0; i < b->site.code_count; i++)
        add_shared(b, b->site.codes[i].path, b->site.codes[i].png, "site.yaml");
    for (size_t i = 0; i < b->site.statics.count; i++)
        ok = add_static(b, b->site.statics.items[i].path) && ok;
    return ok;
}

/* --- the plan of a profile
 * ---------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    return str_cmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static const char *page_origin(struct build *b, const struct page *page) {
    if (page->document != NULL)
        return page->document->source.path;
    if (page->kind == PAGE_SERVICE)
        return b->site.services[page->subject].source.path;
    return arena_printf(&b->mem, "themes/%.*s/layouts/%s.html", STR_ARG(b->site.theme.name),
                        page_kind_names[page->kind])
        .p;
}

static struct str placed(struct build *b, const struct profile_output *o, struct str path) {
    if (!str_is(o->profile->name, "usb"))
        return path;
    return arena_printf(&b->mem, "site/%.*s", STR_ARG(path));
}

static bool same_path(struct build *b, const struct file *one, const struct file *two) {
    struct source source = {two->origin, STR_NONE};
    return diag_error(b->d, place_of(&source, 0, 0, 0), "site/same-url",
                      "would become the file %.*s, which %s already makes", STR_ARG(two->path),
                      one->origin);
}

/* A file may not be where another one needs a folder: 'a.html' and 'a.html/b.html'. */
static bool lies_in_a_file(struct build *b, const struct profile_output *o,
                           const struct file *file) {
    struct source source = {file->origin, STR_NONE};
    for (size_t i = 0; i < file->path.len; i++) {
        uint32_t other = file->path.p[i] == '/'
                             ? map_get(&o->set.by_path, str_slice(file->path, 0, i))
                             : MAP_NONE;
        if (other != MAP_NONE)
            return !diag_error(b->d, place_of(&source, 0, 0, 0), "site/same-url",
                               "would become the file %.*s, but %.*s is a file, which %s makes",
                               STR_ARG(file->path), (int)i, file->path.p,
                               o->files.items[other].origin);
    }
    return false;
}

static bool is_too_long(struct build *b, const struct file *file) {
    struct source source = {file->origin, STR_NONE};
    return file->path.len > PACK_PATH_MAX &&
           !diag_error(b->d, place_of(&source, 0, 0, 0), "site/file-name",
                       "has a name that is too long: it would become the file %.*s, %zu characters "
                       "with its folders, and there is room for %d",
                       STR_ARG(file->path), file->path.len, PACK_PATH_MAX);
}

/* The pack's own lists are made last, and a stick does not tell capitals apart. */
static bool takes_own_place(struct build *b, const struct file *file) {
    static const char *const own[] = {"MANIFEST.txt", "CHANGES.txt", "DELTA.txt"};
    struct source source = {file->origin, STR_NONE};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_eq_nocase(file->path, str_from(own[i])))
            return !diag_error(b->d, place_of(&source, 0, 0, 0), "site/same-url",
                               "would stand where every pack has its own %s; give it another name",
                               own[i]);
    return false;
}

static bool fill_set(struct build *b, struct profile_output *o) {
    struct audit_set *set = &o->set;
    bool ok = true;
    set->count = o->files.count;
    set->paths = arena_array(&b->mem, struct str, o->files.cap);
    set->shown_root =
        arena_printf(&b->mem, "%s/%.*s/", b->options->out, STR_ARG(o->profile->name)).p;
    map_init(&set->by_path, &b->mem, set->count);
    for (uint32_t i = 0; i < set->count; i++) /* one behind the other: each link looks one up */
        set->paths[i] = arena_str(&b->mem, o->files.items[i].path);
    for (uint32_t i = 0; i < set->count; i++) {
        uint32_t first = map_add(&set->by_path, set->paths[i], i);
        if (first != MAP_NONE)
            ok = same_path(b, &o->files.items[first], &o->files.items[i]);
    }
    for (uint32_t i = 0; i < set->count; i++) {
        const struct file *file = &o->files.items[i];
        bool bad = takes_own_place(b, file) || is_too_long(b, file) || lies_in_a_file(b, o, file);
        ok = ok && !bad;
    }
    return ok;
}

bool files_plan(struct build *b, struct profile_output *o) {
    const struct site *site = &b->site;
    size_t count = site->page_count + b->shared.count;
    bool forms = forms_plan(o), pages = !str_is(o->profile->name, "print");
    if (forms)
        o->parts = arena_array(&b->mem, struct str, site->page_count);
    o->files.cap = count + kit_count(o) + (forms ? forms_count_max(site) : 0) + prints_count(b, o);
    count = o->files.cap;
    o->files.items = arena_array(&b->mem, struct file, count);
    for (size_t i = 0; pages && i < site->page_count; i++)
        o->files.items[o->files.count++] = (struct file){.path = placed(b, o, site->pages[i]->path),
                                                         .page = site->pages[i],
                                                         .origin = page_origin(b, site->pages[i])};
    for (size_t i = 0; pages && i < b->shared.count; i++) {
        struct file file = b->shared.items[i];
        file.path = placed(b, o, file.path);
        o->files.items[o->files.count++] = file;
    }
    kit_add(b, o);
    sort_appended(o->files.items, o->files.count, sizeof(o->files.items[0]), compare);
    o->audits = arena_array(&b->mem, struct audit_file, count);
    o->results = arena_array(&b->mem, struct render_result, site->page_count);
    o->entries = arena_array(&b->mem, struct pack_entry, count + 2); /* CHANGES, MANIFEST */
    return fill_set(b, o);
}
