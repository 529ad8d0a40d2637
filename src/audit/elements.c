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

const struct element elements_rows[ELEMENT_COUNT + 1] = {
#define ELEMENT(name, chars, is, holds, bars, before, needs, attrs, required, flags, check)        \
    {NAMES_ROW(chars), is,    holds, bars, before, needs, attrs, required,                         \
     ELEMENT_##name,   flags, check},
#include "audit/elements.def"
#undef ELEMENT
    {{0, 0}, 0, ANY, 0, 0, 0, 0, 0, ELEMENT_COUNT, TRANSPARENT, NULL},
};

const unsigned char elements_slots[NAMES_SLOTS] = {
#define ELEMENT(name, chars, ...) [NAMES_SLOT(chars)] = ELEMENT_##name + 1,
#include "audit/elements.def"
#undef ELEMENT
};

#define ATTRIBUTE(name, chars, check, rule) {NAMES_ROW(chars), check, rule, ELEMENTS_TEXT chars},
#define ELEMENTS_TEXT(...)                                                                         \
    (const char[]) {                                                                               \
        __VA_ARGS__, 0                                                                             \
    }
const struct attribute elements_attributes[ATTRIBUTE_COUNT] = {
#include "audit/attributes.def"
};
#undef ATTRIBUTE

const unsigned char elements_attribute_slots[NAMES_SLOTS] = {
#define ATTRIBUTE(name, chars, ...) [NAMES_SLOT(chars)] = ATTRIBUTE_##name + 1,
#include "audit/attributes.def"
#undef ATTRIBUTE
};
