/* The trusted comment of a pack's signature: who the pack is, in one line. */
#include <inttypes.h>

#include "publish/publish.h"

/* The value of the next "name=value"; false when something else stands there. */
static bool field(struct str *rest, const char *name, struct str *value) {
    struct str part;
    if (!str_next_part(rest, ' ', &part) || !str_starts(part, str_from(name)))
        return false;
    *value = str_from_offset(part, strlen(name));
    return true;
}

bool publish_comment_parse(struct str comment, struct pack_header *out) {
    struct str rest = comment, serial, expires;
    *out = (struct pack_header){0};
    if (!field(&rest, "pack=", &out->pack) || !field(&rest, "profile=", &out->profile) ||
        !field(&rest, "serial=", &serial) || !field(&rest, "expires=", &expires) || rest.p != NULL)
        return false;
    if (!pack_is_name(out->pack) || !pack_is_name(out->profile))
        return false;
    if (!str_to_uint(serial, UINT64_MAX, &out->serial) || (serial.len > 1 && serial.p[0] == '0'))
        return false;
    return str_is(expires, "never") || date_parse(expires, &out->expires);
}

const char *publish_zip_name(struct arena *mem, const struct pack_header *h) {
    return arena_printf(mem, "%.*s-%" PRIu64 "-%.*s.zip", STR_ARG(h->pack), h->serial,
                        STR_ARG(h->profile))
        .p;
}

void publish_comment_format(const struct pack_header *h, struct buf *out) {
    buf_printf(out, "pack=%.*s profile=%.*s serial=%" PRIu64 " expires=%s", STR_ARG(h->pack),
               STR_ARG(h->profile), h->serial,
               date_is_set(h->expires) ? date_format(h->expires).p : "never");
}
