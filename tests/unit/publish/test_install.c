/* Installing: the folder is the old version or the new one, and the one before can come back. */
#include "signed.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "publish/steps.h"

static bool install(struct signed_test *t, const char *path) {
    t->request.pack_path = path;
    return publish_install(&t->f.mem, &t->request, below(t, "www/onion"), &t->report, &t->f.diags);
}

/* The serial of a whole folder; 0 when it is not there or not whole. */
static unsigned serial_of(struct signed_test *t, const char *folder) {
    struct publish_report report;
    struct diags d = {0};
    bool whole = publish_verify_folder(&t->f.mem, below(t, folder), &report, &d);
    diags_finish(&d);
    return whole ? (unsigned)report.header.serial : 0;
}

/* What is up, what was before, and that nothing else lies about. */
static void assert_installed(struct signed_test *t, unsigned up, unsigned before) {
    assert_int_equal(serial_of(t, "www/onion"), up);
    assert_int_equal(serial_of(t, "www/onion.previous"), before);
    assert_false(fs_exists(below(t, "www/onion.incoming")));
}

static void a_pack_goes_up_and_the_one_before_is_kept(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_installed(t, 6, 0);
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_installed(t, 7, 6);
    assert_accepted(t, install(t, write_release(t, 8)), NULL);
    assert_installed(t, 8, 7);
}

static unsigned mode_of(struct signed_test *t, const char *path) {
    struct stat st;
    assert_int_equal(stat(below(t, path), &st), 0);
    return st.st_mode & 07777;
}

static void assert_modes(struct signed_test *t, unsigned folders, unsigned files) {
    assert_int_equal(mode_of(t, "www/onion"), folders);
    assert_int_equal(mode_of(t, "www/onion/news.txt"), files);
    assert_int_equal(mode_of(t, "www/onion/.pamphlet"), files);
}

/* The web server is another user: what it could read, it still can, whatever the umask is. */
static void a_new_pack_has_the_rights_of_the_one_that_was_up(void **state) {
    struct signed_test *t = *state;
    mode_t before = umask(0022);
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_modes(t, 0755, 0644);
    (void)umask(0077);
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_modes(t, 0755, 0644);
    assert_int_equal(chmod(below(t, "www/onion"), 0750), 0);
    (void)umask(0022);
    assert_accepted(t, install(t, write_release(t, 8)), NULL);
    assert_modes(t, 0750, 0640);
    assert_int_equal(umask(before), 0022);
}

static void the_first_pack_has_the_rights_of_the_folder_that_waits_for_it(void **state) {
    struct signed_test *t = *state;
    mode_t before = umask(0077);
    assert_true(fs_make_folders(below(t, "www/onion"), &t->f.diags));
    assert_int_equal(chmod(below(t, "www/onion"), 0777), 0);
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_modes(t, 0775, 0664); /* but nobody else writes */
    assert_int_equal(umask(before), 0077);
}

/* One that we may give a folder to: another that we are in, or for root any. */
static gid_t other_group(void) {
    gid_t groups[256];
    int count = getgroups(ARRAY_LEN(groups), groups);
    for (int i = 0; i < count; i++)
        if (groups[i] != getegid())
            return groups[i];
    return getegid() + 1;
}

/* Rights of a group that the new folder does not have would lock its readers out. */
static void a_new_pack_of_another_group_has_what_the_umask_says(void **state) {
    struct signed_test *t = *state;
    mode_t before = umask(0022);
    gid_t other = other_group();
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_int_equal(chmod(below(t, "www/onion"), 0750), 0);
    if (chown(below(t, "www/onion"), (uid_t)-1, other) != 0) {
        (void)umask(before);
        print_message("who runs this is in no second group, and only root may do without\n");
        skip();
    }
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_modes(t, 0755, 0644);
    (void)umask(0077);
    assert_int_equal(chown(below(t, "www"), (uid_t)-1, other), 0);
    assert_int_equal(chmod(below(t, "www"), 02750), 0); /* new ones get the group of this one */
    assert_int_equal(chown(below(t, "www/onion"), (uid_t)-1, other), 0);
    assert_accepted(t, install(t, write_release(t, 8)), NULL);
    assert_modes(t, 02755, 0644);
    assert_int_equal(umask(before), 0077);
}

