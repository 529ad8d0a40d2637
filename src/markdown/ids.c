/* Ids and the slugs they are made from. */
#include "markdown/ids.h"

struct str markdown_slug(struct arena *mem, struct str text) {
    struct str folded = utf8_fold(mem, text), rest = folded;
    char *p = arena_alloc(mem, folded.len + 1, 1); /* never longer: kept bytes or one '-' a gap */
    size_t len = 0;
    bool gap = false;
    while (rest.len > 0) {
        struct str at = rest;
        unsigned char c = (unsigned char)rest.p[0];
        bool word;
        if (c < 0x80) {
            rest = str_from_offset(rest, 1);
            word = ascii_is_alnum((char)c);
        } else {
            uint32_t code = utf8_next(&rest);
            word = code != 0xfffd && utf8_is_word(code);
        }
        if (!word) {
            gap = len > 0;
            continue;
        }
        size_t n = at.len - rest.len;
        if (len + n + 1 > HEADING_ID_BYTES_MAX)
            break;
        if (gap)
            p[len++] = '-';
        gap = false;
        memcpy(p + len, at.p, n);
        len += n;
    }
    p[len] = '\0';
    return len == 0 ? str_lit("section") : str_of(p, len);
}

void ids_init(struct ids *ids, struct job *job) {
    *ids = (struct ids){0};
    map_init(&ids->taken, job->mem, 0);
    map_init(&ids->bases, job->mem, 0);
}

static bool begins_like(struct str id, const char *const *prefixes) {
    for (; *prefixes != NULL; prefixes++)
        if (str_starts(id, str_from(*prefixes)))
            return true;
    return false;
}

static const char *const of_notes[] = {"fn-", "fnref-", NULL};
static const char *const of_pages[] = {"_", "source-", "cite-", NULL};

bool markdown_id_is_reserved(struct str id) {
    return begins_like(id, of_notes) || begins_like(id, of_pages);
}

bool ids_is_reserved(const struct job *job, struct str id) {
    return job->hooks == NULL ? begins_like(id, of_notes) : markdown_id_is_reserved(id);
}

bool ids_is_valid(struct str id) {
    bool valid = id.len > 0 && id.len <= HEADING_ID_BYTES_MAX;
    while (valid && id.len > 0) {
        char c = id.p[0];
        uint32_t code = utf8_next(&id);
        valid = (unsigned char)c < 0x80 ? ascii_is_alnum(c) || c == '-' || c == '_' || c == '.'
                                        : code != 0xfffd && utf8_is_word(code);
    }
    return valid;
}

bool ids_take(struct ids *ids, struct job *job, struct str id) {
    if (map_add(&ids->taken, id, 0) != MAP_NONE)
        return false;
    struct markdown_page *page = job->page;
    *arena_push(job->mem, &page->ids, &page->id_count, &page->id_cap) = id;
    return true;
}

struct str ids_unique(struct ids *ids, struct job *job, struct str base) {
    uint32_t index = map_add(&ids->bases, base, (uint32_t)ids->count);
    if (index == MAP_NONE) {
        index = (uint32_t)ids->count;
        *arena_push(job->mem, &ids->counters, &ids->count, &ids->cap) = 1;
        if (ids_take(ids, job, base))
            return base;
    }
    for (;;) {
        uint32_t n = ++ids->counters[index];
        struct str id = arena_printf(job->mem, "%.*s-%u", STR_ARG(base), n);
        if (ids_take(ids, job, id))
            return id;
    }
}
