/* htmldump: what the audit says of pages, and what our scanner sees in them, for the oracle.
 *
 * Reads pages from stdin, each behind its length in decimal and an LF. Writes one line a page: "-"
 * and the codes of the findings, or "+" and a JSON list of events: ["+",name,{attributes}],
 * ["-",name], ["t",text]. All pages are index.html of one small set. */
#include <stdio.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "html/html.h"

static void put_json(struct buf *out, struct str raw) {
    struct buf plain = {0};
    html_unescape(&plain, raw);
    buf_putc(out, '"');
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.p[i];
        if (c == '\n')
            buf_puts(out, "\\n");
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else
            buf_putc(out, c);
    }
    buf_putc(out, '"');
    buf_finish(&plain);
}

static void put_open(struct buf *out, const struct html_token *t) {
    buf_printf(out, "[\"+\",\"%.*s\",{", STR_ARG(t->name));
    for (size_t i = 0; i < t->attr_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        put_json(out, t->attrs[i].name);
        buf_putc(out, ':');
        put_json(out, t->attrs[i].value);
    }
    buf_puts(out, "}],");
    if (t->self_closed)
        buf_printf(out, "[\"-\",\"%.*s\"],", STR_ARG(t->name));
}

static void put_events(struct buf *out, struct str page) {
    struct html_scanner s;
    struct html_token t;
    html_start(&s, page);
    buf_puts(out, "+[");
    for (html_next(&s, &t); t.kind != HTML_END && t.kind != HTML_BAD; html_next(&s, &t)) {
        if (t.kind == HTML_OPEN)
            put_open(out, &t);
        if (t.kind == HTML_CLOSE)
            buf_printf(out, "[\"-\",\"%.*s\"],", STR_ARG(t.name));
        if (t.kind != HTML_TEXT)
            continue;
        buf_puts(out, "[\"t\",");
        put_json(out, t.text);
        buf_puts(out, "],");
    }
    buf_puts(out, "[\"end\"]]\n");
}

static void judge(const struct audit_set *set, struct str page, struct buf *out) {
    struct arena keep = {0};
    struct diags d = {0};
    struct audit_file file;
    if (audit_file(set, 0, page, NULL, &keep, &file, &d)) {
        put_events(out, page);
    } else {
        buf_putc(out, '-');
        for (size_t i = 0; i < d.count; i++)
            buf_printf(out, " %s", d.items[i].code);
        buf_putc(out, '\n');
    }
    arena_finish(&keep);
    diags_finish(&d);
}

/* False at the end of the input. */
static bool read_page(struct buf *page) {
    unsigned long long len;
    if (scanf("%llu", &len) != 1 || getchar() != '\n' || len > 1 << 24)
        return false;
    buf_reset(page);
    char *to = buf_reserve(page, (size_t)len + 1);
    page->len = fread(to, 1, (size_t)len, stdin);
    return page->len == len;
}

int main(void) {
    struct str paths[] = {str_lit("index.html"), str_lit("guides/mdma.html"), str_lit("icon.png"),
                          str_lit("style.css"), str_lit("README.txt")};
    struct audit_set set = {.paths = paths, .count = ARRAY_LEN(paths), .shown_root = ""};
    struct arena mem = {0};
    struct buf page = {0}, out = {0};
    map_init(&set.by_path, &mem, set.count);
    for (uint32_t i = 0; i < set.count; i++)
        map_add(&set.by_path, paths[i], i);
    while (read_page(&page)) {
        buf_reset(&out);
        judge(&set, buf_str(&page), &out);
        if (fwrite(out.p, 1, out.len, stdout) != out.len)
            return 3;
    }
    buf_finish(&page);
    buf_finish(&out);
    arena_finish(&mem);
    return fflush(stdout) == 0 ? 0 : 3;
}
