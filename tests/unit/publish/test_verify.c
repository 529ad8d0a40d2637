/* What a pack must prove, check by check. */
#include "signed.h"

#include <fcntl.h>
#include <sys/stat.h>

static void a_good_pack_is_proved_line_by_line(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    for (unsigned i = 0; i < PUBLISH_CHECKS; i++) {
        enum publish_outcome want = i == PUBLISH_SERIAL  ? PUBLISH_WARNED
                                    : i == PUBLISH_DELTA ? PUBLISH_NOT_REACHED
                                                         : PUBLISH_PROVED;
        assert_int_equal(t->report.proofs[i].outcome, want);
        assert_true((t->report.proofs[i].words != NULL) == (want != PUBLISH_NOT_REACHED));
    }
    assert_str(t->report.header.pack, "notes");
    assert_str(t->report.header.profile, "onion");
    assert_int_equal(t->report.header.serial, 7);
    assert_int_equal(t->report.header.made.day, 1);
    assert_int_equal(t->report.files, 3);
    assert_int_equal(strlen(t->report.sha256), 64);
    assert_accepted(t, verify(t, below(t, "notes-7-onion.zip")), NULL); /* again: the same pack */
}

static void an_older_pack_is_a_rollback(void **state) {
    struct signed_test *t = *state;
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    assert_accepted(t, verify(t, write_release(t, 9)), NULL);
    assert_refused(t, verify(t, below(t, "notes-7-onion.zip")), "publish/rollback");
    assert_int_equal(t->report.proofs[PUBLISH_SERIAL].outcome, PUBLISH_REFUSED);
    assert_int_equal(t->report.proofs[PUBLISH_STRUCTURE].outcome, PUBLISH_NOT_REACHED);
}

static void another_pack_with_the_same_serial_is_an_equivocation(void **state) {
    struct signed_test *t = *state;
    struct pack_header header = NOTES_HEADER(7);
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    assert_refused(t, verify(t, write_pack(t, &header, str_lit("other news\n"))),
                   "publish/equivocation");
}

static void a_serial_far_ahead_is_not_accepted(void **state) {
    struct signed_test *t = *state;
    struct pack_header top = NOTES_HEADER(UINT64_MAX);
    const char *path = write_pack(t, &top, str_lit("x\n"));
    assert_int_equal(rename(path, below(t, "top.zip")), 0); /* any name is fine */
    assert_int_equal(
        rename(arena_printf(&t->f.mem, "%s.minisig", path).p, below(t, "top.zip.minisig")), 0);
    assert_refused(t, verify(t, below(t, "top.zip")), "publish/fast-forward");
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    assert_refused(t, verify(t, write_release(t, 8 + PUBLISH_SERIAL_STEP_MAX)),
                   "publish/fast-forward");
    assert_accepted(t, verify(t, write_release(t, 7 + PUBLISH_SERIAL_STEP_MAX)), NULL);
}

/* A mirror that is fed the same old pack for ever notices by its date. */
static void an_expired_pack_warns_and_is_refused_when_strict(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    assert_accepted(t, verify(t, path), "publish/first-use");
    t->request.today = (struct date){2027, 5, 1}; /* its last day */
    assert_accepted(t, verify(t, path), NULL);
    t->request.today = (struct date){2027, 5, 2};
    assert_accepted(t, verify(t, path), "publish/expired");
    assert_int_equal(t->report.proofs[PUBLISH_EXPIRY].outcome, PUBLISH_WARNED);
    t->request.strict = true;
    assert_refused(t, verify(t, path), "publish/expired");
    t->request.today = (struct date){2026, 12, 1}; /* the clock is set back */
    assert_accepted(t, verify(t, path), "publish/clock");
}

static void a_pack_without_an_end_never_expires(void **state) {
    struct signed_test *t = *state;
    struct pack_header header = NOTES_HEADER(7);
    header.expires = (struct date){0};
    t->request.today = (struct date){2099, 12, 31};
    t->request.strict = true;
    assert_accepted(t, verify(t, write_pack(t, &header, str_lit("x\n"))), "publish/first-use");
    assert_int_equal(t->report.proofs[PUBLISH_EXPIRY].outcome, PUBLISH_PROVED);
    assert_string_equal(t->report.proofs[PUBLISH_EXPIRY].words, "never expires");
}

