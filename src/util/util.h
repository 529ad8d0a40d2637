/* The door of util/: memory, text, messages, files, threads and the one place that asks the
 * clock and the environment. Every other folder stands on this one. */
#ifndef UTIL_H
#define UTIL_H

#include "util/arena.h"
#include "util/buf.h"
#include "util/date.h"
#include "util/diag.h"
#include "util/env.h"
#include "util/fs.h"
#include "util/map.h"
#include "util/pool.h"
#include "util/program.h"
#include "util/sort.h"
#include "util/step.h"
#include "util/store.h"
#include "util/str.h"
#include "util/suggest.h"
#include "util/utf8.h"

/* This program's, as `pamphlet --version` prints it and `pamphlet: ">=1.0"` asks for it. */
#define PAMPHLET_VERSION "1.0"

#endif
