/* What is remembered: written safely, read strictly, never silently replaced. */
#include "signed.h"

#include <dirent.h>
#include <sys/stat.h>

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
        SIGNED_TEST(a_clock_set_back_does_not_lower_the_day_seen),
        SIGNED_TEST(a_state_folder_that_cannot_be_is_the_systems_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
