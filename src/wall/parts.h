/* Private to wall/. */
#ifndef WALL_PARTS_H
#define WALL_PARTS_H

#include <linux/filter.h>

#include "wall/wall.h"

/* The sanitizers read /proc and look at threads by ptrace when they report; a build with them has
 * these doors open. What ships has not. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WALL_SANITIZED 1
#else
#define WALL_SANITIZED 0
#endif

/* landlock.c: the version that holds from now on, or 0 with *lack set. */
int landlock_enter(const struct wall *w, const char **lack);
/* Made by src/filter.c. WALL_SELF stands for the process's own number. */
#define WALL_SELF 0x5e1f5e1fU
/* It makes no longer program than this. */
enum { WALL_LINES_MAX = 2048 };

extern const struct sock_filter wall_filter[], wall_filter_serving[];
extern const unsigned short wall_filter_count, wall_filter_serving_count;

/* filter.c: false with *lack set. */
bool filter_enter(bool serving, const char **lack);

#endif
