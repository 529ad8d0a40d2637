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

static size_t kind_of(struct str name) {
    size_t kind = 0;
    while (kind < ALERT_KINDS && !str_eq_nocase(name, str_from(alert_names[kind])))
        kind++;
    return kind;
}

/* "[!OVERDOSE] Call first": a quote for GitHub too, but hardly what was meant. */
static void warn_of_text(struct scan *s) {
    struct str rest = str_trim(line_rest(&s->line)), name;
    size_t close = str_find_char(rest, ']');
    if (s->job->hooks == NULL || close == SIZE_MAX || close + 1 >= rest.len ||
        !line_is_gap(rest.p[close + 1]) || !parse(str_slice(rest, 0, close + 1), &name) ||
        kind_of(name) == ALERT_KINDS)
        return;
    diag_warning(s->job->d, scan_place(s, name.len + 3), "markdown/alert-text",
                 "text behind '[!%.*s]' makes this a plain quote: begin it on the next line",
                 STR_ARG(name));
}

bool alert_begin(struct scan *s) {
    struct str name;
    if (!parse(line_rest(&s->line), &name)) {
        warn_of_text(s);
        return false;
    }
    size_t kind = kind_of(name);
    if (kind == ALERT_KINDS) {
        if (s->job->hooks != NULL)
            job_error(s->job, scan_place(s, name.len + 3), "markdown/alert-unknown",
                      "there is no alert '%.*s': NOTE, TIP, IMPORTANT, WARNING, CAUTION, OVERDOSE "
                      "or DANGER%s",
                      STR_ARG(name), suggest_tail(suggest_among(name, alert_names)).p);
        return false;
    }
    scan_mark(s, MARK_ALERT, s->quote_column, kind);
    scan_put_raw(s, s->line.first);
    scan_end_line(s, s->job->draft->len, s->line.number, 1);
    return true;
}
