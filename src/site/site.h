/* The door of site/: the model of a whole site, loaded, tied together and checked. After site_load
 * nothing in it changes (but by site_follow): threads share it without locks. It lives in the build
 * arena. */
#ifndef SITE_H
#define SITE_H

#include "content/content.h"
#include "sign/sign.h"
#include "util/util.h"

enum page_kind {
    /* from a Markdown file */
    PAGE_HOME,
    PAGE_GUIDE,
    PAGE_TOPIC,
    PAGE_PLAIN,
    /* made from the model */
    PAGE_LANGUAGES,
    PAGE_GUIDES,
    PAGE_TOPICS,
    PAGE_AZ,
    PAGE_CLASSES,
    PAGE_CLASS,
    PAGE_INTERACTIONS,
    PAGE_SERVICES,
    PAGE_SERVICE,
    PAGE_SERVICES_KIND,
    PAGE_SERVICES_AREA,
    PAGE_NEEDS,
    PAGE_SOURCES,
    PAGE_KINDS
};
/* "guide": the layout's name (layouts/guide.html) and page.kind in templates. */
extern const char *const page_kind_names[PAGE_KINDS];

struct page;

/* One language of the site; `index` in site->languages. */
struct language {
    struct str tag, name; /* "fi", "Suomi" */
    bool rtl;
    uint32_t fallback;      /* index, or UINT32_MAX */
    struct strings strings; /* the theme's, already merged with fallbacks */
    struct page *home;      /* the editors', or else one that is made */
    struct page *guides_page, *topics_page, *az_page, *classes_page, *interactions_page,
        *services_page, *needs_page, *sources_page, *exit_page; /* NULL where the site has none */
    /* Lists in reading order; pages the language lacks stand in with their fallback's page. */
    struct page **guides, **topics, **pages;
    size_t guide_count, topic_count, page_count;
    /* The directory by the names that it has here. */
    const struct service **services; /* all of the site's, also those in no list */
    const struct service_list **kinds, **areas;
    size_t service_count, kind_count, area_count;
};

struct az_entry {
    struct str letter; /* the heading it stands under */
    struct str name;   /* alias or title */
    bool is_alias;
    struct page *page;  /* where it leads */
    size_t letter_left; /* entries from this one to the last under that heading */
};

/* All names of guides and topics, aliases too, in the order of a language. */
struct az {
    struct az_entry *items;
    size_t count;
};

/* The file behind a page. The text and the body of one that is known from the build before are
 * absent until somebody needs them: site_document_text. */
struct document {
    struct source source; /* path as shown ("content/en/guides/mdma.md") and the whole text */
    struct meta meta;
    struct str loaded_body;
    unsigned body_line;
    uint64_t head_bytes; /* of the text, in front of the body */
    /* With site_options.digests: of the path and what stands in front of the body, and of the body.
     */
    uint8_t head_sha256[SIGN_SHA256_BYTES], body_sha256[SIGN_SHA256_BYTES];
    struct str tree_path; /* below content/: "en/guides/mdma.md" */
    struct str key;       /* below content/<lang>/, no ".md": "guides/mdma" */
    uint32_t language;
    enum page_kind kind;
};

/* A QR code that pages show, and its picture. */
enum { SITE_CODE_PIXELS = 4 }; /* a module */
struct site_code {
    struct str text; /* what a phone reads; QR_LEVEL_M */
    struct str path; /* output, named by its content: "images/3fa9c1d2e4b5.png" */
    struct str png;
    unsigned side; /* pixels, with the quiet zone */
};

/* Codes drawn before, for whoever loads a site again and again; zero to begin with. Those of a
 * loaded site may lie in it: it lives longer. */
struct site_codes {
    struct arena mem;
    struct map by_text;
    struct site_code *items;
    size_t count, cap;
};
void site_codes_finish(struct site_codes *c);

