/* Where inlines stand: follows the walk over one block's inlines on the draft's text, because cmark
 * 0.30 knows only where blocks are. Linear; when it loses the way the line is still near. */
#ifndef MARKDOWN_CURSOR_H
#define MARKDOWN_CURSOR_H

#include "markdown/job.h"

struct cursor {
    const struct job *job;
    bool active;            /* the block holds something that needs places */
    bool cell;              /* in a table cell each "|" was written "\|" */
    size_t line, last_line; /* draft lines */
    size_t at, stop;        /* in the draft; where the line ends */
    size_t counted;         /* `column` belongs to this offset */
    uint32_t column;
    struct str entered;         /* source of what was entered last, still ahead */
    unsigned searches, targets; /* failures left in this block */
};

void cursor_begin(struct cursor *c, const struct job *job, cmark_node *block, bool cell);
/* Before the writer handles the event. */
void cursor_follow(struct cursor *c, cmark_event_type event, cmark_node *node);
/* Where the node that was just entered begins. */
struct place cursor_place(struct cursor *c, size_t width);

#endif
