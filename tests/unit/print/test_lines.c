/* print/shape.c and print/lines.c: lines are those that pango makes of the same text. */
#include "typed.h"

static const char *const texts[] = {
    "",
    "a",
    "Never use alone. Start with less, and wait two hours before you take more.",
    "A line\nand the next one, which is longer\n\nand one after an empty one",
    "Pneumonoultramicroscopicsilicovolcanoconiosis and a word",
    "AVAVAVAV To. We. T\xc3\xa4rke\xc3\xa4\xc3\xa4 e\xcc\x81 n\xcc\x83 \xe2\x80\x93 "
    "\xe2\x80\x9cquoted\xe2\x80\x9d "
    "re\xc2\xad"
    "gu\xc2\xad"
    "lar\xc2\xadly 1\xc2\xa0mg a/b",
    "\xd9\x84\xd8\xa7 \xd8\xaa\xd8\xae\xd9\x84\xd8\xb7 \xd9\x85\xd8\xb9 "
    "\xd8\xa7\xd9\x84\xd9\x83\xd8\xad\xd9\x88\xd9\x84. "
    "\xd8\xa7\xd8\xaa\xd8\xb5\xd9\x84 \xd8\xa8\xd8\xa7\xd9\x84\xd8\xb1\xd9\x82\xd9\x85 112.",
    "MDMA \xd9\x87\xd9\x88 (methylene-dioxy) \xd9\x85\xd8\xa7\xd8\xaf\xd9\x91\xd8\xa9 "
    "10\xc2\xa0mg "
    "\xd8\xa3\xd9\x88 20\xc2\xa0mg "
    "\xd9\x81\xd9\x82\xd8\xb7, Tor Browser only.",
};

