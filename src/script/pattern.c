/* A matcher for Lua's patterns. Backtracking can take exponential time in the number of `.-` in a
 * pattern, inside one call of C where Lua's step counter sees nothing: so every step here is
 * counted and the caller says how many there may be. */
#include "script/pattern.h"

static const char *match(struct pattern *m, const char *s, const char *p);

static const char *broken(struct pattern *m, const char *why) {
    if (m->error == NULL)
        m->error = why;
    return NULL;
}

static bool stopped(struct pattern *m) {
    if (m->steps++ >= m->steps_max)
        m->exhausted = true;
    return m->exhausted || m->error != NULL;
}

static const char *pattern_end(const struct pattern *m) {
    return m->text.p + m->text.len;
}

static const char *subject_end(const struct pattern *m) {
    return m->subject.p + m->subject.len;
}

/* Past one class: a character, %x, or [set]. */
static const char *class_end(struct pattern *m, const char *p) {
    const char *end = pattern_end(m);
    char c = *p++;
    if (c == '%') {
        if (p == end)
            return broken(m, "the pattern ends with '%'");
        return p + 1;
    }
    if (c != '[')
        return p;
    if (p < end && *p == '^')
        p++;
    do {
        if (p == end)
            return broken(m, "a '[' of the pattern is not closed");
        if (*p++ == '%' && p < end)
            p++;
    } while (p == end || *p != ']');
    return p + 1;
}

static bool is_punct(char c) {
    return c > 0x20 && c < 0x7f && !ascii_is_alnum(c);
}

static bool in_letter_class(char c, char letter) {
    unsigned char u = (unsigned char)c;
    bool in;
    switch (ascii_lower(letter)) {
    case 'a':
        in = ascii_is_alpha(c);
        break;
    case 'c':
        in = u < 0x20 || u == 0x7f;
        break;
    case 'd':
        in = ascii_is_digit(c);
        break;
    case 'g':
        in = u > 0x20 && u < 0x7f;
        break;
    case 'l':
        in = ascii_is_lower(c);
        break;
    case 'p':
        in = is_punct(c);
        break;
    case 's':
        in = ascii_is_space(c);
        break;
    case 'u':
        in = ascii_is_upper(c);
        break;
    case 'w':
        in = ascii_is_alnum(c);
        break;
    case 'x':
        in = ascii_is_hex(c);
        break;
    default:
        return letter == c;
    }
    return ascii_is_upper(letter) ? !in : in;
}

/* `p` is at "[", `last` at its "]". */
static bool in_set(char c, const char *p, const char *last) {
    bool wanted = true;
    if (p[1] == '^') {
        wanted = false;
        p++;
    }
    while (++p < last) {
        if (*p == '%') {
            p++;
            if (in_letter_class(c, *p))
                return wanted;
        } else if (p[1] == '-' && p + 2 < last) {
            if ((unsigned char)p[0] <= (unsigned char)c && (unsigned char)c <= (unsigned char)p[2])
                return wanted;
            p += 2;
        } else if (*p == c) {
            return wanted;
        }
    }
    return !wanted;
}

/* Whether the character at `s` is in the class from `p` to `end`. */
static bool single(struct pattern *m, const char *s, const char *p, const char *end) {
    if (s >= subject_end(m))
        return false;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return in_letter_class(*s, p[1]);
    case '[':
        m->steps += (uint64_t)(end - p) / 8;
        return in_set(*s, p, end - 1);
    default:
        return *p == *s;
    }
}

static const char *match_balance(struct pattern *m, const char *s, const char *p) {
    if (pattern_end(m) - p < 2)
        return broken(m, "'%b' of the pattern needs two characters");
    if (s >= subject_end(m) || *s != p[0])
        return NULL;
    size_t open = 1;
    for (s++; s < subject_end(m) && !stopped(m); s++) {
        if (*s == p[1]) {
            if (--open == 0)
                return s + 1;
        } else if (*s == p[0]) {
            open++;
        }
    }
    return NULL;
}

static const char *longest(struct pattern *m, const char *s, const char *p, const char *end) {
    ptrdiff_t i = 0;
    while (!stopped(m) && single(m, s + i, p, end))
        i++;
    for (; i >= 0 && !stopped(m); i--) {
        const char *got = match(m, s + i, end + 1);
        if (got != NULL)
            return got;
    }
    return NULL;
}

static const char *shortest(struct pattern *m, const char *s, const char *p, const char *end) {
    while (!stopped(m)) {
        const char *got = match(m, s, end + 1);
        if (got != NULL)
            return got;
        if (!single(m, s, p, end))
            return NULL;
        s++;
    }
    return NULL;
}

static const char *open_capture(struct pattern *m, const char *s, const char *p, ptrdiff_t what) {
    if (m->level >= PATTERN_CAPTURES_MAX)
        return broken(m, "the pattern has too many captures");
    m->captures[m->level++] = (struct pattern_capture){s, what};
    const char *got = match(m, s, p);
    if (got == NULL)
        m->level--;
    return got;
}

