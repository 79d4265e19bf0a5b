/* Numbers in a written form, such as ddd.ddd.ddd-dd. */
#ifndef BALCAO_CUSTOMERS_MASK_H
#define BALCAO_CUSTOMERS_MASK_H

#include <stdbool.h>
#include <stddef.h>

/* Returns whether the `length` bytes of `text`, which may have any content, match `mask`: a # stands for one
 * ASCII digit, every other character for itself. `digits`, which the caller owns, must have one byte for each
 * # of the mask and one for the NUL; it receives the digits without the punctuation, and is undefined if the
 * text does not match. */
bool mask_read(const char *mask, const char *text, size_t length, char *digits);

#endif
