/* Texts of digits in a written form, such as ddd.ddd.ddd-dd. */
#ifndef BALCAO_CUSTOMERS_MASK_H
#define BALCAO_CUSTOMERS_MASK_H

#include <stdbool.h>
#include <stddef.h>

/* Whether `length` bytes of any kind are exactly `mask`: where that has a #, one ASCII digit;
 * elsewhere the same byte. True: `digits`, the caller's, has the digits alone and a NUL: room
 * for the #s of the mask and one more. False: what is in it means nothing. */
bool mask_read(const char *mask, const char *text, size_t length, char *digits);

#endif
