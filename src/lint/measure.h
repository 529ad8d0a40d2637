/* Numbers and units in a text: where one begins, what it is, and how far it goes. */
#ifndef LINT_MEASURE_H
#define LINT_MEASURE_H

#include "util/util.h"

enum measure_unit {
    UNIT_NONE,
    UNIT_MG,
    UNIT_MCG,
    UNIT_MICRO,
    UNIT_G,
    UNIT_KG,
    UNIT_ML,
    UNIT_CL,
    UNIT_DL,
    UNIT_L,
    UNIT_COUNTED
};

/* Values are in millionths. */
enum { MEASURE_ONE = 1000000 };
struct measure_number {
    size_t from, to; /* offsets */
    uint64_t value;
    uint64_t otherwise; /* what it may be, too: "1.000", "2 500 mg"; or 0 */
    bool naked;         /* ".5" */
    uint8_t odd_bytes;  /* of a decimal sign that is none in this language: "0,5", "0·5"; or 0 */
    unsigned places;    /* digits behind the point */
    bool zero;          /* "1.0" */
    bool two_ways;      /* readers of this language may take it for a thousand times as much */
};

/* What U+066B is read as: never anything but the sign of decimals. */
enum { MEASURE_DECIMAL = 2 };

/* One number, or a range of two, as they stand. */
struct measure {
    struct measure_number a, b;
    enum measure_unit a_unit, b_unit; /* of a range the first may have none */
    size_t a_unit_at, a_end, b_unit_at, b_end;
    bool range;
};

/* A text in which digits of other scripts are 0 to 9, what parts them is as in ASCII, and marks
 * that are not printed are gone, but those between two figures. All offsets are in it. */
struct measure_text {
    struct str s;
    const uint32_t *origins; /* where each byte stands in the text; NULL: where it is */
    struct str masked;       /* what it was made of */
    const uint8_t *marks;    /* of each byte of the text, see marks.h; or NULL */
    bool comma;              /* ',' is a decimal sign of its language, too, and no thousands' */
};

/* `masked` is prose_mask's of `text`, or `text` itself. */
struct measure_text measure_text_of(struct arena *mem, struct str text, struct str masked,
                                    struct str language);
static inline size_t measure_origin(const struct measure_text *t, size_t at) {
    return t->origins == NULL ? at : t->origins[at];
}
/* Where in the text ends what ends at `to`: before marks that follow. */
size_t measure_origin_end(const struct measure_text *t, size_t to);
/* Whether a number can begin at `i`: not inside a word, a date, a version or another number.
 * `unit_end`: measure_unit_end of what was read last, or 0. */
bool measure_starts(const struct measure_text *t, size_t i, size_t unit_end);
/* Reads what begins at `i`; false when it is no number. */
bool measure_take(const struct measure_text *t, size_t i, struct measure *out);
size_t measure_end(const struct measure *m);
size_t measure_unit_end(const struct measure *m); /* 0 when it has none */
/* The unit whose name is at `i`, and where it ends; UNIT_NONE leaves `*end`. */
enum measure_unit measure_take_unit(struct str s, size_t i, size_t *end);
/* Whether the sign is of a script that writes numbers and units without blanks around them. */
bool measure_is_unparted(uint32_t code);
bool measure_is_dash(uint32_t code); /* "-", or a hyphen or dash like it */
bool measure_is_point(const struct measure_text *t, size_t i); /* a decimal sign */
static inline bool measure_digit_at(struct str s, size_t i) {
    return i < s.len && ascii_is_digit(s.p[i]);
}
/* Length of the blank at `i`, or 0. */
size_t measure_blank_length(struct str s, size_t i);
/* Past blanks on this line. */
size_t measure_skip_blanks(struct str s, size_t i);
/* Past what may stand between a number and its unit: blanks, and an end of the line. */
size_t measure_skip_space(struct str s, size_t i);
/* The bytes `from` to `to` for a message, on one line. */
struct str measure_shown(struct arena *mem, const struct measure_text *t, size_t from, size_t to);

#endif
