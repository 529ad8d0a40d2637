/* An EPUB: its ZIP by pack/'s strict reader, its pages and style sheets by the same grammar as
 * those of the site, the three texts around them by a list of their own. */
#ifndef AUDIT_BOOK_H
#define AUDIT_BOOK_H

#include "audit/rules.h"

/* The texts around the pages, by their names in the book. */
#define BOOK_CONTAINER "META-INF/container.xml"
#define BOOK_PACKAGE   ".opf"
#define BOOK_CONTENTS  "nav.xhtml"

/* book.c: the whole file. False when anything was refused. */
bool book_audit(struct reader *r);
/* book_text.c: container, package or contents. */
bool book_text_audit(struct reader *r);

#endif
