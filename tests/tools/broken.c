/* pamphlet with a broken first wall, for tests of the second alone: the Lua of its themes has the
 * whole of Lua's io and os libraries, and can make sockets. Everything else is the real program. */
#include <errno.h>
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/cli.h"

#define base_lib_add sound_base_lib_add
#include "script/base_lib.c"
#undef base_lib_add

void base_lib_add(lua_State *L);

/* dial(): what became of a socket, in words */
static int dial(lua_State *L) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    lua_pushstring(L, fd < 0 ? strerror(errno) : "a socket");
    if (fd >= 0)
        close(fd);
    return 1;
}

void base_lib_add(lua_State *L) {
    sound_base_lib_add(L);
    luaL_requiref(L, "io", luaopen_io, 0);
    lua_setfield(L, -2, "io");
    luaL_requiref(L, "os", luaopen_os, 0);
    lua_setfield(L, -2, "os");
    lua_pushcfunction(L, dial);
    lua_setfield(L, -2, "dial");
}

int main(int argc, char **argv) {
    return cli_main(argc, argv);
}