static void another_pack_than_wanted_is_refused(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    t->request.pack = str_lit("other");
    assert_refused(t, verify(t, path), "publish/wrong-pack");
    t->request.pack = str_lit("notes");
    t->request.profile = str_lit("usb");
    assert_refused(t, verify(t, path), "publish/wrong-pack");
    t->request.profile = str_lit("onion");
    assert_accepted(t, verify(t, path), "publish/first-use");
}

static void a_file_name_that_lies_is_refused(void **state) {
    struct signed_test *t = *state;
    static const char *const lies[] = {"notes-8-onion.zip", "notes-7-usb.zip", "note-7-onion.zip",
                                       "a-notes-7-onion.zip"};
    static const char *const fine[] = {"x.zip", "notes.zip",          "notes-7-onion.zip.part",
                                       "7.zip", "My notes-8-usb.zip", "notes-8-usb (2).zip"};
    const char *path = write_release(t, 7);
    struct str zip, signature;
    assert_true(fs_read(&t->f.mem, path, path, 1 << 20, &zip, &t->f.diags));
    path = arena_printf(&t->f.mem, "%s.minisig", path).p;
    assert_true(fs_read(&t->f.mem, path, path, 1 << 20, &signature, &t->f.diags));
    t->request.state_folder = NULL;
    for (size_t i = 0; i < ARRAY_LEN(lies) + ARRAY_LEN(fine); i++) {
        const char *name = below(t, i < ARRAY_LEN(lies) ? lies[i] : fine[i - ARRAY_LEN(lies)]);
        write_bytes(t, name, zip);
        write_bytes(t, arena_printf(&t->f.mem, "%s.minisig", name).p, signature);
        if (i < ARRAY_LEN(lies))
            assert_refused(t, verify(t, name), "publish/wrong-pack");
        else
            assert_accepted(t, verify(t, name), "publish/no-state");
    }
}

static void packs_profiles_and_keys_are_remembered_apart(void **state) {
    struct signed_test *t = *state;
    struct pack_header usb = NOTES_HEADER(3), other = NOTES_HEADER(2);
    usb.profile = str_lit("usb");
    other.pack = str_lit("notes-2");
    assert_accepted(t, verify(t, write_release(t, 7)), "publish/first-use");
    assert_accepted(t, verify(t, write_pack(t, &usb, str_lit("x\n"))), "publish/first-use");
    assert_accepted(t, verify(t, write_pack(t, &other, str_lit("x\n"))), "publish/first-use");
    assert_accepted(t, verify(t, below(t, "notes-7-onion.zip")), NULL);
}

static void nothing_is_parsed_before_the_signature_holds(void **state) {
    struct signed_test *t = *state;
    struct pack_header header = NOTES_HEADER(7);
    const char *path = write_release(t, 7);
    struct str zip;
    assert_true(fs_read(&t->f.mem, path, path, 1 << 20, &zip, &t->f.diags));
    char *copy = arena_cstr(&t->f.mem, zip);
    copy[zip.len - 1] ^= 1; /* no ZIP any more */
    write_bytes(t, path, str_of(copy, zip.len));
    assert_refused(t, verify(t, path), "publish/signature-bad");
    path = write_signed(t, "junk.zip", str_lit("junk"), comment_of(t, &header));
    assert_refused(t, verify(t, path), "zip/not-a-zip");
    assert_int_equal(t->report.proofs[PUBLISH_STRUCTURE].outcome, PUBLISH_REFUSED);
    assert_false(fs_exists(t->request.state_folder)); /* nothing refused is remembered */
}

