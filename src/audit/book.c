/* The files of an EPUB as a set of their own: read strictly, audited one by one, then together:
 * container, package and contents lead to all that is in it. */
#include "audit/book.h"

#include "audit/across.h"
#include "pack/pack.h"

struct book {
    struct reader *r;
    struct pack_reader zip;
    struct audit_set set;
    struct audit_file *files;
    struct arena mem;
};

static bool open_book(struct book *b) {
    struct reader *r = b->r;
    const char *shown = rules_shown(r);
    struct source source = {shown, r->source.text};
    if (!pack_read(&b->mem, &source, &pack_limits_book, &b->zip, r->d)) {
        r->findings++;
        return false;
    }
    b->set = (struct audit_set){.count = b->zip.count,
                                .paths = arena_array(&b->mem, struct str, b->zip.count),
                                .shown_root = arena_printf(&b->mem, "%s/", shown).p,
                                .book = true};
    map_init(&b->set.by_path, &b->mem, b->zip.count);
    for (uint32_t i = 0; i < b->zip.count; i++) {
        b->set.paths[i] = b->zip.entries[i].path;
        map_add(&b->set.by_path, b->set.paths[i], i);
    }
    b->files = arena_array(&b->mem, struct audit_file, b->zip.count);
    return true;
}

static void add_counts(struct audit_counts *to, const struct audit_counts *from) {
    to->elements += from->elements;
    to->links += from->links;
    to->external_links += from->external_links;
    to->images += from->images;
}

static bool audit_files(struct book *b) {
    struct arena bytes = {0};
    size_t bad = 0;
    for (size_t i = 0; i < b->zip.count && bad < RULES_FINDINGS_MAX; i++) {
        struct str text;
        bool fine =
            pack_extract(&b->zip, i, &bytes, &text, b->set.shown_root, b->r->d) &&
            audit_file(&b->set, (uint32_t)i, text, b->r->origin, &b->mem, &b->files[i], b->r->d);
        bad += !fine;
        add_counts(&b->r->out->counts, &b->files[i].counts);
        arena_reset(&bytes);
    }
    arena_finish(&bytes);
    b->r->findings += bad > 0;
    return bad == 0;
}

/* Marks what file `from` leads to, when it is there. */
static void mark(const struct book *b, uint32_t from, bool *named) {
    for (size_t i = 0; from != MAP_NONE && i < b->files[from].target_count; i++)
        named[b->files[from].targets[i]] = true;
}

static bool refuse(struct book *b, enum rule rule, struct str what) {
    return rules_refuse(b->r, rule, NULL, 0, what);
}

/* One package, named by the container, which names all the rest. */
static void check_whole(struct book *b) {
    bool *named = arena_array(&b->mem, bool, b->set.count);
    uint32_t container = map_get(&b->set.by_path, str_lit(BOOK_CONTAINER)), package = MAP_NONE;
    if (container == MAP_NONE) {
        refuse(b, RULE_BOOK_LACKS, str_lit(BOOK_CONTAINER));
        return;
    }
    if (b->files[container].target_count != 1) {
        refuse(b, RULE_BOOK_LACKS, str_lit("package"));
        return;
    }
    package = b->files[container].targets[0];
    named[container] = named[package] = named[0] = true; /* 0: mimetype, says pack_read */
    mark(b, package, named);
    for (size_t i = 0; i < b->set.count; i++)
        if (!named[i])
            refuse(b, RULE_BOOK_UNNAMED, b->set.paths[i]);
}

bool book_audit(struct reader *r) {
    struct book b = {.r = r};
    if (open_book(&b) && audit_files(&b)) {
        check_whole(&b);
        if (!across_fragments(&b.set, b.files, r->origin, r->d))
            r->findings++;
    }
    arena_finish(&b.mem);
    return r->findings == 0;
}
