/* Names of streets as the Correios' data has them: a street with several CEPs has a range of numbers for
 * each, which some providers put behind the street's name. */
#ifndef BALCAO_CUSTOMERS_STREET_H
#define BALCAO_CUSTOMERS_STREET_H

#include <stddef.h>

/* Returns the length in bytes of the name at the beginning of `text` (valid UTF-8 in normalization form C):
 * all of it, or without the range of numbers at its end, such as
 *   - até 1715 - lado ímpar, - de 801/802 ao fim, - do km 17,701 ao km 22,000 - lado par, (lado par).
 * A range stands behind one of - , ; : / | ( and may have a remark in parentheses behind it. One that begins
 * with a preposition or "lado" may also stand behind a blank, if a name of two words is
 * left before it, which does not end in a preposition. Case and accents don't matter. The name is never
 * empty, unless the text is. "Rua 7 de Setembro - Lado Oeste" and "Rua do Lado Par" are names.
 *
 * The forms are those of answers of the Correios' search that projects keep in their tests: Elixir's
 * Correios.CEP, correios-cep (Ruby), brasilapi-sdk; and of BrasilAPI's issue 469. */
size_t street_length(const char *text);

#endif
