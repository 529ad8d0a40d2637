/* The door of qr/: QR codes (ISO/IEC 18004) by libqrencode, written as PNG or for a terminal. */
#ifndef QR_H
#define QR_H

#include "util/util.h"

enum qr_level { QR_LEVEL_M, QR_LEVEL_Q, QR_LEVELS };

struct qr {
    unsigned modules;    /* a side, without quiet zone */
    unsigned version;    /* 1 to 40 */
    const uint8_t *dark; /* modules*modules, row by row, 1 dark */
};

/* An "http" URL whose host ends in ".onion" with its scheme and host in upper case, which changes
 * nothing and saves room; what follows the host stays. Else `text` itself. */
struct str qr_shorten_url(struct arena *mem, struct str text);
/* How many bytes of text like `text` fit at `level` (version 40); beyond ASCII one less, because
 * the code then tells that it is UTF-8. */
size_t qr_bytes_max(struct str text, enum qr_level level);
/* False when the text does not fit, or is none: nothing is reported, the caller knows the place. */
bool qr_encode(struct arena *mem, struct str text, enum qr_level level, struct qr *out) MUST_USE;
/* Greyscale 1-bit PNG, `scale` pixels a module, quiet zone of 4 modules; same bytes every time.
 * Returns how many pixels a side. */
unsigned qr_png(const struct qr *code, unsigned scale, struct buf *out);
/* The code in a picture that qr_png made at that scale: what it was made of, but for the version.
 */
void qr_of_png(struct arena *mem, struct str png, unsigned scale, struct qr *out);
/* Half-block characters, quiet zone of 4, dark on light. */
void qr_terminal(const struct qr *code, bool color, struct buf *out);

#endif
