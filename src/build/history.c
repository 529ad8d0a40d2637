/* CHANGES.txt: what a reader of the release before would notice. Withdrawn pages and safety
 * corrections come first and stay in the list for as long as the editor leaves them in the front
 * matter, because a reader may skip a release; those that the release before told already stand at
 * the end. The same site and the same pack before it give the same text. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>

#include "build/stages.h"

/* --- the release before
 * --------------------------------------------------------------------------- */

/* The serial in PACK-SERIAL-PROFILE.zip; false for any other name. */
static bool serial_of(struct build *b, const struct profile_output *o, const char *file,
                      uint64_t *serial) {
    struct str name = str_from(file), pack = b->site.config.release.pack;
    struct str end = arena_printf(&b->mem, "-%.*s.zip", STR_ARG(o->profile->name));
    if (!str_starts(name, pack) || !str_ends(name, end) || name.len < pack.len + 2 + end.len ||
        name.p[pack.len] != '-')
        return false;
    return str_to_uint(str_slice(name, pack.len + 1, name.len - end.len), UINT64_MAX, serial);
}

/* The newest that is older than this one, or NULL in `*out`. False after it has reported. */
static bool find_before(struct build *b, const struct profile_output *o, const char **out) {
    DIR *dir = opendir(b->options->out);
    const char *found = NULL;
    int err = dir == NULL ? errno : 0;
    uint64_t newest = 0, serial;
    struct dirent *entry;
    while (dir != NULL && (errno = 0, entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.' || !serial_of(b, o, entry->d_name, &serial) ||
            serial >= b->site.config.release.serial || (found != NULL && serial <= newest))
            continue;
        newest = serial;
        found = arena_printf(&b->mem, "%s/%s", b->options->out, entry->d_name).p;
    }
    if (dir != NULL) {
        err = errno;
        closedir(dir);
    }
    *out = found;
    return err == 0 || diag_system(b->d, b->options->out, err, "fs/read", "cannot read the folder");
}

static bool read_manifest(struct build *b, struct history *h, struct diags *d) {
    size_t at = edition_find(&h->before, str_lit("MANIFEST.txt"));
    struct source source = {"MANIFEST.txt", STR_NONE};
    struct pack_manifest manifest;
    uint8_t digest[SIGN_SHA256_BYTES];
    char *hex = arena_alloc(&b->mem, 2 * SIGN_SHA256_BYTES + 1, 1);
    if (at == SIZE_MAX || !edition_read(&h->before, at, &h->before.mem, &source.text, d) ||
        !pack_manifest_parse(&h->before.mem, &source, &manifest, d))
        return false;
    sign_sha256(source.text, digest);
    sign_hex(digest, sizeof(digest), hex);
    h->manifest_hash = str_from(hex);
    h->header = manifest.header;
    at = edition_find(&h->before, str_lit("CHANGES.txt"));
    return at == SIZE_MAX || edition_read(&h->before, at, &h->before.mem, &h->told, d);
}

static bool compare(struct build *b, const struct profile_output *o, struct history *h,
                    struct diags *d) {
    return edition_open(&h->now, o->stage.path, d) &&
           changes_find(&b->mem, &h->before, &h->now, b->options->threads, &h->changes, d);
}

/* An edition that cannot be read is told of, and stops nobody: the text then says that it was not
 * at hand. */
static void unreadable(struct build *b, const char *path, const struct diags *why) {
    struct source source = {path, STR_NONE};
    diag_warning(b->d, place_of(&source, 0, 0, 0), "build/previous-unreadable",
                 "is the release before, but cannot be read as a pack%s%s; CHANGES.txt compares "
                 "with nothing",
                 why->count > 0 ? ": " : "", why->count > 0 ? why->items[0].message : "");
}

bool history_open(struct build *b, const struct profile_output *o, struct history *h) {
    const char *path;
    struct diags why = {0};
    *h = (struct history){0};
    if (!find_before(b, o, &path))
        return false;
    if (path == NULL)
        return true;
    h->found = edition_open(&h->before, path, &why) && read_manifest(b, h, &why) &&
               compare(b, o, h, &why);
    bool refused = !h->found && why.system; /* the disk, not the pack: next time it may be read */
    if (refused)
        diags_merge(b->d, &why);
    else if (!h->found)
        unreadable(b, path, &why);
    diags_finish(&why);
    return !refused;
}

void history_close(struct history *h) {
    edition_close(&h->before);
    edition_close(&h->now);
}

/* --- the text
 * ------------------------------------------------------------------------------------- */

