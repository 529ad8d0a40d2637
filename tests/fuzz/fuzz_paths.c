/* Paths and addresses: two lines, where from and the link. Nothing that is resolved leaves the
 * root. */
#include "audit/links.h"
#include "fuzz.h"
#include "pack/pack.h"

/* No empty part, no ".", no "..": written apart from the code under test. */
static bool is_inside(struct str path) {
    size_t start = 0;
    if (path.len > 0 && path.p[0] == '/')
        return false;
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.p[i] != '/')
            continue;
        size_t len = i - start;
        bool last = i == path.len;
        if ((len == 0 && !last) || (len == 1 && path.p[start] == '.') ||
            (len == 2 && path.p[start] == '.' && path.p[start + 1] == '.'))
            return false;
        start = i + 1;
    }
    return true;
}

static void resolve(struct fuzz *f, struct str from, struct str link) {
    struct str out, back;
    if (is_inside(from) && fs_resolve(&f->mem, from, link, &out)) {
        assert(is_inside(out));
        if (out.len > 0 && out.p[out.len - 1] != '/') { /* there and back */
            struct str way = fs_relative(&f->mem, from, out);
            assert(fs_resolve(&f->mem, from, way, &back));
            assert(str_eq(back, out));
        }
    }
    const char *joined =
        memchr(link.p, 0, link.len) == NULL ? fs_join(&f->mem, "root", link) : NULL;
    if (joined != NULL) {
        assert(strncmp(joined, "root/", 5) == 0);
        assert(is_inside(str_from(joined + 5)));
    }
}

static bool contains(struct str s, const char *one_of) {
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '\0' && strchr(one_of, s.p[i]) != NULL)
            return true;
    return false;
}

/* What may be in a pack is harmless to any system that unpacks it. */
static void pack_path(struct str path) {
    if (pack_path_problem(path) != NULL)
        return;
    assert(path.len > 0 && path.len <= 100 && is_inside(path));
    assert(path.p[path.len - 1] != '/' && path.p[path.len - 1] != '.');
    for (size_t i = 0; i < path.len; i++)
        assert(path.p[i] > 0x20 && path.p[i] < 0x7f);
    assert(!contains(path, "\\:*?\"<>|%~$`'"));
}

/* What counts as outside has a scheme of the list, and a plain one no place to hide a host. */
static void address(struct str url) {
    if (!utf8_is_valid(url) || !links_external_is_plain(url))
        return;
    assert(links_is_external(url));
    assert(!contains(url, " \\\"<>^`{|}\n\t\r"));
    struct str host = links_host(url);
    if (host.p == NULL)
        return;
    assert(host.len > 0 && !contains(host, "@/:%?#[]"));
    struct str rest = str_from_offset(url, (size_t)(host.p - url.p) + host.len);
    size_t slash = 0; /* up to the path there is no '@': no user name before a second host */
    while (slash < rest.len && strchr("/?#", rest.p[slash]) == NULL)
        assert(rest.p[slash++] != '@');
}

/* A link of a page in the audit: it leads to a file of the set or to none. */
static void local(struct fuzz *f, struct str from, struct str link) {
    struct str paths[] = {from, str_lit("index.html"), str_lit("a/b.html"), str_lit("a/c/d.html")};
    struct audit_set set = {.paths = paths, .count = ARRAY_LEN(paths), .shown_root = ""};
    struct reader r = {.set = &set, .keep = &f->mem, .d = &f->d};
    struct str resolved;
    uint32_t target;
    if (pack_path_problem(from) != NULL || memchr(link.p, '#', link.len) != NULL)
        return;
    map_init(&set.by_path, &f->mem, set.count);
    for (uint32_t i = 0; i < set.count; i++)
        map_add(&set.by_path, paths[i], i);
    if (links_start(&r) && links_local(&r, link, &target)) {
        assert(target < set.count);
        assert(fs_resolve(&f->mem, from, link, &resolved));
        assert(str_eq(resolved, paths[target]));
    }
    arena_finish(&r.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room;
    struct str text = fuzz_copy(&room, data, size), rest = text, from = STR_NONE;
    if (size < 1024 && str_next_part(&rest, '\n', &from) && rest.p != NULL) {
        resolve(&f, from, rest);
        local(&f, from, rest);
    }
    pack_path(text);
    address(text);
    fuzz_finish(&f, text);
    buf_finish(&room);
    return 0;
}
