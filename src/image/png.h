/* What the two PNG files share. Private to image/. */
#ifndef IMAGE_PNG_H
#define IMAGE_PNG_H

#include "image/scrub.h"

struct png_header {
    uint32_t width, height;
    unsigned depth, colour_type;
    bool interlaced;
};

enum png_pixels { PNG_PIXELS_FINE, PNG_PIXELS_BROKEN, PNG_PIXELS_SHORT };

/* Inflates the zlib stream at the start of `bytes`, without keeping it: it must hold exactly the
 * rows of a picture of `width` by `height` in the colour type of `h`, each with a known filter.
 * `*used` is where the stream ends in `bytes`. Constant memory. */
enum png_pixels png_pixels_check(const struct png_header *h, uint32_t width, uint32_t height,
                                 struct str bytes, size_t *used) MUST_USE;

#endif
