/* Stands in for env_seconds where instructions are counted: valgrind makes a program some fifty
 * times slower, and a page that is stopped by the clock would be taken for a cheap one. */
#include "util/util.h"

double __wrap_env_seconds(void);
double __wrap_env_seconds(void) {
    return 0;
}