/* What pango itself does with the text at that size and width. */
static PangoLayout *set(struct typed *s, const char *text, double size, double width, bool rtl) {
    pango_context_set_base_dir(s->type.context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    PangoLayout *layout = pango_layout_new(s->type.context);
    PangoFontDescription *font = pango_font_description_new();
    PangoAttrList *attrs = pango_attr_list_new();
    pango_font_description_set_family(font, s->fonts.names);
    pango_font_description_set_size(font, (int)(size * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_attr_list_insert(attrs, pango_attr_insert_hyphens_new(FALSE));
    pango_attr_list_insert(attrs, pango_attr_font_features_new("liga=0, clig=0, dlig=0"));
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (width > 0)
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static void assert_near(double is, double wanted, double tolerance) {
    if (is < wanted - tolerance || is > wanted + tolerance)
        fail_msg("%f instead of %f", is, wanted);
}

/* The glyphs of a line from left to right, but for what is not drawn: as numbers in `out`. */
static void list_glyphs(const struct line *line, uint32_t space, struct buf *out) {
    buf_reset(out);
    for (size_t i = 0; i < line->run_count; i++)
        for (size_t k = line->runs[i].from; k < line->runs[i].to; k++) {
            uint32_t id = line->runs[i].run->glyphs[k].id;
            if (id != SHAPE_NOTHING && id != space)
                buf_printf(out, "%u ", (unsigned)id);
        }
}

static void list_pango(const PangoLayoutLine *line, uint32_t space, struct buf *out) {
    buf_reset(out);
    for (GSList *l = line->runs; l != NULL; l = l->next) {
        const PangoGlyphString *g = ((PangoLayoutRun *)l->data)->glyphs;
        for (int i = 0; i < g->num_glyphs; i++)
            if (g->glyphs[i].glyph != PANGO_GLYPH_EMPTY && g->glyphs[i].glyph != space)
                buf_printf(out, "%u ", (unsigned)g->glyphs[i].glyph);
    }
}

static uint32_t space_of(struct typed *s) {
    struct rich blank = {.text = str_lit("a b")};
    return shape_text(&s->type, &blank, false, 0)->runs[0].glyphs[1].id;
}

/* Two letters that a line's end parts stay as close as they were; pango sets them anew. */
static double tolerance(const struct line *line, double width) {
    return width > 0 && width < 15 * line->size ? 0.15 * line->size : 0.005 * line->size;
}

static void compare_line(const struct line *line, double width, PangoLayoutLine *wanted,
                         uint32_t space) {
    enum { LEADING = 106 };
    struct buf is = {0}, want = {0};
    PangoRectangle box;
    pango_layout_line_get_extents(wanted, NULL, &box);
    assert_near(line->height * 100 / LEADING, (double)box.height / PANGO_SCALE, 0.01);
    assert_near(line->width, (double)box.width / PANGO_SCALE, tolerance(line, width));
    list_glyphs(line, space, &is);
    list_pango(wanted, space, &want);
    assert_true(str_eq(buf_str(&is), buf_str(&want)));
    buf_finish(&is);
    buf_finish(&want);
}

/* A text whose letters are all of one direction has that one. */
static bool reads_rtl(const char *text, bool page_rtl) {
    bool arabic = strchr(text, '\xd8') != NULL || strchr(text, '\xd9') != NULL, latin = false;
    for (const char *p = text; *p != '\0'; p++)
        latin = latin || ascii_is_alpha(*p);
    return arabic == latin ? page_rtl : arabic;
}

static void compare(struct typed *s, const char *text, double size, double width, bool rtl) {
    const struct rich rich = {.text = str_from(text)};
    struct lines lines = type_lines(&s->type, &rich, size, width, rtl, 0);
    PangoLayout *layout = set(s, text, size, width, reads_rtl(text, rtl));
    uint32_t space = space_of(s);
    if (lines.count != (size_t)pango_layout_get_line_count(layout))
        fail_msg("'%s' at %f in %f: %zu lines instead of %d", text, size, width, lines.count,
                 pango_layout_get_line_count(layout));
    for (size_t i = 0; i < lines.count; i++)
        compare_line(&lines.items[i], width, pango_layout_get_line_readonly(layout, (int)i), space);
    g_object_unref(layout);
}

static void lines_are_those_of_pango(void **state) {
    static const double sizes[] = {5.5, 9.775, 26}, widths[] = {0, 3.1, 7, 12.3, 21, 40};
    struct typed s;
    open_type(*state, &s);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        for (size_t k = 0; k < ARRAY_LEN(sizes); k++)
            for (size_t w = 0; w < ARRAY_LEN(widths); w++) {
                compare(&s, texts[i], sizes[k], widths[w] * sizes[k], false);
                compare(&s, texts[i], sizes[k], widths[w] * sizes[k], true);
            }
    close_type(&s);
}

static void white_space_at_the_end_of_a_line_needs_no_room(void **state) {
    const struct rich one = {.text = str_lit("one")}, two = {.text = str_lit("one  two")};
    struct typed s;
    open_type(*state, &s);
    double width = type_width(&s.type, &one, 10, false, 0);
    struct lines lines = type_lines(&s.type, &two, 10, width, false, 0);
    assert_int_equal(lines.count, 2);
    assert_near(lines.items[0].width, width, 0);
    lines = type_lines(&s.type, &two, 10, width - 0.01, false, 0);
    assert_true(lines.count > 2);
    close_type(&s);
}

static void a_letter_wider_than_its_line_has_one_of_its_own(void **state) {
    const struct rich text = {.text = str_lit("wide")};
    struct typed s;
    open_type(*state, &s);
    assert_int_equal(type_lines(&s.type, &text, 10, 1, false, 0).count, 4);
    close_type(&s);
}

static void small_text_is_smaller_in_all_ways(void **state) {
    struct span behind = {4, 9, STYLE_SMALL | STYLE_STRESS};
    const struct rich text = {str_lit("one (two)"), &behind, 1, 1, 0},
                      end = {.text = str_lit("(two)")};
    const struct rich start = {.text = str_lit("one ")};
    struct typed s;
    open_type(*state, &s);
    struct lines lines = type_lines(&s.type, &text, 10, 0, false, 0);
    double small = type_width(&s.type, &end, 10, false, STYLE_SMALL);
    assert_int_equal(lines.items[0].run_count, 2);
    assert_true(lines.items[0].runs[1].run->underlined && !lines.items[0].runs[0].run->underlined);
    assert_near(lines.items[0].runs[1].run->share, 0.85, 0.001);
    assert_near(small, 0.85 * type_width(&s.type, &end, 10, false, 0), 0.02);
    assert_true(lines.items[0].width > small + type_width(&s.type, &start, 10, false, 0));
    close_type(&s);
}

/* A thread makes many files; each is told what its own text lacks. */
static void what_a_font_lacks_is_noted_in_each_file(void **state) {
    struct fixture *f = *state;
    const struct rich text = {.text = str_lit("\xf0\x93\x80\x80")}; /* a hieroglyph */
    struct typed s;
    open_type(f, &s);
    for (unsigned file = 0; file < 2; file++) {
        assert_int_equal(s.type.missing_count, 0);
        (void)type_lines(&s.type, &text, 10, 0, false, 0);
        (void)type_lines(&s.type, &text, 12, 0, false, 0);
        assert_int_equal(s.type.missing_count, 1);
        assert_int_equal(s.type.missing[0], 0x13000);
        type_end(&s.type);
        type_begin(&s.type, &f->mem);
    }
    close_type(&s);
}

static void a_text_is_shaped_once_for_all_sizes_and_widths(void **state) {
    struct fixture *f = *state;
    const struct rich text = {.text = str_lit("Take care")};
    struct typed s;
    open_type(f, &s);
    const struct shape *shape = type_lines(&s.type, &text, 10, 0, false, 0).items[0].shape;
    type_end(&s.type);
    type_begin(&s.type, &f->mem);
    assert_ptr_equal(type_lines(&s.type, &text, 12, 30, false, 0).items[0].shape, shape);
    assert_ptr_not_equal(type_lines(&s.type, &text, 12, 30, true, 0).items[0].shape, shape);
    assert_ptr_not_equal(type_lines(&s.type, &text, 12, 30, false, STYLE_BOLD).items[0].shape,
                         shape);
    close_type(&s);
}

static void many_texts_are_forgotten_between_files(void **state) {
    enum { WORDS = 1 << 18 };
    struct fixture *f = *state;
    struct buf words = {0};
    struct typed s;
    open_type(f, &s);
    for (unsigned i = 0; i < WORDS; i++)
        buf_puts(&words, "more ");
    const struct rich few = {.text = str_lit("few")}, many = {.text = buf_str(&words)};
    (void)type_lines(&s.type, &few, 10, 50, false, 0);
    type_end(&s.type);
    assert_int_equal(s.type.shapes.count, 1);
    type_begin(&s.type, &f->mem);
    size_t count = type_lines(&s.type, &many, 10, 200, false, 0).count;
    type_end(&s.type);
    assert_int_equal(s.type.shapes.count, 0);
    type_begin(&s.type, &f->mem);
    assert_int_equal(type_lines(&s.type, &few, 10, 50, false, 0).count, 1);
    assert_int_equal(type_lines(&s.type, &many, 10, 200, false, 0).count, count);
    buf_finish(&words);
    close_type(&s);
}

/* ".Call for help" stood on Arabic sheets where a translation lacked. */
static void words_of_the_other_direction_keep_their_full_stops(void **state) {
    static const struct {
        const char *text;
        bool page_rtl, rtl;
    } all[] = {{"Call for help.", true, false},
               {"(2C-B).", true, false},
               {"\xd9\x84\xd8\xa7.", false, true},
               {"\xd9\x84\xd8\xa7.", true, true},
               {"...", true, true},
               {"\xf0\x9e\xa4\x80.", true, true}, /* Adlam */
               {"No.", false, false}};
    struct typed s;
    open_type(*state, &s);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        const struct rich text = {.text = str_from(all[i].text)};
        const struct lines lines = type_lines(&s.type, &text, 10, 0, all[i].page_rtl, 0);
        for (size_t k = 0; k < lines.items[0].run_count; k++)
            assert_int_equal(lines.items[0].runs[k].run->level, all[i].rtl);
    }
    close_type(&s);
}

/* The first line of a text that has room for `words` and no more. */
static size_t first_line_end(struct typed *s, const char *text, const char *words) {
    const struct rich whole = {.text = str_from(text)}, part = {.text = str_from(words)};
    double width = type_width(&s->type, &part, 10, false, 0);
    const struct lines lines = type_lines(&s->type, &whole, 10, width, false, 0);
    assert_true(lines.count > 1);
    return lines.items[1].runs[0].text_from;
}

static void a_number_or_a_letter_stays_with_what_follows(void **state) {
    static const struct {
        const char *text, *room, *line;
    } all[] = {
        {"take 75 mg at most", "take 75", "take "},
        {"every 2\xe2\x80\x93"
         "3 min again",
         "every 2\xe2\x80\x93"
         "3",
         "every "},
        {"lips: 1 Call them", "lips: 1", "lips: "},
        {"in \xd9\xa1\xd9\xa2 hours", "in \xd9\xa1\xd9\xa2", "in "},
        {"take \xe2\x89\xa4"
         "75 mg at most",
         "take \xe2\x89\xa4"
         "75",
         "take "},
        {"zone \xe2\x88\x92"
         "75 mV",
         "zone \xe2\x88\x92"
         "75",
         "zone "},
        {"some \xc2\xb1"
         "5 mg",
         "some \xc2\xb1"
         "5",
         "some "},
        {"take 10\xc3\x97"
         "5 mg",
         "take 10\xc3\x97"
         "5",
         "take "},
        {"take 1\xc2\xbd tablets", "take 1\xc2\xbd", "take "},
        {"pays \xe2\x82\xac"
         "5 each",
         "pays \xe2\x82\xac"
         "5",
         "pays "},
        {"in \xd9\xa0\xd9\xab\xd9\xa4 hours", "in \xd9\xa0\xd9\xab\xd9\xa4", "in "},
        {"in \xdb\xb7\xdb\xb5 hours", "in \xdb\xb7\xdb\xb5", "in "},
        {"said \xe2\x80\x9c"
         "75 mg",
         "said \xe2\x80\x9c"
         "75",
         "said "},
        {"take about\xc2\xa0"
         "75 mg",
         "take about\xc2\xa0"
         "75",
         "take "},
        {"the \xc3\x84"
         "30 pill",
         "the \xc3\x84"
         "30",
         "the \xc3\x84"
         "30 "},
        {"made in 2026. Replace it", "made in 2026.", "made in 2026. "}, /* a sentence ends */
        {"the M30 pill", "the M30", "the M30 "},                         /* a name */
        {"some 2-FDCK is", "some 2-", "some "}, /* names of substances stay whole */
        {"some 5-MeO-DMT is", "some 5-MeO-", "some "},
        {"some (2C-B-fly) is", "some (2C-B-", "some "},
        {"some \xce\xb1-PVP is", "some \xce\xb1-", "some "},
        {"a well-known one", "a well-", "a well-"},
        {"1,4-butanediol here", "1,4-", "1,4-"}, /* better than within a word */
        {"take 2 mg/kg now", "take 2 mg/", "take "},
        {"see 5 and a/b", "see 5 and a/", "see 5 and a/"},
        {"see 5 example/b", "see 5 example/", "see 5 example/"}, /* no unit is so long */
        {"100000 milligrams", "100000", "100000 "},              /* better than within a word */
    };
    struct typed s;
    open_type(*state, &s);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        size_t end = first_line_end(&s, all[i].text, all[i].room);
        if (end != strlen(all[i].line))
            fail_msg("'%s' is broken at %zu", all[i].text, end);
    }
    close_type(&s);
}

/* A long text is set in pieces; one ends between the number and its unit. */
static void a_number_stays_with_it_across_pieces(void **state) {
    enum { PIECE = 4096 };
    const struct rich room = {.text = str_lit("take 75")};
    struct typed s;
    struct buf text = {0};
    open_type(*state, &s);
    while (text.len < PIECE - strlen("\ntake 75 "))
        buf_putc(&text, text.len % 2 == 0 ? 'a' : ' ');
    buf_puts(&text, "\ntake 75 mg at most");
    const struct rich rich = {.text = buf_str(&text)};
    double width = type_width(&s.type, &room, 10, false, 0);
    const struct lines lines = type_lines(&s.type, &rich, 10, width, false, 0);
    size_t i = 0;
    while (i + 1 < lines.count && lines.items[i + 1].runs[0].text_from <= PIECE)
        i++;
    assert_int_equal(lines.items[i].runs[0].text_from, PIECE - strlen("75 "));
    buf_finish(&text);
    close_type(&s);
}

/* A long text is set in pieces, and one of them begins with the end of a line. */
static void a_line_that_ends_where_a_piece_does_stays_one(void **state) {
    enum { PIECE = 4096 };
    struct typed s;
    struct buf text = {0};
    open_type(*state, &s);
    while (text.len + 10 < PIECE)
        buf_puts(&text, "more ");
    while (text.len < PIECE - 1)
        buf_putc(&text, 'x');
    buf_puts(&text, " \nand two\n\nend");
    const struct rich rich = {.text = buf_str(&text)};
    const struct lines lines = type_lines(&s.type, &rich, 10, 0, false, 0);
    assert_int_equal(lines.count, 4);
    assert_int_equal(lines.items[0].runs[0].text_to, PIECE - 1);
    assert_int_equal(lines.items[1].runs[0].text_from, PIECE + 1);
    assert_int_equal(lines.items[1].runs[0].text_to, PIECE + strlen("\nand two"));
    assert_int_equal(lines.items[2].run_count, 0);
    assert_int_equal(lines.items[3].runs[0].text_to, rich.text.len);
    buf_finish(&text);
    close_type(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(lines_are_those_of_pango),
        TEST(white_space_at_the_end_of_a_line_needs_no_room),
        TEST(words_of_the_other_direction_keep_their_full_stops),
        TEST(a_number_or_a_letter_stays_with_what_follows),
        TEST(a_number_stays_with_it_across_pieces),
        TEST(a_line_that_ends_where_a_piece_does_stays_one),
        TEST(a_letter_wider_than_its_line_has_one_of_its_own),
        TEST(small_text_is_smaller_in_all_ways),
        TEST(what_a_font_lacks_is_noted_in_each_file),
        TEST(a_text_is_shaped_once_for_all_sizes_and_widths),
        TEST(many_texts_are_forgotten_between_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
