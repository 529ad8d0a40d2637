/* diff: what a reader would notice between two editions of a pack, or which files differ. Both are
 * a stranger's: whatever is printed of them goes through utf8_shown. */
#include "changes/changes.h"
#include "cli/walled.h"

enum { PASSAGES_MAX = 40, CONTEXT = 24, WIDTH = 150 };

struct telling {
    struct cli *cli;
    const struct edition *before, *after;
    struct arena page;
    struct buf out;
    unsigned threads;
};

static const char *shown(struct telling *t, struct str s) {
    return utf8_shown(&t->page, s);
}

/* Where text is cut there is a whole character on both sides. */
static size_t at_character(struct str s, size_t at) {
    while (at > 0 && at < s.len && ((unsigned char)s.p[at] & 0xc0) == 0x80)
        at--;
    return at;
}

/* A long passage from shortly before the first difference on. */
static void put_passage(struct telling *t, char mark, const struct passage *p, size_t same) {
    size_t from = same > CONTEXT ? at_character(p->text, same - CONTEXT) : 0;
    size_t to = at_character(p->text, from + WIDTH < p->text.len ? from + WIDTH : p->text.len);
    static const char hashes[] = "######";
    buf_printf(&t->out, "    %c %.*s%s%s%s%s\n", mark, (int)p->heading, hashes,
               p->heading > 0 ? " " : "", from > 0 ? "… " : "",
               shown(t, str_slice(p->text, from, to)), to < p->text.len ? " …" : "");
}

static size_t same_bytes(struct str a, struct str b) {
    size_t i = 0;
    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    return i;
}

static void put_passages(struct telling *t, struct str old, struct str new) {
    struct page_text a, b;
    struct passage_change *items;
    size_t more;
    page_text_read(&t->page, old, &a);
    page_text_read(&t->page, new, &b);
    size_t count = page_text_compare(&t->page, &a, &b, PASSAGES_MAX, &items, &more);
    for (size_t i = 0; i < count; i++) {
        bool pair =
            items[i].mark == PASSAGE_GONE && i + 1 < count && items[i + 1].mark == PASSAGE_FRESH;
        size_t same = pair ? same_bytes(items[i].passage->text, items[i + 1].passage->text) : 0;
        put_passage(t, items[i].mark == PASSAGE_GONE ? '-' : '+', items[i].passage, same);
        if (pair)
            put_passage(t, '+', items[++i].passage, same);
    }
    if (more > 0)
        buf_printf(&t->out, "    … and %zu more\n", more);
}

static bool put_change(struct telling *t, const struct change *c) {
    static const char *const words[] = {
        [CHANGE_NEW] = "new", [CHANGE_CHANGED] = "changed", [CHANGE_GONE] = "gone"};
    struct str old, new;
    bool ok = true;
    buf_printf(&t->out, "%-8s %s", words[c->kind], shown(t, c->title));
    if (!str_eq(c->title, c->path))
        buf_printf(&t->out, " (%s)", shown(t, c->path));
    buf_putc(&t->out, '\n');
    if (c->kind == CHANGE_CHANGED && str_ends(c->path, str_lit(".html"))) {
        ok = edition_read(t->before, c->before, &t->page, &old, &t->cli->diags) &&
             edition_read(t->after, c->after, &t->page, &new, &t->cli->diags);
        if (ok)
            put_passages(t, old, new);
    }
    arena_reset(&t->page);
    return ok;
}

/* What the makers of NEW say themselves: CHANGES.txt up to the lists of pages. */
static bool put_warnings(struct telling *t) {
    size_t at = edition_find(t->after, str_lit("CHANGES.txt"));
    struct str text, line;
    bool on = false;
    if (at == SIZE_MAX)
        return true;
    if (!edition_read(t->after, at, &t->page, &text, &t->cli->diags))
        return false;
    while (str_next_line(&text, &line)) {
        bool heading = str_starts(line, str_lit("Withdrawn")) ||
                       str_starts(line, str_lit("Safety corrections"));
        on = heading || (on && str_starts(line, str_lit("- ")));
        if (on)
            buf_printf(&t->out, "%s\n", shown(t, line));
    }
    arena_reset(&t->page);
    return true;
}