struct page {
    enum page_kind kind;
    uint32_t index; /* in site->pages */
    uint32_t language;
    struct str path; /* output, below the profile's folder: "en/guides/mdma.html" */
    struct str key;  /* the same in every language: "guides/mdma", "services/harbour-van", "a-z" */
    struct str title, plain_title, summary; /* summary may be absent */
    const struct document *document;        /* NULL for generated pages */
    uint32_t subject; /* class, service, kind, area …: index into the site's list, or UINT32_MAX */
    struct page *previous, *next; /* in its list, same language only; or NULL */
    struct page **translations;   /* one a language, NULL where there is none */
    /* guides */
    struct interaction_ref *interactions; /* worst first */
    size_t interaction_count;
    uint32_t *classes; /* indexes into site->classes */
    size_t class_count;
    const struct reference **sources; /* in front matter order: number n is sources[n-1] */
    size_t source_count;
    const struct site_code *card_code, *onion_code; /* of pages with a `card`; else NULL */
    bool overdue, withdrawn, draft;
    struct date review_by; /* given, or reviewed + review_months */
};

/* A name in the interaction chart: a guide's key or a class/group. */
struct substance {
    struct str id;
    uint32_t class_index; /* or UINT32_MAX */
    struct page **guide;  /* one a language (fallbacks filled in), or NULL */
};
struct interaction {
    uint32_t a, b; /* substances */
    uint32_t risk; /* index into site->risks, which are sorted worst first */
    const struct interaction_row *row;
    const struct reference **sources;
    size_t source_count;
};
/* Seen from one side. */
struct interaction_ref {
    const struct interaction *with;
    uint32_t other; /* substance */
};

struct class_info {
    struct str id;
    struct text name, summary;
    struct page **pages;   /* its page, one a language; NULL array when no guide is in the class */
    size_t guide_count;    /* guides in the class, each once whatever its languages */
    struct page ***guides; /* one list a language, in order, fallbacks filled in */
    size_t *guide_counts;  /* their lengths: a translation may name other classes */
};

/* A list of services: by kind, by area, or by what one needs to keep hidden and from whom. */
struct service_list {
    struct str id;    /* kind, area, or need ("no-name") */
    struct text name; /* kinds and areas from site.yaml; needs are named by the theme's strings */
    enum claim_group group;           /* needs: from whom */
    const struct service ***services; /* one list a language, by the names there */
    size_t count;
    struct page **pages; /* one a language; NULL for needs, which share one page */
};

/* A digest of a file that the model is made of. */
struct site_input {
    uint8_t sha256[SIGN_SHA256_BYTES];
};

struct record;
struct site_indexes;

struct theme_file {
    struct str path; /* below the theme: "layouts/guide.html", "assets/style.css" */
    struct source source;
};

struct site {
    struct arena *mem;
    struct config config;
    struct language *languages;
    size_t language_count;
    uint32_t default_language;
    struct strings base_strings; /* the theme's i18n/en.yaml: the last resort for a word */
    struct page **pages;         /* sorted by path */
    size_t page_count;
    struct map by_path;      /* output path → index in pages */
    struct map by_tree;      /* "en/guides/mdma.md" → index in pages */
    struct site_code *codes; /* each text once */
    size_t code_count;
    struct map by_code;                 /* output path → index in codes */
    const struct site_code *onion_code; /* of the onion itself, or NULL */
    struct map
        left_out; /* tree paths of files that make no page: 1 a draft, 0 a mistake of its own */
    size_t drafts_left_out;
    struct references sources; /* sorted by id */
    struct map by_source;
    struct class_info *classes;
    size_t class_count;
    struct substance *substances;
    size_t substance_count;
    struct interaction *interactions;
    size_t interaction_count;
    const struct config_risk *risks; /* worst first */
    size_t risk_count;
    struct service *services; /* sorted by id */
    size_t service_count;
    struct page ***service_pages; /* [service][language] */
    struct service_list *kinds, *areas,
        *needs; /* by id; needs in the order of the design's groups */
    size_t kind_count, area_count, need_count;
    struct {
        struct str name;
        struct theme_settings settings;
        struct theme_file *files; /* sorted by path; a file of the theme hides its parent's */
        size_t file_count;
        struct theme_file *words; /* every i18n file: the theme's own, then its parent's … */
        size_t word_count;
    } theme;
    /* With site_options.digests, what the model is made of: every file that was read, of a Markdown
     * file only what stands before its body. Pictures and static files are known by their paths
     * alone. */
    struct site_input *inputs;
    size_t input_count, input_cap;
    struct arena record_mem; /* of what was taken from the record of an earlier run */
    struct arena beside_mem; /* of steps of loading that had a thread of their own */
    /* What is to be known of the Markdown files in the next build; NULL: nothing new. */
    struct record *record;
    struct str *record_entries;
    size_t record_count;
    size_t unread;                /* files that are what the build before knew of them */
    struct site_indexes *indexes; /* those of site_az */
    struct fs_list statics;       /* content/static, below it */
    struct fs_list images;        /* content/images */
    const char *root;             /* site folder, as given */
    struct arena *worker_mem;     /* what the loading threads allocated */
    unsigned worker_count;
    struct date date; /* release date or SOURCE_DATE_EPOCH */
};

