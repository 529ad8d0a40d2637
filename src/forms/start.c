/* START.html: every page of the pack in one file that needs nothing beside it. The theme's layouts
 * start.html and start-language.html are written like any other page; what makes them stand alone
 * is put in here: the style with its hash in the policy, pictures as data, links as anchors. Ids
 * and anchors are numbers, so that a browser's history does not tell what was read. */
#include <stdio.h>

#include "forms/parts.h"

#define PAGES_HERE "<hr class=\"_pages\"/>"

struct start {
    struct kit *kit;
    struct str *frames, *sections;
    const struct page ***orders; /* [language], and how many */
    size_t *counts;
};

/* One file being written. */
struct file {
    struct start *start;
    bool split;        /* the pack is in several files */
    uint32_t only;     /* the language whose pages are in this one; UINT32_MAX: all */
    bool pages;        /* false: the choice of languages */
    uint32_t language; /* of the frame or section at hand */
    const char *prefix;
    struct buf style;
    char hash[64];
    bool styled;
    size_t picture_bytes; /* of the file, as data */
    struct diags *d;
};

static struct str attr_of(const struct html_token *t, const char *name) {
    for (size_t i = 0; i < t->attr_count; i++)
        if (str_is(t->attrs[i].name, name))
            return t->attrs[i].value;
    return STR_NONE;
}

/* --- frames
 * -------------------------------------------------------------------------------------- */

/* The page that a language's frames are made for. */
static const struct page *front_of(const struct start *s, uint32_t language) {
    return s->kit->site->languages[language].home;
}

/* A layout of the theme for `page`, or what stands for it. */
static bool render(struct start *s, const char *layout, const struct page *page,
                   struct str (*plain)(const struct kit *, struct arena *, const struct page *),
                   struct str *out, struct diags *d) {
    struct kit *k = s->kit;
    struct arena mem = {0};
    struct buf bytes = {0};
    struct str file = arena_printf(&mem, "layouts/%s.html", layout);
    bool ok = true;
    if (site_theme_file(k->site, file) == NULL) {
        *out = plain(k, &k->mem, page);
    } else {
        ok = renderer_frame(k->o->renderer, &mem, str_from(layout), page, k->o->profile,
                            str_lit(PAGES_HERE), &bytes, d);
        *out = arena_str(&k->mem, buf_str(&bytes));
    }
    buf_finish(&bytes);
    arena_finish(&mem);
    return ok;
}

/* Every form has the style of START.html's frame. */
static void find_sheets(struct kit *k, struct str frame, struct str base) {
    struct html_scanner scanner;
    struct html_token t;
    size_t cap = 0;
    html_start(&scanner, frame);
    do {
        struct str path;
        html_next(&scanner, &t);
        if (t.kind != HTML_OPEN || !str_is(t.name, "link") ||
            !str_is(attr_of(&t, "rel"), "stylesheet") ||
            !fs_resolve(&k->mem, base, attr_of(&t, "href"), &path))
            continue;
        const struct forms_asset *sheet = kit_asset(k, path);
        if (sheet != NULL)
            *arena_push(&k->mem, &k->sheets, &k->sheet_count, &cap) = sheet;
    } while (t.kind != HTML_END && t.kind != HTML_BAD);
}

struct start *start_open(struct kit *k, struct diags *d) {
    size_t count = k->site->language_count;
    struct start *s = arena_new(&k->mem, struct start);
    bool ok = true;
    s->kit = k;
    s->frames = arena_array(&k->mem, struct str, count);
    s->sections = arena_array(&k->mem, struct str, count);
    s->orders = arena_array(&k->mem, const struct page **, count);
    s->counts = arena_array(&k->mem, size_t, count);
    for (uint32_t l = 0; l < count; l++) {
        s->orders[l] = kit_reading_order(k, &k->mem, l, &s->counts[l]);
        const struct page *front = front_of(s, l);
        ok = render(s, "start", front, plain_frame, &s->frames[l], d) &&
             render(s, "start-language", front, plain_section, &s->sections[l], d) && ok;
    }
    for (uint32_t l = 0; ok && k->sheet_count == 0 && l < count; l++)
        find_sheets(k, s->frames[l], front_of(s, l)->path);
    return ok ? s : NULL;
}

static bool tag_of_frame(struct rewrite *w, const struct html_token *t);

/* --- addresses
 * ----------------------------------------------------------------------------------- */

