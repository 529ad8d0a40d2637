/* The tables of what a service can claim, in the order of the enums. */
#include "content/claims.h"

const char *const claim_group_names[CLAIM_GROUPS] = {"shown", "recorded", "noticed", "met"};

const char *const claim_bases[] = {
    "stated", "written-policy", "law", "reported-by-users", "seen-by-editor", NULL};

static const char *const yes_no[] = {"yes", "no", NULL};
static const char *const how_often[] = {"never", "some-services", "always", NULL};
static const char *const contact[] = {"never", "if-you-ask", "yes", NULL};
static const char *const name_asked[] = {"never", "nickname-ok", "optional", "required", NULL};
static const char *const client_code[] = {"none", "you-choose", "from-birthdate", "card-issued",
                                          NULL};
static const char *const residence[] = {"not-asked", "asked", "required", NULL};
static const char *const age_check[] = {"none", "asked", "proof", NULL};
static const char *const record_kept[] = {
    "none", "counts-only", "unnamed-notes", "coded-file", "named-file", "health-record", NULL};
static const char *const entrance[] = {
    "remote", "comes-to-you", "unmarked-door", "shared-door", "marked-door", "street", NULL};
static const char *const seen[] = {"yes", "no", "partly", NULL};
static const char *const packaging[] = {"plain", "marked", "none", NULL};
static const char *const family[] = {"never", "with-consent", "emergency", "routinely", NULL};
static const char *const shown_as[] = {"named", "first-name", "handle", "role-only", NULL};
static const char *const same_person[] = {"yes", "no", "if-you-ask", NULL};
static const char *const face_to_face[] = {"never", "if-you-want", "required", NULL};

const struct claim_kind claim_kinds[CLAIM_COUNT] = {
    {CLAIM_NAME_ASKED, CLAIM_SHOWN, "name_asked", name_asked},
    {CLAIM_PSEUDONYM_OK, CLAIM_SHOWN, "pseudonym_ok", yes_no},
    {CLAIM_CLIENT_CODE, CLAIM_SHOWN, "client_code", client_code},
    {CLAIM_ID_DOCUMENT, CLAIM_SHOWN, "id_document", how_often},
    {CLAIM_HEALTH_CARD, CLAIM_SHOWN, "health_card", how_often},
    {CLAIM_PERSONAL_CODE, CLAIM_SHOWN, "personal_code", how_often},
    {CLAIM_RESIDENCE_OR_INSURANCE, CLAIM_SHOWN, "residence_or_insurance", residence},
    {CLAIM_AGE_CHECK, CLAIM_SHOWN, "age_check", age_check},
    {CLAIM_RECORD_KEPT, CLAIM_RECORDED, "record_kept", record_kept},
    {CLAIM_ENTRANCE, CLAIM_NOTICED, "entrance", entrance},
    {CLAIM_OTHERS_CAN_SEE_YOU, CLAIM_NOTICED, "others_can_see_you", seen},
    {CLAIM_CONTACT_BACK, CLAIM_NOTICED, "contact_back", contact},
    {CLAIM_VOICEMAIL_OR_LETTER, CLAIM_NOTICED, "voicemail_or_letter", contact},
    {CLAIM_POST_PACKAGING, CLAIM_NOTICED, "post_packaging", packaging},
    {CLAIM_FAMILY_CONTACTED, CLAIM_NOTICED, "family_contacted", family},
    {CLAIM_STAFF_SHOWN_AS, CLAIM_MET, "staff_shown_as", shown_as},
    {CLAIM_SAME_PERSON_AGAIN, CLAIM_MET, "same_person_again", same_person},
    {CLAIM_CAN_READ_WITHOUT_WRITING, CLAIM_MET, "can_read_without_writing", yes_no},
    {CLAIM_FACE_TO_FACE, CLAIM_MET, "face_to_face", face_to_face},
};

static const char *const caller_id[] = {"hidden-accepted", "seen-not-kept", "logged", NULL};
static const char *const account[] = {"none", "nickname", "email", "phone", "real-name", NULL};
static const char *const tor[] = {"works-safest", "works-safer", "works-standard", "blocked", NULL};
static const char *const server_logs[] = {"none", "short", "kept", NULL};

const struct channel_claim_kind channel_claim_kinds[CHANNEL_CLAIM_COUNT] = {
    {CHANNEL_CALLER_ID, "caller_id", caller_id},
    {CHANNEL_ACCOUNT, "account", account},
    {CHANNEL_TOR, "tor", tor},
    {CHANNEL_SERVER_LOGS, "server_logs", server_logs},
};

const char *const channel_types[] = {
    "walk-in",      "phone", "sms",     "web-chat", "messenger", "email", "onion-site",
    "onion-thread", "post",  "machine", "outreach", "video",     NULL};
const char *const share_whens[] = {"never",     "with-consent", "required-by-law",
                                   "emergency", "routinely",    NULL};
const char *const staff_roles[] = {"nurse",     "peer",       "doctor", "social-worker",
                                   "volunteer", "pharmacist", "lawyer", NULL};
