/* The languages of a site, and fields of site.yaml that more than one place reads. Private. */
#ifndef CONTENT_CONFIG_LANGUAGE_H
#define CONTENT_CONFIG_LANGUAGE_H

#include "content/fields.h"

/* struct config: a map from tag to {name, dir, fallback}, or a list of tags. */
field_fn config_field_languages;
/* struct config */
field_fn config_field_default_language;
/* struct word: a relative path without ".." */
field_fn config_field_file;

/* Fallbacks and the default are languages of the site (and get their spelling), and fallbacks do
 * not run in a circle. */
void config_check_languages(struct reader *r, struct config *config);

#endif
