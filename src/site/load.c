/* From disk to parsed files: site.yaml, services, sources, classes and interactions; and which
 * Markdown files there are, for documents.c to read. */
#include <stdlib.h>

#include "site/parts.h"

enum { CONFIG_BYTES_MAX = 1024 * 1024, DATA_BYTES_MAX = 4 * 1024 * 1024 };

/* The two bytes in front of what Windows calls "Unicode". */
static bool is_utf16(struct str text) {
    return str_starts(text, str_lit("\xff\xfe")) || str_starts(text, str_lit("\xfe\xff"));
}

bool load_is_utf8(struct source *source, struct diags *d) {
    size_t bad = utf8_first_bad(source->text);
    if (bad == SIZE_MAX)
        return true;
    struct place at = place_at_offset(source, bad, 1);
    bool utf16 = is_utf16(source->text);
    source->text = STR_NONE;
    if (utf16)
        return diag_error(d, at, "content/not-utf8",
                          "this is UTF-16 text, which some editors call 'Unicode'; save the file "
                          "as UTF-8");
    return diag_error(
        d, at, "content/not-utf8",
        "this is not UTF-8 text; save the file as UTF-8 (byte %zu is the first bad one)", bad);
}

/* Reads `relative` below the site folder; `source` is what messages show. */
static bool read_text(struct arena *mem, const char *root, struct str relative, size_t limit,
                      struct source *source, struct diags *d) {
    source->path = relative.p;
    const char *path = fs_join(mem, root, relative);
    if (!fs_read(mem, path, relative.p, limit, &source->text, d))
        return false;
    /* Of a table its reader knows what spreadsheets write. */
    return str_ends(relative, str_lit(".csv")) || load_is_utf8(source, d);
}

void load_note_digest(struct site *site, const uint8_t *sha256) {
    memcpy(arena_push(site->mem, &site->inputs, &site->input_count, &site->input_cap)->sha256,
           sha256, SIGN_SHA256_BYTES);
}

void load_note(struct parts *p, struct site *site, const struct source *input) {
    uint8_t sha256[SIGN_SHA256_BYTES];
    if (!p->options->digests)
        return;
    load_digest(input->path, input->text, sha256);
    load_note_digest(site, sha256);
}

void load_digest(const char *path, struct str text, uint8_t sha256[SIGN_SHA256_BYTES]) {
    const struct str parts[] = {str_from(path), text};
    sign_sha256_parts(parts, ARRAY_LEN(parts), sha256);
}

/* The same, noted. Whatever the model is made of comes through here; a Markdown file is noted when
 * it is known where its body starts. */
static bool read_source(struct parts *p, struct site *site, struct str shown, size_t limit,
                        struct source *source) {
    if (!read_text(p->mem, site->root, shown, limit, source, p->d))
        return false;
    load_note(p, site, source);
    return true;
}

void load_config(struct parts *p, struct site *site) {
    struct source source = {"site.yaml", p->options->config_text};
    bool given = source.text.p != NULL;
    if (given)
        load_note(p, site, &source);
    else if (!fs_exists(fs_join(p->mem, site->root, str_lit("site.yaml")))) {
        p->ok = diag_error(p->d, place_of(&source, 0, 0, 0), "site/none",
                           "there is no such file, so this folder is no site: go to one, name one "
                           "with -C FOLDER, or begin one with 'pamphlet new site NAME'");
        return;
    }
    if ((!given && !read_source(p, site, str_lit("site.yaml"), CONFIG_BYTES_MAX, &source)) ||
        !config_parse(p->mem, &source, &site->config, p->d)) {
        p->ok = false;
        return;
    }
    struct config *c = &site->config;
    site->date = date_is_set(p->options->source_date) ? p->options->source_date : c->release.date;
    site->language_count = c->language_count;
    site->languages = arena_array(p->mem, struct language, c->language_count);
    for (size_t i = 0; i < c->language_count; i++)
        site->languages[i] = (struct language){
            .tag = c->languages[i].tag, .name = c->languages[i].name, .rtl = c->languages[i].rtl};
    for (size_t i = 0; i < c->language_count; i++)
        site->languages[i].fallback = site_language_index(site, c->languages[i].fallback);
    site->default_language = site_language_index(site, c->default_language);
}

