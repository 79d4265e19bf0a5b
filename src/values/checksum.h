/* Check digits of numbers that people are known by or pay with. */
#ifndef BALCAO_VALUES_CHECKSUM_H
#define BALCAO_VALUES_CHECKSUM_H

#include <stdbool.h>
#include <stddef.h>

enum { CHECKSUM_CPF_DIGITS = 11 };

/* Whether the 11 ASCII digits are a CPF. The tenth digit is computed from s = 10·c1 + 9·c2 + … + 2·c9, the
 * eleventh from s = 11·c1 + 10·c2 + … + 2·c10: with r = s mod 11 it is 0 if r < 2, otherwise 11 − r (as in
 * python-stdnum, stdnum.br.cpf). Eleven equal digits fulfil this rule and are none nevertheless: people enter
 * them to get past a form. */
bool checksum_cpf(const char *digits);

/* Whether the `count` ASCII digits, at least one, end in the check digit of Luhn's formula (ISO/IEC 7812-1,
 * Annex B), as the numbers of payment cards do. */
bool checksum_luhn(const char *digits, size_t count);

#endif
