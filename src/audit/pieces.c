/* The elements seen last, by bytes and place; the one not met for longest makes room. Few, so that
 * what differs from page to page costs little. Each thread has its own. */
#include "audit/pieces.h"

#include "audit/refs.h"

enum { PIECES = 16, PIECE_BYTES_MAX = 64 * 1024 };

struct piece {
    const struct element *element;
    struct buf bytes, folder;
    struct buf targets; /* file numbers, this page's own among them */
    struct piece_place place;
    struct audit_counts adds;
};

struct audit_pieces {
    struct arena own; /* holds this struct */
    struct piece items[PIECES];
    struct piece *recent[PIECES]; /* the one met last first */
    size_t taken;
};

struct audit_pieces *audit_pieces_open(void) {
    struct arena own = {0};
    struct audit_pieces *all = arena_new(&own, struct audit_pieces);
    for (size_t i = 0; i < PIECES; i++)
        all->recent[i] = &all->items[i];
    all->own = own;
    return all;
}

void audit_pieces_close(struct audit_pieces *all) {
    if (all == NULL)
        return;
    for (size_t i = 0; i < PIECES; i++) {
        buf_finish(&all->items[i].bytes);
        buf_finish(&all->items[i].folder);
        buf_finish(&all->items[i].targets);
    }
    struct arena own = all->own;
    arena_finish(&own);
}

size_t pieces_taken(const struct audit_pieces *all) {
    return all->taken;
}

bool pieces_wanted(const struct page *p) {
    return p->r->set->pieces != NULL && p->r->kind == AUDIT_HTML && p->mark_count < PAGE_MARKS;
}

static struct str folder_of(const struct reader *r) {
    return str_slice(r->path, 0, r->depth == 0 ? 0 : r->ends[r->depth - 1]);
}

static struct piece_place place_here(const struct page *p) {
    const struct page_frame *parent = &p->stack[p->depth];
    return (struct piece_place){parent->holds, parent->bars, p->depth};
}

static bool same_place(const struct piece_place *a, const struct piece_place *b) {
    return a->holds == b->holds && a->bars == b->bars && a->depth == b->depth;
}

/* recent[i] was met: it goes to the front. */
static struct piece *to_front(struct audit_pieces *all, size_t i) {
    struct piece *piece = all->recent[i];
    memmove(&all->recent[1], &all->recent[0], i * sizeof(all->recent[0]));
    all->recent[0] = piece;
    return piece;
}

static struct piece *find(struct audit_pieces *all, struct str here, struct str folder,
                          const struct piece_place *place) {
    for (size_t i = 0; i < PIECES; i++) {
        const struct piece *piece = all->recent[i];
        struct str bytes = buf_str(&piece->bytes);
        if (bytes.len > 0 && str_starts(here, bytes) && same_place(&piece->place, place) &&
            str_eq(buf_str(&piece->folder), folder))
            return to_front(all, i);
    }
    return NULL;
}

static void add(struct page *p, const struct piece *piece) {
    struct audit_counts *counts = &p->r->out->counts;
    counts->elements += piece->adds.elements;
    counts->links += piece->adds.links;
    counts->external_links += piece->adds.external_links;
    counts->images += piece->adds.images;
    for (size_t at = 0; at < piece->targets.len; at += sizeof(uint32_t)) {
        uint32_t target;
        memcpy(&target, piece->targets.p + at, sizeof(target));
        refs_add_target(p, target);
    }
}

bool pieces_take(struct page *p) {
    struct audit_pieces *all = p->r->set->pieces;
    struct piece_place place = place_here(p);
    struct str here = str_from_offset(p->scanner.input, p->token.offset);
    struct piece *piece = find(all, here, folder_of(p->r), &place);
    if (piece == NULL) {
        p->marks[p->mark_count] = (struct page_mark){.place = place,
                                                     .offset = p->token.offset,
                                                     .findings = p->r->findings,
                                                     .ids = p->id_count,
                                                     .refs = p->ref_count,
                                                     .targets = p->target_count,
                                                     .counts = p->r->out->counts};
        return false;
    }
    add(p, piece);
    p->stack[p->depth].seen |= piece->element->is;
    p->scanner.at = p->token.offset + piece->bytes.len;
    all->taken++;
    return true;
}

static struct audit_counts since(const struct audit_counts *now, const struct audit_counts *then) {
    return (struct audit_counts){.elements = now->elements - then->elements,
                                 .links = now->links - then->links,
                                 .external_links = now->external_links - then->external_links,
                                 .images = now->images - then->images};
}

void pieces_close(struct page *p, size_t mark) {
    struct audit_pieces *all = p->r->set->pieces;
    const struct page_mark *m = &p->marks[mark - 1];
    struct str bytes = str_slice(p->scanner.input, m->offset, p->scanner.at);
    struct str folder = folder_of(p->r);
    p->mark_count = mark - 1;
    if (p->r->findings != m->findings || p->id_count != m->ids || p->ref_count != m->refs ||
        bytes.len > PIECE_BYTES_MAX)
        return;
    struct piece *piece = to_front(all, PIECES - 1);
    buf_reset(&piece->bytes);
    buf_put(&piece->bytes, bytes);
    buf_reset(&piece->folder);
    buf_put(&piece->folder, folder);
    buf_reset(&piece->targets);
    buf_put(&piece->targets, str_of((const char *)(p->targets + m->targets),
                                    (p->target_count - m->targets) * sizeof(p->targets[0])));
    piece->element = p->stack[p->depth + 1].element;
    piece->place = m->place;
    piece->adds = since(&p->r->out->counts, &m->counts);
}