static void put_page_id(struct rewrite *w, const struct page *page, struct str id) {
    uint32_t n = id.p == NULL ? MAP_NONE : kit_anchor(w->kit, page, id);
    buf_printf(w->out, "p%u", (unsigned)page->index);
    if (n != MAP_NONE)
        buf_printf(w->out, "-%u", (unsigned)n);
}

static void put_id(struct rewrite *w, struct str id) {
    const struct file *f = w->ctx;
    if (w->page == NULL)
        buf_printf(w->out, "%s%.*s", f->prefix, STR_ARG(id));
    else
        put_page_id(w, w->page, id);
}

static struct str file_name(const struct kit *k, struct arena *mem, uint32_t language) {
    return arena_printf(mem, "START-%.*s.html",
                        STR_ARG(utf8_fold(mem, k->site->languages[language].tag)));
}

/* From the frame, a language's front leads to the contents of that language. */
static bool is_to_contents(const struct rewrite *w, const struct rewrite_target *to) {
    const struct file *f = w->ctx;
    return w->rules->tag == tag_of_frame && to->fragment.p == NULL &&
           to->page == front_of(f->start, to->page->language);
}

static bool put_link(struct rewrite *w, const struct rewrite_target *to) {
    const struct file *f = w->ctx;
    if (to->page != NULL && kit_is_left_out(to->page)) {
        buf_put(w->out, f->split && f->pages ? str_lit("START.html#top") : str_lit("#top"));
    } else if (to->page != NULL) {
        bool contents = is_to_contents(w, to);
        bool here =
            (f->pages || contents) && (f->only == UINT32_MAX || f->only == to->page->language);
        if (!here)
            buf_put(w->out, file_name(w->kit, w->mem, to->page->language));
        buf_putc(w->out, '#');
        if (contents)
            buf_printf(w->out, "lang-%u", (unsigned)to->page->language);
        else
            put_page_id(w, to->page, to->fragment);
    } else if (to->path.len == 0) {
        buf_printf(w->out, "#%s%.*s", f->prefix, STR_ARG(to->fragment));
    } else {
        w->behind = arena_printf(w->mem, "site/%.*s", STR_ARG(to->path));
        return false;
    }
    return true;
}

/* --- pictures and style
 * -------------------------------------------------------------------------- */

static bool put_data(struct file *f, struct str path, struct buf *out) {
    const struct forms_asset *a = kit_asset(f->start->kit, path);
    if (a == NULL)
        return false;
    if (image_kind_of(a->bytes) != IMAGE_PNG) {
        struct source source = {a->origin, STR_NONE};
        diag_note(f->d, place_of(&source, 0, 0, 0), "forms/not-png",
                  "START.html shows this picture's description in its place: only PNG can be "
                  "inside; save the picture as PNG to have it there");
        return false;
    }
    size_t from = out->len;
    buf_put(out, str_lit("data:image/png;base64,"));
    sign_base64((const uint8_t *)a->bytes.p, a->bytes.len, out);
    f->picture_bytes += out->len - from;
    return true;
}

static bool put_picture(struct rewrite *w, struct str path) {
    return put_data(w->ctx, path, w->out);
}

static bool put_style_picture(struct style *s, struct str path) {
    return put_data(s->ctx, path, s->out);
}

/* The style comes into the head behind the policy that names its hash, so it is made before. */
static void collect_style(struct file *f) {
    const struct kit *k = f->start->kit;
    struct arena mem = {0};
    struct style style = {k, f, put_style_picture, &mem, &f->style};
    uint8_t digest[SIGN_SHA256_BYTES];
    struct buf hash = {0};
    buf_putc(&f->style, '\n');
    for (size_t i = 0; i < k->sheet_count; i++)
        style_put(&style, k->sheets[i]);
    sign_sha256(buf_str(&f->style), digest);
    sign_base64(digest, sizeof(digest), &hash);
    memcpy(f->hash, hash.p, hash.len);
    f->hash[hash.len] = '\0';
    buf_finish(&hash);
    arena_finish(&mem);
}

/* --- the frame's own tags
 * ------------------------------------------------------------------------ */

static void put_style(struct rewrite *w, struct file *f) {
    if (f->styled)
        return;
    buf_put(w->out, str_lit("<style>"));
    buf_put(w->out, buf_str(&f->style));
    buf_put(w->out, str_lit("</style>\n"));
    f->styled = true;
}

