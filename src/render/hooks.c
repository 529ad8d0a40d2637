/* What links, pictures and citations in a body mean on this site. A link is written to the source
 * file and comes out as the way from page to page; anything that would leave the pack is marked,
 * printed or refused, as the profile says. */
#include "html/html.h"
#include "image/image.h"
#include "render/page.h"

static bool is_scheme_char(char c) {
    return ascii_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

/* "https" of "https://…"; absent for a path. */
static struct str scheme_of(struct str url) {
    size_t colon = str_find_char(url, ':');
    if (colon == SIZE_MAX || colon == 0 || !ascii_is_alpha(url.p[0]))
        return STR_NONE;
    for (size_t i = 0; i < colon; i++)
        if (!is_scheme_char(url.p[i]))
            return STR_NONE;
    return str_slice(url, 0, colon);
}

static bool has_capitals(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_upper(s.p[i]))
            return true;
    return false;
}

static bool link_external(struct page_context *c, struct str url, struct str scheme,
                          struct place at, struct markdown_target *out) {
    static const char *const known[] = {"http", "https", "mailto", "tel", NULL};
    bool fine = false;
    for (size_t i = 0; known[i] != NULL; i++)
        fine = fine || str_is(scheme, known[i]);
    if (!fine)
        return diag_error(c->d, at, "link/scheme",
                          "links with '%.*s:' are not taken; http, https, mailto and tel are%s",
                          STR_ARG(scheme), has_capitals(scheme) ? ", in small letters" : "");
    const char *problem = html_address_problem(url);
    if (problem != NULL)
        return diag_error(c->d, at, "link/address", "'%.*s' %s", STR_ARG(url), problem);
    if (c->profile->external_links == EXTERNAL_FORBIDDEN)
        return diag_error(c->d, at, "link/external",
                          "profile '%.*s' allows no links to other sites; name the place in words",
                          STR_ARG(c->profile->name));
    out->url = url;
    out->external = true;
    out->as_text = c->profile->external_links == EXTERNAL_TEXT;
    return true;
}

static void keep_fragment(struct page_context *c, const struct page *target, struct str fragment,
                          struct place at) {
    struct render_result *r = c->result;
    if (fragment.p == NULL)
        return;
    *arena_push(c->keep, &r->fragments, &r->fragment_count, &r->fragment_cap) =
        (struct render_fragment){target, arena_str(c->keep, fragment), at};
}

static bool link_page(struct page_context *c, struct str path, struct str fragment, struct place at,
                      struct markdown_target *out) {
    const struct site *site = c->r->site;
    const struct page *target = site_link(site, c->page->document, path, at, c->mem, c->d);
    if (target == NULL)
        return false;
    struct str url = fs_relative(c->mem, c->page->path, target->path);
    if (fragment.p != NULL)
        url = arena_printf(c->mem, "%.*s#%.*s", STR_ARG(url), STR_ARG(fragment));
    out->url = url;
    if (target->language != c->page->language) {
        const struct language *from = &site->languages[c->page->language];
        const struct language *to = &site->languages[target->language];
        out->lang = to->tag;
        if (from->rtl != to->rtl)
            out->rtl = to->rtl ? str_lit("rtl") : str_lit("ltr");
    }
    keep_fragment(c, target, fragment, at);
    return true;
}

/* A file of content/static, published at the top of the pack under its own name. */
static bool link_static(struct page_context *c, struct str below, struct str written,
                        struct place at, struct markdown_target *out) {
    const struct fs_list *statics = &c->r->site->statics;
    struct suggest near = diag_near(c->d, below);
    for (size_t i = 0; i < statics->count; i++) {
        if (!str_eq(statics->items[i].path, below))
            continue;
        out->url = fs_relative(c->mem, c->page->path, below);
        return true;
    }
    for (size_t i = 0; i < statics->count; i++)
        suggest_offer(&near, statics->items[i].path);
    struct str best = near.best;
    if (best.p != NULL)
        best = fs_relative(c->mem, c->page->document->tree_path,
                           arena_printf(c->mem, "static/%.*s", STR_ARG(best)));
    return diag_error(c->d, at, "link/missing", "there is no file '%.*s'%s", STR_ARG(written),
                      suggest_tail(best).p);
}

static bool is_source_file(struct str path) {
    return str_ends(path, str_lit(".md")) || str_ends(path, str_lit(".yaml"));
}

/* Takes the last part off: "ketamine", and leaves "/guides", of "/guides/ketamine". */
static struct str take_last(struct str *path) {
    while (path->len > 0 && path->p[path->len - 1] == '/')
        path->len--;
    size_t slash = str_rfind_char(*path, '/');
    struct str last = slash == SIZE_MAX ? *path : str_from_offset(*path, slash + 1);
    *path = str_slice(*path, 0, slash == SIZE_MAX ? 0 : slash);
    return last;
}

