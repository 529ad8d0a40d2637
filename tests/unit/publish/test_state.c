/* What is remembered: written safely, read strictly, never silently replaced. */
#include "signed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "publish/steps.h"

/* The one state file there is; fails when there are others. */
static const char *state_file(struct signed_test *t) {
    const char *found = NULL;
    DIR *dir = opendir(t->request.state_folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.') {
            assert_null(found);
            found = arena_printf(&t->f.mem, "%s/%s", t->request.state_folder, entry->d_name).p;
        }
    closedir(dir);
    assert_non_null(found);
    return found;
}

static struct str read_state(struct signed_test *t) {
    struct str text;
    assert_true(fs_read(&t->f.mem, state_file(t), "state", 4096, &text, &t->f.diags));
    return text;
}

static void only_the_owner_can_read_what_is_remembered(void **state) {
    struct signed_test *t = *state;
    struct stat st;
    mode_t was = umask(0);
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    umask(was);
    assert_int_equal(stat(t->request.state_folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(stat(state_file(t), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct str text = read_state(t);
    assert_true(str_starts(text, str_lit("pamphlet state 1\nkey: ")));
    assert_int_not_equal(str_find(text, str_lit("\nserial: 7\n")), SIZE_MAX);
    assert_int_not_equal(str_find(text, str_lit("\nseen: 2026-11-23\n")), SIZE_MAX);
}

static void a_lost_state_file_is_reported(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    assert_accepted(t, verify(t, path), "publish/first-use");
    assert_int_equal(unlink(state_file(t)), 0);
    assert_accepted(t, verify(t, path), "publish/first-use");
}

static void every_flipped_bit_and_every_cut_of_the_state_is_reported(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    assert_accepted(t, verify(t, path), "publish/first-use");
    const char *file = state_file(t);
    struct str text = read_state(t);
    char *copy = arena_cstr(&t->f.mem, text);
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = (char)(copy[i] ^ 1 << i % 8);
        write_bytes(t, file, str_of(copy, text.len));
        assert_refused(t, verify(t, path), "publish/state-broken");
        copy[i] = text.p[i];
        if (i % 7 != 0)
            continue;
        write_bytes(t, file, str_of(copy, i));
        assert_refused(t, verify(t, path), "publish/state-broken");
    }
    write_bytes(t, file, arena_printf(&t->f.mem, "%.*s\n", STR_ARG(text)));
    assert_refused(t, verify(t, path), "publish/state-broken");
    write_bytes(t, file, text);
    assert_accepted(t, verify(t, path), NULL);
}

static void the_state_of_another_pack_is_no_state_of_this_one(void **state) {
    struct signed_test *t = *state;
    struct pack_header usb = NOTES_HEADER(3);
    usb.profile = str_lit("usb");
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    struct str text = read_state(t);
    assert_int_equal(unlink(state_file(t)), 0);
    const char *path = write_pack(t, &usb, str_lit("x\n"));
    assert_accepted(t, verify(t, path), "publish/first-use");
    write_bytes(t, state_file(t), text);
    assert_refused(t, verify(t, path), "publish/state-broken");
}

static void what_a_stopped_write_left_does_no_harm(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    const char *file = state_file(t);
    write_bytes(t, arena_printf(&t->f.mem, "%s.tmp", file).p, str_lit("pamphlet sta"));
    assert_accepted(t, verify(t, write_release(t, 8)), NULL);
    assert_string_equal(state_file(t), file); /* and is gone */
}

/* Whatever lies where the record is written first: a longer text, or a way to a file of somebody's.
 */
static void what_lies_where_a_record_is_written_does_no_harm(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    const char *file = state_file(t), *temp = arena_printf(&t->f.mem, "%s.tmp", file).p;
    char longer[4000];
    memset(longer, 'x', sizeof(longer));
    write_bytes(t, temp, str_of(longer, sizeof(longer)));
    assert_accepted(t, verify(t, write_release(t, 8)), NULL);
    assert_accepted(t, verify(t, below(t, "notes-8-onion.zip")), NULL);
    write_bytes(t, below(t, "mine"), str_lit("mine"));
    assert_int_equal(symlink(below(t, "mine"), temp), 0);
    assert_false(verify(t, write_release(t, 9)));
    assert_true(t->f.diags.system);
    struct str mine;
    assert_true(fs_read(&t->f.mem, below(t, "mine"), "mine", 100, &mine, &t->f.diags));
    assert_str(mine, "mine");
}

static void a_record_that_cannot_be_written_leaves_the_old_one(void **state) {
    struct signed_test *t = *state;
    struct rlimit limit, none;
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    const char *path = write_release(t, 8), *file = state_file(t);
    struct str before = read_state(t);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    none = limit;
    none.rlim_cur = 40; /* of some 300 bytes */
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    bool ok = verify(t, path);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_refused(t, ok, "publish/state");
    assert_int_equal(t->report.proofs[PUBLISH_RECORD].outcome, PUBLISH_REFUSED);
    assert_string_equal(state_file(t), file); /* nothing lies beside it */
    assert_true(str_eq(read_state(t), before));
}

/* A pack of this serial whose checks are done; `mark` is its digest. */
static struct pending checked(struct signed_test *t, struct publish_report *report, uint64_t serial,
                              uint8_t mark) {
    struct pending p = {.mem = &t->f.mem,
                        .request = &t->request,
                        .report = report,
                        .d = &t->f.diags,
                        .source = {"x.zip", STR_NONE}};
    *report = (struct publish_report){.header = NOTES_HEADER(serial)};
    memset(p.sha256, mark, sizeof(p.sha256));
    return p;
}

/* The first eight bytes of a key, its id, can be chosen. */
static void another_key_of_the_same_id_is_remembered_apart(void **state) {
    struct signed_test *t = *state;
    struct pending p = checked(t, &t->report, 9, 9);
    assert_true(state_advance(&p));
    t->public.key[0] ^= 1;
    t->report.header.serial = 7;
    assert_true(state_check(&p));
    assert_int_equal(t->report.proofs[PUBLISH_SERIAL].outcome, PUBLISH_WARNED); /* the first */
    assert_true(state_advance(&p));
    t->public.key[0] ^= 1;
    assert_false(state_check(&p));
}

static void a_record_too_long_to_be_one_is_no_first_use(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    char longer[5000];
    memset(longer, 'x', sizeof(longer));
    assert_accepted(t, verify(t, path), "publish/first-use");
    write_bytes(t, state_file(t), str_of(longer, sizeof(longer)));
    assert_false(verify(t, path));
    /* Nothing of the pack is opened. */
    assert_int_equal(t->report.proofs[PUBLISH_SERIAL].outcome, PUBLISH_REFUSED);
    assert_int_equal(t->report.proofs[PUBLISH_STRUCTURE].outcome, PUBLISH_NOT_REACHED);
}

static void the_highest_serial_is_accepted_and_none_above_it(void **state) {
    struct signed_test *t = *state;
    struct pending p = checked(t, &t->report, 999999999999, 9);
    assert_accepted(t, state_check(&p), "publish/first-use");
    t->report.header.serial++;
    assert_refused(t, state_check(&p), "publish/fast-forward");
}

/* --- two at once: the look before says nothing about what is remembered now */

static void another_run_that_was_faster_is_heeded(void **state) {
    struct signed_test *t = *state;
    struct publish_report reports[5];
    struct pending slow = checked(t, &reports[0], 7, 7), quick = checked(t, &reports[1], 9, 9),
                   other = checked(t, &reports[2], 9, 10),
                   far = checked(t, &reports[3], 10 + PUBLISH_SERIAL_STEP_MAX, 1),
                   next = checked(t, &reports[4], 10, 1);
    assert_true(state_advance(&quick));
    assert_refused(t, state_advance(&slow), "publish/rollback");
    assert_refused(t, state_advance(&other), "publish/equivocation");
    assert_refused(t, state_advance(&far), "publish/fast-forward");
    assert_int_not_equal(str_find(read_state(t), str_lit("\nserial: 9\n")), SIZE_MAX);
    assert_accepted(t, state_advance(&quick), NULL);
    assert_accepted(t, state_advance(&next), NULL);
    write_bytes(t, state_file(t), str_lit("pamphlet sta"));
    assert_refused(t, state_advance(&next), "publish/state-broken");
    assert_str(read_state(t), "pamphlet sta");
}

/* A child holds the lock, and writes its record before it lets go. */
static void a_run_waits_for_the_one_that_writes(void **state) {
    struct signed_test *t = *state;
    struct publish_report reports[2];
    struct pending quick = checked(t, &reports[0], 9, 9), slow = checked(t, &reports[1], 7, 7);
    int ready[2], status;
    char byte;
    assert_true(state_advance(&quick));
    const char *file = state_file(t);
    struct str record = read_state(t);
    assert_int_equal(unlink(file) | pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct timespec moment = {.tv_nsec = 200 * 1000 * 1000};
        int folder = open(t->request.state_folder, O_RDONLY | O_DIRECTORY);
        bool ok = folder >= 0 && flock(folder, LOCK_EX) == 0 && write(ready[1], "x", 1) == 1 &&
                  nanosleep(&moment, NULL) == 0 && fs_write(file, record, &t->f.diags);
        _exit(ok ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    bool ok = state_advance(&slow);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(close(ready[0]) | close(ready[1]), 0);
    assert_refused(t, ok, "publish/rollback");
    assert_true(str_eq(read_state(t), record));
}

static void a_clock_set_back_does_not_lower_the_day_seen(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    assert_accepted(t, verify(t, path), "publish/first-use");
    t->request.today = (struct date){2026, 1, 1};
    assert_accepted(t, verify(t, path), "publish/clock");
    assert_accepted(t, verify(t, path), "publish/clock");
}

static void a_state_folder_that_cannot_be_is_the_systems_refusal(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    t->request.state_folder = below(t, "k.pub/state");
    assert_false(verify(t, path));
    assert_true(t->f.diags.system);
    assert_int_equal(t->report.proofs[PUBLISH_RECORD].outcome, PUBLISH_REFUSED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(only_the_owner_can_read_what_is_remembered),
        SIGNED_TEST(a_lost_state_file_is_reported),
        SIGNED_TEST(every_flipped_bit_and_every_cut_of_the_state_is_reported),
        SIGNED_TEST(the_state_of_another_pack_is_no_state_of_this_one),
        SIGNED_TEST(what_a_stopped_write_left_does_no_harm),
        SIGNED_TEST(what_lies_where_a_record_is_written_does_no_harm),
        SIGNED_TEST(a_record_that_cannot_be_written_leaves_the_old_one),
        SIGNED_TEST(another_key_of_the_same_id_is_remembered_apart),
        SIGNED_TEST(a_record_too_long_to_be_one_is_no_first_use),
        SIGNED_TEST(the_highest_serial_is_accepted_and_none_above_it),
        SIGNED_TEST(another_run_that_was_faster_is_heeded),
        SIGNED_TEST(a_run_waits_for_the_one_that_writes),
        SIGNED_TEST(a_clock_set_back_does_not_lower_the_day_seen),
        SIGNED_TEST(a_state_folder_that_cannot_be_is_the_systems_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
