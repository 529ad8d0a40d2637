/* The loop: wait for news about the sources, let them settle, build, tell. Building is a thread of
 * its own, so that Ctrl-C never waits for it.
 *
 * A text that was saved is tried at once, in haste. What comes of that is shown when nothing is to
 * be said about it; else nobody hears of it, because the editor may be about to write the rest, and
 * all is done again when the news have settled. */
#include "serve/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "serve/mhd.h"
#include "serve/parts.h"

enum {
    SETTLE_MS = 25,      /* this long without news … */
    SETTLE_ROUNDS = 10,  /* … or after so many waits: an editor that saves all the time */
    LAST_BUILD_MS = 1000 /* how long the end waits for a build that is running */
};

struct server {
    struct preview preview;
    struct arena mem;
    struct watch watch;
    struct http *http;
    int signals, done;       /* signalfd; eventfd that the builder raises */
    const char *out;         /* the folder of this run */
    struct build_live *live; /* of the last whole build, or NULL */
    struct buf changed;      /* the one file to follow; empty: a whole build */
    struct buf spoiled;      /* a file that `live` has in part: only that one can be followed */
    bool haste;              /* of the build that runs: no whole one */
    bool failed;             /* it could not follow; the builder's until it is done */
    pthread_t builder;
    struct site_codes codes; /* of the builds before; the builder's own */
    bool building;
    sigset_t blocked, before;
    struct diags *d;
};

/* --- one build */

static void publish(struct preview *p, bool ok, struct snapshot *made, const struct diags *d) {
    struct snapshot old = {0};
    pthread_mutex_lock(&p->lock);
    buf_reset(&p->errors);
    if (ok) {
        old = p->good;
        p->good = *made;
        p->generation++;
    } else {
        diags_format(d, DIAG_TEXT, false, &p->errors);
    }
    p->changes++;
    pthread_mutex_unlock(&p->lock);
    snapshot_finish(&old);
}

/* Pages that were made anew, until all of them are known to be good. */
struct fresh {
    struct arena mem;
    struct {
        struct str path, bytes;
    } * items;
    size_t count, cap;
};

static void take_page(void *ctx, struct str path, struct str bytes) {
    struct fresh *f = ctx;
    size_t at = f->count;
    (void)arena_push(&f->mem, &f->items, &f->count, &f->cap);
    f->items[at].path = arena_str(&f->mem, path);
    f->items[at].bytes = arena_str(&f->mem, bytes);
}

static void publish_fresh(struct preview *p, const struct fresh *f) {
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < f->count; i++)
        snapshot_replace(&p->good, f->items[i].path, f->items[i].bytes);
    buf_reset(&p->errors);
    p->generation++;
    p->changes++;
    pthread_mutex_unlock(&p->lock);
}

/* One text has changed: only its pages are made. False when a whole build has to look. */
static bool follow(struct server *s) {
    const struct serve_options *o = s->preview.options;
    struct fresh fresh = {0};
    struct diags none = {0};
    double start = o->seconds();
    bool ok = s->live != NULL && s->changed.len > 0 &&
              build_live_follow(s->live, buf_str(&s->changed), take_page, &fresh);
    if (ok) {
        publish_fresh(&s->preview, &fresh);
        o->built(o->ctx, true, fresh.count, o->seconds() - start, &none);
    }
    arena_finish(&fresh.mem);
    return ok;
}

static void build_once(struct server *s) {
    const struct serve_options *o = s->preview.options;
    const char *const profiles[] = {o->profile, NULL};
    const struct build_options options = {.root = o->root,
                                          .out = s->out,
                                          .profiles = profiles,
                                          .threads = o->threads,
                                          .drafts = o->drafts,
                                          .no_zip = true,
                                          .codes = &s->codes,
                                          .source_date = o->source_date};
    struct build_summary summary;
    struct snapshot made = {0};
    struct diags d = {0};
    struct arena mem = {0};
    double start = o->seconds();
    bool ok;
    build_live_close(s->live);
    s->live = build_live_open(&options, &summary, &ok, &d);
    ok = ok && snapshot_load(&made, arena_printf(&mem, "%s/%s", s->out, o->profile).p, &d);
    diags_sort(&d);
    publish(&s->preview, ok, &made, &d);
    if (!ok)
        snapshot_finish(&made);
    o->built(o->ctx, ok, summary.pages, o->seconds() - start, &d);
    arena_finish(&mem);
    diags_finish(&d);
}

static void *build_thread(void *ctx) {
    struct server *s = ctx;
    uint64_t one = 1;
    s->failed = !follow(s);
    if (s->failed && !s->haste) {
        build_once(s);
        s->failed = false;
    }
    return write(s->done, &one, sizeof(one)) == (ssize_t)sizeof(one) ? ctx : NULL;
}

/* Whether the news are of one file, which may be followed. */
static bool has_one(const struct server *s) {
    struct str only = buf_str(&s->watch.only), spoiled = buf_str(&s->spoiled);
    return s->live != NULL && !s->watch.many && only.len > 0 &&
           (spoiled.len == 0 || str_eq(spoiled, only));
}

/* Once: after that has failed, the news settle. */
static bool is_hasty(const struct server *s) {
    return has_one(s) && s->watch.saved && s->spoiled.len == 0 &&
           str_ends(buf_str(&s->watch.only), str_lit(".md"));
}

/* The watch is opened first: what changes while the build reads is news again. Where one file of a
 * known folder has changed, there are no other folders than before. */
