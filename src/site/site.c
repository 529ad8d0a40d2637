/* Loading a site: the steps in order. Each goes on past mistakes, so that one run names them all.
 */
#include "site/site.h"

#include "site/parts.h"

const char *const page_kind_names[PAGE_KINDS] = {
    [PAGE_HOME] = "home",
    [PAGE_GUIDE] = "guide",
    [PAGE_TOPIC] = "topic",
    [PAGE_PLAIN] = "page",
    [PAGE_LANGUAGES] = "languages",
    [PAGE_GUIDES] = "guides",
    [PAGE_TOPICS] = "topics",
    [PAGE_AZ] = "a-z",
    [PAGE_CLASSES] = "classes",
    [PAGE_CLASS] = "class",
    [PAGE_INTERACTIONS] = "interactions",
    [PAGE_SERVICES] = "services",
    [PAGE_SERVICE] = "service",
    [PAGE_SERVICES_KIND] = "services-kind",
    [PAGE_SERVICES_AREA] = "services-area",
    [PAGE_NEEDS] = "needs",
    [PAGE_SOURCES] = "sources",
};

static void find_and_link(struct parts *p, struct site *site) {
    pages_index(p, site);
    lists_link(p, site);
}

/* Pages are put in order while they are tied to what they name. */
static void tie(struct parts *p, struct site *site) {
    struct beside links;
    beside_begin(&links, p, site, find_and_link);
    discreet_check(p, site);
    lists_make(p, site);
    beside_wait(&links, p);
    lists_join(site);
    pages_find_exit(p, site);
}

bool site_load(struct arena *mem, const struct site_options *options, struct site *out,
               struct diags *d) {
    struct parts parts = {.mem = mem, .options = options, .d = d, .ok = true};
    *out = (struct site){.mem = mem, .root = options->root};
    load_config(&parts, out);
    if (!parts.ok) /* nothing else can be understood without languages */
        return false;
    theme_load(&parts, out);
    load_content(&parts, out);
    unlisted_check(&parts, out);
    directory_plan(&parts, out);
    pages_make(&parts, out);
    tie(&parts, out);
    chart_make(&parts, out);
    directory_make(&parts, out);
    if (parts.ok)
        codes_make(&parts, out);
    return parts.ok && d->errors == 0;
}

bool site_has_texts(const struct site *site) {
    return site->by_tree.room > 0;
}

void site_finish(struct site *site) {
    for (unsigned i = 0; i < site->worker_count; i++)
        arena_finish(&site->worker_mem[i]);
    site->worker_count = 0;
    lists_finish(site);
    arena_finish(&site->record_mem);
    arena_finish(&site->beside_mem);
}
