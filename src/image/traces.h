/* What metadata says about people, in kinds only: nothing is kept but "there was a place". Private
 * to image/. All readers are bounded by the bytes they get, follow no loops and accept any bytes;
 * broken metadata is "other data". */
#ifndef IMAGE_TRACES_H
#define IMAGE_TRACES_H

#include "image/image.h"

/* A TIFF structure as in JPEG's APP1 behind "Exif\0\0", PNG's eXIf, WebP's EXIF. Returns the
 * orientation, 1 to 8; 1 also where there is none. */
unsigned traces_exif(struct str tiff, struct image_removed *r);
/* IPTC-IIM datasets. */
void traces_iptc(struct str datasets, struct image_removed *r);
/* Photoshop's image resources ("8BIM"), as in JPEG's APP13 behind "Photoshop 3.0\0". */
void traces_photoshop(struct str resources, struct image_removed *r);
/* An XMP packet. */
void traces_xmp(struct str packet, struct image_removed *r);
/* The keyword and what follows it in a PNG text chunk (Latin-1 or UTF-8, perhaps compressed). */
void traces_png_text(struct str keyword, struct str rest, struct image_removed *r);

#endif
