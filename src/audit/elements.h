/* The elements and attributes that a page may have: two tables, and how a name finds its row. */
#ifndef AUDIT_ELEMENTS_H
#define AUDIT_ELEMENTS_H

#include "audit/names.h"
#include "audit/rules.h"

struct page;

enum attribute_id {
#define ATTRIBUTE(name, chars, check, rule) ATTRIBUTE_##name,
#include "audit/attributes.def"
#undef ATTRIBUTE
    ATTRIBUTE_COUNT
};

enum element_id {
#define ELEMENT(name, ...) ELEMENT_##name,
#include "audit/elements.def"
#undef ELEMENT
    ELEMENT_COUNT
};

/* What an element is. The first ones say where it fits, the last ones what may bar it. */
enum {
    ROOT = 1 << 0,
    HEAD = 1 << 1,
    BODY = 1 << 2,
    IN_HEAD = 1 << 3,
    TEXT = 1 << 4, /* characters other than white space */
    BLOCK = 1 << 5,
    PHRASE = 1 << 6,
    ITEM = 1 << 7,
    TERM = 1 << 8,
    GROUP = 1 << 9, /* the div of a dl */
    CAPTION_OF_FIGURE = 1 << 10,
    CAPTION = 1 << 11,
    HEAD_ROWS = 1 << 12,
    BODY_ROWS = 1 << 13,
    FOOT_ROWS = 1 << 14,
    ROW = 1 << 15,
    CELL = 1 << 16,
    SUMMARY = 1 << 17,
    HEADING = 1 << 18,
    SECTION = 1 << 19,
    MAIN = 1 << 20,
    HEADER = 1 << 21,
    ADDRESS = 1 << 22,
    TABLE = 1 << 23,
    INTERACTIVE = 1 << 24,
    DEFINITION = 1 << 25,
    ANY = (1 << 26) - 1,
    PHRASES = PHRASE | TEXT,
    FLOW = BLOCK | PHRASE | TEXT
};

enum {
    VOID = 1,
    TRANSPARENT = 2, /* holds what its parent holds */
    WATCHED = 4,     /* white space and other text in it differ */
    START_ONLY = 8,  /* only in START.html */
    KEPT = 16        /* often the same on many pages; what such a row must be: test_elements.c */
};

struct element {
    struct name16 name;
    uint32_t is, holds, bars, before, needs;
    uint64_t attrs, required; /* bit n: attribute n */
    uint8_t id, flags;
    bool (*check)(struct page *p); /* NULL: nothing more to look at */
};

struct attribute {
    struct name16 name;
    bool (*check)(struct str value); /* NULL: any, or the element's check looks */
    enum rule rule;
    const char *text; /* its name, for messages */
};

/* Row n is number n; the last element stands for any unknown one. A slot holds a number plus one.
 */
extern const struct element elements_rows[ELEMENT_COUNT + 1];
extern const struct attribute elements_attributes[ATTRIBUTE_COUNT];
extern const unsigned char elements_slots[NAMES_SLOTS], elements_attribute_slots[NAMES_SLOTS];

/* NULL: not on the list. */
static inline const struct element *elements_find(struct name16 name) {
    unsigned slot = elements_slots[NAMES_HASH(name.lo, name.hi)];
    return slot == 0 || !names_same(elements_rows[slot - 1].name, name) ? NULL
                                                                        : &elements_rows[slot - 1];
}
static inline const struct attribute *elements_attribute(struct name16 name) {
    unsigned slot = elements_attribute_slots[NAMES_HASH(name.lo, name.hi)];
    return slot == 0 || !names_same(elements_attributes[slot - 1].name, name)
               ? NULL
               : &elements_attributes[slot - 1];
}
static inline unsigned elements_attribute_id(const struct attribute *a) {
    return (unsigned)(a - elements_attributes);
}

#endif
