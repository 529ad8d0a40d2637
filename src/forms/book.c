/* A book: one language's pages as EPUB 3.3. A page that the language lacks is in it in the language
 * that stands in, behind the others, when a page of the book leads to it. Names and ids are
 * numbers. */
#include "forms/book.h"

#include <inttypes.h>

struct making {
    struct book book;
    struct pack_deflater *deflater;
    struct pack_spool *spool;
    struct pack_entry *entries;
    size_t entry_count;
    struct buf bytes;
    struct diags *d;
    bool ok;
};

/* --- which pages
 * --------------------------------------------------------------------------------- */

/* Pages for choosing a language and for leaving have no use in a book. */
static bool is_useless(const struct kit *k, const struct page *page) {
    return kit_is_left_out(page) || page == k->site->languages[page->language].exit_page;
}

static void add_page(struct book *b, const struct page *page) {
    if (is_useless(b->kit, page) || b->has_page[page->index])
        return;
    b->has_page[page->index] = true;
    b->pages[b->count++] = page;
}

/* The page of this book for `page`, or NULL. */
static const struct page *in_book(const struct book *b, const struct page *page) {
    const struct page *own = page->translations == NULL ? NULL : page->translations[b->language];
    if (b->has_page[page->index])
        return page;
    return own != NULL && b->has_page[own->index] ? own : NULL;
}

static void add_linked(struct book *b, const struct page *page) {
    struct arena mem = {0};
    struct rewrite w = {.kit = b->kit, .base = page->path, .page = page, .mem = &mem};
    struct html_scanner scanner;
    struct html_token t;
    html_start(&scanner, b->kit->o->parts[page->index]);
    do {
        struct rewrite_target to;
        html_next(&scanner, &t);
        for (size_t i = 0; t.kind == HTML_OPEN && i < t.attr_count; i++)
            if (str_is(t.attrs[i].name, "href") && rewrite_resolve(&w, t.attrs[i].value, &to) &&
                to.page != NULL && in_book(b, to.page) == NULL)
                add_page(b, to.page);
    } while (t.kind != HTML_END && t.kind != HTML_BAD);
    arena_finish(&mem);
}

static void choose_pages(struct book *b) {
    size_t count;
    const struct page **order = kit_reading_order(b->kit, b->mem, b->language, &count);
    for (size_t i = 0; i < count; i++)
        add_page(b, order[i]);
    b->own = b->count;
    for (size_t i = 0; i < b->own; i++)
        add_linked(b, b->pages[i]);
}

/* --- addresses
 * ----------------------------------------------------------------------------------- */

static void put_id(struct rewrite *w, struct str id) {
    buf_printf(w->out, "i%u", (unsigned)kit_anchor(w->kit, w->page, id));
}

static bool put_link(struct rewrite *w, const struct rewrite_target *to) {
    const struct making *m = w->ctx;
    const struct page *page = to->page == NULL ? NULL : in_book(&m->book, to->page);
    if (page == NULL) {
        if (to->page == NULL || !is_useless(w->kit, to->page))
            w->behind = kit_word(w->kit, w->page->language, "book_elsewhere");
        return false;
    }
    uint32_t n = to->fragment.p == NULL ? MAP_NONE : kit_anchor(w->kit, page, to->fragment);
    buf_printf(w->out, "p%u.xhtml", (unsigned)page->index);
    if (n != MAP_NONE)
        buf_printf(w->out, "#i%u", (unsigned)n);
    return true;
}

/* WebP came into EPUB with 3.3; readers and checkers of earlier ones refuse the book. */
static bool take_picture(struct making *m, struct str path, struct buf *out) {
    const struct forms_asset *a = kit_asset(m->book.kit, path);
    enum image_kind kind = a == NULL ? IMAGE_NONE : image_kind_of(a->bytes);
    struct source source = {a == NULL ? NULL : a->origin, STR_NONE};
    if (kind == IMAGE_WEBP)
        diag_note(m->d, place_of(&source, 0, 0, 0), "forms/webp",
                  "a book shows this picture's description in its place: older readers know no "
                  "WebP; save the picture as PNG or JPEG to have it there");
    if (kind == IMAGE_NONE || kind == IMAGE_WEBP)
        return false;
    m->book.has_asset[a - m->book.kit->o->assets] = true;
    buf_put(out, path);
    return true;
}

static bool put_picture(struct rewrite *w, struct str path) {
    return take_picture(w->ctx, path, w->out);
}

static bool put_style_picture(struct style *s, struct str path) {
    return take_picture(s->ctx, path, s->out);
}

static const struct rewrite_rules rules = {put_id, put_link, put_picture, NULL};

/* --- files
 * --------------------------------------------------------------------------------------- */

static void add_file(struct making *m, struct str path, struct str bytes) {
    struct pack_entry *e = &m->entries[m->entry_count++];
    m->ok = pack_add(m->deflater, m->spool, path, bytes, e, m->d) && m->ok;
}

