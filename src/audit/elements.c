/* The two tables, laid out by the compiler. Slot 0 of the rows is left free, so that an empty slot
 * of the index (0) is no row. */
#include "audit/elements.h"

#include "audit/head.h"
#include "audit/page.h"
#include "audit/values.h"

#define A(name) (UINT64_C(1) << ATTRIBUTE_##name)
#define GLOBAL                                                                                     \
    (A(ID) | A(CLASS) | A(LANG) | A(XML_LANG) | A(DIR) | A(TITLE) | A(ROLE) | A(ARIA_LABEL) |      \
     A(ARIA_LABELLEDBY) | A(ARIA_DESCRIBEDBY) | A(ARIA_HIDDEN) | A(ARIA_CURRENT) | A(TABINDEX) |   \
     A(HIDDEN))

static const struct element elements[ELEMENT_COUNT + 1] = {
#define ELEMENT(name, chars, is, holds, bars, before, needs, attrs, required, flags, check)        \
    {NAMES_ROW(chars), is,    holds, bars, before, needs, attrs, required,                         \
     ELEMENT_##name,   flags, check},
#include "audit/elements.def"
#undef ELEMENT
    {{0, 0}, 0, ANY, 0, 0, 0, 0, 0, ELEMENT_COUNT, TRANSPARENT, NULL},
};

static const unsigned char element_slots[NAMES_SLOTS] = {
#define ELEMENT(name, chars, ...) [NAMES_SLOT(chars)] = ELEMENT_##name + 1,
#include "audit/elements.def"
#undef ELEMENT
};

#define ATTRIBUTE(name, chars, check, rule) {NAMES_ROW(chars), check, rule, ELEMENTS_TEXT chars},
#define ELEMENTS_TEXT(...)                                                                         \
    (const char[]) {                                                                               \
        __VA_ARGS__, 0                                                                             \
    }
static const struct attribute attributes[ATTRIBUTE_COUNT] = {
#include "audit/attributes.def"
};
#undef ATTRIBUTE

static const unsigned char attribute_slots[NAMES_SLOTS] = {
#define ATTRIBUTE(name, chars, ...) [NAMES_SLOT(chars)] = ATTRIBUTE_##name + 1,
#include "audit/attributes.def"
#undef ATTRIBUTE
};

static bool same(struct name16 a, struct name16 b) {
    return a.lo == b.lo && a.hi == b.hi;
}

const struct element *elements_find(struct name16 name) {
    unsigned slot = element_slots[NAMES_HASH(name.lo, name.hi)];
    if (slot == 0 || !same(elements[slot - 1].name, name))
        return NULL;
    return &elements[slot - 1];
}

const struct attribute *elements_attribute(struct name16 name) {
    unsigned slot = attribute_slots[NAMES_HASH(name.lo, name.hi)];
    if (slot == 0 || !same(attributes[slot - 1].name, name))
        return NULL;
    return &attributes[slot - 1];
}

const struct element *elements_row(unsigned id) {
    return &elements[id];
}

const struct attribute *elements_attribute_row(unsigned id) {
    return &attributes[id];
}
