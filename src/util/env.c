/* Clock and environment, read here and nowhere else. */
#define _GNU_SOURCE
#include "util/env.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

void env_use_utc(void) {
    (void)setenv("TZ", "UTC0", 1); /* without it, only slower: no output has a local time */
}

static double seconds_of(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double env_seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

double env_worked(void) {
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t env_file_clock(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0 || now.tv_sec < 0)
        return 0;
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

bool env_boot(char out[ENV_BOOT_BYTES]) {
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, out, ENV_BOOT_BYTES - 1);
    if (fd >= 0)
        close(fd);
    out[n > 0 ? n : 0] = '\0';
    return n >= 32; /* as many digits */
}

struct date env_today(void) {
    time_t now = time(NULL);
    return date_from_days(now < 0 ? 0 : (int32_t)(now / 86400));
}

const char *env_get(const char *name) {
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

bool env_source_date(struct date *out, bool *bad) {
    const char *value = env_get("SOURCE_DATE_EPOCH");
    uint64_t seconds;
    *bad = false;
    if (value == NULL)
        return false;
    if (!str_to_uint(str_from(value), UINT64_C(253402300799), &seconds)) {
        *bad = true;
        return false;
    }
    *out = date_from_days((int32_t)(seconds / 86400));
    return true;
}

unsigned env_processors(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : (unsigned)count;
}
