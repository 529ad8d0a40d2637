/* Private to pdf/: where objects are. */
#ifndef PDF_READ_H
#define PDF_READ_H

#include "pdf/pdf.h"

enum { PDF_OBJECTS_MAX = 100000 };

struct pdf_object {
    size_t from, to; /* "7 0 obj" to behind "endobj" */
    size_t head;     /* where its stream begins; `to` when it has none */
    uint32_t number;
};
struct pdf_file {
    struct str bytes;
    struct pdf_object *objects; /* in the order of the file */
    size_t count, cap;
    size_t xref; /* offset of the table */
    uint32_t size, root, info;
};
/* `raw`: as a library wrote it, with a line about itself. */
bool pdf_read(struct arena *mem, struct str bytes, bool raw, struct pdf_file *out,
              struct pdf_fault *fault) MUST_USE;
/* Where `key` stands in a dictionary, outside of texts in brackets; SIZE_MAX when nowhere. */
size_t pdf_key(struct str object, const char *key);
/* The object that stands behind "/Pages " in a dictionary, or 0. */
uint32_t pdf_reference(struct str object, const char *key);

#endif
