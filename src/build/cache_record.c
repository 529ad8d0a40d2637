/* The index of the cache: how a file of the build before is written down and read again. The index
 * has a digest, but is read as if it had none: a length that does not fit ends it. */
#include "build/cache.h"

static void put(struct buf *out, const void *value, size_t size) {
    buf_put(out, str_of(value, size));
}

static void put_number(struct buf *out, uint64_t n) {
    put(out, &n, sizeof(n));
}

static void put_small(struct buf *out, size_t n) {
    uint32_t small = (uint32_t)n;
    put(out, &small, sizeof(small));
}

static void put_text(struct buf *out, struct str s) {
    put_small(out, s.len);
    buf_put(out, s);
}

static bool get(struct str *rest, void *value, size_t size) {
    if (rest->len < size)
        return false;
    memcpy(value, rest->p, size);
    *rest = str_from_offset(*rest, size);
    return true;
}

static bool get_text(struct str *rest, struct str *out) {
    uint32_t len;
    if (!get(rest, &len, sizeof(len)) || rest->len < len)
        return false;
    *out = str_slice(*rest, 0, len);
    *rest = str_from_offset(*rest, len);
    return true;
}

/* The number of items that follow, each at least `least` bytes long. */
static bool get_count(struct str *rest, size_t least, size_t *out) {
    uint32_t count;
    if (!get(rest, &count, sizeof(count)) || count > rest->len / least)
        return false;
    *out = count;
    return true;
}

/* --- what the audit kept */

void cache_put_found(struct buf *out, const struct audit_file *f) {
    put(out, &f->counts, sizeof(f->counts));
    put(out, f->shows, sizeof(f->shows));
    put(out, f->hides, sizeof(f->hides));
    put_small(out, f->id_count);
    for (size_t i = 0; i < f->id_count; i++)
        put_text(out, f->ids[i]);
    put_small(out, f->link_count);
    for (size_t i = 0; i < f->link_count; i++) {
        const struct audit_link *link = &f->links[i];
        put_small(out, link->target);
        put_small(out, link->line);
        put_small(out, link->column);
        put_text(out, link->fragment);
    }
    put_small(out, f->target_count);
    for (size_t i = 0; i < f->target_count; i++)
        put_small(out, f->targets[i]);
}

static bool read_ids(struct str *rest, struct arena *keep, struct audit_file *out) {
    if (!get_count(rest, sizeof(uint32_t), &out->id_count))
        return false;
    out->ids = arena_array(keep, struct str, out->id_count);
    for (size_t i = 0; i < out->id_count; i++) {
        if (!get_text(rest, &out->ids[i]))
            return false;
    }
    return true;
}

static bool read_links(struct str *rest, struct arena *keep, size_t targets,
                       struct audit_file *out) {
    if (!get_count(rest, 4 * sizeof(uint32_t), &out->link_count))
        return false;
    out->links = arena_array(keep, struct audit_link, out->link_count);
    for (size_t i = 0; i < out->link_count; i++) {
        struct audit_link *link = &out->links[i];
        if (!get(rest, &link->target, sizeof(link->target)) ||
            !get(rest, &link->line, sizeof(link->line)) ||
            !get(rest, &link->column, sizeof(link->column)) || !get_text(rest, &link->fragment) ||
            link->target >= targets)
            return false;
    }
    return true;
}

static bool read_targets(struct str *rest, struct arena *keep, size_t targets,
                         struct audit_file *out) {
    if (!get_count(rest, sizeof(uint32_t), &out->target_count))
        return false;
    out->targets = arena_array(keep, uint32_t, out->target_count);
    for (size_t i = 0; i < out->target_count; i++)
        if (!get(rest, &out->targets[i], sizeof(uint32_t)) || out->targets[i] >= targets)
            return false;
    return true;
}

bool cache_read_counts(struct str found, struct audit_counts *out) {
    return get(&found, out, sizeof(*out));
}

bool cache_read_found(struct str bytes, struct arena *keep, size_t targets,
                      struct audit_file *out) {
    *out = (struct audit_file){0};
    return get(&bytes, &out->counts, sizeof(out->counts)) &&
           get(&bytes, out->shows, sizeof(out->shows)) &&
           get(&bytes, out->hides, sizeof(out->hides)) && read_ids(&bytes, keep, out) &&
           read_links(&bytes, keep, targets, out) && read_targets(&bytes, keep, targets, out) &&
           bytes.len == 0;
}

/* --- links to fragments, as the renderer kept them */

void cache_put_fragments(struct buf *out, const struct render_result *r) {
    static const struct render_result none = {0};
    if (r == NULL)
        r = &none;
    put_small(out, r->fragment_count);
    for (size_t i = 0; i < r->fragment_count; i++) {
        const struct render_fragment *f = &r->fragments[i];
        put_small(out, f->target->index);
        put_small(out, f->at.line);
        put_small(out, f->at.column);
        put_small(out, f->at.width);
        put_text(out, f->fragment);
    }
}