static void what_is_up_already_is_left_or_mended(void **state) {
    struct signed_test *t = *state;
    struct pack_header header = NOTES_HEADER(7);
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    const char *path = write_release(t, 7);
    assert_accepted(t, install(t, path), NULL);
    assert_false(t->report.was_up);
    assert_accepted(t, install(t, path), NULL);
    assert_true(t->report.was_up);
    assert_installed(t, 7, 6);
    assert_int_equal(unlink(below(t, "www/onion/news.txt")), 0);
    assert_accepted(t, install(t, path), NULL);
    assert_false(t->report.was_up);
    assert_installed(t, 7, 6);
    /* another pack of that serial, with nothing remembered */
    t->request.state_folder = NULL;
    assert_refused(t, install(t, write_pack(t, &header, str_lit("other\n"))),
                   "publish/equivocation");
    assert_installed(t, 7, 6);
}

static void an_empty_folder_is_filled(void **state) {
    struct signed_test *t = *state;
    assert_true(fs_make_folders(below(t, "www/onion"), &t->f.diags));
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_installed(t, 6, 0);
}

static void rolling_back_swaps_and_swaps_again(void **state) {
    struct signed_test *t = *state;
    struct publish_report r;
    const char *folder = below(t, "www/onion");
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_refused(t, publish_rollback(&t->f.mem, folder, &r, &t->f.diags), "publish/no-previous");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_true(publish_rollback(&t->f.mem, folder, &r, &t->f.diags));
    assert_int_equal(r.header.serial, 6);
    assert_installed(t, 6, 7);
    assert_true(publish_rollback(&t->f.mem, folder, &r, &t->f.diags));
    assert_installed(t, 7, 6);
    /* what was seen stays: an older pack does not come in by this door */
    assert_true(publish_rollback(&t->f.mem, folder, &r, &t->f.diags));
    assert_refused(t, install(t, below(t, "notes-6-onion.zip")), "publish/rollback");
    assert_accepted(t, install(t, below(t, "notes-7-onion.zip")), NULL);
    assert_installed(t, 7, 6);
}

static void a_previous_version_that_is_not_whole_does_not_go_up(void **state) {
    struct signed_test *t = *state;
    struct publish_report r;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_int_equal(truncate(below(t, "www/onion.previous/news.txt"), 3), 0);
    assert_refused(t, publish_rollback(&t->f.mem, below(t, "www/onion"), &r, &t->f.diags),
                   "publish/folder-changed");
    assert_int_equal(serial_of(t, "www/onion"), 7);
}

static void rolling_back_leaves_folders_of_others_alone(void **state) {
    static const char *const names[] = {"www/onion/.pamphlet", "www/onion.previous/.pamphlet"};
    struct signed_test *t = *state;
    struct publish_report r;
    const char *folder = below(t, "www/onion");
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_int_equal(rename(below(t, names[i]), below(t, "marker")), 0);
        assert_refused(t, publish_rollback(&t->f.mem, folder, &r, &t->f.diags), "publish/not-ours");
        assert_installed(t, 7, 6);
        assert_int_equal(rename(below(t, "marker"), below(t, names[i])), 0);
    }
}

static void what_is_up_decides_which_pack_is_wanted(void **state) {
    struct signed_test *t = *state;
    struct pack_header usb = NOTES_HEADER(9);
    usb.profile = str_lit("usb");
    assert_accepted(t, install(t, write_release(t, 7)), "publish/first-use");
    assert_refused(t, install(t, write_pack(t, &usb, str_lit("x\n"))), "publish/wrong-pack");
    assert_installed(t, 7, 0);
    /* and with the state lost, that no older one goes up */
    t->request.state_folder = below(t, "another-state");
    assert_refused(t, install(t, write_release(t, 6)), "publish/rollback");
    assert_installed(t, 7, 0);
    assert_false(fs_exists(t->request.state_folder));
}

static void a_refused_pack_changes_nothing(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    const char *path = write_release(t, 7);
    write_bytes(t, path, str_lit("junk"));
    assert_refused(t, install(t, path), "publish/signature-bad");
    assert_installed(t, 6, 0);
}