static struct str without_ending(struct str name) {
    size_t dot = str_rfind_char(name, '.');
    return str_slice(name, 0, dot == SIZE_MAX ? name.len : dot);
}

/* How many parts of both, from the end on, are the same; endings do not count. */
static size_t parts_alike(struct str one, struct str two) {
    size_t count = 0;
    bool alike = str_eq(without_ending(take_last(&one)), without_ending(take_last(&two)));
    while (alike) {
        count++;
        alike = one.len > 0 && two.len > 0 && str_eq(take_last(&one), take_last(&two));
    }
    return count;
}

/* Not a picture for small screens, "logo@2x.png". */
static bool is_mail(struct page_context *c, struct str path) {
    struct str url = arena_printf(c->mem, "mailto:%.*s", STR_ARG(path));
    return str_find_char(path, '@') != SIZE_MAX && str_find_char(path, '/') == SIZE_MAX &&
           image_kind_of_path(path) == IMAGE_NONE && html_address_problem(url) == NULL;
}

/* What other tools write is an address, not a file: the file that is meant, when only one can be.
 */
static struct str way_to_write(struct page_context *c, struct str path) {
    struct suggest near = diag_near(c->d, path); /* counts what is looked at */
    const struct site *site = c->r->site;
    const struct document *best = NULL;
    size_t most = 0;
    if (is_mail(c, path))
        return arena_printf(c->mem, "write mailto:%.*s", STR_ARG(path));
    for (size_t i = 0; i < site->page_count && *near.spent < SUGGEST_OFFERS_MAX; i++) {
        const struct page *p = site->pages[i];
        ++*near.spent;
        if (p->language != c->page->language || p->document == NULL)
            continue;
        size_t alike = parts_alike(p->document->tree_path, path);
        if (alike > 0 && alike >= most)
            best = alike > most ? p->document : NULL;
        most = alike > most ? alike : most;
    }
    if (best == NULL)
        return STR_NONE;
    return arena_printf(
        c->mem, "write %.*s",
        STR_ARG(fs_relative(c->mem, c->page->document->tree_path, best->tree_path)));
}

static bool link_local(struct page_context *c, struct str path, struct str fragment,
                       struct str written, struct place at, struct markdown_target *out) {
    struct str tree;
    if (path.len > 0 && path.p[0] == '/') {
        struct str way = way_to_write(c, path);
        return diag_error(c->d, at, "link/absolute", "'%.*s' starts at the top of a server; %.*s",
                          STR_ARG(written),
                          STR_ARG(way.p != NULL ? way
                                                : str_lit("write the way from this file, as in "
                                                          "../topics/naloxone.md")));
    }
    if (str_find_char(path, '?') != SIZE_MAX)
        return diag_error(c->d, at, "link/query", "'%.*s' has a '?': nothing here could answer it",
                          STR_ARG(written));
    if (is_source_file(path))
        return link_page(c, path, fragment, at, out);
    if (!fs_resolve(c->mem, c->page->document->tree_path, path, &tree))
        return diag_error(c->d, at, "link/outside", "'%.*s' leads out of the content folder",
                          STR_ARG(written));
    if (str_starts(tree, str_lit("static/")))
        return link_static(c, str_from_offset(tree, strlen("static/")), written, at, out);
    if (str_starts(tree, str_lit("images/")))
        return hook_image(c, written, at, out);
    if (str_starts(written, str_lit("www.")))
        return diag_error(c->d, at, "link/scheme", "'%.*s' has no scheme; write https://%.*s",
                          STR_ARG(written), STR_ARG(written));
    struct str way = way_to_write(c, path);
    return diag_error(c->d, at, "link/not-a-source",
                      "'%.*s' is not the name of a source file; %.*s", STR_ARG(written),
                      STR_ARG(way.p != NULL ? way
                                            : str_lit("write links to the file itself, as in "
                                                      "../topics/naloxone.md#how")));
}

bool hook_link(void *ctx, struct str url, struct place at, struct markdown_target *out) {
    struct page_context *c = ctx;
    struct str scheme = scheme_of(url);
    bool ok;
    size_t hash = str_find_char(url, '#');
    struct str path = hash == SIZE_MAX ? url : str_slice(url, 0, hash);
    struct str fragment =
        hash == SIZE_MAX ? STR_NONE : address_plain(c->mem, str_from_offset(url, hash + 1));
    if (scheme.p != NULL) {
        ok = link_external(c, url, scheme, at, out);
    } else if (str_starts(url, str_lit("//"))) {
        ok = diag_error(c->d, at, "link/scheme", "'%.*s' has no scheme; write http:// or https://",
                        STR_ARG(url));
    } else if (url.len == 0 || str_is(url, "#")) {
        ok = diag_error(c->d, at, "link/empty", "this link leads nowhere");
    } else if (path.len == 0) {
        keep_fragment(c, c->page, fragment, at);
        out->url = arena_printf(c->mem, "#%.*s", STR_ARG(fragment));
        ok = true;
    } else {
        ok = link_local(c, path, fragment, url, at, out);
    }
    c->ok = c->ok && ok;
    return ok;
}

