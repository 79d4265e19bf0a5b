/* CEP: the Brazilian postal code, assigned by the Correios. It has eight digits and no check digit. */
#ifndef BALCAO_CUSTOMERS_CEP_H
#define BALCAO_CUSTOMERS_CEP_H

#include "table/field.h"

enum { CEP_SIZE = sizeof("01001000") };

/* Reads a CEP from the `length` bytes of `text`, which may have any content. Accepted are 8 digits or
 * ddddd-ddd, as people paste them (values/pasted.h), also behind "CEP", "CEP nº". Blanks may stand at the
 * ends, and beside the hyphen or in place of it; other punctuation and fewer digits are refused. Returns
 * true if `digits`, which the caller owns, now has the 8 digits and a NUL; false if the text is not a
 * CEP, and the content of `digits` is then undefined. */
bool cep_parse(const char *text, size_t length, char digits[CEP_SIZE]);

/* Returns whether a CEP of 8 digits is in the range 00000000 to 00999999, in which no CEP exists, so that no
 * provider need be asked. In the table of the Correios, the first range (São Paulo) begins at 01000000
 * (BrasilAPI, public/range.json). The other gap between the ranges of the states, 78900000 to 78999999, is
 * left to the providers. */
bool cep_is_unassigned(const char digits[CEP_SIZE]);

/* Reads a CEP; the canonical form is its 8 digits, without a key. The fault is &cep_invalid, or
 * &cep_not_found for a CEP that cep_is_unassigned. */
extern const struct format cep_format;

extern const struct fault_kind cep_invalid;
extern const struct fault_kind cep_not_found;

#endif