static enum page_kind kind_of(struct str key) {
    if (str_is(key, "index"))
        return PAGE_HOME;
    if (str_starts(key, str_lit("guides/")) && !str_is(key, "guides/index"))
        return PAGE_GUIDE;
    if (str_starts(key, str_lit("topics/")) && !str_is(key, "topics/index"))
        return PAGE_TOPIC;
    return PAGE_PLAIN;
}

/* content/<lang>/….md → a document still to be read. `path` is the end of `shown`. */
static void plan_document(struct parts *p, const struct site *site, struct str path,
                          struct str shown, uint32_t language) {
    struct str tag = site->languages[language].tag;
    struct str key = str_slice(path, tag.len + 1, path.len - 3);
    p->planned[p->document_count++] = (struct planned){.shown = shown.p,
                                                       .tree_path = path,
                                                       .key = arena_str(p->mem, key),
                                                       .language = language,
                                                       .kind = kind_of(key)};
}

static bool misplaced(struct parts *p, struct str path, const char *code, const char *message) {
    struct source source = {arena_printf(p->mem, "content/%.*s", STR_ARG(path)).p, STR_NONE};
    p->ok = false;
    return diag_error(p->d, place_of(&source, 0, 0, 0), code, "%s", message);
}

/* A file beside the folders, with what it was most likely meant to be. */
static void unknown_file(struct parts *p, struct str path) {
    static const char *const own[] = {".xlsx", ".xls", ".ods", ".numbers"};
    static const char *const known[] = {"services.csv", "interactions.csv", "sources.yaml",
                                        "classes.yaml", NULL};
    struct suggest_tail tail = suggest_tail(suggest_among(path, known));
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_ends(path, str_from(own[i]))) {
            misplaced(p, path, "content/unknown-file",
                      "is a spreadsheet's own file: save its table as CSV in UTF-8, with the name "
                      "services.csv or interactions.csv");
            return;
        }
    if (str_ends(path, str_lit(".md")))
        misplaced(p, path, "content/unknown-file",
                  "is a page beside the folders of languages: put it into one of them, as in "
                  "content/en/topics");
    else
        misplaced(p, path, "content/unknown-file",
                  arena_printf(p->mem, "is not a file that pamphlet knows here%s", tail.p).p);
}

