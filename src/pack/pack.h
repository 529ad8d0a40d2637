/* The door of pack/: canonical ZIPs written by libzip from data compressed before, the manifest,
 * and a strict reader of our own.
 *
 * Sources: PKWARE APPNOTE 6.3.10, RFC 1951 (deflate). */
#ifndef PACK_H
#define PACK_H

#include "sign/sign.h"
#include "util/util.h"

struct pack_spool;

/* One file of a pack: what its bytes are, and where their compressed form waits. */
struct pack_entry {
    struct str path;
    uint64_t size_bytes;
    uint32_t crc;
    uint8_t sha256[SIGN_SHA256_BYTES];
    bool stored; /* else deflated */
    const struct pack_spool *spool;
    uint64_t spool_offset, spool_bytes;
    uint8_t spool_sha256[SIGN_SHA256_BYTES]; /* of the spooled form */
    uint32_t index;                          /* the caller's own number for it */
    bool recorded; /* in its spool, a ZIP, its local record stands before it as we write it */
};

/* A nameless file that holds compressed bytes until the ZIP is written. Shared by threads. */
struct pack_spool *pack_spool_open(const char *folder, struct diags *d);
/* A ZIP that was written before, whose entries' data may go into the next one. It is only read;
 * NULL when it cannot be. */
struct pack_spool *pack_spool_open_zip(const char *path);
/* One that needs no folder: the bytes stay in memory. */
struct pack_spool *pack_spool_open_memory(struct diags *d);
void pack_spool_close(struct pack_spool *s); /* accepts NULL */

/* One thread's compressor. */
struct pack_deflater;
struct pack_deflater *pack_deflater_open(void);
void pack_deflater_close(struct pack_deflater *c); /* accepts NULL */

/* Digests `bytes`, compresses them (stored when that is no smaller or the name says an image, PDF,
 * EPUB), appends them to the spool and fills `out` (its path is `path`, borrowed). */
bool pack_add(struct pack_deflater *c, struct pack_spool *s, struct str path, struct str bytes,
              struct pack_entry *out, struct diags *d) MUST_USE;

/* The same without a ZIP to come: path, size and digest only. `sha256`: theirs where it is known,
 * or NULL. */
void pack_digest(struct str path, struct str bytes, const uint8_t *sha256, struct pack_entry *out);
/* The second half of pack_add, for an entry that pack_digest has filled. */
bool pack_compress(struct pack_deflater *c, struct pack_spool *s, struct str bytes,
                   struct pack_entry *entry, struct diags *d) MUST_USE;
/* What was last read of a spool: entries that lie near each other are fetched with one read. Zeroed
 * it is empty. */
struct pack_window {
    const struct pack_spool *of;
    uint64_t start;
    struct buf bytes;
};
void pack_window_finish(struct pack_window *w);
/* The spooled form of an entry, a view until the next call; false with errno. */
bool pack_fetch(struct pack_window *w, const struct pack_entry *entry, struct str *out) MUST_USE;
/* The same of an entry of a ZIP, and fills `recorded`. */
bool pack_fetch_recorded(struct pack_window *w, struct pack_entry *entry, struct str *out) MUST_USE;
/* Where the data of an entry stands in a ZIP whose entries before it end at `*at`, which moves
 * behind it. */
uint64_t pack_data_offset(const struct pack_entry *entry, uint64_t *at);
/* Appends what `spooled` stands for, `size_bytes` long, to `out`; false when it is anything else.
 */
bool pack_unpack(struct pack_deflater *c, struct str spooled, bool stored, size_t size_bytes,
                 struct buf *out) MUST_USE;

struct pack_header {
    struct str pack, profile;
    uint64_t serial;
    struct date made, expires; /* expires may be unset */
    struct str previous;       /* hex SHA-256 of the previous manifest, or "none" */
};

/* Sorts by bytes of path. */
void pack_sort(struct pack_entry *entries, size_t count);
/* Appends MANIFEST.txt: header lines "pack: …", an empty line, then "sha256 size path" in the order
 * of `entries`, which are sorted. MANIFEST.txt itself is not listed. */
