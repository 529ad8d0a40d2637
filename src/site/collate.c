/* Sorting words the way a language's alphabet does, without a collation library whose order changes
 * from version to version: the theme's i18n file names the letters in order ("a b c … z å ä ö"). A
 * letter that is not named sorts by its base letter (é as e), and after all named ones when it has
 * none. Signs before the first letter do not count ("“Molly”" stands with "Molly"). */
#include <utf8proc.h>

#include "site/parts.h"

enum {
    LETTERS_MAX = 512,
    RANK_SIGN = 1,
    RANK_DIGIT = 2,
    RANK_LETTER = 16,
    RANK_OTHER = RANK_LETTER + LETTERS_MAX
};

struct collation {
    uint16_t ascii[128];             /* rank of a letter of one ASCII character; 0: none */
    bool longer[256];                /* by first byte: a letter of several bytes begins so */
    struct str letters[LETTERS_MAX]; /* those of several bytes */
    uint16_t places[LETTERS_MAX];
    unsigned count;
    /* What a text of ASCII alone needs, which most are: of each character, unless a longer letter
     * may begin with it (rank 0), its rank and heading; absent: it stands under none. */
    uint16_t ascii_rank[128];
    struct str ascii_heading[128];
};

static void know_ascii(struct arena *mem, struct collation *c);

struct collation *collate_open(struct arena *mem, struct str alphabet) {
    struct collation *c = arena_new(mem, struct collation);
    struct str part;
    uint16_t place = 0;
    while (str_next_part(&alphabet, ' ', &part) && place < LETTERS_MAX) {
        if (part.len == 0)
            continue;
        place++;
        unsigned char first = (unsigned char)part.p[0];
        if (part.len == 1 && first < 128) {
            c->ascii[first] = c->ascii[first] == 0 ? place : c->ascii[first];
            continue;
        }
        c->longer[first] = true;
        c->letters[c->count] = part;
        c->places[c->count++] = place;
    }
    know_ascii(mem, c);
    return c;
}

/* The place of the letter that `rest` begins with in the alphabet (1-based, longest match), taking
 * it off; 0 when none does. */
static unsigned take_letter(const struct collation *c, struct str *rest, struct str *letter) {
    unsigned char first = (unsigned char)rest->p[0];
    unsigned place = first < 128 ? c->ascii[first] : 0;
    *letter = str_slice(*rest, 0, place != 0);
    for (unsigned i = 0; c->longer[first] && i < c->count; i++)
        if (c->letters[i].len > letter->len && str_starts(*rest, c->letters[i])) {
            place = c->places[i];
            *letter = c->letters[i];
        }
    if (place != 0)
        *rest = str_from_offset(*rest, letter->len);
    return place;
}

/* The first code point of the canonical decomposition. */
static uint32_t base_of(uint32_t code) {
    utf8proc_int32_t out[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, out, ARRAY_LEN(out),
                                                 UTF8PROC_DECOMPOSE, &boundary);
    return n < 1 ? code : (uint32_t)out[0];
}

/* One byte for an alphabet's first hundred letters, three with the highest bit set for the others:
 * the bytes sort as the ranks do, and a key's first eight hold most of a word. */
static void put_rank(char **to, uint32_t rank) {
    if (rank < 0x80) {
        *(*to)++ = (char)rank;
        return;
    }
    *(*to)++ = (char)(0x80 | rank >> 16);
    *(*to)++ = (char)(rank >> 8 & 0xff);
    *(*to)++ = (char)(rank & 0xff);
}

static uint32_t rank_of(const struct collation *c, struct str *rest) {
    struct str letter = STR_NONE;
    unsigned place = take_letter(c, rest, &letter);
    if (place != 0)
        return RANK_LETTER + place;
    uint32_t code = utf8_next(rest), base = base_of(code);
    if (code >= '0' && code <= '9')
        return RANK_DIGIT + (code - '0');
    if (!utf8_is_word(code))
        return RANK_SIGN; /* spaces and signs before everything */
    char bytes[4];
    struct str one = str_of(bytes, utf8_encode(base, bytes));
    place = base == code ? 0 : take_letter(c, &one, &letter);
    return place != 0 ? RANK_LETTER + place : RANK_OTHER + base;
}

