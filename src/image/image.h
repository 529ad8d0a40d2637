/* The door of image/: JPEG, PNG, GIF and WebP rebuilt from a keep-list, so that only what draws the
 * picture is left. No decoding of pixels; what a decoder shows is equal before and after.
 *
 * Sources: ITU-T T.81 and JFIF 1.02, PNG third edition, GIF89a, RFC 9649 (WebP). */
#ifndef IMAGE_H
#define IMAGE_H

#include "util/util.h"

enum image_kind { IMAGE_NONE, IMAGE_JPEG, IMAGE_PNG, IMAGE_GIF, IMAGE_WEBP };

enum {
    IMAGE_SIDE_MAX = 16384,
    IMAGE_PIXELS_MAX = 64 * 1024 * 1024,
    IMAGE_BYTES_MAX = 64 * 1024 * 1024,
    IMAGE_FRAME_PIXELS_MAX = 1024 * 1024 * 1024 /* of all frames of an animation together */
};

/* What was left out, in words for the editor. */
struct image_removed {
    bool camera, serial, place, time, author, thumbnail, comment, text, colour_profile;
    bool trailing; /* data behind the end of the picture or of its pixels */
    bool other;
    size_t bytes;
};

struct image_info {
    enum image_kind kind;
    unsigned width, height; /* as shown: the orientation is applied */
    bool animated;
    struct image_removed removed;
};

/* By first bytes only. */
enum image_kind image_kind_of(struct str bytes);
const char *image_kind_name(enum image_kind kind);      /* "JPEG" */
const char *image_kind_extension(enum image_kind kind); /* "jpg" */
/* What the name of a file claims (".jpeg" too, any case): compare with image_kind_of to find a
 * disguised one. */
enum image_kind image_kind_of_path(struct str path);

/* Appends the rebuilt file to `out`. False after it has reported under `source`'s path why the file
 * is refused (`out` is then as it was): broken, truncated, too many pixels, or a kind that is not
 * taken (SVG, HEIC, AVIF, TIFF: with the way to convert). Warns where dropping a PNG's or WebP's
 * orientation changes how some viewers turn it. Idempotent: scrubbing the result changes nothing.
 *
 * The values of decoded pixels stay; a colour profile (ICC) goes, and is named in `removed`. Time
 * is linear in the bytes, memory a fixed multiple of them. Safe from several threads. */
bool image_scrub(const struct source *source, struct buf *out, struct image_info *info,
                 struct diags *d) MUST_USE;

/* Whether a file is byte for byte what image_scrub would write. */
bool image_is_clean(struct str bytes, struct image_info *info) MUST_USE;

/* Appends what image_scrub would write for `bytes`; nothing is reported. False when it would
 * refuse. */
bool image_clean(struct str bytes, struct buf *out, struct image_info *info) MUST_USE;

/* Filling makes a clean picture longer and draws nothing; image_scrub takes it out again. How many
 * bytes it takes at least: 0 when pictures of this kind have no place for any. */
size_t image_filling_least(enum image_kind kind);
/* How many bytes there are to fill when the picture grows by `room` (image_filling_least at least).
 */
size_t image_filling_bytes(enum image_kind kind, size_t room);
/* Appends a clean picture that has grown by `room`; `filling` is as long as image_filling_bytes. */
void image_fill(struct str clean, size_t room, struct str filling, struct buf *out);

/* "camera, serial number, place" or "nothing"; for messages. */
void image_removed_words(const struct image_removed *r, struct buf *out);

#endif
