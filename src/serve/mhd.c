/* Opens libmicrohttpd. The number in the name is that of its binary interface, in Debian 12 and 13
 * alike: one that is no longer compatible has another number, and is not opened. */
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "serve/mhd.h"

#define LIBRARY "libmicrohttpd.so.12"

struct mhd mhd;

#define FUNCTION(name)                                                                             \
    { "MHD_" #name, offsetof(struct mhd, name) }
static const struct {
    const char *name;
    size_t at;
} functions[] = {
    FUNCTION(start_daemon),
    FUNCTION(stop_daemon),
    FUNCTION(lookup_connection_value),
    FUNCTION(get_connection_info),
    FUNCTION(create_response_from_buffer),
    FUNCTION(create_response_from_callback),
    FUNCTION(add_response_header),
    FUNCTION(queue_response),
    FUNCTION(destroy_response),
};
_Static_assert(ARRAY_LEN(functions) * sizeof(void *) == sizeof(struct mhd),
               "each function has a name");

static bool refuse(struct diags *d) {
    const char *why = dlerror();
    diag_error(d, (struct place){0}, "serve/library",
               "the preview needs %s (Debian's package libmicrohttpd12): %s", LIBRARY,
               why == NULL ? "it cannot be opened" : why);
    d->system = true;
    return false;
}

bool mhd_open(struct diags *d) {
    void *opened = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL)
        return refuse(d);
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        void *function = dlsym(opened, functions[i].name);
        if (function == NULL)
            return refuse(d);
        /* POSIX: a pointer from dlsym is a function's; C has no conversion for it. */
        memcpy((char *)&mhd + functions[i].at, &function, sizeof(function));
    }
    return true;
}
