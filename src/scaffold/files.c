/* The texts that come with the program, filled in and written. */
#include "scaffold/files.h"

#include <assert.h>

static struct str text_named(const char *name) {
    const struct scaffold_file *f = scaffold_files;
    while (f->name != NULL && strcmp(f->name + strlen("src/scaffold/texts/"), name) != 0)
        f++;
    assert(f->name != NULL); /* else an empty file would be written */
    return str_of((const char *)f->bytes, f->size);
}

/* The length of a word @like_this@ at the start of `s`, with its marks, or 0. */
static size_t word_length(struct str s) {
    size_t n = 1;
    while (n < s.len && (ascii_is_lower(s.p[n]) || s.p[n] == '_'))
        n++;
    return n > 1 && n < s.len && s.p[n] == '@' ? n + 1 : 0;
}

static bool put_filling(struct str name, const struct filling *fillings, struct buf *out) {
    for (; fillings->name != NULL; fillings++)
        if (str_is(name, fillings->name)) {
            buf_put(out, fillings->value);
            return true;
        }
    return false;
}

struct str files_fill(struct arena *mem, const char *name, const struct filling *fillings) {
    struct str rest = text_named(name);
    struct buf text = {0};
    while (rest.len > 0) {
        size_t at = str_find_char(rest, '@');
        buf_put(&text, str_slice(rest, 0, at));
        if (at == SIZE_MAX)
            break;
        rest = str_from_offset(rest, at);
        size_t n = word_length(rest);
        if (n == 0 || !put_filling(str_slice(rest, 1, n - 1), fillings, &text))
            buf_put(&text, str_slice(rest, 0, n == 0 ? 1 : n));
        rest = str_from_offset(rest, n == 0 ? 1 : n);
    }
    struct str filled = arena_str(mem, buf_str(&text));
    buf_finish(&text);
    return filled;
}

/* The folder that `path` is in. */
static const char *parent_of(struct arena *mem, const char *path) {
    size_t slash = str_rfind_char(str_from(path), '/');
    return arena_cstr(mem, slash == SIZE_MAX ? str_lit(".") : str_of(path, slash));
}

bool files_put(struct scaffolding *s, struct str relative, struct str text) {
    const char *path = fs_join(s->mem, s->options->root, relative);
    bool here = strcmp(s->options->root, ".") == 0;
    const char *shown = here ? arena_cstr(s->mem, relative) : path;
    struct source source = {shown, STR_NONE};
    if (path == NULL || fs_exists(path))
        return diag_error(s->d, place_of(&source, 0, 0, 0), "new/exists",
                          "is there already and is not written over");
    if (!fs_make_folders(parent_of(s->mem, path), s->d) || !fs_write(path, text, s->d))
        return false;
    *arena_push(s->mem, &s->out->paths, &s->out->count, &s->out->cap) = shown;
    return true;
}

struct str files_title(struct arena *mem, struct str name) {
    char *title = arena_cstr(mem, name);
    for (size_t i = 0; i < name.len; i++)
        if (title[i] == '-' || title[i] == '_' || title[i] == '.')
            title[i] = ' ';
    if (ascii_is_lower(title[0]))
        title[0] = (char)(title[0] - 'a' + 'A');
    return str_of(title, name.len);
}
