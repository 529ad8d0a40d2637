/* Links and images: the caller says where they lead; dangerous schemes are refused here, always. */
#include "markdown/escape.h"
#include "markdown/link_text.h"
#include "markdown/mask.h"
#include "markdown/write.h"

static const char *const refused[] = {"javascript", "vbscript", "data", "file", NULL};

/* The scheme as a browser reads it: control characters and white space inside do not count. */
static const char *refused_scheme(struct str url) {
    char name[16];
    size_t len = 0;
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c <= ' ' || c == 0x7f)
            continue;
        if (c == ':') {
            for (const char *const *scheme = refused; *scheme != NULL; scheme++)
                if (str_eq_nocase(str_of(name, len), str_from(*scheme)))
                    return *scheme;
            return NULL;
        }
        if (len == sizeof(name))
            return NULL;
        name[len++] = (char)c;
    }
    return NULL;
}

static bool scheme_is_fine(struct writer *w, struct str url) {
    const char *scheme = refused_scheme(url);
    if (scheme == NULL)
        return true;
    return job_error(w->job, w->target_at, "markdown/link-scheme",
                     "addresses that begin with '%s:' are not allowed; link a page, a file of the "
                     "site or https:",
                     scheme);
}

void link_flatten(struct writer *w, size_t from) {
    for (size_t i = from; w->job->hooks != NULL && i < w->out->len; i++)
        if (w->out->p[i] == '\n')
            w->out->p[i] = ' ';
}

static void put_attr(struct writer *w, const char *name, struct str value) {
    if (value.len == 0)
        return;
    buf_printf(w->out, " %s=\"", name);
    size_t from = w->out->len;
    escape_text(w->job, w->out, value);
    link_flatten(w, from);
    buf_putc(w->out, '"');
}

static struct str plain_url(struct writer *w, cmark_node *node) {
    struct buf url = {0};
    struct str raw = str_from(cmark_node_get_url(node));
    if (str_find(raw, str_lit("\xef\xb7")) == SIZE_MAX)
        return raw;
    mask_undo(w->job, raw, &url);
    struct str copy = arena_str(w->job->mem, buf_str(&url));
    buf_finish(&url);
    return copy;
}

/* Fills w->target; false when the address is refused. */
static bool resolve(struct writer *w, cmark_node *node, bool image) {
    const struct markdown_hooks *hooks = w->job->hooks;
    struct str url = plain_url(w, node);
    w->target = (struct markdown_target){.url = url};
    w->target_at = cursor_place(&w->cursor, 1);
    if (!scheme_is_fine(w, url))
        return false;
    if (hooks == NULL || (image ? hooks->image : hooks->link) == NULL)
        return true;
    bool good = (image ? hooks->image : hooks->link)(hooks->ctx, url, w->target_at, &w->target);
    w->job->ok = w->job->ok && good;
    return good && scheme_is_fine(w, w->target.url);
}

/* The fragment of a page of ours stays as the id is written, in letters of every script. */
static void put_address(struct writer *w) {
    const struct markdown_hooks *hooks = w->job->hooks;
    struct str url = w->target.url;
    bool ours = hooks != NULL && hooks->link != NULL && !w->target.external;
    size_t hash = ours ? str_find_char(url, '#') : SIZE_MAX;
    escape_url(w->out, str_slice(url, 0, hash));
    if (hash != SIZE_MAX)
        escape_text(w->job, w->out, str_from_offset(url, hash));
}

/* cmark lets an autolink stand in a link's text; HTML does not. */
static bool inside_link(struct writer *w) {
    if (w->links++ == 0)
        return false;
    if (w->job->hooks != NULL)
        job_error(w->job, cursor_place(&w->cursor, 1), "markdown/link-in-link",
                  "a link cannot stand inside a link; write it behind");
    return true;
}

void link_enter(struct writer *w, cmark_node *node) {
    if (inside_link(w))
        return;
    bool good = resolve(w, node, false);
    w->link_open = good && !w->target.as_text;
    w->link_from = w->out->len;
    if (!w->link_open) {
        w->target.as_text = w->target.as_text && good;
        return;
    }
    write_raw(w, "<a href=\"");
    put_address(w);
    write_raw(w, "\"");
    put_attr(w, "title", str_from(cmark_node_get_title(node)));
    put_attr(w, "hreflang", w->target.lang);
    put_attr(w, "lang", w->target.lang);
    put_attr(w, "dir", w->target.rtl);
    if (w->target.external)
        write_raw(w, " rel=\"noreferrer noopener nofollow\" class=\"external\"");
    write_raw(w, ">");
    w->link_from = w->out->len;
}

static void check_text(struct writer *w) {
    struct str text = str_from_offset(buf_str(w->out), w->link_from);
    if (w->job->hooks != NULL && w->target.external && link_text_differs(text, w->target.url))
        job_error(w->job, w->target_at, "link/text",
                  "the text of this link is an address, and another one than it leads to: '%.*s'",
                  STR_ARG(w->target.url));
}

void link_exit(struct writer *w) {
    if (--w->links > 0)
        return;
    check_text(w);
    if (w->link_open) {
        if (w->target.external) {
            write_raw(w, "<span class=\"visually-hidden\"> (");
            escape_text(w->job, w->out, w->job->labels.external);
            write_raw(w, ")</span>");
        }
        write_raw(w, "</a>");
    } else if (w->target.as_text) {
        write_raw(w, " <span class=\"address\">");
        escape_text(w->job, w->out, w->target.url);
        write_raw(w, "</span>");
    }
    w->link_open = false;
    w->target = (struct markdown_target){.url = STR_NONE};
}

void image_enter(struct writer *w, cmark_node *node) {
    struct markdown_target link = w->target;
    struct place link_at = w->target_at;
    bool good = resolve(w, node, true);
    write_raw(w, "<img src=\"");
    if (good)
        escape_url(w->out, w->target.url);
    write_raw(w, "\"");
    if (w->target.width > 0 && w->target.height > 0)
        buf_printf(w->out, " width=\"%u\" height=\"%u\"", w->target.width, w->target.height);
    write_raw(w, " alt=\"");
    w->target = link;
    w->target_at = link_at;
}

void image_exit(struct writer *w, cmark_node *node) {
    write_raw(w, "\"");
    put_attr(w, "title", str_from(cmark_node_get_title(node)));
    write_raw(w, "/>");
}
