/* Whether a folder is what the manifest in it says: for sticks that were pulled too early, and
 * before a folder goes up again. */
#include "publish/stick.h"

enum { MANIFEST_BYTES_MAX = 16 << 20 };

struct folder {
    struct arena *mem;
    const char *path;
    struct diags *d;
    struct pack_manifest manifest;
    struct fs_list files;
    const char *zip, *signature; /* names of the pack's own, on a stick; else NULL */
    bool ok;
};

static void complain(struct folder *f, struct str path, const char *code, const char *sentence) {
    const char *shown = arena_printf(f->mem, "%s/%s", f->path, utf8_shown(f->mem, path)).p;
    const struct source source = {shown, STR_NONE};
    f->ok = diag_error(f->d, place_of(&source, 0, 0, 0), code, "%s", sentence);
}

bool folder_manifest(const char *folder, struct arena *mem, struct pack_manifest *out,
                     struct diags *d) {
    struct source source = {arena_printf(mem, "%s/MANIFEST.txt", folder).p, STR_NONE};
    *out = (struct pack_manifest){0};
    if (!fs_exists(source.path))
        return diag_error(d, place_of(&source, 0, 0, 0), "publish/folder-incomplete",
                          "is missing: the folder is no pack, or copying it was stopped too early");
    return fs_read(mem, source.path, source.path, MANIFEST_BYTES_MAX, &source.text, d) &&
           pack_manifest_parse(mem, &source, out, d);
}

bool folder_header(const char *folder, struct arena *mem, struct pack_header *out) {
    struct diags ignored = {0};
    struct pack_manifest manifest;
    bool ok = folder_manifest(folder, mem, &manifest, &ignored);
    diags_finish(&ignored);
    *out = manifest.header;
    return ok;
}

static void check_file(struct folder *f, const struct pack_entry *row) {
    uint8_t digest[SIGN_SHA256_BYTES];
    struct arena page = {0};
    const char *path = arena_printf(&page, "%s/%.*s", f->path, STR_ARG(row->path)).p;
    struct str bytes;
    if (fs_size(path) != row->size_bytes) {
        complain(f, row->path, "publish/folder-changed",
                 "has not the size that the manifest lists; copy the pack again");
    } else if (!fs_read(&page, path, path, (size_t)row->size_bytes, &bytes, f->d)) {
        f->ok = false;
    } else {
        sign_sha256(bytes, digest);
        if (memcmp(digest, row->sha256, sizeof(digest)) != 0)
            complain(f, row->path, "publish/folder-changed",
                     "is not the file that the manifest lists; copy the pack again");
    }
    arena_finish(&page);
}

/* Files that are there beside what the manifest lists, and may be. */
static bool belongs(const struct folder *f, struct str path) {
    if (str_is(path, "MANIFEST.txt"))
        return true;
    return f->zip != NULL && (str_is(path, f->zip) || str_is(path, f->signature) ||
                              stick_is_litter(str_slice(path, 0, str_find_char(path, '/'))));
}

static void compare_hidden(struct folder *f) {
    for (size_t i = 0; i < f->files.hidden_count; i++) {
        struct str path = f->files.hidden[i];
        size_t slash = str_rfind_char(path, '/');
        struct str name = slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
        if (!str_is(path, PUBLISH_MARKER) && !(f->zip != NULL && stick_is_litter(name)))
            complain(f, path, "publish/folder-foreign",
                     "is not in the manifest: somebody put it there later");
    }
}

/* Both lists are sorted by bytes. */
static void compare(struct folder *f) {
    const struct pack_manifest *m = &f->manifest;
    size_t row = 0, file = 0;
    while (row < m->count || file < f->files.count) {
        bool no_file = file == f->files.count, no_row = row == m->count;
        if (!no_file && belongs(f, f->files.items[file].path)) {
            file++;
            continue;
        }
        int order = no_file  ? -1
                    : no_row ? 1
                             : str_cmp(m->entries[row].path, f->files.items[file].path);
        if (order < 0)
            complain(f, m->entries[row++].path, "publish/folder-incomplete",
                     "is missing; copying was stopped too early, copy the pack again");
        else if (order > 0)
            complain(f, f->files.items[file++].path, "publish/folder-foreign",
                     "is not in the manifest: somebody put it there later");
        else {
            check_file(f, &m->entries[row++]);
            file++;
        }
    }
}

