/* What stands on a page: operators of ISO 32000-1:2008, 8 and 9. The page is turned so that y goes
 * down, and letters are turned back. A glyph that stands where the one before ends is two bytes. */
#include <math.h>
#include <stdlib.h>

#include "pdf/write.h"

/* lround, in place: it is asked for each glyph. */
static long rounded(double n) {
    return (long)(n + (n < 0 ? -0.5 : 0.5));
}

void pdf_put_number(struct buf *out, double n) {
    enum { PARTS = 1000, DIGITS_MAX = 24 };
    char digits[DIGITS_MAX];
    long all = rounded(n * PARTS);
    unsigned long left = (unsigned long)labs(all);
    size_t at = sizeof(digits);
    unsigned parts = (unsigned)(left % PARTS);
    left /= PARTS;
    if (parts != 0) {
        unsigned wide = 3;
        for (; parts % 10 == 0; wide--)
            parts /= 10;
        for (; wide > 0; wide--, parts /= 10)
            digits[--at] = (char)('0' + parts % 10);
        digits[--at] = '.';
    }
    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (all < 0)
        digits[--at] = '-';
    buf_put(out, str_of(digits + at, sizeof(digits) - at));
}

static void put_numbers(struct buf *out, const double *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pdf_put_number(out, numbers[i]);
        buf_putc(out, ' ');
    }
}

#define PUT(c, op, ...)                                                                            \
    do {                                                                                           \
        const double numbers[] = {__VA_ARGS__};                                                    \
        put_numbers(&(c)->ops, numbers, ARRAY_LEN(numbers));                                       \
        buf_puts(&(c)->ops, op "\n");                                                              \
    } while (0)

struct pdf_content *pdf_content(struct pdf_writer *w, bool form) {
    static const struct pdf_state page = {.line_width = 1, .dash_known = true},
                                  unknown = {.fill = NAN, .line = NAN, .line_width = NAN};
    struct pdf_content *c = arena_new(w->mem, struct pdf_content);
    *c = (struct pdf_content){.w = w, .now = form ? unknown : page};
    return c;
}

/* --- text
 * ---------------------------------------------------------------------------------------------- */

static void end_string(struct pdf_content *c) {
    if (c->in_string)
        buf_puts(&c->ops, ")]TJ\n");
    c->in_string = false;
}

static void end_text(struct pdf_content *c) {
    end_string(c);
    if (c->in_text)
        buf_puts(&c->ops, "ET\n");
    c->in_text = false;
}

void pdf_content_end(struct pdf_content *c) {
    end_text(c);
}

static void set_fill(struct pdf_content *c, double grey) {
    if (c->now.fill == grey)
        return;
    end_string(c);
    PUT(c, "g", grey);
    c->now.fill = grey;
}

static void use_font(struct pdf_content *c, const struct pdf_font *f) {
    size_t i = 0;
    while (i < c->font_count && c->fonts[i] != f)
        i++;
    if (i == c->font_count)
        *arena_push(c->w->mem, &c->fonts, &c->font_count, &c->font_cap) = f;
}

static void set_font(struct pdf_content *c, const struct pdf_font *f, double size) {
    if (c->now.font == f && c->now.size == size)
        return;
    end_string(c);
    use_font(c, f);
    buf_printf(&c->ops, "/f%u ", (unsigned)f->number);
    PUT(c, "Tf", size);
    c->now.font = f;
    c->now.size = size;
}

/* The pen at (x, y), as exactly as a file says it. */
static void set_pen(struct pdf_content *c, double x, double y) {
    enum { PARTS = 1000 };
    end_string(c);
    PUT(c, "Tm", 1, 0, 0, -1, x, y);
    c->x = (double)rounded(x * PARTS) / PARTS;
    c->y = y;
}

static void put_id(struct buf *out, uint32_t id) {
    char *to = buf_reserve(out, 4);
    size_t len = 0;
    for (int shift = 8; shift >= 0; shift -= 8) {
        char byte = (char)(id >> shift);
        if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
            to[len++] = '\\';
        to[len++] = byte == '\r' ? 'r' : byte;
    }
    out->len += len;
}

static void begin_text(struct pdf_content *c) {
    if (c->in_text)
        return;
    buf_puts(&c->ops, "BT\n");
    c->in_text = true;
    c->y = NAN; /* the pen is nowhere */
}

