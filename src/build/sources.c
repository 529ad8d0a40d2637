/* The record of the Markdown files, beside the caches of the profiles: where it is, and when. What
 * is in it is site/record.c's. Like them it is never synced, and what is wrong with it only makes
 * the next build slower. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/cache.h"

#define SOURCES_FILE "sources"

static const char *file_in(struct arena *mem, const struct build *b, const char *folder) {
    return arena_printf(mem, "%s/%s/" SOURCES_FILE, b->options->out, folder).p;
}

void sources_open(struct build *b, struct site_options *options) {
    struct buf program = {0};
    uint8_t key[SIGN_SHA256_BYTES];
    options->digests = cache_is_wanted(b);
    if (options->digests && !b->options->lint && b->options->boot != NULL &&
        program_ids(&program)) {
        buf_puts(&program, b->options->boot);
        options->record = file_in(&b->mem, b, CACHE_FOLDER);
        sign_seal_make(b->options->seal, buf_str(&program), key);
        options->program = arena_str(&b->mem, str_of((const char *)key, sizeof(key)));
    }
    buf_finish(&program);
}

void sources_write(struct build *b) {
    struct arena mem = {0};
    if (b->sources != SOURCES_NONE || !site_has_record(&b->site))
        return;
    int fd = open(file_in(&mem, b, BUILD_FOLDER),
                  O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && site_write_record(&b->site, fd);
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    b->sources = ok ? SOURCES_WRITTEN : SOURCES_REFUSED;
    arena_finish(&mem);
}

void sources_publish(struct build *b) {
    if (b->sources == SOURCES_WRITTEN) /* else the next build reads more */
        (void)rename(file_in(&b->mem, b, BUILD_FOLDER), file_in(&b->mem, b, CACHE_FOLDER));
}
