/* All lints over a loaded site: each page's text, fields and translation, each service, each pair.
 */
#include "lint/lint.h"

#include <stdio.h>

#include "lint/parts.h"
#include "markdown/markdown.h"

const struct lint_rule lint_rules[] = {
#define RULE(id, code, level, about) {code, level, about},
#include "lint/rules.def"
#undef RULE
    {NULL, DIAG_NOTE, NULL}};

void lint_say(struct lint *l, enum lint_rule_id id, struct place at, const char *fmt, ...) {
    const struct lint_rule *rule = &lint_rules[id];
    va_list args;
    va_start(args, fmt);
    const char *text = arena_vprintf(&l->page, fmt, args).p;
    va_end(args);
    if (rule->level == DIAG_ERROR)
        diag_error(&l->found, at, rule->code, "%s", text);
    else if (rule->level == DIAG_WARNING)
        diag_warning(&l->found, at, rule->code, "%s", text);
    else
        diag_note(&l->found, at, rule->code, "%s", text);
}

bool lint_is_full(const struct lint *l) {
    enum { FINDINGS_MAX = 100 };
    return l->found.count - l->found_before >= FINDINGS_MAX;
}

struct place lint_place(const struct document *doc, const char *p, size_t width) {
    return place_at_offset(&doc->source, (size_t)(p - doc->source.text.p), width);
}

struct place lint_front(const struct document *doc) {
    return place_of(&doc->source, doc->meta.present ? 1 : 0, doc->meta.present ? 1 : 0, 3);
}

/* --- texts */

struct reading {
    struct lint *l;
    struct markdown *markdown;
    const struct word_list **words; /* one a language */
    struct sentences *sums;         /* one a language */
    bool draft;                     /* the page at hand */
};

static void read_prose(struct reading *r, const struct prose *prose, uint32_t language) {
    struct prose p = *prose;
    p.masked = prose_mask(&r->l->page, p.text);
    p.language = r->l->site->languages[language].tag;
    amounts_check(r->l, &p);
    words_check(r->l, r->words[language], &p);
    letters_check(r->l, &p);
    leftovers_check(r->l, &p);
    if (!r->draft)
        unwritten_check(r->l, &p);
    if (p.sentences)
        sentences_check(r->l, &p, &r->sums[language]);
}

static void read_field(struct reading *r, const struct word *word, uint32_t language) {
    if (word->value.len > 0)
        read_prose(r, &(struct prose){.at = word->at, .text = word->value, .cited = true},
                   language);
}

/* Names may be slang, and are no sentences. */
static void read_name(struct reading *r, const struct word *word) {
    if (word->value.len > 0)
        leftovers_check(
            r->l, &(struct prose){.at = word->at, .text = word->value, .masked = word->value});
}

static void read_page(struct reading *r, const struct page *page) {
    const struct document *doc = page->document;
    struct origin_blocks blocks;
    r->draft = page->draft;
    read_field(r, &doc->meta.title, page->language);
    read_field(r, &doc->meta.summary, page->language);
    read_field(r, &doc->meta.card, page->language);
    read_name(r, &doc->meta.plain_title);
    for (size_t i = 0; i < doc->meta.aliases.count; i++)
        read_name(r, &doc->meta.aliases.items[i]);
    origin_split(&r->l->page, &(struct meta){0}, doc->loaded_body, doc->body_line, &blocks);
    for (size_t i = 0; i < blocks.count; i++) {
        const struct origin_block *b = &blocks.items[i];
        bool cited = str_find(b->text, str_lit("[@")) != SIZE_MAX || page->document == NULL;
        if (b->kind == ORIGIN_TEXT || b->kind == ORIGIN_HEADING)
            read_prose(r,
                       &(struct prose){.doc = doc,
                                       .text = b->text,
                                       .cited = cited,
                                       .sentences = b->kind == ORIGIN_TEXT},
                       page->language);
    }
    structure_check(r->l, r->markdown, doc, &blocks);
}

static void read_text(struct reading *r, const struct text *text) {
    const struct site *site = r->l->site;
    for (size_t i = 0; i < text->count; i++) {
        const struct text_entry *e = &text->items[i];
        struct word word = {e->value, e->at};
        uint32_t language = site->default_language;
        for (uint32_t k = 0; k < site->language_count; k++)
            if (str_eq(site->languages[k].tag, e->lang))
                language = k;
        read_field(r, &word, language);
    }
}

static void read_service(struct reading *r, const struct service *s) {
    const struct text *texts[] = {&s->name, &s->alert, &s->description, &s->eligibility, &s->fees};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        read_text(r, texts[i]);
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        read_text(r, &s->claims[i].note);
    for (size_t i = 0; i < s->record_items.count; i++)
        read_text(r, &s->record_items.items[i].value);
    for (size_t i = 0; i < s->channel_count; i++)
        read_text(r, &s->channels[i].note);
    services_check(r->l, s);
}

static void read_site(struct reading *r) {
    const struct site *site = r->l->site;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->document == NULL || str_is(page->path, "index.html"))
            continue;
        r->l->found_before = r->l->found.count;
        read_page(r, page);
        pages_check(r->l, page);
        arena_reset(&r->l->page);
    }
    for (size_t i = 0; i < site->service_count; i++) {
        r->l->found_before = r->l->found.count;
        read_service(r, &site->services[i]);
        arena_reset(&r->l->page);
    }
    r->l->found_before = r->l->found.count;
    for (size_t i = 0; i < site->interaction_count; i++)
        read_text(r, &site->interactions[i].row->note);
}

void lint_site(struct arena *mem, const struct site *site, struct date today, struct diags *d) {
    struct lint l = {.mem = mem, .site = site, .today = today};
    struct reading r = {.l = &l, .markdown = markdown_open()};
    struct status status;
    r.words = arena_array(mem, const struct word_list *, site->language_count);
    r.sums = arena_array(mem, struct sentences, site->language_count);
    for (size_t i = 0; i < site->language_count; i++)
        r.words[i] = words_open(&l, &site->languages[i].strings);
    read_site(&r);
    pairs_check(&l);
    onion_check_own(&l);
    sentences_tell(&l, r.sums);
    statics_check(&l);
    status_make(mem, site, today, &status);
    pages_check_translations(&l, &status);
    allow_filter(&l, d);
    markdown_close(r.markdown);
    diags_finish(&l.found);
    arena_finish(&l.page);
}

void lint_statics(struct arena *mem, const struct site *site, struct date today, struct diags *d) {
    struct lint l = {.mem = mem, .site = site, .today = today};
    statics_check(&l);
    allow_filter(&l, d);
    diags_finish(&l.found);
    arena_finish(&l.page);
}
