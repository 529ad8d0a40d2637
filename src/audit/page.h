/* One HTML page: the stack of open elements and what is remembered of what was read. */
#ifndef AUDIT_PAGE_H
#define AUDIT_PAGE_H

#include "audit/elements.h"
#include "html/html.h"

enum { PAGE_DEPTH_MAX = 128, PAGE_MARKS = 4, PAGE_IDS = 64, PAGE_REFS = 64, PAGE_TARGETS = 128 };

struct page_frame {
    const struct element *element;
    struct str name;
    uint32_t holds, bars, seen;
    uint32_t mark; /* its number among the page's marks, 0 for none */
};
/* What was read before an element of the kind that may be met again, as far as the reading of it
 * depends on that: those have no place among their siblings, and bar what may come but once. */
struct piece_place {
    uint32_t holds, bars; /* of the parent */
    size_t depth;
};
/* The start of an open element that may be met again (pieces.h): where, and what there was. */
struct page_mark {
    struct piece_place place;
    size_t offset, findings, ids, refs, targets;
    struct audit_counts counts;
};
struct page_id {
    uint64_t prefix; /* the first eight bytes, so that most comparisons are of numbers */
    struct str text;
};
/* A fragment that is looked up once all ids are known. */
struct page_ref {
    uint32_t target;
    struct str fragment;
};

struct page {
    struct reader *r;
    struct html_scanner scanner;
    struct html_token token;
    unsigned char which[HTML_ATTRS_MAX]; /* attribute of token.attrs[n] */
    bool stopped, main_seen;
    uint32_t head;         /* parts of the head, bits of head.c */
    struct str style_hash; /* the one that START.html's policy allows, in base64 */
    size_t styles;
    size_t depth;
    struct page_frame stack[PAGE_DEPTH_MAX + 1];
    size_t mark_count;
    struct page_mark marks[PAGE_MARKS];
    struct page_id *ids, ids_room[PAGE_IDS];
    struct page_ref *refs, refs_room[PAGE_REFS];
    uint32_t *targets, targets_room[PAGE_TARGETS]; /* this page among them */
    size_t id_count, id_cap, ref_count, ref_cap, target_count, target_cap;
};

/* Reads the whole page. False when anything was refused. */
bool page_audit(struct reader *r);

/* Of the tag at hand: the value of an attribute, absent when it is not given. */
struct str page_value(const struct page *p, enum attribute_id id);
/* Refuses the tag at hand. */
bool page_refuse_tag(struct page *p, enum rule rule, struct str what);
/* A local address of the tag at hand: path, fragment or both; remembered for later checks.
 * `kind`: AUDIT_UNKNOWN for any. */
bool page_local(struct page *p, struct str url, enum audit_kind kind);

/* Checks of whole tags, named in elements.def. */
bool page_check_main(struct page *p);
bool page_check_list(struct page *p);
bool page_check_a(struct page *p);
bool page_check_img(struct page *p);

#endif
