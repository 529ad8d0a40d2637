/* Most pages differ from those of the release before by a few bytes at their foot. A patch keeps
 * the start and the end of the older file and says what stands between them now:
 *
 *   PATH START END MIDDLE\n and MIDDLE bytes
 *
 * one behind the other in "patches.bin", in the order of their paths. What comes out is compressed
 * anew, which gives the bytes of the whole pack as long as the same version of libdeflate did it.
 */
#include <inttypes.h>

#include "publish/delta.h"

/* --- making -------------------------------------------------------------------------------------
 */

/* A patch is worth it when it is much smaller than the file, compressed. */
static bool is_worth(size_t middle, uint64_t packed) {
    enum { LINE_BYTES = 120 };
    return middle / 2 + LINE_BYTES < packed;
}

bool patches_put(struct str path, struct str old, struct str new, uint64_t packed,
                 struct buf *out) {
    size_t shorter = old.len < new.len ? old.len : new.len, start = 0, end = 0;
    while (start < shorter && old.p[start] == new.p[start])
        start++;
    while (end < shorter - start && old.p[old.len - 1 - end] == new.p[new.len - 1 - end])
        end++;
    struct str middle = str_slice(new, start, new.len - end);
    if (!is_worth(middle.len, packed))
        return false;
    buf_printf(out, "%.*s %zu %zu %zu\n", STR_ARG(path), start, end, middle.len);
    buf_put(out, middle);
    return true;
}

/* --- applying -----------------------------------------------------------------------------------
 */

struct patch {
    struct str path, middle;
    uint64_t start, end;
};

static bool number(struct str text, uint64_t *out) {
    return str_to_uint(text, UINT32_MAX, out) && (text.len == 1 || text.p[0] != '0');
}

/* Takes the next patch off the front. */
static bool next_patch(struct str *rest, struct patch *out) {
    struct str line, start, end, middle;
    uint64_t length;
    size_t lf = str_find_char(*rest, '\n');
    if (lf == SIZE_MAX)
        return false;
    line = str_slice(*rest, 0, lf);
    *rest = str_from_offset(*rest, lf + 1);
    if (!str_next_part(&line, ' ', &out->path) || !str_next_part(&line, ' ', &start) ||
        !str_next_part(&line, ' ', &end) || !str_next_part(&line, ' ', &middle) || line.p != NULL ||
        !number(start, &out->start) || !number(end, &out->end) || !number(middle, &length) ||
        length > rest->len)
        return false;
    out->middle = str_slice(*rest, 0, (size_t)length);
    *rest = str_from_offset(*rest, (size_t)length);
    return true;
}

static bool refuse(struct pending *p) {
    return pending_refuse(p, PUBLISH_DELTA, "publish/delta-patches",
                          "has a " DELTA_PATCHES " that does not fit the pack before");
}

static bool apply(struct pending *p, const struct pack_reader *base, const struct patch *x,
                  struct anew *to) {
    struct arena page = {0};
    struct buf whole = {0};
    struct str old;
    size_t index = pack_find(base, x->path);
    bool ok = index != SIZE_MAX || refuse(p);
    ok = ok && pack_extract(base, index, &page, &old, p->source.path, p->d);
    ok = ok && ((x->start <= old.len && x->end <= old.len - x->start) || refuse(p));
    if (ok) {
        buf_put(&whole, str_slice(old, 0, (size_t)x->start));
        buf_put(&whole, x->middle);
        buf_put(&whole, str_from_offset(old, old.len - (size_t)x->end));
        ok = anew_add(to, x->path, buf_str(&whole));
    }
    buf_finish(&whole);
    arena_finish(&page);
    return ok;
}

bool patches_apply(struct pending *p, const struct pack_reader *base, struct str text,
                   struct pack_reader *out) {
    struct patch x = {0};
    struct str rest = text, before = STR_NONE;
    struct anew to;
    bool ok = anew_open(&to, p->mem, base->count, p->d);
    while (ok && rest.len > 0) {
        ok = next_patch(&rest, &x) && (before.p == NULL || str_cmp(before, x.path) < 0);
        ok = ok ? apply(p, base, &x, &to) : refuse(p);
        before = x.path;
    }
    ok = ok && anew_read(&to, p->source.path, out);
    anew_close(&to);
    return ok;
}
