/* Deltas. Two packs are made of the input's files; the changes between them, applied to the older,
 * must give the newer one byte for byte with its signature. Then the delta is changed: its patches
 * replaced, bytes of the ZIP or of DELTA.txt altered, another pack before it. Whatever is accepted
 * still gives exactly that pack, because DELTA.txt names its digest; what is refused says why. */
#include <unistd.h>

#include "fuzz.h"
#include "publish/delta.h"

enum { FILES = 4 };
static const char signature[] = "untrusted comment: a\nb\ntrusted comment: c\nd\n";

struct packs {
    struct fuzz *f;
    struct buf old, new, delta;
    struct str old_files[FILES], new_files[FILES];
};

/* Files with their manifest, as a ZIP. */
static void make_pack(struct fuzz *f, const struct str *files, uint64_t serial, struct buf *out) {
    static const char *const names[FILES] = {"a/b.html", "a/c.html", "index.html", "x.css"};
    struct pack_entry entries[FILES + 1];
    struct pack_header header = {.pack = str_lit("notes"),
                                 .profile = str_lit("onion"),
                                 .serial = serial,
                                 .made = {2026, 11, 28},
                                 .previous = str_lit("none")};
    struct buf manifest = {0};
    struct pack_spool *spool = pack_spool_open_memory(&f->d);
    struct pack_deflater *deflater = pack_deflater_open();
    size_t count = 0;
    for (size_t i = 0; i < FILES; i++)
        if (files[i].len > 0)
            assert(
                pack_add(deflater, spool, str_from(names[i]), files[i], &entries[count++], &f->d));
    pack_manifest_format(&header, entries, count, &manifest);
    assert(pack_add(deflater, spool, str_lit("MANIFEST.txt"), buf_str(&manifest), &entries[count++],
                    &f->d));
    pack_sort(entries, count);
    assert(pack_write_memory(out, entries, count, &f->d));
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    buf_finish(&manifest);
}

static struct str take(struct str *in) {
    size_t len = (size_t)fuzz_first(in) * 3;
    struct str bytes = str_slice(*in, 0, len < in->len ? len : in->len);
    *in = str_from_offset(*in, bytes.len);
    return bytes;
}

/* A new file is the old one with a piece of it replaced, or another. */
static struct str change_file(struct fuzz *f, struct str old, struct str *in) {
    uint8_t how = fuzz_first(in);
    struct str piece = take(in);
    size_t from = old.len > 0 ? how % old.len : 0;
    if (how == 0)
        return old;
    if (how % 5 == 0)
        return piece;
    return arena_printf(&f->mem, "%.*s%.*s%.*s", (int)from, old.p, STR_ARG(piece),
                        STR_ARG(str_from_offset(old, from + (old.len - from) / 2)));
}

/* The pack before lies on the disk, as in life. */
static const char *base_file(void) {
    static char path[64];
    if (path[0] == '\0')
        (void)snprintf(path, sizeof(path), "/dev/shm/pamphlet-fuzz-delta-%d", (int)getpid());
    return path;
}

/* What comes out is not yet believed: verify asks for its signature next. */
struct applied {
    struct str whole, signature;
};

static bool apply(struct packs *p, struct str base, struct str delta, struct applied *out) {
    struct fuzz *f = p->f;
    FILE *file = fopen(base_file(), "wb");
    assert(file != NULL && fwrite(base.p, 1, base.len, file) == base.len && fclose(file) == 0);
    struct publish_request request = {.pack_path = "new.zip", .base_path = base_file()};
    struct publish_report report = {0};
    struct pending pending = {.mem = &f->mem,
                              .request = &request,
                              .report = &report,
                              .d = &f->d,
                              .source = {"new.zip", STR_NONE},
                              .bytes = delta,
                              .is_delta = true,
                              .since = 1};
    size_t errors = f->d.errors;
    bool ok = delta_apply(&pending);
    assert(ok == (f->d.errors == errors));
    assert(ok == (report.proofs[PUBLISH_DELTA].outcome == PUBLISH_PROVED));
    assert(unlink(base_file()) == 0);
    *out = (struct applied){pending.bytes, pending.signature};
    return ok;
}

