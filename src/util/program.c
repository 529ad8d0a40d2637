/* The linker writes a digest of all that a program or library holds into it (NT_GNU_BUILD_ID);
 * what is loaded is asked for it, so that no file is read. */
#define _GNU_SOURCE
#include "util/program.h"

#include <elf.h>
#include <link.h>

enum { NAME_BYTES = 4 }; /* "GNU" and its NUL */

static size_t padded(size_t size) {
    return (size + 3) & ~(size_t)3;
}

/* The id among the notes of one segment, or absent. */
static struct str find_id(struct str notes) {
    ElfW(Nhdr) note;
    while (notes.len >= sizeof(note)) {
        memcpy(&note, notes.p, sizeof(note));
        size_t name = padded(note.n_namesz), size = padded(note.n_descsz);
        struct str rest = str_from_offset(notes, sizeof(note));
        if (rest.len < name || rest.len - name < size)
            break;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == NAME_BYTES &&
            memcmp(rest.p, ELF_NOTE_GNU, NAME_BYTES) == 0)
            return str_of(rest.p + name, note.n_descsz);
        notes = str_from_offset(rest, name + size);
    }
    return STR_NONE;
}

static int add_object(struct dl_phdr_info *info, size_t size, void *ctx) {
    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE)
            continue;
        const char *at = (const char *)(uintptr_t)(info->dlpi_addr + segment->p_vaddr);
        struct str id = find_id(str_of(at, segment->p_memsz));
        if (id.p == NULL)
            continue;
        buf_put(ctx, id);
        return 0;
    }
    return 1; /* unknown: no need to go on */
}

bool program_ids(struct buf *out) {
    return dl_iterate_phdr(add_object, out) == 0;
}