static bool tag_of_head(struct rewrite *w, struct file *f, const struct html_token *t) {
    struct str rel = attr_of(t, "rel");
    if (str_is(t->name, "meta")) {
        if (str_is(attr_of(t, "http-equiv"), "Content-Security-Policy"))
            buf_printf(w->out,
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action "
                       "'none'\"/>",
                       f->hash);
        else
            return false;
        return true;
    }
    if (str_is(rel, "stylesheet")) {
        put_style(w, f);
    } else if (str_is(rel, "icon")) {
        struct rewrite_target to;
        size_t before = w->out->len;
        buf_put(w->out, str_lit("<link rel=\"icon\" type=\"image/png\" href=\""));
        if (rewrite_resolve(w, attr_of(t, "href"), &to) && put_picture(w, to.path))
            buf_put(w->out, str_lit("\"/>"));
        else
            w->out->len = before;
    }
    return true; /* other links lead to files */
}

static void put_sections(struct rewrite *w, struct file *f);
static void put_articles(struct rewrite *w, struct file *f);

static bool tag_of_frame(struct rewrite *w, const struct html_token *t) {
    struct file *f = w->ctx;
    if (t->kind == HTML_CLOSE) {
        if (str_is(t->name, "head"))
            put_style(w, f);
        return false;
    }
    if (str_is(t->name, "meta") || str_is(t->name, "link"))
        return tag_of_head(w, f, t);
    if (str_is(t->name, "body")) {
        buf_put(w->out, str_lit("<body id=\"top\""));
        for (size_t i = 0; i < t->attr_count; i++)
            if (!str_is(t->attrs[i].name, "id"))
                rewrite_put_attr(w->out, &t->attrs[i]);
        buf_putc(w->out, '>');
        return true;
    }
    if (!str_is(t->name, "hr") || !str_is(attr_of(t, "class"), "_pages"))
        return false;
    put_sections(w, f);
    return true;
}

static bool tag_of_section(struct rewrite *w, const struct html_token *t) {
    if (t->kind != HTML_OPEN || !str_is(t->name, "hr") || !str_is(attr_of(t, "class"), "_pages"))
        return false;
    put_articles(w, w->ctx);
    return true;
}

static const struct rewrite_rules frame_rules = {put_id, put_link, put_picture, tag_of_frame};
static const struct rewrite_rules section_rules = {put_id, put_link, put_picture, tag_of_section};
static const struct rewrite_rules page_rules = {put_id, put_link, put_picture, NULL};

/* --- what is in the file
 * ------------------------------------------------------------------------- */

static void put_article(struct rewrite *w, struct file *f, const struct page *page) {
    struct arena mem = {0};
    struct rewrite inner = {w->kit, &page_rules, f, page->path, page, &mem, w->out, STR_NONE};
    const struct language *l = &w->kit->site->languages[page->language];
    buf_printf(w->out, "<article class=\"page %s\" id=\"p%u\">\n",
               page == l->exit_page ? "away" : page_kind_names[page->kind], (unsigned)page->index);
    rewrite_text(&inner, w->kit->o->parts[page->index]);
    if (page != l->exit_page) {
        buf_printf(w->out, "\n<p class=\"back\"><a href=\"#lang-%u\">", (unsigned)page->language);
        html_escape(w->out, kit_word(w->kit, page->language, "start_contents"));
        buf_put(w->out, str_lit("</a></p>"));
    }
    buf_put(w->out, str_lit("\n</article>\n"));
    arena_finish(&mem);
}

static void put_articles(struct rewrite *w, struct file *f) {
    const struct start *s = f->start;
    for (size_t i = 0; f->pages && i < s->counts[f->language]; i++)
        put_article(w, f, s->orders[f->language][i]);
}

static void put_section(struct rewrite *w, struct file *f, uint32_t language) {
    const struct start *s = f->start;
    const struct language *l = &s->kit->site->languages[language];
    struct arena mem = {0};
    char prefix[32];
    struct file inside = *f;
    snprintf(prefix, sizeof(prefix), "s%u-", (unsigned)language);
    inside.language = language;
    inside.prefix = prefix;
    struct rewrite inner = {w->kit, &section_rules, &inside, front_of(s, language)->path,
                            NULL,   &mem,           w->out,  STR_NONE};
    buf_printf(w->out, "<section class=\"language\" id=\"lang-%u\" lang=\"%.*s\" dir=\"%s\">\n",
               (unsigned)language, STR_ARG(l->tag), l->rtl ? "rtl" : "ltr");
    rewrite_text(&inner, s->sections[language]);
    buf_put(w->out, str_lit("\n</section>\n"));
    f->picture_bytes = inside.picture_bytes;
    arena_finish(&mem);
}

