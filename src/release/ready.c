/* What must not go out by accident: invented services, advice past its review, unfinished pages,
 * and what `check` finds that could hurt a reader, like an amount that is easily misread. */
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

static bool is_corrected(const struct page *original) {
    return original->document->meta.safety_correction.value.len > 0;
}

static void tell_uncorrected(struct releasing *r, const struct status_cell *cell) {
    const struct document *doc = cell->page->document;
    struct place at =
        cell->unmarked ? place_of(&doc->source, 0, 0, 0) : doc->meta.translated_from.at;
    diag_warning(r->d, at, "release/stale",
                 "the original has a safety correction and %s: see that the correction is here, "
                 "too, before you hand this release out",
                 cell->unmarked ? "nothing here says which text of it was translated"
                                : "changed since this was translated");
}

static void tell_first(struct releasing *r, const struct document *first, size_t others) {
    struct str more =
        arena_printf(r->mem, ", and that of %zu other page%s", others, others == 1 ? "" : "s");
    diag_warning(r->d, first->meta.translated_from.at, "release/stale",
                 "the original changed since this was translated%.*s; that is released as it is, "
                 "and 'pamphlet status' tells what is due",
                 STR_ARG(others > 0 ? more : STR_NONE));
}

/* Told and not refused: in most sites one language or another lags behind, and an old text may
 * still be right. But whoever signs it is to know: of each page whose original was corrected, also
 * of one that does not say what it is a translation of, and of the others together. */
static void tell_stale(struct releasing *r, const struct site *site) {
    struct status status = {0};
    const struct document *first = NULL;
    size_t count = 0;
    status_make(r->mem, site, r->options->today, &status);
    for (size_t i = 0; i < status.row_count; i++)
        for (size_t k = 0; k < site->language_count; k++) {
            const struct status_cell *cell = &status.rows[i].cells[k];
            bool corrected = is_corrected(status.rows[i].original);
            bool due = cell->stale || (corrected && cell->unmarked);
            if (!due || cell->page->draft || cell->page->withdrawn)
                continue;
            if (corrected) {
                tell_uncorrected(r, cell);
                continue;
            }
            first = count == 0 ? cell->page->document : first;
            count++;
        }
    if (count > 0)
        tell_first(r, first, count - 1);
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
        tell_stale(r, &site);
        size_t errors = r->d->errors;
        lint_statics(r->mem, &site, r->options->today, r->d);
        ok = ok && r->d->errors == errors;
    }
    site_finish(&site);
    return ok;
}
