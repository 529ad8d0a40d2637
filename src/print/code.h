/* Codes as drawings. The code of a page's few words stands on four kinds of sheet, and that of the
 * onion on nearly all: each is made once. */
#ifndef PRINT_CODE_H
#define PRINT_CODE_H

#include <stdatomic.h>

#include "pdf/pdf.h"
#include "qr/qr.h"
#include "site/site.h"

struct code {
    unsigned modules;           /* a side, without quiet zone */
    struct pdf_drawing drawing; /* one unit is one module; the middle of the first row is at 0 */
};
/* The codes of one text, once somebody has asked for them; any thread. */
struct code_memory {
    _Atomic(const struct code *) levels[QR_LEVELS];
};

/* The code of `text`, in `keep`; NULL when there is nothing to encode, or too much. `memory` is
 * only ever asked for the same text. `drawn`: a picture of some code that the site has, or NULL;
 * when it is this one, it is taken from there, for choosing a mask takes ten times as long. */
const struct code *code_of(struct code_memory *memory, struct arena *keep, struct str text,
                           enum qr_level level, const struct site_code *drawn);

#endif
