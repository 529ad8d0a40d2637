/* What every sheet needs: codes, paragraphs, and messages that name the line of a source file. */
#include "print/job.h"

/* --- places
 * -------------------------------------------------------------------------------------- */

static bool find_in(const struct source *source, struct str text, struct place *out) {
    size_t at = source == NULL || source->text.p == NULL || text.len == 0
                    ? SIZE_MAX
                    : str_find(source->text, text);
    if (at == SIZE_MAX)
        return false;
    *out = place_at_offset(source, at, text.len);
    return true;
}

/* A document that is known from the build before has no text until somebody needs it. */
static bool find_in_page(struct job *j, const struct page *page, struct str text,
                         struct place *out) {
    const struct document *doc = page == NULL ? NULL : page->document;
    if (j->documents == NULL)
        j->documents = arena_array(&j->file, const struct document *, j->site->page_count);
    if (doc == NULL)
        return false;
    const struct document **known = &j->documents[page->index];
    if (*known == NULL)
        *known = site_document_text(j->site, &j->file, doc, j->d);
    return *known != NULL && find_in(&(*known)->source, text, out);
}

static bool find_in_words(const struct strings *s, struct str text, struct place *out) {
    for (size_t i = 0; i < s->count; i++)
        if (str_find(s->values[i].value, text) != SIZE_MAX) {
            *out = s->values[i].at;
            return true;
        }
    return false;
}

static bool find_in_classes(const struct site *site, struct str text, struct place *out) {
    for (size_t i = 0; i < site->class_count; i++)
        for (size_t k = 0; k < site->classes[i].name.count; k++) {
            const struct text_entry *name = &site->classes[i].name.items[k];
            *out = name->at; /* none: a name made from the id */
            if (out->source != NULL && str_find(name->value, text) != SIZE_MAX)
                return true;
        }
    return false;
}

/* A rendered text may differ from what was written: marks of emphasis stand in between. So its
 * first words are looked for, fewer and fewer. */
struct place job_place(struct job *j, struct str text) {
    const struct site *site = j->site;
    const struct document *doc = j->page == NULL ? NULL : j->page->document;
    struct place at;
    size_t line_end = str_find_char(text, '\n');
    text = line_end == SIZE_MAX ? text : str_slice(text, 0, line_end);
    for (; text.len > 0; text = str_slice(text, 0, str_rfind_char(text, ' '))) {
        if (find_in_page(j, j->page, text, &at))
            return at;
        if (find_in(&site->config.source, text, &at))
            return at;
        for (size_t i = 0; i < site->service_count; i++)
            if (find_in(&site->services[i].source, text, &at))
                return at;
        if (find_in_classes(site, text, &at) ||
            find_in_words(&site->languages[j->language].strings, text, &at))
            return at;
        for (size_t i = 0; i < site->page_count; i++)
            if (find_in_page(j, site->pages[i], text, &at))
                return at;
        if (str_rfind_char(text, ' ') == SIZE_MAX)
            break;
    }
    return place_of(doc != NULL ? &doc->source : &site->config.source, 0, 0, 0);
}

void job_does_not_fit(struct job *j, struct str said, const char *where) {
    j->ok = diag_error(j->d, job_place(j, said), "print/too-long",
                       "this text does not fit %s; shorten it, or the texts before it", where);
}

size_t job_fill_page(struct job *j, const struct strips *s, size_t at, double height) {
    size_t to = strips_fit(s, at, height);
    if (to == at) /* headings behind one another, a page of them */
        to = strips_fit_parted(s, at, height);
    if (to > at)
        return to;
    job_does_not_fit(j, s->items[at].said, "on a page");
    return at + 1;
}

void job_tell_missing(struct job *j) {
    for (size_t i = 0; i < j->type->missing_count; i++) {
        char bytes[4];
        uint32_t code = j->type->missing[i];
        struct str letter = str_of(bytes, utf8_encode(code, bytes));
        j->ok = diag_error(j->d, job_place(j, letter), "print/no-glyph",
                           "the font '%s' has no glyph for '%.*s' (U+%04X); write it in words, or "
                           "add a font that has it to 'print: font'",
                           j->type->fonts->names, STR_ARG(letter), code);
    }
    j->type->missing_count = 0;
}

/* --- codes
 * --------------------------------------------------------------------------------------- */

const struct code *job_card_code(struct job *j, const struct page *page, enum qr_level level) {
    return code_of(&j->memory[page->index].card, j->keep, page->document->meta.card.value, level,
                   page->card_code);
}

const struct code *job_onion_code(struct job *j, enum qr_level level) {
    struct str address = qr_shorten_url(&j->mem, j->site->config.onion_address);
    return code_of(j->onion, j->keep, address, level, j->site->onion_code);
}

/* --- paragraphs
 * ---------------------------------------------------------------------------------- */

double job_text(struct job *j, struct area box, struct str text, double size, unsigned style) {
    const struct rich rich = doc_plain(text, 0, &j->mem);
    if (text.len == 0)
        return box.y;
    const struct lines lines = type_lines(j->type, &rich, size, box.width, j->rtl, style);
    return canvas_lines(&j->canvas, &lines, box, (style & STYLE_CENTRED) != 0);
}

double job_text_height(struct job *j, double width, struct str text, double size, unsigned style) {
    const struct rich rich = doc_plain(text, 0, &j->mem);
    double height = 0;
    const struct lines lines = type_lines(j->type, &rich, size, width, j->rtl, style);
    for (size_t i = 0; i < lines.count; i++)
        height += lines.items[i].height;
    return height;
}
