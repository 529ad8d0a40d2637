/* The QR codes that pages show: what a page's `card` says, which needs no network, and the page's
 * address on the onion, for those pages; the onion's own address once. Pictures are made here,
 * because a page has to tell how large they are; each text once, whatever shows it. */
#include <assert.h>

#include "qr/qr.h"
#include "sign/sign.h"
#include "site/parts.h"

enum { NAME_HEX = 12 };

struct str site_onion_address(const struct site *site, struct arena *mem, const struct page *page) {
    struct str onion = site->config.onion_address;
    struct str path = page == NULL ? str_lit("") : page->path;
    if (onion.p == NULL)
        return STR_NONE;
    return arena_printf(mem, "%.*s%s%.*s", STR_ARG(onion), str_ends(onion, str_lit("/")) ? "" : "/",
                        STR_ARG(path));
}

/* --- which codes there are */

static const struct site_code *add(struct site *site, struct map *by_text, struct str text) {
    uint32_t first = map_add(by_text, text, (uint32_t)site->code_count);
    if (first != MAP_NONE)
        return &site->codes[first];
    site->codes[site->code_count].text = text;
    return &site->codes[site->code_count++];
}

/* A field can only be read by its name: a theme whose templates do not have it shows no such code.
 */
static bool theme_names(const struct site *site, const char *field) {
    for (size_t i = 0; i < site->theme.file_count; i++)
        if (str_ends(site->theme.files[i].path, str_lit(".html")) &&
            str_find(site->theme.files[i].source.text, str_from(field)) != SIZE_MAX)
            return true;
    return false;
}

static bool has_codes(const struct page *page) {
    return page->document != NULL && page->document->meta.card.value.p != NULL && !page->withdrawn;
}

static void plan(struct parts *p, struct site *site) {
    struct str onion = site_onion_address(site, p->mem, NULL);
    struct map by_text;
    size_t most = 1;
    bool cards = theme_names(site, "card_code"), onions = theme_names(site, "onion_code");
    for (size_t i = 0; i < site->page_count; i++)
        most += has_codes(site->pages[i]) ? 2 : 0;
    map_init(&by_text, p->mem, most);
    site->codes = arena_array(p->mem, struct site_code, most);
    if (onion.p != NULL && onions)
        site->onion_code = add(site, &by_text, qr_shorten_url(p->mem, onion));
    for (size_t i = 0; i < site->page_count; i++) {
        struct page *page = site->pages[i];
        if (!has_codes(page))
            continue;
        if (cards)
            page->card_code = add(site, &by_text, page->document->meta.card.value);
        if (onion.p != NULL && onions)
            page->onion_code =
                add(site, &by_text, qr_shorten_url(p->mem, site_onion_address(site, p->mem, page)));
    }
}

/* --- their pictures */

static void draw(void *ctx, unsigned worker, size_t index) {
    struct site *site = ctx;
    struct site_code *code = &site->codes[index];
    if (code->png.p != NULL) /* drawn before */
        return;
    struct arena mem = {0}, *keep = &site->worker_mem[worker];
    struct buf png = {0};
    struct qr qr;
    uint8_t digest[SIGN_SHA256_BYTES];
    char hex[2 * SIGN_SHA256_BYTES + 1];
    bool fits = qr_encode(&mem, code->text, QR_LEVEL_M, &qr);
    assert(fits); /* cards and addresses were measured when they were read */
    code->side = qr_png(&qr, SITE_CODE_PIXELS, &png);
    code->png = arena_str(keep, buf_str(&png));
    sign_sha256(code->png, digest);
    sign_hex(digest, SIGN_SHA256_BYTES, hex);
    code->path = arena_printf(keep, "images/%.*s.png", NAME_HEX, hex);
    buf_finish(&png);
    arena_finish(&mem);
}

static void recall(struct site *site, const struct site_codes *from) {
    for (size_t i = 0; i < site->code_count; i++) {
        uint32_t at = map_get(&from->by_text, site->codes[i].text);
        if (at != MAP_NONE)
            site->codes[i] = from->items[at];
    }
}

/* An editor's day makes some hundred codes of a kilobyte: none is forgotten. */
static void remember(const struct site *site, struct site_codes *to) {
    if (to->by_text.room == 0)
        map_init(&to->by_text, &to->mem, site->code_count);
    for (size_t i = 0; i < site->code_count; i++) {
        const struct site_code *code = &site->codes[i];
        if (map_get(&to->by_text, code->text) != MAP_NONE)
            continue;
        struct str text = arena_str(&to->mem, code->text);
        map_add(&to->by_text, text, (uint32_t)to->count);
        *arena_push(&to->mem, &to->items, &to->count, &to->cap) = (struct site_code){
            text, arena_str(&to->mem, code->path), arena_str(&to->mem, code->png), code->side};
    }
}

void site_codes_finish(struct site_codes *c) {
    arena_finish(&c->mem);
    *c = (struct site_codes){0};
}

void codes_make(struct parts *p, struct site *site) {
    struct site_codes *before = p->options->codes;
    plan(p, site);
    if (before != NULL)
        recall(site, before);
    pool_run(p->options->threads, site->code_count, 1, draw, site);
    if (before != NULL)
        remember(site, before);
    map_init(&site->by_code, p->mem, site->code_count);
    for (uint32_t i = 0; i < site->code_count; i++)
        map_add(&site->by_code, site->codes[i].path, i);
}
