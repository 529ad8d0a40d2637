/* The narrow PDF. 'o': the rest is objects with "|" between them, which get a head, a table and a
 * trailer that fit, so that what is tried is inside them; else it is the file. What is accepted is
 * looked at by a second reader, written after ISO 32000-1, 7.2 to 7.5, alone: every byte belongs to
 * the head, to an object that the table names, to the table or to the trailer; no name, however it
 * is spelled, is one that acts, links, holds or tells. 'w': the rest is title, bookmarks and
 * letters of a file that is written, which must be such a one. */
#include "fuzz.h"
#include "pdf/pdf.h"

/* --- a file around objects */

static void file_around(struct str objects, struct buf *out) {
    enum { OBJECTS_MAX = 40 };
    size_t places[OBJECTS_MAX], count = 0;
    struct str rest = objects, object;
    buf_puts(out, "%PDF-1.4\n%\xb5\xed\xae\xfb\n");
    while (count < OBJECTS_MAX && str_next_part(&rest, '|', &object)) {
        places[count++] = out->len;
        buf_printf(out, "%zu 0 obj\n", count);
        buf_put(out, object);
        buf_puts(out, "\nendobj\n");
    }
    size_t xref = out->len;
    buf_printf(out, "xref\n0 %zu\n0000000000 65535 f \n", count + 1);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%010zu 00000 n \n", places[i]);
    buf_printf(
        out, "trailer\n<< /Size %zu\n   /Root 1 0 R\n   /Info 2 0 R\n>>\nstartxref\n%zu\n%%%%EOF\n",
        count + 1, xref);
}

/* --- the second reader */

static bool is_white(char c) {
    return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_delimiter(char c) {
    return c != 0 && strchr("()<>[]{}/%", c) != NULL;
}

static void check_name(struct str in, size_t from, size_t to) {
    static const char *const banned[] = {"JavaScript",
                                         "JS",
                                         "OpenAction",
                                         "AA",
                                         "A",
                                         "URI",
                                         "Annots",
                                         "Annot",
                                         "Launch",
                                         "GoTo",
                                         "GoToR",
                                         "SubmitForm",
                                         "AcroForm",
                                         "XFA",
                                         "Names",
                                         "AF",
                                         "EF",
                                         "Filespec",
                                         "Metadata",
                                         "Encrypt",
                                         "ObjStm",
                                         "XRef",
                                         "Image",
                                         "Author",
                                         "Creator",
                                         "Producer",
                                         "ModDate",
                                         "PieceInfo",
                                         "RichMedia",
                                         "Rendition",
                                         "Collection",
                                         "Crypt",
                                         "F",
                                         "UF",
                                         "Sound",
                                         "Movie",
                                         "EmbeddedFile",
                                         "EmbeddedFiles",
                                         "OCProperties",
                                         "StructTreeRoot",
                                         "PS"};
    char name[64];
    size_t len = 0;
    for (size_t i = from; i < to && len + 1 < sizeof(name); i++) {
        char digits[3] = {0};
        if (in.p[i] == '#' && i + 2 < to) { /* 7.3.5 */
            memcpy(digits, in.p + i + 1, 2);
            name[len++] = (char)strtol(digits, NULL, 16);
            i += 2;
        } else {
            name[len++] = in.p[i];
        }
    }
    name[len] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(banned); i++)
        if (strcmp(name, banned[i]) == 0)
            fuzz_fail(name);
}

/* Behind a text in brackets, 7.3.4.2. */
static size_t after_string(struct str in, size_t at) {
    size_t open = 1;
    for (at++; at < in.len && open > 0; at++) {
        if (in.p[at] == '\\')
            at++;
        else if (in.p[at] == '(')
            open++;
        else if (in.p[at] == ')')
            open--;
    }
    assert(open == 0);
    return at;
}

/* One token; false at `end`. */
static bool token(struct str in, size_t end, size_t *at, struct str *out) {
    while (*at < end && (is_white(in.p[*at]) || in.p[*at] == '%')) {
        bool comment = in.p[*at] == '%';
        while (comment && *at < end && in.p[*at] != '\n' && in.p[*at] != '\r')
            ++*at;
        *at += !comment;
    }
    if (*at >= end)
        return false;
    size_t from = *at;
    char c = in.p[from];
    if (c == '(') {
        *at = after_string(in, from);
    } else if ((c == '<' || c == '>') && from + 1 < end && in.p[from + 1] == c) {
        *at += 2;
    } else if (c == '<') {
        size_t close = str_find_char(str_from_offset(in, from), '>');
        assert(close != SIZE_MAX);
        *at = from + close + 1;
    } else if (is_delimiter(c) && c != '/') {
        ++*at;
    } else {
        for (++*at; *at < end && !is_white(in.p[*at]) && !is_delimiter(in.p[*at]);)
            ++*at;
        if (c == '/')
            check_name(in, from + 1, *at);
    }
    assert(*at <= end);
    *out = str_slice(in, from, *at);
    return true;
}

struct second {
    struct str in;
    size_t places[2000], count, table;
};

static size_t number_at(struct str in, size_t at) {
    uint64_t n = 0;
    size_t to = at;
    while (to < in.len && ascii_is_digit(in.p[to]))
        to++;
    assert(str_to_uint(str_slice(in, at, to), UINT32_MAX, &n));
    return (size_t)n;
}

