/* content/sources.yaml: a map from id to the fields of one source. */
#include "content/bytes.h"
#include "content/reference.h"
#include "content/shape.h"

static void read_entry(struct reader *r, const struct node *name, struct references *out) {
    struct reference entry;
    if (!shape_is_id(name->value)) {
        diag_error(r->d, name->at, "content/id-invalid",
                   "'%s' is no id for a source: use a-z, 0-9 and '-'%s",
                   fields_shown(name->value).p,
                   suggest_tail(shape_id_like(&r->scratch, name->value)).p);
        return;
    }
    if (reference_read_as(r, name->next, arena_str(r->mem, name->value), name->at, &entry))
        *arena_push(r->mem, &out->items, &out->count, &out->cap) = entry;
}

bool sources_parse(struct arena *mem, const struct source *source, struct references *out,
                   struct diags *d) {
    struct reader r;
    *out = (struct references){0};
    if (fields_open(&r, mem, source, BYTES_FILE_MAX, d))
        for (const struct node *name = r.tree.root->first; name != NULL; name = name->next->next)
            if (!fields_give_up(&r))
                read_entry(&r, name, out);
    return fields_close(&r);
}
