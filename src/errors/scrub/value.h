/* Secret values in texts, behind a name and a sign. */
#ifndef BALCAO_ERRORS_SCRUB_VALUE_H
#define BALCAO_ERRORS_SCRUB_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "errors/scrub/label.h"
#include "errors/scrub/passage.h"

/* Sets `*found` to the value that begins at `at`, behind the sign, or behind blanks; an empty part: it is
 * none or says nothing. `encoded`: a percent-encoded & ends it. Returns where to go on.
 *
 * A value in quotes ends at the next such quote; in a text of JSON within JSON the quotes have backslashes,
 * and the same number of them ends the value. A value that begins with a bracket ends at its match. Such a
 * value that has no end, because the text was cut, is the rest of the text. Behind Authorization: and Cookie:
 * the rest of the line is the value, or up to the quote that ends the text around the header. Any other value
 * ends at a blank, a quote, & < > | or a backslash, at a comma or semicolon behind which a new name begins,
 * and before punctuation at its end.
 *
 * In a line of source code what has no quotes is an expression, and stays, unless it is
 * - a parameter in a text: '/x?token=x&b=1', "host=h password=x";
 * - a header in a text: 'X-Api-Key: x', of which the name has a hyphen or counts as NAME_LINE;
 * - a variable of the environment: export DB_PASSWORD=x, in capitals and without blanks;
 * - a single word behind a name in a comment: # senha: x;
 * and if nothing in it is filled in by the program: {x} $x %s. */
size_t value_read(const struct passage *passage, size_t at, const struct label *label, enum label_sign sign,
		  bool encoded, struct span *found);

/* Whether the value is empty, hidden already, or a word such as true and null. */
bool value_says_nothing(const char *text, size_t length);

/* Where the blanks end that begin at `at`: a few of them. */
size_t value_skip_blanks(const struct passage *passage, size_t at);

/* Whether the percent-encoded `code`, such as "%3D", is at `at`, in upper or lower case. */
bool value_is_percent(const struct passage *passage, size_t at, const char *code);

#endif
