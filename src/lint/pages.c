/* Dates, cards, sources of amounts, and translations against their originals. */
#include "lint/measure.h"
#include "lint/parts.h"

/* --- one page */

static void check_dates(struct lint *l, const struct page *page) {
    const struct meta *meta = &page->document->meta;
    struct place at = meta->review_by_at.source != NULL  ? meta->review_by_at
                      : meta->reviewed_at.source != NULL ? meta->reviewed_at
                                                         : lint_front(page->document);
    if (date_is_set(page->review_by) && date_cmp(page->review_by, l->today) < 0)
        lint_say(l, RULE_REVIEW_OVERDUE, at,
                 "this page should have been reviewed by %s: read it again, then set 'reviewed'",
                 date_format(page->review_by).p);
    if (date_is_set(meta->reviewed) &&
        date_to_days(meta->reviewed) > date_to_days(l->today) + 1) /* zones */
        lint_say(l, RULE_REVIEW_FUTURE, meta->reviewed_at,
                 "this page was reviewed on a day that is still to come");
}

static void check_doses(struct lint *l, const struct document *doc) {
    for (size_t i = 0; i < doc->meta.dose_count; i++) {
        struct dose_overlap o;
        if (dose_overlap(&doc->meta.doses[i], &o))
            lint_say(l, RULE_DOSE_OVERLAP, o.at,
                     "'%s' begins before '%s' ends: a reader between them cannot tell which it is",
                     o.upper, o.lower);
    }
}

static struct place times_at(const struct timing *t) {
    return t->onset.value.p != NULL   ? t->onset.at
           : t->peak.value.p != NULL  ? t->peak.at
           : t->total.value.p != NULL ? t->total.at
                                      : t->after.at;
}

static void check_sources(struct lint *l, const struct document *doc) {
    const struct meta *meta = &doc->meta;
    for (size_t i = 0; i < meta->dose_count; i++)
        if (meta->doses[i].source.value.len == 0)
            lint_say(l, RULE_DOSE_SOURCE, meta->doses[i].at,
                     "these amounts name no source: add 'source:' with an id of this page's "
                     "'sources'");
    if (meta->timing.given && meta->timing.source.value.len == 0)
        lint_say(l, RULE_DOSE_SOURCE, times_at(&meta->timing),
                 "these times name no source: add 'source:' with an id of this page's 'sources'");
}

/* Whether a line of the text is "::: name", in a list or a quote, too. */
static bool has_component(const struct document *doc, struct str name) {
    struct str rest = doc->loaded_body, line;
    while (str_next_line(&rest, &line)) {
        size_t colons = str_find(line, str_lit(":::"));
        struct str after = colons == SIZE_MAX ? STR_NONE : str_from_offset(line, colons + 3);
        after = str_trim(after);
        if (str_starts(after, name) &&
            (after.len == name.len || !ascii_is_alnum(after.p[name.len])))
            return true;
    }
    return false;
}

/* What the fields and the chart know of a page stands on paper in any case, on a screen only where
 * the text has a place for it. */
static void check_shown(struct lint *l, const struct page *page) {
    const struct document *doc = page->document;
    const struct meta *meta = &doc->meta;
    if ((meta->dose_count > 0 || meta->timing.given) && !has_component(doc, str_lit("doses")))
        lint_say(
            l, RULE_DOSE_HIDDEN, meta->dose_count > 0 ? meta->doses[0].at : times_at(&meta->timing),
            "no reader sees these %s: write a line '::: doses' and a line ':::' where they are "
            "to stand in the text",
            meta->dose_count > 0 ? "amounts" : "times");
    if (page->kind == PAGE_GUIDE && page->interaction_count > 0 && !page->withdrawn &&
        !has_component(doc, str_lit("interactions")))
        lint_say(l, RULE_PAIR_HIDDEN, lint_front(doc),
                 "this page does not say what interactions.csv knows of it: write a line "
                 "'::: interactions' and a line ':::' where that is to stand in the text");
}

