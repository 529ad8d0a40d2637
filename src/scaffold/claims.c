/* The claims about a service as lines of its file: made from the table of claims, so that none is
 * ever missing, each with what it asks in plain words. To add a claim: its words here. */
#include "content/content.h"
#include "scaffold/files.h"

static const struct {
    const char *name, *words;
} explained[] = {
    {"name_asked", "Is one asked for a name?"},
    {"pseudonym_ok", "May one use a made-up name?"},
    {"client_code", "Does one get a code, and what is it made from?"},
    {"id_document", "Must one show an identity document?"},
    {"health_card", "Must one show a health card?"},
    {"personal_code", "Is the number asked that the state gave one?"},
    {"residence_or_insurance", "Does one have to live here, or be insured?"},
    {"age_check", "Is one's age asked or checked?"},
    {"record_kept", "What is written about a visit? From nothing to a health record."},
    {"entrance", "What does the door tell those who see one go in?"},
    {"others_can_see_you", "Can others see one there: in a queue, a waiting room?"},
    {"contact_back", "Does the service call, write or visit?"},
    {"voicemail_or_letter", "Does it leave messages that others could find?"},
    {"post_packaging", "What does a parcel look like from outside?"},
    {"family_contacted", "Are parents, partners or others told?"},
    {"staff_shown_as", "How does the staff call itself?"},
    {"same_person_again", "Can one meet the same person again?"},
    {"can_read_without_writing", "Can one read along before saying anything?"},
    {"face_to_face", "Does one have to meet anybody?"},
    {"caller_id", "Is the number seen or kept that one calls from?"},
    {"account", "What does an account take?"},
    {"tor", "Does it work with Tor Browser, at which security level?"},
    {"server_logs", "What does the server keep of a visit?"},
};

const char *claims_words(const char *name) {
    for (size_t i = 0; i < ARRAY_LEN(explained); i++)
        if (strcmp(explained[i].name, name) == 0)
            return explained[i].words;
    return NULL;
}

static void put_values(struct buf *out, const char *const *values) {
    for (size_t i = 0; values[i] != NULL; i++)
        buf_printf(out, "%s%s", i == 0 ? "" : ", ", values[i]);
}

struct str claims_values(struct arena *mem, const char *const *values) {
    struct buf text = {0};
    put_values(&text, values);
    struct str line = arena_str(mem, buf_str(&text));
    buf_finish(&text);
    return line;
}

/* Two lines of explanation would be one too many: the question, then the values, then the field. */
static void put_claim(struct buf *out, const char *lead, const char *name,
                      const char *const *values) {
    const char *words = claims_words(name);
    buf_printf(out, "%s  # %s (", lead, words == NULL ? name : words);
    put_values(out, values);
    buf_printf(out, ")\n%s  %s: unknown\n", lead, name);
}

struct str claims_group(struct arena *mem, unsigned group) {
    struct buf text = {0};
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        if (claim_kinds[i].group == group)
            put_claim(&text, "", claim_kinds[i].name, claim_kinds[i].values);
    struct str lines = arena_str(mem, str_trim(str_from_offset(buf_str(&text), 2)));
    buf_finish(&text);
    return arena_printf(mem, "  %.*s", STR_ARG(lines));
}

struct str claims_channel(struct arena *mem) {
    struct buf text = {0};
    for (size_t i = 0; i < CHANNEL_CLAIM_COUNT; i++)
        put_claim(&text, "#  ", channel_claim_kinds[i].name, channel_claim_kinds[i].values);
    struct str lines = arena_str(mem, buf_str(&text));
    buf_finish(&text);
    return lines;
}
