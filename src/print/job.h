/* Private to print/: one file being made, by one thread. */
#ifndef PRINT_JOB_H
#define PRINT_JOB_H

#include "print/canvas.h"
#include "print/doc.h"
#include "print/print.h"
#include "print/strips.h"

struct job {
    const struct print_options *o;
    const struct site *site;
    uint32_t language;
    bool rtl;
    const struct page *page;     /* the sheet at hand, for messages; or NULL */
    struct arena mem;            /* for one page of the site, or one directory */
    struct arena file;           /* for what lives as long as the file is being made */
    struct arena *keep;          /* for what outlives it: the thread's */
    struct sheet_memory *memory; /* by page index */
    struct code_memory *onion;
    struct type *type;
    struct canvas canvas;
    struct diags *d;
    unsigned page_number;
    const struct document **documents; /* by page index: with their texts, for messages */
    bool ok;
};

/* words.c */
/* The theme's word in the job's language, else the English one that comes with pamphlet. */
struct str job_word(struct job *j, const char *key);
/* The same with its {name} replaced. */
struct str job_filled(struct job *j, const char *key, const char *name, struct str value);
struct str job_date(struct job *j, struct date date); /* as the theme writes dates */
/* The names of the pack and of a page: the neutral ones when the site is to be discreet. */
struct str job_site_title(struct job *j);
struct str job_page_title(struct job *j, const struct page *page);
/* "Pack x, number 1, made … . Replace it after … ." */
struct str job_edition(struct job *j);
struct str job_emergency_text(struct job *j);

/* job.c */
/* Where in the site's files `text` stands, for messages; the file of the page when nowhere. */
struct place job_place(struct job *j, struct str text);
/* A text whose end does not fit where it must stand. */
void job_does_not_fit(struct job *j, struct str said, const char *where);
/* How far strips from `at` on go on a page of `height` that has nothing else on it; always further
 * than `at`. What is to be kept together is parted where it is longer than the page. A strip that
 * is higher is an error at its text, and has the page for itself. */
size_t job_fill_page(struct job *j, const struct strips *s, size_t at, double height);
/* Characters that the fonts lack, each with its place. */
void job_tell_missing(struct job *j);
/* The code of a page's card, and of the onion's address; NULL when there is none. */
const struct code *job_card_code(struct job *j, const struct page *page, enum qr_level level);
const struct code *job_onion_code(struct job *j, enum qr_level level);
/* One paragraph at `y`; returns where it ends. */
double job_text(struct job *j, struct area box, struct str text, double size, unsigned style);
/* Its height alone. */
double job_text_height(struct job *j, double width, struct str text, double size, unsigned style);

/* facts.c: amounts, times and mixtures as rows. */
void facts_doses(struct job *j, const struct document *doc, struct doc *out);
void facts_timing(struct job *j, const struct document *doc, struct doc *out);
/* `narrow`: the names stand below the risk, not beside it. */
void facts_mixing(struct job *j, const struct page *page, bool narrow, struct doc *out);

/* core.c: what of a page goes where there is little room. A section that need not be there as a
 * whole ends before its first heading of the third level. Its parts follow, each a section by
 * itself, and none is there without it. */
struct section {
    size_t from, to;            /* blocks */
    size_t part_of;             /* which section it is a part of; its own number when of none */
    struct str title;           /* absent for what stands before the first heading */
    unsigned rank;              /* how much it matters: enum core_rank */
    bool steps;                 /* has a numbered list */
    size_t first;               /* its place in the site's `print.first`, from 1; 0: not in it */
    const struct doc_ref *refs; /* to footnotes */
    size_t ref_count;
};
struct core_set {
    double width, size;
    struct strips *sections;
};
struct core {
    struct doc doc;
    struct section *sections;
    size_t count, cap;
    size_t note_from;      /* where the footnotes begin, one section each */
    struct core_set *sets; /* what was set, at any width and size */
    size_t set_count, set_cap;
};
/* What stands before all headings; the steps to take, and the figures; the first section of a
 * guide; other sections with a danger in them; all others. Behind them: footnotes, each on the
 * sheet when what refers to it is; sections that hold a list of the pack alone, which are only
 * named. */
enum core_rank {
    RANK_LEAD,
    RANK_STEPS,
    RANK_FIRST,
    RANK_DANGER,
    RANK_OTHER,
    RANK_NOTE,
    RANK_LISTS
};
void core_read(struct job *j, const struct page *page, struct core *out);
/* Times and mixtures as a section of its own at the end. */
void core_add_facts(struct job *j, const struct page *page, struct core *core);
/* What core_fit found out: the next time it is asked the same of the same page, it need not try. */
struct core_choice {
    bool fits;
    size_t size;  /* index */
    bool *chosen; /* by section */
};
struct core_memory {
    _Atomic(const struct core_choice *) choice; /* or NULL; any thread */
};
struct core_fit {
    double width, width_after;     /* of the first column, and of those behind it; 0: the same */
    const double *sizes;           /* of type, the largest first */
    size_t size_count, size_first; /* which is tried first */
    size_t size_fill; /* before this one a smaller one is taken for the sake of more sections */
    const double *heights; /* of the columns to be filled, one after another */
    size_t column_count;
    unsigned rank_least; /* it does not fit without all of this rank */
    bool by_rank;        /* what matters most comes first, not what the page has first */
    bool anyway; /* when not even the lead and the steps fit, they are set at a middling size */
    struct core_memory *memory; /* or NULL */
};
/* fit.c: as many ranks as fit at one of the sizes, at the largest of them; then whatever sections
 * still fit at that size, or more of them at the next sizes (size_fill), in the order of the page;
 * the others are named at the end. False when even the lead and the steps are too long for the
 * smallest size. */
bool core_fit(struct job *j, struct core *core, const struct core_fit *f,
              struct strips *out) MUST_USE;

/* the sheets */
/* The ways of putting a page's text on its sheet, tried one after another. A sheet is drawn twice,
 * by itself and in the file that has everything. */
enum sheet_way {
    WAY_FACTS_BESIDE,
    WAY_FACTS_BELOW,
    WAY_TWO_SIDES,
    WAYS_WITH_FIRST,
    WAYS = 2 * WAYS_WITH_FIRST /* the second half: without a guide's first section */
};
struct sheet_memory {
    struct core_memory ways[WAYS];
    struct code_memory card;
};
void sheet_draw(struct job *j, const struct page *page, unsigned bookmark_parent);
/* Edition, names and the number of the page, at its foot. */
void sheet_footer(struct job *j, struct str name);
void cards_draw(struct job *j, const struct page *page);
/* False after a warning: its steps do not fit, nothing was drawn. */
bool zine_draw(struct job *j, const struct page *page) MUST_USE;
void poster_draw(struct job *j, const struct page *page);
void directory_draw_booklet(struct job *j);
void directory_draw_columns(struct job *j, unsigned bookmark_parent);

#endif
