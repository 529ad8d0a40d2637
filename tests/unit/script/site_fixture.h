/* A small site made by hand: two languages, three pages, and the templates a test gives. */
#ifndef SITE_FIXTURE_H
#define SITE_FIXTURE_H

#include "fixture.h"
#include "script/script.h"

struct site_fixture {
    struct arena mem;
    struct diags diags;
    struct buf out;
    struct site site;
    struct language languages[2]; /* en, fi (falls back to en) */
    struct page pages[3];         /* en/guides/mdma.html, en/index.html, fi/index.html */
    struct page *page_list[3];
    struct page *translations[2][2];
    struct document documents[3];
    struct theme_file files[32];
    struct text_entry title[2];
    struct script *script;
    struct script_page page; /* the page that `render` renders: the guide */
};

static inline void add_string(struct site_fixture *f, size_t language, const char *key,
                              const char *value) {
    struct strings *s = &f->languages[language].strings;
    if (s->by_key.mem == NULL)
        map_init(&s->by_key, &f->mem, 16);
    size_t cap = s->cap;
    map_add(&s->by_key, str_from(key), (uint32_t)s->count);
    s->keys = arena_grow(&f->mem, s->keys, s->count, &cap, sizeof(s->keys[0]));
    s->values = arena_grow(&f->mem, s->values, s->count, &s->cap, sizeof(s->values[0]));
    s->keys[s->count].value = str_from(key);
    s->values[s->count++].value = str_from(value);
}

static inline void add_page(struct site_fixture *f, size_t i, enum page_kind kind,
                            uint32_t language, const char *path, const char *key,
                            const char *title) {
    struct document *doc = &f->documents[i];
    doc->source.path = arena_printf(&f->mem, "content/%s", key).p;
    doc->language = language;
    doc->kind = kind;
    f->pages[i] = (struct page){.kind = kind,
                                .index = (uint32_t)i,
                                .language = language,
                                .path = str_from(path),
                                .key = str_from(key),
                                .title = str_from(title),
                                .plain_title = str_from(title),
                                .document = doc,
                                .subject = UINT32_MAX};
    f->page_list[i] = &f->pages[i];
    map_add(&f->site.by_path, f->pages[i].path, (uint32_t)i);
}

static inline void make_languages(struct site_fixture *f) {
    f->languages[0] =
        (struct language){.tag = str_lit("en"), .name = str_lit("English"), .fallback = UINT32_MAX};
    f->languages[1] =
        (struct language){.tag = str_lit("fi"), .name = str_lit("Suomi"), .fallback = 0};
    add_string(f, 0, "home", "Start");
    add_string(f, 0, "call", "Call {number}");
    add_string(f, 0, "words.one", "{count} word");
    add_string(f, 0, "words.other", "{count} words");
    add_string(f, 0, "date", "{d} {month} {y}");
    add_string(f, 0, "month.11", "November");
    add_string(f, 1, "home", "Alku");
}

static inline int site_setup(void **state) {
    struct site_fixture *f = calloc(1, sizeof(*f));
    if (f == NULL)
        return -1;
    *state = f;
    make_languages(f);
    map_init(&f->site.by_path, &f->mem, 8);
    map_init(&f->site.by_tree, &f->mem, 8);
    map_init(&f->site.base_strings.by_key, &f->mem, 8);
    add_page(f, 0, PAGE_GUIDE, 0, "en/guides/mdma.html", "guides/mdma", "MDMA & <friends>");
    add_page(f, 1, PAGE_HOME, 0, "en/index.html", "index", "Home");
    add_page(f, 2, PAGE_HOME, 1, "fi/index.html", "index", "Koti");
    for (size_t i = 1; i < 3; i++)
        f->pages[i].translations = f->translations[1];
    f->translations[1][0] = &f->pages[1];
    f->translations[1][1] = &f->pages[2];
    f->pages[0].translations = f->translations[0];
    f->translations[0][0] = &f->pages[0];
    f->languages[0].home = &f->pages[1];
    f->languages[0].guides = f->page_list;
    f->languages[0].guide_count = 2;
    f->title[0] = (struct text_entry){.lang = str_lit("en"), .value = str_lit("Sampleton")};
    f->site.config.title = (struct text){f->title, 1};
    f->site.mem = &f->mem;
    f->site.languages = f->languages;
    f->site.language_count = 2;
    f->site.pages = f->page_list;
    f->site.page_count = 3;
    f->site.theme.name = str_lit("plain");
    f->site.theme.files = f->files;
    f->site.date = (struct date){2026, 11, 23};
    f->page = (struct script_page){
        .page = &f->pages[0], .profile = str_lit("onion"), .body = str_lit("<p>Body</p>")};
    return 0;
}

static inline int site_teardown(void **state) {
    struct site_fixture *f = *state;
    script_close(f->script);
    arena_finish(&f->mem);
    diags_finish(&f->diags);
    buf_finish(&f->out);
    free(f);
    return 0;
}

#define SITE_TEST(name) cmocka_unit_test_setup_teardown(name, site_setup, site_teardown)

/* Adds a file of the theme; keep the paths in order of their bytes. */
static inline void add_file(struct site_fixture *f, const char *path, const char *text) {
    struct theme_file *file = &f->files[f->site.theme.file_count++];
    file->path = str_from(path);
    file->source.path = arena_printf(&f->mem, "themes/plain/%s", path).p;
    file->source.text = str_from(text);
}

static inline bool open_site(struct site_fixture *f) {
    f->script = script_open(&f->site, &f->diags);
    return f->script != NULL;
}

/* Renders the page at hand; the templates must be fine. */
static inline bool render(struct site_fixture *f) {
    if (f->script == NULL && !open_site(f))
        print_diags(&f->diags);
    assert_non_null(f->script);
    buf_reset(&f->out);
    return script_layout(f->script, &f->mem, &f->page, &f->out, &f->diags);
}

/* One layout, given as text, prints this. */
static inline void assert_renders(struct site_fixture *f, const char *text, const char *want) {
    add_file(f, "layouts/guide.html", text);
    if (!render(f))
        print_diags(&f->diags);
    assert_no_diags(&f->diags);
    assert_str(buf_str(&f->out), want);
}

/* One layout, given as text, fails while it runs, on this line. */
static inline void assert_fails(struct site_fixture *f, const char *text, unsigned line,
                                const char *code) {
    add_file(f, "layouts/guide.html", text);
    assert_false(render(f));
    assert_diag(&f->diags, 0, "themes/plain/layouts/guide.html", line, code);
}

#endif
