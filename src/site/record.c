/* What is known of the Markdown files from the build before, so that one which the system says is
 * unchanged need be neither opened nor parsed: its mark (util/fs_mark.c), the digests of its two
 * parts, and its front matter (content/meta_store.c). It is one file: a head, where each entry
 * begins, and the entries in the order of their paths, each behind its digest. What does not fit is
 * passed over, and the Markdown file is read.
 *
 * Only a file about which nothing was said goes in, because messages are not kept. */
#include "site/record.h"

#include <assert.h>

enum { RECORD_BYTES_MAX = 1 << 30, PIECE_BYTES = 256 * 1024 };

static const char magic[16] = "pamphlet files 1";

struct head {
    char magic[sizeof(magic)];
    uint8_t key[SIGN_SHA256_BYTES]; /* of the program that wrote it */
    uint64_t written_ns;
    uint64_t count;
};

/* --- opening */

/* A clock that is behind the record was put back: nothing can be told from times. */
static bool is_right(const struct record *r, struct str text, struct head *head) {
    if (text.len < sizeof(*head))
        return false;
    memcpy(head, text.p, sizeof(*head));
    return memcmp(head->magic, magic, sizeof(magic)) == 0 &&
           memcmp(head->key, r->key, sizeof(r->key)) == 0 && head->written_ns <= env_file_clock() &&
           head->count < (text.len - sizeof(*head)) / sizeof(uint64_t);
}

static void read_text(void *ctx) {
    struct record *r = ctx;
    struct diags ignored = {0};
    if (!fs_exists(r->path) ||
        !fs_read(&r->mem, r->path, r->path, RECORD_BYTES_MAX, &r->text, &ignored))
        r->text = STR_NONE;
    diags_finish(&ignored);
}

void record_begin(struct record *r, bool beside, const char *path) {
    *r = (struct record){.path = path};
    pool_begin(&r->task, beside, read_text, r);
}

void record_open(struct record *r, struct str key, int folder) {
    struct head head;
    pool_wait(&r->task);
    r->wanted = folder >= 0 && fs_marks_hold(folder, &r->device);
    sign_sha256(key, r->key);
    if (r->wanted && is_right(r, r->text, &head)) {
        r->places = r->text.p + sizeof(head);
        r->count = (size_t)head.count;
    }
}

/* Entry `index`, without its digest; absent when it is damaged. Places are checked when used. */
static struct str entry_at(const struct record *r, size_t index, struct str *whole) {
    uint64_t span[2];
    memcpy(span, r->places + index * sizeof(span[0]), sizeof(span));
    if (span[0] > span[1] || span[1] > r->text.len || span[1] - span[0] < SIGN_SHA256_BYTES)
        return STR_NONE;
    *whole = str_slice(r->text, (size_t)span[0], (size_t)span[1]);
    return str_from_offset(*whole, SIGN_SHA256_BYTES);
}

static int compare_at(const struct record *r, size_t index, struct str path) {
    struct str whole, entry = entry_at(r, index, &whole), there;
    if (entry.p == NULL || !store_get_text(&entry, &there))
        return 1; /* a damaged one may hide others: they are read */
    return str_cmp(there, path);
}

/* `hint`: most files stand where they stood. */
static size_t find(const struct record *r, struct str path, size_t hint) {
    size_t from = 0, to = r->count;
    if (hint < to && compare_at(r, hint, path) == 0)
        return hint;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int c = compare_at(r, middle, path);
        if (c == 0)
            return middle;
        if (c < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return SIZE_MAX;
}

/* --- one file */

static bool get_mark(struct str *rest, struct fs_mark *out) {
    *out = (struct fs_mark){.proves = true};
    return store_get_number(rest, &out->device) && store_get_number(rest, &out->inode) &&
           store_get_number(rest, &out->size_bytes) && store_get_number(rest, &out->modified_ns) &&
           store_get_number(rest, &out->changed_ns);
}

static void put_mark(struct buf *out, const struct fs_mark *mark) {
    store_put_number(out, mark->device);
    store_put_number(out, mark->inode);
    store_put_number(out, mark->size_bytes);
    store_put_number(out, mark->modified_ns);
    store_put_number(out, mark->changed_ns);
}

static bool is_whole(struct str whole) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    sign_sha256(str_from_offset(whole, sizeof(sha256)), sha256);
    return memcmp(whole.p, sha256, sizeof(sha256)) == 0;
}

