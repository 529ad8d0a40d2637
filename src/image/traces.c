/* Names what metadata held. Exif 2.32 section 4.6, IPTC-IIM 4.2, Photoshop file format (image
 * resources), XMP part 1 and 2 (names only, by searching the text), PNG section 11.3.3. */
#include "image/traces.h"

#include <stddef.h>

#include "image/bytes.h"

/* Which flag a name or number sets. */
enum trace { CAMERA, SERIAL, PLACE, TIME, AUTHOR, THUMBNAIL, COMMENT, TEXT, PROFILE, OTHER };

static void mark(struct image_removed *r, enum trace trace) {
    bool *const flags[] = {
        [CAMERA] = &r->camera,   [SERIAL] = &r->serial,          [PLACE] = &r->place,
        [TIME] = &r->time,       [AUTHOR] = &r->author,          [THUMBNAIL] = &r->thumbnail,
        [COMMENT] = &r->comment, [PROFILE] = &r->colour_profile, [TEXT] = &r->text,
        [OTHER] = &r->other,
    };
    *flags[trace] = true;
}

/* --- Exif */

enum {
    TAG_ORIENTATION = 0x0112,
    TAG_THUMBNAIL = 0x0201,
    TAG_EXIF = 0x8769,
    TAG_GPS = 0x8825,
    TAG_GPS_TIME = 0x0007,
    TAG_GPS_DATE = 0x001D,
    TYPE_SHORT = 3,
    ENTRY_BYTES = 12
};

static const struct {
    uint16_t tag;
    uint16_t trace;
} exif_tags[] = {
    {0x010F, CAMERA},  {0x0110, CAMERA},  {0xC614, CAMERA},  {0xA433, CAMERA},  {0xA434, CAMERA},
    {0xA431, SERIAL},  {0xA435, SERIAL},  {0xC62F, SERIAL},  {0xA420, SERIAL},  {0x0132, TIME},
    {0x9003, TIME},    {0x9004, TIME},    {0x9010, TIME},    {0x9011, TIME},    {0x9012, TIME},
    {0x9290, TIME},    {0x9291, TIME},    {0x9292, TIME},    {0x013B, AUTHOR},  {0x8298, AUTHOR},
    {0xA430, AUTHOR},  {0x9C9D, AUTHOR},  {0x013C, AUTHOR},  {0x010E, COMMENT}, {0x9286, COMMENT},
    {0x9C9B, COMMENT}, {0x9C9C, COMMENT}, {0x9C9E, COMMENT}, {0x9C9F, COMMENT}, {0x8773, PROFILE},
};

struct tiff {
    struct str bytes;
    bool big_endian;
};

static uint32_t tiff16(const struct tiff *t, size_t at) {
    return t->big_endian ? be16(t->bytes.p + at) : le16(t->bytes.p + at);
}

static uint32_t tiff32(const struct tiff *t, size_t at) {
    return t->big_endian ? be32(t->bytes.p + at) : le32(t->bytes.p + at);
}

/* How many whole entries lie at `at`; 0 when the directory is outside. */
static size_t directory_entries(const struct tiff *t, size_t at) {
    if (at < 8 || t->bytes.len < 2 || at > t->bytes.len - 2)
        return 0;
    size_t room = (t->bytes.len - at - 2) / ENTRY_BYTES, count = tiff16(t, at);
    return count < room ? count : room;
}

static void mark_exif_tag(uint32_t tag, struct image_removed *r) {
    for (size_t i = 0; i < ARRAY_LEN(exif_tags); i++)
        if (exif_tags[i].tag == tag) {
            mark(r, exif_tags[i].trace);
            return;
        }
    if (tag != TAG_ORIENTATION)
        mark(r, OTHER);
}

static void read_gps(const struct tiff *t, size_t at, struct image_removed *r) {
    size_t count = directory_entries(t, at);
    for (size_t i = 0; i < count; i++) {
        uint32_t tag = tiff16(t, at + 2 + i * ENTRY_BYTES);
        mark(r, tag == TAG_GPS_TIME || tag == TAG_GPS_DATE ? TIME : PLACE);
    }
}

