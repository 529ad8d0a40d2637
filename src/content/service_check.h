/* One service's fields, and what they can contradict. Private to content/. */
#ifndef CONTENT_SERVICE_CHECK_H
#define CONTENT_SERVICE_CHECK_H

#include "content/fields.h"

/* service.c: fills `out` from the tree of an open reader and checks it. */
void service_read(struct reader *r, struct str id, struct service *out);
/* The forms of a channel's addresses, its dates, and that a thread has an end. `n`: its fields. */
void service_check_channel(struct reader *r, const struct node *n, const struct channel *channel);
/* Claims that cannot both be true. */
void service_check(struct reader *r, const struct service *service);

#endif
