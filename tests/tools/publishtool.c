/* publishtool: publish/ from the command line, for tests of faults and hostile packs.
 *
 *   publishtool verify PUBLIC STATE PACK [TODAY]     publishtool folder FOLDER
 *   publishtool install PUBLIC STATE PACK FOLDER     publishtool rollback FOLDER
 *   publishtool usb PUBLIC STATE PACK FOLDER...
 *
 * Exits 0 and prints the serial, or 1 (refused) or 3 (the system) with messages on stderr. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "publish/publish.h"

struct tool {
    struct arena mem;
    struct diags diags;
    struct publish_report report;
    struct publish_request request;
    struct sign_public key;
};

static bool with_key(struct tool *t, char **args) {
    struct str text;
    t->request = (struct publish_request){.pack_path = args[2],
                                          .key = &t->key,
                                          .state_folder = args[1],
                                          .today = {2026, 11, 23},
                                          .threads = 1};
    return fs_read(&t->mem, args[0], args[0], 4096, &text, &t->diags) &&
           sign_public_parse(text, args[0], &t->key, &t->diags);
}

static bool fill_sticks(struct tool *t, size_t count, char **folders) {
    struct publish_sticks sticks = {.count = count};
    sticks.items = arena_array(&t->mem, struct publish_stick, count);
    for (size_t i = 0; i < count; i++)
        sticks.items[i].folder = folders[i];
    return publish_to_sticks(&t->mem, &t->request, &sticks, &t->report, &t->diags);
}

static bool run(struct tool *t, int count, char **words) {
    struct arena *mem = &t->mem;
    if (count >= 4 && strcmp(words[0], "verify") == 0)
        return with_key(t, words + 1) &&
               (count == 4 || date_parse(str_from(words[4]), &t->request.today)) &&
               publish_verify(mem, &t->request, &t->report, &t->diags);
    if (count == 5 && strcmp(words[0], "install") == 0)
        return with_key(t, words + 1) &&
               publish_install(mem, &t->request, words[4], &t->report, &t->diags);
    if (count >= 5 && strcmp(words[0], "usb") == 0)
        return with_key(t, words + 1) && fill_sticks(t, (size_t)count - 4, words + 4);
    if (count == 2 && strcmp(words[0], "rollback") == 0)
        return publish_rollback(mem, words[1], &t->report, &t->diags);
    if (count == 2 && strcmp(words[0], "folder") == 0)
        return publish_verify_folder(mem, words[1], &t->report, &t->diags);
    fputs("usage: publishtool verify|install|usb|rollback|folder …\n", stderr);
    return false;
}

int main(int argc, char **argv) {
    struct tool t = {0};
    struct buf messages = {0};
    bool ok = sign_init() && run(&t, argc - 1, argv + 1);
    diags_format(&t.diags, DIAG_TEXT, false, &messages);
    fprintf(stderr, "%.*s", STR_ARG(buf_str(&messages)));
    if (ok)
        printf("%" PRIu64 "\n", t.report.header.serial);
    int code = ok ? 0 : t.diags.system ? 3 : 1;
    buf_finish(&messages);
    diags_finish(&t.diags);
    arena_finish(&t.mem);
    return code;
}
