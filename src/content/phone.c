/* What is wrong with a telephone number, said so that it can be put right. A page makes a link of
 * all its digits and a telephone dials them all, so what is no part of one number is refused. */
#include "content/phone.h"

enum { DIGITS_MIN = 2, DIGITS_MAX = 15 /* ITU-T E.164 */, ABROAD = 2 };

/* The first sign that is not ASCII, or 0: a no-break space is not to be told from a space. */
static uint32_t odd_sign(struct str s) {
    while (s.len > 0) {
        uint32_t code = utf8_next(&s);
        if (code >= 0x80)
            return code;
    }
    return 0;
}

static bool has_other_signs(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.p[i]) && (s.p[i] == '\0' || strchr(" +-()./", s.p[i]) == NULL))
            return true;
    return false;
}

static size_t count_digits(struct str s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++)
        digits += ascii_is_digit(s.p[i]);
    return digits;
}

/* "112.0", as programs write amounts. */
static bool is_amount(struct str s) {
    size_t whole = str_find_char(s, '.');
    if (whole == SIZE_MAX || whole < 2 || whole + 1 == s.len)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (i < whole ? !ascii_is_digit(s.p[i]) : i > whole && s.p[i] != '0')
            return false;
    return true;
}

/* A slash stands behind an area code, which begins like "040" or "+49", or between two numbers. */
static bool is_two(struct str s) {
    struct str area, local = s;
    if (!str_next_part(&local, '/', &area) || local.p == NULL)
        return false;
    local = str_trim(local);
    return strchr("0+(", area.len > 0 ? area.p[0] : '0') == NULL ||
           str_starts(local, str_lit("0")) || str_find_char(local, '/') != SIZE_MAX;
}

bool phone_check(struct reader *r, struct place at, struct str number) {
    uint32_t odd = odd_sign(number);
    size_t digits = count_digits(number), most = DIGITS_MAX;
    struct str rest = str_from_offset(number, number.len > 0);
    if (str_starts(number, str_lit("00")))
        most += ABROAD;
    if (odd != 0)
        return diag_error(r->d, at, "service/phone",
                          "'%s' has the sign U+%04X, which may look like another: a phone number "
                          "is written with 0-9, plain spaces, and '+' in front",
                          fields_shown(number).p, odd);
    if (has_other_signs(number) || str_find_char(rest, '+') != SIZE_MAX || digits < DIGITS_MIN)
        return diag_error(r->d, at, "service/phone",
                          "'%s' is no phone number: digits, spaces, and '+' in front",
                          fields_shown(number).p);
    if (digits > most)
        return diag_error(r->d, at, "service/phone",
                          "'%s' has %zu digits, and no phone number has more than %zu: write each "
                          "number by itself",
                          fields_shown(number).p, digits, most);
    if (is_two(number))
        return diag_error(r->d, at, "service/phone",
                          "'%s' looks like two numbers, which would be dialled as one: write each "
                          "number by itself",
                          fields_shown(number).p);
    if (is_amount(number))
        return diag_error(r->d, at, "service/phone",
                          "'%s' ends as amounts do, and its last 0 would be dialled: write '%.*s'",
                          fields_shown(number).p, (int)str_find_char(number, '.'), number.p);
    return true;
}
