/* The reader: values by a recursive descent of bounded depth, objects one behind another, then the
 * table of their places, which must say the same. ISO 32000-1:2008, 7.3 and 7.5. */
#include <stdio.h>
#include <stdlib.h>

#include "pdf/names.h"
#include "pdf/pdf.h"

enum { DEPTH_MAX = 8, STRING_MAX = 1024, KEYS_MAX = 64, OBJECTS_MAX = 100000 };

struct object {
    size_t from, to; /* "7 0 obj" to behind "endobj" */
    uint32_t number;
};
struct file {
    struct str bytes;
    struct object *objects; /* in the order of the file */
    size_t count, cap;
    size_t xref; /* offset of the table */
    uint32_t size;
};

struct reader {
    struct str in;
    size_t at;
    struct pdf_fault *fault;
    size_t length_at; /* of a stream's Length that is an object of its own, or 0 */
    bool has_filter;
};

static bool wrong(struct reader *r, const char *message) {
    *r->fault = (struct pdf_fault){r->at, message};
    return false;
}

/* What stands between values. Others are white space for some readers only: a vertical
 * tab is a letter of a name in PDF, though not in C. */
static bool is_space(char c) {
    return c == ' ' || c == '\n';
}

static bool is_break(char c) {
    return is_space(c) || str_find_char(str_lit("()<>[]/%"), c) != SIZE_MAX;
}

/* White space, and the "% 3" behind the type of a page that sheets had while cairo wrote them. */
static void skip_space(struct reader *r) {
    while (r->at < r->in.len) {
        if (is_space(r->in.p[r->at])) {
            r->at++;
            continue;
        }
        if (r->in.p[r->at] != '%')
            return;
        size_t at = r->at + 1;
        while (at < r->in.len && (r->in.p[at] == ' ' || ascii_is_digit(r->in.p[at])))
            at++;
        if (at >= r->in.len || r->in.p[at] != '\n')
            return; /* any other comment is no space */
        r->at = at;
    }
}

static bool take(struct reader *r, const char *word) {
    struct str w = str_from(word);
    if (!str_starts(str_from_offset(r->in, r->at), w))
        return false;
    r->at += w.len;
    return true;
}

static bool number(struct reader *r, uint64_t *out) {
    size_t from = r->at;
    while (r->at < r->in.len && ascii_is_digit(r->in.p[r->at]))
        r->at++;
    return str_to_uint(str_slice(r->in, from, r->at), UINT32_MAX, out) ||
           wrong(r, "a number is missing or too large");
}

/* --- values
 * -------------------------------------------------------------------------------------- */

static bool name(struct reader *r, struct str *out) {
    size_t from = ++r->at;
    while (r->at < r->in.len && !is_break(r->in.p[r->at]))
        r->at++;
    *out = str_slice(r->in, from, r->at);
    return out->len > 0 || wrong(r, "a name is empty");
}

/* Text in brackets. */
static bool string(struct reader *r) {
    size_t from = r->at++;
    for (; r->at < r->in.len && r->at - from < STRING_MAX; r->at++) {
        char c = r->in.p[r->at];
        if (c == '\\')
            r->at++;
        else if (c == '(')
            return wrong(r, "a text in brackets holds a bracket");
        else if (c == ')')
            return r->at++, true;
    }
    return wrong(r, "a text has no end, or is longer than is needed here");
}

static bool hex_string(struct reader *r) {
    size_t from = r->at++;
    for (; r->at < r->in.len && r->at - from < STRING_MAX; r->at++)
        if (r->in.p[r->at] == '>')
            return r->at++, true;
        else if (!ascii_is_hex(r->in.p[r->at]))
            break;
    return wrong(r, "a text in hexadecimal digits is damaged or too long");
}

