/* The keys of the cache. What a page's bytes can depend on is divided in two: its own body, and
 * everything else that the program has read, in one digest. So whatever changes but a body makes
 * every page anew, and nothing has to be known about which template looks at what. */
#include "build/cache.h"

/* The digest of every input, in the order in which it was read. */
static void add_inputs(const struct site *site, struct buf *all) {
    for (size_t i = 0; i < site->input_count; i++)
        buf_put(all, str_of((const char *)site->inputs[i].sha256, sizeof(site->inputs[i].sha256)));
}

/* Pictures are published under another name, with their size on the page. */
static void add_images(const struct render_images *images, struct buf *all) {
    for (size_t i = 0; i < images->count; i++) {
        const struct render_image *image = &images->items[i];
        buf_printf(all, "%.*s%c%.*s%c%u %u\n", STR_ARG(image->source_path), '\0',
                   STR_ARG(image->path), '\0', image->width, image->height);
    }
}

static void add_paths(const struct profile_output *o, struct buf *all) {
    for (size_t i = 0; i < o->files.count; i++) {
        buf_put(all, o->files.items[i].path);
        buf_putc(all, '\0');
    }
}

static struct cache_key digest(const struct buf *all) {
    struct cache_key key = {0};
    sign_sha256(buf_str(all), key.digest);
    return key;
}

void cache_put_model(const struct build *b, struct buf *out) {
    buf_printf(out, "%s %d\n", date_format(b->site.date).p, b->options->drafts);
    add_inputs(&b->site, out);
    add_images(&b->images, out);
}

bool cache_keys(struct build *b, const struct profile_output *o, struct cache *c) {
    struct buf all = {0};
    bool ok = program_ids(&all);
    buf_printf(&all, "\n%.*s\n", STR_ARG(o->profile->name));
    add_paths(o, &all);
    c->places = digest(&all);
    cache_put_model(b, &all);
    c->model = digest(&all);
    buf_finish(&all);
    return ok;
}

struct cache_key cache_all_places(const struct profile_output *o, const struct cache *c) {
    struct buf all = {0};
    buf_put(&all, str_of((const char *)c->places.digest, sizeof(c->places.digest)));
    add_paths(o, &all);
    struct cache_key key = digest(&all);
    buf_finish(&all);
    return key;
}

/* With the same model, each path is a file of the same kind. */
struct cache_key cache_body_of(const struct file *f) {
    struct cache_key body = {0};
    const struct document *doc = f->page == NULL ? NULL : f->page->document;
    if (doc != NULL)
        memcpy(body.digest, doc->body_sha256, sizeof(body.digest));
    else if (f->sha256 != NULL)
        memcpy(body.digest, f->sha256, sizeof(body.digest));
    else if (f->page == NULL)
        sign_sha256(f->bytes, body.digest);
    return body; /* a page that pamphlet makes has none */
}
