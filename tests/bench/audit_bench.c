/* How fast one core audits: a set of made-up guides of the size of real ones, in three scripts,
 * read as often as fits into a second. Prints MB/s of the scanner, the audit and the escaper, or of
 * the one that is named.
 *
 *   make build/release/bench/audit_bench */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "audit/audit.h"
#include "html/html.h"

enum { PAGES = 11000, ROUNDS_MAX = 1000 };

struct corpus {
    struct arena mem;
    struct audit_set set;
    struct str *pages;
    size_t bytes;
};

static const char *const scripts[] = {
    "Mixing it with alcohol or other depressants makes breathing weaker. Wait at least two hours "
    "before taking more, and do not use alone",
    "Sekoittaminen alkoholiin tai muihin lamaaviin aineisiin heikentää hengitystä. Odota vähintään "
    "kaksi tuntia ennen kuin otat lisää",
    "Смешивание с алкоголем или другими депрессантами ослабляет дыхание. Подождите не менее двух "
    "часов, прежде чем принимать ещё",
};

static void put_head(struct buf *out) {
    buf_puts(out,
             "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
             "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
             "'self'; img-src 'self'; base-uri 'none'; form-action 'none'\"/>\n"
             "<title>A guide</title>\n"
             "<link rel=\"icon\" type=\"image/png\" href=\"../../assets/icon.png\"/>\n"
             "<link rel=\"stylesheet\" href=\"../../assets/style.css\"/>\n</head>\n<body>\n"
             "<header>\n<nav aria-label=\"Pages\">\n<ul>\n");
    for (int i = 0; i < 8; i++)
        buf_printf(out, "<li><a href=\"../guides/guide-%d.html\">Section %d</a></li>\n", i, i);
    buf_puts(out, "</ul>\n</nav>\n</header>\n<main>\n");
}

static void put_section(struct buf *out, unsigned page, unsigned n) {
    const char *text = scripts[page % 3];
    buf_printf(out,
               "<h2 id=\"section-%u\">Section %u</h2>\n<p>%s: <strong>%u mg</strong>. %s "
               "<a href=\"guide-%u.html\">see there</a><sup><a href=\"#note-%u\" "
               "role=\"doc-noteref\">%u</a></sup>.</p>\n<ul>\n",
               n, n, text, n * 10, text, (page * 7 + n * 31) % PAGES, n, n);
    for (unsigned i = 0; i < 3; i++)
        buf_printf(out, "<li>%s &amp; more</li>\n", text);
    buf_puts(out, "</ul>\n");
}

static struct str make_page(struct arena *mem, unsigned page) {
    struct buf out = {0};
    put_head(&out);
    buf_puts(&out, "<h1 id=\"guide\">A guide</h1>\n<table class=\"doses\">\n<thead>\n<tr>"
                   "<th scope=\"col\">Route</th><th scope=\"col\">Light</th></tr>\n</thead>\n"
                   "<tbody>\n<tr><td>oral</td><td>40 mg</td></tr>\n</tbody>\n</table>\n");
    for (unsigned n = 0; n < 4; n++)
        put_section(&out, page, n);
    buf_puts(&out, "<ol>\n");
    for (unsigned n = 0; n < 4; n++)
        buf_printf(&out,
                   "<li id=\"note-%u\"><cite>A source</cite>, 2024. <a class=\"external\" "
                   "rel=\"noreferrer noopener nofollow\" href=\"https://example.org/a/%u\">link</a>"
                   "</li>\n",
                   n, page);
    buf_puts(&out, "</ol>\n</main>\n</body>\n</html>\n");
    struct str s = arena_str(mem, buf_str(&out));
    buf_finish(&out);
    return s;
}

static void make_corpus(struct corpus *c) {
    c->set.count = PAGES + 2;
    c->set.paths = arena_array(&c->mem, struct str, c->set.count);
    c->pages = arena_array(&c->mem, struct str, PAGES);
    map_init(&c->set.by_path, &c->mem, c->set.count);
    for (uint32_t i = 0; i < PAGES; i++) /* one behind the other, as in a build */
        c->set.paths[i] = arena_printf(&c->mem, "en/guides/guide-%u.html", i);
    for (uint32_t i = 0; i < PAGES; i++) {
        c->pages[i] = make_page(&c->mem, i);
        c->bytes += c->pages[i].len;
    }
    c->set.paths[PAGES] = str_lit("assets/icon.png");
    c->set.paths[PAGES + 1] = str_lit("assets/style.css");
    for (uint32_t i = 0; i < c->set.count; i++)
        map_add(&c->set.by_path, c->set.paths[i], i);
}

static void audit_round(struct corpus *c, size_t *sum) {
    struct arena keep = {0};
    struct diags d = {0};
    struct audit_file out;
    for (uint32_t i = 0; i < PAGES; i++) {
        if (!audit_file(&c->set, i, c->pages[i], NULL, &keep, &out, &d)) {
            fprintf(stderr, "page %u: %s\n", i, d.items[0].message);
            exit(1);
        }
        *sum += out.id_count;
    }
    arena_finish(&keep);
}

static void scan_round(struct corpus *c, size_t *sum) {
    struct html_scanner s;
    struct html_token t;
    for (uint32_t i = 0; i < PAGES; i++) {
        html_start(&s, c->pages[i]);
        do {
            html_next(&s, &t);
            ++*sum;
        } while (t.kind != HTML_END && t.kind != HTML_BAD);
    }
}

static void escape_round(struct corpus *c, size_t *sum) {
    struct buf out = {0};
    for (uint32_t i = 0; i < PAGES; i++) {
        buf_reset(&out);
        html_escape(&out, c->pages[i]);
        *sum += out.len;
    }
    buf_finish(&out);
}

/* Seconds of the processor, so that a busy machine does not count. */
static double seconds(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(struct corpus *c, const char *only, const char *name,
                    void (*round)(struct corpus *, size_t *)) {
    if (only != NULL && strcmp(only, name) != 0)
        return;
    double best = 0, start = seconds();
    size_t sum = 0;
    for (int i = 0; i < ROUNDS_MAX && (i < 3 || seconds() - start < 1); i++) {
        double from = seconds();
        round(c, &sum);
        double rate = (double)c->bytes / 1e6 / (seconds() - from);
        best = rate > best ? rate : best;
    }
    printf("%-8s %7.0f MB/s (%zu)\n", name, best, sum);
}

int main(int argc, char **argv) {
    const char *only = argc > 1 ? argv[1] : NULL;
    struct corpus c = {0};
    make_corpus(&c);
    printf("%d pages, %zu bytes each\n", PAGES, c.bytes / PAGES);
    measure(&c, only, "scanner", scan_round);
    measure(&c, only, "audit", audit_round);
    measure(&c, only, "escaper", escape_round);
    arena_finish(&c.mem);
    return 0;
}
