/* The sheet of one guide or topic: its name, what saves a life and whom to call in one frame, the
 * core of its text, and two codes beside it. The core is set as large as one page allows; sections
 * that are not of it fill what is left (for their sake large type becomes smaller, small type does
 * not), and the others are named. Steps, or a guide's first section, that are too long even for
 * small type go on overleaf, across its whole width: then two sides hold as much of the text as
 * they can, what matters most first. */
#include "print/job.h"

static const double margin = 12 * MM, side_width = 50 * MM, column_gap = 8 * MM,
                    footer_height = 9 * MM, code_card_max = 40 * MM, code_onion_max = 28 * MM,
                    facts_gap = 4 * MM, room_min = 90 * MM;
struct sheet {
    struct job *j;
    const struct page *page;
    struct arena *mem;
    double y, width, main_width;
    bool with_first; /* a guide's first section must be on it */
};

/* --- the frame of a page
 * -------------------------------------------------------------------------- */

void sheet_footer(struct job *j, struct str name) {
    struct canvas *c = &j->canvas;
    double width = c->width - 2 * margin, y = c->height - margin - footer_height + 2 * MM;
    struct str number = arena_printf(&j->mem, "%u", ++j->page_number);
    canvas_rule(c, margin, y, margin + width, y, 0.7, false);
    y = job_text(j, (struct area){margin, y + 1.2 * MM, width, 0}, job_edition(j), 8, 0);
    (void)job_text(j, (struct area){margin, y, width, 0},
                   arena_printf(&j->mem, "%.*s · %.*s · %.*s", STR_ARG(job_site_title(j)),
                                STR_ARG(name), STR_ARG(number)),
                   8, 0);
}

static double bottom(const struct sheet *s) {
    return s->j->canvas.height - margin - footer_height - 1 * MM;
}

/* --- head
 * ---------------------------------------------------------------------------------------- */

static struct str aliases(struct job *j, const struct meta *m) {
    struct str all = STR_NONE;
    for (size_t i = 0; i < m->aliases.count; i++) {
        struct str name = m->aliases.items[i].value;
        all = all.p == NULL ? name
                            : arena_printf(&j->mem, "%.*s%.*s %.*s", STR_ARG(all),
                                           STR_ARG(job_word(j, "comma")), STR_ARG(name));
    }
    return all;
}

static void put(struct sheet *s, struct str text, double size, unsigned style, double gap) {
    if (text.len == 0)
        return;
    s->y = job_text(s->j, (struct area){margin, s->y, s->width, 0}, text, size, style) + gap;
}

static void draw_head(struct sheet *s) {
    struct job *j = s->j;
    const struct meta *m = &s->page->document->meta;
    struct str names = aliases(j, m);
    put(s, s->page->title, 26, STYLE_BOLD, 1 * MM);
    if (s->page->draft)
        put(s, job_word(j, "draft_title"), 12, STYLE_BOLD, 1 * MM);
    if (s->page->overdue)
        put(s, job_word(j, "overdue_title"), 12, STYLE_BOLD, 1 * MM);
    put(s, s->page->summary, 13, 0, 1.5 * MM);
    if (names.p != NULL)
        put(s,
            arena_printf(s->mem, "%.*s: %.*s", STR_ARG(job_word(j, "also_called")), STR_ARG(names)),
            9, 0, 1 * MM);
    s->y += 2 * MM;
}

/* --- what saves a life
 * --------------------------------------------------------------------------- */

