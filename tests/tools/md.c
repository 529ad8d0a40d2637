/* Test driver: renders Markdown bodies without a site. Reads bodies separated by NUL bytes from
 * stdin and writes their HTML, each followed by a NUL; messages go to stderr. `md -t N` renders the
 * one body N times and prints microseconds for each. */
#include <stdio.h>
#include <stdlib.h>

#include "markdown/markdown.h"

static void read_all(struct buf *in) {
    size_t n;
    do {
        char *to = buf_reserve(in, 1 << 16);
        n = fread(to, 1, 1 << 16, stdin);
        in->len += n;
    } while (n > 0);
}

static bool link(void *ctx, struct str url, struct place at, struct markdown_target *out) {
    (void)ctx;
    (void)at;
    out->external = str_find_char(url, ':') != SIZE_MAX;
    return true;
}

static bool cite(void *ctx, struct str id, struct place at, unsigned *number, struct str *back_id,
                 struct str *target_id) {
    unsigned *count = ctx;
    (void)id;
    (void)at;
    *number = ++*count;
    *back_id = STR_NONE;
    *target_id = str_lit("sources");
    return true;
}

static bool component(void *ctx, struct str name, const struct markdown_attr *attrs, size_t count,
                      struct str body, struct place at, const struct markdown_page *page,
                      struct buf *out) {
    (void)ctx;
    (void)attrs;
    (void)at;
    (void)page;
    buf_printf(out, "<div class=\"%.*s\">%zu %zu</div>", STR_ARG(name), count, body.len);
    return true;
}

static bool render(struct markdown *m, struct arena *mem, struct str body, struct buf *out,
                   bool quiet, bool site) {
    struct source source = {"stdin.md", body};
    struct markdown_page page;
    struct diags d;
    unsigned cites = 0;
    const struct markdown_hooks hooks = {&cites, link, link, cite, component, NULL};
    diags_init(&d);
    bool good =
        markdown_render(m, mem, &source, body, 1, site ? &hooks : NULL, NULL, out, &page, &d);
    struct buf text = {0};
    diags_sort(&d);
    diags_format(&d, DIAG_TEXT, false, &text);
    if (!quiet)
        fprintf(stderr, "%.*s", STR_ARG(buf_str(&text)));
    buf_finish(&text);
    diags_finish(&d);
    return good;
}

static void measure(struct markdown *m, struct arena *mem, struct str body, unsigned rounds) {
    struct buf out = {0};
    double start = env_seconds();
    for (unsigned i = 0; i < rounds; i++) {
        buf_reset(&out);
        arena_reset(mem);
        render(m, mem, body, &out, true, true);
    }
    printf("%zu bytes: %.2f us\n", body.len, (env_seconds() - start) * 1e6 / rounds);
    buf_finish(&out);
}

int main(int argc, char **argv) {
    struct buf in = {0}, out = {0};
    struct arena mem = {0};
    struct markdown *m = markdown_open();
    bool good = true, site = argc == 2 && strcmp(argv[1], "-s") == 0;
    read_all(&in);
    struct str rest = buf_str(&in), body;
    if (argc == 3 && strcmp(argv[1], "-t") == 0) {
        measure(m, &mem, rest, (unsigned)strtoul(argv[2], NULL, 10));
    } else {
        while (str_next_part(&rest, '\0', &body)) {
            buf_reset(&out);
            good = render(m, &mem, body, &out, argc == 2, site) && good;
            fwrite(out.p == NULL ? "" : out.p, 1, out.len, stdout);
            if (rest.p != NULL)
                putchar('\0');
            arena_reset(&mem);
        }
    }
    markdown_close(m);
    arena_finish(&mem);
    buf_finish(&in);
    buf_finish(&out);
    return good ? 0 : 1;
}