/* The directories that one directory points to. */
struct pointers {
    uint32_t exif, gps;
    unsigned orientation;
};

static struct pointers read_directory(const struct tiff *t, size_t at, struct image_removed *r) {
    struct pointers found = {.orientation = 1};
    size_t count = directory_entries(t, at);
    for (size_t i = 0; i < count; i++) {
        size_t entry = at + 2 + i * ENTRY_BYTES;
        uint32_t tag = tiff16(t, entry);
        if (tag == TAG_EXIF)
            found.exif = tiff32(t, entry + 8);
        else if (tag == TAG_GPS)
            found.gps = tiff32(t, entry + 8);
        else
            mark_exif_tag(tag, r);
        uint32_t value = tiff16(t, entry + 8);
        if (tag == TAG_ORIENTATION && tiff16(t, entry + 2) == TYPE_SHORT && value >= 1 &&
            value <= 8)
            found.orientation = value;
    }
    return found;
}

static void read_thumbnail(const struct tiff *t, size_t at, struct image_removed *r) {
    size_t count = directory_entries(t, at);
    if (count > 0)
        mark(r, OTHER);
    for (size_t i = 0; i < count; i++)
        if (tiff16(t, at + 2 + i * ENTRY_BYTES) == TAG_THUMBNAIL)
            mark(r, THUMBNAIL);
}

unsigned traces_exif(struct str tiff, struct image_removed *r) {
    struct tiff t = {tiff, str_starts(tiff, str_lit("MM\0*"))};
    if (tiff.len < 8 || (!t.big_endian && !str_starts(tiff, str_lit("II*\0")))) {
        mark(r, OTHER);
        return 1;
    }
    size_t first = tiff32(&t, 4);
    struct pointers main = read_directory(&t, first, r);
    struct pointers exif = read_directory(&t, main.exif, r);
    read_gps(&t, main.gps, r);
    read_gps(&t, exif.gps, r);
    size_t count = directory_entries(&t, first), next = first + 2 + count * ENTRY_BYTES;
    if (count > 0 && next + 4 <= tiff.len)
        read_thumbnail(&t, tiff32(&t, next), r);
    return main.orientation;
}

/* --- IPTC and Photoshop */

static const struct {
    uint8_t dataset; /* of record 2 */
    uint8_t trace;
} iptc_datasets[] = {
    {5, COMMENT},  {25, COMMENT}, {26, PLACE},    {27, PLACE},   {30, TIME},
    {35, TIME},    {55, TIME},    {60, TIME},     {62, TIME},    {63, TIME},
    {80, AUTHOR},  {85, AUTHOR},  {90, PLACE},    {92, PLACE},   {95, PLACE},
    {100, PLACE},  {101, PLACE},  {105, COMMENT}, {110, AUTHOR}, {115, AUTHOR},
    {116, AUTHOR}, {118, AUTHOR}, {120, COMMENT}, {122, AUTHOR}, {202, THUMBNAIL},
};

void traces_iptc(struct str datasets, struct image_removed *r) {
    size_t at = 0;
    while (at + 5 <= datasets.len && byte_at(datasets.p + at) == 0x1C) {
        uint32_t record = byte_at(datasets.p + at + 1), set = byte_at(datasets.p + at + 2);
        enum trace trace = OTHER;
        for (size_t i = 0; i < ARRAY_LEN(iptc_datasets); i++)
            if (record == 2 && iptc_datasets[i].dataset == set)
                trace = iptc_datasets[i].trace;
        if (record == 2 && set != 0)
            mark(r, trace);
        at += 5 + be16(datasets.p + at + 3);
    }
    mark(r, OTHER);
}

