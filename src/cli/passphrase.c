/* Passphrases go byte by byte into the locked memory of the caller: no buffer of stdio, no copy. */
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

enum { FD_MAX = 1023, CTRL_C = 3 };

bool passphrase_options(const struct cli *cli, struct passphrase *out) {
    uint64_t fd = FD_MAX + 1;
    *out = (struct passphrase){.fd = -1};
    if (!args_number(cli, "passphrase-fd", 0, FD_MAX, &fd))
        return false;
    if (fd <= FD_MAX)
        out->fd = (int)fd;
    return true;
}

/* read() of one byte that no signal ends. */
static ssize_t read_byte(int fd, char *out) {
    ssize_t n;
    do
        n = read(fd, out, 1);
    while (n < 0 && errno == EINTR);
    return n;
}

/* One line without its LF; SIZE_MAX when it is longer than `max`, cannot be read, or was broken off
 * (`stop`, where it is not 0). */
static size_t read_line(int fd, char stop, char *out, size_t max) {
    size_t len = 0;
    for (;;) {
        char c;
        ssize_t n = read_byte(fd, &c);
        if (n < 0)
            return SIZE_MAX;
        if (n == 0 || c == '\n')
            return len;
        if (len == max || (stop != 0 && c == stop))
            return SIZE_MAX;
        out[len++] = c;
    }
}

static bool say(int fd, const char *text) {
    size_t len = strlen(text);
    return write(fd, text, len) == (ssize_t)len;
}

/* No echo; and Ctrl-C ends the line instead of the program, which would leave the terminal so. */
static bool hush(int tty, const char *prompt, struct termios *before) {
    if (tcgetattr(tty, before) != 0 || !say(tty, prompt))
        return false;
    struct termios quiet = *before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    quiet.c_cc[VEOL] = CTRL_C;
    return tcsetattr(tty, TCSAFLUSH, &quiet) == 0;
}

static bool unhush(int tty, const struct termios *before) {
    return tcsetattr(tty, TCSAFLUSH, before) == 0 && say(tty, "\n");
}

static size_t ask_once(int tty, const char *prompt, char *out, size_t max) {
    struct termios before;
    if (!hush(tty, prompt, &before))
        return SIZE_MAX;
    size_t len = read_line(tty, CTRL_C, out, max);
    return unhush(tty, &before) ? len : SIZE_MAX;
}

enum second_time { SAME_AGAIN, DIFFERS, BROKEN_OFF };

/* It is compared in place: what is typed is never kept twice. */
static enum second_time ask_again(int tty, const char *wanted, size_t len) {
    struct termios before;
    bool same = true;
    size_t at = 0;
    ssize_t n;
    char c = 0;
    if (!hush(tty, "The same again: ", &before))
        return BROKEN_OFF;
    for (; (n = read_byte(tty, &c)) == 1 && c != '\n' && c != CTRL_C; at++)
        same = same && at < len && wanted[at] == c;
    if (!unhush(tty, &before) || n < 0 || (n == 1 && c == CTRL_C))
        return BROKEN_OFF;
    return same && at == len ? SAME_AGAIN : DIFFERS;
}

size_t passphrase_ask(void *ctx, const char *prompt, char *out, size_t max) {
    const struct passphrase *p = ctx;
    if (p->fd >= 0)
        return read_line(p->fd, 0, out, max);
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty < 0) {
        output_error("there is no terminal to ask for the passphrase; use --passphrase-fd");
        return SIZE_MAX;
    }
    size_t len = ask_once(tty, prompt, out, max);
    enum second_time again = len != SIZE_MAX && p->twice ? ask_again(tty, out, len) : SAME_AGAIN;
    if (again == DIFFERS)
        output_error("the two passphrases differ");
    if (again != SAME_AGAIN)
        len = SIZE_MAX;
    close(tty);
    return len;
}
