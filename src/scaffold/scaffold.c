/* `pamphlet new`: which files a new site, page or service has, and under which names. */
#include "scaffold/scaffold.h"

#include "content/content.h"
#include "scaffold/files.h"

enum { NAME_MAX_BYTES = 60, SITE_EXPIRES_MONTHS = 6, CONFIG_BYTES_MAX = 1024 * 1024 };

const char *const scaffold_kinds[] = {"site", "guide", "topic", "service", "words", NULL};

/* --- names */

static bool is_name_char(char c) {
    return ascii_is_lower(c) || ascii_is_digit(c) || c == '-';
}

static bool is_plain(struct str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_char(name.p[i]))
            return false;
    return name.len > 0 && name.p[0] != '-' && name.p[name.len - 1] != '-';
}

/* Small letters, digits and single '-'; what has no such form is left out. */
static struct str plain_form(struct arena *mem, struct str name) {
    char *text = arena_cstr(mem, utf8_is_valid(name) ? utf8_fold(mem, name) : name);
    size_t len = 0;
    for (size_t i = 0; text[i] != '\0' && len < NAME_MAX_BYTES; i++) {
        if (ascii_is_alnum(text[i]))
            text[len++] = ascii_lower(text[i]);
        else if (len > 0 && text[len - 1] != '-' && (unsigned char)text[i] < 0x80)
            text[len++] = '-';
    }
    while (len > 0 && text[len - 1] == '-')
        len--;
    return str_of(text, len);
}

/* Names that some system keeps for itself, or that pamphlet gives to lists. */
static const char *taken_name(enum scaffold_kind kind, struct str name) {
    static const char *const devices[] = {"con", "prn", "aux", "nul", NULL};
    for (size_t i = 0; devices[i] != NULL; i++)
        if (str_is(name, devices[i]))
            return "is a name that Windows keeps for itself";
    if (name.len == 4 && ascii_is_digit(name.p[3]) &&
        (str_starts(name, str_lit("com")) || str_starts(name, str_lit("lpt"))))
        return "is a name that Windows keeps for itself";
    if (kind != SCAFFOLD_SITE && str_is(name, "index"))
        return "is the name of the list itself";
    if (kind == SCAFFOLD_SERVICE && (str_is(name, "needs") || str_starts(name, str_lit("kind-")) ||
                                     str_starts(name, str_lit("area-"))))
        return "is the name of a list that pamphlet makes";
    return NULL;
}

/* The last part of a site's path: it names the pack. */
static struct str base_of(struct str path) {
    while (path.len > 1 && path.p[path.len - 1] == '/')
        path.len--;
    size_t slash = str_rfind_char(path, '/');
    return slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
}

static struct str without_extension(struct str name) {
    static const char *const endings[] = {".md", ".yaml", ".yml"};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_ends(name, str_from(endings[i])))
            return str_slice(name, 0, name.len - strlen(endings[i]));
    return name;
}

const char *scaffold_bad_name(struct arena *mem, enum scaffold_kind kind, struct str name,
                              struct str *better) {
    *better = str_lit("pt-BR");
    if (kind == SCAFFOLD_WORDS)
        return shape_is_language(name) ? NULL : "is no language tag";
    struct str base = kind == SCAFFOLD_SITE ? base_of(name) : name;
    struct str form = plain_form(mem, kind == SCAFFOLD_SITE ? base : without_extension(base));
    const char *taken = taken_name(kind, form);
    if (form.len == 0)
        form = arena_printf(mem, "my-%s", scaffold_kinds[kind]);
    if (taken != NULL)
        form = arena_printf(mem, "%.*s-%s", STR_ARG(form), scaffold_kinds[kind]);
    *better = form;
    if (taken != NULL && is_plain(base))
        return taken;
    if (base.len > NAME_MAX_BYTES)
        return "is longer than 60 characters";
    if (!is_plain(base))
        return "is no name: take small letters, digits and '-'";
    return NULL;
}

/* --- a site */

