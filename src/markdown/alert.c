/* GitHub alerts: a quote whose first line is `[!KIND]`. The line is left out of the draft. */
#include "markdown/alert.h"

const char *const alert_names[ALERT_KINDS + 1] = {"NOTE",    "TIP",      "IMPORTANT", "WARNING",
                                                  "CAUTION", "OVERDOSE", "DANGER",    NULL};

static bool parse(struct str rest, struct str *name) {
    rest = str_trim(rest);
    if (rest.len < 4 || !str_starts(rest, str_lit("[!")) || rest.p[rest.len - 1] != ']')
        return false;
    *name = str_slice(rest, 2, rest.len - 1);
    for (size_t i = 0; i < name->len; i++)
        if (!ascii_is_alpha(name->p[i]))
            return false;
    return true;
}

bool alert_begin(struct scan *s) {
    struct str name;
    if (!parse(line_rest(&s->line), &name))
        return false;
    size_t kind = 0;
    while (kind < ALERT_KINDS && !str_eq_nocase(name, str_from(alert_names[kind])))
        kind++;
    if (kind == ALERT_KINDS) {
        if (s->job->hooks != NULL)
            job_error(s->job, scan_place(s, name.len + 3), "markdown/alert-unknown",
                      "there is no alert '%.*s'%s; use NOTE, TIP, IMPORTANT, WARNING, CAUTION, "
                      "OVERDOSE or DANGER",
                      STR_ARG(name), suggest_tail(suggest_among(name, alert_names)).p);
        return false;
    }
    scan_mark(s, MARK_ALERT, s->quote_column, kind);
    scan_put_raw(s, s->line.first);
    scan_end_line(s, s->job->draft->len, s->line.number, 1);
    return true;
}
