/* The door of exchange/: the directory for other people's programs. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "site/site.h"

/* Appends the services of `site` as Open Referral HSDS 3.0 JSON: an array of service objects, in
 * the site's default language, with ids that stay the same from export to export. What HSDS has no
 * field for (the claims) is in `attributes`; what is unknown is left out. Needs sign_init(). False
 * when there is no memory. */
bool exchange_hsds(const struct site *site, struct buf *out) MUST_USE;

#endif