struct site_options {
    const char *root;
    bool drafts;
    unsigned threads;
    struct date source_date;  /* set: replaces release.date */
    struct str config_text;   /* present: taken for site.yaml, which is not read */
    struct site_codes *codes; /* or NULL: every code is drawn */
    bool leftovers;           /* files of editors and systems that are passed over: a note each */
    bool digests;
    /* What an earlier run of the same program left (site_write_record): a Markdown file that it
     * proves unchanged is not read. The path, or NULL: all are; with `digests`. */
    const char *record;
    struct str program; /* what tells this program and this run of the system from others */
};

/* Reads and ties together everything below `root`. Goes on past mistakes to find all it can; false
 * when there was one. Files are read and parsed on `threads`. */
bool site_load(struct arena *mem, const struct site_options *options, struct site *out,
               struct diags *d) MUST_USE;

/* Reads the file of one document again into `mem`, which must live as long as the site. True when
 * nothing but its body may differ, and then the document has the new one: the one change that a
 * loaded site takes, while no other thread looks at it. False for anything else, and the site is as
 * before. */
bool site_follow(struct site *site, struct arena *mem, const struct document *doc,
                 struct diags *d) MUST_USE;

/* The document with its text and body: itself, or a copy in `mem` that was read just now. NULL
 * after a message, also when it is not what it was any more. Any thread. */
const struct document *site_document_text(const struct site *site, struct arena *mem,
                                          const struct document *doc, struct diags *d) MUST_USE;
/* Messages about documents whose text was not read get their excerpts. */
void site_show_excerpts(const struct site *site, struct diags *d);
/* Whether the next site_load needs another record than the one that is there; writes it to an open
 * file, false with errno. */
bool site_has_record(const struct site *site) MUST_USE;
bool site_write_record(const struct site *site, int fd) MUST_USE;

/* Frees what the loading threads allocated; the rest is in the caller's arena. */
void site_finish(struct site *site);

/* Whether enough of a site that site_load refused is there to look at its texts all the same. */
bool site_has_texts(const struct site *site);
/* A file of a theme that comes with pamphlet, "themes/plain/i18n/en.yaml"; absent when there is
 * none. */
struct str site_builtin_file(struct str path);

/* Where a link written in `from` leads: a page (of the language of `from`, else of its fallbacks: a
 * link to
 * ../topics/x.md from fi finds en's when fi has none), or NULL after it has reported with a "did
 * you mean". */
struct page *site_link(const struct site *site, const struct document *from, struct str path,
                       struct place at, struct arena *mem, struct diags *d);
/* The index of a language, of a site that site_load has loaded; made when somebody first asks,
 * because few pages do. It lives as long as the site. Any thread. */
const struct az *site_az(const struct site *site, uint32_t language);
/* The page for `key` in a language, else in its fallbacks, else in the default language; or NULL.
 */
struct page *site_page(const struct site *site, uint32_t language, struct str key);
/* Where `page` stands on the onion (NULL: the onion itself); absent when the site has none. */
struct str site_onion_address(const struct site *site, struct arena *mem, const struct page *page);
/* A theme string in a language (fallbacks merged); absent when no file has it. */
struct str site_string(const struct site *site, uint32_t language, struct str key);
const struct theme_file *site_theme_file(const struct site *site, struct str path);
/* Whether a service stands in lists: one that is inactive or defunct keeps its page, for those who
 * have the link. */
bool site_lists_service(const struct service *s);
/* A name for an id that nobody has named: "synthetic-cannabinoids" → "Synthetic cannabinoids". */
struct str site_spoken_name(struct arena *mem, struct str id);
/* The name of a substance of the chart in a language. */
struct str site_substance_name(const struct site *site, uint32_t language, uint32_t substance);
/* The text of a `text` in a language, with the language's fallback chain; `*in` tells which. */
struct str site_text(const struct site *site, uint32_t language, const struct text *t,
                     uint32_t *in);

#endif
