/* Which kind a file is, the limits, and the run through the format's own file. What comes in are
 * bytes nobody has looked at; what goes out is the rebuilt file and a list of what is not in it. */
#include "image/image.h"

#include "image/scrub.h"

static const struct {
    const char *name;
    const char *extension;
    const char *others; /* more extensions, with spaces */
    bool (*scrub)(struct scrub *s);
} kinds[] = {
    [IMAGE_NONE] = {"unknown", "", "", NULL},
    [IMAGE_JPEG] = {"JPEG", "jpg", "jpeg jpe jfif", jpeg_scrub},
    [IMAGE_PNG] = {"PNG", "png", "apng", png_scrub},
    [IMAGE_GIF] = {"GIF", "gif", "", gif_scrub},
    [IMAGE_WEBP] = {"WebP", "webp", "", webp_scrub},
};

enum image_kind image_kind_of(struct str bytes) {
    if (str_starts(bytes, str_lit("\xFF\xD8\xFF")))
        return IMAGE_JPEG;
    if (str_starts(bytes, str_lit("\x89PNG\r\n\x1A\n")))
        return IMAGE_PNG;
    if (str_starts(bytes, str_lit("GIF87a")) || str_starts(bytes, str_lit("GIF89a")))
        return IMAGE_GIF;
    if (str_starts(bytes, str_lit("RIFF")) && bytes.len >= 12 &&
        memcmp(bytes.p + 8, "WEBP", 4) == 0)
        return IMAGE_WEBP;
    return IMAGE_NONE;
}

const char *image_kind_name(enum image_kind kind) {
    return kinds[kind].name;
}

const char *image_kind_extension(enum image_kind kind) {
    return kinds[kind].extension;
}

enum image_kind image_kind_of_path(struct str path) {
    size_t dot = str_rfind_char(path, '.');
    if (dot == SIZE_MAX)
        return IMAGE_NONE;
    struct str extension = str_from_offset(path, dot + 1);
    for (enum image_kind kind = IMAGE_JPEG; kind < ARRAY_LEN(kinds); kind++) {
        if (str_eq_nocase(extension, str_from(kinds[kind].extension)))
            return kind;
        struct str rest = str_from(kinds[kind].others), word;
        while (str_next_part(&rest, ' ', &word))
            if (word.len > 0 && str_eq_nocase(extension, word))
                return kind;
    }
    return IMAGE_NONE;
}

bool scrub_truncated(struct scrub *s) {
    return scrub_refuse(s, "image/truncated",
                        "the %s file ends before its picture does; copy it again from where it "
                        "came from, or save it again with a picture editor",
                        image_kind_name(s->info->kind));
}

bool scrub_size(struct scrub *s, uint32_t width, uint32_t height) {
    if (width == 0 || height == 0)
        return scrub_refuse(s, "image/broken", "the picture is %u by %u pixels, so there is none",
                            width, height);
    if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX ||
        (uint64_t)width * height > IMAGE_PIXELS_MAX)
        return scrub_refuse(s, "image/too-large",
                            "%u by %u pixels is too large (a side of %d and %d million pixels at "
                            "most); make it smaller, pages need 1600 pixels at most",
                            width, height, IMAGE_SIDE_MAX, IMAGE_PIXELS_MAX / (1024 * 1024));
    s->info->width = width;
    s->info->height = height;
    return true;
}

bool scrub_frame(struct scrub *s, struct frame frame) {
    if (frame.width == 0 || frame.height == 0 || frame.width > s->info->width ||
        frame.height > s->info->height || frame.x > s->info->width - frame.width ||
        frame.y > s->info->height - frame.height)
        return scrub_refuse(s, "image/broken",
                            "a frame of %u by %u at %u,%u does not lie within the picture of %u by "
                            "%u pixels; save it again with a picture editor",
                            frame.width, frame.height, frame.x, frame.y, s->info->width,
                            s->info->height);
    s->frame_pixels += (uint64_t)frame.width * frame.height;
    if (s->frame_pixels > IMAGE_FRAME_PIXELS_MAX)
        return scrub_refuse(s, "image/too-large",
                            "the frames of the animation have more than %d million pixels "
                            "together; make it smaller or shorter",
                            IMAGE_FRAME_PIXELS_MAX / (1024 * 1024));
    return true;
}

void scrub_orientation_dropped(struct scrub *s, unsigned orientation) {
    diag_warning(s->d, place_of(s->source, 0, 0, 0), "image/orientation",
                 "a note in the file told some viewers to turn or mirror the picture (orientation "
                 "%u) and is dropped; look at the picture and turn it in a picture editor",
                 orientation);
}

bool image_scrub(const struct source *source, struct buf *out, struct image_info *info,
                 struct diags *d) {
    struct str in = source->text;
    *info = (struct image_info){.kind = image_kind_of(in)};
    struct scrub s = {
        .source = source, .in = in, .out = out, .info = info, .removed = &info->removed, .d = d};
    if (info->kind == IMAGE_NONE)
        return foreign_refuse(source, d);
    if (in.len > IMAGE_BYTES_MAX)
        return scrub_refuse(&s, "image/too-large",
                            "the file has more than %d MiB; make the picture smaller",
                            IMAGE_BYTES_MAX / (1024 * 1024));
    size_t before = out->len;
    if (!kinds[info->kind].scrub(&s)) {
        out->len = before;
        return false;
    }
    size_t written = out->len - before;
    info->removed.bytes = in.len > written ? in.len - written : 0;
    return true;
}

bool image_clean(struct str bytes, struct buf *out, struct image_info *info) {
    struct source source = {.path = "", .text = bytes};
    struct diags d;
    diags_init(&d);
    bool ok = image_scrub(&source, out, info, &d);
    diags_finish(&d);
    return ok;
}

bool image_is_clean(struct str bytes, struct image_info *info) {
    struct buf out = {0};
    bool clean = image_clean(bytes, &out, info) && str_eq(bytes, buf_str(&out));
    buf_finish(&out);
    return clean;
}

void image_removed_words(const struct image_removed *r, struct buf *out) {
    const struct {
        bool set;
        const char *word;
    } words[] = {
        {r->camera, "camera"},
        {r->serial, "serial number"},
        {r->place, "place"},
        {r->time, "time"},
        {r->author, "author"},
        {r->thumbnail, "thumbnail"},
        {r->comment, "comment"},
        {r->text, "text"},
        {r->colour_profile, "colour profile"},
        {r->trailing, "data behind the picture"},
        {r->other, "other data"},
    };
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (words[i].set)
            buf_printf(out, "%s%s", count++ == 0 ? "" : ", ", words[i].word);
    if (count == 0)
        buf_puts(out, "nothing");
}
