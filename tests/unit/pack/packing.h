/* For tests that need a real pack: files in, the bytes of our own writer's ZIP out. */
#ifndef PACKING_H
#define PACKING_H

#include "fixture.h"

#include <unistd.h>

#include "pack/pack.h"

struct file {
    struct str path, bytes;
};

/* An EPUB: in the order given, by way of memory. */
static inline struct str pack_book(struct fixture *f, const struct file *files, size_t count) {
    struct pack_spool *spool = pack_spool_open_memory(&f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry *entries = arena_array(&f->mem, struct pack_entry, count);
    struct buf out = {0};
    for (size_t i = 0; i < count; i++)
        assert_true(
            pack_add(deflater, spool, files[i].path, files[i].bytes, &entries[i], &f->diags));
    assert_true(pack_write_memory(&out, entries, count, &f->diags));
    struct str zip = arena_str(&f->mem, buf_str(&out));
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    buf_finish(&out);
    return zip;
}

/* Entries are sorted as a build does it. */
static inline struct str pack_files(struct fixture *f, const struct file *files, size_t count) {
    char folder[] = "/tmp/pamphlet-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct pack_spool *spool = pack_spool_open(folder, &f->diags);
    struct pack_deflater *deflater = pack_deflater_open();
    struct pack_entry *entries = arena_array(&f->mem, struct pack_entry, count);
    const char *path = arena_printf(&f->mem, "%s/x.zip", folder).p;
    struct str zip;
    for (size_t i = 0; i < count; i++)
        assert_true(
            pack_add(deflater, spool, files[i].path, files[i].bytes, &entries[i], &f->diags));
    pack_sort(entries, count);
    assert_true(pack_write(path, entries, count, &f->diags));
    assert_true(fs_read(&f->mem, path, path, 1 << 30, &zip, &f->diags));
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    assert_int_equal(unlink(path) | rmdir(folder), 0);
    return zip;
}

#endif