/* The picture that the way `url` leads to, or MAP_NONE. */
static uint32_t picture_at(const struct page_context *c, struct str url) {
    struct str tree;
    if (!fs_resolve(c->mem, c->page->document->tree_path, url, &tree) ||
        !str_starts(tree, str_lit("images/")))
        return MAP_NONE;
    const struct map *by_source = &c->r->images->by_source;
    struct str below = str_from_offset(tree, strlen("images/"));
    uint32_t index = map_get(by_source, below);
    return index != MAP_NONE ? index : map_get(by_source, utf8_nfc(c->mem, below));
}

static struct str way_to_picture(const struct page_context *c, struct str path) {
    struct str from = c->page->document->tree_path;
    struct str way = fs_relative(c->mem, from, arena_printf(c->mem, "images/%.*s", STR_ARG(path)));
    return arena_printf(c->mem, "; write %.*s", STR_ARG(way));
}

/* The right name behind a wrong way is what other tools write; else a near name is looked for. */
static bool no_such_picture(struct page_context *c, struct str url, struct place at) {
    const struct render_images *images = c->r->images;
    struct str way = address_plain(c->mem, url), name = take_last(&way), hint = STR_NONE;
    struct suggest near = diag_near(c->d, name);
    uint32_t named = map_get(&images->by_name, name);
    if (named != MAP_NONE && !images->items[named].shares_name)
        hint = way_to_picture(c, images->items[named].source_path);
    for (size_t i = 0; hint.p == NULL && i < images->count && *near.spent < SUGGEST_OFFERS_MAX; i++)
        suggest_offer(&near, images->items[i].source_path);
    c->ok = false;
    return diag_error(c->d, at, "link/missing-image",
                      "there is no picture '%.*s' in content/images%s", STR_ARG(url),
                      hint.p != NULL ? hint.p : suggest_tail(near.best).p);
}

bool hook_image(void *ctx, struct str url, struct place at, struct markdown_target *out) {
    struct page_context *c = ctx;
    const struct render_images *images = c->r->images;
    uint32_t index = MAP_NONE;
    if (scheme_of(url).p != NULL || str_starts(url, str_lit("//"))) {
        c->ok = false;
        return diag_error(c->d, at, "link/remote-image",
                          "pictures come with the pack: put the file into content/images and write "
                          "../../images/NAME");
    }
    if ((index = picture_at(c, url)) == MAP_NONE)
        index = picture_at(c, address_plain(c->mem, url));
    if (index == MAP_NONE)
        return no_such_picture(c, url, at);
    out->url = fs_relative(c->mem, c->page->path, images->items[index].path);
    out->width = images->items[index].width;
    out->height = images->items[index].height;
    return true;
}

/* The place of a source among those of the page, or MAP_NONE. */
static uint32_t source_of(struct page_context *c, struct str id) {
    if (c->by_source.mem == NULL) {
        map_init(&c->by_source, c->mem, c->page->source_count);
        for (uint32_t i = 0; i < c->page->source_count; i++)
            (void)map_add(&c->by_source, c->page->sources[i]->id, i); /* the first counts */
    }
    return map_get(&c->by_source, id);
}

bool hook_cite(void *ctx, struct str id, struct place at, unsigned *number, struct str *back_id,
               struct str *target_id) {
    struct page_context *c = ctx;
    const struct page *page = c->page;
    uint32_t i = source_of(c, id);
    if (i != MAP_NONE) {
        struct cited *cited = &c->cited[i];
        *number = (unsigned)i + 1;
        *target_id = arena_printf(c->mem, "source-%.*s", STR_ARG(id));
        *back_id = arena_printf(c->mem, "cite-%.*s-%zu", STR_ARG(id), cited->count + 1);
        *arena_push(c->mem, &cited->back_ids, &cited->count, &cited->cap) = *back_id;
        return true;
    }
    c->ok = false;
    if (map_get(&c->r->site->by_source, id) != MAP_NONE)
        return diag_error(c->d, at, "cite/not-listed",
                          "add '%.*s' to this page's 'sources:' to cite it", STR_ARG(id));
    struct suggest near = diag_near(c->d, id);
    for (size_t n = 0; n < page->source_count; n++)
        suggest_offer(&near, page->sources[n]->id);
    return diag_error(c->d, at, "cite/unknown", "there is no source '%.*s'%s", STR_ARG(id),
                      suggest_tail(near.best).p);
}
