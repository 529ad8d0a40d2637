/* What the value of an attribute may be, as written on the page: one question a kind of value. */
#ifndef AUDIT_VALUES_H
#define AUDIT_VALUES_H

#include "util/util.h"

/* ASCII letters, digits and - _ . : /, letters and numbers of all scripts. */
bool values_is_id(struct str v);
bool values_is_ids(struct str v); /* single spaces between */
bool values_is_class(struct str v);
bool values_has_class(struct str v, struct str name);
bool values_is_lang(struct str v);
bool values_is_dir(struct str v);
bool values_is_xmlns(struct str v);
bool values_is_role(struct str v);
bool values_is_true_false(struct str v);
bool values_is_current(struct str v);
bool values_is_tabindex(struct str v);
bool values_is_empty(struct str v);
bool values_is_size(struct str v);
bool values_is_span(struct str v);
bool values_is_datetime(struct str v);
bool values_is_scope(struct str v);
bool values_is_start(struct str v);
bool values_is_list_type(struct str v);
bool values_is_base64(struct str v); /* the characters; may be empty */

#endif