bool cache_read_fragments(struct str bytes, struct arena *keep, const struct site *site,
                          const struct page *page, struct render_result *out) {
    *out = (struct render_result){0};
    if (!get_count(&bytes, 5 * sizeof(uint32_t), &out->fragment_count))
        return false;
    out->fragment_cap = out->fragment_count;
    out->fragments = arena_array(keep, struct render_fragment, out->fragment_count);
    for (size_t i = 0; i < out->fragment_count; i++) {
        struct render_fragment *f = &out->fragments[i];
        uint32_t target;
        if (page->document == NULL || !get(&bytes, &target, sizeof(target)) ||
            !get(&bytes, &f->at.line, sizeof(f->at.line)) ||
            !get(&bytes, &f->at.column, sizeof(f->at.column)) ||
            !get(&bytes, &f->at.width, sizeof(f->at.width)) || !get_text(&bytes, &f->fragment) ||
            target >= site->page_count)
            return false;
        f->target = site->pages[target];
        f->at.source = &page->document->source;
    }
    return bytes.len == 0;
}

/* --- the head */

void cache_put_head(struct buf *out, const struct cache_head *head) {
    put(out, &head->places, sizeof(head->places));
    put(out, &head->all_places, sizeof(head->all_places));
    put(out, &head->model, sizeof(head->model));
    put_text(out, head->zip_name);
    put_text(out, head->boot);
    put_number(out, head->device);
    put_number(out, head->count);
    put_number(out, head->written_ns);
    put_number(out, head->manifest_bytes);
    put_small(out, head->quiet);
}

bool cache_read_head(struct str *index, struct cache_head *out) {
    return get(index, &out->places, sizeof(out->places)) &&
           get(index, &out->all_places, sizeof(out->all_places)) &&
           get(index, &out->model, sizeof(out->model)) && get_text(index, &out->zip_name) &&
           get_text(index, &out->boot) && get(index, &out->device, sizeof(out->device)) &&
           get(index, &out->count, sizeof(out->count)) &&
           get(index, &out->written_ns, sizeof(out->written_ns)) &&
           get(index, &out->manifest_bytes, sizeof(out->manifest_bytes)) &&
           get(index, &out->quiet, sizeof(out->quiet)) && out->count <= index->len;
}

/* --- marks: the device is the head's, the size the entry's */

static void put_mark(struct buf *out, const struct fs_mark *mark) {
    put_number(out, mark->inode);
    put_number(out, mark->modified_ns);
    put_number(out, mark->changed_ns);
}

static bool get_mark(struct str *rest, struct fs_mark *out) {
    return get(rest, &out->inode, sizeof(out->inode)) &&
           get(rest, &out->modified_ns, sizeof(out->modified_ns)) &&
           get(rest, &out->changed_ns, sizeof(out->changed_ns));
}

/* A file that was written by that build proves as much as one that was there, once the clock had
 * gone on: it was still where only that build worked. A link's time is too young for that, and need
 * not be older (fs_stage_link). */
static void weigh_marks(struct cached *c, const struct cache_head *head) {
    struct fs_mark *const marks[] = {&c->published, &c->spare};
    bool linked = c->published.inode == c->spare.inode;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        marks[i]->device = head->device;
        marks[i]->size_bytes = c->entry.size_bytes;
        marks[i]->proves =
            marks[i]->inode != 0 && (linked || fs_mark_was_past(marks[i], head->written_ns));
    }
}

/* --- a file */

void cache_put_entry(struct buf *out, const struct cached *c) {
    const struct pack_entry *e = &c->entry;
    put_text(out, e->path);
    put(out, c->body.digest, sizeof(c->body.digest));
    put(out, e->sha256, sizeof(e->sha256));
    put(out, e->spool_sha256, sizeof(e->spool_sha256));
    put_number(out, e->size_bytes);
    put_number(out, e->spool_offset);
    put_number(out, e->spool_bytes);
    put_small(out, e->crc);
    put_small(out, e->stored);
    put_mark(out, &c->published);
    put_mark(out, &c->spare);
    put_text(out, c->found);
    put_text(out, c->fragments);
}

bool cache_read_entry(struct str *index, const struct cache_head *head, struct cached *out) {
    struct pack_entry *e = &out->entry;
    uint32_t stored = 0;
    if (!get_text(index, &e->path) || !get(index, out->body.digest, sizeof(out->body.digest)) ||
        !get(index, e->sha256, sizeof(e->sha256)) ||
        !get(index, e->spool_sha256, sizeof(e->spool_sha256)) ||
        !get(index, &e->size_bytes, sizeof(e->size_bytes)) ||
        !get(index, &e->spool_offset, sizeof(e->spool_offset)) ||
        !get(index, &e->spool_bytes, sizeof(e->spool_bytes)) ||
        !get(index, &e->crc, sizeof(e->crc)) || !get(index, &stored, sizeof(stored)) ||
        !get_mark(index, &out->published) || !get_mark(index, &out->spare) ||
        !get_text(index, &out->found) || !get_text(index, &out->fragments))
        return false;
    weigh_marks(out, head);
    e->stored = stored != 0;
    if (str_cmp(e->path, str_lit("MANIFEST.txt")) > 0)
        e->spool_offset += head->manifest_bytes;
    out->path = e->path;
    return true;
}