/* A number, or "7 0 R". */
static bool plain(struct reader *r) {
    size_t from = r->at;
    if (take(r, "true") || take(r, "false") || take(r, "null"))
        return true;
    if (r->at < r->in.len && (r->in.p[r->at] == '-' || r->in.p[r->at] == '+'))
        r->at++;
    size_t digits = r->at;
    while (r->at < r->in.len && (ascii_is_digit(r->in.p[r->at]) || r->in.p[r->at] == '.'))
        r->at++;
    if (r->at == digits)
        return wrong(r, "there is something here that pages of text do not need");
    size_t end = r->at;
    if (end - from <= 10 && str_starts(str_from_offset(r->in, end), str_lit(" 0 R")) &&
        end + 4 <= r->in.len)
        r->at = end + 4;
    return true;
}

static bool value(struct reader *r, enum name_place place, unsigned depth);

static bool is_repeated(const struct str *keys, size_t count, struct str key) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(keys[i], key))
            return true;
    return false;
}

static bool dictionary(struct reader *r, enum name_place place, unsigned depth) {
    struct str key, keys[KEYS_MAX];
    size_t count = 0;
    for (r->at += 2;;) {
        skip_space(r);
        if (take(r, ">>"))
            return true;
        if (r->at >= r->in.len || r->in.p[r->at] != '/')
            return wrong(r, "a key is missing");
        size_t at = r->at;
        enum name_place inner;
        if (!name(r, &key))
            return false;
        bool known = names_key(key, place, &inner);
        if (!known || count == KEYS_MAX || is_repeated(keys, count, key)) {
            r->at = at;
            return wrong(r, known ? "a key stands twice, or there are too many"
                                  : "a key is not one that pages of text need");
        }
        keys[count++] = key;
        skip_space(r);
        at = r->at;
        if (depth == 1 && str_is(key, "Length"))
            r->length_at = at;
        r->has_filter = r->has_filter || str_is(key, "Filter");
        if (!value(r, inner, depth))
            return false;
    }
}

static bool array(struct reader *r, enum name_place place, unsigned depth) {
    for (r->at++;;) {
        skip_space(r);
        if (take(r, "]"))
            return true;
        if (r->at >= r->in.len || !value(r, place, depth))
            return r->at < r->in.len ? false : wrong(r, "a list has no end");
    }
}

static bool value(struct reader *r, enum name_place place, unsigned depth) {
    struct str found;
    char c = r->at < r->in.len ? r->in.p[r->at] : '\0';
    if (depth >= DEPTH_MAX)
        return wrong(r, "values stand too deep in each other");
    if (c == '<' && r->at + 1 < r->in.len && r->in.p[r->at + 1] == '<')
        return dictionary(r, place, depth + 1);
    if (c == '[')
        return array(r, place, depth + 1);
    if (c == '(')
        return string(r);
    if (c == '<')
        return hex_string(r);
    if (c != '/')
        return plain(r);
    size_t at = r->at;
    if (!name(r, &found))
        return false;
    if (names_value(found))
        return true;
    r->at = at;
    return wrong(r, "a name is not one that pages of text need");
}

/* --- objects
 * ------------------------------------------------------------------------------------- */

/* The length stands in the dictionary, or in the object behind the stream. */
static bool stream_length(struct reader *r, uint64_t *out) {
    struct reader look = *r;
    char mark[48];
    if (r->length_at == 0 || !r->has_filter)
        return wrong(r, "a stream has no length or no filter");
    look.at = r->length_at;
    if (!number(&look, out))
        return false;
    if (!str_starts(str_from_offset(look.in, look.at), str_lit(" 0 R")))
        return true;
    int len = snprintf(mark, sizeof(mark), "\nendstream\nendobj\n%u 0 obj\n", (unsigned)*out);
    size_t found = str_find(str_from_offset(r->in, r->at), str_of(mark, (size_t)len));
    if (found == SIZE_MAX)
        return wrong(r, "the length of a stream does not stand behind it");
    look.at = r->at + found + (size_t)len;
    skip_space(&look);
    return number(&look, out) && (*out == found || wrong(r, "a stream is not as long as it says"));
}

static bool stream(struct reader *r) {
    uint64_t length;
    if (!stream_length(r, &length))
        return false;
    if (length > r->in.len - r->at)
        return wrong(r, "a stream is longer than the file");
    r->at += length;
    return take(r, "\nendstream") || wrong(r, "a stream is not as long as it says");
}

