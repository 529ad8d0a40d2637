/* From finished files to what others see: manifest, ZIP, and the swap. Everything is made beside
 * its place; publish_swap is called only when all profiles have passed. */
#include <errno.h>
#include <stdio.h>

#include "build/cache.h"

#define MARKER_TEXT "This folder was made by pamphlet and is replaced by it.\n"

bool publish_open(struct build *b, struct profile_output *o) {
    const char *out = b->options->out;
    struct str name = o->profile->name;
    if (b->options->check_only)
        return true;
    const char *target = arena_printf(&b->mem, "%s/%.*s", out, STR_ARG(name)).p;
    if (!b->options->no_zip)
        o->spool = o->cache == NULL ? pack_spool_open(b->building, b->d)
                                    : pack_spool_open_at(cache_spool_path(b, o), b->d);
    if (!b->options->no_zip && o->spool == NULL)
        return false;
    return fs_stage_open(&o->stage, &b->mem, b->building, target, BUILD_MARKER, b->d) &&
           cache_adopt(b, o) &&
           fs_stage_write(&o->stage, str_lit(BUILD_MARKER), str_lit(MARKER_TEXT), b->d);
}

bool publish_file(struct build *b, struct profile_output *o, struct worker *w, struct str bytes,
                  struct ready ready, struct pack_entry *entry, struct diags *d) {
    double start = build_now(b);
    bool ok = ready.in_place || fs_stage_write(&o->stage, entry->path, bytes, d);
    double written = build_now(b);
    w->writing += written - start;
    if (ok && ready.packed)
        ok = pack_spool_put(o->spool, buf_str(&w->packed), &entry->spool_offset, d);
    else if (ok && o->spool != NULL)
        ok = pack_compress(w->deflater, o->spool, bytes, entry, d);
    w->packing += build_now(b) - written;
    return ok;
}

static bool put_text(struct build *b, struct profile_output *o, const char *path, struct buf *text,
                     size_t *count) {
    struct pack_entry *entry = &o->entries[*count];
    pack_digest(str_from(path), buf_str(text), entry);
    bool ok = publish_file(b, o, &b->workers[0], buf_str(text), (struct ready){0}, entry, b->d);
    b->summary->bytes += ok ? entry->size_bytes : 0;
    *count += ok;
    pack_sort(o->entries, *count);
    buf_reset(text);
    return ok;
}

/* CHANGES.txt and then MANIFEST.txt, which lists it. */
static bool put_texts(struct build *b, struct profile_output *o, const struct history *h,
                      size_t *count) {
    const struct config *c = &b->site.config;
    const struct pack_header header = {.pack = c->release.pack,
                                       .profile = o->profile->name,
                                       .serial = c->release.serial,
                                       .made = b->site.date,
                                       .expires = c->release.expires,
                                       .previous =
                                           h->found ? h->manifest_hash : c->release.previous};
    struct buf text = {0};
    bool ok = history_write(b, o, h, &text) && put_text(b, o, "CHANGES.txt", &text, count);
    if (ok)
        pack_manifest_format(&header, o->entries, *count, &text);
    ok = ok && put_text(b, o, "MANIFEST.txt", &text, count);
    buf_finish(&text);
    return ok;
}

bool publish_pack(struct build *b, struct profile_output *o) {
    const struct config *c = &b->site.config;
    struct history history;
    size_t count = o->files.count;
    for (size_t i = 0; i < count; i++)
        b->summary->bytes += o->entries[i].size_bytes;
    cache_note(o);
    bool ok = history_open(b, o, &history) && put_texts(b, o, &history, &count);
    history_close(&history);
    if (!ok || b->options->no_zip)
        return ok;
    const char *name =
        arena_printf(&b->mem, "%.*s-%llu-%.*s.zip", STR_ARG(c->release.pack),
                     (unsigned long long)c->release.serial, STR_ARG(o->profile->name))
            .p;
    o->zip = arena_printf(&b->mem, "%s/%s", b->options->out, name).p;
    o->zip_new = arena_printf(&b->mem, "%s/%s", b->building, name).p;
    return pack_write(o->zip_new, o->entries, count, o->spool, b->d) && cache_seal(b, o);
}

bool publish_sync(struct build *b, struct profile_output *o) {
    if (!fs_sync_tree(o->stage.path, b->options->threads, cache_is_in_place, o, b->d))
        return false;
    return o->zip_new == NULL || fs_sync(o->zip_new) ||
           diag_system(b->d, o->zip, errno, "build/write", "cannot write the ZIP through");
}

bool publish_swap(struct build *b, struct profile_output *o) {
    if (!fs_stage_publish(&o->stage, b->d) ||
        (o->zip_new != NULL && rename(o->zip_new, o->zip) != 0 &&
         !diag_system(b->d, o->zip, errno, "build/write", "cannot put the ZIP in place")))
        return false;
    cache_publish(b, o);
    return true;
}

void publish_close(struct profile_output *o) {
    fs_stage_close(&o->stage);
    pack_spool_close(o->spool);
    o->spool = NULL;
    cache_close(o);
    forms_finish(&o->forms);
}
