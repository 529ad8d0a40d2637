/* Writing files through to the disk while others are still being made: whoever has written one
 * hands over its open descriptor, and a few threads, which wait for the disk and not for a
 * processor, sync and close it. So no file is opened twice, and a slow disk is waited for beside
 * the work.
 *
 * By file and not by syncfs: that waits for whatever anybody else writes to the same disk, and
 * tells of their errors. For 11,000 files the difference is within the noise of the disk.
 *
 * What is kept in memory, or by a disk that has no need to be waited for, is synced at once by who
 * wrote it: handing it over took longer, a tenth of a build of small pages. Which it is, the first
 * files tell: by the mean, because a file in memory takes its half microsecond too, and none of
 * them by more than its share, because whoever was held up did not wait for the disk. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "util/env.h"
#include "util/fs.h"

/* A waiting thread is woken for a few files, not for each. Descriptors that are open at once:
 * ROOM_FILES and a few for each thread. Threads begin when a file takes PATIENCE_NS in the
 * mean, and what all of them took is worth the threads' start. */
enum { THREADS_MAX = 8, FEW_FILES = 8, ROOM_FILES = 32 };
enum { PATIENCE_NS = 20 * 1000, SHARE_NS = 200 * 1000, START_NS = 1000 * 1000 };

struct written {
    int fd;
    struct str path;
};

struct fs_syncer {
    struct arena mem;
    bool beside;
    atomic_llong waited_ns; /* by those who called fs_syncer_put, beyond PATIENCE_NS a file */
    pthread_mutex_t lock;   /* of all that follows */
    pthread_cond_t more, room;
    struct written waiting[ROOM_FILES];
    size_t count;
    bool ends;
    pthread_t threads[THREADS_MAX];
    unsigned started, idle;
    int err; /* of the first file that the disk refused; 0: none */
    struct str refused;
};

struct fs_syncer *fs_syncer_open(bool beside) {
    struct arena mem = {0};
    struct fs_syncer *s = arena_new(&mem, struct fs_syncer);
    s->beside = beside;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->more, NULL);
    pthread_cond_init(&s->room, NULL);
    s->mem = mem;
    return s;
}

/* Without the lock; returns errno of the first that failed, and which. */
static int sync_files(const struct written *files, size_t count, struct str *refused) {
    int err = 0;
    for (size_t i = 0; i < count; i++) {
        int failed = fsync(files[i].fd) != 0 ? errno : 0;
        if (close(files[i].fd) != 0 && failed == 0)
            failed = errno;
        if (failed == 0 || err != 0)
            continue;
        err = failed;
        *refused = files[i].path;
    }
    return err;
}

static void keep_refusal(struct fs_syncer *s, int err, struct str refused) {
    if (err == 0 || s->err != 0)
        return;
    s->err = err;
    s->refused = refused;
}

/* Takes `count` of those that wait, the last ones, and syncs them. Holds the lock before and after,
 * not meanwhile. */
static void take(struct fs_syncer *s, size_t count) {
    struct written mine[ROOM_FILES];
    struct str refused = STR_NONE;
    s->count -= count;
    memcpy(mine, s->waiting + s->count, count * sizeof(mine[0]));
    pthread_cond_broadcast(&s->room);
    pthread_mutex_unlock(&s->lock);
    int err = sync_files(mine, count, &refused);
    pthread_mutex_lock(&s->lock);
    keep_refusal(s, err, refused);
}

/* A few at once; in the end each by itself, so that every thread has one. */
static void *run(void *arg) {
    struct fs_syncer *s = arg;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        if (s->count >= FEW_FILES || (s->ends && s->count > 0)) {
            take(s, s->ends ? 1 : FEW_FILES);
            continue;
        }
        if (s->ends)
            break;
        s->idle++;
        pthread_cond_wait(&s->more, &s->lock);
        s->idle--;
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* False when there are as many as may be. */
static bool start_thread(struct fs_syncer *s) {
    if (s->started == THREADS_MAX || pthread_create(&s->threads[s->started], NULL, run, s) != 0)
        return false;
    s->started++;
    return true;
}

static void sync_here(struct fs_syncer *s, const struct written *file) {
    struct str refused = STR_NONE;
    double since = env_seconds();
    int err = sync_files(file, 1, &refused);
    double took_ns = (env_seconds() - since) * 1e9;
    s->waited_ns += (took_ns < SHARE_NS ? (long long)took_ns : SHARE_NS) - PATIENCE_NS;
    if (err == 0)
        return;
    pthread_mutex_lock(&s->lock);
    keep_refusal(s, err, refused);
    pthread_mutex_unlock(&s->lock);
}

static void hand_over(struct fs_syncer *s, const struct written *file) {
    pthread_mutex_lock(&s->lock);
    while (s->count == ROOM_FILES)
        pthread_cond_wait(&s->room, &s->lock);
    s->waiting[s->count++] = *file;
    if (s->count % FEW_FILES == 0) {
        if (s->idle > 0)
            pthread_cond_signal(&s->more);
        else
            (void)start_thread(s);
    }
    if (s->count == ROOM_FILES && s->started == 0) /* nobody else will */
        take(s, s->count);
    pthread_mutex_unlock(&s->lock);
}

void fs_syncer_put(struct fs_syncer *s, int fd, struct str path) {
    struct written file = {fd, path};
    if (s->beside && s->waited_ns > START_NS)
        hand_over(s, &file);
    else
        sync_here(s, &file);
}

/* With a thread for each file that still waits, as far as there may be. */
static void finish_files(struct fs_syncer *s) {
    pthread_mutex_lock(&s->lock);
    s->ends = true;
    pthread_cond_broadcast(&s->more);
    for (size_t wanted = s->beside ? s->count : 0; wanted > s->started && start_thread(s);)
        continue;
    while (s->count > 0)
        take(s, 1);
    pthread_mutex_unlock(&s->lock);
    for (unsigned i = 0; i < s->started; i++)
        pthread_join(s->threads[i], NULL);
}

bool fs_syncer_close(struct fs_syncer *s, struct str *refused) {
    finish_files(s);
    int err = s->err;
    if (err != 0)
        *refused = s->refused;
    pthread_cond_destroy(&s->room);
    pthread_cond_destroy(&s->more);
    pthread_mutex_destroy(&s->lock);
    struct arena mem = s->mem;
    arena_finish(&mem);
    errno = err;
    return err == 0;
}
