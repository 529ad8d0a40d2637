/* The names of units (units.def), and where one ends: in most scripts with its word, in those that
 * part no words where its name does. */
#include "lint/measure.h"

/* How a name is compared with what stands behind a number. "5.0 G" is a network. */
enum sameness {
    EXACT,    /* the whole word */
    ANY_CASE, /* so, ASCII in any case */
    BEGINS,   /* the word's beginning, ASCII in any case: it goes on as its language wants */
    JOINED,   /* of a script that parts no words: anything may follow */
    SIGN      /* so, but not what makes another word of it */
};

static const struct {
    const char *name;
    enum measure_unit unit;
    enum sameness how;
} units[] = {
#define UNIT(name, unit, how) {name, UNIT_##unit, how},
#include "lint/units.def"
#undef UNIT
};

bool measure_is_unparted(uint32_t code) {
    static const struct {
        uint32_t from, to;
    } scripts[] = {{0xe00, 0xeff} /* Thai, Lao */,
                   {0x1000, 0x109f} /* Burmese */,
                   {0x1780, 0x17ff} /* Khmer */,
                   {0x2e80, 0xa4cf} /* signs and syllables of China and Japan */,
                   {0xac00, 0xd7ff} /* Korean, which ends words with its own syllables */,
                   {0xf900, 0xfaff},
                   {0x20000, 0x3ffff}};
    for (size_t i = 0; i < ARRAY_LEN(scripts); i++)
        if (code >= scripts[i].from && code <= scripts[i].to)
            return true;
    return false;
}

/* Whether a word of a script that does, or does not, part words goes on with `code`. */
static bool goes_on(uint32_t code, bool unparted) {
    enum { NON_JOINER = 0x200c, JOINER = 0x200d };
    return code == NON_JOINER || code == JOINER || code == '^' ||
           (utf8_is_word(code) && (unparted || !measure_is_unparted(code)));
}

/* Where the word that has begun ends; `i` when it has more letters than any unit. */
static size_t word_end(struct str s, size_t i) {
    enum { MORE_BYTES_MAX = 60 };
    for (size_t end = i; end - i <= MORE_BYTES_MAX;) {
        struct str rest = str_from_offset(s, end);
        uint32_t code = rest.len == 0 ? ' ' : utf8_next(&rest);
        if (code == '^')
            return i;
        if (!goes_on(code, false))
            return end;
        end = s.len - rest.len;
    }
    return i;
}

/* Length of what stands at `i` as `name`, or 0. A blank stands for any. */
static size_t name_length(struct str s, size_t i, struct str name, bool any_case) {
    size_t at = i;
    for (size_t n = 0; n < name.len; n++) {
        size_t next = name.p[n] == ' ' ? measure_skip_space(s, at) : at + 1;
        char c = at < s.len ? s.p[at] : '\0';
        bool same = c == name.p[n] || (any_case && ascii_lower(c) == ascii_lower(name.p[n]));
        if (name.p[n] == ' ' ? next == at : !same)
            return 0;
        at = next;
    }
    return at - i;
}

/* "グラム" in "グラムロック" is the beginning of another word. */
static bool is_kana(uint32_t code) {
    return code >= 0x30a1 && code <= 0x30ff && code != 0x30fb;
}

/* Whether the sign for gram (克) or litre (升) begins another word with `code`: 克拉 is a carat,
 * 克朗 a crown, 升至 "rises to". */
static bool begins_another(uint32_t code) {
    static const uint32_t signs[] = {
        0x62c9, 0x9686, 0x6717, 0x7f57, 0x7f85, 0x90ce, 0x91cc, 0x670d, /* 拉隆朗罗羅郎里服 */
        0x5206, 0x5f53, 0x7576, 0x6797, 0x83b1, 0x840a,                 /* 分当當林莱萊 */
        0x81f3, 0x5230, 0x9ad8, 0x7ea7, 0x7d1a, 0x964d, 0x6e29, 0x6eab, /* 至到高级級降温溫 */
        0x503c, 0x534e, 0x83ef, 0x538b, 0x58d3, 0x5e45, 0x804c,         /* 值华華压壓幅职 */
        0x8077, 0x8fc1, 0x9077, 0x7a7a, 0x5b66, 0x5b78};                /* 職迁遷空学學 */
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (code == signs[i])
            return true;
    return false;
}

/* Where the unit ends whose name was found from `i` to `end`; `i` when it is none. */
static size_t unit_end(struct str s, size_t i, size_t end, enum sameness how) {
    uint32_t first = utf8_at(s, i), next = utf8_at(s, end);
    switch (how) {
    case BEGINS: {
        size_t word = word_end(s, end);
        return word > end || !goes_on(next, false) ? word : i;
    }
    case JOINED:
        return is_kana(first) && is_kana(next) ? i : end;
    case SIGN:
        return begins_another(next) ? i : end;
    default:
        return goes_on(next, measure_is_unparted(first)) ? i : end;
    }
}

enum measure_unit measure_take_unit(struct str s, size_t i, size_t *end) {
    enum measure_unit unit = UNIT_NONE;
    size_t longest = i; /* "ሚሊ ሊትር" and not "ሚሊ" */
    for (size_t u = 0; u < ARRAY_LEN(units) && i < s.len; u++) {
        enum sameness how = units[u].how;
        size_t length =
            name_length(s, i, str_from(units[u].name), how == ANY_CASE || how == BEGINS);
        size_t to = length == 0 ? i : unit_end(s, i, i + length, how);
        if (to > longest) {
            longest = *end = to;
            unit = units[u].unit;
        }
    }
    return unit;
}
