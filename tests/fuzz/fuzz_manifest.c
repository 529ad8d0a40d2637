/* MANIFEST.txt and a pack's trusted comment: what is accepted is what would be written. */
#include "fuzz.h"
#include "pack/pack.h"
#include "publish/publish.h"

static void manifest(struct fuzz *f, const struct source *source, struct buf *again) {
    struct pack_manifest m;
    bool ok = pack_manifest_parse(&f->mem, source, &m, &f->d);
    assert(ok == (f->d.errors == 0));
    if (!ok)
        return;
    pack_manifest_format(&m.header, m.entries, m.count, again);
    assert(str_eq(buf_str(again), source->text));
    for (size_t i = 0; i < m.count; i++) {
        assert(pack_path_problem(m.entries[i].path) == NULL);
        assert(i == 0 || str_cmp(m.entries[i - 1].path, m.entries[i].path) < 0);
    }
    assert(pack_is_name(m.header.pack) && pack_is_name(m.header.profile));
}

static void comment(struct str text, struct buf *again) {
    struct pack_header h = {0};
    if (!publish_comment_parse(text, &h))
        return;
    publish_comment_format(&h, again);
    assert(str_eq(buf_str(again), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room, again = {0};
    struct str text = fuzz_copy(&room, data, size);
    struct source source = {"MANIFEST.txt", text};
    if (str_starts(text, str_lit("pack=")))
        comment(text, &again);
    else
        manifest(&f, &source, &again);
    fuzz_finish(&f, text);
    buf_finish(&again);
    buf_finish(&room);
    return 0;
}
