/* Threads that take batches from one counter until it runs out. The caller is worker 0. */
#include "util/pool.h"

#include <stdatomic.h>

enum { THREADS_MAX = 64 };

struct work {
    atomic_size_t next;
    size_t count, batch;
    pool_fn *fn;
    void *ctx;
};

struct worker {
    struct work *work;
    pthread_t thread;
    unsigned number;
};

static void *run(void *arg) {
    struct worker *me = arg;
    struct work *work = me->work;
    for (;;) {
        size_t from = atomic_fetch_add_explicit(&work->next, work->batch, memory_order_relaxed);
        if (from >= work->count)
            return NULL;
        size_t to = work->count - from < work->batch ? work->count : from + work->batch;
        for (size_t i = from; i < to; i++)
            work->fn(work->ctx, me->number, i);
    }
}

void pool_run(unsigned threads, size_t count, size_t batch, pool_fn *fn, void *ctx) {
    struct work work = {.count = count, .batch = batch == 0 ? 1 : batch, .fn = fn, .ctx = ctx};
    struct worker workers[THREADS_MAX];
    unsigned started = 1;
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    atomic_init(&work.next, 0);
    workers[0] = (struct worker){.work = &work, .number = 0};
    /* A thread that cannot start is no loss: the others take its share. */
    while (started < threads && started < count) {
        workers[started] = (struct worker){.work = &work, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0)
            break;
        started++;
    }
    run(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

static void *run_task(void *arg) {
    struct pool_task *t = arg;
    t->fn(t->ctx);
    return NULL;
}

void pool_begin(struct pool_task *t, bool beside, void (*fn)(void *ctx), void *ctx) {
    *t = (struct pool_task){.fn = fn, .ctx = ctx};
    t->runs = beside && pthread_create(&t->thread, NULL, run_task, t) == 0;
    if (!t->runs)
        fn(ctx);
}

void pool_wait(struct pool_task *t) {
    if (t->runs)
        pthread_join(t->thread, NULL);
    t->runs = false;
}