static void a_folder_within_a_pack_is_refused(void **state) {
    struct signed_test *t = *state;
    static const char *const names[] = {"www/onion/sub", "www/onion/en/sub"};
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    const char *path = write_release(t, 7);
    assert_true(fs_make_folders(below(t, "www/onion/en"), &t->f.diags));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        t->request.pack_path = path;
        assert_refused(
            t, publish_install(&t->f.mem, &t->request, below(t, names[i]), &t->report, &t->f.diags),
            "publish/inside");
        assert_false(fs_exists(below(t, names[i])));
    }
    assert_installed(t, 6, 0);
}

static void folders_of_others_are_left_alone(void **state) {
    struct signed_test *t = *state;
    static const char *const names[] = {"www/onion", "www/onion.incoming", "www/onion.previous"};
    const char *path = write_release(t, 7);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *file = arena_printf(&t->f.mem, "%s/.mine", below(t, names[i])).p;
        assert_true(fs_make_folders(below(t, names[i]), &t->f.diags));
        write_bytes(t, file, str_lit("mine"));
        assert_refused(t, install(t, path), "publish/not-ours");
        assert_true(fs_exists(file));
        assert_int_equal(unlink(file) | rmdir(below(t, names[i])), 0);
    }
    write_bytes(t, below(t, "www/onion"), str_lit("a file"));
    assert_refused(t, install(t, path), "publish/not-a-folder");
    assert_int_equal(unlink(below(t, "www/onion")), 0);
    assert_int_equal(symlink("elsewhere", below(t, "www/onion")), 0);
    assert_refused(t, install(t, path), "publish/symlink");
}

static void a_second_run_at_the_same_time_says_so(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    int fd = open(below(t, "www"), O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_refused(t, install(t, write_release(t, 7)), "publish/busy");
    close(fd);
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_installed(t, 7, 6);
}

static void a_folder_tells_what_is_missing_changed_and_foreign(void **state) {
    struct signed_test *t = *state;
    struct publish_report r;
    const char *folder = below(t, "www/onion");
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_true(publish_verify_folder(&t->f.mem, folder, &r, &t->f.diags));
    assert_int_equal(r.files, 3);
    write_bytes(t, below(t, "www/onion/extra.txt"), str_lit("x"));
    assert_refused(t, publish_verify_folder(&t->f.mem, folder, &r, &t->f.diags),
                   "publish/folder-foreign");
    assert_int_equal(unlink(below(t, "www/onion/extra.txt")), 0);
    write_bytes(t, below(t, "www/onion/news.txt"), str_lit("News of release 6\n"));
    assert_refused(t, publish_verify_folder(&t->f.mem, folder, &r, &t->f.diags),
                   "publish/folder-changed");
    assert_int_equal(unlink(below(t, "www/onion/news.txt")), 0);
    assert_refused(t, publish_verify_folder(&t->f.mem, folder, &r, &t->f.diags),
                   "publish/folder-incomplete");
    assert_int_equal(unlink(below(t, "www/onion/MANIFEST.txt")), 0);
    assert_refused(t, publish_verify_folder(&t->f.mem, folder, &r, &t->f.diags),
                   "publish/folder-incomplete");
}

/* --- stopped runs ------------------------------------------------------------------------- */

/* A folder as an install would leave it, from the ZIP of that release. */
static void unpack_to(struct signed_test *t, unsigned serial, const char *folder) {
    struct publish_request request = t->request;
    struct publish_report report;
    struct pending p = {.mem = &t->f.mem, .request = &request, .report = &report, .d = &t->f.diags};
    request.pack_path = write_release(t, serial);
    request.state_folder = NULL;
    assert_true(verify_pending(&p));
    assert_int_equal(mkdir(below(t, folder), 0755), 0);
    assert_true(unpack_tree(&p, below(t, folder)));
    diags_finish(&t->f.diags);
}

static bool stick_is_whole(struct signed_test *t) {
    struct publish_report r;
    return publish_verify_folder(&t->f.mem, below(t, "stick"), &r, &t->f.diags);
}

/* A folder with the signature or the ZIP of its pack in it is a stick. */
static void a_stick_holds_the_zip_of_its_files(void **state) {
    struct signed_test *t = *state;
    const char *zip = below(t, "stick/notes-7-onion.zip"),
               *signature = below(t, "stick/notes-7-onion.zip.minisig");
    unpack_to(t, 7, "stick");
    assert_int_equal(unlink(below(t, "stick/.pamphlet")), 0);
    assert_accepted(t, stick_is_whole(t), NULL);
    assert_int_equal(link(below(t, "notes-7-onion.zip"), zip), 0);
    assert_refused(t, stick_is_whole(t), "publish/stick-incomplete");
    write_bytes(t, signature, str_lit("x\n")); /* without a key nobody reads it */
    assert_accepted(t, stick_is_whole(t), NULL);
    assert_true(fs_make_folders(below(t, "stick/System Volume Information"), &t->f.diags));
    write_bytes(t, below(t, "stick/System Volume Information/x"), str_lit("x"));
    write_bytes(t, below(t, "stick/._news.txt"), str_lit("x"));
    assert_accepted(t, stick_is_whole(t), NULL);
    struct pack_header other = NOTES_HEADER(7);
    assert_int_equal(unlink(zip) | rename(write_pack(t, &other, str_lit("other news\n")), zip), 0);
    assert_refused(t, stick_is_whole(t), "publish/stick-differs");
    assert_int_equal(truncate(zip, 100), 0);
    assert_refused(t, stick_is_whole(t), "zip/truncated");
    assert_int_equal(unlink(zip), 0);
    assert_refused(t, stick_is_whole(t), "publish/stick-incomplete");
    assert_int_equal(unlink(signature), 0); /* no stick: what systems leave there is foreign */
    assert_false(stick_is_whole(t));
    assert_int_equal(t->f.diags.errors, 2);
    assert_refused(t, false, "publish/folder-foreign");
}

static struct swap swap_of(struct signed_test *t) {
    struct swap s;
    swap_init(&s, &t->f.mem, arena_printf(&t->f.mem, "%s///", below(t, "www/onion")).p);
    return s;
}

static void recover(struct signed_test *t, unsigned up, unsigned before) {
    struct swap s = swap_of(t);
    assert_true(swap_recover(&s, &t->f.mem, &t->f.diags));
    assert_installed(t, up, before);
}

static void stopped_while_unpacking_what_came_in_is_cleared(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    unpack_to(t, 7, "www/onion.incoming");
    assert_int_equal(unlink(below(t, "www/onion.incoming/MANIFEST.txt")), 0);
    recover(t, 6, 0);
    assert_int_equal(mkdir(below(t, "www/onion.incoming"), 0755), 0); /* not even the marker yet */
    recover(t, 6, 0);
}

static void stopped_behind_the_exchange_the_old_one_becomes_the_previous(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 5)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    unpack_to(t, 6, "www/onion.incoming");
    recover(t, 7, 6);
}