static void put_glyph(struct pdf_content *c, const struct pdf_glyph *g) {
    enum { FAR = 20000 }; /* thousandths of the size */
    set_fill(c, g->grey);
    set_font(c, g->font, g->size);
    double off = (c->x - g->x) * 1000 / g->size;
    if (c->y != g->y || fabs(off) > FAR) {
        set_pen(c, g->x, g->y);
        off = 0;
    }
    long shift = rounded(off);
    if (!c->in_string)
        buf_puts(&c->ops, shift == 0 ? "[(" : "[");
    else if (shift != 0)
        buf_putc(&c->ops, ')');
    if (shift != 0) {
        pdf_put_number(&c->ops, (double)shift);
        buf_putc(&c->ops, '(');
    }
    c->in_string = true;
    put_id(&c->ops, g->id);
    c->x += ((double)g->width - (double)shift) * g->size / 1000;
}

void pdf_text(struct pdf_content *c, const struct pdf_glyph *glyphs, size_t count,
              struct str text) {
    bool plain = count == 1 && pdf_says(glyphs[0].font, &glyphs[0], text);
    begin_text(c);
    if (!plain) {
        end_string(c);
        buf_puts(&c->ops, "/Span <</ActualText ");
        pdf_put_utf16(&c->ops, text);
        buf_puts(&c->ops, ">> BDC\n");
    }
    for (size_t i = 0; i < count; i++) {
        if (!plain)
            (void)pdf_says(glyphs[i].font, &glyphs[i], STR_NONE);
        put_glyph(c, &glyphs[i]);
    }
    if (!plain) {
        end_string(c);
        buf_puts(&c->ops, "EMC\n");
    }
}

/* --- lines and areas
 * ---------------------------------------------------------------------------------------------- */

void pdf_push(struct pdf_content *c, double x, double y, double scale) {
    end_text(c);
    c->outer = c->now;
    buf_puts(&c->ops, "q ");
    PUT(c, "cm", scale, 0, 0, scale, x, y);
}

void pdf_pop(struct pdf_content *c) {
    end_text(c);
    c->now = c->outer;
    buf_puts(&c->ops, "Q\n");
}

void pdf_put_form(struct pdf_content *c, unsigned form, double x, double y, double scale) {
    size_t i = 0;
    end_text(c);
    while (i < c->form_count && c->forms[i] != form)
        i++;
    if (i == c->form_count)
        *arena_push(c->w->mem, &c->forms, &c->form_count, &c->form_cap) = form;
    buf_puts(&c->ops, "q ");
    PUT(c, "cm", scale, 0, 0, scale, x, y);
    buf_printf(&c->ops, "/x%u Do Q\n", form);
}

void pdf_fill(struct pdf_content *c, double x, double y, double width, double height, double grey) {
    end_text(c);
    set_fill(c, grey);
    PUT(c, "re f", x, y, width, height);
}

static void set_line(struct pdf_content *c, double width, double grey, bool dashed) {
    end_text(c);
    if (c->now.line != grey)
        PUT(c, "G", grey);
    if (c->now.line_width != width)
        PUT(c, "w", width);
    if (c->now.dashed != dashed || !c->now.dash_known)
        buf_puts(&c->ops, dashed ? "[3 3] 0 d\n" : "[] 0 d\n");
    c->now.line = grey;
    c->now.line_width = width;
    c->now.dashed = dashed;
    c->now.dash_known = true;
}

void pdf_frame(struct pdf_content *c, double x, double y, double width, double height,
               double line) {
    set_line(c, line, 0, false);
    PUT(c, "re S", x, y, width, height);
}

void pdf_line(struct pdf_content *c, const struct pdf_line *l) {
    set_line(c, l->width, l->grey, l->dashed);
    PUT(c, "m", l->x1, l->y1);
    PUT(c, "l S", l->x2, l->y2);
}

/* Thousandths are too few to say how small a font's units are: it is said in two steps. */
void pdf_outline(struct pdf_content *c, struct str operators, double x, double y, double unit,
                 double grey) {
    enum { STEP = 1000 };
    double scale = STEP / unit;
    if (operators.len == 0)
        return;
    end_text(c);
    set_fill(c, grey);
    buf_puts(&c->ops, "q ");
    PUT(c, "cm", 1.0 / STEP, 0, 0, -1.0 / STEP, x, y);
    PUT(c, "cm", scale, 0, 0, scale, 0, 0);
    buf_put(&c->ops, operators);
    buf_puts(&c->ops, "f Q\n");
}
