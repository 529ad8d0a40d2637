/* What the usb profile has beside the pages: START.html, books, README.txt. They are made when its
 * pages are, and then go the way of all files: audit, stage, ZIP. */
#include <stdlib.h>

#include "build/stages.h"

bool forms_plan(const struct profile_output *o) {
    return str_is(o->profile->name, "usb");
}

static const struct forms_asset *assets_of(struct build *b) {
    struct forms_asset *assets = arena_array(&b->mem, struct forms_asset, b->shared.count);
    for (size_t i = 0; i < b->shared.count; i++) {
        const struct file *f = &b->shared.items[i];
        assets[i] = (struct forms_asset){f->path, f->bytes, f->origin};
    }
    return assets;
}

void forms_add(struct build *b, struct profile_output *o, struct str path, struct str bytes,
               const char *origin) {
    size_t index = o->files.count++;
    path = arena_str(&b->mem, path);
    o->files.items[index] = (struct file){
        .path = path, .bytes = bytes, .origin = arena_cstr(&b->mem, str_from(origin))};
    o->set.paths[index] = path;
    map_add(&o->set.by_path, path, (uint32_t)index);
    o->set.count++;
}

bool forms_append(struct build *b, struct profile_output *o) {
    const struct forms_options options = {.site = &b->site,
                                          .profile = o->profile,
                                          .renderer = b->workers[0].renderer,
                                          .parts = o->parts,
                                          .assets = assets_of(b),
                                          .asset_count = b->shared.count,
                                          .threads = b->options->threads};
    if (!forms_make(&options, &o->forms, b->d))
        return false;
    for (size_t i = 0; i < o->forms.count; i++)
        forms_add(b, o, o->forms.files[i].path, o->forms.files[i].bytes, o->forms.files[i].origin);
    return true;
}

/* --- how large it is */

struct sized {
    struct str path;
    size_t size_bytes;
};

static int compare(const void *left, const void *right) {
    const struct sized *a = left, *b = right;
    if (a->size_bytes != b->size_bytes)
        return a->size_bytes > b->size_bytes ? -1 : 1;
    return str_cmp(a->path, b->path);
}

void forms_sum(struct build *b, const struct profile_output *o) {
    struct build_summary *out = b->summary;
    if (!forms_plan(o) || o->files.count == 0)
        return;
    struct sized *files = arena_array(&b->mem, struct sized, o->files.count);
    for (size_t i = 0; i < o->files.count; i++) {
        files[i] = (struct sized){o->files.items[i].path, o->audits[i].counts.bytes};
        out->stick.bytes += files[i].size_bytes;
    }
    out->stick.zip_bytes = o->zip_new != NULL ? fs_size(o->zip_new) : 0;
    qsort(files, o->files.count, sizeof(files[0]), compare);
    for (size_t i = 0; i < o->files.count && i < BUILD_LARGEST; i++) {
        size_t len = files[i].path.len < BUILD_PATH_MAX ? files[i].path.len : BUILD_PATH_MAX;
        memcpy(out->stick.largest[i].path, files[i].path.p, len);
        out->stick.largest[i].path[len] = '\0';
        out->stick.largest[i].bytes = files[i].size_bytes;
        out->stick.count++;
    }
}
