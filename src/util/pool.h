/* Runs a function over 0 … count-1 on several threads. */
#ifndef UTIL_POOL_H
#define UTIL_POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "util/attr.h"

/* `worker` is 0 … threads-1 and is the same thread for all its calls; `index` goes up in each
 * worker, but which worker gets which index differs from run to run: results belong in slot
 * `index`, never in order of arrival. */
typedef void pool_fn(void *ctx, unsigned worker, size_t index);

/* Returns when every index is done. With one thread, or where threads cannot be started, the
 * caller's own thread does the work, in order. `batch` indexes are taken at once (at least 1). */
void pool_run(unsigned threads, size_t count, size_t batch, pool_fn *fn, void *ctx);

/* One piece of work beside the caller's own, which needs its result later; zero to begin with. */
struct pool_task {
    void (*fn)(void *ctx);
    void *ctx;
    pthread_t thread;
    bool runs;
};

/* Starts `fn`. Not `beside`, or where no thread can be started, it is done when this returns.
 * `ctx` and the task stay where they are until pool_wait. */
void pool_begin(struct pool_task *t, bool beside, void (*fn)(void *ctx), void *ctx);
/* Returns when it is done; at once for a task that was never begun, or waited for before. */
void pool_wait(struct pool_task *t);

#endif
