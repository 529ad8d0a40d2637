/* The answers. Only this machine is listened to, and only requests that name it: a page on the web
 * that makes a browser ask here (DNS rebinding) has another Host and gets nothing. One thread a
 * connection; those that wait for news look for the end of their connection, too. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/mhd.h"
#include "serve/parts.h"

enum {
    CONNECTIONS_MAX = 256,
    CONNECTION_SECONDS = 60,
    BACKLOG = 64,
    LOOK_MS = 20,
    HEARTBEAT_LOOKS = 750, /* 15 s */
    EVENT_BYTES = 64 * 1024,
    SOURCE_BYTES_MAX = 16 * 1024 * 1024
};

struct http {
    struct preview *preview;
    struct MHD_Daemon *daemon;
};

/* --- plain answers */

static const char *type_of(struct str path) {
    static const struct {
        const char *ending, *type;
    } types[] = {{".html", "text/html; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".png", "image/png"},
                 {".jpg", "image/jpeg"},
                 {".gif", "image/gif"},
                 {".webp", "image/webp"},
                 {".pdf", "application/pdf"},
                 {".epub", "application/epub+zip"},
                 {".txt", "text/plain; charset=utf-8"},
                 {".asc", "text/plain; charset=utf-8"}};
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (str_ends(path, str_from(types[i].ending)))
            return types[i].type;
    return "application/octet-stream";
}

static enum MHD_Result send_bytes(struct MHD_Connection *c, unsigned code, const char *type,
                                  struct str bytes) {
    /* The library copies; it takes no const pointer, but writes nothing. */
    void *data = (void *)(uintptr_t)(bytes.p == NULL ? "" : bytes.p);
    struct MHD_Response *r =
        mhd.create_response_from_buffer(bytes.len, data, MHD_RESPMEM_MUST_COPY);
    if (r == NULL)
        return MHD_NO;
    (void)mhd.add_response_header(r, "Content-Type", type);
    (void)mhd.add_response_header(r, "Cache-Control", "no-store");
    (void)mhd.add_response_header(r, "X-Content-Type-Options", "nosniff");
    (void)mhd.add_response_header(r, "Referrer-Policy", "no-referrer");
    enum MHD_Result ok = mhd.queue_response(c, code, r);
    mhd.destroy_response(r);
    return ok;
}

static enum MHD_Result send_text(struct MHD_Connection *c, unsigned code, const char *text) {
    return send_bytes(c, code, "text/plain; charset=utf-8", str_from(text));
}

/* --- the event stream */

struct listener {
    struct arena mem; /* it lives in there itself */
    struct preview *preview;
    struct MHD_Connection *connection;
    unsigned told; /* the `changes` it knows */
    bool first;
    struct buf pending;
    size_t sent;
};

/* Whether the browser has gone: its end of the connection is closed. */
static bool has_left(struct MHD_Connection *c, int wait_ms) {
    const union MHD_ConnectionInfo *info =
        mhd.get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd p = {.fd = info == NULL ? -1 : info->connect_fd, .events = POLLIN};
    char byte;
    if (poll(&p, 1, wait_ms) <= 0)
        return false;
    return (p.revents & (POLLERR | POLLHUP)) != 0 ||
           recv(p.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Fills `pending` with the newest state; false when there is nothing new. */
static bool take_news(struct listener *l, bool *stopping) {
    struct preview *p = l->preview;
    pthread_mutex_lock(&p->lock);
    bool news = l->first || l->told != p->changes;
    *stopping = p->stopping;
    if (news) {
        l->told = p->changes;
        l->first = false;
        buf_puts(&l->pending, "event: state\ndata: ");
        page_state(p, &l->pending);
        buf_puts(&l->pending, "\n\n");
    }
    pthread_mutex_unlock(&p->lock);
    return news;
}

static ssize_t read_events(void *ctx, uint64_t at, char *out, size_t max) {
    struct listener *l = ctx;
    bool stopping = false;
    (void)at;
    if (l->sent == l->pending.len) {
        l->sent = 0;
        buf_reset(&l->pending);
        for (unsigned looks = 0; !take_news(l, &stopping) && !stopping; looks++) {
            if (has_left(l->connection, LOOK_MS))
                return MHD_CONTENT_READER_END_WITH_ERROR;
            if (looks == HEARTBEAT_LOOKS) {
                buf_puts(&l->pending, ":\n\n");
                break;
            }
        }
        if (stopping)
            return MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t n = l->pending.len - l->sent < max ? l->pending.len - l->sent : max;
    memcpy(out, l->pending.p + l->sent, n);
    l->sent += n;
    return (ssize_t)n;
}

static void end_events(void *ctx) {
    struct listener *l = ctx;
    struct arena mem = l->mem;
    buf_finish(&l->pending);
    arena_finish(&mem);
}

static enum MHD_Result send_events(struct preview *p, struct MHD_Connection *c) {
    struct arena mem = {0};
    struct listener *l = arena_new(&mem, struct listener);
    *l = (struct listener){.mem = mem, .preview = p, .connection = c, .first = true};
    struct MHD_Response *r = mhd.create_response_from_callback(MHD_SIZE_UNKNOWN, EVENT_BYTES,
                                                               read_events, l, end_events);
    if (r == NULL) {
        arena_finish(&mem);
        return MHD_NO;
    }
    (void)mhd.add_response_header(r, "Content-Type", "text/event-stream");
    (void)mhd.add_response_header(r, "Cache-Control", "no-store");
    enum MHD_Result ok = mhd.queue_response(c, MHD_HTTP_OK, r);
    mhd.destroy_response(r);
    return ok;
}

/* --- files */

static enum MHD_Result send_own(struct MHD_Connection *c, struct str name) {
    for (const struct preview_file *f = preview_files; f->name != NULL; f++) {
        struct str own = str_from_offset(str_from(f->name), strlen("src/serve/texts/"));
        if (str_eq(own, name))
            return send_bytes(c, MHD_HTTP_OK, type_of(name),
                              str_of((const char *)f->bytes, f->size));
    }
    return send_text(c, MHD_HTTP_NOT_FOUND, "there is no such file\n");
}

/* The text of a page's source: files of content/ that editors write, nothing else. */
static enum MHD_Result send_source(struct preview *p, struct MHD_Connection *c, struct str path) {
    struct arena mem = {0};
    struct diags quiet = {0};
    struct str text = STR_NONE;
    const char *file = fs_join(&mem, p->options->root, path);
    bool fine = file != NULL && str_starts(path, str_lit("content/")) &&
                (str_ends(path, str_lit(".md")) || str_ends(path, str_lit(".yaml")) ||
                 str_is(path, "content/services.csv")) &&
                fs_read(&mem, file, file, SOURCE_BYTES_MAX, &text, &quiet);
    enum MHD_Result ok = fine ? send_bytes(c, MHD_HTTP_OK, "text/plain; charset=utf-8", text)
                              : send_text(c, MHD_HTTP_NOT_FOUND, "there is no such source file\n");
    diags_finish(&quiet);
    arena_finish(&mem);
    return ok;
}

/* The preview's lock is held: the snapshot must not go away while it is copied. */
static enum MHD_Result send_page(struct preview *p, struct MHD_Connection *c, struct str path) {
    struct str bytes = snapshot_file(&p->good, path);
    struct buf page = {0};
    unsigned code = MHD_HTTP_OK;
    const char *type = type_of(path);
    if (p->generation == 0) {
        code = MHD_HTTP_SERVICE_UNAVAILABLE;
        page_notice(p, str_lit("Nothing could be built yet"), buf_str(&p->errors), &page);
    } else if (bytes.p == NULL) {
        code = MHD_HTTP_NOT_FOUND;
        page_notice(p, str_lit("There is no such page"), path, &page);
    } else if (str_ends(path, str_lit(".html"))) {
        page_live(p, path, bytes, &page);
    } else {
        return send_bytes(c, code, type, bytes);
    }
    enum MHD_Result ok = send_bytes(c, code, "text/html; charset=utf-8", buf_str(&page));
    buf_finish(&page);
    return ok;
}

static enum MHD_Result answer_path(struct preview *p, struct MHD_Connection *c, struct str path) {
    struct str own = str_lit(".pamphlet/"), source = str_lit(".pamphlet/source/");
    struct arena mem = {0};
    if (str_is(path, ".pamphlet/events"))
        return send_events(p, c);
    if (str_starts(path, source))
        return send_source(p, c, str_from_offset(path, source.len));
    if (str_starts(path, own))
        return send_own(c, str_from_offset(path, own.len));
    pthread_mutex_lock(&p->lock);
    if (path.len == 0 || path.p[path.len - 1] == '/')
        path = arena_printf(&mem, "%.*sindex.html", STR_ARG(path));
    if (str_is(path, "index.html") && snapshot_file(&p->good, path).p == NULL &&
        snapshot_file(&p->good, str_lit("START.html")).p != NULL)
        path = str_lit("START.html"); /* of a stick */
    enum MHD_Result ok = send_page(p, c, path);
    pthread_mutex_unlock(&p->lock);
    arena_finish(&mem);
    return ok;
}

static bool names_us(const struct preview *p, const char *host) {
    static const char *const names[] = {"127.0.0.1", "localhost"};
    struct arena mem = {0};
    bool ours = false;
    for (size_t i = 0; host != NULL && i < ARRAY_LEN(names); i++)
        ours = ours ||
               str_eq_nocase(str_from(host),
                             arena_printf(&mem, "%s:%u", names[i], (unsigned)p->port)) ||
               (p->port == 80 && str_eq_nocase(str_from(host), str_from(names[i])));
    arena_finish(&mem);
    return ours;
}

static enum MHD_Result answer(void *ctx, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state) {
    struct preview *p = ctx;
    const char *host = mhd.lookup_connection_value(c, MHD_HEADER_KIND, "Host");
    (void)version, (void)upload, (void)upload_size, (void)state; /* answered before a body comes */
    if (!names_us(p, host))
        return send_text(c, MHD_HTTP_FORBIDDEN,
                         "this preview answers to 127.0.0.1 and localhost with its port only\n");
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return send_text(c, MHD_HTTP_METHOD_NOT_ALLOWED, "pages are read here, nothing else\n");
    return answer_path(p, c, str_from(url[0] == '/' ? url + 1 : url));
}

/* --- opening */

int http_listen(struct preview *p, struct diags *d) {
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(p->options->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (fd >= 0 && bind(fd, (struct sockaddr *)&at, size) == 0 && listen(fd, BACKLOG) == 0 &&
        getsockname(fd, (struct sockaddr *)&at, &size) == 0) {
        p->port = ntohs(at.sin_port);
        return fd;
    }
    int err = errno;
    if (err == EADDRINUSE)
        diag_error(d, (struct place){0}, "serve/port-taken",
                   "port %u is taken by another program: close it, or take another one with "
                   "--port N (--port 0 finds a free one)",
                   (unsigned)p->options->port);
    else
        diag_system(d, "127.0.0.1", err, "serve/listen", "cannot listen on port %u",
                    (unsigned)p->options->port);
    if (fd >= 0)
        close(fd);
    return -1;
}

struct http *http_open(struct arena *mem, struct preview *p, int socket, struct diags *d) {
    struct http *h = arena_new(mem, struct http);
    h->preview = p;
    h->daemon = mhd.start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, NULL,
        NULL, answer, p, MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS,
        MHD_OPTION_END);
    if (h->daemon != NULL)
        return h;
    close(socket);
    diag_error(d, (struct place){0}, "serve/listen", "the server does not start");
    d->system = true;
    return NULL;
}

void http_close(struct http *h) {
    if (h != NULL && h->daemon != NULL)
        mhd.stop_daemon(h->daemon); /* closes the socket, too */
}