struct telling {
    struct build *b;
    const struct profile_output *o;
    const struct history *h;
    struct buf *out;
    struct buf later; /* what the release before told already */
    struct map told;  /* paths that need not be told again */
};

/* One line whatever the front matter holds. */
static void put_line(struct buf *out, struct str s) {
    for (size_t i = 0; i < s.len; i++)
        buf_putc(out, (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? ' ' : s.p[i]);
}

static void put_item(struct buf *out, struct str title, struct str path, struct str words) {
    buf_puts(out, "- ");
    put_line(out, title);
    if (!str_eq(title, path))
        buf_printf(out, " (%.*s)", STR_ARG(path));
    if (words.len > 0) {
        buf_puts(out, ": ");
        put_line(out, str_trim(words));
    }
    buf_putc(out, '\n');
}

static bool has_line(struct str text, struct str line) {
    struct str one;
    while (str_next_line(&text, &one))
        if (str_eq(one, str_slice(line, 0, line.len - 1)))
            return true;
    return false;
}

/* Adds the item under `*heading`, which is printed once, or keeps it for the end. */
static void tell_first(struct telling *t, const struct file *f, struct str words,
                       const char **heading) {
    struct buf item = {0};
    put_item(&item, f->page->title, f->path, words);
    map_add(&t->told, f->path, 0);
    if (t->h->found && has_line(t->h->told, buf_str(&item))) {
        buf_put(&t->later, buf_str(&item));
    } else {
        buf_printf(t->out, "%s", *heading);
        *heading = "";
        buf_put(t->out, buf_str(&item));
    }
    buf_finish(&item);
}

/* The front page at the top is a language's own once more. */
static bool is_document(const struct file *f) {
    return f->page != NULL && f->page->document != NULL && !str_is(f->page->path, "index.html");
}

static void tell_withdrawn(struct telling *t) {
    const char *heading = "\nWithdrawn: do not rely on these pages any more\n";
    for (size_t i = 0; i < t->o->files.count; i++) {
        const struct file *f = &t->o->files.items[i];
        if (is_document(f) && f->page->withdrawn)
            tell_first(t, f, f->page->document->meta.withdrawn_because.value, &heading);
    }
}

static void tell_corrections(struct telling *t) {
    const char *heading = "\nSafety corrections: this was wrong before\n";
    for (size_t i = 0; i < t->o->files.count; i++) {
        const struct file *f = &t->o->files.items[i];
        if (is_document(f) && f->page->document->meta.safety_correction.value.len > 0)
            tell_first(t, f, f->page->document->meta.safety_correction.value, &heading);
    }
}

static void tell_changes(struct telling *t) {
    static const char *const headings[] = {
        [CHANGE_NEW] = "\nNew\n", [CHANGE_CHANGED] = "\nChanged\n", [CHANGE_GONE] = "\nGone\n"};
    bool told[ARRAY_LEN(headings)] = {false};
    for (size_t i = 0; i < t->h->changes.count; i++) {
        const struct change *c = &t->h->changes.items[i];
        if (map_get(&t->told, c->path) != MAP_NONE)
            continue;
        buf_puts(t->out, told[c->kind] ? "" : headings[c->kind]);
        told[c->kind] = true;
        put_item(t->out, c->title, c->path, STR_NONE);
    }
}

static void tell_head(struct telling *t) {
    const struct config *c = &t->b->site.config;
    buf_printf(t->out, "Changes in %.*s, serial %" PRIu64 ", made %s\n", STR_ARG(c->release.pack),
               c->release.serial, date_format(t->b->site.date).p);
    if (t->h->found)
        buf_printf(t->out, "Compared with serial %" PRIu64 ", made %s\n", t->h->header.serial,
                   date_format(t->h->header.made).p);
    else if (c->release.serial <= 1)
        buf_puts(t->out, "This is the first release: there is nothing to compare it with\n");
    else
        buf_puts(t->out, "This is the first release, or the one before it was not at hand: it is "
                         "compared with nothing\n");
}

void history_write(struct build *b, const struct profile_output *o, const struct history *h,
                   struct buf *out) {
    struct telling t = {.b = b, .o = o, .h = h, .out = out};
    map_init(&t.told, &b->mem, 0);
    tell_head(&t);
    size_t from = out->len;
    tell_withdrawn(&t);
    tell_corrections(&t);
    if (h->found)
        tell_changes(&t);
    if (h->found && out->len == from)
        buf_puts(out, "\nNothing that a reader would notice has changed\n");
    if (t.later.len > 0) {
        buf_puts(out, "\nTold before, and still so\n");
        buf_put(out, buf_str(&t.later));
    }
    buf_finish(&t.later);
}
