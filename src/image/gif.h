/* Pixel data of GIF. Private to image/. */
#ifndef IMAGE_GIF_H
#define IMAGE_GIF_H

#include "image/scrub.h"

enum gif_pixels { GIF_PIXELS_FINE, GIF_PIXELS_BROKEN, GIF_PIXELS_SHORT };

/* `codes` is the content of the data sub-blocks of one picture. Keeps the codes that draw its
 * `pixels`, puts the end code behind the last one and cuts the rest; `*extra` is set when that was
 * more than an encoder leaves. */
enum gif_pixels gif_pixels_end(unsigned code_bits, uint64_t pixels, struct buf *codes,
                               bool *extra) MUST_USE;

#endif
