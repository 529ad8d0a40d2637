/* Telephone numbers in fields. Private. */
#ifndef CONTENT_PHONE_H
#define CONTENT_PHONE_H

#include "content/fields.h"

/* Whether `number` is one that can be dialled: digits, spaces and ( ) - . / with '+' in front at
 * most; if not, says at `at` why. */
bool phone_check(struct reader *r, struct place at, struct str number);

#endif
