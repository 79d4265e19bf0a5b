/* CPF: the number of a person in the registry of the Receita Federal (rules: Instrução Normativa RFB
 * 2.172/2024). It has eleven digits; the last two are check digits.
 *
 * Checking a number shows only that it is well-formed. Only the Receita knows whether it was issued, and to
 * whom. The check digits don't detect every typing error: some pairs of valid numbers whose tenth digit is 0
 * differ in one digit only. */
#ifndef BALCAO_CUSTOMERS_CPF_H
#define BALCAO_CUSTOMERS_CPF_H

#include "table/field.h"

enum { CPF_SIZE = sizeof("12345678909") };

/* Reads a CPF from the `length` bytes of `text`, which may have any content. Accepted are 11 digits or
 * ddd.ddd.ddd-dd, as people paste them (values/pasted.h), also behind "CPF", "CPF/CNPJ:" or "CPF nº". Blanks
 * may stand at the ends, and beside the punctuation or in place of it; part of the punctuation may be
 * missing, other punctuation is refused. Fewer digits are not filled up with zeros, because that would
 * turn some typing errors into valid numbers.
 *
 * checksum_cpf (values/checksum.h) says which digits are a CPF.
 *
 * Returns true if `digits`, which the caller owns, now has the 11 digits and a NUL; false if the text is
 * not a CPF, and the content of `digits` is then undefined. */
bool cpf_parse(const char *text, size_t length, char digits[CPF_SIZE]);

/* Reads a CPF; the canonical form is its 11 digits, without a key. The fault is &cpf_invalid. */
extern const struct format cpf_format;

extern const struct fault_kind cpf_invalid;

#endif
