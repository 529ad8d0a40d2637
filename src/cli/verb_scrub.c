/* scrub: pictures rewritten with only what draws them. */
#include "cli/walled.h"
#include "image/image.h"
#include "sign/sign.h"

/* Three digits in a row are a date or a camera's count: "IMG_20261123", "DSC01234". */
static bool tells_something(struct str stem) {
    unsigned run = 0;
    for (size_t i = 0; i < stem.len && run < 3; i++)
        run = ascii_is_digit(stem.p[i]) ? run + 1 : 0;
    return run == 3;
}

/* As in a pack: the beginning of the content's digest. */
static struct str neutral_name(struct cli *cli, struct str clean) {
    enum { NAME_HEX = 12 };
    uint8_t digest[SIGN_SHA256_BYTES];
    char hex[2 * SIGN_SHA256_BYTES + 1];
    sign_sha256(clean, digest);
    sign_hex(digest, SIGN_SHA256_BYTES, hex);
    return arena_printf(&cli->mem, "%.*s", NAME_HEX, hex);
}

/* "photo.jpg" → "photo-clean.jpg" beside it, or "DIR/photo.jpg"; a name of the camera's own goes.
 */
static const char *target_of(struct cli *cli, struct str path, enum image_kind kind,
                             struct str clean, struct str *old) {
    const char *folder = args_value(cli, "output");
    size_t slash = str_rfind_char(path, '/');
    struct str name = slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
    size_t dot = str_rfind_char(name, '.');
    struct str stem = dot == SIZE_MAX || dot == 0 ? name : str_slice(name, 0, dot);
    struct str beside = slash == SIZE_MAX ? str_lit("") : str_slice(path, 0, slash + 1);
    bool told = tells_something(stem);
    struct str kept = told ? neutral_name(cli, clean) : stem;
    *old = told && !str_eq(kept, stem) ? name : STR_NONE;
    if (folder != NULL)
        return arena_printf(&cli->mem, "%s/%.*s.%s", folder, STR_ARG(kept),
                            image_kind_extension(kind))
            .p;
    return arena_printf(&cli->mem, "%.*s%.*s%s.%s", STR_ARG(beside), STR_ARG(kept),
                        told ? "" : "-clean", image_kind_extension(kind))
        .p;
}

static bool tell(struct cli *cli, const char *target, struct str old,
                 const struct image_removed *removed) {
    struct buf words = {0};
    bool ok = true;
    diag_put_clean(str_from(target), &words);
    buf_puts(&words, ": removed ");
    image_removed_words(removed, &words);
    if (old.p != NULL)
        buf_printf(&words, "; the name %s, too", utf8_shown(&cli->mem, old));
    buf_puts(&words, "\n");
    ok = output_put(buf_str(&words));
    buf_finish(&words);
    return ok;
}

static bool scrub_one(struct cli *cli, const char *path) {
    struct source source = {.path = path};
    struct buf clean = {0};
    struct image_info info = {0};
    struct str old;
    bool ok = fs_read(&cli->mem, path, path, IMAGE_BYTES_MAX, &source.text, &cli->diags) &&
              image_scrub(&source, &clean, &info, &cli->diags);
    const char *target =
        ok ? target_of(cli, str_from(path), info.kind, buf_str(&clean), &old) : NULL;
    if (ok && fs_exists(target))
        ok = diag_error(&cli->diags, place_of(&(struct source){target, STR_NONE}, 0, 0, 0),
                        "scrub/exists", "is there already and is not overwritten");
    ok = ok && fs_write(target, buf_str(&clean), &cli->diags);
    if (ok && !cli->quiet)
        ok = tell(cli, target, old, &info.removed);
    buf_finish(&clean);
    return ok;
}

/* The folder is made before; it goes again when nothing came into it. */
static bool enter_wall(struct cli *cli, const char *folder, struct walled *w) {
    if (folder != NULL) {
        walled_folder(cli, w, folder, 0777, WALL_PUT);
        if (!fs_make_folders(folder, &cli->diags)) /* or says why it is not there */
            return false;
    }
    const char *last = NULL;
    for (int i = 0; i < cli->word_count; i++) {
        const char *beside = walled_parent(cli, cli->words[i]);
        wall_allow(&w->wall, &cli->mem, cli->words[i], WALL_READ);
        if (folder == NULL && (last == NULL || strcmp(last, beside) != 0))
            wall_allow(&w->wall, &cli->mem, beside, WALL_PUT);
        last = beside;
    }
    return walled_enter(cli, w);
}

static int run(struct cli *cli) {
    struct walled walled = {0};
    bool entered = enter_wall(cli, args_value(cli, "output"), &walled), ok = entered;
    for (int i = 0; entered && i < cli->word_count; i++)
        ok = scrub_one(cli, cli->words[i]) && ok; /* one refused picture stops no other */
    walled_leave(&walled);
    int code = output_diags(cli);
    return ok || code != EXIT_FINE ? code : EXIT_SYSTEM;
}

static const struct option options[] = {
    {'o', "output", "DIR", false, "write there (else beside, as NAME-clean)"},
    WALL_OPTION,
    {0, NULL, NULL, false, NULL},
};

const struct verb verb_scrub = {
    .name = "scrub",
    .words = "IMAGE...",
    .words_min = 1,
    .words_max = -1,
    .summary = "rewrite pictures keeping only what draws them",
    .details =
        "JPEG, PNG, GIF and WebP are rebuilt from a list of parts to keep: no camera, place,\n"
        "time, comment or thumbnail is left. The pixels are the same. A name with a date or a\n"
        "camera's number gives way to one made from the picture.",
    .options = options,
    .run = run,
};
