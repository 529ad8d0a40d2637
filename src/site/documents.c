/* The Markdown files: read and parsed by all threads, each with an arena that lives as long as the
 * site, or known from the build before (record.c) and read when their bodies are needed. */
#include <fcntl.h>
#include <unistd.h>

#include "site/parts.h"
#include "site/record.h"

enum { PAGE_BYTES_MAX = 16 * 1024 * 1024, BATCH = 16 };

struct loading {
    struct parts *p;
    struct site *site;
    int folder;            /* content/ */
    struct record *record; /* or NULL */
    struct str *entries;   /* one a document: what is written down of it, or absent */
    struct buf *scratch;   /* one a worker */
    struct diags *diags;   /* one a worker */
    unsigned char *state;  /* one a document */
};
enum { STATE_BAD, STATE_READ, STATE_KNOWN };

static void digest_parts(struct document *doc) {
    load_digest(doc->source.path, str_slice(doc->source.text, 0, (size_t)doc->head_bytes),
                doc->head_sha256);
    sign_sha256(doc->loaded_body, doc->body_sha256);
}

/* Reads and parses; the mark may be NULL. */
static bool read_document(int folder, struct arena *mem, struct document *doc, struct fs_mark *mark,
                          struct diags *d) {
    const struct fs_reading what = {folder, doc->tree_path.p, doc->source.path, PAGE_BYTES_MAX,
                                    mark};
    bool ok = fs_read_at(&what, mem, &doc->source.text, d) && load_is_utf8(&doc->source, d) &&
              meta_parse(mem, &doc->source, &doc->meta, &doc->loaded_body, &doc->body_line, d);
    if (doc->loaded_body.p != NULL)
        doc->head_bytes = (uint64_t)(doc->loaded_body.p - doc->source.text.p);
    else
        doc->head_bytes = doc->source.text.len;
    return ok;
}

static void load_one(void *ctx, unsigned worker, size_t index) {
    struct loading *l = ctx;
    struct document *doc = &l->p->documents[index];
    struct arena *mem = &l->site->worker_mem[worker];
    struct diags *d = &l->diags[worker];
    struct fs_mark mark = {0};
    const struct planned *plan = &l->p->planned[index];
    size_t said = d->count;
    doc->source.path = plan->shown;
    doc->tree_path = plan->tree_path;
    doc->key = plan->key;
    doc->language = plan->language;
    doc->kind = plan->kind;
    if (l->record != NULL &&
        record_take(l->record, l->folder, mem, index, doc, &l->entries[index])) {
        l->state[index] = STATE_KNOWN;
        return;
    }
    bool ok = read_document(l->folder, mem, doc, &mark, d);
    if (ok)
        l->state[index] = STATE_READ;
    if (l->p->options->digests)
        digest_parts(doc);
    if (l->record != NULL)
        l->entries[index] = !ok || d->count != said
                                ? STR_NONE
                                : record_entry(l->record, mem, &l->scratch[worker], doc, &mark);
}

/* Entries that were taken stay where they are; with nothing else the file that is there is right.
 */
static void note_record(struct loading *l) {
    size_t known = 0;
    bool more = false;
    for (size_t i = 0; i < l->p->document_count; i++) {
        known += l->state[i] == STATE_KNOWN;
        more = more || (l->state[i] != STATE_KNOWN && l->entries[i].p != NULL);
    }
    l->site->unread = known;
    if (!more && known == l->record->count)
        return;
    l->site->record = l->record;
    l->site->record_entries = l->entries;
    l->site->record_count = l->p->document_count;
}

static void run(struct loading *l) {
    struct parts *p = l->p;
    unsigned threads = p->options->threads == 0 ? 1 : p->options->threads;
    l->diags = arena_array(p->mem, struct diags, threads);
    l->scratch = arena_array(p->mem, struct buf, threads);
    l->site->worker_mem = arena_array(p->mem, struct arena, threads);
    l->site->worker_count = threads;
    pool_run(threads, p->document_count, BATCH, load_one, l);
    for (unsigned i = 0; i < threads; i++) {
        diags_merge(p->d, &l->diags[i]);
        diags_finish(&l->diags[i]);
        buf_finish(&l->scratch[i]);
    }
}

static void keep_good(struct loading *l) {
    struct parts *p = l->p;
    struct site *site = l->site;
    size_t kept = 0;
    map_init(&site->left_out, p->mem, 0);
    for (size_t i = 0; i < p->document_count; i++) {
        const struct document *doc = &p->documents[i];
        bool good = l->state[i] != STATE_BAD, draft = good && doc->meta.status == META_DRAFT;
        bool dropped = draft && !p->options->drafts;
        if (p->options->digests)
            load_note_digest(site, doc->head_sha256);
        p->ok = p->ok && good;
        if (!good || dropped)
            map_add(&site->left_out, doc->tree_path, draft);
        site->drafts_left_out += dropped;
        if (!good || dropped)
            continue;
        if (kept != i) /* most sites have nothing to leave out, and documents are large */
            p->documents[kept] = *doc;
        kept++;
    }
    p->document_count = kept;
}

