/* Forms of small values: ids, language tags, addresses. Pure tests, no messages. Private. */
#ifndef CONTENT_SHAPE_H
#define CONTENT_SHAPE_H

#include "content/content.h"

/* a-z, 0-9, and "-", "_", "." between them. */
bool shape_is_id(struct str s);
/* What an id could have been meant by `s`, or absent. */
struct str shape_id_like(struct arena *mem, struct str s);
enum { SHAPE_URL_MAX = 2000 };
/* http:// or https://, a host, what the audit takes as it is. `*host` without port. */
bool shape_is_web(struct str url, struct str *host);
/* 56 of a-z 2-7 and ".onion", perhaps with names before it. */
bool shape_is_onion(struct str host);
bool shape_is_email(struct str s);
/* `digits` hexadecimal digits. */
bool shape_is_hex(struct str s, size_t digits);

#endif
