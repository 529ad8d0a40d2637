/* Replays files, and the files in folders, through a fuzz target: for compilers without libFuzzer
 * and for valgrind. Prints "N passed, 0 failed"; a property that fails ends it before that. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum { FILE_BYTES_MAX = 16 * 1024 * 1024 };

static void die(const char *what, const char *path) {
    fprintf(stderr, "cannot %s %s\n", what, path);
    exit(3);
}

static void replay_file(const char *path, size_t *count) {
    struct buf in = {0};
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        die("open", path);
    for (size_t n = 1; n > 0 && in.len < FILE_BYTES_MAX; in.len += n)
        n = fread(buf_reserve(&in, 1 << 16), 1, 1 << 16, file);
    if (ferror(file) != 0)
        die("read", path);
    fclose(file);
    struct buf exact;
    struct str bytes = fuzz_copy(&exact, (const uint8_t *)in.p, in.len);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput((const uint8_t *)bytes.p, bytes.len);
    buf_finish(&exact);
    buf_finish(&in);
    ++*count;
}

static void replay(const char *path, size_t *count) {
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    if (n < 0) {
        replay_file(path, count);
        return;
    }
    for (int i = 0; i < n; i++) {
        struct arena mem = {0};
        if (names[i]->d_name[0] != '.')
            replay_file(arena_printf(&mem, "%s/%s", path, names[i]->d_name).p, count);
        arena_finish(&mem);
        free(names[i]);
    }
    free(names);
}

int main(int argc, char **argv) {
    size_t count = 0;
    for (int i = 1; i < argc; i++)
        replay(argv[i], &count);
    printf("%zu passed, 0 failed\n", count);
    return count > 0 ? 0 : 1;
}
