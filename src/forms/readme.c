/* README.txt and VERIFY.txt, one part a language. Lines are short and end in CRLF: old text viewers
 * neither wrap nor know a lone LF. */
#include <inttypes.h>

#include "forms/parts.h"

enum { COLUMNS = 72, INDENT = 3 };

struct text_file {
    const struct kit *kit;
    struct arena *mem;
    struct buf *out;
    uint32_t language;
    unsigned number; /* of the next step */
    struct str zip;
    bool books, sheets;
};

static void end_line(struct text_file *t) {
    buf_put(t->out, str_lit("\r\n"));
}

/* `text` wrapped, all lines but the first one set in. */
static void put_wrapped(struct text_file *t, struct str text, size_t column, size_t indent) {
    struct str rest = text, word;
    bool first = true;
    while (str_next_part(&rest, ' ', &word)) {
        size_t width = utf8_columns(word);
        if (!first && column + 1 + width > COLUMNS) {
            end_line(t);
            for (column = 0; column < indent; column++)
                buf_putc(t->out, ' ');
        } else if (!first) {
            buf_putc(t->out, ' ');
            column++;
        }
        buf_put(t->out, word);
        column += width;
        first = false;
    }
    end_line(t);
}

/* What a placeholder of the words stands for; absent for none that is known. */
static struct str value_of(struct text_file *t, struct str name) {
    const struct config *c = &t->kit->site->config;
    if (str_is(name, "pack"))
        return c->release.pack;
    if (str_is(name, "serial"))
        return arena_printf(t->mem, "%" PRIu64, c->release.serial);
    if (str_is(name, "date"))
        return arena_printf(t->mem, "%s", date_format(t->kit->site->date).p);
    if (str_is(name, "expires"))
        return arena_printf(t->mem, "%s", date_format(c->release.expires).p);
    return str_is(name, "zip") ? t->zip : STR_NONE;
}

/* A word with its {names} filled in. */
static struct str filled(struct text_file *t, const char *key) {
    struct str rest = kit_word(t->kit, t->language, key);
    struct buf b = {0};
    for (;;) {
        size_t open = str_find_char(rest, '{');
        struct str tail = open == SIZE_MAX ? STR_NONE : str_from_offset(rest, open + 1);
        size_t close = tail.p == NULL ? SIZE_MAX : str_find_char(tail, '}');
        struct str value = close == SIZE_MAX ? STR_NONE : value_of(t, str_slice(tail, 0, close));
        if (close == SIZE_MAX)
            break;
        buf_put(&b, str_slice(rest, 0, value.p == NULL ? open + close + 2 : open));
        buf_put(&b, value.p == NULL ? str_lit("") : value);
        rest = str_from_offset(rest, open + close + 2);
    }
    buf_put(&b, rest);
    struct str s = arena_str(t->mem, buf_str(&b));
    buf_finish(&b);
    return s;
}

static void put_title(struct text_file *t, struct str title) {
    put_wrapped(t, title, 0, 0);
    for (size_t i = 0; i < utf8_columns(title) && i < COLUMNS; i++)
        buf_putc(t->out, '=');
    end_line(t);
    end_line(t);
}

static void put_step(struct text_file *t, const char *key) {
    size_t before = t->out->len;
    buf_printf(t->out, "%u. ", t->number++);
    put_wrapped(t, filled(t, key), t->out->len - before, INDENT);
    end_line(t);
}

static void put_paragraph(struct text_file *t, const char *key) {
    put_wrapped(t, filled(t, key), 0, 0);
    end_line(t);
}

static void put_command(struct text_file *t, const char *key, const char *command) {
    if (key != NULL)
        put_wrapped(t, filled(t, key), 0, 0);
    buf_printf(t->out, "    %s", command);
    end_line(t);
    end_line(t);
}

/* --- the two files
 * ------------------------------------------------------------------------------- */

static void put_readme(struct text_file *t) {
    const struct config *c = &t->kit->site->config;
    t->number = 1;
    put_title(t, kit_title(t->kit, t->language));
    put_step(t, "usb_open");
    put_step(t, "usb_phone");
    put_step(t, "usb_site");
    if (t->books)
        put_step(t, "usb_book");
    if (t->sheets)
        put_step(t, "usb_print");
    put_step(t, "usb_tails");
    put_step(t, "usb_history");
    put_step(t, "usb_check");
    put_wrapped(t, filled(t, "usb_pack"), 0, 0);
    if (date_is_set(c->release.expires))
        put_wrapped(t, filled(t, "usb_expires"), 0, 0);
}

static void put_verify(struct text_file *t) {
    const char *zip = t->zip.p;
    put_title(t, kit_word(t->kit, t->language, "verify_title"));
    put_paragraph(t, "verify_key");
    put_paragraph(t, "verify_files");
    put_command(t, "verify_minisign", arena_printf(t->mem, "minisign -V -p KEY.pub -m %s", zip).p);
    put_command(t, "verify_pamphlet", arena_printf(t->mem, "pamphlet verify %s -p KEY.pub", zip).p);
    put_paragraph(t, "verify_bad");
    put_command(t, "verify_digests",
                "sed '1,/^$/d' MANIFEST.txt | awk '{print $1 \"  \" $3}' | sha256sum -c");
}

static void put_language(struct text_file *t, void (*put)(struct text_file *), uint32_t language) {
    if (t->out->len > 0) {
        end_line(t);
        buf_put(t->out, str_lit("- - -"));
        end_line(t);
        end_line(t);
    }
    t->language = language;
    put(t);
}

static void put_all(struct text_file *t, void (*put)(struct text_file *)) {
    const struct site *site = t->kit->site;
    put_language(t, put, site->default_language);
    for (uint32_t l = 0; l < site->language_count; l++)
        if (l != site->default_language)
            put_language(t, put, l);
}

void readme_make(const struct kit *k, struct forms *f) {
    struct arena mem = {0};
    const struct config *c = &k->site->config;
    struct text_file t = {.kit = k, .mem = &mem};
    t.zip = arena_printf(&mem, "%.*s-%" PRIu64 "-%.*s.zip", STR_ARG(c->release.pack),
                         c->release.serial, STR_ARG(k->o->profile->name));
    for (uint32_t l = 0; l < k->site->language_count; l++)
        t.books = t.books || f->files[slot_book(k, l)].path.p != NULL;
    for (size_t i = 0; i < c->profile_count; i++)
        t.sheets =
            t.sheets || (str_is(c->profiles[i].name, "print") && c->profiles[i].at.line != 0);
    const char *origin = "site.yaml";
    t.out = parts_file(f, slot_readme(k), str_lit("README.txt"), origin);
    put_all(&t, put_readme);
    t.out = parts_file(f, slot_readme(k) + 1, str_lit("VERIFY.txt"), origin);
    put_all(&t, put_verify);
    arena_finish(&mem);
}
