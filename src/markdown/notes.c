/* Footnotes: which text a reference means, which are shown at all, and their numbers. */
#include "markdown/settle.h"

/* Of two notes with one label the one that ends first counts, as in cmark-gfm: that is the first,
 * unless one stands in the other. */
void notes_index(struct job *job, struct map *by_label) {
    map_init(by_label, job->mem, job->note_count);
    struct note **in_order = arena_array(job->mem, struct note *, job->note_count + 1);
    for (size_t i = 0; i < job->note_count; i++)
        in_order[job->notes[i].order] = &job->notes[i];
    for (size_t i = 1; i <= job->note_count && in_order[i] != NULL; i++) { /* all that cmark saw */
        struct note *note = in_order[i];
        uint32_t index = (uint32_t)(note - job->notes);
        note->duplicate = map_add(by_label, utf8_fold(job->mem, note->label), index) != MAP_NONE;
        if (note->duplicate)
            job_lost(job, note->at, "markdown/footnote-duplicate",
                     "footnote '%.*s' is written a second time and left out", STR_ARG(note->label));
    }
}

struct note *notes_find(struct job *job, const struct map *by_label, struct str label) {
    uint32_t index = map_get(by_label, utf8_fold(job->mem, label));
    return index == MAP_NONE ? NULL : &job->notes[index];
}

/* A note is used when the body refers to it, or a note that is used does. */
static void find_used(struct job *job, struct ref **refs, size_t count) {
    struct note **queue = arena_array(job->mem, struct note *, job->note_count);
    size_t done = 0, waiting = 0;
    for (size_t i = count; i-- > 0;) /* backwards: the lists come out in order */
        if (refs[i]->inside != NULL) {
            refs[i]->next_inner = refs[i]->inside->inner;
            refs[i]->inside->inner = refs[i];
        }
    for (size_t i = 0; i < count; i++)
        if (refs[i]->inside == NULL && !refs[i]->note->used) {
            refs[i]->note->used = true;
            queue[waiting++] = refs[i]->note;
        }
    for (; done < waiting; done++)
        for (struct ref *ref = queue[done]->inner; ref != NULL; ref = ref->next_inner)
            if (!ref->note->used) {
                ref->note->used = true;
                queue[waiting++] = ref->note;
            }
}

static void add_ref(struct job *job, struct ids *ids, struct ref *ref) {
    struct note *note = ref->note;
    struct str slug = markdown_slug(job->mem, note->label);
    if (note->number == 0) {
        job->used_notes[job->used_count++] = note;
        note->number = (uint32_t)job->used_count;
        note->id = ids_unique(ids, job, arena_printf(job->mem, "fn-%.*s", STR_ARG(slug)));
        note->first_ref = ref;
    } else {
        note->last_ref->next = ref;
    }
    note->last_ref = ref;
    ref->id = ids_unique(ids, job, arena_printf(job->mem, "fnref-%.*s", STR_ARG(slug)));
}

void notes_number(struct job *job, struct ids *ids, struct ref **refs, size_t count) {
    find_used(job, refs, count);
    job->used_notes = arena_array(job->mem, struct note *, job->note_count);
    for (size_t i = 0; i < count; i++)
        if (refs[i]->inside == NULL || refs[i]->inside->used)
            add_ref(job, ids, refs[i]);
    for (size_t i = 0; i < job->note_count; i++) {
        struct note *note = &job->notes[i];
        if (!note->used && note->node != NULL && !note->duplicate)
            diag_warning(job->d, note->at, "markdown/footnote-unused",
                         "no text refers to footnote '%.*s', so it is not shown; write [^%.*s] "
                         "where it belongs",
                         STR_ARG(note->label), STR_ARG(note->label));
    }
}
