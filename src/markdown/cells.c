/* Tables: the headings that hold cells arrive one after the other. */
#include "markdown/escape.h"
#include "markdown/write.h"

static const struct table *table_of(const struct writer *w) {
    return &w->job->tables[w->table_mark->index];
}

/* On a site the table gets a frame that a narrow screen can scroll, by keyboard too; it is named
 * after the heading above. */
static void open_frame(struct writer *w) {
    if (w->job->hooks == NULL)
        return;
    write_raw(w, "<div class=\"table\"");
    if (w->heading.len > 0) {
        write_raw(w, " role=\"region\" tabindex=\"0\" aria-labelledby=\"");
        escape_text(w->job, w->out, w->heading);
        write_raw(w, "\"");
    }
    write_raw(w, ">\n");
}

static void put_open(struct writer *w) {
    static const char *const classes[] = {"", " class=\"left\"", " class=\"center\"",
                                          " class=\"right\""};
    write_raw(w, w->row == 0 ? "<th" : "<td");
    write_raw(w, classes[table_of(w)->aligns[w->cell]]);
    write_raw(w, ">");
}

void cell_enter(struct writer *w, const struct mark *mark) {
    if (w->table_mark != mark) {
        w->table_mark = mark;
        w->row = w->cell = 0;
        write_newline(w);
        open_frame(w);
        write_raw(w, "<table>\n<thead>\n");
    }
    if (w->cell == 0)
        write_raw(w, w->row == 1 ? "<tbody>\n<tr>\n" : "<tr>\n");
    put_open(w);
}

void cell_exit(struct writer *w) {
    const struct table *t = table_of(w);
    bool head = w->row == 0;
    write_raw(w, head ? "</th>\n" : "</td>\n");
    if (++w->cell < t->rows[w->row])
        return;
    for (; w->cell < t->columns; w->cell++) {
        put_open(w);
        write_raw(w, "</td>\n"); /* the head is never short */
    }
    write_raw(w, head ? "</tr>\n</thead>\n" : "</tr>\n");
    w->cell = 0;
    if (++w->row < t->row_count)
        return;
    write_raw(w, head ? "</table>\n" : "</tbody>\n</table>\n");
    if (w->job->hooks != NULL)
        write_raw(w, "</div>\n");
    w->table_mark = NULL;
}
