/* Landlock by its three system calls: which files can still be opened, made, renamed or deleted.
 * Numbers and structures are our own, because headers are often older than the kernel that runs.
 * From version 1 (Linux 5.13) on; what later versions add is taken when it is there. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wall/parts.h"

/* The same on every architecture but alpha. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { ASK_VERSION = 1, RULE_PATH_BENEATH = 1 };
enum {
    VERSION_REFER = 2,
    VERSION_TRUNCATE = 3,
    VERSION_NET = 4,
    VERSION_IOCTL = 5,
    VERSION_SCOPE = 6
};

enum file_right {
    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_CHAR = 1 << 6,
    MAKE_DIR = 1 << 7,
    MAKE_REG = 1 << 8,
    MAKE_SOCK = 1 << 9,
    MAKE_FIFO = 1 << 10,
    MAKE_BLOCK = 1 << 11,
    MAKE_SYM = 1 << 12,
    REFER = 1 << 13,
    TRUNCATE = 1 << 14,
    IOCTL_DEV = 1 << 15,
};
enum { FILES_ONLY = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV };
enum { NET_BIND = 1 << 0, NET_CONNECT = 1 << 1 };
enum { SCOPE_ABSTRACT_SOCKETS = 1 << 0, SCOPE_SIGNALS = 1 << 1 };

struct ruleset { /* an older kernel accepts what is longer than it knows, as long as that is 0 */
    uint64_t files, net, scopes;
};
struct path_rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

static uint64_t rights_of(enum wall_access access) {
    static const uint64_t rights[] = {
        [WALL_READ] = READ_FILE | READ_DIR,
        [WALL_WRITE] = READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | MAKE_REG | MAKE_DIR |
                       REMOVE_FILE | REMOVE_DIR | REFER,
        [WALL_PUT] = READ_DIR | WRITE_FILE | TRUNCATE | MAKE_REG | REMOVE_FILE,
        [WALL_UNMAKE] = REMOVE_DIR,
    };
    return rights[access];
}

/* Everything that this version can forbid. */
static struct ruleset all_rights(int version) {
    struct ruleset r = {.files = (1 << 13) - 1};
    if (version >= VERSION_REFER)
        r.files |= REFER;
    if (version >= VERSION_TRUNCATE)
        r.files |= TRUNCATE;
    if (version >= VERSION_NET)
        r.net = NET_BIND | NET_CONNECT;
    if (version >= VERSION_IOCTL)
        r.files |= IOCTL_DEV;
    if (version >= VERSION_SCOPE)
        r.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
    return r;
}

/* What is not there gives no right, and that is no error. False with errno. */
static bool add_path(int ruleset, const char *path, uint64_t allowed) {
    struct path_rule rule = {.allowed = allowed, .parent = open(path, O_PATH | O_CLOEXEC)};
    struct stat st;
    if (rule.parent < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP;
    bool ok = fstat(rule.parent, &st) == 0;
    if (ok && !S_ISDIR(st.st_mode))
        rule.allowed &= FILES_ONLY;
    if (ok && rule.allowed != 0)
        ok = syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0) == 0;
    int err = errno;
    close(rule.parent);
    errno = err;
    return ok;
}

static bool add_paths(int ruleset, const struct wall *w, uint64_t known) {
    bool ok = true;
    for (size_t i = 0; ok && i < w->count; i++)
        ok = add_path(ruleset, w->paths[i].path, rights_of(w->paths[i].access) & known);
    if (WALL_SANITIZED) /* names of functions for their reports */
        ok = ok && add_path(ruleset, "/proc", READ_FILE | READ_DIR) &&
             add_path(ruleset, "/usr", READ_FILE | READ_DIR) &&
             add_path(ruleset, "/proc/self/exe", READ_FILE);
    return ok;
}

int landlock_enter(const struct wall *w, const char **lack) {
    long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
    if (version <= 0) {
        *lack = errno == EOPNOTSUPP ? "Landlock is switched off in this kernel"
                                    : "this kernel has no Landlock";
        return 0;
    }
    /* Version 1 refuses every rename from one folder to another, whatever the rules say. */
    if (version < VERSION_REFER && w->moves_folders) {
        *lack = "this kernel's Landlock lets nothing move between folders";
        return 0;
    }
    struct ruleset attr = all_rights((int)version);
    int ruleset = (int)syscall(CREATE_RULESET, &attr, sizeof(attr), 0);
    bool ok = ruleset >= 0 && add_paths(ruleset, w, attr.files) &&
              syscall(RESTRICT_SELF, ruleset, 0) == 0;
    if (ruleset >= 0)
        close(ruleset);
    if (!ok)
        *lack = "Landlock refuses";
    return ok ? (int)version : 0;
}
