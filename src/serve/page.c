/* What is put into a page on its way to the browser. The published page allows no script; the one
 * that is served allows the preview's own. */
#include "serve/parts.h"

#define POLICY "default-src 'none'; "
#define LIVE   POLICY "script-src 'self'; connect-src 'self'; "

static void put_escaped(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c == '&' || c == '<' || c == '>' || c == '"')
            buf_puts(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;");
        else
            buf_putc(out, c);
    }
}

/* The value of the first `name="…"` in the page's head. */
static struct str attribute(struct str html, const char *start) {
    size_t at = str_find(str_slice(html, 0, 2000), str_from(start));
    if (at == SIZE_MAX)
        return STR_NONE;
    struct str value = str_from_offset(html, at + strlen(start));
    return str_slice(value, 0, str_find_char(value, '"'));
}

struct str page_source(struct arena *mem, const struct preview *p, struct str path) {
    if (str_starts(path, str_lit("site/"))) /* of the stick */
        path = str_from_offset(path, strlen("site/"));
    if (path.p == NULL || !str_ends(path, str_lit(".html")))
        return STR_NONE;
    struct str key = str_slice(path, 0, path.len - strlen(".html"));
    size_t service = str_find(key, str_lit("/services/"));
    struct str candidates[] = {arena_printf(mem, "content/%.*s.md", STR_ARG(key)), STR_NONE,
                               STR_NONE};
    if (service != SIZE_MAX) {
        candidates[1] =
            arena_printf(mem, "content%.*s.yaml", STR_ARG(str_from_offset(key, service)));
        candidates[2] = str_lit("content/services.csv");
    }
    for (size_t i = 0; i < ARRAY_LEN(candidates); i++) {
        const char *file =
            candidates[i].p == NULL ? NULL : fs_join(mem, p->options->root, candidates[i]);
        if (file != NULL && fs_exists(file))
            return candidates[i];
    }
    return STR_NONE;
}

static void put_strip(const struct preview *p, struct str path, struct str html, struct buf *out) {
    struct arena mem = {0};
    struct str source = page_source(&mem, p, path), lang = attribute(html, " lang=\"");
    buf_printf(out,
               "<link rel=\"stylesheet\" href=\"/.pamphlet/live.css\"/>"
               "<p id=\"pamphlet-strip\" dir=\"ltr\" data-generation=\"%u\">",
               p->generation);
    buf_puts(out, "<span>preview: ");
    put_escaped(out, str_from(p->options->profile));
    buf_puts(out, "</span><span>");
    put_escaped(out, lang);
    buf_printf(out, "</span><span>%zu bytes (class %zu KiB)</span>", html.len,
               build_size_class(html.len) / 1024);
    if (source.p != NULL) {
        buf_puts(out, "<a href=\"/.pamphlet/source/");
        put_escaped(out, source);
        buf_puts(out, "\">");
        put_escaped(out, source);
        buf_puts(out, "</a>");
    } else {
        buf_puts(out, "<span>made by pamphlet</span>");
    }
    buf_puts(out, "</p><script src=\"/.pamphlet/live.js\" defer=\"defer\"></script>\n");
    arena_finish(&mem);
}

void page_live(const struct preview *p, struct str path, struct str html, struct buf *out) {
    struct str rest = html;
    size_t policy = str_find(str_slice(html, 0, 4000), str_lit(POLICY));
    if (policy != SIZE_MAX) {
        buf_put(out, str_slice(html, 0, policy));
        buf_puts(out, LIVE);
        rest = str_from_offset(html, policy + strlen(POLICY));
    }
    size_t end = rest.len;
    while (end > 0 && !str_starts(str_from_offset(rest, end), str_lit("</body>")))
        end--;
    buf_put(out, str_slice(rest, 0, end));
    put_strip(p, path, html, out);
    buf_put(out, str_from_offset(rest, end));
}

void page_notice(const struct preview *p, struct str title, struct str text, struct buf *out) {
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>");
    put_escaped(out, title);
    buf_puts(out, "</title></head><body><h1>");
    put_escaped(out, title);
    buf_puts(out, "</h1><pre>");
    put_escaped(out, text);
    buf_puts(out, "</pre>");
    put_strip(p, STR_NONE, str_lit("<html lang=\"en\">"), out);
    buf_puts(out, "</body></html>\n");
}

void page_state(const struct preview *p, struct buf *out) {
    buf_printf(out, "{\"generation\":%u,\"errors\":", p->generation);
    diag_put_json(buf_str(&p->errors), out);
    buf_putc(out, '}');
}
