/* Runs a function over 0 … count-1 on several threads. */
#ifndef UTIL_POOL_H
#define UTIL_POOL_H

#include "util/attr.h"

#include <stdbool.h>
#include <stddef.h>

/* `worker` is 0 … threads-1 and is the same thread for all its calls; `index` goes up in each
 * worker, but which worker gets which index differs from run to run: results belong in slot
 * `index`, never in order of arrival. */
typedef void pool_fn(void *ctx, unsigned worker, size_t index);

/* Returns when every index is done. With one thread, or where threads cannot be started, the
 * caller's own thread does the work, in order. `batch` indexes are taken at once (at least 1). */
void pool_run(unsigned threads, size_t count, size_t batch, pool_fn *fn, void *ctx);

#endif
