/* The claims about anonymity that a service makes (design 4.4), as one table: which group
 * (relation) a claim belongs to, its field name, and the values it may have. "unknown" is always
 * allowed, is the default and is never printed as "no". To add a claim: one row in claims.c, one
 * line here. */
#ifndef CONTENT_CLAIMS_H
#define CONTENT_CLAIMS_H

#include "content/text.h"
#include "util/util.h"

enum claim_group { CLAIM_SHOWN, CLAIM_RECORDED, CLAIM_NOTICED, CLAIM_MET, CLAIM_GROUPS };

enum claim_id {
    /* shown: what you must show */
    CLAIM_NAME_ASKED,
    CLAIM_PSEUDONYM_OK,
    CLAIM_CLIENT_CODE,
    CLAIM_ID_DOCUMENT,
    CLAIM_HEALTH_CARD,
    CLAIM_PERSONAL_CODE,
    CLAIM_RESIDENCE_OR_INSURANCE,
    CLAIM_AGE_CHECK,
    /* recorded: what is written and where it goes */
    CLAIM_RECORD_KEPT,
    /* noticed: people near you */
    CLAIM_ENTRANCE,
    CLAIM_OTHERS_CAN_SEE_YOU,
    CLAIM_CONTACT_BACK,
    CLAIM_VOICEMAIL_OR_LETTER,
    CLAIM_POST_PACKAGING,
    CLAIM_FAMILY_CONTACTED,
    /* met: the helping relation */
    CLAIM_STAFF_SHOWN_AS,
    CLAIM_SAME_PERSON_AGAIN,
    CLAIM_CAN_READ_WITHOUT_WRITING,
    CLAIM_FACE_TO_FACE,
    CLAIM_COUNT
};

struct claim_kind {
    enum claim_id id;
    enum claim_group group;
    const char *name;          /* "name_asked" */
    const char *const *values; /* NULL-ended, without "unknown" */
};
extern const struct claim_kind claim_kinds[CLAIM_COUNT];
extern const char *const claim_group_names[CLAIM_GROUPS]; /* "shown" … */

/* How an editor knows: stated, written-policy, law, reported-by-users, seen-by-editor. */
extern const char *const claim_bases[]; /* NULL-ended */

struct claim {
    struct str value; /* one of the kind's values, or "unknown"; never absent */
    struct str basis; /* one of claim_bases, or absent */
    struct date checked;
    struct text note;
    struct place at; /* line 0: not given */
};

/* A claim in the editor's own words: `value` is empty when it is not known. */
struct statement {
    struct text value;
    struct str basis; /* one of claim_bases, or absent */
    struct date checked;
    struct text note;
    struct place at; /* line 0: not given */
};
/* A list of them. `known` and empty: "nothing", which is not the same as unknown. */
struct statements {
    struct statement *items;
    size_t count, cap;
    bool known;
    struct claim
        about; /* basis, checked and note for the list as a whole; `value` has no meaning */
};

/* What a channel (and a phone number: caller_id) tells about the one who uses it. */
enum channel_claim_id {
    CHANNEL_CALLER_ID,
    CHANNEL_ACCOUNT,
    CHANNEL_TOR,
    CHANNEL_SERVER_LOGS,
    CHANNEL_CLAIM_COUNT
};
struct channel_claim_kind {
    enum channel_claim_id id;
    const char *name;          /* "caller_id" */
    const char *const *values; /* NULL-ended, without "unknown" */
};
extern const struct channel_claim_kind channel_claim_kinds[CHANNEL_CLAIM_COUNT];

/* The other value sets of services, NULL-ended, without "unknown". */
extern const char *const channel_types[]; /* "walk-in" … */
extern const char *const share_whens[];   /* shared_with.when */
extern const char *const staff_roles[];

#endif
