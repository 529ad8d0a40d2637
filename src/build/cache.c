/* The cache of one profile: opened when its files are planned, asked for each of them, saved when
 * everything has passed. Whatever is wrong with it only makes the build slower, so nothing here is
 * an error. */
#include "build/cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- opening */

static bool same_key(const struct cache_key *a, const struct cache_key *b) {
    return memcmp(a->digest, b->digest, sizeof(a->digest)) == 0;
}

static void open_before(struct build *b, const struct profile_output *o, struct cache *c) {
    struct cache_before *before = cache_before(b, o->profile->name);
    if (before == NULL)
        return;
    c->had = before->head;
    c->items = before->items;
    c->same_places = same_key(&c->had.places, &c->places);
    c->same_model = same_key(&c->had.model, &c->model);
    c->zip = before->zip;
    before->zip = NULL;
    c->count = c->zip == NULL ? 0 : before->head.count;
}

bool cache_is_wanted(const struct build *b) {
    return b->options->seal != NULL && !b->options->check_only && !b->options->no_zip &&
           !b->options->no_cache;
}

void cache_open(struct build *b, struct profile_output *o) {
    if (!cache_is_wanted(b))
        return;
    struct cache *c = arena_new(&b->mem, struct cache);
    if (!cache_keys(b, o, c))
        return;
    c->bodies = arena_array(&b->mem, struct cache_key, o->files.cap);
    c->kept = arena_array(&b->mem, bool, o->files.cap);
    c->in_place = arena_array(&b->mem, enum cache_place, o->files.cap);
    c->marks = arena_array(&b->mem, struct fs_mark, o->files.cap);
    c->is_alike = arena_array(&b->mem, bool, o->files.cap);
    c->left = arena_array(&b->mem, const struct cached *, o->files.cap);
    open_before(b, o, c);
    o->cache = c;
}

void cache_close(struct profile_output *o) {
    if (o->cache == NULL)
        return;
    pack_spool_close(o->cache->zip);
    buf_finish(&o->cache->draft);
    o->cache = NULL;
}

void cache_add_places(struct profile_output *o) {
    struct cache *c = o->cache;
    if (c == NULL)
        return;
    c->all_places = cache_all_places(o, c);
    c->same_places = same_key(&c->had.all_places, &c->all_places);
}

/* --- asking */

/* Both lists are sorted by path, which a cached one begins with. */
const struct cached *cache_find(const struct cache *c, struct str path, uint32_t likely) {
    size_t at = likely;
    if (c->items == NULL)
        return NULL;
    if (at >= c->count || !str_eq(c->items[at].path, path))
        at = str_search(c->items, c->count, sizeof(c->items[0]), path);
    return at == SIZE_MAX ? NULL : &c->items[at];
}

/* The path of this build, whose memory outlives the cache's. */
static void take_entry(struct pack_entry *to, const struct pack_entry *from, struct str path) {
    *to = *from;
    to->path = path;
}

static bool same_bytes(const struct pack_entry *a, const struct pack_entry *b) {
    return a->size_bytes == b->size_bytes && memcmp(a->sha256, b->sha256, sizeof(a->sha256)) == 0;
}

static bool put_in_place(struct cache *c, uint32_t index, enum cache_place place,
                         const struct fs_mark *mark) {
    c->marks[index] = *mark;
    c->in_place[index] = place;
    return true;
}

/* Both trees have the same file when the build before made the link. */
static unsigned names_of(const struct cached *had) {
    return had->spare.proves && had->published.proves && had->spare.inode == had->published.inode
               ? 2
               : 1;
}

/* The stage has the file with the bytes of the build before, and that is proved; or it gets the
 * published one. */
static bool is_there(struct profile_output *o, uint32_t index, const struct cached *had) {
    struct fs_mark mark;
    if (fs_stage_has(&o->stage, had->path, &had->spare, names_of(had)))
        return put_in_place(o->cache, index, PLACE_KEPT, &had->spare);
    return fs_stage_link(&o->stage, had->path, &had->published, &mark) &&
           put_in_place(o->cache, index, PLACE_LINKED, &mark);
}