/* What is newer, or the same once more to mend it, was never up; the version before is kept. */
static void stopped_before_the_exchange_the_previous_one_is_kept(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    unpack_to(t, 8, "www/onion.incoming");
    recover(t, 7, 6);
    unpack_to(t, 7, "www/onion.incoming");
    recover(t, 7, 6);
    unpack_to(t, 5, "www/onion.incoming");
    assert_int_equal(unlink(below(t, "www/onion.incoming/MANIFEST.txt")), 0);
    recover(t, 7, 6);
}

static void a_folder_that_somebody_took_away_is_not_put_back(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_int_equal(rename(below(t, "www/onion"), below(t, "elsewhere")), 0);
    struct swap s = swap_of(t);
    assert_true(swap_recover(&s, &t->f.mem, &t->f.diags));
    assert_false(fs_exists(s.folder));
    assert_int_equal(serial_of(t, "www/onion.previous"), 6);
}

static void rolling_back_puts_right_what_a_stopped_run_left(void **state) {
    struct signed_test *t = *state;
    struct publish_report r;
    assert_accepted(t, install(t, write_release(t, 5)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    unpack_to(t, 6, "www/onion.incoming");
    assert_true(publish_rollback(&t->f.mem, below(t, "www/onion"), &r, &t->f.diags));
    assert_int_equal(r.header.serial, 6);
    assert_installed(t, 6, 7);
}

static void stopped_between_two_renames_the_old_one_is_put_back(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    unpack_to(t, 7, "www/onion.incoming");
    assert_int_equal(rename(below(t, "www/onion"), below(t, "www/onion.previous")), 0);
    struct swap s = swap_of(t);
    assert_true(swap_recover(&s, &t->f.mem, &t->f.diags));
    assert_int_equal(serial_of(t, "www/onion"), 6);
    assert_accepted(t, install(t, write_release(t, 7)), NULL);
    assert_installed(t, 7, 6);
}

static void stopped_while_deleting_the_rest_is_still_known_to_be_ours(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 6)), "publish/first-use");
    unpack_to(t, 7, "www/onion.incoming");
    assert_int_equal(unlink(below(t, "www/onion.incoming/MANIFEST.txt")) |
                         unlink(below(t, "www/onion.incoming/news.txt")),
                     0);
    recover(t, 6, 0);
}

