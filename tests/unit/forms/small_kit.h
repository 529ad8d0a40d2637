/* A site of two pages in one language, with a style sheet and two pictures: enough for addresses.
 */
#ifndef SMALL_KIT_H
#define SMALL_KIT_H

#include "fixture.h"
#include "forms/parts.h"

struct small_kit {
    struct site site;
    struct language language;
    struct page pages[2], *list[2];
    struct str parts[2];
    struct forms_asset assets[3];
    struct forms_options options;
    struct kit kit;
};

static inline void small_page(struct small_kit *s, struct arena *mem, uint32_t i, const char *path,
                              const char *part) {
    s->pages[i] = (struct page){.index = i, .path = str_from(path), .title = str_from(path)};
    s->list[i] = &s->pages[i];
    s->parts[i] = str_from(part);
    (void)mem;
    map_add(&s->site.by_path, s->pages[i].path, i);
}

static inline struct small_kit *small_kit_open(struct arena *mem, const char *one,
                                               const char *two) {
    struct small_kit *s = arena_new(mem, struct small_kit);
    s->language = (struct language){.tag = str_lit("en"), .name = str_lit("English")};
    s->site = (struct site){
        .languages = &s->language, .language_count = 1, .pages = s->list, .page_count = 2};
    map_init(&s->site.by_path, mem, 2);
    small_page(s, mem, 0, "en/a.html", one);
    small_page(s, mem, 1, "en/deep/b.html", two);
    s->assets[0] =
        (struct forms_asset){str_lit("images/1.png"), str_lit("\x89PNG\r\n\x1a\n"), "1.png"};
    s->assets[1] = (struct forms_asset){str_lit("images/2.jpg"), str_lit("\xff\xd8\xff"), "2.jpg"};
    s->assets[2] = (struct forms_asset){str_lit("assets/x.css"), str_lit("p{}"), "x.css"};
    s->options = (struct forms_options){
        .site = &s->site, .parts = s->parts, .assets = s->assets, .asset_count = 3};
    kit_open(&s->kit, &s->options);
    return s;
}

#endif
