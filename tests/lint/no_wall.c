/* Stands in for wall_enter where the wall is in the way: coverage is written when a program ends,
 * and valgrind makes code. Says that nothing is lacking. */
#include "wall/wall.h"

void __wrap_wall_enter(const struct wall *w, struct wall_state *out);
void __wrap_wall_enter(const struct wall *w, struct wall_state *out) {
    (void)w;
    *out = (struct wall_state){
        .no_new_privileges = true, .landlock = 1, .filter = true, .limits = true};
}