static void without_exchange_two_renames_do(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, install(t, write_release(t, 5)), "publish/first-use");
    assert_accepted(t, install(t, write_release(t, 6)), NULL);
    unpack_to(t, 7, "www/onion.incoming");
    struct swap s = swap_of(t);
    s.no_exchange = true;
    assert_true(swap_in(&s, true, &t->f.diags));
    assert_installed(t, 7, 6);
    assert_true(swap_back(&s, &t->f.diags));
    assert_installed(t, 6, 7);
    /* stopped in the middle of going back: nothing is lost */
    assert_int_equal(rename(s.folder, s.incoming), 0);
    assert_true(swap_recover(&s, &t->f.mem, &t->f.diags));
    assert_installed(t, 7, 6);
    assert_int_equal(rename(s.folder, s.incoming) | rename(s.previous, s.folder), 0);
    assert_true(swap_recover(&s, &t->f.mem, &t->f.diags));
    assert_installed(t, 6, 7);
}

static void relative_folders_have_their_parent_here(void **state) {
    struct signed_test *t = *state;
    struct swap s;
    swap_init(&s, &t->f.mem, "onion");
    assert_string_equal(s.parent, ".");
    assert_string_equal(s.previous, "onion.previous");
    swap_init(&s, &t->f.mem, "/onion/");
    assert_string_equal(s.parent, "/");
    assert_string_equal(s.folder, "/onion");
    swap_init(&s, &t->f.mem, "a/b/onion");
    assert_string_equal(s.parent, "a/b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(a_pack_goes_up_and_the_one_before_is_kept),
        SIGNED_TEST(a_new_pack_has_the_rights_of_the_one_that_was_up),
        SIGNED_TEST(the_first_pack_has_the_rights_of_the_folder_that_waits_for_it),
        SIGNED_TEST(a_new_pack_of_another_group_has_what_the_umask_says),
        SIGNED_TEST(what_is_up_already_is_left_or_mended),
        SIGNED_TEST(an_empty_folder_is_filled),
        SIGNED_TEST(rolling_back_leaves_folders_of_others_alone),
        SIGNED_TEST(stopped_before_the_exchange_the_previous_one_is_kept),
        SIGNED_TEST(a_folder_that_somebody_took_away_is_not_put_back),
        SIGNED_TEST(rolling_back_puts_right_what_a_stopped_run_left),
        SIGNED_TEST(rolling_back_swaps_and_swaps_again),
        SIGNED_TEST(a_previous_version_that_is_not_whole_does_not_go_up),
        SIGNED_TEST(what_is_up_decides_which_pack_is_wanted),
        SIGNED_TEST(a_refused_pack_changes_nothing),
        SIGNED_TEST(a_folder_within_a_pack_is_refused),
        SIGNED_TEST(folders_of_others_are_left_alone),
        SIGNED_TEST(a_second_run_at_the_same_time_says_so),
        SIGNED_TEST(a_stick_holds_the_zip_of_its_files),
        SIGNED_TEST(a_folder_tells_what_is_missing_changed_and_foreign),
        SIGNED_TEST(stopped_while_unpacking_what_came_in_is_cleared),
        SIGNED_TEST(stopped_behind_the_exchange_the_old_one_becomes_the_previous),
        SIGNED_TEST(stopped_between_two_renames_the_old_one_is_put_back),
        SIGNED_TEST(stopped_while_deleting_the_rest_is_still_known_to_be_ours),
        SIGNED_TEST(without_exchange_two_renames_do),
        SIGNED_TEST(relative_folders_have_their_parent_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