static void put_sections(struct rewrite *w, struct file *f) {
    const struct start *s = f->start;
    uint32_t first = f->only == UINT32_MAX ? s->kit->site->default_language : f->only;
    put_section(w, f, first);
    for (uint32_t l = 0; f->only == UINT32_MAX && l < s->kit->site->language_count; l++)
        if (l != first)
            put_section(w, f, l);
}

static void put_file(struct file *f, struct buf *out) {
    struct start *s = f->start;
    struct arena mem = {0};
    uint32_t language = f->only == UINT32_MAX ? s->kit->site->default_language : f->only;
    f->prefix = "s-";
    f->language = language;
    collect_style(f);
    struct rewrite w = {s->kit, &frame_rules, f,   front_of(s, language)->path,
                        NULL,   &mem,         out, STR_NONE};
    rewrite_text(&w, s->frames[language]);
    buf_finish(&f->style);
    arena_finish(&mem);
}

/* --- one file, or one for each language
 * ---------------------------------------------------------- */

static const char *origin_of(const struct kit *k, struct arena *mem) {
    return arena_printf(mem, "themes/%.*s/layouts/start.html", STR_ARG(k->site->theme.name)).p;
}

static double megabytes(size_t bytes) {
    return (double)bytes / 1e6;
}

static void tell_split(const struct start *s, size_t bytes, struct diags *d) {
    struct source source = {"START.html", STR_NONE};
    diag_note(d, place_of(&source, 0, 0, 0), "forms/start-split",
              "would be %.1f MB, too much for old phones: it is split into one file for each of "
              "the %zu languages, and START.html leads to them",
              megabytes(bytes), s->kit->site->language_count);
}

static void tell_large(const struct file *f, const char *name, const struct buf *out) {
    struct source source = {name, STR_NONE};
    diag_note(f->d, place_of(&source, 0, 0, 0), "forms/start-large",
              "is %.1f MB, which old phones may not open; %s help", megabytes(out->len),
              f->picture_bytes > out->len / 2 ? "smaller pictures"
                                              : "fewer pages, as in a pack of one area's services,");
}

static size_t bytes_max(const struct kit *k) {
    size_t max = k->o->start_bytes_max;
    return max == 0 ? FORMS_START_BYTES_MAX : max;
}

/* What its pages come to, before they are rewritten. */
static size_t bytes_of_parts(const struct kit *k) {
    size_t bytes = 0;
    for (size_t i = 0; i < k->site->page_count; i++)
        bytes += k->o->parts[k->site->pages[i]->index].len;
    return bytes;
}

static void split(struct start *s, struct forms *f, const char *origin, struct diags *d) {
    struct kit *k = s->kit;
    struct file choice = {.start = s, .split = true, .only = UINT32_MAX, .d = d};
    struct buf *out = parts_file(f, SLOT_START, str_lit("START.html"), origin);
    size_t bytes = 0;
    put_file(&choice, out);
    for (uint32_t l = 0; l < k->site->language_count; l++) {
        struct file one = {.start = s, .split = true, .only = l, .pages = true, .d = d};
        struct str name = file_name(k, &f->arenas[SLOT_START], l);
        out = parts_file(f, SLOT_START_OF + l, name, origin);
        put_file(&one, out);
        bytes += out->len;
        if (out->len > bytes_max(k))
            tell_large(&one, name.p, out);
    }
    tell_split(s, bytes, d);
}

/* Whether it fits into one file is seen when it is made; far above that it is not tried. */
void start_make(struct start *s, struct forms *f, struct diags *d) {
    const struct kit *k = s->kit;
    const char *origin = origin_of(k, &f->arenas[SLOT_START]);
    struct file whole = {.start = s, .only = UINT32_MAX, .pages = true, .d = d};
    bool alone = k->site->language_count == 1;
    if (alone || bytes_of_parts(k) / 2 <= bytes_max(k)) {
        struct buf *out = parts_file(f, SLOT_START, str_lit("START.html"), origin);
        put_file(&whole, out);
        if (out->len <= bytes_max(k))
            return;
        if (alone) {
            tell_large(&whole, "START.html", out);
            return;
        }
    }
    split(s, f, origin, d);
}
