/* What the four formats share: one run of image_scrub. Private to image/.
 *
 * To add a format: an enum value and a row of `kinds` in image.c, a file with its x_scrub. */
#ifndef IMAGE_SCRUB_H
#define IMAGE_SCRUB_H

#include "image/bytes.h"
#include "image/image.h"

struct scrub {
    const struct source *source;
    struct str in; /* source->text */
    struct buf *out;
    struct image_info *info;
    struct image_removed *removed; /* info->removed */
    uint64_t frame_pixels;         /* so far, of an animation */
    struct diags *d;
};

/* Reports about the whole file and is false. */
#define scrub_refuse(s, code, ...)                                                                 \
    diag_error((s)->d, place_of((s)->source, 0, 0, 0), (code), __VA_ARGS__)
bool scrub_truncated(struct scrub *s);
/* Sets the size of the picture; false when a side or the area is past the limits, or zero. */
bool scrub_size(struct scrub *s, uint32_t width, uint32_t height) MUST_USE;
/* Counts a frame of an animation; false when it does not lie on the canvas, or past the limit. */
struct frame {
    uint32_t x, y, width, height;
};
bool scrub_frame(struct scrub *s, struct frame frame) MUST_USE;
/* Warns that dropping `orientation` (2 to 8) changes how some viewers show the picture. */
void scrub_orientation_dropped(struct scrub *s, unsigned orientation);

bool jpeg_scrub(struct scrub *s) MUST_USE;
bool png_scrub(struct scrub *s) MUST_USE;
bool gif_scrub(struct scrub *s) MUST_USE;
bool webp_scrub(struct scrub *s) MUST_USE;

/* Reports a file that is none of the four: what it is by its first bytes, and the way to convert.
 */
bool foreign_refuse(const struct source *source, struct diags *d);

#endif