static bool get_document(struct arena *mem, struct str *entry, struct document *doc) {
    struct source *source = arena_new(mem, struct source);
    uint32_t line = 0;
    *source = doc->source;
    if (!store_get(entry, doc->head_sha256, sizeof(doc->head_sha256)) ||
        !store_get(entry, doc->body_sha256, sizeof(doc->body_sha256)) ||
        !store_get_number(entry, &doc->head_bytes) || !store_get_small(entry, &line) ||
        !meta_get(mem, entry, source, &doc->meta))
        return false;
    doc->body_line = line;
    return entry->len == 0;
}

bool record_take(const struct record *r, int folder, struct arena *mem, size_t hint,
                 struct document *doc, struct str *entry) {
    struct fs_mark now, then;
    struct str path, rest;
    if (r->count == 0)
        return false;
    size_t index = find(r, doc->tree_path, hint);
    if (index == SIZE_MAX)
        return false;
    rest = entry_at(r, index, entry);
    return rest.p != NULL && store_get_text(&rest, &path) && get_mark(&rest, &then) &&
           then.device == r->device && fs_mark_at(folder, doc->tree_path.p, &now) &&
           fs_mark_eq(&now, &then) && is_whole(*entry) && get_document(mem, &rest, doc);
}

struct str record_entry(const struct record *r, struct arena *mem, struct buf *scratch,
                        const struct document *doc, const struct fs_mark *mark) {
    static const uint8_t none[SIGN_SHA256_BYTES];
    if (!r->wanted || !mark->proves || mark->device != r->device)
        return STR_NONE;
    buf_reset(scratch);
    store_put(scratch, none, sizeof(none));
    store_put_text(scratch, doc->tree_path);
    put_mark(scratch, mark);
    store_put(scratch, doc->head_sha256, sizeof(doc->head_sha256));
    store_put(scratch, doc->body_sha256, sizeof(doc->body_sha256));
    store_put_number(scratch, doc->head_bytes);
    store_put_small(scratch, doc->body_line);
    meta_put(&doc->meta, scratch);
    sign_sha256(str_from_offset(buf_str(scratch), sizeof(none)), (uint8_t *)scratch->p);
    return arena_str(mem, buf_str(scratch));
}

/* --- leaving one */

/* In pieces: the whole of it would be the largest thing in memory at the end of a build. */
static bool put_piece(int fd, struct buf *piece, struct str more, size_t full_bytes) {
    buf_put(piece, more);
    if (piece->len < full_bytes)
        return true;
    bool ok = fs_put(fd, buf_str(piece));
    buf_reset(piece);
    return ok;
}

bool record_write(const struct record *r, struct str *entries, size_t count, int fd) {
    struct head head = {.written_ns = env_file_clock()};
    struct buf piece = {0};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].p != NULL)
            entries[kept++] = entries[i];
    memcpy(head.magic, magic, sizeof(magic));
    memcpy(head.key, r->key, sizeof(head.key));
    head.count = kept;
    store_put(&piece, &head, sizeof(head));
    uint64_t at = sizeof(head) + (kept + 1) * sizeof(at);
    for (size_t i = 0; i < kept; at += entries[i++].len)
        store_put_number(&piece, at);
    store_put_number(&piece, at);
    bool ok = true;
    for (size_t i = 0; ok && i < kept; i++)
        ok = put_piece(fd, &piece, entries[i], PIECE_BYTES);
    ok = ok && put_piece(fd, &piece, STR_NONE, 0);
    buf_finish(&piece);
    return ok;
}
