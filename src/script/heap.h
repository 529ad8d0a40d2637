/* Private to script/: Lua's memory. A page makes and drops hundreds of small blocks, and asking the
 * C library for each was an eighth of the time of a theme with many includes. */
#ifndef SCRIPT_HEAP_H
#define SCRIPT_HEAP_H

#include <lua.h>

#include "util/util.h"

enum {
    HEAP_ROUND = 16,     /* bytes; sizes are rounded up to these */
    HEAP_SMALL_MAX = 512 /* larger blocks are the C library's */
};

/* Small blocks are cut off one room of fixed size, and kept by their size when given back. The room
 * tells them from all others by their address; when it is used up, they are the C library's, too.
 * So no more than the room is ever held beyond what Lua has asked for. */
struct heap {
    char *room, *next, *end;
    void *kept[HEAP_SMALL_MAX / HEAP_ROUND + 1]; /* each begins with the address of the one below */
    lua_Alloc large;
    void *large_ud;
};

/* The room is `mem`'s; `large` is what the state was made with. */
void heap_open(struct heap *h, struct arena *mem, lua_State *L);
/* As lua_Alloc. */
void *heap_resize(struct heap *h, void *block, size_t old_size, size_t new_size);

#endif
