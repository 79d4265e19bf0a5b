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
 * A fraction of zeros behind it belongs to it.
 *
 * A comma, slash or hyphen may stand between such numbers and others, as in lists and tables. Parts of longer
 * numbers are none: digits that touch a letter or more digits; behind digits and a point, or "0,": decimal
 * fractions and versions; the digits of a CPF before a fraction that is not zero; groups before or behind
 * which another of the same length follows with the same sign, unless that is a blank. Times in milliseconds
 * have 13 digits, but begin like no card. */
size_t number_find(const struct passage *passage, size_t at, struct span *found);

#endif
