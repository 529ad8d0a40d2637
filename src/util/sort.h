/* Sorting what is nearly sorted. */
#ifndef UTIL_SORT_H
#define UTIL_SORT_H

#include <stddef.h>

/* As qsort does, for a list that is in order but for what was put behind it: then the time goes by
 * how long the list is, and not by how many comparisons a sort of all would take. Of items that are
 * equal, those of the list come first. */
void sort_appended(void *items, size_t count, size_t size_bytes,
                   int (*compare)(const void *, const void *));

#endif
