/* The door of html/: the escaper that every output goes through, and the scanner of the narrow HTML
 * that pamphlet writes and its audit accepts (polyglot markup: HTML that is also well-formed XML).
 *
 * Sources: WHATWG HTML 13.2.5 (tokenization), W3C Polyglot Markup 2015. */
#ifndef HTML_H
#define HTML_H

#include "util/util.h"

/* Appends `text` with & < > " ' as character references: right in text and in quoted attributes. */
void html_escape(struct buf *out, struct str text);

enum html_kind { HTML_DOCTYPE, HTML_OPEN, HTML_CLOSE, HTML_TEXT, HTML_END, HTML_BAD };

struct html_attr {
    struct str name, value; /* value as written, references not yet resolved */
};

enum { HTML_ATTRS_MAX = 16 };

/* One token; all views into the input. */
struct html_token {
    enum html_kind kind;
    struct str name;  /* OPEN and CLOSE */
    struct str text;  /* TEXT; for BAD the offending bytes */
    bool self_closed; /* written "<br/>" or "<br />" */
    struct html_attr attrs[HTML_ATTRS_MAX];
    size_t attr_count;
    size_t offset, length; /* in the input */
    const char *code;      /* BAD: "html/…", static */
    const char *message;   /* BAD: one sentence, static */
};

struct html_scanner {
    struct str input;
    size_t at;
};

void html_start(struct html_scanner *s, struct str input);
/* The next token. After BAD or END it gives the same again. Accepts only the grammar of the
 * design's section 6: well-formed UTF-8, lower-case names, one space before each attribute, double
 * quotes, no attribute twice, the five references, no comment, no control character but LF (and
 * none in an attribute), no "]]>". The doctype counts as one only at the very start. Knows no
 * elements: that is the audit's list. Linear, no memory. */
void html_next(struct html_scanner *s, struct html_token *out);
/* Appends `value` with the five references resolved. */
void html_unescape(struct buf *out, struct str value);

/* Whether `host` is the name of a server: labels of letters, digits and inner hyphens between dots.
 */
bool html_is_host(struct str host);
/* Whether `port` can stand behind the host's ':': 1 to 65535, in five digits at most. */
bool html_is_port(struct str port);
/* What the audit would not take of an address outside the pack (http:, https:, mailto:, tel:), as
 * the end of a sentence, or NULL. Takes it that whatever no address holds is written in codes. */
const char *html_address_problem(struct str url);
/* The first letter that an address cannot hold as it is, or absent: "[", a blank, a letter beyond
 * a-z. `url` is UTF-8. */
struct str html_address_odd(struct str url);

#endif