/* The same; without a proof the bytes are read. */
static bool is_in_place(struct profile_output *o, struct worker *w, uint32_t index,
                        const struct cached *had) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    struct fs_mark mark;
    if (is_there(o, index, had))
        return true;
    if (!fs_stage_read(&o->stage, had->path, (size_t)had->entry.size_bytes, &w->there, &mark))
        return false;
    sign_sha256(buf_str(&w->there), sha256);
    return memcmp(sha256, had->entry.sha256, sizeof(sha256)) == 0 &&
           put_in_place(o->cache, index, PLACE_KEPT, &mark);
}

/* Whether a file in place is also asked for what it holds: by the forms made of pages. */
static bool are_bytes_wanted(const struct profile_output *o, const struct file *f) {
    return f->page != NULL && o->parts != NULL;
}

bool cache_take(const struct build *b, struct profile_output *o, struct worker *w, uint32_t index) {
    struct cache *c = o->cache;
    const struct file *f = &o->files.items[index];
    if (c == NULL)
        return false;
    c->bodies[index] = cache_body_of(f);
    const struct cached *had = cache_find(c, f->path, index);
    struct pack_entry entry = {0};
    if (had != NULL)
        entry = had->entry;
    struct str packed;
    if (had == NULL || !c->same_places || !c->same_model ||
        !same_key(&had->body, &c->bodies[index]) ||
        !(had->is_right || cache_fetch(&w->window, &entry, &packed)) ||
        !cache_leave(b, o, w, index, had))
        return false;
    buf_reset(&w->bytes);
    if ((!is_in_place(o, w, index, had) || are_bytes_wanted(o, f)) &&
        !(cache_fetch(&w->window, &entry, &packed) &&
          pack_unpack(w->deflater, packed, entry.stored, (size_t)entry.size_bytes, &w->bytes)))
        return false;
    take_entry(&o->entries[index], &entry, f->path);
    w->taken++;
    return true;
}

bool cache_take_packed(struct profile_output *o, struct worker *w, uint32_t index, bool *audited) {
    struct pack_entry *e = &o->entries[index];
    const struct cached *had = o->cache == NULL ? NULL : cache_find(o->cache, e->path, index);
    struct pack_entry entry = {0};
    if (had != NULL)
        entry = had->entry;
    struct str packed;
    *audited = false;
    if (had == NULL || !same_bytes(&had->entry, e) || !cache_fetch(&w->window, &entry, &packed))
        return false;
    *audited = o->cache->same_places &&
               cache_read_found(had->found, &w->keep, o->set.count, &o->audits[index]);
    take_entry(e, &entry, e->path);
    return true;
}

void cache_keep(struct profile_output *o, uint32_t index) {
    if (o->cache != NULL)
        o->cache->kept[index] = true;
}

/* --- the tree */

static const char *tree_of(struct build *b, const struct profile_output *o) {
    return arena_printf(&b->mem, "%s/" CACHE_FOLDER "/%.*s", b->options->out,
                        STR_ARG(o->profile->name))
        .p;
}

static bool is_planned(void *ctx, struct str path) {
    const struct profile_output *o = ctx;
    return map_get(&o->set.by_path, path) != MAP_NONE;
}

bool cache_adopt(struct build *b, struct profile_output *o) {
    return o->cache == NULL ||
           fs_stage_adopt(&o->stage, tree_of(b, o), BUILD_MARKER, is_planned, o, b->d);
}

bool cache_in_place(struct profile_output *o, struct worker *w, uint32_t index, struct str bytes) {
    struct cache *c = o->cache;
    struct str path = o->files.items[index].path;
    struct fs_mark mark;
    if (c == NULL || c->in_place[index] != PLACE_NONE)
        return c != NULL;
    const struct cached *had = cache_find(c, path, index);
    if (had != NULL && same_bytes(&had->entry, &o->entries[index]) && is_there(o, index, had))
        return true;
    return fs_stage_read(&o->stage, path, bytes.len, &w->there, &mark) &&
           str_eq(buf_str(&w->there), bytes) && put_in_place(c, index, PLACE_KEPT, &mark);
}

struct fs_mark *cache_mark(struct profile_output *o, uint32_t index) {
    return o->cache == NULL || !o->stage.marks ? NULL : &o->cache->marks[index];
}

/* --- saving */

static const char *file_new(struct build *b, const struct profile_output *o) {
    return arena_printf(&b->mem, "%s/%.*s.pages", b->building, STR_ARG(o->profile->name)).p;
}

