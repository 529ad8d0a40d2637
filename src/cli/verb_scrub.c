/* scrub: pictures rewritten with only what draws them. */
#include <stdio.h>

#include "cli/walled.h"
#include "image/image.h"

/* "photo.jpg" → "photo-clean.jpg" beside it, or "DIR/photo.jpg". */
static const char *target_of(struct cli *cli, struct str path, enum image_kind kind) {
    const char *folder = args_value(cli, "output");
    size_t slash = str_rfind_char(path, '/');
    struct str name = slash == SIZE_MAX ? path : str_from_offset(path, slash + 1);
    size_t dot = str_rfind_char(name, '.');
    struct str stem = dot == SIZE_MAX || dot == 0 ? name : str_slice(name, 0, dot);
    struct str beside = slash == SIZE_MAX ? str_lit("") : str_slice(path, 0, slash + 1);
    if (folder != NULL)
        return arena_printf(&cli->mem, "%s/%.*s.%s", folder, STR_ARG(stem),
                            image_kind_extension(kind))
            .p;
    return arena_printf(&cli->mem, "%.*s%.*s-clean.%s", STR_ARG(beside), STR_ARG(stem),
                        image_kind_extension(kind))
        .p;
}

static bool scrub_one(struct cli *cli, const char *path) {
    struct source source = {.path = path};
    struct buf clean = {0}, words = {0};
    struct image_info info = {0};
    bool ok = fs_read(&cli->mem, path, path, IMAGE_BYTES_MAX, &source.text, &cli->diags) &&
              image_scrub(&source, &clean, &info, &cli->diags);
    const char *target = ok ? target_of(cli, str_from(path), info.kind) : NULL;
    if (ok && fs_exists(target))
        ok = diag_error(&cli->diags, place_of(&(struct source){target, STR_NONE}, 0, 0, 0),
                        "scrub/exists", "is there already and is not overwritten");
    ok = ok && fs_write(target, buf_str(&clean), &cli->diags);
    if (ok && !cli->quiet) {
        image_removed_words(&info.removed, &words);
        buf_puts(&words, "\n");
        ok = output_put(
            arena_printf(&cli->mem, "%s: removed %.*s", target, STR_ARG(buf_str(&words))));
    }
    buf_finish(&words);
    buf_finish(&clean);
    return ok;
}

static bool enter_wall(struct cli *cli, const char *folder) {
    struct walled walled = {0};
    if (folder != NULL)
        wall_allow(&walled.wall, &cli->mem, folder, WALL_PUT);
    const char *last = NULL;
    for (int i = 0; i < cli->word_count; i++) {
        const char *beside = walled_parent(cli, cli->words[i]);
        wall_allow(&walled.wall, &cli->mem, cli->words[i], WALL_READ);
        if (folder == NULL && (last == NULL || strcmp(last, beside) != 0))
            wall_allow(&walled.wall, &cli->mem, beside, WALL_PUT);
        last = beside;
    }
    return walled_enter(cli, &walled);
}

static int run(struct cli *cli) {
    const char *folder = args_value(cli, "output");
    bool folder_ok = folder == NULL || fs_make_folders(folder, &cli->diags), ok = folder_ok;
    if (folder_ok && !enter_wall(cli, folder))
        return output_diags(cli);
    for (int i = 0; folder_ok && i < cli->word_count; i++)
        ok = scrub_one(cli, cli->words[i]) && ok; /* one refused picture stops no other */
    int code = output_diags(cli);
    return ok || code != EXIT_FINE ? code : EXIT_SYSTEM;
}

static const struct option options[] = {
    {'o', "output", "DIR", false, "write there under the same names (beside, as NAME-clean)"},
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
        "time, comment or thumbnail is left. The pixels are the same.",
    .options = options,
    .run = run,
};
