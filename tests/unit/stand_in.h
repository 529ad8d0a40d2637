/* A test that defines a function of a library stands in for it: NEXT(readdir)(dir) is the library's
 * own. Needs _GNU_SOURCE in front of every include. */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <dlfcn.h>

#define NEXT(name) (__extension__(__typeof__(&(name))) dlsym(RTLD_NEXT, #name))

#endif
