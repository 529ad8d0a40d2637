/* The words of a theme in one more language: each line of the words there are, behind a '#', so
 * that what is not translated yet stays in the fallback's words and `check` counts it. */
#include "scaffold/files.h"
#include "site/site.h"

enum { WORDS_BYTES_MAX = 1024 * 1024 };

/* The site's own file, or one that comes with pamphlet; absent when there is neither, or after a
 * message. */
static struct str words_at(struct scaffolding *s, struct str path, bool *ok) {
    struct str text = site_builtin_file(path);
    const char *own = fs_join(s->mem, s->options->root, path);
    if (own != NULL && fs_exists(own))
        *ok = fs_read(s->mem, own, arena_cstr(s->mem, path), WORDS_BYTES_MAX, &text, s->d) && *ok;
    return text;
}

static struct str words_path(struct scaffolding *s, struct str theme, struct str lang) {
    return arena_printf(s->mem, "themes/%.*s/i18n/%.*s.yaml", STR_ARG(theme), STR_ARG(lang));
}

/* What comes with pamphlet in this language, then the theme's English, then that of plain. */
static struct str find_words(struct scaffolding *s, struct str theme, struct str lang, bool *ok) {
    const struct str paths[] = {words_path(s, theme, lang), words_path(s, theme, str_lit("en")),
                                words_path(s, str_lit("plain"), str_lit("en"))};
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct str text = words_at(s, paths[i], ok);
        if (!*ok || text.p != NULL)
            return text;
    }
    return STR_NONE;
}

static bool is_entry(struct str line) {
    return line.len > 0 && line.p[0] != '#' && line.p[0] != ' ';
}

/* The first paragraph of comments says what the file is: ours stands in its place. */
static struct str commented_out(struct scaffolding *s, struct str text, struct str head) {
    struct buf out = {0};
    struct str line;
    bool first = true;
    buf_put(&out, head);
    while (str_next_line(&text, &line)) {
        first = first && line.len > 0 && line.p[0] == '#';
        if (first)
            continue;
        buf_puts(&out, is_entry(line) ? "#" : "");
        buf_put(&out, line);
        buf_putc(&out, '\n');
    }
    struct str all = arena_str(s->mem, buf_str(&out));
    buf_finish(&out);
    return all;
}

bool words_make(struct scaffolding *s, struct str theme, struct str lang) {
    const struct filling fillings[] = {{"lang", lang}, {"theme", theme}, {NULL, STR_NONE}};
    bool ok = true;
    struct str text = find_words(s, theme, lang, &ok);
    struct str settings = arena_printf(s->mem, "themes/%.*s/theme.yaml", STR_ARG(theme));
    if (!ok || !files_put(s, words_path(s, theme, lang),
                          commented_out(s, text, files_fill(s->mem, "words.yaml", fillings))))
        return false;
    return site_builtin_file(settings).p == NULL ||
           fs_exists(fs_join(s->mem, s->options->root, settings)) ||
           files_put(s, settings, files_fill(s->mem, "theme.yaml", fillings));
}
