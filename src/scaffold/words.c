/* The words of a theme in one more language: each line of the words there are, behind a '#', so
 * that what is not translated yet stays in the fallback's words and `check` counts it. */
#include "scaffold/files.h"
#include "site/site.h"

enum { WORDS_BYTES_MAX = 1024 * 1024 };

static struct str words_path(struct scaffolding *s, struct str theme, struct str lang) {
    return arena_printf(s->mem, "themes/%.*s/i18n/%.*s.yaml", STR_ARG(theme), STR_ARG(lang));
}

/* A file of the site's own, or one that comes with pamphlet; absent when there is none. */
static struct str words_at(struct scaffolding *s, struct str path, bool own, bool *ok) {
    const char *place = fs_join(s->mem, s->options->root, path);
    struct str text = STR_NONE;
    if (!own)
        return site_builtin_file(path);
    if (place != NULL && fs_exists(place))
        *ok = fs_read(s->mem, place, arena_cstr(s->mem, path), WORDS_BYTES_MAX, &text, s->d) && *ok;
    return text;
}

/* What there is of the language already, else English. */
static struct str words_of(struct scaffolding *s, struct str theme, struct str lang, bool own,
                           bool *ok) {
    struct str text = words_at(s, words_path(s, theme, lang), own, ok);
    return text.p != NULL ? text : words_at(s, words_path(s, theme, str_lit("en")), own, ok);
}

/* "call" of `call: "Call {number}"`; empty for what begins no entry. */
static struct str key_of(struct str line) {
    bool begins = line.len > 0 && line.p[0] != '#' && line.p[0] != ' ';
    size_t colon = begins ? str_find_char(line, ':') : SIZE_MAX;
    return colon == SIZE_MAX ? STR_NONE : str_slice(line, 0, colon);
}

/* The first paragraph of comments says what the file is: ours stands in its place. Lines that an
 * entry goes on over are behind a '#' like its first; entries that were there are left out, with
 * the comments above them. */
static void comment_out(struct str text, struct map *known, struct buf *out) {
    struct str line, above = STR_NONE; /* comments and empty lines that wait for an entry */
    bool first = true, inside = false, twice = false; /* inside: of an entry, empty lines and all */
    while (str_next_line(&text, &line)) {
        struct str key = key_of(line);
        bool comment = line.len > 0 && line.p[0] == '#';
        first = first && comment;
        if (key.len > 0)
            twice = map_add(known, key, 0) != MAP_NONE;
        inside = key.len > 0 || (inside && !comment);
        bool entry = inside && line.len > 0;
        if (first || (entry && twice)) {
            above = STR_NONE;
            continue;
        }
        if (!entry) {
            const char *from = above.p == NULL ? line.p : above.p;
            above = str_of(from, (size_t)(line.p + line.len - from));
            continue;
        }
        if (above.p != NULL)
            buf_printf(out, "%.*s\n", STR_ARG(above));
        above = STR_NONE;
        buf_printf(out, "#%.*s\n", STR_ARG(line));
    }
}

/* The theme's own words, then those that come with pamphlet, on which most themes stand. */
static struct str all_words(struct scaffolding *s, struct str theme, struct str lang,
                            struct str head, bool *ok) {
    struct buf out = {0};
    struct map known;
    const struct str themes[] = {theme, str_lit("plain")};
    map_init(&known, s->mem, 0);
    buf_put(&out, head);
    for (size_t i = 0; i < ARRAY_LEN(themes); i++) {
        comment_out(words_of(s, themes[i], lang, true, ok), &known, &out);
        comment_out(words_of(s, themes[i], lang, false, ok), &known, &out);
    }
    struct str all = arena_str(s->mem, buf_str(&out));
    buf_finish(&out);
    return all;
}

bool words_make(struct scaffolding *s, struct str theme, struct str lang) {
    const struct filling fillings[] = {{"lang", lang}, {"theme", theme}, {NULL, STR_NONE}};
    bool ok = true;
    struct str head = files_fill(s->mem, "words.yaml", fillings);
    struct str text = all_words(s, theme, lang, head, &ok);
    struct str settings = arena_printf(s->mem, "themes/%.*s/theme.yaml", STR_ARG(theme));
    if (!ok || !files_put(s, words_path(s, theme, lang), text))
        return false;
    return site_builtin_file(settings).p == NULL ||
           fs_exists(fs_join(s->mem, s->options->root, settings)) ||
           files_put(s, settings, files_fill(s->mem, "theme.yaml", fillings));
}
