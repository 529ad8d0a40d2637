/* A good EPUB of one page, and what becomes of it when some of its files are changed. */
#ifndef BOOK_SAMPLE_H
#define BOOK_SAMPLE_H

#include "fixture.h"
#include "pack/pack.h"

struct book_sample_file {
    struct str path, bytes;
};

enum { BOOK_SAMPLE_MAX = 16 };

#define BOOK_SAMPLE_TEXT(s)                                                                        \
    { s, sizeof(s) - 1 }

static const struct book_sample_file book_sample_files[] = {
    {{"mimetype", 8}, {"application/epub+zip", 20}},
    {{"META-INF/container.xml", 22},
     BOOK_SAMPLE_TEXT("<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" "
                      "version=\"1.0\"><rootfiles>\n<rootfile full-path=\"book/package.opf\" "
                      "media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n")},
    {{"book/package.opf", 16},
     BOOK_SAMPLE_TEXT(
         "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
         "unique-identifier=\"id\"><manifest>\n<item id=\"nav\" href=\"nav.xhtml\" "
         "media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n<item id=\"s\" "
         "href=\"style.css\" media-type=\"text/css\"/>\n<item id=\"p1\" href=\"p1.xhtml\" "
         "media-type=\"application/xhtml+xml\"/>\n</manifest></package>\n")},
    {{"book/nav.xhtml", 14},
     BOOK_SAMPLE_TEXT(
         "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
         "xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\"><body><nav "
         "epub:type=\"toc\"><ol><li><a href=\"p1.xhtml#i1\">x</a></li></ol></nav></body>"
         "</html>\n")},
    {{"book/style.css", 14}, BOOK_SAMPLE_TEXT("p { color: red; }\n")},
    {{"book/p1.xhtml", 13},
     BOOK_SAMPLE_TEXT(
         "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" "
         "dir=\"ltr\"><head><meta charset=\"utf-8\"/><title>x</title><link "
         "rel=\"stylesheet\" href=\"style.css\"/></head>\n<body><p id=\"i1\">x</p></body>"
         "</html>\n")},
};

/* Replaces, adds or takes out the file that a line "--- NAME" names. */
static inline struct book_sample_file *book_sample_find(struct book_sample_file *files,
                                                        size_t *count, struct str name) {
    bool out = name.p[0] == '!';
    name = str_from_offset(name, out ? 1 : 0);
    for (size_t i = 0; i < *count; i++) {
        if (!str_eq(files[i].path, name))
            continue;
        if (out)
            files[i] = files[--*count];
        return out ? NULL : &files[i];
    }
    assert_true(*count < BOOK_SAMPLE_MAX && !out);
    files[*count].path = name;
    return &files[(*count)++];
}

static inline struct str book_sample(struct arena *mem, struct str changes, struct diags *d) {
    struct book_sample_file files[BOOK_SAMPLE_MAX] = {0}, *at = NULL;
    struct pack_entry entries[BOOK_SAMPLE_MAX];
    size_t count = ARRAY_LEN(book_sample_files);
    struct str rest = changes, line;
    struct buf zip = {0};
    memcpy(files, book_sample_files, sizeof(book_sample_files));
    while (str_next_line(&rest, &line))
        if (str_starts(line, str_lit("--- ")))
            at = book_sample_find(files, &count, str_from_offset(line, 4));
        else if (at != NULL && at->bytes.p >= changes.p && at->bytes.p < changes.p + changes.len)
            at->bytes.len = (size_t)(line.p + line.len - at->bytes.p);
        else if (at != NULL)
            at->bytes = line;
    struct pack_spool *spool = pack_spool_open_memory(d);
    struct pack_deflater *deflater = pack_deflater_open();
    for (size_t i = 0; i < count; i++)
        assert_true(pack_add(deflater, spool, files[i].path,
                             files[i].bytes.p == NULL ? str_lit("") : files[i].bytes, &entries[i],
                             d));
    size_t first = count > 0 && str_is(entries[0].path, "mimetype") ? 1 : 0;
    pack_sort(entries + first, count - first);
    assert_true(pack_write_memory(&zip, entries, count, d));
    pack_deflater_close(deflater);
    pack_spool_close(spool);
    struct str bytes = arena_str(mem, buf_str(&zip));
    buf_finish(&zip);
    return bytes;
}

#endif
