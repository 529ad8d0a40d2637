/* The only reader of the clock and the environment. A stage never calls these: cli/ does, and
 * passes on what it read as data. */
#ifndef UTIL_ENV_H
#define UTIL_ENV_H

#include "util/date.h"
#include "util/str.h"

/* Makes UTC the time zone of the whole process; once, before there are threads. libzip asks the C
 * library for local times, which looks at the machine's zone file anew for each entry. */
void env_use_utc(void);
/* Seconds of a clock that only moves forward, for -v and progress, and for how long a disk takes.
 */
double env_seconds(void);
/* Seconds that a processor has worked for this thread. */
double env_worked(void);
/* The clock that file systems take their times from, in nanoseconds since 1970; 0: there is none.
 * For fs_mark.c, and for the age of what it is asked about. */
uint64_t env_file_clock(void);
/* What tells this run of the system from every other, a text; false when there is nothing. */
enum { ENV_BOOT_BYTES = 64 };
bool env_boot(char out[ENV_BOOT_BYTES]) MUST_USE;
/* Today in UTC: for `status`, `check` and `new`, never for an output of `build`. */
struct date env_today(void);
/* SOURCE_DATE_EPOCH as a date (UTC). False when it is unset; a malformed one sets `*bad`. */
bool env_source_date(struct date *out, bool *bad);
/* An environment variable, NULL when unset or empty. */
const char *env_get(const char *name);
/* Processors this process may use, at least 1. */
unsigned env_processors(void);

#endif
