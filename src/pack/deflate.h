/* Private to pack/: what libdeflate does not tell about a stream it accepts. */
#ifndef PACK_DEFLATE_H
#define PACK_DEFLATE_H

#include "util/util.h"

/* Whether the deflate stream `packed` (RFC 1951), which libdeflate has accepted, ends exactly with
 * its last byte and has zeros wherever the format leaves bits unused: before stored blocks and
 * behind the end. Otherwise one page could be packed in several ways that all unpack alike. */
bool deflate_is_tight(struct str packed) MUST_USE;

#endif