static bool tell_readers(struct telling *t) {
    struct changes changes;
    bool ok = put_warnings(t) &&
              changes_find(&t->cli->mem, t->before, t->after, t->threads, &changes, &t->cli->diags);
    for (size_t i = 0; ok && i < changes.count; i++)
        ok = put_change(t, &changes.items[i]);
    if (ok && t->out.len == 0 && !t->cli->quiet)
        output_say("nothing that a reader would notice");
    return ok;
}

/* One line for a file that differs; both lists are sorted by path. */
static bool tell_file(struct telling *t, size_t before, size_t after) {
    struct str old = STR_NONE, new = STR_NONE;
    struct str path = before == SIZE_MAX ? t->after->paths[after] : t->before->paths[before];
    bool ok =
        (before == SIZE_MAX || edition_read(t->before, before, &t->page, &old, &t->cli->diags)) &&
        (after == SIZE_MAX || edition_read(t->after, after, &t->page, &new, &t->cli->diags));
    if (ok && before == SIZE_MAX)
        buf_printf(&t->out, "new      %s: %zu bytes\n", shown(t, path), new.len);
    else if (ok && after == SIZE_MAX)
        buf_printf(&t->out, "gone     %s: %zu bytes\n", shown(t, path), old.len);
    else if (ok && !str_eq(old, new))
        buf_printf(&t->out, "changed  %s: %zu bytes, was %zu, first at byte %zu\n", shown(t, path),
                   new.len, old.len, same_bytes(old, new) + 1);
    arena_reset(&t->page);
    return ok;
}

static bool tell_bytes(struct telling *t) {
    size_t i = 0, k = 0;
    bool ok = true;
    while (ok && (i < t->before->count || k < t->after->count)) {
        int order = i == t->before->count  ? 1
                    : k == t->after->count ? -1
                                           : str_cmp(t->before->paths[i], t->after->paths[k]);
        ok = tell_file(t, order <= 0 ? i : SIZE_MAX, order >= 0 ? k : SIZE_MAX);
        i += order <= 0;
        k += order >= 0;
    }
    return ok;
}

static int run_diff(struct cli *cli) {
    struct edition before = {0}, after = {0};
    struct telling t = {
        .cli = cli, .before = &before, .after = &after, .threads = env_processors()};
    struct walled walled = {0};
    wall_allow(&walled.wall, &cli->mem, cli->words[0], WALL_READ);
    wall_allow(&walled.wall, &cli->mem, cli->words[1], WALL_READ);
    if (!walled_enter(cli, &walled))
        return output_diags(cli);
    bool ok = edition_open(&before, cli->words[0], &cli->diags) &&
              edition_open(&after, cli->words[1], &cli->diags) &&
              (args_has(cli, "bytes") ? tell_bytes(&t) : tell_readers(&t));
    bool printed = t.out.len == 0 || output_put(buf_str(&t.out));
    int code = output_diags(cli);
    arena_finish(&t.page);
    buf_finish(&t.out);
    edition_close(&before);
    edition_close(&after);
    if (!printed)
        return EXIT_SYSTEM;
    return ok || code != EXIT_FINE ? code : EXIT_FINDINGS;
}

static const struct option diff_options[] = {
    {0, "bytes", NULL, false, "list every file that differs, with its sizes"},
    WALL_OPTION,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_diff = {
    .name = "diff",
    .words = "OLD NEW",
    .words_min = 2,
    .words_max = 2,
    .summary = "what a reader would notice between two packs or folders",
    .details = "OLD and NEW are ZIPs or folders. What NEW says was withdrawn or corrected comes\n"
               "first, then pages that are new, changed or gone, with the passages that differ.\n"
               "Proves nothing about who made them: that is what verify does. Differences are\n"
               "no findings: the exit code is 0.",
    .options = diff_options,
    .run = run_diff,
};