static void unknown_folder(struct parts *p, const struct site *site, struct str path,
                           struct str folder) {
    struct suggest near = {.wanted = folder};
    for (size_t i = 0; i < site->language_count; i++)
        suggest_offer(&near, site->languages[i].tag);
    static const char *const others[] = {"services", "images", "static"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        suggest_offer(&near, str_from(others[i]));
    struct source source = {arena_printf(p->mem, "content/%.*s", STR_ARG(path)).p, STR_NONE};
    p->ok = false;
    diag_error(p->d, place_of(&source, 0, 0, 0), "content/unknown-folder",
               near.best.p == NULL
                   ? "is in folder '%.*s', which is not a language of site.yaml: add "
                     "the language there, or move the file%s"
                   : "is in folder '%.*s', which is not a language of site.yaml%s",
               STR_ARG(folder), suggest_tail(near.best).p);
}

static void load_sources(struct parts *p, struct site *site, struct str shown) {
    struct source *source = arena_new(p->mem, struct source);
    p->has_sources = true;
    p->ok = read_source(p, site, shown, DATA_BYTES_MAX, source) &&
            sources_parse(p->mem, source, &site->sources, p->d) && p->ok;
}

static void load_classes(struct parts *p, struct site *site, struct str shown) {
    struct source *source = arena_new(p->mem, struct source);
    p->ok = read_source(p, site, shown, DATA_BYTES_MAX, source) &&
            classes_parse(p->mem, source, &p->classes, p->d) && p->ok;
}

static void load_rows(struct parts *p, struct site *site, struct str shown) {
    struct source *source = arena_new(p->mem, struct source);
    p->has_rows = true;
    p->ok = read_source(p, site, shown, DATA_BYTES_MAX, source) &&
            interactions_parse(p->mem, source, &p->rows, p->d) && p->ok;
}

/* A service has one place: a file, or a row of the table. */
static void keep_service(struct parts *p, struct site *site, const struct service *service) {
    uint32_t other = map_add(&p->service_ids, service->id, (uint32_t)site->service_count);
    if (other == MAP_NONE)
        *arena_push(p->mem, &site->services, &site->service_count, &p->service_cap) = *service;
    else
        p->ok = diag_error(p->d, service->at, "service/repeated",
                           "'%.*s' is already in %s: take one of them out", STR_ARG(service->id),
                           site->services[other].source.path);
}

static void load_service(struct parts *p, struct site *site, struct str path, struct str shown) {
    struct source *source = arena_new(p->mem, struct source);
    struct str id = str_slice(path, strlen("services/"), path.len - strlen(".yaml"));
    struct service service;
    struct str key = str_slice(path, 0, path.len - strlen(".yaml"));
    if (read_source(p, site, shown, DATA_BYTES_MAX, source) && file_name_check(p, key, source) &&
        service_parse(p->mem, source, arena_str(p->mem, id), &service, p->d))
        keep_service(p, site, &service);
    else
        p->ok = false;
}

static void load_table(struct parts *p, struct site *site, struct str shown) {
    struct source *source = arena_new(p->mem, struct source);
    struct services table = {0};
    p->ok = read_source(p, site, shown, DATA_BYTES_MAX, source) &&
            services_parse(p->mem, source, &table, p->d) && p->ok;
    for (size_t i = 0; i < table.count; i++)
        keep_service(p, site, &table.items[i]);
}

static struct fs_entry below(struct parts *p, struct fs_entry e, size_t prefix) {
    e.path = arena_str(p->mem, str_from_offset(e.path, prefix));
    return e;
}

/* What editors and systems leave beside the files that people write. */
static bool is_leftover(struct str path) {
    static const char *const endings[] = {"~", ".orig", ".rej", ".bak", ".tmp", ".swp", ".swo"};
    static const char *const names[] = {"Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r"};
    size_t slash = str_rfind_char(path, '/');
    struct str name = str_from_offset(path, slash == SIZE_MAX ? 0 : slash + 1);
    bool left = str_starts(name, str_lit("~$")) || str_starts(path, str_lit("__MACOSX/")) ||
                (name.p[0] == '#' && str_ends(name, str_lit("#")));
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        left = left || str_ends(name, str_from(endings[i]));
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        left = left || str_is(name, names[i]);
    return left;
}

static void tell_leftover(struct parts *p, struct str path, const char *what) {
    struct source source = {arena_printf(p->mem, "content/%.*s", STR_ARG(path)).p, STR_NONE};
    if (p->options->leftovers)
        diag_note(p->d, place_of(&source, 0, 0, 0), "content/leftover",
                  "is passed over: %s; delete it, or give it another name if it is one of yours",
                  what);
}

/* Names that begin with a dot are not listed; git's are meant to be there. */
static void tell_hidden(struct parts *p) {
    for (size_t i = 0; i < p->content.hidden_count; i++) {
        struct str path = p->content.hidden[i];
        size_t slash = str_rfind_char(path, '/');
        if (!str_starts(str_from_offset(path, slash == SIZE_MAX ? 0 : slash + 1), str_lit(".git")))
            tell_leftover(p, path, "its name begins with a dot");
    }
}

/* "GUIDE.MD", as some systems write names, or "guide.markdown". */
static bool is_markdown_misnamed(struct str path) {
    static const char *const ends[] = {".md", ".markdown", ".mdown"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        size_t len = strlen(ends[i]);
        if (path.len > len &&
            str_eq_nocase(str_from_offset(path, path.len - len), str_from(ends[i])))
            return true;
    }
    return false;
}

/* Each file of content/ by the place it is in. */
static void sort_out(struct parts *p, struct site *site, struct fs_entry entry) {
    struct str shown = arena_join(p->mem, str_lit("content/"), entry.path);
    struct str path = str_from_offset(shown, strlen("content/"));
    size_t slash = str_find_char(path, '/');
    struct str folder = slash == SIZE_MAX ? STR_NONE : str_slice(path, 0, slash);
    uint32_t language = site_language_index(site, folder);
    if (is_leftover(path))
        tell_leftover(p, path, "an editor or a system has left it");
    else if (str_is(path, "sources.yaml"))
        load_sources(p, site, shown);
    else if (str_is(path, "classes.yaml"))
        load_classes(p, site, shown);
    else if (str_is(path, "interactions.csv"))
        load_rows(p, site, shown);
    else if (str_is(path, "services.csv"))
        load_table(p, site, shown);
    else if (slash == SIZE_MAX)
        unknown_file(p, path);
    else if (str_is(folder, "images"))
        *arena_push(p->mem, &site->images.items, &site->images.count, &site->images.cap) =
            below(p, entry, strlen("images/"));
    else if (str_is(folder, "static"))
        *arena_push(p->mem, &site->statics.items, &site->statics.count, &site->statics.cap) =
            below(p, entry, strlen("static/"));
    else if (str_is(folder, "services") && str_ends(path, str_lit(".yaml")))
        load_service(p, site, path, shown);
    else if (str_is(folder, "services"))
        misplaced(p, path, "content/unknown-file",
                  "is not a .yaml file; a service is a .yaml file here, or a row of "
                  "content/services.csv");
    else if (language == UINT32_MAX)
        unknown_folder(p, site, path, folder);
    else if (str_ends(path, str_lit(".md")))
        plan_document(p, site, path, shown, language);
    else if (is_markdown_misnamed(path))
        misplaced(p, path, "content/unknown-file",
                  "is not read: the name of a text ends in '.md', in small letters");
    else
        misplaced(p, path, "content/unknown-file",
                  "is not Markdown (.md); save texts as .md, put pictures into content/images and "
                  "other files into content/static");
}

static int compare_references(const void *a, const void *b) {
    return str_cmp(((const struct reference *)a)->id, ((const struct reference *)b)->id);
}

void load_content(struct parts *p, struct site *site) {
    const char *folder = fs_join(p->mem, site->root, str_lit("content"));
    documents_begin(p);
    if (!fs_list_tree(p->mem, folder, &p->content, p->d))
        p->ok = false;
    p->planned = arena_array(p->mem, struct planned, p->content.count);
    map_init(&p->service_ids, p->mem, 64);
    for (size_t i = 0; i < p->content.count; i++)
        sort_out(p, site, p->content.items[i]);
    tell_hidden(p);
    if (p->content.count == 0) {
        struct source source = {"content", STR_NONE};
        p->ok = diag_error(p->d, place_of(&source, 0, 0, 0), "content/empty",
                           "has no files: write content/%.*s/index.md to begin",
                           STR_ARG(site->languages[site->default_language].tag));
    }
    documents_load(p, site, folder);
    if (site->sources.count > 0)
        qsort(site->sources.items, site->sources.count, sizeof(site->sources.items[0]),
              compare_references);
    map_init(&site->by_source, p->mem, site->sources.count);
    for (size_t i = 0; i < site->sources.count; i++)
        map_add(&site->by_source, site->sources.items[i].id, (uint32_t)i);
}