struct known_language {
    const char *tag, *name;
};
static const struct known_language known_languages[] = {
    {"ar", "العربية"},   {"bg", "Български"},    {"cs", "Čeština"},    {"da", "Dansk"},
    {"de", "Deutsch"},   {"el", "Ελληνικά"},     {"en", "English"},    {"es", "Español"},
    {"et", "Eesti"},     {"fa", "فارسی"},        {"fi", "Suomi"},      {"fr", "Français"},
    {"he", "עברית"},     {"hu", "Magyar"},       {"it", "Italiano"},   {"lt", "Lietuvių"},
    {"lv", "Latviešu"},  {"nb", "Norsk bokmål"}, {"nl", "Nederlands"}, {"pl", "Polski"},
    {"pt", "Português"}, {"ro", "Română"},       {"ru", "Русский"},    {"se", "Davvisámegiella"},
    {"so", "Soomaali"},  {"sv", "Svenska"},      {"tr", "Türkçe"},     {"uk", "Українська"},
    {"ur", "اردو"},      {"vi", "Tiếng Việt"},
};

static struct known_language language_named(struct arena *mem, struct str tag) {
    struct str first = str_slice(tag, 0, str_find_char(tag, '-'));
    for (size_t i = 0; i < ARRAY_LEN(known_languages); i++)
        if (str_is(first, known_languages[i].tag))
            return known_languages[i];
    return (struct known_language){"", arena_cstr(mem, tag)};
}

static bool make_site(struct scaffolding *s) {
    const struct scaffold_options *o = s->options;
    struct str base = base_of(o->name), lang = o->lang.p == NULL ? str_lit("en") : o->lang;
    struct known_language known = language_named(s->mem, lang);
    bool rtl = direction_is_rtl(lang, str_from(known.name));
    const struct date_text today = date_format(o->today);
    const struct date_text expires = date_format(date_add_months(o->today, SITE_EXPIRES_MONTHS));
    const struct filling fillings[] = {{"name", base},
                                       {"title", files_title(s->mem, base)},
                                       {"lang", lang},
                                       {"language", str_from(known.name)},
                                       {"dir", str_from(rtl ? "rtl" : "ltr")},
                                       {"today", str_from(today.p)},
                                       {"expires", str_from(expires.p)},
                                       {"version", str_lit(PAMPHLET_VERSION)},
                                       {NULL, STR_NONE}};
    const struct {
        struct str path;
        const char *text;
    } files[] = {
        {str_lit("site.yaml"), "site.yaml"},
        {str_lit("README.md"), "README.md"},
        {arena_printf(s->mem, "content/%.*s/index.md", STR_ARG(lang)), "index.md"},
        {arena_printf(s->mem, "content/%.*s/away.md", STR_ARG(lang)), "away.md"},
        {str_lit("content/sources.yaml"), "sources.yaml"},
    };
    bool ok = true;
    for (size_t i = 0; ok && i < ARRAY_LEN(files); i++)
        ok = files_put(s, files[i].path, files_fill(s->mem, files[i].text, fillings));
    return ok;
}

/* The site's own folder: it may be there, if nothing is in it. */
static bool open_site(struct scaffolding *s, struct scaffold_options *inside) {
    const struct scaffold_options *o = s->options;
    bool here = strcmp(o->root, ".") == 0 || (o->name.len > 0 && o->name.p[0] == '/');
    const char *folder = here ? arena_cstr(s->mem, o->name)
                              : arena_printf(s->mem, "%s/%.*s", o->root, STR_ARG(o->name)).p;
    struct source source = {folder, STR_NONE};
    if (fs_exists(folder) && !fs_is_empty_folder(folder))
        return diag_error(s->d, place_of(&source, 0, 0, 0), "new/exists",
                          "is there already and is not written over");
    *inside = *o;
    inside->root = folder;
    s->options = inside;
    return true;
}

/* --- pages and services */

static bool read_config(struct scaffolding *s, struct config *out) {
    struct source source = {.path = "site.yaml"};
    const char *path = fs_join(s->mem, s->options->root, str_from(source.path));
    if (!fs_exists(path))
        return diag_error(s->d, place_of(&source, 0, 0, 0), "new/no-site",
                          "is not here: go into the site's folder, give it with -C, or begin with "
                          "'pamphlet new site NAME'");
    return fs_read(s->mem, path, source.path, CONFIG_BYTES_MAX, &source.text, s->d) &&
           config_parse(s->mem, &source, out, s->d);
}