static bool object(struct reader *r, struct object *out) {
    uint64_t n;
    out->from = r->at;
    if (!number(r, &n))
        return false;
    if (n == 0 || n > OBJECTS_MAX || !take(r, " 0 obj\n"))
        return wrong(r, "an object has no proper head");
    out->number = (uint32_t)n;
    r->length_at = 0;
    r->has_filter = false;
    skip_space(r);
    if (!value(r, NAME_ANY, 0))
        return false;
    skip_space(r);
    bool streamed = take(r, "stream\n");
    if (streamed && !stream(r))
        return false;
    skip_space(r);
    if (!take(r, "endobj\n"))
        return wrong(r, "an object does not end where it should");
    out->to = r->at;
    return true;
}

/* --- the table, and the whole
 * -------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
    const struct object *x = *(const struct object *const *)a,
                        *y = *(const struct object *const *)b;
    return (x->number > y->number) - (x->number < y->number);
}

/* Every number from 1 on has its object, and the table names its place and no other. */
static bool table(struct reader *r, struct arena *mem, struct file *f) {
    uint64_t size;
    f->xref = r->at;
    if (!take(r, "xref\n0 ") || !number(r, &size))
        return wrong(r, "there is something between the objects and their table");
    if (size != f->count + 1 || !take(r, "\n0000000000 65535 f \n"))
        return wrong(r, "the table does not fit the objects");
    f->size = (uint32_t)size;
    const struct object **order = arena_array(mem, const struct object *, f->count);
    for (size_t i = 0; i < f->count; i++)
        order[i] = &f->objects[i];
    qsort(order, f->count, sizeof(order[0]), by_number);
    for (size_t i = 0; i < f->count; i++) {
        char line[24];
        (void)snprintf(line, sizeof(line), "%010zu 00000 n \n", order[i]->from);
        if (order[i]->number != i + 1 || !take(r, line))
            return wrong(r, "the table does not fit the objects");
    }
    return true;
}

/* Whether the object with this number begins like that. */
static bool begins(const struct file *f, uint64_t number_wanted, const char *words) {
    for (size_t i = 0; i < f->count; i++) {
        struct str text = str_slice(f->bytes, f->objects[i].from, f->objects[i].to);
        if (f->objects[i].number == number_wanted)
            return str_starts(str_from_offset(text, str_find_char(text, '\n') + 1),
                              str_from(words));
    }
    return false;
}

static bool trailer(struct reader *r, struct file *f) {
    uint64_t size, root, info;
    char end[48];
    if (!take(r, "trailer\n<< /Size ") || !number(r, &size) || size != f->size ||
        !take(r, "\n   /Root ") || !number(r, &root) || !take(r, " 0 R\n   /Info ") ||
        !number(r, &info) || !take(r, " 0 R\n>>"))
        return wrong(r, "the trailer says more or less than size, catalog and facts");
    (void)snprintf(end, sizeof(end), "\nstartxref\n%zu\n%%%%EOF\n", f->xref);
    if (!take(r, end) || r->at != r->in.len)
        return wrong(r, "the end of the file is not where its table says");
    if (!begins(f, root, "<< /Type /Catalog\n") || !begins(f, info, "<< /Title "))
        return wrong(r, "the trailer names no catalog or no facts");
    return true;
}

static bool whole(struct reader *r, struct arena *mem, struct file *f) {
    if (!take(r, "%PDF-1.4\n%\xb5\xed\xae\xfb\n"))
        return wrong(r, "it does not begin as one of version 1.4");
    while (r->at < r->in.len && ascii_is_digit(r->in.p[r->at])) {
        if (f->count >= OBJECTS_MAX)
            return wrong(r, "there are too many objects");
        if (!object(r, arena_push(mem, &f->objects, &f->count, &f->cap)))
            return false;
    }
    return table(r, mem, f) && trailer(r, f);
}

bool pdf_check(struct str bytes, struct pdf_fault *fault) {
    struct arena mem = {0};
    struct reader r = {.in = bytes, .fault = fault};
    struct file f = {.bytes = bytes};
    bool ok = whole(&r, &mem, &f);
    arena_finish(&mem);
    return ok;
}
