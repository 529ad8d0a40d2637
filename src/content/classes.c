/* content/classes.yaml: a map from id to {name, summary}. */
#include "content/bytes.h"
#include "content/fields.h"

static void read_class(struct reader *r, const struct node *name, struct class_entries *out) {
    static const struct field table[] = {
        {"name", field_text, offsetof(struct class_entry, name), NULL, REQUIRED},
        {"summary", field_text, offsetof(struct class_entry, summary), NULL, OPTIONAL},
        {0}};
    struct class_entry entry = {.at = name->at};
    const struct node *n = name->next;
    entry.id = fields_id(r, name, "classes");
    if (entry.id.p == NULL)
        return;
    if (n->kind == NODE_WORD)
        field_text(r, n, &table[0], &entry.name);
    else
        fields_read(r, n, table, &entry);
    *arena_push(r->mem, &out->items, &out->count, &out->cap) = entry;
}

bool classes_parse(struct arena *mem, const struct source *source, struct class_entries *out,
                   struct diags *d) {
    struct reader r;
    *out = (struct class_entries){0};
    if (fields_open(&r, mem, source, BYTES_FILE_MAX, d))
        for (const struct node *name = r.tree.root->first; name != NULL; name = name->next->next)
            if (!fields_give_up(&r))
                read_class(&r, name, out);
    return fields_close(&r);
}