void pack_manifest_format(const struct pack_header *h, const struct pack_entry *entries,
                          size_t count, struct buf *out);
/* Writes the ZIP at `path` (the caller's staging). Entries in the order given (that of pack_sort;
 * an EPUB's first one is "mimetype"), DOS time 0/0x21, mode 0644, no extra fields, no comment, no
 * zip64; same bytes for the same entries. */
bool pack_write(const char *path, const struct pack_entry *entries, size_t count,
                struct diags *d) MUST_USE;
/* The same into `out`, which is emptied first. */
bool pack_write_memory(struct buf *out, const struct pack_entry *entries, size_t count,
                       struct diags *d) MUST_USE;
/* The same ZIP as pack_write's, without libzip, which takes longer for each entry than copying it;
 * entries of an older ZIP are copied in one piece where they stand behind each other. Of a large
 * one two `threads` write a half each. False when it cannot be written: then pack_write says why.
 */
bool pack_rewrite(const char *path, const struct pack_entry *entries, size_t count,
                  unsigned threads) MUST_USE;

/* Strict reading: limits first, both directories in lock-step, then exact inflation. */
struct pack_reader_entry {
    struct str path;
    uint64_t size_bytes, packed_bytes, data_offset;
    uint32_t crc;
    bool stored;
};
struct pack_reader {
    struct str bytes;
    struct pack_reader_entry *entries;
    size_t count;
};
struct pack_limits {
    uint64_t entries_max, file_bytes_max, total_bytes_max, ratio_max;
    bool book; /* an EPUB: "mimetype" is stored and first, and there is META-INF/container.xml */
};
extern const struct pack_limits pack_limits_default, pack_limits_book;

/* Walks the whole ZIP in `source->text` and refuses whatever our writer would not write. Unpacks
 * nothing. Every refusal has its own code "zip/…". */
bool pack_read(struct arena *mem, const struct source *source, const struct pack_limits *limits,
               struct pack_reader *out, struct diags *d) MUST_USE;
/* Inflates one entry to exactly its declared size and checks its CRC. */
bool pack_extract(const struct pack_reader *r, size_t index, struct arena *mem, struct str *out,
                  const char *shown, struct diags *d) MUST_USE;

/* An entry as another ZIP holds it. */
struct pack_piece {
    const struct pack_reader *from;
    size_t index;
};
/* Writes the canonical ZIP of `pieces`, which are sorted by path, into `out`, which is emptied
 * first: each entry's data as it is, compressed. False when a ZIP cannot hold so much. */
bool pack_assemble(const struct pack_piece *pieces, size_t count, struct buf *out) MUST_USE;
/* Where `path` is among the entries, or SIZE_MAX. */
size_t pack_find(const struct pack_reader *r, struct str path);

struct pack_manifest {
    struct pack_header header;
    struct pack_entry *entries; /* path, size_bytes, sha256 only */
    size_t count;
};
/* Strict: exactly what pack_manifest_format writes. */
bool pack_manifest_parse(struct arena *mem, const struct source *source, struct pack_manifest *out,
                         struct diags *d) MUST_USE;

enum { PACK_PATH_MAX = 100 }; /* characters */
/* Whether a path may be in a pack: [a-z0-9._-] parts (the last one also MANIFEST.txt, CHANGES.txt,
 * START.html, START-fi.html …, README.txt, VERIFY.txt, DELTA.txt), PACK_PATH_MAX at most, no
 * Windows device names with any extension, no part starting or ending with a dot but ".well-known".
 * NULL when it may, else the reason, which goes behind "the name '…' ". */
const char *pack_path_problem(struct str path);
/* Whether a file or folder cannot have that name on Windows: con, prn, aux, nul, com1 to com9 and
 * lpt1 to lpt9, whatever follows the first dot. */
bool pack_is_device(struct str part);
/* Whether a file's name is START.html or START-<language>.html: a whole pack in one file. */
bool pack_is_start(struct str name);
/* Whether `name` may name a pack or a profile: [a-z0-9._-], starting with a letter or digit, at
 * most 64 characters. */
bool pack_is_name(struct str name);

#endif
