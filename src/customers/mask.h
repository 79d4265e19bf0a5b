/* Numbers in a written form, such as ddd.ddd.ddd-dd. */
#ifndef BALCAO_CUSTOMERS_MASK_H
#define BALCAO_CUSTOMERS_MASK_H

#include <stdbool.h>

#include "values/pasted.h"

/* Returns whether the rest of `text` matches `mask`: a # stands for one digit, every other character for
 * itself. Characters are read as base/pasted.h says, so any hyphen stands for the one of the mask. Blanks
 * are ignored at both ends and beside the mask's punctuation; they never stand in place of it. `digits`,
 * which the caller owns, must have one byte for each # of the mask and one for the NUL; it receives the
 * digits without the punctuation, and is undefined if the text does not match. */
bool mask_read(const char *mask, struct pasted text, char *digits);

#endif