void pages_check(struct lint *l, const struct page *page) {
    const struct document *doc = page->document;
    check_dates(l, page);
    check_doses(l, doc);
    check_sources(l, doc);
    check_shown(l, page);
    onion_check_text(l, doc);
    if (page->kind == PAGE_GUIDE && doc->meta.present && doc->meta.card.value.len == 0 &&
        !page->withdrawn)
        lint_say(l, RULE_CARD_MISSING, lint_front(doc),
                 "this guide has no 'card': the few things that save a life, for the code that "
                 "works without a network");
}

/* --- translations */

/* A line of a quote without its mark. */
static struct str unquoted(struct arena *mem, struct str text) {
    struct buf out = {0};
    struct str line;
    while (str_next_line(&text, &line)) {
        if (line.len == 0 || line.p[0] != '>') {
            buf_finish(&out);
            return STR_NONE;
        }
        line = str_from_offset(line, line.len > 1 && line.p[1] == ' ' ? 2 : 1);
        buf_put(&out, line);
        buf_putc(&out, '\n');
    }
    struct str plain = str_trim(arena_str(mem, buf_str(&out)));
    buf_finish(&out);
    return plain;
}

/* Not a number, a mark, or a unit. */
static bool is_word(struct str token) {
    struct str rest = token;
    size_t end = 0;
    uint32_t first = utf8_next(&rest);
    if (utf8_digit(first) >= 0)
        return false;
    if (measure_take_unit(token, 0, &end) != UNIT_NONE &&
        (end == token.len || strchr("/,.;:)|", token.p[end]) != NULL))
        return false;
    for (rest = token; rest.len > 0;) {
        uint32_t code = utf8_next(&rest);
        if (utf8_is_word(code) && utf8_digit(code) < 0)
            return true;
    }
    return false;
}

static size_t word_count(struct str s) {
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= s.len; i++)
        if (i == s.len || ascii_is_space(s.p[i])) {
            n += i > from && is_word(str_slice(s, from, i));
            from = i + 1;
        }
    return n;
}

/* Short pieces are the same in many languages: names, numbers, lists of links. */
enum { LEFT_WORDS_MIN = 4 };

static void say_left(struct lint *l, const struct document *doc, const struct origin_block *b,
                     bool quoted) {
    struct str line, rest = b->text;
    (void)str_next_line(&rest, &line); /* it has LEFT_WORDS_MIN words */
    struct place at = b->field != NULL ? place_of(&doc->source, b->line, 0, 0)
                                       : lint_place(doc, b->text.p, line.len);
    lint_say(l, RULE_TRANSLATION_LEFT, at,
             quoted ? "this piece is quoted from the original: put its translation here"
                    : "this %s stands in the original's words",
             b->field == NULL ? "piece" : b->field);
}

static void check_left(struct lint *l, const struct document *from, const struct document *to) {
    struct origin_blocks a, b;
    struct map known;
    origin_split(&l->page, &from->meta, from->loaded_body, from->body_line, &a);
    origin_split(&l->page, &to->meta, to->loaded_body, to->body_line, &b);
    map_init(&known, &l->page, a.count);
    for (size_t i = 0; i < a.count; i++)
        map_add(&known, a.items[i].text, (uint32_t)i);
    for (size_t i = 0; i < b.count && !lint_is_full(l); i++) {
        const struct origin_block *block = &b.items[i];
        bool field = block->kind == ORIGIN_FIELD;
        if ((!field && block->kind != ORIGIN_TEXT) || word_count(block->text) < LEFT_WORDS_MIN ||
            (field && (strcmp(block->field, "doses") == 0 || strcmp(block->field, "timing") == 0)))
            continue;
        struct str plain = field ? STR_NONE : unquoted(&l->page, block->text);
        if (map_get(&known, block->text) != MAP_NONE)
            say_left(l, to, block, false);
        else if (plain.len > 0 && map_get(&known, plain) != MAP_NONE)
            say_left(l, to, block, true);
    }
}

