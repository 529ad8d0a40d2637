/* i18n/<lang>.yaml of a theme: flat "key: text". */
#include "content/bytes.h"
#include "content/fields.h"

/* Letters, digits and . _ -; behind "words." letters of any script: those are words of a language.
 */
static bool is_key(struct str s) {
    bool any_script = str_starts(s, str_lit("words."));
    bool known = s.len > 0;
    while (known && s.len > 0) {
        uint32_t code = utf8_next(&s);
        known = code < 0x80 ? ascii_is_alnum((char)code) || strchr("._-", (int)code) != NULL
                            : any_script && utf8_is_word(code);
    }
    return known;
}

/* "themes/plain/i18n/fi.yaml" is in fi. */
static struct str language_of(struct arena *mem, const char *path) {
    struct str name = str_from(path);
    size_t slash = str_rfind_char(name, '/');
    name = slash == SIZE_MAX ? name : str_from_offset(name, slash + 1);
    return arena_str(mem, str_slice(name, 0, str_find_char(name, '.')));
}

static void read_string(struct reader *r, const struct node *name, struct strings *out) {
    const struct node *n = name->next;
    if (n->kind != NODE_WORD) {
        diag_error(r->d, n->at, "content/not-a-word",
                   "'%s' takes one text: keys are flat, like 'nav.guides: Guides'",
                   fields_shown(name->value).p);
        return;
    }
    if (!is_key(name->value)) {
        diag_error(r->d, name->at, "content/id-invalid",
                   "'%s' is no key: use letters, digits, '.', '_' and '-'",
                   fields_shown(name->value).p);
        return;
    }
    struct str value = fields_prose(r, n, "text");
    if (str_is(name->value, "alphabet")) {
        out->alphabet = out->alphabet.p == NULL ? value : out->alphabet;
        return;
    }
    if (map_get(&out->by_key, name->value) != MAP_NONE)
        return; /* a theme's own word goes before that of the theme it extends */
    struct word key = {arena_str(r->mem, name->value), name->at};
    /* An empty text is a text: a language may need no word where another does. */
    struct word text = {value.p == NULL ? str_lit("") : value, n->at};
    size_t count = out->count, cap = out->cap; /* both arrays grow alike */
    *arena_push(r->mem, &out->keys, &count, &cap) = key;
    *arena_push(r->mem, &out->values, &out->count, &out->cap) = text;
    map_add(&out->by_key, key.value, (uint32_t)out->count - 1);
}

bool strings_inherit(struct arena *mem, const struct source *source, struct strings *out,
                     struct diags *d) {
    struct reader r;
    bool ok = fields_open(&r, mem, source, BYTES_FILE_MAX, d);
    if (out->by_key.mem == NULL)
        map_init(&out->by_key, mem, ok ? r.tree.root->count : 0);
    for (const struct node *name = ok ? r.tree.root->first : NULL; name != NULL;
         name = name->next->next)
        if (!fields_give_up(&r))
            read_string(&r, name, out);
    return fields_close(&r);
}

bool strings_parse(struct arena *mem, const struct source *source, struct strings *out,
                   struct diags *d) {
    *out = (struct strings){.lang = language_of(mem, source->path)};
    return strings_inherit(mem, source, out, d);
}
