/* The theme's files, with those of the theme it extends behind them, and its words in every
 * language. A theme that the site has no folder for may be one that the program carries. */
#include <stdlib.h>

#include "site/parts.h"

enum { THEME_DEPTH_MAX = 4, THEME_FILE_BYTES_MAX = 4 * 1024 * 1024 };

static bool is_binary(struct str path) {
    static const char *const endings[] = {".png", ".jpg", ".gif", ".webp"};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_ends(path, str_from(endings[i])))
            return true;
    return false;
}

static bool read_file(struct parts *p, struct site *site, struct str folder, struct str path,
                      struct source *source) {
    struct str shown = arena_printf(p->mem, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
    source->path = shown.p;
    if (!fs_read(p->mem, fs_join(p->mem, site->root, shown), shown.p, THEME_FILE_BYTES_MAX,
                 &source->text, p->d))
        return false;
    load_note(p, site, source);
    size_t bad = is_binary(path) ? SIZE_MAX : utf8_first_bad(source->text);
    if (bad == SIZE_MAX)
        return true;
    return diag_error(p->d, place_at_offset(source, bad, 1), "theme/not-utf8",
                      "this is not UTF-8 text; save the file as UTF-8");
}

const struct theme_file *site_theme_file(const struct site *site, struct str path) {
    size_t from = 0, to = site->theme.file_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int c = str_cmp(site->theme.files[middle].path, path);
        if (c == 0)
            return &site->theme.files[middle];
        if (c < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static int compare(const void *a, const void *b) {
    return str_cmp(((const struct theme_file *)a)->path, ((const struct theme_file *)b)->path);
}

static bool already_there(const struct site *site, struct str path) {
    for (size_t i = 0; i < site->theme.file_count; i++)
        if (str_eq(site->theme.files[i].path, path))
            return true;
    return false;
}

/* Themes that there are: the site's folders and those that are built in. */
static struct str nearest_theme(struct parts *p, const struct site *site, struct str name) {
    struct suggest near = {.wanted = name};
    struct fs_list list = {0};
    struct diags unread;
    diags_init(&unread);
    const char *folder = fs_join(p->mem, site->root, str_lit("themes"));
    bool all = fs_list_tree(p->mem, folder, &list, &unread);
    diags_finish(&unread);
    for (size_t i = 0; all && i < list.count; i++)
        suggest_offer(&near,
                      str_slice(list.items[i].path, 0, str_find_char(list.items[i].path, '/')));
    for (const struct builtin_file *b = theme_builtin; b->path != NULL; b++) {
        struct str path = str_from_offset(str_from(b->path), strlen("themes/"));
        suggest_offer(&near, str_slice(path, 0, str_find_char(path, '/')));
    }
    return near.best;
}

/* `extends`: it is not site.yaml that names it. */
static void missing_theme(struct parts *p, const struct site *site, struct str name, bool extends) {
    struct source source = {"site.yaml", STR_NONE};
    struct place at = place_of(&source, 0, 0, 0);
    if (!extends && site->config.theme_at.source != NULL)
        at = site->config.theme_at;
    p->ok = diag_error(p->d, at, "theme/missing",
                       "there is no theme '%.*s': the folder themes/%.*s is missing or empty%s",
                       STR_ARG(name), STR_ARG(name), suggest_tail(nearest_theme(p, site, name)).p);
}

/* The files of one theme while they are added. */
struct adding {
    struct parts *p;
    struct site *site;
    struct theme_settings settings;
    size_t before; /* files of the themes that extend it */
    size_t *cap, *word_cap;
};

static void add_file(struct adding *a, const struct theme_file *file) {
    struct parts *p = a->p;
    struct site *site = a->site;
    if (str_is(file->path, "theme.yaml"))
        p->ok = theme_parse(p->mem, &file->source, &a->settings, p->d) && p->ok;
    else if (a->before == 0 || !already_there(site, file->path))
        *arena_push(p->mem, &site->theme.files, &site->theme.file_count, a->cap) = *file;
    if (str_starts(file->path, str_lit("i18n/")))
        *arena_push(p->mem, &site->theme.words, &site->theme.word_count, a->word_cap) = *file;
}

struct str site_builtin_file(struct str path) {
    for (const struct builtin_file *b = theme_builtin; b->path != NULL; b++)
        if (str_is(path, b->path))
            return str_of((const char *)b->bytes, b->size);
    return STR_NONE;
}

/* False when no theme of this name is built in. */
static bool add_builtin(struct adding *a, struct str folder) {
    struct str prefix = arena_printf(a->p->mem, "%.*s/", STR_ARG(folder));
    bool any = false;
    for (const struct builtin_file *b = theme_builtin; b->path != NULL; b++) {
        struct theme_file file = {.path = str_from_offset(str_from(b->path), prefix.len)};
        if (!str_starts(str_from(b->path), prefix))
            continue;
        file.source.path = arena_printf(a->p->mem, "built-in:%s", b->path).p;
        file.source.text = str_of((const char *)b->bytes, b->size);
        add_file(a, &file);
        any = true;
    }
    return any;
}

static bool has_setting(const struct theme_settings *s, struct str key) {
    for (size_t i = 0; i < s->count; i++)
        if (str_eq(s->keys[i].value, key))
            return true;
    return false;
}

/* What a theme does not set itself is as in the one that it extends. */
static void inherit_settings(struct arena *mem, struct theme_settings *to,
                             const struct theme_settings *from) {
    struct theme_settings all = *to;
    all.memory_bytes = to->memory_bytes == 0 ? from->memory_bytes : to->memory_bytes;
    all.steps = to->steps == 0 ? from->steps : to->steps;
    all.milliseconds = to->milliseconds == 0 ? from->milliseconds : to->milliseconds;
    all.keys = arena_array(mem, struct word, to->count + from->count);
    all.values = arena_array(mem, struct word, to->count + from->count);
    all.cap = to->count + from->count;
    all.count = 0;
    for (size_t i = 0; i < to->count; i++, all.count++) {
        all.keys[all.count] = to->keys[i];
        all.values[all.count] = to->values[i];
    }
    for (size_t i = 0; i < from->count; i++)
        if (!has_setting(to, from->keys[i].value)) {
            all.keys[all.count] = from->keys[i];
            all.values[all.count++] = from->values[i];
        }
    *to = all;
}

/* Adds the files of one theme behind those already there; returns the theme it extends, or absent.
 * `builtin`: the site's own folder of that name is the theme that extends this one. */
static struct str add_theme(struct parts *p, struct site *site, struct str name, bool builtin,
                            size_t caps[static 2]) {
    struct str folder = arena_printf(p->mem, "themes/%.*s", STR_ARG(name));
    struct fs_list list = {0};
    struct adding a = {p, site, .before = site->theme.file_count, &caps[0], &caps[1]};
    const char *path = fs_join(p->mem, site->root, folder);
    if (path == NULL || (!builtin && !fs_list_tree(p->mem, path, &list, p->d))) {
        p->ok = false;
        return STR_NONE;
    }
    if (list.count == 0 && !add_builtin(&a, folder))
        missing_theme(p, site, name, a.before > 0);
    for (size_t i = 0; i < list.count; i++) {
        struct theme_file file = {.path = list.items[i].path};
        if (read_file(p, site, folder, file.path, &file.source))
            add_file(&a, &file);
        else
            p->ok = false;
    }
    if (a.before == 0)
        site->theme.settings = a.settings;
    else
        inherit_settings(p->mem, &site->theme.settings, &a.settings);
    return a.settings.extends;
}

/* The words of a language: the theme's own, then what it leaves to the theme that it extends. */
static void load_words(struct parts *p, struct site *site, struct str tag, struct strings *out) {
    struct str path = arena_printf(p->mem, "i18n/%.*s.yaml", STR_ARG(tag));
    for (size_t i = 0; i < site->theme.word_count; i++)
        if (str_eq(site->theme.words[i].path, path))
            p->ok = strings_inherit(p->mem, &site->theme.words[i].source, out, p->d) && p->ok;
    out->lang = tag;
}

/* A language without a file uses its fallback's words. */
static void load_strings(struct parts *p, struct site *site) {
    for (size_t i = 0; i < site->language_count; i++)
        load_words(p, site, site->languages[i].tag, &site->languages[i].strings);
    load_words(p, site, str_lit("en"), &site->base_strings);
}

void theme_load(struct parts *p, struct site *site) {
    struct str name = site->config.theme;
    size_t caps[2] = {0};
    bool builtin = false;
    site->theme.name = name;
    for (unsigned depth = 0; name.len > 0 && depth < THEME_DEPTH_MAX; depth++) {
        struct str extends = add_theme(p, site, name, builtin, caps);
        builtin = str_eq(extends, name); /* twice over: only a built-in one can be meant */
        name = extends;
    }
    if (name.len > 0) {
        struct source source = {"site.yaml", STR_NONE};
        p->ok = diag_error(p->d, place_of(&source, 0, 0, 0), "theme/extends-depth",
                           "the theme extends more than %d others, or itself", THEME_DEPTH_MAX - 1);
    }
    if (site->theme.file_count > 0)
        qsort(site->theme.files, site->theme.file_count, sizeof(site->theme.files[0]), compare);
    load_strings(p, site);
}
