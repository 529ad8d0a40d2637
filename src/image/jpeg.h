/* A JPEG as its decoder sees it: tables, frame, scans. Private to image/. Terms are T.81's. */
#ifndef IMAGE_JPEG_H
#define IMAGE_JPEG_H

#include "image/scrub.h"

enum {
    JPEG_COMPONENTS_MAX = 4,
    JPEG_TABLES = 4, /* of each kind */
    JPEG_MCU_BLOCKS_MAX = 10,
    JPEG_LOOK_BITS = 9,
    JPEG_COEFFICIENTS = 64
};

struct jpeg_quant {
    bool defined, wide; /* wide: 16 bits a value */
    char values[2 * JPEG_COEFFICIENTS];
};

struct jpeg_huffman {
    bool defined;
    uint8_t counts[16]; /* codes of each length, from 1 bit */
    uint8_t symbols[256];
    uint16_t symbol_count;
    /* made from these */
    uint16_t look[1 << JPEG_LOOK_BITS]; /* length << 8 | symbol; 0: longer than JPEG_LOOK_BITS */
    int32_t last_code[16];              /* of each length; -1: none */
    int32_t first_index[16];            /* symbols[code + first_index] */
};

struct jpeg_component {
    uint8_t id, h, v, quant;
    uint32_t blocks_wide, blocks_high; /* that the picture covers */
    bool started;                      /* a scan has drawn of it */
    int8_t low[JPEG_COEFFICIENTS];     /* progressive: lowest bit received, -1 none */
    uint64_t *nonzero; /* progressive: a bit for each coefficient of a block, in zigzag order */
};

struct jpeg_frame {
    uint8_t marker; /* 0xC0 to 0xC2; 0: none yet */
    uint32_t width, height;
    size_t count;
    struct jpeg_component components[JPEG_COMPONENTS_MAX];
    uint8_t h_max, v_max;
};

struct jpeg_scan {
    size_t count;
    uint8_t component[JPEG_COMPONENTS_MAX]; /* index in the frame */
    uint8_t dc[JPEG_COMPONENTS_MAX], ac[JPEG_COMPONENTS_MAX];
    uint8_t start, end, high, low; /* Ss, Se, Ah, Al */
    uint32_t restart_interval;
};

struct jpeg_tables {
    struct jpeg_quant quant[JPEG_TABLES];
    struct jpeg_huffman dc[JPEG_TABLES], ac[JPEG_TABLES];
    uint32_t restart_interval;
};

static inline bool jpeg_is_progressive(const struct jpeg_frame *f) {
    return f->marker == 0xC2;
}
/* Whether a scan decodes with the Huffman tables of this kind. */
static inline bool jpeg_uses_dc(const struct jpeg_frame *f, const struct jpeg_scan *scan) {
    return !jpeg_is_progressive(f) || (scan->start == 0 && scan->high == 0);
}
static inline bool jpeg_uses_ac(const struct jpeg_frame *f, const struct jpeg_scan *scan) {
    return !jpeg_is_progressive(f) || scan->start > 0;
}

/* jpeg_tables.c: the bodies of marker segments, without marker and length. NULL, or what is wrong.
 */
const char *jpeg_read_quant(struct jpeg_tables *t, struct str body) MUST_USE;
const char *jpeg_read_huffman(struct jpeg_tables *t, struct str body) MUST_USE;
const char *jpeg_read_restart(struct jpeg_tables *t, struct str body) MUST_USE;
const char *jpeg_read_frame(struct jpeg_frame *f, uint8_t marker, struct str body) MUST_USE;
/* Checks the order of progressive scans too, and notes in `f` what the scan brings. */
const char *jpeg_read_scan(struct jpeg_frame *f, const struct jpeg_tables *t, struct str body,
                           struct jpeg_scan *scan) MUST_USE;
/* Appends the segments that `scan` needs and that `written`, what was appended so far, lacks: so
 * tables that nothing uses are left out. `frame_written` false: the frame's segment too. */
void jpeg_write_scan(const struct jpeg_frame *f, const struct jpeg_tables *t,
                     const struct jpeg_scan *scan, struct jpeg_tables *written, bool first,
                     struct buf *out);

/* jpeg_scan.c: decodes the entropy-coded data at `*at` in `in` as far as it takes to know where
 * they end, and appends just those bytes. `*at` moves to the next marker; `*extra` is set when
 * there were bytes that draw nothing. */
enum jpeg_data { JPEG_DATA_FINE, JPEG_DATA_BROKEN, JPEG_DATA_SHORT };
enum jpeg_data jpeg_copy_scan(struct jpeg_frame *f, const struct jpeg_tables *t,
                              const struct jpeg_scan *scan, struct str in, size_t *at, bool *extra,
                              struct buf *out) MUST_USE;

#endif
