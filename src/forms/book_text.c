/* The three texts of an EPUB that are not pages: container, package, contents (EPUB 3.3, sections
 * 4.2.6, 5 and 7). They are written without an XML declaration, for the scanner to read. */
#include <inttypes.h>

#include "forms/book.h"

void book_put_container(struct buf *out) {
    buf_put(out,
            str_lit("<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" "
                    "version=\"1.0\">\n<rootfiles>\n<rootfile full-path=\"" BOOK_FOLDER
                    "package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n"
                    "</container>\n"));
}

/* --- the package
 * --------------------------------------------------------------------------------- */

static const char *direction(const struct book *b, uint32_t language) {
    return b->kit->site->languages[language].rtl ? "rtl" : "ltr";
}

static void put_metadata(const struct book *b, struct buf *out) {
    const struct site *site = b->kit->site;
    buf_printf(out,
               "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
               "<dc:identifier id=\"id\">urn:uuid:%.*s</dc:identifier>\n<dc:title>",
               STR_ARG(b->uuid));
    html_escape(out, kit_title(b->kit, b->language));
    buf_printf(out,
               "</dc:title>\n<dc:language>%.*s</dc:language>\n"
               "<meta property=\"dcterms:modified\">%sT00:00:00Z</meta>\n",
               STR_ARG(site->languages[b->language].tag), date_format(site->date).p);
    buf_put(out, str_lit("<meta property=\"schema:accessMode\">textual</meta>\n"
                         "<meta property=\"schema:accessModeSufficient\">textual</meta>\n"
                         "<meta property=\"schema:accessibilityFeature\">alternativeText</meta>\n"
                         "<meta property=\"schema:accessibilityFeature\">tableOfContents</meta>\n"
                         "<meta property=\"schema:accessibilityHazard\">none</meta>\n"
                         "</metadata>\n"));
}

static const char *media_type(struct str bytes) {
    switch (image_kind_of(bytes)) {
    case IMAGE_JPEG:
        return "image/jpeg";
    case IMAGE_GIF:
        return "image/gif";
    default:
        return "image/png";
    }
}

static void put_manifest(const struct book *b, struct buf *out) {
    const struct forms_options *o = b->kit->o;
    buf_put(out, str_lit("<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" "
                         "media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n<item "
                         "id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n"));
    for (size_t i = 0; i < b->count; i++)
        buf_printf(out,
                   "<item id=\"p%u\" href=\"p%u.xhtml\" media-type=\"application/xhtml+xml\"/>\n",
                   (unsigned)b->pages[i]->index, (unsigned)b->pages[i]->index);
    for (size_t i = 0; i < o->asset_count; i++)
        if (b->has_asset[i])
            buf_printf(out, "<item id=\"f%zu\" href=\"%.*s\" media-type=\"%s\"/>\n", i,
                       STR_ARG(o->assets[i].path), media_type(o->assets[i].bytes));
    buf_put(out, str_lit("</manifest>\n"));
}

static void put_spine(const struct book *b, struct buf *out) {
    buf_printf(out, "<spine page-progression-direction=\"%s\">\n", direction(b, b->language));
    for (size_t i = 0; i < b->count; i++)
        buf_printf(out, "<itemref idref=\"p%u\"%s/>\n", (unsigned)b->pages[i]->index,
                   i < b->own ? "" : " linear=\"no\"");
    buf_put(out, str_lit("</spine>\n"));
}

void book_put_package(const struct book *b, struct buf *out) {
    struct str tag = b->kit->site->languages[b->language].tag;
    buf_printf(out,
               "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
               "unique-identifier=\"id\" xml:lang=\"%.*s\" dir=\"%s\">\n",
               STR_ARG(tag), direction(b, b->language));
    put_metadata(b, out);
    put_manifest(b, out);
    put_spine(b, out);
    buf_put(out, str_lit("</package>\n"));
}

/* --- contents
 * ------------------------------------------------------------------------------------ */

void book_put_head(const struct book *b, uint32_t language, struct str title, bool epub,
                   struct buf *out) {
    struct str tag = b->kit->site->languages[language].tag;
    buf_printf(out,
               "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"%s lang=\"%.*s\" "
               "xml:lang=\"%.*s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>",
               epub ? " xmlns:epub=\"http://www.idpf.org/2007/ops\"" : "", STR_ARG(tag),
               STR_ARG(tag), direction(b, language));
    html_escape(out, title);
    buf_put(out, str_lit("</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n"
                         "<body class=\"book\">\n"));
}

/* What a list's entry holds in the contents. */
static bool is_part_of(enum page_kind kind, enum page_kind list) {
    switch (kind) {
    case PAGE_TOPIC:
        return list == PAGE_TOPICS;
    case PAGE_GUIDE:
        return list == PAGE_GUIDES;
    case PAGE_CLASS:
        return list == PAGE_CLASSES;
    case PAGE_NEEDS:
    case PAGE_SERVICE:
    case PAGE_SERVICES_KIND:
    case PAGE_SERVICES_AREA:
        return list == PAGE_SERVICES;
    default:
        return false;
    }
}

static size_t put_entry(const struct book *b, size_t i, struct buf *out) {
    enum page_kind kind = b->pages[i]->kind;
    buf_printf(out, "<li><a href=\"p%u.xhtml\">", (unsigned)b->pages[i]->index);
    html_escape(out, b->pages[i]->title);
    buf_put(out, str_lit("</a>"));
    i++;
    if (i < b->own && is_part_of(b->pages[i]->kind, kind)) {
        buf_put(out, str_lit("\n<ol>\n"));
        while (i < b->own && is_part_of(b->pages[i]->kind, kind))
            i = put_entry(b, i, out); /* parts have no parts */
        buf_put(out, str_lit("</ol>\n"));
    }
    buf_put(out, str_lit("</li>\n"));
    return i;
}

void book_put_contents(const struct book *b, struct buf *out) {
    struct str title = kit_word(b->kit, b->language, "start_contents");
    book_put_head(b, b->language, title, true, out);
    buf_put(out, str_lit("<nav epub:type=\"toc\" role=\"doc-toc\">\n<h1>"));
    html_escape(out, title);
    buf_put(out, str_lit("</h1>\n<ol>\n"));
    for (size_t i = 0; i < b->own;)
        i = put_entry(b, i, out);
    buf_put(out, str_lit("</ol>\n</nav>\n</body>\n</html>\n"));
}