static bool choose_language(struct scaffolding *s, const struct config *config, struct str *out) {
    struct suggest near = {.wanted = s->options->lang};
    struct source source = {"site.yaml", STR_NONE};
    *out = config->default_language;
    if (s->options->lang.p == NULL)
        return true;
    for (size_t i = 0; i < config->language_count; i++) {
        suggest_offer(&near, config->languages[i].tag);
        if (str_eq_nocase(config->languages[i].tag, s->options->lang)) {
            *out = config->languages[i].tag;
            return true;
        }
    }
    return diag_error(s->d, place_of(&source, 0, 0, 0), "new/language",
                      "has no language '%.*s': add it to 'languages:' first%s",
                      STR_ARG(s->options->lang), suggest_tail(near.best).p);
}

static struct str page_path(struct scaffolding *s, struct str lang) {
    return arena_printf(s->mem, "content/%.*s/%ss/%.*s.md", STR_ARG(lang),
                        scaffold_kinds[s->options->kind], STR_ARG(s->options->name));
}

/* The file that a translation starts from: the default language's, else the first there is. */
static struct str find_original(struct scaffolding *s, const struct config *config,
                                struct str lang) {
    struct str first = STR_NONE;
    for (size_t i = 0; i < config->language_count; i++) {
        struct str tag = config->languages[i].tag, path = page_path(s, tag);
        if (str_eq(tag, lang) || !fs_exists(fs_join(s->mem, s->options->root, path)))
            continue;
        if (first.p == NULL || str_eq(tag, config->default_language))
            first = path;
    }
    return first;
}

static bool make_page(struct scaffolding *s, const struct config *config, struct str lang) {
    const struct scaffold_options *o = s->options;
    struct str target = page_path(s, lang), original = find_original(s, config, lang);
    const struct date_text today = date_format(o->today);
    const struct date_text later = date_format(date_add_months(o->today, 12));
    const struct filling fillings[] = {{"title", files_title(s->mem, o->name)},
                                       {"lang", lang},
                                       {"today", str_from(today.p)},
                                       {"next_year", str_from(later.p)},
                                       {NULL, STR_NONE}};
    if (original.p != NULL && !fs_exists(fs_join(s->mem, o->root, target)))
        return translation_make(s, original, target);
    return files_put(
        s, target,
        files_fill(s->mem, o->kind == SCAFFOLD_GUIDE ? "guide.md" : "topic.md", fillings));
}

static bool make_service(struct scaffolding *s, struct str lang) {
    const struct scaffold_options *o = s->options;
    const struct date_text today = date_format(o->today);
    const char *const *caller = channel_claim_kinds[CHANNEL_CALLER_ID].values;
    const struct filling fillings[] = {{"title", files_title(s->mem, o->name)},
                                       {"lang", lang},
                                       {"today", str_from(today.p)},
                                       {"bases", claims_values(s->mem, claim_bases)},
                                       {"types", claims_values(s->mem, channel_types)},
                                       {"when", claims_values(s->mem, share_whens)},
                                       {"staff", claims_values(s->mem, staff_roles)},
                                       {"caller_id", claims_values(s->mem, caller)},
                                       {"shown", claims_group(s->mem, CLAIM_SHOWN)},
                                       {"recorded", claims_group(s->mem, CLAIM_RECORDED)},
                                       {"noticed", claims_group(s->mem, CLAIM_NOTICED)},
                                       {"met", claims_group(s->mem, CLAIM_MET)},
                                       {"channel", claims_channel(s->mem)},
                                       {NULL, STR_NONE}};
    return files_put(s, arena_printf(s->mem, "content/services/%.*s.yaml", STR_ARG(o->name)),
                     files_fill(s->mem, "service.yaml", fillings));
}

bool scaffold_make(struct arena *mem, const struct scaffold_options *options,
                   struct scaffold_result *out, struct diags *d) {
    struct scaffolding s = {mem, options, out, d};
    struct scaffold_options inside;
    struct config config = {0};
    struct str lang = STR_NONE;
    *out = (struct scaffold_result){0};
    if (options->kind == SCAFFOLD_SITE)
        return open_site(&s, &inside) && make_site(&s);
    if (!read_config(&s, &config) || !choose_language(&s, &config, &lang))
        return false;
    if (options->kind == SCAFFOLD_WORDS)
        return words_make(&s, config.theme, lang);
    return options->kind == SCAFFOLD_SERVICE ? make_service(&s, lang)
                                             : make_page(&s, &config, lang);
}
