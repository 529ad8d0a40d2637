/* Web addresses in fields. Private. */
#ifndef CONTENT_WEB_H
#define CONTENT_WEB_H

#include "content/fields.h"

/* Whether `url` is an address that a page may link; if not, says at `at` what keeps it from being
 * one. `*host` is a view into `url`, without the port. */
bool web_check(struct reader *r, struct place at, struct str url, struct str *host);

#endif
