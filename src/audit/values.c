/* Values of attributes. All are exact: a value that a browser would repair is refused. */
#include "audit/values.h"

static bool is_among(struct str v, const char *const *words) {
    for (; *words != NULL; words++)
        if (str_is(v, *words))
            return true;
    return false;
}

static bool is_id_char(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '/';
}

bool values_is_id(struct str v) {
    size_t i = 0;
    while (i < v.len && is_id_char(v.p[i]))
        i++;
    struct str rest = str_from_offset(v, i);
    while (rest.len > 0) {
        char c = rest.p[0];
        uint32_t code = utf8_next(&rest);
        if (code < 0x80 ? !is_id_char(c) : !utf8_is_word(code))
            return false;
    }
    return v.len > 0;
}

bool values_is_ids(struct str v) {
    struct str rest = v, part;
    while (str_next_part(&rest, ' ', &part))
        if (!values_is_id(part))
            return false;
    return true;
}

static bool is_class_char(char c) {
    return is_id_char(c) || c == '+' || c == '#';
}

bool values_is_class(struct str v) {
    bool was_space = true;
    for (size_t i = 0; i < v.len; i++) {
        bool space = v.p[i] == ' ';
        if (space ? was_space : !is_class_char(v.p[i]))
            return false;
        was_space = space;
    }
    return !was_space;
}

bool values_has_class(struct str v, struct str name) {
    struct str rest = v, part;
    while (str_next_part(&rest, ' ', &part))
        if (str_eq(part, name))
            return true;
    return false;
}

bool values_is_lang(struct str v) {
    struct str rest = v, part;
    for (bool first = true; str_next_part(&rest, '-', &part); first = false) {
        if (part.len < (first ? 2 : 1) || part.len > 8)
            return false;
        for (size_t i = 0; i < part.len; i++)
            if (!(first ? ascii_is_alpha(part.p[i]) : ascii_is_alnum(part.p[i])))
                return false;
    }
    return true;
}

bool values_is_dir(struct str v) {
    static const char *const words[] = {"ltr", "rtl", "auto", NULL};
    return is_among(v, words);
}

bool values_is_xmlns(struct str v) {
    return str_is(v, "http://www.w3.org/1999/xhtml");
}

bool values_is_role(struct str v) {
    static const char *const words[] = {"alert",
                                        "banner",
                                        "complementary",
                                        "contentinfo",
                                        "doc-backlink",
                                        "doc-bibliography",
                                        "doc-endnotes",
                                        "doc-toc",
                                        "doc-noteref",
                                        "group",
                                        "heading",
                                        "img",
                                        "list",
                                        "listitem",
                                        "main",
                                        "navigation",
                                        "none",
                                        "note",
                                        "presentation",
                                        "region",
                                        "row",
                                        "rowgroup",
                                        "rowheader",
                                        "columnheader",
                                        "cell",
                                        "table",
                                        "search",
                                        "status",
                                        "term",
                                        "definition",
                                        NULL};
    return is_among(v, words);
}

bool values_is_true_false(struct str v) {
    return str_is(v, "true") || str_is(v, "false");
}

bool values_is_current(struct str v) {
    static const char *const words[] = {"page", "true", "step",  "location",
                                        "date", "time", "false", NULL};
    return is_among(v, words);
}

bool values_is_tabindex(struct str v) {
    return str_is(v, "0") || str_is(v, "-1");
}

bool values_is_empty(struct str v) {
    return v.len == 0;
}

static bool is_number(struct str v, uint64_t max) {
    uint64_t n;
    return v.len > 0 && v.p[0] != '0' && str_to_uint(v, max, &n);
}

bool values_is_size(struct str v) {
    return is_number(v, 16384);
}

bool values_is_span(struct str v) {
    return is_number(v, 1000);
}

bool values_is_datetime(struct str v) {
    for (size_t i = 0; i < v.len; i++)
        if (!ascii_is_digit(v.p[i]) && !ascii_is_upper(v.p[i]) && v.p[i] != '-' && v.p[i] != ':' &&
            v.p[i] != '.' && v.p[i] != '+')
            return false;
    return v.len > 0 && v.len <= 40 && (ascii_is_digit(v.p[0]) || v.p[0] == 'P');
}

bool values_is_scope(struct str v) {
    static const char *const words[] = {"col", "row", "colgroup", "rowgroup", NULL};
    return is_among(v, words);
}

bool values_is_start(struct str v) {
    uint64_t n;
    if (v.len > 0 && v.p[0] == '-')
        v = str_from_offset(v, 1);
    return str_to_uint(v, 999999999, &n);
}

bool values_is_list_type(struct str v) {
    return v.len == 1 && strchr("1aAiI", v.p[0]) != NULL && v.p[0] != '\0';
}

bool values_is_base64(struct str v) {
    for (size_t i = 0; i < v.len; i++)
        if (!ascii_is_alnum(v.p[i]) && v.p[i] != '+' && v.p[i] != '/' && v.p[i] != '=')
            return false;
    return true;
}
