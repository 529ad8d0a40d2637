/* Files that are not taken, known by their first bytes, each with the way to convert it. */
#include "image/scrub.h"

/* `magic` at `offset`. Order matters only where one is the start of another. */
static const struct {
    uint8_t offset, len;
    const char *magic, *name, *advice;
} foreign[] = {
    {0, 4, "II*\0", "TIFF or a camera's raw format", "export it as JPEG or PNG"},
    {0, 4, "MM\0*", "TIFF or a camera's raw format", "export it as JPEG or PNG"},
    {0, 4, "II+\0", "BigTIFF", "export it as JPEG or PNG"},
    {0, 4, "MM\0+", "BigTIFF", "export it as JPEG or PNG"},
    {0, 4, "IIRO", "a camera's raw format", "export it as JPEG"},
    {0, 4, "IIU\0", "a camera's raw format", "export it as JPEG"},
    {0, 8, "FUJIFILM", "a camera's raw format", "export it as JPEG"},
    {0, 2, "BM", "BMP", "save it as PNG"},
    {0, 5, "%PDF-", "PDF", "make a PNG of the page: pdftoppm -png -r 150 FILE.pdf page"},
    {0, 4, "%!PS", "PostScript", "make a PNG of the page with a viewer"},
    {0, 4, "\xC5\xD0\xD3\xC6", "EPS", "export it as PNG from the program that drew it"},
    {0, 12, "\0\0\0\x0CJXL \r\n\x87\n", "JPEG XL", "convert it: djxl FILE.jxl FILE.png"},
    {0, 2, "\xFF\x0A", "JPEG XL", "convert it: djxl FILE.jxl FILE.png"},
    {0, 12, "\0\0\0\x0CjP  \r\n\x87\n", "JPEG 2000", "export it as JPEG or PNG"},
    {0, 4, "\xFFO\xFFQ", "JPEG 2000", "export it as JPEG or PNG"},
    {0, 3, "II\xBC", "JPEG XR", "export it as JPEG or PNG"},
    {0, 4, "8BPS", "Photoshop's PSD", "export it as PNG or JPEG from the program that made it"},
    {0, 9, "gimp xcf ", "GIMP's XCF", "export it as PNG or JPEG from GIMP"},
    {0, 4, "\0\0\1\0", "ICO", "export it as PNG"},
    {0, 4, "\0\0\2\0", "CUR", "export it as PNG"},
    {0, 8, "\x8AMNG\r\n\x1A\n", "MNG", "export it as APNG or GIF"},
    {0, 8, "\x8BJNG\r\n\x1A\n", "JNG", "export it as PNG or JPEG"},
    {0, 4, "qoif", "QOI", "convert it to PNG"},
    {0, 4, "FLIF", "FLIF", "convert it to PNG"},
    {0, 8, "farbfeld", "farbfeld", "convert it: ff2png < FILE.ff > FILE.png"},
    {0, 4, "\xD7\xCD\xC6\x9A", "WMF", "export it as PNG"},
    {0, 8, "AT&TFORM", "DjVu", "make a PNG of the page with a viewer"},
    {0, 4, "PK\3\4", "a ZIP or an office document", "export the picture in it as PNG or JPEG"},
    {0, 2, "\x1F\x8B", "compressed (a packed SVG, perhaps)", "export it as PNG from Inkscape"},
    {0, 4, "\x1A\x45\xDF\xA3", "a video", "export one picture of it as PNG or JPEG"},
    {4, 8, "ftypavif", "AVIF", "convert it: avifdec FILE.avif FILE.png"},
    {4, 8, "ftypavis", "AVIF", "convert it: avifdec FILE.avif FILE.png"},
    {4, 7, "ftyphei", "HEIC", "export it as JPEG, or convert it: heif-convert FILE.heic FILE.jpg"},
    {4, 7, "ftyphev", "HEIC", "export it as JPEG, or convert it: heif-convert FILE.heic FILE.jpg"},
    {4, 8, "ftypmif1", "HEIF", "export it as JPEG, or convert it: heif-convert FILE.heif FILE.jpg"},
    {4, 8, "ftypmif2", "HEIF", "export it as JPEG, or convert it: heif-convert FILE.heif FILE.jpg"},
    {4, 8, "ftypmsf1", "HEIF", "export it as JPEG, or convert it: heif-convert FILE.heif FILE.jpg"},
    {4, 7, "ftypcrx", "a camera's raw format", "export it as JPEG"},
    {4, 4, "ftyp", "a video", "export one picture of it as PNG or JPEG"},
};

enum { TEXT_SEARCHED_BYTES = 4096 };

static bool is_svg(struct str in) {
    if (str_starts(in, str_lit("\xEF\xBB\xBF")))
        in = str_from_offset(in, 3);
    struct str head =
        str_trim(str_slice(in, 0, in.len < TEXT_SEARCHED_BYTES ? in.len : TEXT_SEARCHED_BYTES));
    if (!str_starts(head, str_lit("<")))
        return false;
    return str_find(head, str_lit("<svg")) != SIZE_MAX ||
           str_find(head, str_lit(":svg")) != SIZE_MAX ||
           str_find(head, str_lit("DOCTYPE svg")) != SIZE_MAX;
}

/* AVIF and HEIF files may name their brand among the compatible ones only. */
static bool has_brand(struct str in, const char *brand) {
    if (in.len < 16 || memcmp(in.p + 4, "ftyp", 4) != 0)
        return false;
    size_t end = be32(in.p);
    for (size_t i = 16; i + 4 <= in.len && i + 4 <= end && i < TEXT_SEARCHED_BYTES; i += 4)
        if (memcmp(in.p + i, brand, 4) == 0)
            return true;
    return false;
}

static bool refuse(const struct source *source, const char *name, const char *advice,
                   struct diags *d) {
    return diag_error(d, place_of(source, 0, 0, 0), "image/kind",
                      "this is %s, and pictures are JPEG, PNG, GIF or WebP; %s", name, advice);
}

bool foreign_refuse(const struct source *source, struct diags *d) {
    struct str in = source->text;
    if (in.len == 0)
        return diag_error(d, place_of(source, 0, 0, 0), "image/truncated",
                          "the file is empty; copy it again from where it came from");
    if (is_svg(in))
        return refuse(source, "SVG",
                      "it can carry scripts and links, so export it as PNG: rsvg-convert FILE.svg "
                      "-o FILE.png",
                      d);
    if (has_brand(in, "avif"))
        return refuse(source, "AVIF", "convert it: avifdec FILE.avif FILE.png", d);
    for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
        if (in.len >= (size_t)foreign[i].offset + foreign[i].len &&
            memcmp(in.p + foreign[i].offset, foreign[i].magic, foreign[i].len) == 0)
            return refuse(source, foreign[i].name, foreign[i].advice, d);
    return diag_error(d, place_of(source, 0, 0, 0), "image/kind",
                      "this is no picture that is known here; pictures are JPEG, PNG, GIF or WebP");
}
