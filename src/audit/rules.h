/* The rules by name, and the reading of one file that they are broken in.
 *
 * Every refusal of the audit goes through rules_refuse, so that each has a code, a sentence and a
 * place, and so that a test build can switch one off and see a hostile sample come through. */
#ifndef AUDIT_RULES_H
#define AUDIT_RULES_H

#include "audit/audit.h"

enum rule {
#define RULE(name, code, before, after) RULE_##name,
#include "audit/rules.def"
#undef RULE
    RULE_COUNT
};

enum { RULES_FINDINGS_MAX = 20, RULES_PATH_MAX = 100 };

/* The file that proves a folder is ours to replace. */
#define RULES_MARKER ".pamphlet"

/* One file being read. */
struct reader {
    const struct audit_set *set;
    uint32_t index;
    enum audit_kind kind;
    struct source source; /* its path is made when the first finding needs it */
    const char *origin;
    struct arena *keep;
    struct arena scratch; /* gone when the file is done */
    struct audit_file *out;
    struct diags *d;
    size_t findings;
    /* Where local links start: the file's own path; ends[n] is the length of its first n folders.
     */
    struct str path;
    unsigned char ends[RULES_PATH_MAX];
    size_t depth;
};

/* The path of the file being read as messages show it. */
const char *rules_shown(struct reader *r);
#ifdef AUDIT_MUTATE
const char *rules_code(enum rule rule);
#endif
/* Reports at `at`, a place in the file's bytes (NULL: the whole file). `what` is shown in quotes,
 * cut and cleaned. Returns false, so that `return rules_refuse(…);` reads well. */
bool rules_refuse(struct reader *r, enum rule rule, const char *at, size_t width, struct str what);
/* The scanner's own refusals, which bring their code and sentence. */
bool rules_refuse_bytes(struct reader *r, const char *at, size_t width, const char *code,
                        const char *message);
/* "and N more", when the cap was reached. */
void rules_finish(struct reader *r);
/* A refusal of a path in a set, outside a reading. */
bool rules_refuse_path(const struct audit_set *set, struct str path, const char *origin,
                       enum rule rule, const char *what, struct diags *d);
/* A link of file `index` to a fragment that its target lacks. */
bool rules_refuse_link(const struct audit_set *set, size_t index, const struct audit_link *link,
                       const char *origin, struct diags *d);
/* A picture of a page's root in one sheet that a rule in another may take away. */
struct rules_hidden {
    enum audit_root root;
    size_t sheet, by;
    struct audit_spot at, by_at;
};
bool rules_refuse_hidden(const struct audit_set *set, const struct rules_hidden *h,
                         const char *origin, struct diags *d);

#ifdef AUDIT_MUTATE
/* Test builds: the rule that is switched off, RULE_COUNT for none. */
extern enum rule rules_mutant;
#endif

#endif