/* What the next build makes of its time is in cache_record.c. */
static struct fs_mark mark_of(const struct profile_output *o, uint32_t index) {
    static const struct fs_mark none = {0};
    const struct fs_mark *mark = &o->cache->marks[index];
    return o->stage.marks && mark->device == o->stage.device ? *mark : none;
}

static bool is_kept(const struct profile_output *o, uint32_t index) {
    return index < o->files.count && o->cache->kept[index];
}

static void put_entries(const struct profile_output *o, const struct pack_entry *entries,
                        size_t count, struct buf *out) {
    const struct cache *c = o->cache;
    const struct pack_entry manifest = {.path = str_lit("MANIFEST.txt")};
    struct buf parts[2] = {{0}};
    bool behind = false;
    uint64_t at = 0;
    for (size_t i = 0; i < count; i++) {
        struct cached one = {.entry = entries[i]};
        uint32_t index = one.entry.index;
        if (!behind && str_cmp(one.entry.path, manifest.path) > 0) {
            behind = true;
            (void)pack_data_offset(&manifest, &at);
        }
        one.entry.spool_offset = pack_data_offset(&one.entry, &at);
        if (!is_kept(o, index))
            continue;
        const struct cached *had = cache_find(c, one.entry.path, index);
        one.body = c->bodies[index];
        one.published = mark_of(o, index);
        /* What is published now will be the spare tree. */
        if (c->in_place[index] == PLACE_LINKED)
            one.spare = one.published;
        else if (had != NULL && had->published.proves && same_bytes(&had->entry, &one.entry) &&
                 c->had.device == o->stage.device)
            one.spare = had->published;
        cache_put_found_of(o, index, parts, &one);
        cache_put_entry(out, &one);
    }
    buf_finish(&parts[0]);
    buf_finish(&parts[1]);
}

static bool write_index(const struct sign_seal *seal, const char *path, struct str index) {
    const struct cache_trailer t = cache_trailer_of(seal, index);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && fs_put(fd, index) && fs_put(fd, str_of((const char *)&t, sizeof(t)));
    return fd >= 0 && close(fd) == 0 && ok;
}

static struct str boot_of(const struct build *b) {
    return b->options->boot == NULL ? str_lit("") : str_from(b->options->boot);
}

static struct cache_head head_of(const struct build *b, const struct profile_output *o) {
    struct cache_head head = {.places = o->cache->places,
                              .all_places = o->cache->all_places,
                              .model = o->cache->model,
                              .zip_name = str_from(o->zip_name),
                              .boot = boot_of(b),
                              .device = o->stage.device,
                              .quiet = o->cache->quiet};
    for (uint32_t i = 0; i < o->files.count; i++)
        head.count += o->cache->kept[i];
    return head;
}

void cache_draft(const struct build *b, struct profile_output *o, const struct pack_entry *entries,
                 size_t count) {
    if (o->cache == NULL)
        return;
    const struct cache_head head = head_of(b, o);
    cache_put_head(&o->cache->draft, &head);
    put_entries(o, entries, count, &o->cache->draft);
}

void cache_save(struct build *b, struct profile_output *o, const struct pack_entry *manifest) {
    struct buf begin = {0};
    if (o->cache == NULL)
        return;
    struct buf *draft = &o->cache->draft;
    struct cache_head head = head_of(b, o);
    head.written_ns = env_file_clock();
    head.manifest_bytes = manifest->spool_bytes;
    cache_put_head(&begin, &head);
    memcpy(draft->p, begin.p, begin.len); /* as long as the one that was put there first */
    o->cache->is_saved = write_index(b->options->seal, file_new(b, o), buf_str(draft));
    buf_finish(&begin);
    buf_finish(draft);
}

void cache_publish(struct build *b, const struct profile_output *o) {
    if (o->cache == NULL)
        return;
    const char *folder = arena_printf(&b->mem, "%s/" CACHE_FOLDER, b->options->out).p;
    (void)mkdir(folder, 0777); /* it is there, or the rename fails */
    if (o->cache->is_saved)
        (void)rename(file_new(b, o), cache_file(b, o->profile->name));
    (void)fs_stage_leave(&o->stage, tree_of(b, o));
}