static void add_page_file(struct making *m, const struct page *page) {
    struct book *b = &m->book;
    struct arena mem = {0};
    struct rewrite w = {b->kit, &rules, m, page->path, page, &mem, &m->bytes, STR_NONE};
    buf_reset(&m->bytes);
    book_put_head(b, page->language, kit_page_title(b->kit, page), false, &m->bytes);
    buf_put(&m->bytes, str_lit("<main>\n"));
    rewrite_text(&w, b->kit->o->parts[page->index]);
    buf_put(&m->bytes, str_lit("\n</main>\n</body>\n</html>\n"));
    add_file(m, arena_printf(b->mem, BOOK_FOLDER "p%u.xhtml", (unsigned)page->index),
             buf_str(&m->bytes));
    arena_finish(&mem);
}

static void add_style(struct making *m) {
    const struct kit *k = m->book.kit;
    struct arena mem = {0};
    struct style style = {k, m, put_style_picture, &mem, &m->bytes};
    buf_reset(&m->bytes);
    for (size_t i = 0; i < k->sheet_count; i++)
        style_put(&style, k->sheets[i]);
    add_file(m, str_lit(BOOK_FOLDER "style.css"), buf_str(&m->bytes));
    arena_finish(&mem);
}

static void add_text(struct making *m, const char *path,
                     void (*put)(const struct book *, struct buf *)) {
    buf_reset(&m->bytes);
    put(&m->book, &m->bytes);
    add_file(m, str_from(path), buf_str(&m->bytes));
}

/* The package lists what the pages use, so it comes after them; the ZIP is sorted but for its first
 * file. */
static void add_files(struct making *m) {
    const struct book *b = &m->book;
    const struct forms_options *o = b->kit->o;
    add_file(m, str_lit("mimetype"), str_lit("application/epub+zip"));
    for (size_t i = 0; i < b->count; i++)
        add_page_file(m, b->pages[i]);
    add_style(m);
    for (size_t i = 0; i < o->asset_count; i++)
        if (b->has_asset[i])
            add_file(m, arena_printf(b->mem, BOOK_FOLDER "%.*s", STR_ARG(o->assets[i].path)),
                     o->assets[i].bytes);
    add_text(m, BOOK_FOLDER "package.opf", book_put_package);
    add_text(m, BOOK_FOLDER "nav.xhtml", book_put_contents);
    buf_reset(&m->bytes);
    book_put_container(&m->bytes);
    add_file(m, str_lit("META-INF/container.xml"), buf_str(&m->bytes));
    pack_sort(m->entries + 1, m->entry_count - 1);
}

/* --- the book
 * ------------------------------------------------------------------------------------ */

/* The same for every build of a serial: version 8 of RFC 9562, the digest's bits as they fall. */
static struct str make_uuid(const struct kit *k, struct arena *mem, struct str tag) {
    const struct config *c = &k->site->config;
    uint8_t digest[SIGN_SHA256_BYTES];
    char hex[2 * 16 + 1];
    struct str name = arena_printf(mem, "pamphlet book\n%.*s\n%" PRIu64 "\n%.*s\n",
                                   STR_ARG(c->release.pack), c->release.serial, STR_ARG(tag));
    sign_sha256(name, digest);
    digest[6] = (uint8_t)(0x80 | (digest[6] & 0x0f));
    digest[8] = (uint8_t)(0x80 | (digest[8] & 0x3f));
    sign_hex(digest, 16, hex);
    return arena_printf(mem, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                        hex + 20);
}

static void start_book(struct book *b, struct kit *k, uint32_t language, struct arena *mem) {
    const struct site *site = k->site;
    *b = (struct book){.kit = k, .language = language, .mem = mem};
    b->pages = arena_array(mem, const struct page *, site->page_count);
    b->has_page = arena_array(mem, bool, site->page_count);
    b->has_asset = arena_array(mem, bool, k->o->asset_count);
    b->uuid = make_uuid(k, mem, site->languages[language].tag);
    choose_pages(b);
}

bool book_make(struct kit *k, uint32_t language, struct forms *f, struct diags *d) {
    struct making m = {.d = d, .ok = true};
    size_t slot = slot_book(k, language);
    struct arena *mem = &f->arenas[slot];
    start_book(&m.book, k, language, mem);
    struct str tag = utf8_fold(mem, k->site->languages[language].tag);
    const char *name = k->site->config.discreet ? "book" : "pack";
    struct buf *out =
        parts_file(f, slot, arena_printf(mem, "%s-%.*s.epub", name, STR_ARG(tag)), "site.yaml");
    m.spool = pack_spool_open_memory(d);
    if (m.spool == NULL)
        return false;
    m.deflater = pack_deflater_open();
    m.entries = arena_array(mem, struct pack_entry, m.book.count + k->o->asset_count + 5);
    add_files(&m);
    m.ok = m.ok && pack_write_memory(out, m.entries, m.entry_count, d);
    pack_deflater_close(m.deflater);
    pack_spool_close(m.spool);
    buf_finish(&m.bytes);
    return m.ok;
}
