/* What site generators and spreadsheets call the fields that stand here, for a "did you mean" where
 * no spelling is near. */
#include "content/names.h"

static const struct name {
    const char *theirs, *ours;
} names[] = {
    {"categories", "classes"},
    {"category", "classes"},
    {"category", "kinds"},
    {"city", "address"},
    {"cost", "fees"},
    {"date", "reviewed"},
    {"date", "assured_date"},
    {"draft", "status"},
    {"email", "channels"},
    {"excerpt", "summary"},
    {"description", "summary"},
    {"hours", "schedules"},
    {"info", "description"},
    {"keywords", "aliases"},
    {"last_modified_at", "reviewed"},
    {"lastmod", "reviewed"},
    {"location", "address"},
    {"nav_order", "order"},
    {"notes", "description"},
    {"opening_hours", "schedules"},
    {"opening_times", "schedules"},
    {"price", "fees"},
    {"published", "status"},
    {"references", "sources"},
    {"street", "address"},
    {"tags", "classes"},
    {"tags", "kinds"},
    {"tel", "phones"},
    {"telephone", "phones"},
    {"title", "name"},
    {"type", "kinds"},
    {"updated", "reviewed"},
    {"updated", "assured_date"},
    {"url", "channels"},
    {"website", "channels"},
    {"weight", "order"},
};

const char *names_other(struct str name, size_t *row) {
    while (*row < ARRAY_LEN(names)) {
        const struct name *n = &names[(*row)++];
        if (str_eq_nocase(name, str_from(n->theirs)))
            return n->ours;
    }
    return NULL;
}
