/* The checks in their order: verify_pending names them. Each either proves something, which goes
 * into the report, or refuses the pack. */
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "publish/steps.h"

const char *const publish_check_names[PUBLISH_CHECKS] = {
    "signature", "delta",   "identity", "serial", "expiry",
    "structure", "content", "manifest", "audit",  "record",
};

bool pending_refuse(struct pending *p, enum publish_check check, const char *code, const char *fmt,
                    ...) {
    va_list args;
    va_start(args, fmt);
    struct str text = arena_vprintf(p->mem, fmt, args);
    va_end(args);
    p->report->proofs[check] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    return diag_error(p->d, place_of(&p->source, 0, 0, 0), code, "%s", text.p);
}

bool pending_prove(struct pending *p, enum publish_check check, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    struct str text = arena_vprintf(p->mem, fmt, args);
    va_end(args);
    p->report->proofs[check] = (struct publish_proof){PUBLISH_PROVED, text.p};
    return true;
}

bool pending_warn(struct pending *p, enum publish_check check, const char *code, const char *fmt,
                  ...) {
    va_list args;
    va_start(args, fmt);
    struct str text = arena_vprintf(p->mem, fmt, args);
    va_end(args);
    p->report->proofs[check] = (struct publish_proof){PUBLISH_WARNED, text.p};
    diag_warning(p->d, place_of(&p->source, 0, 0, 0), code, "%s", text.p);
    return true;
}

/* What was most likely meant, when there is no signature to be found. */
static bool refuse_unsigned(struct pending *p, const char *signature) {
    struct str pack = str_from(p->request->pack_path);
    const struct source source = {signature, STR_NONE};
    if (str_ends(pack, str_lit(".minisig")))
        return pending_refuse(p, PUBLISH_SIGNATURE, "publish/no-signature",
                              "is a signature: give the pack that it is of, '%.*s'",
                              (int)pack.len - 8, pack.p);
    p->report->proofs[PUBLISH_SIGNATURE] = (struct publish_proof){PUBLISH_REFUSED, NULL};
    return diag_error(
        p->d, place_of(&source, 0, 0, 0), "publish/no-signature",
        "is missing, and without it nobody knows who made the pack: get it from where "
        "the pack came, or name it with -x");
}

static bool read_files(struct pending *p) {
    const struct publish_request *r = p->request;
    const char *signature = r->signature_path != NULL
                                ? r->signature_path
                                : arena_printf(p->mem, "%s.minisig", r->pack_path).p;
    struct stat st;
    if (stat(r->pack_path, &st) == 0 && S_ISDIR(st.st_mode))
        return pending_refuse(p, PUBLISH_SIGNATURE, "publish/no-signature",
                              "is a folder: a pack is a ZIP, give the one that lies in it");
    bool ok = fs_read(p->mem, r->pack_path, r->pack_path, PACK_BYTES_MAX, &p->bytes, p->d);
    if (ok && stat(signature, &st) != 0 && errno == ENOENT)
        return refuse_unsigned(p, signature);
    return fs_read(p->mem, signature, signature, SIGNATURE_BYTES_MAX, &p->signature, p->d) && ok;
}

/* `*trusted` is set when the signature holds over all of p->bytes. */
static bool check_key(struct pending *p, struct str *trusted) {
    static const char *const codes[] = {
        [SIGN_OK] = NULL,
        [SIGN_MALFORMED] = "publish/signature-malformed",
        [SIGN_LEGACY] = "publish/signature-legacy",
        [SIGN_OTHER_KEY] = "publish/signature-other-key",
        [SIGN_BAD] = "publish/signature-bad",
        [SIGN_BAD_COMMENT] = "publish/signature-bad-comment",
    };
    enum sign_result result = sign_check(p->request->key, p->bytes, p->signature, trusted);
    if (result != SIGN_OK)
        return pending_refuse(p, PUBLISH_SIGNATURE, codes[result], "is not trusted: %s",
                              sign_result_words(result));
    sign_sha256(p->bytes, p->sha256);
    sign_hex(p->sha256, SIGN_SHA256_BYTES, p->report->sha256);
    return true;
}

static bool check_signature(struct pending *p) {
    struct str trusted;
    if (!check_key(p, &trusted))
        return false;
    p->is_delta = delta_comment_parse(trusted, &p->report->header, &p->since);
    if (!p->is_delta && !publish_comment_parse(trusted, &p->report->header))
        return pending_refuse(p, PUBLISH_SIGNATURE, "publish/comment",
                              "is signed, but its trusted comment is not 'pack=… profile=… "
                              "serial=… expires=…'; it was not signed as a pack: its makers sign "
                              "it with 'pamphlet sign', or say that to minisign with -t");
    return pending_prove(p, PUBLISH_SIGNATURE, "signed by the key, over every byte");
}

/* What a delta gives is signed as well, and as the pack that the delta says. */
static bool check_whole(struct pending *p) {
    struct pack_header h;
    const struct pack_header *said = &p->report->header;
    struct str trusted;
    if (!check_key(p, &trusted))
        return false;
    if (publish_comment_parse(trusted, &h) && str_eq(h.pack, said->pack) &&
        str_eq(h.profile, said->profile) && h.serial == said->serial &&
        date_cmp(h.expires, said->expires) == 0)
        return true;
    return pending_refuse(p, PUBLISH_DELTA, "publish/delta-result",
                          "gives a pack that is signed as another one than it says itself");
}

