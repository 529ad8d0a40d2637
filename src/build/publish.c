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
        o->spool = pack_spool_open(b->building, b->d);
    if (!b->options->no_zip && o->spool == NULL)
        return false;
    if (!fs_stage_open(&o->stage, &b->mem, b->building, target, BUILD_MARKER, b->d) ||
        !cache_adopt(b, o))
        return false;
    fs_stage_begin_sync(&o->stage, b->options->threads > 1);
    return fs_stage_write(&o->stage, str_lit(BUILD_MARKER), str_lit(MARKER_TEXT), NULL, b->d);
}

bool publish_file(struct build *b, struct profile_output *o, struct worker *w, struct str bytes,
                  struct ready ready, struct pack_entry *entry, struct diags *d) {
    double start = build_now(b);
    bool ok = ready.in_place || fs_stage_write(&o->stage, entry->path, bytes, ready.mark, d);
    double written = build_now(b);
    w->writing += written - start;
    if (ok && !ready.packed && o->spool != NULL)
        ok = pack_compress(w->deflater, o->spool, bytes, entry, d);
    w->packing += build_now(b) - written;
    return ok;
}

/* The last one of `count` goes to its place among the others, which are sorted. */
static void insert_last(struct pack_entry *entries, size_t count) {
    const struct pack_entry last = entries[count - 1];
    size_t at = count - 1;
    for (; at > 0 && str_cmp(entries[at - 1].path, last.path) > 0; at--)
        entries[at] = entries[at - 1];
    entries[at] = last;
}

/* Stands behind the entries, until it is put among them. */
static bool put_text(struct build *b, struct profile_output *o, const char *path, struct str text,
                     struct pack_entry *entry) {
    pack_digest(str_from(path), text, NULL, entry);
    bool ok = publish_file(b, o, &b->workers[0], text, (struct ready){0}, entry, b->d);
    entry->index = UINT32_MAX; /* no file of the plan */
    b->summary->bytes += ok ? entry->size_bytes : 0;
    return ok;
}

struct drafting {
    const struct build *b;
    struct profile_output *o;
    size_t count;
};

static void draft(void *ctx) {
    const struct drafting *d = ctx;
    cache_draft(d->b, d->o, d->o->entries, d->count);
}

/* Of many files it takes long to compress. */
static bool put_manifest(struct build *b, struct profile_output *o, struct str text, size_t count) {
    struct drafting what = {b, o, count};
    struct pool_task beside;
    pool_begin(&beside, b->options->threads > 1, draft, &what);
    bool ok = put_text(b, o, "MANIFEST.txt", text, &o->entries[count]);
    pool_wait(&beside);
    return ok;
}

/* CHANGES.txt and then MANIFEST.txt, which lists it and stays the last of the entries. */
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
    history_write(b, o, h, &text);
    bool ok = put_text(b, o, "CHANGES.txt", buf_str(&text), &o->entries[*count]);
    if (ok) {
        insert_last(o->entries, ++*count);
        buf_reset(&text);
        pack_manifest_format(&header, o->entries, *count, &text);
        ok = put_manifest(b, o, buf_str(&text), *count);
        ++*count;
    }
    buf_finish(&text);
    return ok;
}

/* --- the ZIP, beside writing everything through */

/* The longer one first. */
enum { FINISHING_ZIP, FINISHING_FOLDER, FINISHING_TASKS };

struct finishing {
    struct build *b;
    struct profile_output *o;
    size_t count;
    struct pack_entry manifest;
    struct diags said[FINISHING_TASKS];
    bool ok[FINISHING_TASKS];
};

static bool write_zip(struct finishing *f, struct diags *d) {
    struct profile_output *o = f->o;
    if (!(cache_is_wanted(f->b) &&
          pack_rewrite(o->zip_new, o->entries, f->count, f->b->options->threads)) &&
        !pack_write(o->zip_new, o->entries, f->count, d))
        return false;
    return fs_sync(o->zip_new) ||
           diag_system(d, o->zip, errno, "build/write", "cannot write the ZIP through");
}

/* The entries, and behind them the marker, which is in no pack. */
static struct str path_of(void *ctx, size_t index) {
    const struct finishing *f = ctx;
    return index < f->count ? f->o->entries[index].path : str_lit(BUILD_MARKER);
}

static bool write_through(struct finishing *f, struct diags *d) {
    struct profile_output *o = f->o;
    if (o->zip_new != NULL)
        cache_save(f->b, o, &f->manifest);
    return fs_stage_sync(&o->stage, f->count + 1, path_of, f, d);
}

static void finish_one(void *ctx, unsigned worker, size_t index) {
    struct finishing *f = ctx;
    struct diags *d = &f->said[index];
    (void)worker;
    f->ok[index] = true;
    if (index == FINISHING_FOLDER)
        f->ok[index] = write_through(f, d);
    else if (f->o->zip_new != NULL)
        f->ok[index] = write_zip(f, d);
}

static bool finish(struct build *b, struct profile_output *o, size_t count) {
    struct finishing f = {.b = b, .o = o, .count = count, .manifest = o->entries[count - 1]};
    bool ok = true;
    insert_last(o->entries, count);
    pool_run(b->options->threads, FINISHING_TASKS, 1, finish_one, &f);
    for (size_t i = 0; i < FINISHING_TASKS; i++) {
        diags_merge(b->d, &f.said[i]);
        diags_finish(&f.said[i]);
        ok = f.ok[i] && ok;
    }
    return ok;
}

static void name_zip(struct build *b, struct profile_output *o) {
    const struct config *c = &b->site.config;
    o->zip_name = arena_printf(&b->mem, "%.*s-%llu-%.*s.zip", STR_ARG(c->release.pack),
                               (unsigned long long)c->release.serial, STR_ARG(o->profile->name))
                      .p;
    o->zip = arena_printf(&b->mem, "%s/%s", b->options->out, o->zip_name).p;
    o->zip_new = arena_printf(&b->mem, "%s/%s", b->building, o->zip_name).p;
}

static void write_sources(void *ctx) {
    sources_write(ctx);
}

bool publish_pack(struct build *b, struct profile_output *o) {
    struct history history;
    struct pool_task sources;
    size_t count = o->files.count;
    if (!b->options->no_zip)
        name_zip(b, o);
    pool_begin(&sources, b->options->threads > 1, write_sources, b);
    for (size_t i = 0; i < count; i++) {
        b->summary->bytes += o->entries[i].size_bytes;
        o->entries[i].index = (uint32_t)i;
    }
    pack_sort(o->entries, count);
    bool ok = history_open(b, o, &history) && put_texts(b, o, &history, &count);
    history_close(&history);
    pool_wait(&sources);
    return ok && finish(b, o, count);
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