static bool beside(const struct parts *p) {
    return p->options->threads > 1;
}

void documents_begin(struct parts *p) {
    if (p->options->record == NULL)
        return;
    p->record = arena_new(p->mem, struct record);
    record_begin(p->record, beside(p), p->options->record);
}

static void open_record(struct loading *l) {
    struct parts *p = l->p;
    record_open(p->record, p->options->program, l->folder);
    l->site->record_mem = p->record->mem;
    if (!p->record->wanted)
        return;
    l->record = p->record;
    l->entries = arena_array(p->mem, struct str, p->document_count);
}

void documents_load(struct parts *p, struct site *site, const char *folder) {
    struct loading l = {.p = p, .site = site};
    l.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    p->documents = arena_array(p->mem, struct document, p->document_count);
    l.state = arena_array(p->mem, unsigned char, p->document_count);
    if (p->record != NULL)
        open_record(&l);
    run(&l); /* a folder that cannot be opened has no files, or each says so */
    if (l.record != NULL)
        note_record(&l);
    keep_good(&l);
    if (l.folder >= 0)
        close(l.folder);
}

bool site_has_record(const struct site *site) {
    return site->record != NULL;
}

bool site_write_record(const struct site *site, int fd) {
    return record_write(site->record, site->record_entries, site->record_count, fd);
}

/* --- later */

/* Reads the file of a document again, into `now`, which begins as a copy of it. */
static bool read_again(const struct site *site, struct arena *mem, struct document *now,
                       struct diags *d) {
    const char *path = fs_join(mem, site->root, str_from(now->source.path));
    return fs_read(mem, path, now->source.path, PAGE_BYTES_MAX, &now->source.text, d) &&
           load_is_utf8(&now->source, d);
}

const struct document *site_document_text(const struct site *site, struct arena *mem,
                                          const struct document *doc, struct diags *d) {
    if (doc->source.text.p != NULL)
        return doc;
    struct document *now = arena_new(mem, struct document);
    *now = *doc;
    if (!read_again(site, mem, now, d))
        return NULL;
    now->loaded_body = str_from_offset(now->source.text, (size_t)doc->head_bytes);
    digest_parts(now);
    if (memcmp(now->head_sha256, doc->head_sha256, sizeof(doc->head_sha256)) == 0 &&
        memcmp(now->body_sha256, doc->body_sha256, sizeof(doc->body_sha256)) == 0)
        return now;
    const struct source named = {doc->source.path, STR_NONE};
    diag_error(d, place_of(&named, 0, 0, 0), "content/changed",
               "was changed while it was read: build once more");
    return NULL;
}

void site_show_excerpts(const struct site *site, struct diags *d) {
    struct arena mem = {0};
    struct diags ignored = {0};
    struct str content = str_lit("content/");
    for (size_t i = 0; i < d->count && site_has_texts(site); i++) {
        const struct diag *item = &d->items[i];
        struct str path = str_from(item->path);
        uint32_t page = MAP_NONE;
        if (item->line > 0 && item->excerpt == NULL && str_starts(path, content))
            page = map_get(&site->by_tree, str_from_offset(path, content.len));
        if (page == MAP_NONE || site->pages[page]->document == NULL ||
            site->pages[page]->document->source.text.p != NULL)
            continue;
        struct document now = *site->pages[page]->document;
        if (read_again(site, &mem, &now, &ignored))
            diags_show(d, &now.source);
        arena_reset(&mem);
    }
    diags_finish(&ignored);
    arena_finish(&mem);
}

bool site_follow(struct site *site, struct arena *mem, const struct document *doc,
                 struct diags *d) {
    struct document now = *doc;
    size_t head = (size_t)doc->head_bytes;
    if (!read_again(site, mem, &now, d) ||
        !meta_parse(mem, &now.source, &now.meta, &now.loaded_body, &now.body_line, d) ||
        (size_t)(now.loaded_body.p - now.source.text.p) != head ||
        !str_eq(str_slice(now.source.text, 0, head), str_slice(doc->source.text, 0, head)))
        return false;
    /* The site's own, which hands it out for reading only. */
    struct document *own = (struct document *)(uintptr_t)doc;
    now.meta = doc->meta; /* the same fields, with places in the text that they were read from */
    *own = now;
    return true;
}