/* Takes ".from-SERIAL" off the end. */
static bool take_since(struct str *name, uint64_t *since) {
    size_t at = str_find(*name, str_lit(".from-"));
    if (at == SIZE_MAX || !str_to_uint(str_from_offset(*name, at + 6), UINT64_MAX, since))
        return false;
    *name = str_slice(*name, 0, at);
    return true;
}

/* What NAME-SERIAL-PROFILE.zip says, a delta's ending cut off; false when the file is called
 * otherwise. Names may have hyphens, so the serial is the last part but one that is a number. */
static bool parse_file_name(struct str name, struct str *pack, uint64_t *serial,
                            struct str *profile) {
    for (size_t end = name.len; (end = str_rfind_char(str_slice(name, 0, end), '-')) != SIZE_MAX;) {
        size_t start = str_rfind_char(str_slice(name, 0, end), '-');
        if (start == SIZE_MAX)
            return false;
        *pack = str_slice(name, 0, start);
        *profile = str_from_offset(name, end + 1);
        if (str_to_uint(str_slice(name, start + 1, end), UINT64_MAX, serial))
            return pack_is_name(*pack) && pack_is_name(*profile);
    }
    return false;
}

const char *publish_base_path(struct arena *mem, const char *path) {
    struct str name = str_from(path);
    size_t slash = str_rfind_char(name, '/');
    struct pack_header h = {0};
    uint64_t ignored;
    name = slash == SIZE_MAX ? name : str_from_offset(name, slash + 1);
    if (!str_ends(name, str_lit(".zip")))
        return NULL;
    name.len -= 4;
    if (!take_since(&name, &h.serial) || !parse_file_name(name, &h.pack, &ignored, &h.profile))
        return NULL;
    return arena_printf(mem, "%.*s%s", slash == SIZE_MAX ? 0 : (int)slash + 1, path,
                        publish_zip_name(mem, &h))
        .p;
}

static bool check_file_name(struct pending *p) {
    const struct pack_header *h = &p->report->header;
    struct str pack, profile, name = str_from(p->request->pack_path);
    uint64_t serial, since = p->since;
    size_t slash = str_rfind_char(name, '/');
    name = slash == SIZE_MAX ? name : str_from_offset(name, slash + 1);
    if (!str_ends(name, str_lit(".zip")))
        return true;
    name.len -= 4;
    bool says_delta = take_since(&name, &since);
    if (!parse_file_name(name, &pack, &serial, &profile) ||
        (str_eq(pack, h->pack) && str_eq(profile, h->profile) && serial == h->serial &&
         since == p->since && says_delta == p->is_delta))
        return true;
    return pending_refuse(p, PUBLISH_IDENTITY, "publish/wrong-pack",
                          "is not what its file name says: it is pack '%.*s', serial %" PRIu64
                          ", profile '%.*s'",
                          STR_ARG(h->pack), h->serial, STR_ARG(h->profile));
}

static bool check_identity(struct pending *p) {
    const struct publish_request *r = p->request;
    const struct pack_header *h = &p->report->header;
    if ((r->pack.p != NULL && !str_eq(r->pack, h->pack)) ||
        (r->profile.p != NULL && !str_eq(r->profile, h->profile)))
        return pending_refuse(p, PUBLISH_IDENTITY, "publish/wrong-pack",
                              "is pack '%.*s', profile '%.*s', and another one is wanted",
                              STR_ARG(h->pack), STR_ARG(h->profile));
    return check_file_name(p) && pending_prove(p, PUBLISH_IDENTITY, "pack '%.*s', profile '%.*s'",
                                               STR_ARG(h->pack), STR_ARG(h->profile));
}

static bool check_expiry(struct pending *p) {
    const struct pack_header *h = &p->report->header;
    if (!date_is_set(h->expires))
        return pending_prove(p, PUBLISH_EXPIRY, "never expires");
    const char *expires = arena_cstr(p->mem, str_from(date_format(h->expires).p));
    if (date_cmp(h->expires, p->request->today) >= 0)
        return pending_prove(p, PUBLISH_EXPIRY, "valid until %s", expires);
    if (p->request->strict)
        return pending_refuse(p, PUBLISH_EXPIRY, "publish/expired",
                              "expired on %s; ask for a newer one", expires);
    return pending_warn(p, PUBLISH_EXPIRY, "publish/expired",
                        "expired on %s; somebody may be holding newer ones back", expires);
}

bool verify_pending(struct pending *p) {
    *p->report = (struct publish_report){0};
    p->source = (struct source){p->request->pack_path, STR_NONE};
    bool ok = read_files(p) && check_signature(p) && check_identity(p) &&
              (!p->is_delta || (delta_apply(p) && check_whole(p))) && state_check(p) &&
              check_expiry(p) && contents_structure(p) && contents_unpack(p) &&
              contents_manifest(p) && contents_audit(p) && state_advance(p);
    contents_close(p->contents);
    p->contents = NULL;
    return ok;
}

bool publish_verify(struct arena *mem, const struct publish_request *request,
                    struct publish_report *out, struct diags *d) {
    struct pending p = {.mem = mem, .request = request, .report = out, .d = d};
    return verify_pending(&p);
}
