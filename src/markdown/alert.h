/* The kinds of alerts, for the scanner and the writer. */
#ifndef MARKDOWN_ALERT_H
#define MARKDOWN_ALERT_H

#include "markdown/scan.h"

extern const char *const alert_names[ALERT_KINDS + 1];

#endif