static bool same_row(const struct dose_row *a, const struct dose_row *b) {
    const struct word *x[] = {&a->unit,   &a->threshold, &a->light,
                              &a->common, &a->strong,    &a->heavy};
    const struct word *y[] = {&b->unit,   &b->threshold, &b->light,
                              &b->common, &b->strong,    &b->heavy};
    for (size_t i = 0; i < ARRAY_LEN(x); i++)
        if (!str_eq(x[i]->value, y[i]->value))
            return false;
    return true;
}

static void check_amounts(struct lint *l, const struct document *from, const struct document *to) {
    const struct meta *a = &from->meta, *b = &to->meta;
    for (size_t i = 0; i < a->dose_count && i < b->dose_count; i++)
        if (!same_row(&a->doses[i], &b->doses[i]))
            lint_say(l, RULE_TRANSLATION_AMOUNTS, b->doses[i].at,
                     "this row differs from the original's (%s:%u): one of them is wrong",
                     from->source.path, a->doses[i].at.line);
    if (b->dose_count > 0 && a->dose_count != b->dose_count)
        lint_say(l, RULE_TRANSLATION_AMOUNTS, b->doses[0].at,
                 "there are %zu rows of doses here, %zu in %s", b->dose_count, a->dose_count,
                 from->source.path);
}

/* What the field would say of a translation of today's original. */
static void tell_mismarked(struct lint *l, const struct status_row *row, const struct word *mark) {
    const struct document *from = row->original->document;
    struct origin_blocks blocks;
    origin_split(&l->page, &from->meta, from->loaded_body, from->body_line, &blocks);
    struct str right = origin_mark(&l->page, &blocks);
    right.len = str_find_char(right, ' ') == SIZE_MAX ? right.len : str_find_char(right, ' ');
    lint_say(l, RULE_TRANSLATION_MARK, mark->at,
             "this is not what 'translated_from' holds; if the text says what %s says today, write "
             "'%.*s', or all that 'pamphlet status --page %.*s' prints",
             from->source.path, STR_ARG(right), STR_ARG(row->key));
}

static void check_translation(struct lint *l, const struct status_row *row,
                              const struct status_cell *c) {
    const struct document *from = row->original->document, *to = c->page->document;
    l->found_before = l->found.count;
    if (row->original->withdrawn && !c->page->withdrawn)
        lint_say(l, RULE_TRANSLATION_WITHDRAWN, lint_front(to),
                 "%s is withdrawn, its translation is not: withdraw it, too", from->source.path);
    if (c->stale)
        lint_say(l, RULE_TRANSLATION_STALE, to->meta.translated_from.at,
                 "%s changed since this was translated; 'pamphlet status --page %.*s' shows where",
                 from->source.path, STR_ARG(row->key));
    if (c->mismarked)
        tell_mismarked(l, row, &to->meta.translated_from);
    else if (c->unmarked)
        lint_say(l, RULE_TRANSLATION_UNMARKED, lint_front(to),
                 "nobody can tell whether this still says what %s says: add the 'translated_from' "
                 "that 'pamphlet status --page %.*s' prints",
                 from->source.path, STR_ARG(row->key));
    if (!c->page->draft)
        check_left(l, from, to);
    check_amounts(l, from, to);
    amounts_compare(l, row->original, c->page);
}

/* One note a language, not one a page. */
static void check_missing(struct lint *l, const struct status *status, size_t language) {
    enum { NAMED_MAX = 6 };
    struct buf names = {0};
    size_t missing = 0, have = 0;
    for (size_t r = 0; r < status->row_count; r++) {
        const struct status_row *row = &status->rows[r];
        have += row->cells[language].page != NULL;
        if (row->cells[language].page != NULL || ++missing > NAMED_MAX)
            continue;
        buf_printf(&names, "%s%.*s", missing == 1 ? "" : ", ", STR_ARG(row->key));
    }
    const struct language *lang = &l->site->languages[language];
    const struct config_language *at = &l->site->config.languages[language];
    if (missing > 0)
        lint_say(l, RULE_TRANSLATION_MISSING, at->at,
                 "'%.*s' has %zu of %zu pages; it lacks %.*s%s", STR_ARG(lang->tag), have,
                 status->row_count, STR_ARG(buf_str(&names)),
                 missing > NAMED_MAX ? " and more ('pamphlet status')" : "");
    buf_finish(&names);
}

