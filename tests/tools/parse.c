/* One parser over one file, without a site: for measuring what an input costs.
 *
 *   parse KIND FILE      prints "fine", or the codes of the first messages
 *
 * KIND is one of the rows below. */
#include <stdio.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "content/content.h"
#include "image/image.h"
#include "markdown/markdown.h"
#include "pack/pack.h"
#include "pdf/pdf.h"
#include "publish/delta.h"
#include "sign/sign.h"
#include "template/template.h"

struct run {
    struct arena mem;
    struct diags d;
    struct source source;
};

static bool run_markdown(struct run *r) {
    struct markdown *m = markdown_open();
    struct markdown_page page = {0};
    struct buf out = {0};
    bool ok =
        markdown_render(m, &r->mem, &r->source, r->source.text, 1, NULL, NULL, &out, &page, &r->d);
    buf_finish(&out);
    markdown_close(m);
    return ok;
}

static bool run_meta(struct run *r) {
    struct meta out;
    struct str body;
    unsigned line;
    return meta_parse(&r->mem, &r->source, &out, &body, &line, &r->d);
}

static bool run_config(struct run *r) {
    struct config out;
    return config_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_service(struct run *r) {
    struct service out;
    return service_parse(&r->mem, &r->source, str_lit("van"), &out, &r->d);
}

static bool run_sources(struct run *r) {
    struct references out = {0};
    return sources_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_strings(struct run *r) {
    struct strings out = {0};
    return strings_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_interactions(struct run *r) {
    struct interaction_rows out = {0};
    return interactions_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_hours(struct run *r) {
    struct hours out;
    return hours_parse(&r->mem, r->source.text, place_of(&r->source, 1, 1, 0), &out, &r->d);
}

static bool run_template(struct run *r) {
    struct template_code out;
    return template_compile(&r->mem, &r->source, &out, &r->d);
}

static bool run_audit(struct run *r, const char *name) {
    struct str paths[] = {str_from(name), str_lit("icon.png"), str_lit("b.html")};
    struct audit_set set = {.paths = paths, .count = ARRAY_LEN(paths), .shown_root = ""};
    struct audit_file files[ARRAY_LEN(paths)] = {0};
    map_init(&set.by_path, &r->mem, set.count);
    for (uint32_t i = 0; i < set.count; i++)
        map_add(&set.by_path, paths[i], i);
    bool ok = audit_file(&set, 0, r->source.text, NULL, &r->mem, &files[0], &r->d);
    return audit_across(&set, files, NULL, &r->d) && ok;
}

static bool run_html(struct run *r) {
    return run_audit(r, "index.html");
}

static bool run_css(struct run *r) {
    return run_audit(r, "style.css");
}

static bool run_image(struct run *r) {
    struct image_info info;
    struct buf out = {0};
    bool ok = image_scrub(&r->source, &out, &info, &r->d);
    buf_finish(&out);
    return ok;
}

static bool run_zip(struct run *r) {
    struct pack_reader reader;
    return pack_read(&r->mem, &r->source, &pack_limits_default, &reader, &r->d);
}

static bool run_manifest(struct run *r) {
    struct pack_manifest out;
    return pack_manifest_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_services(struct run *r) {
    struct services out;
    return services_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_classes(struct run *r) {
    struct class_entries out = {0};
    return classes_parse(&r->mem, &r->source, &out, &r->d);
}

static bool run_theme(struct run *r) {
    struct theme_settings out;
    return theme_parse(&r->mem, &r->source, &out, &r->d);
}

static bool refuse(struct run *r, const char *code, const char *message) {
    return diag_error(&r->d, place_of(&r->source, 0, 0, 0), code, "%s", message);
}

static bool run_pdf(struct run *r) {
    struct pdf_fault fault;
    return pdf_check(r->source.text, &fault) || refuse(r, "audit/pdf", fault.message);
}

static bool run_signature(struct run *r) {
    const struct sign_public key = {{0}, {0}};
    struct str trusted;
    enum sign_result result = sign_check(&key, str_lit("x"), r->source.text, &trusted);
    return result == SIGN_OK || refuse(r, "sign/result", sign_result_words(result));
}

static bool run_public(struct run *r) {
    struct sign_public out;
    return sign_public_parse(r->source.text, r->source.path, &out, &r->d);
}

static bool run_note(struct run *r) {
    struct delta_note out;
    return delta_note_parse(r->source.text, &out) || refuse(r, "publish/delta-note", "no note");
}

/* Against a pack of as many files as there are lines: "000000.html" and so on. */
static bool run_patches(struct run *r) {
    struct publish_report report = {0};
    struct pending p = {.mem = &r->mem, .report = &report, .d = &r->d, .source = r->source};
    struct pack_reader base, out;
    struct anew files;
    size_t count = 1;
    for (size_t i = 0; i < r->source.text.len; i++)
        count += r->source.text.p[i] == '\n';
    bool ok = anew_open(&files, &r->mem, count, &r->d);
    for (size_t i = 0; ok && i < count; i++)
        ok = anew_add(&files, arena_printf(&r->mem, "%06zu.html", i), str_lit("old text"));
    ok = ok && anew_read(&files, "base.zip", &base);
    anew_close(&files);
    return ok && patches_apply(&p, &base, r->source.text, &out);
}

static const struct kind {
    const char *name;
    bool (*run)(struct run *r);
} kinds[] = {
    {"markdown", run_markdown},
    {"meta", run_meta},
    {"config", run_config},
    {"service", run_service},
    {"sources", run_sources},
    {"strings", run_strings},
    {"interactions", run_interactions},
    {"hours", run_hours},
    {"template", run_template},
    {"html", run_html},
    {"css", run_css},
    {"image", run_image},
    {"zip", run_zip},
    {"manifest", run_manifest},
    {"services", run_services},
    {"classes", run_classes},
    {"theme", run_theme},
    {"pdf", run_pdf},
    {"signature", run_signature},
    {"public", run_public},
    {"note", run_note},
    {"patches", run_patches},
};

/* The codes of up to three kinds of messages, and the text a person gets, which is made, too. */
static void print_result(struct run *r, bool ok) {
    struct buf text = {0};
    const char *last = "";
    unsigned shown = 0;
    diags_sort(&r->d);
    diags_format(&r->d, DIAG_TEXT, false, &text);
    buf_finish(&text);
    fputs(ok ? "fine" : "", stdout);
    for (size_t i = 0; i < r->d.count && shown < 3; i++)
        if (strcmp(last, r->d.items[i].code) != 0) {
            last = r->d.items[i].code;
            printf("%s%s", ok || shown > 0 ? " " : "", last);
            shown++;
        }
    putchar('\n');
}

int main(int argc, char **argv) {
    struct run r = {.source = {.path = argc == 3 ? argv[2] : ""}};
    for (size_t i = 0; argc == 3 && i < ARRAY_LEN(kinds); i++) {
        if (strcmp(kinds[i].name, argv[1]) != 0)
            continue;
        if (!fs_read(&r.mem, argv[2], argv[2], (size_t)1 << 30, &r.source.text, &r.d))
            return 3;
        print_result(&r, kinds[i].run(&r));
        arena_finish(&r.mem);
        diags_finish(&r.d);
        return 0;
    }
    fputs("usage: parse KIND FILE\n", stderr);
    return 2;
}
