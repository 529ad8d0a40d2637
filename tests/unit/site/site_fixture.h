/* A made-up site in a folder of its own, loaded: what the tests of site/ start from. */
#ifndef SITE_FIXTURE_H
#define SITE_FIXTURE_H

#include "fixture.h"

#include <unistd.h>

#include "site/site.h"

struct made {
    struct fixture *f;
    char folder[40];
    struct site site;
};

static inline void made_open(struct made *m, struct fixture *f) {
    *m = (struct made){.f = f};
    memcpy(m->folder, "/tmp/pamphlet-site-XXXXXX", 26);
    assert_non_null(mkdtemp(m->folder));
}

/* Writes one file below the site's folder. */
static inline void made_file(struct made *m, const char *path, const char *text) {
    const char *full = arena_printf(&m->f->mem, "%s/%s", m->folder, path).p;
    struct str folder = str_slice(str_from(full), 0, str_rfind_char(str_from(full), '/'));
    assert_true(fs_make_folders(arena_cstr(&m->f->mem, folder), &m->f->diags));
    assert_true(fs_write(full, str_from(text), &m->f->diags));
}

static inline void made_guide(struct made *m, const char *path, const char *title,
                              const char *fields) {
    made_file(m, path,
              arena_printf(&m->f->mem,
                           "---\ntitle: %s\nsummary: s\nreviewed: 2026-01-01\n%s---\nText.\n",
                           title, fields)
                  .p);
}

/* Two languages, Finnish falling back to English, and a theme with their alphabets. */
static inline void made_frame(struct made *m) {
    made_file(m, "site.yaml",
              "title: T\nlanguages:\n  en: {name: English}\n  fi: {name: Suomi, fallback: en}\n"
              "default_language: en\ntheme: t\nprofiles: [onion]\n"
              "release: {pack: t, serial: 1, date: 2026-11-23}\n"
              "risks:\n  - {id: bad, label: Bad, symbol: x, order: 1}\n"
              "  - {id: fine, label: Fine, symbol: o, order: 2}\n");
    made_file(m, "themes/t/i18n/en.yaml",
              "alphabet: \"a b c d e f g h i j k l m n o p q r s t\"\n");
    made_file(m, "themes/t/i18n/fi.yaml",
              "alphabet: \"a b c d e f g h i j k l m n o p q r s t å ä ö\"\n");
}

static inline bool made_load(struct made *m) {
    const struct site_options options = {.root = m->folder, .threads = 2};
    return site_load(&m->f->mem, &options, &m->site, &m->f->diags);
}

static inline void made_close(struct made *m) {
    struct diags ignored = {0};
    site_finish(&m->site);
    assert_true(fs_delete_folder(m->folder, NULL, &ignored));
    diags_finish(&ignored);
}

static inline const struct page *made_page(const struct made *m, const char *path) {
    uint32_t index = map_get(&m->site.by_path, str_from(path));
    return index == MAP_NONE ? NULL : m->site.pages[index];
}

#endif
