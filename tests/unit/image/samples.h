/* Pictures made by other programs at run time, and what every format's tests ask of them. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include "fixture.h"

#include "image/image.h"

/* What a shell command writes to its standard output. */
static inline struct str sample(struct fixture *f, const char *command) {
    struct buf bytes = {0};
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (;;) {
        char *to = buf_reserve(&bytes, 4096);
        size_t got = fread(to, 1, 4096, pipe);
        if (got == 0)
            break;
        bytes.len += got;
    }
    if (pclose(pipe) != 0)
        fail_msg("sample not made: %s", command);
    struct str copy = arena_str(&f->mem, buf_str(&bytes));
    buf_finish(&bytes);
    assert_true(copy.len > 0);
    return copy;
}

/* Runs a shell command with `bytes` in a file "$in" and returns what it prints. */
static inline struct str piped(struct fixture *f, struct str bytes, const char *command) {
    char path[] = "/tmp/pamphlet-image-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    struct str out = sample(f, arena_printf(&f->mem, "in=%s; %s", path, command).p);
    assert_int_equal(remove(path), 0);
    return out;
}

static inline struct str joined(struct fixture *f, const struct str *parts, size_t count) {
    struct buf all = {0};
    for (size_t i = 0; i < count; i++)
        buf_put(&all, parts[i]);
    struct str copy = arena_str(&f->mem, buf_str(&all));
    buf_finish(&all);
    return copy;
}
#define JOIN(f, ...)                                                                               \
    joined((f), (struct str[]){__VA_ARGS__},                                                       \
           sizeof((struct str[]){__VA_ARGS__}) / sizeof(struct str))

static inline bool run_scrub(struct fixture *f, struct str bytes, struct image_info *info) {
    struct source source = {.path = "a", .text = bytes};
    buf_reset(&f->out);
    diags_finish(&f->diags);
    diags_init(&f->diags);
    return image_scrub(&source, &f->out, info, &f->diags);
}

/* The rebuilt file, which scrubbing leaves as it is. */
static inline struct str scrubbed(struct fixture *f, struct str bytes, struct image_info *info) {
    if (!run_scrub(f, bytes, info)) {
        print_diags(&f->diags);
        fail_msg("refused");
    }
    struct str out = arena_str(&f->mem, buf_str(&f->out));
    struct image_info again;
    assert_true(image_is_clean(out, &again));
    assert_int_equal(again.width, info->width);
    assert_int_equal(again.height, info->height);
    struct buf words = {0};
    image_removed_words(&again.removed, &words);
    assert_str(buf_str(&words), "nothing");
    buf_finish(&words);
    return out;
}

static inline void assert_refused(struct fixture *f, struct str bytes, const char *code) {
    struct image_info info;
    assert_false(run_scrub(f, bytes, &info));
    assert_diag(&f->diags, 0, "a", 0, code);
    assert_int_equal(f->out.len, 0);
}

static inline void assert_removed(const struct image_info *info, const char *want) {
    struct buf words = {0};
    image_removed_words(&info->removed, &words);
    assert_str(buf_str(&words), want);
    buf_finish(&words);
}

/* Bytes that may be anything: refused with a message, or the result is clean. Copied to an exact
 * allocation, so that reading past the end is seen. */
static inline void assert_survives(struct fixture *f, struct str bytes) {
    char *exact = malloc(bytes.len == 0 ? 1 : bytes.len);
    assert_non_null(exact);
    memcpy(exact, bytes.p, bytes.len);
    struct image_info info;
    bool accepted = run_scrub(f, str_of(exact, bytes.len), &info);
    free(exact);
    if (!accepted)
        assert_true(f->diags.errors > 0);
    else
        assert_true(image_is_clean(buf_str(&f->out), &info));
}

static inline void assert_every_truncation_survives(struct fixture *f, struct str bytes) {
    for (size_t len = 0; len < bytes.len; len++)
        assert_survives(f, str_of(bytes.p, len));
}

static inline void assert_every_bit_flip_survives(struct fixture *f, struct str bytes) {
    char *copy = arena_cstr(&f->mem, bytes);
    for (size_t bit = 0; bit < bytes.len * 8; bit++) {
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
        assert_survives(f, str_of(copy, bytes.len));
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
    }
}

/* A PPM of a width and height on the standard output, for cjpeg and friends. */
#define PPM(w, h)                                                                                  \
    "awk 'BEGIN{print \"P3 " #w " " #h " 255\"; for(i=0;i<" #w "*" #h                              \
    ";i++) print i*7%256,i*i%251,i*13%241}'"
#define PYTHON "/usr/bin/python3 -c "

#endif
