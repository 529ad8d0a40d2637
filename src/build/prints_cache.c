/* The file: a head, an index, and the PDFs one behind another in the order of the index. The head
 * has the seal of the index, and the index that of each PDF. Whatever is wrong with it only makes
 * the build slower, so nothing here is an error. */
#include "build/prints_cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_MAX = 1 << 20 };

static const char magic[16] = "pamphlet print 2";

struct head {
    char magic[sizeof(magic)];
    uint64_t count;
    uint8_t seal[SIGN_SHA256_BYTES]; /* of the index */
};
struct entry {
    struct cache_key key;
    uint8_t sha256[SIGN_SHA256_BYTES]; /* of the PDF */
    uint64_t size_bytes;
};

static const char *file_of(struct build *b) {
    return arena_printf(&b->mem, "%s/" CACHE_FOLDER "/prints", b->options->out).p;
}

/* --- keys */

static struct cache_key key_of(const struct print_file *f, struct str model) {
    struct buf all = {0};
    struct cache_key key = {0};
    buf_put(&all, model);
    buf_put(&all, f->path);
    buf_putc(&all, '\0');
    for (size_t i = 0; i < f->text_count; i++) {
        const struct page *page = f->texts[i];
        const uint8_t *body = page->document->body_sha256;
        const struct str parts[] = {page->path, str_of((const char *)body, SIGN_SHA256_BYTES)};
        sign_sha256_parts(parts, ARRAY_LEN(parts), key.digest);
        buf_put(&all, str_of((const char *)key.digest, sizeof(key.digest)));
    }
    sign_sha256(buf_str(&all), key.digest);
    buf_finish(&all);
    return key;
}

/* False when something cannot be told from what it was before. */
static bool make_keys(struct build *b, struct prints_cache *c) {
    const struct print *p = &b->prints;
    struct buf all = {0};
    struct cache_key model;
    bool ok = program_ids(&all) && print_fonts(p, &all);
    if (ok) {
        cache_put_model(b, &all);
        sign_sha256(buf_str(&all), model.digest);
        c->keys = arena_array(&c->mem, struct cache_key, p->count);
        for (size_t i = 0; i < p->count; i++)
            c->keys[i] =
                key_of(&p->files[i], str_of((const char *)model.digest, sizeof(model.digest)));
    }
    buf_finish(&all);
    return ok;
}

/* --- taking */

static struct str key_text(const struct cache_key *key) {
    return str_of((const char *)key->digest, sizeof(key->digest));
}

/* The index, or NULL. */
static struct entry *read_entries(const struct sign_seal *seal, int fd, struct arena *mem,
                                  size_t *count) {
    struct head h;
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        !cache_read_at(fd, &h, sizeof(h), 0) || memcmp(h.magic, magic, sizeof(magic)) != 0 ||
        h.count > ENTRIES_MAX || h.count * sizeof(struct entry) > (uint64_t)st.st_size)
        return NULL;
    struct entry *entries = arena_array(mem, struct entry, (size_t)h.count);
    struct str index = str_of((const char *)entries, (size_t)h.count * sizeof(*entries));
    if (!cache_read_at(fd, entries, index.len, sizeof(h)))
        return NULL;
    *count = (size_t)h.count;
    return sign_seal_holds(seal, index, h.seal) ? entries : NULL;
}

static bool read_pdf(int fd, const struct entry *e, uint64_t at, struct arena *mem,
                     struct str *out) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    struct stat st;
    if (fstat(fd, &st) != 0 || e->size_bytes > (uint64_t)st.st_size)
        return false;
    char *p = arena_alloc(mem, (size_t)e->size_bytes + 1, 1);
    struct str bytes = str_of(p, (size_t)e->size_bytes);
    if (!cache_read_at(fd, p, bytes.len, at))
        return false;
    sign_sha256(bytes, sha256);
    if (memcmp(sha256, e->sha256, sizeof(sha256)) != 0)
        return false;
    *out = bytes;
    return true;
}

static void take(struct build *b, struct prints_cache *c, int fd) {
    size_t count = 0;
    struct print *p = &b->prints;
    const struct entry *entries = read_entries(b->options->seal, fd, &c->mem, &count);
    struct map files = {0};
    if (entries == NULL)
        return;
    map_init(&files, &c->mem, p->count);
    for (size_t i = 0; i < p->count; i++)
        map_add(&files, key_text(&c->keys[i]), (uint32_t)i);
    uint64_t at = sizeof(struct head) + count * sizeof(struct entry);
    for (size_t i = 0; i < count; at += entries[i++].size_bytes) {
        uint32_t file = p->count == 0 ? MAP_NONE : map_get(&files, key_text(&entries[i].key));
        c->taken +=
            file != MAP_NONE && read_pdf(fd, &entries[i], at, &c->mem, &p->files[file].bytes);
    }
    c->had = count;
}

void prints_cache_take(struct build *b, struct prints_cache *c) {
    if (!cache_is_wanted(b) || !make_keys(b, c))
        return;
    int fd = open(file_of(b), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    take(b, c, fd);
    if (fd >= 0)
        close(fd);
}

/* --- leaving */

static bool put(int fd, const void *bytes, size_t size) {
    return fs_put(fd, str_of(bytes, size));
}

/* A PDF about which something was said is made, and spoken of, again. */
static bool is_kept(const struct print_file *f) {
    return !f->told && f->bytes.p != NULL;
}

static bool write_all(const struct build *b, const struct prints_cache *c, int fd) {
    const struct print *p = &b->prints;
    struct arena mem = {0};
    struct entry *entries = arena_array(&mem, struct entry, p->count);
    struct head h = {.count = 0};
    for (size_t i = 0; i < p->count; i++) {
        struct entry *e = &entries[h.count];
        if (!is_kept(&p->files[i]))
            continue;
        e->key = c->keys[i];
        e->size_bytes = p->files[i].bytes.len;
        sign_sha256(p->files[i].bytes, e->sha256);
        h.count++;
    }
    size_t size = (size_t)h.count * sizeof(*entries);
    memcpy(h.magic, magic, sizeof(magic));
    sign_seal_make(b->options->seal, str_of((const char *)entries, size), h.seal);
    bool ok = put(fd, &h, sizeof(h)) && put(fd, entries, size);
    for (size_t i = 0; i < p->count && ok; i++)
        ok = !is_kept(&p->files[i]) || fs_put(fd, p->files[i].bytes);
    arena_finish(&mem);
    return ok;
}

void prints_cache_publish(struct build *b, const struct prints_cache *c) {
    const struct print *p = &b->prints;
    if (c->keys == NULL || (c->taken == p->count && c->had == p->count))
        return;
    const char *path = arena_printf(&b->mem, "%s/prints", b->building).p;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && write_all(b, c, fd);
    if (fd < 0 || close(fd) != 0 || !ok)
        return; /* it goes with the folder where it was made */
    (void)mkdir(arena_printf(&b->mem, "%s/" CACHE_FOLDER, b->options->out).p, 0777);
    (void)rename(path, file_of(b));
}

void prints_cache_close(struct prints_cache *c) {
    arena_finish(&c->mem);
    *c = (struct prints_cache){0};
}
