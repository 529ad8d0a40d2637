/* A text that an editor gives in one or several languages. */
#ifndef CONTENT_TEXT_H
#define CONTENT_TEXT_H

#include "util/util.h"

/* One text in several languages. `lang` absent: written without a language (the default one's). */
struct text_entry {
    struct str lang, value;
    struct place at;
};
struct text {
    struct text_entry *items;
    size_t count;
};

#endif