/* The number large, what to say beside it, the card's text below, all in one heavy frame. */
static void draw_emergency(struct sheet *s) {
    enum { NUMBER = 26 };
    struct job *j = s->j;
    struct str number = j->site->config.emergency.number, say = job_emergency_text(j);
    struct str card = s->page->document->meta.card.value;
    const double pad = 3.5 * MM, line = 2.2;
    double top = s->y, inner = s->width - 2 * pad, x = margin + pad, y = top + pad;
    if (number.len == 0 && card.len == 0)
        return;
    if (number.len > 0) {
        const struct rich call = doc_plain(job_filled(j, "call", "number", number), 0, s->mem);
        double wide = type_width(j->type, &call, NUMBER, j->rtl, STYLE_BOLD) + 6 * MM;
        double end = job_text(j, (struct area){x, y, inner, 0}, call.text, NUMBER, STYLE_BOLD);
        bool beside = wide < inner / 2;
        double say_x = beside ? x + wide : x, say_y = beside ? y + 1 * MM : end;
        double say_end =
            job_text(j, (struct area){say_x, say_y, inner - (say_x - x), 0}, say, 10.5, 0);
        y = (say_end > end ? say_end : end) + (card.len > 0 ? 3 * MM : 0);
    }
    if (card.len > 0) {
        if (number.len > 0)
            canvas_rule(&j->canvas, x, y - 1.2 * MM, x + inner, y - 1.2 * MM, 0.7, false);
        y = job_text(j, (struct area){x, y, inner, 0}, job_word(j, "card_title"), 10.5, STYLE_BOLD);
        y = job_text(j, (struct area){x, y, inner, 0}, card, 12.5, STYLE_BOLD);
    }
    y += pad;
    canvas_frame(&j->canvas, (struct area){margin, top, s->width, y - top}, line);
    s->y = y + 4 * MM;
}

/* --- codes
 * --------------------------------------------------------------------------------------- */

static double draw_code(struct sheet *s, double y, const struct code *code, double side_max,
                        struct str caption, struct str below) {
    struct job *j = s->j;
    double x = margin + s->main_width + column_gap;
    if (code == NULL)
        return y;
    double least = canvas_code_side(code), side = least > side_max ? least : side_max;
    canvas_code(&j->canvas, code, x + (side_width - side) / 2, y, side);
    y += side;
    y = job_text(j, (struct area){x, y, side_width, 0}, caption, 9.5, STYLE_BOLD);
    if (below.len > 0)
        y = job_text(j, (struct area){x, y + 0.5 * MM, side_width, 0}, below, 8, 0);
    return y + 4 * MM;
}

/* Returns where it ends. */
static double draw_side(struct sheet *s, double y) {
    struct job *j = s->j;
    const struct meta *m = &s->page->document->meta;
    double x = margin + s->main_width + column_gap;
    y = draw_code(s, y, job_card_code(j, s->page, QR_LEVEL_M), code_card_max,
                  job_word(j, "print_code_text"), STR_NONE);
    y = draw_code(s, y, job_onion_code(j, QR_LEVEL_M), code_onion_max,
                  job_word(j, "print_code_onion"),
                  j->site->config.onion_address.len == 0
                      ? STR_NONE
                      : arena_printf(s->mem, "\xe2\x81\xa6%.*s\xe2\x81\xa9",
                                     STR_ARG(j->site->config.onion_address)));
    struct str dates = date_is_set(m->reviewed)
                           ? job_filled(j, "reviewed", "date", job_date(j, m->reviewed))
                           : STR_NONE;
    y = job_text(j, (struct area){x, y, side_width, 0}, dates, 9, 0);
    if (date_is_set(s->page->review_by))
        y = job_text(j, (struct area){x, y, side_width, 0},
                     job_filled(j, "review_by", "date", job_date(j, s->page->review_by)), 9, 0);
    return y + 5 * MM;
}

/* --- text
 * ---------------------------------------------------------------------------------------- */

/* The core and what else fits on this page, and overleaf; false when the core alone is too long. */
static bool fit(struct sheet *s, enum sheet_way way, struct core *core, double height,
                double overleaf, struct strips *out) {
    bool first = s->with_first;
    static const double sizes[] = {11.5, 11, 10.5, 10, 9.5, 9, 8.5};
    enum { LARGER = 4, MIDDLE = 4 }; /* down to 10; 9.5 */
    const double heights[] = {height, overleaf};
    bool two = way == WAY_TWO_SIDES;
    const struct core_fit f = {
        .width = s->main_width,
        .width_after = two ? s->width : 0,
        .sizes = sizes,
        .size_count = two ? LARGER : ARRAY_LEN(sizes),
        .size_fill = LARGER,
        .size_first = two ? 0 : MIDDLE,
        .heights = heights,
        .column_count = two ? 2 : 1,
        .rank_least = first ? RANK_FIRST : RANK_STEPS,
        .by_rank = two,
        .anyway = two && !first,
        .memory = &s->j->memory[s->page->index].ways[way + (first ? 0 : WAYS_WITH_FIRST)]};
    return core_fit(s->j, core, &f, out);
}