static void signatures_of_others_and_for_other_things_are_refused(void **state) {
    struct signed_test *t = *state;
    struct sign_public mine = t->public;
    const char *path = write_release(t, 7);
    t->public.id[0] ^= 1;
    assert_refused(t, verify(t, path), "publish/signature-other-key");
    t->public = mine;
    path = write_signed(t, "a.zip", str_lit("junk"), str_lit("timestamp:1 file:a.zip"));
    assert_refused(t, verify(t, path), "publish/comment");
    assert_int_equal(unlink(below(t, "a.zip.minisig")), 0);
    assert_refused(t, verify(t, path), "publish/no-signature");
    t->request.signature_path = below(t, "notes-7-onion.zip.minisig");
    assert_refused(t, verify(t, path), "publish/signature-bad");
}

/* A pack of serial 7 with these files and this manifest, whatever it says. */
static const char *write_with_manifest(struct signed_test *t, const struct file *files,
                                       size_t count, struct str manifest) {
    struct pack_header header = NOTES_HEADER(7);
    struct file all[4];
    memcpy(all, files, count * sizeof(files[0]));
    all[count] = (struct file){str_lit("MANIFEST.txt"), manifest};
    return write_signed(t, "notes-7-onion.zip", pack_files(&t->f, all, count + 1),
                        comment_of(t, &header));
}

static void the_manifest_lists_exactly_the_files(void **state) {
    struct signed_test *t = *state;
    struct pack_header header = NOTES_HEADER(7);
    struct file files[2] = {{str_lit("a.txt"), str_lit("a\n")}, {str_lit("b.txt"), str_lit("b\n")}};
    struct str both = manifest_of(t, &header, files, 2), first = manifest_of(t, &header, files, 1);
    struct str second = manifest_of(t, &header, files + 1, 1);
    struct str none = manifest_of(t, &header, files, 0);
    assert_refused(t, verify(t, write_with_manifest(t, files, 2, first)),
                   "publish/manifest-unlisted");
    assert_refused(t, verify(t, write_with_manifest(t, files, 2, second)),
                   "publish/manifest-unlisted");
    assert_refused(t, verify(t, write_with_manifest(t, files, 2, none)),
                   "publish/manifest-unlisted");
    assert_refused(t, verify(t, write_with_manifest(t, files, 1, both)), "publish/manifest-absent");
    assert_refused(t, verify(t, write_with_manifest(t, files + 1, 1, both)),
                   "publish/manifest-absent");
    files[0].bytes = str_lit("A\n");
    assert_refused(t, verify(t, write_with_manifest(t, files, 2, both)), "publish/manifest-digest");
    files[0].bytes = str_lit("a");
    assert_refused(t, verify(t, write_with_manifest(t, files, 2, both)), "publish/manifest-digest");
    assert_refused(t, verify(t, write_with_manifest(t, files, 2, str_lit("pack: notes\n"))),
                   "manifest/cut");
    assert_refused(
        t, verify(t, write_signed(t, "x.zip", pack_files(&t->f, files, 2), comment_of(t, &header))),
        "publish/manifest-missing");
}

static void a_comment_that_is_not_the_manifests_is_refused(void **state) {
    struct signed_test *t = *state;
    static const char *const comments[] = {
        "pack=other profile=onion serial=7 expires=2027-05-01",
        "pack=notes profile=usb serial=7 expires=2027-05-01",
        "pack=notes profile=onion serial=8 expires=2027-05-01",
        "pack=notes profile=onion serial=7 expires=2028-05-01",
        "pack=notes profile=onion serial=7 expires=never",
    };
    struct pack_header header = NOTES_HEADER(7);
    struct file files[2] = {{str_lit("a.txt"), str_lit("a\n")},
                            {str_lit("MANIFEST.txt"), STR_NONE}};
    files[1].bytes = manifest_of(t, &header, files, 1);
    struct str zip = pack_files(&t->f, files, 2);
    for (size_t i = 0; i < ARRAY_LEN(comments); i++)
        assert_refused(t, verify(t, write_signed(t, "x.zip", zip, str_from(comments[i]))),
                       "publish/manifest-header");
}

