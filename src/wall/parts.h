/* Private to wall/. */
#ifndef WALL_PARTS_H
#define WALL_PARTS_H

#include "wall/wall.h"

/* The sanitizers read /proc and look at threads by ptrace when they report; a build with them has
 * these doors open. What ships has not. */
#if defined(__SANITIZE_ADDRESS__)
#define WALL_SANITIZED 1
#else
#define WALL_SANITIZED 0
#endif

/* landlock.c: the version that holds from now on, or 0 with *lack set. */
int landlock_enter(const struct wall *w, const char **lack);
/* filter.c: false with *lack set. */
bool filter_enter(bool serving, const char **lack);

#endif
