/* What must not go out by accident: invented services, advice past its review, unfinished pages, and
 * what `check` finds that could hurt a reader, like an amount that is easily misread. */
#include "lint/lint.h"
#include "release/steps.h"
#include "site/site.h"

static bool complain(struct releasing *r, struct place at, const char *code, const char *sentence) {
    return diag_error(r->d, at, code, "%s", sentence);
}

static bool check_services(struct releasing *r, const struct site *site) {
    bool ok = true;
    for (size_t i = 0; i < site->service_count && !r->options->allow_examples; i++) {
        const struct service *s = &site->services[i];
        if (s->example)
            ok = complain(r, s->at, "release/example",
                          "is an example, and somebody in need could go there; replace it, or "
                          "release it all the same with --allow examples");
    }
    return ok;
}

static bool check_page(struct releasing *r, const struct page *page) {
    const struct document *doc = page->document;
    bool ok = true;
    if (page->overdue && !page->withdrawn && !r->options->allow_overdue)
        ok = diag_error(r->d, place_of(&doc->source, 0, 0, 0), "release/overdue",
                        "was due for review on %s; review it, or release it all the same with "
                        "--allow overdue",
                        date_format(page->review_by).p);
    if (page->draft && !r->options->allow_drafts)
        ok = complain(r, place_of(&doc->source, 0, 0, 0), "release/draft",
                      "is a draft; finish it, or release without it with --allow drafts");
    return ok;
}

/* Its messages alone: nobody reads a list of what could be better while making a release. */
static bool check_texts(struct releasing *r, const struct site *site) {
    struct diags said = {0};
    if (r->options->allow_unchecked)
        return true;
    lint_site(r->mem, site, r->options->today, &said);
    diags_keep_errors(&said);
    bool ok = said.count == 0;
    diags_merge(r->d, &said);
    diags_finish(&said);
    return ok || complain(r, (struct place){0}, "release/unchecked",
                          "'pamphlet check' finds errors in the texts, which are told here: mend "
                          "them, or release all the same with --allow unchecked");
}

bool ready_check(struct releasing *r) {
    struct site site;
    const struct site_options options = {.root = r->options->root,
                                         .drafts = !r->options->allow_drafts,
                                         .threads = r->options->threads,
                                         .source_date = r->options->today,
                                         .config_text = buf_str(&r->after)};
    bool ok = site_load(r->mem, &options, &site, r->d);
    if (ok) {
        ok = check_services(r, &site);
        for (size_t i = 0; i < site.page_count; i++)
            if (site.pages[i]->document != NULL && !str_is(site.pages[i]->path, "index.html"))
                ok = check_page(r, site.pages[i]) && ok;
        ok = check_texts(r, &site) && ok;
        size_t errors = r->d->errors;
        lint_statics(r->mem, &site, r->options->today, r->d);
        ok = ok && r->d->errors == errors;
    }
    site_finish(&site);
    return ok;
}
