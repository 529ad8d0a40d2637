/* The text files that mirrors and their readers look for in content/static: mirrors.txt, canary.txt
 * and pgp.txt (as directories of onions expect them), security.txt (RFC 9116). Signatures are not
 * checked here, because that needs the makers' keyring; that they are there and whole is. */
#include "lint/parts.h"

/* As long as build/files.c takes them. */
enum { BYTES_MAX = 64 << 20, CANARY_DAYS = 14 };

static struct place place_in(const struct source *source, struct str at) {
    return place_at_offset(source, (size_t)(at.p - source->text.p), at.len);
}

static void open_signed(struct lint *l, const struct source *source, struct str *body) {
    if (!armor_open(l, source, body))
        lint_say(l, RULE_PGP_UNSIGNED, place_of(source, 0, 0, 0),
                 "is not signed with OpenPGP, so anybody who changes the pages can change it; "
                 "gpg --clear-sign makes it so");
}

/* --- mirrors.txt --------------------------------------------------------------------------------
 */

static bool is_web(struct str line) {
    return str_starts(line, str_lit("http://")) || str_starts(line, str_lit("https://"));
}

static bool is_name(struct str host) {
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_is_lower(host.p[i]) && !ascii_is_digit(host.p[i]) && host.p[i] != '.' &&
            host.p[i] != '-')
            return false;
    return host.len > 0 && str_find_char(host, '.') != SIZE_MAX && host.p[host.len - 1] != '.';
}

static void check_mirror(struct lint *l, const struct source *source, struct str line) {
    struct str host = str_from_offset(line, str_find(line, str_lit("://")) + 3);
    if (!is_name(host))
        lint_say(l, RULE_MIRRORS_ADDRESS, place_in(source, line),
                 "is not http:// or https:// and a name alone: no port, no path, nothing behind "
                 "it");
    else if (str_ends(host, str_lit(".onion")) && !onion_is_whole(host))
        lint_say(l, RULE_MIRRORS_ADDRESS, place_in(source, line),
                 "is no onion name: its checksum does not fit, so a letter is wrong or missing");
}

static void check_own(struct lint *l, const struct source *source, const struct map *seen,
                      struct str address) {
    struct str own = address;
    while (own.len > 0 && own.p[own.len - 1] == '/')
        own.len--;
    if (own.len > 0 && map_get(seen, own) == MAP_NONE)
        lint_say(l, RULE_MIRRORS_OWN, place_of(source, 0, 0, 0),
                 "does not list '%.*s', which site.yaml says is ours", STR_ARG(own));
}

static void check_mirrors(struct lint *l, const struct source *source) {
    struct str body, line;
    struct map seen;
    size_t count = 0;
    map_init(&seen, l->mem, 16);
    open_signed(l, source, &body);
    while (str_next_line(&body, &line)) {
        if (lint_is_full(l))
            return;
        if (!is_web(line))
            continue;
        count++;
        check_mirror(l, source, line);
        if (map_add(&seen, line, 0) != MAP_NONE)
            lint_say(l, RULE_MIRRORS_TWICE, place_in(source, line), "is listed twice");
    }
    if (count == 0)
        lint_say(l, RULE_MIRRORS_NONE, place_of(source, 0, 0, 0),
                 "lists no mirror: each stands on a line of its own and starts with http://");
    check_own(l, source, &seen, l->site->config.onion_address);
    check_own(l, source, &seen, l->site->config.clearnet_address);
}

/* --- canary.txt ---------------------------------------------------------------------------------
 */

/* The newest date in the text, and where it stands. */
static struct date newest_date(struct str text, struct str *at) {
    struct date newest = {0}, date;
    for (size_t i = 0; i + 10 <= text.len; i++) {
        struct str s = str_slice(text, i, i + 10);
        if ((i == 0 || !ascii_is_digit(text.p[i - 1])) && date_parse(s, &date) &&
            date_cmp(date, newest) > 0) {
            newest = date;
            *at = s;
        }
    }
    return newest;
}

/* "within 30 days", else 14. */
static uint32_t promised_days(struct str text) {
    size_t at = str_find(text, str_lit("within "));
    struct str rest = at == SIZE_MAX ? STR_NONE : str_from_offset(text, at + 7), number;
    uint64_t days;
    return str_next_part(&rest, ' ', &number) && str_to_uint(number, 366, &days) && days > 0
               ? (uint32_t)days
               : CANARY_DAYS;
}

static void check_canary(struct lint *l, const struct source *source) {
    struct str body, at = STR_NONE;
    open_signed(l, source, &body);
    struct date date = newest_date(body, &at);
    if (!date_is_set(date)) {
        lint_say(l, RULE_CANARY_DATE, place_of(source, 0, 0, 0),
                 "has no date in it (YYYY-MM-DD), so nobody can tell how old it is");
        return;
    }
    int32_t age = date_to_days(l->today) - date_to_days(date);
    if (age < 0)
        lint_say(l, RULE_CANARY_DATE, place_in(source, at), "is a day that is still to come");
    else if ((uint32_t)age > promised_days(body))
        lint_say(l, RULE_CANARY_OLD, place_in(source, at),
                 "is %d days ago, and the canary is to be renewed within %u: readers will think "
                 "that something happened to you",
                 (int)age, (unsigned)promised_days(body));
}

/* --- pgp.txt ------------------------------------------------------------------------------------
 */

static void check_keys(struct lint *l, const struct source *source) {
    size_t blocks;
    bool whole = armor_check(l, source, source->text, &blocks);
    if (whole &&
        str_find(source->text, str_lit("-----BEGIN PGP PUBLIC KEY BLOCK-----")) == SIZE_MAX)
        lint_say(l, RULE_PGP_ARMOR, place_of(source, 0, 0, 0),
                 "has no public key in it: gpg --armor --export KEY makes one");
}

static bool has_static(const struct site *site, const char *path) {
    for (size_t i = 0; i < site->statics.count; i++)
        if (str_is(site->statics.items[i].path, path))
            return true;
    return false;
}

/* --- all ----------------------------------------------------------------------------------------
 */

static const struct file_check {
    const char *path;
    void (*check)(struct lint *l, const struct source *source);
} CHECKS[] = {
    {"mirrors.txt", check_mirrors},   {"canary.txt", check_canary},
    {"pgp.txt", check_keys},          {".well-known/security.txt", security_check},
    {"security.txt", security_check},
};

static void check_static(struct lint *l, struct str path) {
    struct source *source = arena_new(l->mem, struct source);
    source->path = arena_printf(l->mem, "content/static/%.*s", STR_ARG(path)).p;
    const char *file = fs_join(l->mem, l->site->root, str_from(source->path));
    if (!str_ends(path, str_lit(".txt")) ||
        !fs_read(l->mem, file, source->path, BYTES_MAX, &source->text, &l->found))
        return;
    armor_find_secret(l, source);
    for (size_t i = 0; i < ARRAY_LEN(CHECKS); i++)
        if (str_is(path, CHECKS[i].path))
            CHECKS[i].check(l, source);
    bool named = str_is(path, "mirrors.txt") || str_is(path, "canary.txt");
    if (named && str_find(source->text, str_lit("-----BEGIN PGP SIG")) != SIZE_MAX &&
        !has_static(l->site, "pgp.txt"))
        lint_say(l, RULE_PGP_MISSING, place_of(source, 0, 0, 0),
                 "is signed, and there is no pgp.txt with the key that proves it");
}

void statics_check(struct lint *l) {
    for (size_t i = 0; i < l->site->statics.count; i++) {
        l->found_before = l->found.count;
        check_static(l, l->site->statics.items[i].path);
    }
}