static bool start_build(struct server *s) {
    bool one = has_one(s);
    s->haste = one && is_hasty(s);
    buf_reset(&s->changed);
    if (one)
        buf_put(&s->changed, buf_str(&s->watch.only));
    watch_forget(&s->watch);
    if (!one) {
        watch_close(&s->watch);
        if (!watch_open(&s->watch, s->preview.options->root, s->d))
            return false;
    }
    int err = pthread_create(&s->builder, NULL, build_thread, s);
    if (err != 0)
        return diag_system(s->d, "serve", err, "serve/thread", "cannot start a thread");
    s->building = true;
    return true;
}

/* True when it is to be done again. */
static bool end_build(struct server *s) {
    uint64_t count;
    if (read(s->done, &count, sizeof(count)) != (ssize_t)sizeof(count))
        return false;
    (void)pthread_join(s->builder, NULL);
    s->building = false;
    buf_reset(&s->spoiled);
    if (s->failed)
        buf_put(&s->spoiled, buf_str(&s->changed));
    return s->failed;
}

/* --- waiting */

/* Takes the signal away, so that it does not end the program when signals are let through again. */
static bool take_signal(struct server *s) {
    struct signalfd_siginfo info;
    return read(s->signals, &info, sizeof(info)) == (ssize_t)sizeof(info);
}

/* False when it is time to end. */
static bool wait_for_news(struct server *s, bool *news) {
    bool again = false;
    for (unsigned rounds = 0; !*news || again || s->building; rounds++) {
        struct pollfd p[] = {{.fd = s->signals, .events = POLLIN},
                             {.fd = s->done, .events = POLLIN},
                             {.fd = s->watch.fd, .events = POLLIN}};
        int got = poll(p, ARRAY_LEN(p), again ? SETTLE_MS : -1);
        if (got < 0 && errno != EINTR)
            return diag_system(s->d, "serve", errno, "serve/poll", "cannot wait");
        if (got > 0 && (p[0].revents & POLLIN) != 0)
            return !take_signal(s);
        bool failed = got > 0 && (p[1].revents & POLLIN) != 0 && end_build(s);
        again = got > 0 && (p[2].revents & POLLIN) != 0 && watch_read(&s->watch);
        again = again || failed;
        *news = *news || again;
        if (*news && !s->building && is_hasty(s))
            return true;
        rounds = again ? rounds : 0;
        if (rounds > SETTLE_ROUNDS)
            again = false;
    }
    return true;
}

static bool loop(struct server *s) {
    size_t errors = s->d->errors;
    while (start_build(s)) {
        bool news = false;
        if (!wait_for_news(s, &news))
            break;
    }
    return s->d->errors == errors;
}

/* --- from start to end */

static bool open_scratch(struct server *s) {
    char *path = arena_cstr(
        &s->mem, arena_printf(&s->mem, "%s/pamphlet-preview-XXXXXX", s->preview.options->scratch));
    if (mkdtemp(path) == NULL)
        return diag_system(s->d, path, errno, "serve/scratch", "cannot make a folder");
    s->out = path;
    return true;
}

static bool open_signals(struct server *s) {
    sigemptyset(&s->blocked);
    sigaddset(&s->blocked, SIGINT);
    sigaddset(&s->blocked, SIGTERM);
    sigaddset(&s->blocked, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &s->blocked, &s->before);
    s->signals = signalfd(-1, &s->blocked, SFD_CLOEXEC);
    s->done = eventfd(0, EFD_CLOEXEC);
    return (s->signals >= 0 && s->done >= 0) ||
           diag_system(s->d, "serve", errno, "serve/signals", "cannot wait for signals");
}

/* The wall holds for threads that start behind it. */
static bool open_server(struct server *s) {
    const struct serve_options *o = s->preview.options;
    int socket = http_listen(&s->preview, s->d);
    if (socket < 0)
        return false;
    if (!open_scratch(s) || !o->enter_wall(o->ctx, s->out, s->d)) {
        close(socket);
        return false;
    }
    return (s->http = http_open(&s->mem, &s->preview, socket, s->d)) != NULL;
}

static void stop(struct server *s) {
    pthread_mutex_lock(&s->preview.lock);
    s->preview.stopping = true;
    pthread_mutex_unlock(&s->preview.lock);
    http_close(s->http);
    struct pollfd p = {.fd = s->done, .events = POLLIN};
    if (s->building && poll(&p, 1, LAST_BUILD_MS) > 0)
        (void)end_build(s); /* nothing is done again */
    if (s->out != NULL)
        (void)!fs_delete_folder(s->out, NULL, s->d);
}

static void finish(struct server *s) {
    watch_close(&s->watch);
    if (s->signals >= 0)
        close(s->signals);
    if (s->done >= 0)
        close(s->done);
    if (s->building) /* its thread still uses the rest */
        return;
    (void)pthread_sigmask(SIG_SETMASK, &s->before, NULL);
    build_live_close(s->live);
    buf_finish(&s->changed);
    buf_finish(&s->spoiled);
    snapshot_finish(&s->preview.good);
    site_codes_finish(&s->codes);
    buf_finish(&s->preview.errors);
    pthread_mutex_destroy(&s->preview.lock);
}

bool serve_run(const struct serve_options *options, bool *busy, struct diags *d) {
    struct arena mem = {0};
    struct server *s = arena_new(&mem, struct server); /* threads point to it */
    *s = (struct server){.preview = {.options = options}, .watch = {.fd = -1}, .d = d};
    s->mem = mem;
    s->signals = s->done = -1;
    pthread_mutex_init(&s->preview.lock, NULL);
    bool ok = mhd_open(d) && open_signals(s) && open_server(s);
    if (ok) {
        options->listening(options->ctx, s->preview.port);
        ok = loop(s);
    }
    stop(s);
    finish(s);
    *busy = s->building;
    mem = s->mem;
    if (!*busy)
        arena_finish(&mem);
    return ok;
}