/* What stands behind "/Length" at `at`: a number, or the object that is one; 7.3.8.2. */
static size_t length_at(const struct second *s, size_t at) {
    struct str first, second = STR_NONE, third = STR_NONE;
    size_t end = s->table;
    assert(token(s->in, end, &at, &first));
    size_t n = number_at(first, 0);
    if (!token(s->in, end, &at, &second) || !token(s->in, end, &at, &third) || !str_is(third, "R"))
        return n;
    assert(n >= 1 && n <= s->count);
    size_t place = s->places[n - 1];
    return number_at(s->in, place + str_find_char(str_from_offset(s->in, place), '\n') + 1);
}

/* From "N 0 obj" at `at` to behind its "endobj\n". */
static size_t object(const struct second *s, size_t at, size_t number) {
    char head[32];
    struct str t;
    size_t depth = 0, length_from = 0, length;
    bool filtered = false;
    int n = snprintf(head, sizeof(head), "%zu 0 obj\n", number);
    assert(str_starts(str_from_offset(s->in, at), str_of(head, (size_t)n)));
    at += (size_t)n;
    while (token(s->in, s->table, &at, &t)) {
        depth += str_is(t, "<<");
        depth -= str_is(t, ">>") && depth > 0;
        if (str_is(t, "/Length") && depth == 1)
            length_from = at;
        filtered = filtered || str_is(t, "/Filter");
        if (str_is(t, "stream")) {
            assert(filtered && depth == 0 && length_from > 0);
            length = length_at(s, length_from);
            assert(length < s->table - at);
            at += 1 + length;
            assert(str_starts(str_from_offset(s->in, at), str_lit("\nendstream")));
            at += strlen("\nendstream");
        }
        if (str_is(t, "endobj"))
            return at + 1;
        assert(!str_is(t, "obj") && !str_is(t, "xref") && !str_is(t, "trailer"));
    }
    fuzz_fail("an object without an end");
    return 0;
}

static int compare(const void *a, const void *b) {
    const size_t *x = *(const size_t *const *)a, *y = *(const size_t *const *)b;
    return (*x > *y) - (*x < *y);
}

/* From the end, as readers do: startxref, table, objects. */
static void read_second(struct str in) {
    enum { ROW = 20 };
    static const char tail[] = "startxref\n";
    struct second s = {.in = in};
    const size_t *order[ARRAY_LEN(s.places)];
    size_t at = str_slice(in, in.len > 40 ? in.len - 40 : 0, in.len).len, start = in.len - at;
    at = start + str_find(str_from_offset(in, start), str_from(tail)) + strlen(tail);
    s.table = number_at(in, at);
    assert(str_starts(str_from_offset(in, s.table), str_lit("xref\n0 ")));
    s.count = number_at(in, s.table + strlen("xref\n0 ")) - 1;
    if (s.count == 0 || s.count > ARRAY_LEN(s.places))
        return;
    size_t row = s.table + str_find(str_from_offset(in, s.table), str_lit(" f \n")) + 4;
    for (size_t i = 0; i < s.count; i++, row += ROW) {
        s.places[i] = number_at(in, row);
        order[i] = &s.places[i];
    }
    qsort(order, s.count, sizeof(order[0]), compare);
    at = *order[0];
    assert(at == strlen("%PDF-1.4\n%....\n"));
    for (size_t i = 0; i < s.count; i++) {
        assert(*order[i] == at); /* nothing between */
        at = object(&s, at, (size_t)(order[i] - s.places) + 1);
    }
    assert(at == s.table);
    struct str rest = str_from_offset(in, row), t;
    for (at = 0; token(rest, rest.len, &at, &t);)
        assert(!str_is(t, "/Prev") && !str_is(t, "/XRefStm"));
}

/* --- a file of ours */

/* The text is title, bookmarks and letters of a file. */
static void write_and_check(struct fuzz *f, struct str text) {
    static int face;
    struct buf out = {0};
    struct pdf_fault fault;
    const struct pdf_facts facts = {
        .title = text, .language = str_lit("en"), .bookmarks = text.len % 2 == 0};
    struct pdf_writer *w = pdf_open(&f->mem, 595, 842, &out);
    struct pdf_content *c = pdf_page(w);
    struct pdf_font *font = pdf_font(w, &face, UINT16_MAX);
    struct str rest = text;
    while (rest.len > 0) {
        const char *from = rest.p;
        uint32_t code = utf8_next(&rest);
        const struct pdf_glyph g = {font, code % UINT16_MAX, 500, 10, (double)(code % 300), 9, 0};
        pdf_text(c, &g, 1, str_of(from, (size_t)(rest.p - from)));
        if (code == '\n')
            (void)pdf_bookmark(w, 0, rest);
    }
    font->program = (struct pdf_program){.name = text, .bytes = text};
    pdf_close(w, &facts);
    if (!pdf_check(buf_str(&out), &fault)) {
        fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&out)));
        fuzz_fail(fault.message);
    }
    read_second(buf_str(&out));
    buf_finish(&out);
}

static void check(struct str file) {
    struct pdf_fault fault = {SIZE_MAX, NULL};
    if (pdf_check(file, &fault))
        read_second(file);
    else
        assert(fault.message != NULL && fault.offset <= file.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz f = fuzz_start();
    struct buf room, file = {0}, exact;
    struct str text = fuzz_copy(&room, data, size);
    uint8_t how = fuzz_first(&text);
    if (how == 'w') {
        if (utf8_first_bad(text) == SIZE_MAX)
            write_and_check(&f, text);
    } else if (how == 'o') {
        file_around(text, &file);
        check(fuzz_copy(&exact, (const uint8_t *)file.p, file.len));
        buf_finish(&exact);
    } else {
        check(text);
    }
    fuzz_finish(&f, text);
    buf_finish(&file);
    buf_finish(&room);
    return 0;
}