static bool is_there(const struct folder *f, const char *name) {
    return fs_exists(arena_printf(f->mem, "%s/%s", f->path, name).p);
}

/* The ZIP says what the folder says. Who signed it is not looked at: that needs a key. */
static bool check_zip(struct folder *f) {
    const struct publish_request request = {
        .pack_path = arena_printf(f->mem, "%s/%s", f->path, f->zip).p, .threads = 1};
    struct publish_report report = {.header = f->manifest.header};
    struct pending p = {.mem = f->mem, .request = &request, .report = &report, .d = f->d};
    const char *manifest = arena_printf(f->mem, "%s/MANIFEST.txt", f->path).p;
    struct str text;
    p.source = (struct source){request.pack_path, STR_NONE};
    bool ok = fs_read(f->mem, p.source.path, p.source.path, PACK_BYTES_MAX, &p.bytes, f->d) &&
              contents_structure(&p) && contents_unpack(&p) && contents_manifest(&p) &&
              fs_read(f->mem, manifest, manifest, MANIFEST_BYTES_MAX, &text, f->d);
    contents_close(p.contents);
    if (ok && !str_eq(text, p.manifest_text))
        complain(f, str_from(f->zip), "publish/stick-differs",
                 "is not the pack that lies unpacked beside it");
    return ok && f->ok;
}

static bool check_stick(struct folder *f) {
    if (!is_there(f, f->signature))
        complain(f, str_from(f->signature), "publish/stick-incomplete",
                 "is missing: it is written last, so the stick was pulled too early; write the "
                 "stick again");
    else if (!is_there(f, f->zip))
        complain(f, str_from(f->zip), "publish/stick-incomplete",
                 "is missing, and its signature is there; write the stick again");
    return f->ok && check_zip(f);
}

const char *publish_stick_zip(struct arena *mem, const char *folder) {
    struct pack_header header;
    if (!folder_header(folder, mem, &header))
        return NULL;
    const char *path = arena_printf(mem, "%s/%s", folder, publish_zip_name(mem, &header)).p;
    return fs_exists(path) ? path : NULL;
}

bool publish_verify_folder(struct arena *mem, const char *folder, struct publish_report *out,
                           struct diags *d) {
    struct folder f = {.mem = mem, .path = folder, .d = d, .ok = true};
    *out = (struct publish_report){0};
    if (!folder_manifest(folder, mem, &f.manifest, d) || !fs_list_tree(mem, folder, &f.files, d))
        return false;
    f.zip = publish_zip_name(mem, &f.manifest.header);
    f.signature = arena_printf(mem, "%s.minisig", f.zip).p;
    if (!is_there(&f, f.zip) && !is_there(&f, f.signature))
        f.zip = NULL;
    compare(&f);
    compare_hidden(&f);
    if (f.zip != NULL && !check_stick(&f))
        return false;
    if (!f.ok)
        return false;
    out->header = f.manifest.header;
    out->files = f.manifest.count + 1;
    for (size_t i = 0; i < f.files.count; i++)
        out->bytes += fs_size(fs_join(mem, folder, f.files.items[i].path));
    out->proofs[PUBLISH_MANIFEST] = (struct publish_proof){
        PUBLISH_PROVED, "the folder holds exactly the files of its manifest"};
    return true;
}

enum folder_state folder_compare(const char *folder, struct arena *mem, struct str manifest) {
    struct diags ignored = {0};
    struct publish_report report;
    const char *path = arena_printf(mem, "%s/MANIFEST.txt", folder).p;
    struct str text;
    bool whole = publish_verify_folder(mem, folder, &report, &ignored) &&
                 fs_read(mem, path, path, MANIFEST_BYTES_MAX, &text, &ignored);
    diags_finish(&ignored);
    if (!whole)
        return FOLDER_DAMAGED;
    return str_eq(text, manifest) ? FOLDER_WHOLE : FOLDER_OTHER;
}
