/* Passphrases go byte by byte into the locked memory of the caller: no buffer of stdio, no copy. */
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

enum { FD_MAX = 1023 };

bool passphrase_options(const struct cli *cli, struct passphrase *out) {
    uint64_t fd = FD_MAX + 1;
    *out = (struct passphrase){.fd = -1};
    if (!args_number(cli, "passphrase-fd", 0, FD_MAX, &fd))
        return false;
    if (fd <= FD_MAX)
        out->fd = (int)fd;
    return true;
}

/* One line without its LF; SIZE_MAX when it is longer than `max` or cannot be read. */
static size_t read_line(int fd, char *out, size_t max) {
    size_t len = 0;
    for (;;) {
        char c;
        ssize_t n = read(fd, &c, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return SIZE_MAX;
        if (n == 0 || c == '\n')
            return len;
        if (len == max)
            return SIZE_MAX;
        out[len++] = c;
    }
}

static bool say(int fd, const char *text) {
    size_t len = strlen(text);
    return write(fd, text, len) == (ssize_t)len;
}

static size_t ask_once(int tty, const char *prompt, char *out, size_t max) {
    struct termios before, quiet;
    if (tcgetattr(tty, &before) != 0 || !say(tty, prompt))
        return SIZE_MAX;
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(tty, TCSAFLUSH, &quiet) != 0)
        return SIZE_MAX;
    size_t len = read_line(tty, out, max);
    if (tcsetattr(tty, TCSAFLUSH, &before) != 0 || !say(tty, "\n"))
        return SIZE_MAX;
    return len;
}

/* The second time is compared in place: what is typed is never kept twice. */
static bool same_again(int tty, const char *wanted, size_t len) {
    struct termios before, quiet;
    bool same = true;
    if (tcgetattr(tty, &before) != 0 || !say(tty, "The same again: "))
        return false;
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(tty, TCSAFLUSH, &quiet) != 0)
        return false;
    size_t at = 0;
    for (char c; read(tty, &c, 1) == 1 && c != '\n'; at++)
        same = same && at < len && wanted[at] == c;
    same = same && at == len;
    if (tcsetattr(tty, TCSAFLUSH, &before) != 0 || !say(tty, "\n"))
        return false;
    return same;
}

size_t passphrase_ask(void *ctx, const char *prompt, char *out, size_t max) {
    const struct passphrase *p = ctx;
    if (p->fd >= 0)
        return read_line(p->fd, out, max);
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty < 0) {
        output_error("there is no terminal to ask for the passphrase; use --passphrase-fd");
        return SIZE_MAX;
    }
    size_t len = ask_once(tty, prompt, out, max);
    if (len != SIZE_MAX && p->twice && !same_again(tty, out, len)) {
        output_error("the two passphrases differ");
        len = SIZE_MAX;
    }
    close(tty);
    return len;
}
