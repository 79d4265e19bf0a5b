/* CEP: the postal code of the Correios. Eight digits, without a check digit. */
#ifndef BALCAO_CUSTOMERS_CEP_H
#define BALCAO_CUSTOMERS_CEP_H

#include "table/field.h"

enum { CEP_SIZE = sizeof("01001000") };

/* Reads a CEP from `length` bytes of any kind: 8 ASCII digits, or ddddd-ddd; no blanks, no other
 * punctuation, no fewer digits. True: `digits`, the caller's, has the 8 digits and a NUL. False: what is
 * in it means nothing. */
bool cep_parse(const char *text, size_t length, char digits[CEP_SIZE]);

/* Whether a CEP of 8 digits can't be anywhere, so that nobody need be asked: 00000000 to 00999999. The
 * table of the Correios gives the first range, that of São Paulo, from 01000000 on (BrasilAPI,
 * public/range.json). The other gap between the states' ranges, 78900000 to 78999999, is for the look-up
 * to judge. */
bool cep_is_unassigned(const char digits[CEP_SIZE]);

/* What is stored are the 8 digits; the fault is &cep_invalid, or &cep_not_found for what is
 * unassigned. It makes no key. */
extern const struct format cep_format;

extern const struct fault_kind cep_invalid;
extern const struct fault_kind cep_not_found;

#endif
