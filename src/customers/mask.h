/* Numbers in a written form, such as ddd.ddd.ddd-dd. */
#ifndef BALCAO_CUSTOMERS_MASK_H
#define BALCAO_CUSTOMERS_MASK_H

#include <stdbool.h>

#include "values/pasted.h"

/* Returns whether the rest of `text` matches `mask`: a # stands for one digit, every other character for
 * itself. Punctuation of the mask may be missing, or there may be blanks in its place and beside it.
 * Characters are read as values/pasted.h says, so any hyphen stands for the one of the mask. Blanks are
 * ignored at both ends, too. `digits`, which the caller owns, must have one byte for each # of the mask
 * and one for the NUL; it receives the digits without the punctuation, and is undefined if the text does
 * not match. */
bool mask_read(const char *mask, struct pasted text, char *digits);

#endif