static void read_resource(uint32_t id, struct str data, struct image_removed *r) {
    switch (id) {
    case 0x0404:
        traces_iptc(data, r);
        break;
    case 0x0409:
    case 0x040C:
        mark(r, THUMBNAIL);
        break;
    case 0x040F:
        mark(r, PROFILE);
        break;
    case 0x0422:
        (void)traces_exif(data, r);
        break;
    case 0x0424:
        traces_xmp(data, r);
        break;
    default:
        mark(r, OTHER);
    }
}

void traces_photoshop(struct str resources, struct image_removed *r) {
    size_t at = 0;
    /* "8BIM", id, Pascal name padded to even, size, data padded to even */
    while (at + 12 <= resources.len && memcmp(resources.p + at, "8BIM", 4) == 0) {
        size_t name = (1 + byte_at(resources.p + at + 6) + 1) & ~(size_t)1;
        if (resources.len - at < 10 + name)
            break;
        size_t size = be32(resources.p + at + 6 + name), data = at + 10 + name;
        if (size > resources.len - data)
            break;
        read_resource(be16(resources.p + at + 4), str_of(resources.p + data, size), r);
        at = data + size + (size & 1);
        if (at > resources.len)
            break;
    }
    mark(r, OTHER);
}

/* --- XMP: names are looked for in the text, in any of its XML forms */

static const struct {
    const char *name;
    enum trace trace;
} xmp_names[] = {
    {"tiff:Make", CAMERA},
    {"tiff:Model", CAMERA},
    {"aux:Lens", CAMERA},
    {"SerialNumber", SERIAL},
    {"exif:GPS", PLACE},
    {"photoshop:City", PLACE},
    {"photoshop:State", PLACE},
    {"photoshop:Country", PLACE},
    {"Iptc4xmpCore:Location", PLACE},
    {"Iptc4xmpExt:Location", PLACE},
    {"CreateDate", TIME},
    {"ModifyDate", TIME},
    {"MetadataDate", TIME},
    {"DateCreated", TIME},
    {"DateTime", TIME},
    {"stEvt:when", TIME},
    {"dc:creator", AUTHOR},
    {"dc:rights", AUTHOR},
    {"photoshop:AuthorsPosition", AUTHOR},
    {"photoshop:Credit", AUTHOR},
    {"OwnerName", AUTHOR},
    {"tiff:Artist", AUTHOR},
    {"xmpRights:", AUTHOR},
    {"xmpGImg:", THUMBNAIL},
    {"dc:description", COMMENT},
    {"dc:title", COMMENT},
    {"UserComment", COMMENT},
    {"dc:subject", COMMENT},
};

enum { XMP_SEARCHED_BYTES = 1024 * 1024 };

void traces_xmp(struct str packet, struct image_removed *r) {
    packet =
        str_slice(packet, 0, packet.len < XMP_SEARCHED_BYTES ? packet.len : XMP_SEARCHED_BYTES);
    for (size_t i = 0; i < ARRAY_LEN(xmp_names); i++)
        if (str_find(packet, str_from(xmp_names[i].name)) != SIZE_MAX)
            mark(r, xmp_names[i].trace);
    mark(r, OTHER);
}

/* --- PNG text */

static const struct {
    const char *keyword;
    enum trace trace;
} png_keywords[] = {
    {"Author", AUTHOR},    {"Copyright", AUTHOR}, {"Creation Time", TIME},
    {"date:create", TIME}, {"date:modify", TIME}, {"date:timestamp", TIME},
    {"Title", COMMENT},    {"Comment", COMMENT},  {"Description", COMMENT},
    {"Source", CAMERA},    {"Thumb::URI", OTHER}, {"Thumb::MTime", TIME},
};

void traces_png_text(struct str keyword, struct str rest, struct image_removed *r) {
    for (size_t i = 0; i < ARRAY_LEN(png_keywords); i++)
        if (str_is(keyword, png_keywords[i].keyword))
            mark(r, png_keywords[i].trace);
    if (str_is(keyword, "XML:com.adobe.xmp"))
        traces_xmp(rest, r);
    mark(r, TEXT);
}