/* The same for ASCII without longer letters; absent when there is something else in the text. */
static struct str ascii_key(struct arena *mem, const struct collation *c, struct str text) {
    char *key = arena_alloc(mem, text.len * 4 + 2, 1), *to = key;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.p[i];
        if (byte >= 128 || c->ascii_rank[byte] == 0)
            return STR_NONE;
        if (to > key || c->ascii_rank[byte] != RANK_SIGN)
            put_rank(&to, c->ascii_rank[byte]);
    }
    *to++ = '\0';
    for (size_t i = 0; i < text.len; i++)
        *to++ = ascii_lower(text.p[i]);
    arena_shrink(mem, key + text.len * 4 + 2, to);
    return str_of(key, (size_t)(to - key));
}

struct str collate_key(struct arena *mem, const struct collation *c, struct str text) {
    struct str quick = ascii_key(mem, c, text);
    if (quick.p != NULL)
        return quick;
    struct str folded = utf8_fold(mem, text), rest = folded;
    char *key = arena_alloc(mem, folded.len * 4 + 2, 1), *to = key;
    while (rest.len > 0) {
        uint32_t rank = rank_of(c, &rest);
        if (to > key || rank != RANK_SIGN)
            put_rank(&to, rank);
    }
    *to++ = '\0';
    memcpy(to, folded.p, folded.len); /* equal but for accents: a fixed order all the same */
    return str_of(key, (size_t)(to - key) + folded.len);
}

static struct str upper(struct arena *mem, struct str letter) {
    char *out = arena_alloc(mem, letter.len * 4 + 1, 1), *to = out;
    while (letter.len > 0) {
        uint32_t code = utf8_next(&letter);
        to += utf8_encode((uint32_t)utf8proc_toupper((utf8proc_int32_t)code), to);
    }
    return str_of(out, (size_t)(to - out));
}

static struct str heading_of(struct arena *mem, const struct collation *c, struct str text) {
    struct str rest = utf8_fold(mem, text), letter = STR_NONE;
    while (rest.len > 0) {
        if (take_letter(c, &rest, &letter) != 0)
            return upper(mem, letter);
        uint32_t code = utf8_next(&rest);
        if (code >= '0' && code <= '9')
            return str_lit("0–9");
        if (!utf8_is_word(code))
            continue;
        char *bytes = arena_alloc(mem, 4, 1);
        struct str one = str_of(bytes, utf8_encode(base_of(code), bytes));
        struct str probe = one;
        if (take_letter(c, &probe, &letter) != 0)
            return upper(mem, letter);
        return upper(mem, one);
    }
    return str_lit("#");
}

/* A heading stays as long as the collation does. A sign behind a letter may belong to it. */
struct str collate_letter(struct arena *mem, const struct collation *c, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.p[i];
        bool alone = i + 1 == text.len || (unsigned char)text.p[i + 1] < 128;
        if (byte >= 128 || c->ascii_rank[byte] == 0 || !alone)
            return heading_of(mem, c, text);
        if (c->ascii_heading[byte].p != NULL)
            return c->ascii_heading[byte];
    }
    return str_lit("#");
}

static void know_ascii(struct arena *mem, struct collation *c) {
    for (unsigned code = 0; code < 128; code++) {
        char byte = ascii_lower((char)code);
        struct str one = str_of(&byte, 1), rest = one;
        if (c->longer[(unsigned char)byte])
            continue;
        c->ascii_rank[code] = (uint16_t)rank_of(c, &rest);
        struct str heading = heading_of(mem, c, one);
        if (!str_is(heading, "#"))
            c->ascii_heading[code] = heading;
    }
}
