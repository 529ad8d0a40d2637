/* The outline of a glyph, by harfbuzz, which gives curves with one point as such with two. */
#include "print/cff.h"

struct tracing {
    struct arena *mem;
    struct outline *out;
};

static struct outline_step *add(struct tracing *t) {
    return arena_push(t->mem, &t->out->steps, &t->out->count, &t->out->cap);
}

static void move_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *s, float x, float y,
                    void *user) {
    (void)f, (void)s, (void)user;
    *add(data) = (struct outline_step){OUTLINE_MOVE, 1, {{(double)x, (double)y}}};
}

static void line_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *s, float x, float y,
                    void *user) {
    (void)f, (void)s, (void)user;
    *add(data) = (struct outline_step){OUTLINE_LINE, 1, {{(double)x, (double)y}}};
}

static void curve_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *s, float x1, float y1,
                     float x2, float y2, float x, float y, void *user) {
    (void)f, (void)s, (void)user;
    *add(data) = (struct outline_step){
        OUTLINE_CURVE,
        3,
        {{(double)x1, (double)y1}, {(double)x2, (double)y2}, {(double)x, (double)y}}};
}

void outline_trace(hb_font_t *font, uint32_t glyph, struct arena *mem, struct outline *out) {
    *out = (struct outline){0};
    struct tracing t = {mem, out};
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, curve_to, NULL, NULL);
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(font, glyph, funcs, &t);
#else
    hb_font_get_glyph_shape(font, glyph, funcs, &t);
#endif
    hb_draw_funcs_destroy(funcs);
}
