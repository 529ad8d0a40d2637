/* Messages for the author: collected while stages run, sorted and printed at the end.
 *
 * A `struct diags` belongs to one thread at a time; a stage that runs in parallel gives each worker
 * its own and merges them. Everything reported is copied, so sources and arguments may go. */
#ifndef UTIL_DIAG_H
#define UTIL_DIAG_H

#include "util/arena.h"
#include "util/buf.h"
#include "util/suggest.h"

/* A text and the path it is shown under. Borrowed. */
struct source {
    const char *path;
    struct str text; /* may be absent: then messages have no excerpt */
};

/* Where: line and column are 1-based, columns count bytes; 0 means the whole file (or line).
 * `width` bytes are underlined, at least one. */
struct place {
    const struct source *source;
    uint32_t line, column, width;
};

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

struct diag {
    enum diag_level level;
    const char *path;
    uint32_t line, column, width;
    const char *code;    /* "area/what", stable, static */
    const char *message; /* one sentence, no full stop, no "failed to" */
    const char *origin;  /* the source file behind an output file, or NULL */
    const char *excerpt; /* the line, or of a long one what is around the place, or NULL */
    uint32_t cut;        /* bytes of the line that the excerpt leaves out in front */
};

/* Where the last excerpt was found. */
struct diag_search {
    const char *path;
    struct str text;
    uint32_t line;       /* so many lines end before `offset` */
    size_t offset, cost; /* past a limit for its length a text has no more excerpts */
};

struct diags {
    struct arena mem;
    struct diag *items;
    size_t count, cap;
    size_t errors, warnings, notes;
    bool system;     /* the system refused (disk, memory): exit 3 rather than 1 */
    unsigned offers; /* of near words: past a limit nothing is near */
    struct diag_search seen;
};

void diags_init(struct diags *d);
void diags_finish(struct diags *d);
/* Copies all of `from` into `into`. */
void diags_merge(struct diags *into, const struct diags *from);
/* Takes warnings and notes out. */
void diags_keep_errors(struct diags *d);
/* Makes every warning an error. */
void diags_make_strict(struct diags *d);
/* Gives the messages about `source` that have no excerpt theirs, now that its text is there. */
void diags_show(struct diags *d, const struct source *source);
/* Sorts by path, line, column, code, and drops repeats. */
void diags_sort(struct diags *d);

/* To look for what a message about `wanted` may mean, among words that grow with the site: only so
 * many are looked at for all messages here, or since `offers` was last 0. */
static inline struct suggest diag_near(struct diags *d, struct str wanted) {
    return (struct suggest){.wanted = wanted, .spent = &d->offers};
}

/* Each returns false, so that `return diag_error(…);` reads well. */
bool diag_error(struct diags *d, struct place at, const char *code, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
bool diag_warning(struct diags *d, struct place at, const char *code, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
bool diag_note(struct diags *d, struct place at, const char *code, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* The system's refusal, with strerror(err) behind the sentence; sets `system`. */
bool diag_system(struct diags *d, const char *path, int err, const char *code, const char *fmt, ...)
    PRINTF_LIKE(5, 6);
/* An error in an output file whose cause is `origin` (may be NULL). */
bool diag_output(struct diags *d, struct place at, const char *origin, const char *code,
                 const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Line and column of a byte offset, by counting LFs. */
struct place place_at_offset(const struct source *source, size_t offset, size_t width);
static inline struct place place_of(const struct source *source, size_t line, size_t column,
                                    size_t width) {
    return (struct place){source, (uint32_t)line, (uint32_t)column, (uint32_t)width};
}

/* Appends `s` without what a terminal would obey: names of files and quoted values come from
 * anybody. Line ends become spaces, other controls and bytes that are no UTF-8 question marks. */
void diag_put_clean(struct str s, struct buf *out);
/* Appends `s` as a string of JSON, in its quotes: the same signs, and quotes, are escaped, bytes that
 * are no UTF-8 are U+FFFD. */
void diag_put_json(struct str s, struct buf *out);

enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_GITHUB };

/* Appends all messages in the form of the command line's contract; `color` adds ANSI colours. */
void diags_format(const struct diags *d, enum diag_format format, bool color, struct buf *out);

#endif