static const char *close_capture(struct pattern *m, const char *s, const char *p) {
    unsigned i = m->level;
    while (i > 0 && m->captures[i - 1].len != PATTERN_OPEN)
        i--;
    if (i == 0)
        return broken(m, "a ')' of the pattern closes nothing");
    struct pattern_capture *c = &m->captures[i - 1];
    c->len = s - c->start;
    const char *got = match(m, s, p);
    if (got == NULL)
        c->len = PATTERN_OPEN;
    return got;
}

static const char *match_back(struct pattern *m, const char *s, char digit) {
    unsigned i = (unsigned)(digit - '1');
    if (digit == '0' || i >= m->level || m->captures[i].len < 0)
        return broken(m, "the pattern names a capture that is not there");
    size_t len = (size_t)m->captures[i].len;
    m->steps += len / 16;
    if ((size_t)(subject_end(m) - s) < len || memcmp(m->captures[i].start, s, len) != 0)
        return NULL;
    return s + len;
}

/* %f[set]: the border before a character in the set. Both ends count as a NUL. */
static bool at_frontier(struct pattern *m, const char *s, const char *p, const char **end) {
    if (p >= pattern_end(m) || *p != '[') {
        broken(m, "'%f' of the pattern needs a '[set]'");
        return false;
    }
    *end = class_end(m, p);
    if (*end == NULL)
        return false;
    char before = s == m->subject.p ? '\0' : s[-1], here = s < subject_end(m) ? *s : '\0';
    return !in_set(before, p, *end - 1) && in_set(here, p, *end - 1);
}

/* A single class and what repeats it. Sets *s and *p and returns true when matching goes on from
 * there; otherwise *s is the answer. */
static bool match_default(struct pattern *m, const char **s, const char **p) {
    const char *end = class_end(m, *p);
    if (end == NULL) {
        *s = NULL;
        return false;
    }
    char repeat = end < pattern_end(m) ? *end : '\0';
    if (repeat == '*' || repeat == '-' || repeat == '+') {
        if (repeat == '+')
            *s = single(m, *s, *p, end) ? longest(m, *s + 1, *p, end) : NULL;
        else
            *s = repeat == '*' ? longest(m, *s, *p, end) : shortest(m, *s, *p, end);
        return false;
    }
    bool here = single(m, *s, *p, end);
    if (repeat == '?') {
        const char *got = here ? match(m, *s + 1, end + 1) : NULL;
        if (got != NULL) {
            *s = got;
            return false;
        }
        *p = end + 1;
        return true;
    }
    *s = here ? *s + 1 : NULL;
    *p = end;
    return here;
}

/* %b, %f and %1 … %9; false when `%` starts an ordinary class. */
static bool match_special(struct pattern *m, const char **s, const char **p) {
    char c = *p + 1 < pattern_end(m) ? (*p)[1] : '\0';
    if (c == 'b') {
        *s = match_balance(m, *s, *p + 2);
        *p += 4;
    } else if (c == 'f') {
        const char *end = NULL;
        if (!at_frontier(m, *s, *p + 2, &end))
            *s = NULL;
        *p = end;
    } else if (ascii_is_digit(c)) {
        *s = match_back(m, *s, c);
        *p += 2;
    } else {
        return false;
    }
    return true;
}

static const char *match_here(struct pattern *m, const char *s, const char *p) {
    while (s != NULL && p < pattern_end(m)) {
        if (stopped(m))
            return NULL;
        if (*p == '(') {
            bool position = p + 1 < pattern_end(m) && p[1] == ')';
            return position ? open_capture(m, s, p + 2, PATTERN_POSITION)
                            : open_capture(m, s, p + 1, PATTERN_OPEN);
        }
        if (*p == ')')
            return close_capture(m, s, p + 1);
        if (*p == '$' && p + 1 == pattern_end(m))
            return s == subject_end(m) ? s : NULL;
        if (*p == '%' && match_special(m, &s, &p))
            continue;
        if (!match_default(m, &s, &p))
            return s;
    }
    return s;
}

static const char *match(struct pattern *m, const char *s, const char *p) {
    if (m->depth >= PATTERN_DEPTH_MAX)
        return broken(m, "the pattern is too complex");
    m->depth++;
    const char *got = match_here(m, s, p);
    m->depth--;
    return got;
}

const char *pattern_match(struct pattern *m, const char *at) {
    m->level = 0;
    m->depth = 0;
    const char *end = match(m, at, m->text.p);
    for (unsigned i = 0; end != NULL && i < m->level; i++)
        if (m->captures[i].len == PATTERN_OPEN)
            return broken(m, "a '(' of the pattern is not closed");
    return end;
}
