/* Recognises absolute paths of files in texts for people. normal.h defines their normal form. */
#ifndef BALCAO_ERRORS_GROUPING_PATH_H
#define BALCAO_ERRORS_GROUPING_PATH_H

#include <stddef.h>

struct arena;

/* Matches an absolute path at the beginning of `text`. Returns its length in bytes, and sets `*normal` to
 * its normal form in the arena. Returns 0 if there is none. */
size_t path_match(struct arena *arena, const char *text, const char **normal);

#endif