/* The delta once more, with other patches or another note. */
static void remake(struct packs *p, const char *name, struct str bytes, struct buf *out) {
    struct fuzz *f = p->f;
    struct source source = {"delta.zip", buf_str(&p->delta)};
    struct pack_reader was, is;
    struct pack_piece pieces[FILES + 4];
    struct anew to;
    size_t count = 0;
    bool placed = false;
    assert(pack_read(&f->mem, &source, &pack_limits_default, &was, &f->d));
    assert(anew_open(&to, &f->mem, 1, &f->d) && anew_add(&to, str_from(name), bytes));
    assert(anew_read(&to, "x.zip", &is));
    for (size_t i = 0; i < was.count; i++) {
        int order = str_cmp(was.entries[i].path, str_from(name));
        if (order >= 0 && !placed) {
            placed = true;
            pieces[count++] = (struct pack_piece){&is, 0};
        }
        if (order != 0)
            pieces[count++] = (struct pack_piece){&was, i};
    }
    if (!placed)
        pieces[count++] = (struct pack_piece){&is, 0};
    assert(pack_assemble(pieces, count, out));
    anew_close(&to);
}

/* DELTA.txt with bytes of it changed: read strictly, so what is accepted is what would be written.
 */
static void change_note(struct packs *p, struct str how, struct buf *out) {
    struct fuzz *f = p->f;
    struct source source = {"delta.zip", buf_str(&p->delta)};
    struct pack_reader was;
    struct str text;
    struct delta_note note;
    assert(pack_read(&f->mem, &source, &pack_limits_default, &was, &f->d));
    assert(pack_extract(&was, pack_find(&was, str_lit(DELTA_NOTE)), &f->mem, &text, "d", &f->d));
    char *changed = arena_cstr(&f->mem, text);
    for (size_t i = 0; i + 2 <= how.len; i += 2)
        changed[(uint8_t)how.p[i] % text.len] = how.p[i + 1];
    struct str to = str_of(changed, text.len);
    if (delta_note_parse(to, &note)) {
        struct buf again = {0};
        delta_note_format(&note, &again);
        assert(str_eq(buf_str(&again), to));
        buf_finish(&again);
    }
    remake(p, DELTA_NOTE, to, out);
}

static void change_bytes(struct packs *p, struct str how, struct buf *out) {
    buf_put(out, buf_str(&p->delta));
    for (size_t i = 0; i + 3 <= how.len && out->len > 0; i += 3)
        out->p[(size_t)((uint8_t)how.p[i] << 8 | (uint8_t)how.p[i + 1]) % out->len] = how.p[i + 2];
}

static void attack(struct packs *p, uint8_t how, struct str rest) {
    struct buf changed = {0};
    struct applied made;
    if (how % 4 == 0)
        remake(p, DELTA_PATCHES, rest, &changed);
    else if (how % 4 == 1)
        change_note(p, rest, &changed);
    else if (how % 4 == 2)
        change_bytes(p, rest, &changed);
    else
        buf_put(&changed, buf_str(&p->delta));
    bool other = how % 4 == 3; /* changes for a pack that is not there */
    if (apply(p, other ? buf_str(&p->new) : buf_str(&p->old), buf_str(&changed), &made))
        assert(str_eq(made.whole, buf_str(&p->new)));
    buf_finish(&changed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct packs p = {.f = &f};
    struct buf room;
    struct str in = fuzz_copy(&room, data, size);
    struct applied made;
    size_t changed;
    uint8_t how = fuzz_first(&in);
    for (size_t i = 0; i < FILES; i++)
        p.old_files[i] = take(&in);
    for (size_t i = 0; i < FILES; i++)
        p.new_files[i] = change_file(&f, p.old_files[i], &in);
    make_pack(&f, p.old_files, 1, &p.old);
    make_pack(&f, p.new_files, 2, &p.new);
    struct source old = {"old.zip", buf_str(&p.old)}, new = {"new.zip", buf_str(&p.new)};
    assert(publish_delta_make(&f.mem, &old, &new, str_from(signature), &p.delta, &changed, &f.d));
    assert(f.d.count == 0);
    assert(apply(&p, old.text, buf_str(&p.delta), &made));
    assert(str_eq(made.whole, new.text) && str_is(made.signature, signature));
    attack(&p, how, in);
    fuzz_finish(&f, in);
    buf_finish(&p.old);
    buf_finish(&p.new);
    buf_finish(&p.delta);
    buf_finish(&room);
    return 0;
}