/* Of words in several plurals one counts; words to avoid are each language's own. */
static bool is_needed(struct str key) {
    static const char *const others[] = {".zero", ".one", ".two", ".few", ".many"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        if (str_ends(key, str_from(others[i])))
            return false;
    return !str_starts(key, str_lit("words."));
}

static struct str primary_tag(struct str tag) {
    return str_slice(tag, 0, str_find_char(tag, '-'));
}

/* Whether English or the fallback is the same language, as pt is for pt-BR. */
static bool borrows_its_own(const struct site *site, const struct language *lang) {
    struct str own = primary_tag(lang->tag);
    return str_is(own, "en") || (lang->fallback != UINT32_MAX &&
                                 str_eq(own, primary_tag(site->languages[lang->fallback].tag)));
}

static void check_words(struct lint *l, size_t language) {
    const struct language *lang = &l->site->languages[language];
    const struct strings *all = &l->site->base_strings;
    struct str like = STR_NONE; /* the first two that lack */
    size_t needed = 0, lacking = 0, named = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct str key = all->keys[i].value, text = all->values[i].value;
        bool has = lang->strings.count > 0 && map_get(&lang->strings.by_key, key) != MAP_NONE;
        needed += is_needed(key);
        lacking += is_needed(key) && !has;
        if (is_needed(key) && !has && text.len > 0 && named++ < 2)
            like = arena_printf(&l->page, "%.*s%s'%.*s'", STR_ARG(like),
                                named == 1 ? ", like " : " and ", STR_ARG(text));
    }
    if (lacking == 0 || borrows_its_own(l->site, lang))
        return;
    struct str theme = l->site->config.theme;
    lint_say(l, RULE_TRANSLATION_WORDS, l->site->config.languages[language].at,
             "pages in '%.*s' have %zu of the theme's %zu words in another language%.*s: "
             "write them in themes/%.*s/i18n/%.*s.yaml, which 'pamphlet new words %.*s' "
             "begins",
             STR_ARG(lang->tag), lacking, needed, STR_ARG(like), STR_ARG(theme), STR_ARG(lang->tag),
             STR_ARG(lang->tag));
}

/* What to say on the phone stands on every page, and must not be in words of another language. */
static void check_emergency(struct lint *l, uint32_t language) {
    const struct site *site = l->site;
    const struct text *text = &site->config.emergency.text;
    struct str tag = site->languages[language].tag;
    uint32_t in;
    (void)site_text(site, language, text, &in);
    struct str other = site->languages[in].tag;
    if (text->count > 0 && !str_eq(primary_tag(tag), primary_tag(other)))
        lint_say(
            l, RULE_TRANSLATION_EMERGENCY, site->config.languages[language].at,
            "pages in '%.*s' say in '%.*s' what to do in an emergency: add '%.*s' to 'text' of "
            "'emergency'",
            STR_ARG(tag), STR_ARG(other), STR_ARG(tag));
}

void pages_check_translations(struct lint *l, const struct status *status) {
    for (size_t r = 0; r < status->row_count; r++) {
        const struct status_row *row = &status->rows[r];
        for (size_t i = 0; i < l->site->language_count; i++)
            if (row->cells[i].page != NULL && !row->cells[i].is_original)
                check_translation(l, row, &row->cells[i]);
        arena_reset(&l->page);
    }
    for (size_t i = 0; i < l->site->language_count; i++)
        check_missing(l, status, i);
    for (size_t i = 0; i < l->site->language_count; i++)
        check_emergency(l, (uint32_t)i);
    for (size_t i = 0; i < l->site->language_count; i++)
        check_words(l, i);
}
