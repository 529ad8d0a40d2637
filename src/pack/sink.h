/* Private to pack/: a new file that libzip writes a ZIP into. */
#ifndef PACK_SINK_H
#define PACK_SINK_H

#include <zip.h>

#include "util/util.h"

struct sink;
/* Makes the file, which must not be there; NULL with errno. The sink lives in `mem`. */
struct sink *sink_open(struct arena *mem, const char *path);
/* The same file once more, to put what begins at `at`: another thread's part of it. */
struct sink *sink_open_at(struct arena *mem, const char *path, uint64_t at);
/* The empty ZIP that goes there when it is closed; NULL when libzip refuses. */
zip_t *sink_zip(struct sink *s);
/* Without libzip: appends. False from the first write that failed on; sink_close says why. */
bool sink_put(struct sink *s, struct str bytes) MUST_USE;
/* What stands in another file, without reading it: the system copies, or shares. False where it
 * cannot, and nothing was put; also where a write before it failed, and then sink_close fails. */
bool sink_copy(struct sink *s, int from, uint64_t at, uint64_t bytes) MUST_USE;
/* After the ZIP was closed or discarded, or everything was put. False with errno. */
bool sink_close(struct sink *s) MUST_USE;

#endif
