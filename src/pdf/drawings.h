/* Private to pdf/: drawings in the place of a library's forms. */
#ifndef PDF_DRAWINGS_H
#define PDF_DRAWINGS_H

#include "pdf/pdf.h"

/* The drawings of a file, while its objects are written. */
struct placing {
    const struct pdf_drawings *drawings;
    bool *placed;     /* by drawing */
    size_t *lengths;  /* by number of an object: the length of a stream, or 0 */
    uint32_t objects; /* their numbers are smaller */
};
void placing_start(struct placing *p, const struct pdf_drawings *drawings, uint32_t objects,
                   struct arena *mem);
/* Appends the object when it is the place of a drawing, or the length of one; else false. `head` is
 * all of it before its stream. */
bool placing_put(struct placing *p, uint32_t number, struct str head, struct buf *out) MUST_USE;
/* Whether each drawing has been put somewhere. */
bool placing_done(const struct placing *p) MUST_USE;

#endif
