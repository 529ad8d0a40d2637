/* Private to publish/: the steps of verifying and installing. */
#ifndef PUBLISH_STEPS_H
#define PUBLISH_STEPS_H

#include "publish/publish.h"

struct contents;

/* A pack of 4 GB could not be addressed; one of a gigabyte is no pamphlet any more. */
enum { PACK_BYTES_MAX = 1 << 30, SIGNATURE_BYTES_MAX = 8192 };

/* One pack on its way through the checks. */
struct pending {
    struct arena *mem;
    const struct publish_request *request;
    struct publish_report *report;
    struct diags *d;
    struct source source; /* path only: no excerpt of a stranger's bytes */
    struct str bytes, signature;
    bool is_delta; /* as it came; bytes and signature are the whole pack's after delta_apply */
    uint64_t since;
    bool base_is_folder;
    uint8_t sha256[SIGN_SHA256_BYTES];
    struct pack_reader reader;
    struct contents *contents; /* from contents_unpack on */
    struct str manifest_text;
    struct pack_manifest manifest;
    const char *folder; /* where it is to be up, or NULL */
    bool installed;     /* a version is up already, with this serial */
    uint64_t installed_serial;
};

/* Marks `check` as refused and returns false, so that `return pending_refuse(…)` reads well. */
bool pending_refuse(struct pending *p, enum publish_check check, const char *code, const char *fmt,
                    ...) PRINTF_LIKE(4, 5);
/* Marks `check` as proved; returns true. */
bool pending_prove(struct pending *p, enum publish_check check, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* Marks `check` as passed with a warning, which is reported too; returns true. */
bool pending_warn(struct pending *p, enum publish_check check, const char *code, const char *fmt,
                  ...) PRINTF_LIKE(4, 5);

/* verify.c: all checks; `p` needs mem, request, report, d. */
bool verify_pending(struct pending *p) MUST_USE;

/* delta.c */
bool delta_comment_parse(struct str comment, struct pack_header *header, uint64_t *since) MUST_USE;
/* Puts the whole pack together. */
bool delta_apply(struct pending *p) MUST_USE;
/* Writes it beside the delta. */
bool delta_save(struct pending *p) MUST_USE;

/* contents.c */
bool contents_structure(struct pending *p) MUST_USE;
bool contents_unpack(struct pending *p) MUST_USE;
bool contents_manifest(struct pending *p) MUST_USE;
bool contents_audit(struct pending *p) MUST_USE;
void contents_close(struct contents *c); /* accepts NULL */

/* state.c: what is remembered of one key's packs. */
struct state {
    uint64_t serial;
    uint8_t sha256[SIGN_SHA256_BYTES];
    struct date seen;
};
enum state_found { STATE_FOUND, STATE_NONE, STATE_BROKEN };
/* STATE_BROKEN after it has reported. */
enum state_found state_read(struct pending *p, struct state *out) MUST_USE;
/* Compares with what is remembered. */
bool state_check(struct pending *p) MUST_USE;
/* Remembers the pack; looks again first, under a lock, in case another run was faster. */
bool state_advance(struct pending *p) MUST_USE;

/* unpack.c: writes every entry below `folder`, the manifest last, and fsyncs all of it. `folder`
 * exists. */
bool unpack_tree(struct pending *p, const char *folder) MUST_USE;

/* swap.c */
struct swap {
    const char *folder, *incoming, *previous, *parent;
    bool no_exchange; /* as on a file system without RENAME_EXCHANGE */
};
void swap_init(struct swap *s, struct arena *mem, const char *folder);
/* Puts right what a stopped run left. */
bool swap_recover(const struct swap *s, struct arena *mem, struct diags *d) MUST_USE;
/* `incoming` becomes `folder`; what was there becomes `previous`, or is deleted unless `keep`. */
bool swap_in(const struct swap *s, bool keep, struct diags *d) MUST_USE;
bool swap_back(const struct swap *s, struct diags *d) MUST_USE;
/* folder.c: who a folder says it is by its MANIFEST.txt; false, without a message, when there is
 * none to read. */
bool folder_header(const char *folder, struct arena *mem, struct pack_header *out) MUST_USE;
/* The whole manifest at the top of `folder`. */
bool folder_manifest(const char *folder, struct arena *mem, struct pack_manifest *out,
                     struct diags *d) MUST_USE;
enum folder_state { FOLDER_WHOLE, FOLDER_DAMAGED, FOLDER_OTHER };
/* Whether `folder` holds the pack of this manifest; FOLDER_OTHER is whole by another manifest. */
enum folder_state folder_compare(const char *folder, struct arena *mem,
                                 struct str manifest) MUST_USE;

#endif
