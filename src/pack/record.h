/* Private to pack/: the bytes of a canonical ZIP's records (APPNOTE 6.3.10, sections 4.3.7, 4.3.12
 * and 4.3.16), and why a record is not canonical. */
#ifndef PACK_RECORD_H
#define PACK_RECORD_H

#include "pack/pack.h"

enum { LOCAL_BYTES = 30, CENTRAL_BYTES = 46, END_BYTES = 22 };
/* The first four bytes, little-endian. */
#define LOCAL_SIGNATURE   UINT32_C(0x04034b50)
#define CENTRAL_SIGNATURE UINT32_C(0x02014b50)
#define END_SIGNATURE     UINT32_C(0x06054b50)

/* Little-endian numbers at `offset`, which the caller has checked to be inside. */
uint32_t record_u16(struct str bytes, size_t offset);
uint32_t record_u32(struct str bytes, size_t offset);
bool record_has(struct str bytes, size_t offset, uint32_t signature);

/* The one way to write an entry's records, without the name behind them. */
void record_local(const struct pack_reader_entry *e, uint8_t out[LOCAL_BYTES]);
void record_central(const struct pack_reader_entry *e, uint32_t local_offset,
                    uint8_t out[CENTRAL_BYTES]);
void record_end(uint32_t count, uint32_t size, uint32_t offset, uint8_t out[END_BYTES]);

struct record_fault {
    const char *code, *sentence;
};
/* Why `record`, its extra fields included, differs from `wanted`; the most telling reason first. */
struct record_fault record_explain_central(struct str record, const uint8_t *wanted);
struct record_fault record_explain_local(struct str record, const uint8_t *wanted);

#endif
