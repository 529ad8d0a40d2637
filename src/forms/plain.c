/* What stands for layouts/start.html and layouts/start-language.html in a theme that has neither:
 * the same protections, the theme's own style when it is at its usual place, a list of pages. */
#include "forms/parts.h"

static void put_link_to(const struct kit *k, struct arena *mem, const struct page *from,
                        const char *path, const char *before, struct buf *out) {
    if (kit_asset(k, str_from(path)) == NULL)
        return;
    struct str way = fs_relative(mem, from->path, str_from(path));
    buf_printf(out, "%s\"%.*s\"/>\n", before, STR_ARG(way));
}

struct str plain_frame(const struct kit *k, struct arena *mem, const struct page *page) {
    const struct language *l = &k->site->languages[page->language];
    struct buf out = {0};
    struct str title = kit_title(k, page->language);
    buf_printf(&out,
               "<!DOCTYPE html>\n<html lang=\"%.*s\" dir=\"%s\">\n<head>\n"
               "<meta charset=\"utf-8\"/>\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
               "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
               "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"/>\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"\"/>\n<title>",
               STR_ARG(l->tag), l->rtl ? "rtl" : "ltr");
    html_escape(&out, title);
    buf_put(&out, str_lit("</title>\n"));
    put_link_to(k, mem, page, "assets/icon.png",
                "<link rel=\"icon\" type=\"image/png\" href=", &out);
    put_link_to(k, mem, page, "assets/style.css", "<link rel=\"stylesheet\" href=", &out);
    buf_put(&out, str_lit("</head>\n<body>\n<main>\n<h1>"));
    html_escape(&out, title);
    buf_put(&out, str_lit("</h1>\n<hr class=\"_pages\"/>\n</main>\n</body>\n</html>\n"));
    struct str frame = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return frame;
}

struct str plain_section(const struct kit *k, struct arena *mem, const struct page *page) {
    struct buf out = {0};
    struct arena own = {0};
    size_t count;
    const struct page **pages = kit_reading_order(k, &own, page->language, &count);
    buf_put(&out, str_lit("<h2>"));
    html_escape(&out, k->site->languages[page->language].name);
    buf_put(&out, str_lit("</h2>\n<ul>\n"));
    for (size_t i = 0; i < count; i++) {
        struct str way = fs_relative(&own, page->path, pages[i]->path);
        buf_printf(&out, "<li><a href=\"%.*s\">", STR_ARG(way));
        html_escape(&out, pages[i]->title);
        buf_put(&out, str_lit("</a></li>\n"));
    }
    buf_put(&out, str_lit("</ul>\n<hr class=\"_pages\"/>"));
    struct str section = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    arena_finish(&own);
    return section;
}
