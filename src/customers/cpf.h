/* CPF: the number of a person in the registry of the Receita Federal (today's rules: Instrução
 * Normativa RFB 2.172/2024). Eleven digits, of which the last two check the others.
 *
 * A number that passes is well-formed, no more: whether it was issued, and to whom, only the
 * Receita knows. The check digits miss some slips, too: where the tenth digit is 0, there are pairs
 * that differ in one digit and are both right. */
#ifndef BALCAO_CUSTOMERS_CPF_H
#define BALCAO_CUSTOMERS_CPF_H

#include "table/field.h"

enum { CPF_SIZE = sizeof("12345678909") };

/* Reads a CPF from `length` bytes of any kind: 11 ASCII digits, or ddd.ddd.ddd-dd and no
 * other punctuation or blanks. Fewer digits aren't filled up with zeros: that makes right numbers of slips.
 *
 * The tenth digit is of s = 10·c1 + 9·c2 + … + 2·c9, the eleventh of s = 11·c1 + 10·c2 + … + 2·c10;
 * with r = s mod 11 it must be 0 if r < 2, else 11 − r (as in python-stdnum, stdnum.br.cpf).
 * Eleven times the same digit passes that and is refused: it is what people enter to get past
 * a form.
 *
 * True: `digits`, the caller's, has the 11 digits and a NUL. False: what is in it means nothing. */
bool cpf_parse(const char *text, size_t length, char digits[CPF_SIZE]);

/* What is stored are the 11 digits; the fault is &cpf_invalid. It makes no key. */
extern const struct format cpf_format;

extern const struct fault_kind cpf_invalid;

#endif
