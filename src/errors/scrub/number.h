/* Card numbers and CPFs in texts. */
#ifndef BALCAO_ERRORS_SCRUB_NUMBER_H
#define BALCAO_ERRORS_SCRUB_NUMBER_H

#include "errors/scrub/passage.h"

/* Looks for a number that begins with the digit at `at`. Returns where to go on looking; sets `*found` to the
 * number if it is one of these:
 * - a card number: 13 to 19 digits, undivided or in the groups that are printed on cards (4-4-4-4, 4-6-5 …)
 *   with one kind of blank, hyphen or point between them, also percent-encoded; with the first digits and the
 *   length of a card network (ISO/IEC 7812, the networks' tables), and Luhn's check digit;
 * - a CPF: 11 digits with right check digits, undivided or as ddd.ddd.ddd-dd with any blanks, points or
 *   hyphens.
 *
 * Digits that touch a letter, or by a point, comma or hyphen further digits, belong to something else: parts
 * of UUIDs, versions, decimal fractions, CNPJs. Times in milliseconds have 13 digits, but begin like no
 * card. */
size_t number_find(const struct passage *passage, size_t at, struct span *found);

#endif
