/* Stands before wall_enter in programs that count how often the lines of the wall itself are run
 * (MODE=walled): what they have counted may be written, too. COUNTS is the folder. */
#include <stdlib.h>
#include <string.h>

#include "wall/wall.h"

/* Weak, because some programs link this and have no wall. */
void __real_wall_enter(const struct wall *w, struct wall_state *out) __attribute__((weak));
void __wrap_wall_enter(const struct wall *w, struct wall_state *out);
void __wrap_wall_enter(const struct wall *w, struct wall_state *out) {
    struct wall wider = *w;
    wider.paths = malloc((w->count + 1) * sizeof(w->paths[0]));
    if (wider.paths == NULL)
        abort();
    if (w->count > 0)
        memcpy(wider.paths, w->paths, w->count * sizeof(w->paths[0]));
    wider.paths[wider.count++] = (struct wall_path){COUNTS, WALL_WRITE};
    __real_wall_enter(&wider, out);
    free(wider.paths);
}
