/* A style sheet for a form: comments out, pictures put where they are there. The sheet has passed
 * the audit, so every url is written url("…") and no string has an escape. */
#include "forms/parts.h"

/* Behind the end of the string or comment that starts at `i`. */
static size_t behind(struct str css, size_t i) {
    size_t end;
    if (css.p[i] == '/') {
        end = str_find(str_from_offset(css, i + 2), str_lit("*/"));
        return end == SIZE_MAX ? css.len : i + 2 + end + 2;
    }
    end = str_find_char(str_from_offset(css, i + 1), css.p[i]);
    return end == SIZE_MAX ? css.len : i + 1 + end + 1;
}

/* `url` is what stands between the quotes. */
static void put_url(struct style *s, const struct forms_asset *sheet, struct str url) {
    struct str path;
    size_t before = s->out->len;
    buf_put(s->out, str_lit("url(\""));
    if (fs_resolve(s->mem, sheet->path, url, &path) && s->picture(s, path)) {
        buf_put(s->out, str_lit("\")"));
        return;
    }
    s->out->len = before;
    buf_put(s->out, str_lit("none"));
}

void style_put(struct style *s, const struct forms_asset *sheet) {
    struct str css = sheet->bytes, url = str_lit("url(\"");
    size_t from = 0, i = 0;
    while (i < css.len) {
        char c = css.p[i];
        bool comment = c == '/' && i + 1 < css.len && css.p[i + 1] == '*';
        if (c == 'u' && str_starts(str_from_offset(css, i), url)) {
            size_t end = behind(css, i + url.len - 1);
            buf_put(s->out, str_slice(css, from, i));
            put_url(s, sheet, str_slice(css, i + url.len, end - 1));
            from = i = end + 1 > css.len ? css.len : end + 1; /* the bracket */
        } else if (comment) {
            buf_put(s->out, str_slice(css, from, i));
            buf_putc(s->out, ' ');
            from = i = behind(css, i);
        } else {
            i = c == '"' || c == '\'' ? behind(css, i) : i + 1;
        }
    }
    buf_put(s->out, str_slice(css, from, css.len));
}
