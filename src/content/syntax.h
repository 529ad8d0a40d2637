/* libyaml's complaints, said so that an editor can mend the line. Private to content/. */
#ifndef CONTENT_SYNTAX_H
#define CONTENT_SYNTAX_H

#include "util/util.h"

/* One complaint: libyaml's own words and where they point, as byte offsets into source->text. */
struct syntax_error {
    const struct source *source;
    size_t from; /* where the YAML starts */
    const char *problem, *context;
    size_t at, context_at;
};

/* Reports it as "yaml/syntax"; returns false. */
bool syntax_report(const struct syntax_error *e, struct diags *d);

#endif