static void draw_text(struct sheet *s, const struct strips *strips, struct str name) {
    struct job *j = s->j;
    bool fresh = false; /* there is nothing else on the page */
    for (size_t at = 0; at < strips->count; fresh = true) {
        double room = bottom(s) - s->y;
        size_t to = fresh ? job_fill_page(j, strips, at, room) : strips_fit(strips, at, room);
        strips_draw(strips, at, to, &j->canvas, margin, s->y, j->rtl);
        s->y += strips_height(strips, at, to);
        at = to;
        if (at == strips->count)
            return;
        sheet_footer(j, name);
        canvas_page(&j->canvas);
        s->y = margin;
    }
}

/* Times and mixtures, set to a width. */
static double set_facts(struct sheet *s, double width, struct strips *out) {
    struct doc facts = {0};
    const struct setting setting = {s->j->type, 9, width, s->j->rtl};
    *out = (struct strips){0};
    facts_timing(s->j, s->page->document, &facts);
    facts_mixing(s->j, s->page, width == side_width, &facts);
    strips_set(out, &setting, facts.blocks, facts.count, s->mem);
    return strips_height(out, 0, out->count);
}

static void draw_facts(struct sheet *s, const struct strips *facts, double x, double y) {
    strips_draw(facts, 0, facts->count, &s->j->canvas, x, y, s->j->rtl);
}

/* The text over both sides of the paper, with times and mixtures behind it. */
static bool draw_two_sided(struct sheet *s, struct core *core, const struct strips *facts,
                           struct str name) {
    double facts_height = strips_height(facts, 0, facts->count);
    double page = bottom(s) - margin - facts_height - facts_gap;
    struct strips text;
    if (!fit(s, WAY_TWO_SIDES, core, bottom(s) - s->y, page, &text) && s->with_first)
        return false;
    draw_text(s, &text, name);
    if (facts->count == 0)
        return true;
    s->y += facts_gap;
    if (s->y + facts_height > bottom(s)) {
        sheet_footer(s->j, name);
        canvas_page(&s->j->canvas);
        s->y = margin;
    }
    draw_facts(s, facts, margin, s->y);
    return true;
}

/* Times and mixtures stand below the codes when there is room; else across the foot of the page.
 * When the core does not fit beside them, it takes both sides. */
static bool draw_somehow(struct sheet *s, struct core *core, double side_end, struct str name) {
    struct strips text, facts;
    double facts_height = set_facts(s, side_width, &facts);
    if (facts_height <= bottom(s) - side_end &&
        fit(s, WAY_FACTS_BESIDE, core, bottom(s) - s->y, 0, &text)) {
        draw_facts(s, &facts, margin + s->main_width + column_gap, side_end);
        draw_text(s, &text, name);
        return true;
    }
    facts_height = set_facts(s, s->width, &facts);
    double below = bottom(s) - facts_height;
    if (below > side_end - 5 * MM &&
        fit(s, WAY_FACTS_BELOW, core, below - facts_gap - s->y, 0, &text)) {
        draw_facts(s, &facts, margin, below);
        draw_text(s, &text, name);
        return true;
    }
    return draw_two_sided(s, core, &facts, name);
}

/* A guide's first section may take both sides; it is left off only when these are too small. */
static void draw_body(struct sheet *s, struct core *core, double side_end, struct str name) {
    s->with_first = true;
    if (draw_somehow(s, core, side_end, name))
        return;
    s->with_first = false;
    (void)draw_somehow(s, core, side_end, name);
}

void sheet_draw(struct job *j, const struct page *page, unsigned bookmark_parent) {
    struct sheet s = {.j = j, .page = page, .mem = &j->mem, .y = margin};
    struct core core;
    struct str name = job_page_title(j, page);
    j->page = page;
    s.width = j->canvas.width - 2 * margin;
    s.main_width = s.width - side_width - column_gap;
    canvas_page(&j->canvas);
    (void)canvas_bookmark(&j->canvas, bookmark_parent, name);
    core_read(j, page, &core);
    draw_head(&s);
    draw_emergency(&s);
    if (s.y > bottom(&s) - room_min)
        job_does_not_fit(j, page->summary.len > 0 ? page->summary : page->title,
                         "above the text of a sheet");
    draw_body(&s, &core, draw_side(&s, s.y), name);
    sheet_footer(j, name);
}