/* One bit of the pack or of its signature, whichever it is. */
static void every_flipped_bit_of_a_signed_pack_is_refused(void **state) {
    struct signed_test *t = *state;
    const char *pack = write_release(t, 7);
    const char *paths[] = {pack, arena_printf(&t->f.mem, "%s.minisig", pack).p};
    for (size_t k = 0; k < ARRAY_LEN(paths); k++) {
        struct str bytes;
        assert_true(fs_read(&t->f.mem, paths[k], paths[k], 1 << 20, &bytes, &t->f.diags));
        int fd = open(paths[k], O_WRONLY);
        assert_true(fd >= 0);
        for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
            char flipped = (char)(bytes.p[bit / 8] ^ 1 << bit % 8);
            struct arena mem = {0};
            struct diags d = {0};
            struct publish_report report;
            t->request.pack_path = pack;
            assert_int_equal(pwrite(fd, &flipped, 1, (off_t)(bit / 8)), 1);
            assert_false(publish_verify(&mem, &t->request, &report, &d));
            assert_memory_equal(d.items[0].code, "publish/signature-", 18);
            assert_int_equal(pwrite(fd, &bytes.p[bit / 8], 1, (off_t)(bit / 8)), 1);
            diags_finish(&d);
            arena_finish(&mem);
        }
        close(fd);
    }
    assert_false(fs_exists(t->request.state_folder));
    assert_true(verify(t, pack));
}

static void what_the_audit_refuses_is_refused(void **state) {
    struct signed_test *t = *state;
    struct pack_header header = NOTES_HEADER(7);
    struct file files[1] = {
        {str_lit("a.css"), str_lit("p { background: url(\"https://example.org/x.png\"); }\n")}};
    bool ok = verify(t, write_with_manifest(t, files, 1, manifest_of(t, &header, files, 1)));
    assert_false(ok);
    assert_int_equal(t->report.proofs[PUBLISH_MANIFEST].outcome, PUBLISH_PROVED);
    assert_int_equal(t->report.proofs[PUBLISH_AUDIT].outcome, PUBLISH_REFUSED);
    assert_true(t->f.diags.errors > 0);
    assert_false(fs_exists(t->request.state_folder));
}

static void what_is_endless_is_not_read(void **state) {
    struct signed_test *t = *state;
    const char *path = write_release(t, 7);
    assert_false(verify(t, "/dev/zero"));
    diags_finish(&t->f.diags);
    t->request.signature_path = "/dev/zero";
    assert_refused(t, verify(t, path), "fs/not-a-file");
    int fd = open(below(t, "huge.zip"), O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)5 << 30), 0);
    close(fd);
    t->request.signature_path = NULL;
    assert_false(verify(t, below(t, "huge.zip")));
    assert_string_equal(t->f.diags.items[0].code, "fs/too-large");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SIGNED_TEST(a_good_pack_is_proved_line_by_line),
        SIGNED_TEST(an_older_pack_is_a_rollback),
        SIGNED_TEST(another_pack_with_the_same_serial_is_an_equivocation),
        SIGNED_TEST(a_serial_far_ahead_is_not_accepted),
        SIGNED_TEST(an_expired_pack_warns_and_is_refused_when_strict),
        SIGNED_TEST(a_pack_without_an_end_never_expires),
        SIGNED_TEST(another_pack_than_wanted_is_refused),
        SIGNED_TEST(a_file_name_that_lies_is_refused),
        SIGNED_TEST(packs_profiles_and_keys_are_remembered_apart),
        SIGNED_TEST(nothing_is_parsed_before_the_signature_holds),
        SIGNED_TEST(signatures_of_others_and_for_other_things_are_refused),
        SIGNED_TEST(the_manifest_lists_exactly_the_files),
        SIGNED_TEST(a_comment_that_is_not_the_manifests_is_refused),
        SIGNED_TEST(every_flipped_bit_of_a_signed_pack_is_refused),
        SIGNED_TEST(what_the_audit_refuses_is_refused),
        SIGNED_TEST(what_is_endless_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
