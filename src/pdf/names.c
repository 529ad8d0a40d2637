/* The lists. What is not here is refused: a name for scripts, actions, annotations, links, forms,
 * attachments, pictures, metadata, encryption, page labels, layers does not stand in them. */
#include "pdf/names.h"

static const char *const keys[] = {
    /* the file, its pages, its bookmarks */
    "Type", "Size", "Root", "Info", "Pages", "Kids", "Count", "Parent", "MediaBox", "Contents",
    "Resources", "Group", "S", "I", "CS", "ExtGState", "CA", "ca", "Outlines", "First", "Last",
    "Next", "Prev", "Title", "Dest", "Lang", "ViewerPreferences", "DisplayDocTitle", "Direction",
    "PageMode", "CreationDate",
    /* streams, and what is drawn in several places */
    "Length", "Length1", "Filter", "XObject", "BBox",
    /* fonts */
    "Font", "Subtype", "BaseFont", "FontName", "FontFamily", "FontDescriptor", "FontBBox",
    "FontFile2", "FontFile3", "Flags", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV",
    "StemH", "FirstChar", "LastChar", "Encoding", "Widths", "ToUnicode", "DescendantFonts",
    "CIDSystemInfo", "Registry", "Ordering", "Supplement", "W", "DW", NULL};

static const char *const values[] = {
    "Catalog", "Pages", "Page", "Outlines", "Font", "FontDescriptor", "Group", "Transparency",
    "DeviceRGB", "DeviceGray", "XYZ", "FlateDecode", "UseOutlines", "XObject", "Form", "R2L", "L2R",
    /* fonts */
    "TrueType", "Type0", "Type1", "CIDFontType0", "CIDFontType2", "CIDFontType0C", "Type1C",
    "Identity-H", "WinAnsiEncoding", NULL};

static bool is_among(struct str name, const char *const *list) {
    for (; *list != NULL; list++)
        if (str_is(name, *list))
            return true;
    return false;
}

/* "f0", "x1": what a page calls its fonts and forms; other writers have "a0" or "f-0-1". */
static bool is_resource(struct str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_lower(name.p[i]) && !ascii_is_digit(name.p[i]) && name.p[i] != '-')
            return false;
    return name.len <= 16;
}

/* "WTRNUK+DejaVuSans-Bold": a part of a font. */
static bool is_font(struct str name) {
    enum { TAG = 6, NAME_MAX_BYTES = 70 };
    if (name.len <= TAG + 1 || name.len > NAME_MAX_BYTES || name.p[TAG] != '+')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        bool fits = i < TAG ? ascii_is_upper(c) : i == TAG || ascii_is_alnum(c) || c == '-';
        if (!fits)
            return false;
    }
    return true;
}

bool names_key(struct str key, enum name_place place, enum name_place *inner) {
    *inner = NAME_ANY;
    if (place == NAME_RESOURCES && is_resource(key))
        return true;
    if (str_is(key, "Font") || str_is(key, "ExtGState") || str_is(key, "XObject"))
        *inner = NAME_RESOURCES;
    return is_among(key, keys);
}

bool names_value(struct str name) {
    return is_among(name, values) || is_font(name);
}
