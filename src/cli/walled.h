/* Private to cli/: the second wall around a verb (wall/wall.h says which rights each gets). */
#ifndef CLI_WALLED_H
#define CLI_WALLED_H

#include "cli/verb.h"
#include "wall/wall.h"

/* In the table of each verb that is walled in. */
#define WALL_OPTION                                                                                \
    { 0, "require-sandbox", NULL, false, "refuse to work where this kernel cannot hold it in" }

enum { WALLED_FOLDERS_MAX = 16 };

/* A wall being put together. Zeroed is a good start. */
struct walled {
    struct wall wall;
    const char *made[WALLED_FOLDERS_MAX]; /* folders that were not there, outermost first */
    size_t made_count;
};

/* The sources of a site may be read; `fonts`: and what draws PDFs. */
void walled_site(struct cli *cli, struct walled *w, bool fonts);
/* All of the site's folder may be read: its parts may be replaced while the program runs. */
void walled_site_folder(struct cli *cli, struct walled *w);
/* Below `folder` may be written. It is made now, with `mode`, because a wall knows only what is
 * there; a folder that cannot be made is left for the verb to report. */
void walled_folder(struct cli *cli, struct walled *w, const char *folder, unsigned mode,
                   enum wall_access access);
/* The folder that `path` lies in, "." for a bare name. */
const char *walled_parent(struct cli *cli, const char *path);

/* Goes inside. Tells what holds with -v, and once what is lacking. False with --require-sandbox
 * where anything is: the message is in cli->diags, and the verb ends. */
bool walled_enter(struct cli *cli, struct walled *w) MUST_USE;
/* The last half of walled_enter for what was entered elsewhere. */
bool walled_tell(struct cli *cli, const struct wall_state *s, struct diags *d) MUST_USE;
/* After the verb: folders of walled_folder that stayed empty go again. */
void walled_leave(struct walled *w);

#endif
