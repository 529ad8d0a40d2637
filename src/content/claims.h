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

struct claim {
    struct str value; /* one of the kind's values, or "unknown"; never absent */
    struct str
        basis; /* stated, written-policy, law, reported-by-users, seen-by-editor; or absent */
    struct date checked;
    struct text note;
    struct place at; /* line 0: not given */
};

#endif
