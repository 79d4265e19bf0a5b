/* Values in texts that a name before them calls secret: in query strings, forms, headers, logs, JSON, XML,
 * and in what languages print of their objects. */
#ifndef BALCAO_ERRORS_SCRUB_ASSIGNMENT_H
#define BALCAO_ERRORS_SCRUB_ASSIGNMENT_H

#include "errors/scrub/passage.h"

/* Looks at the sign at `at` (= : % , > or -). Returns where to go on looking; sets `*found` to the value
 * behind it if label.h says that its name is one of a secret. The signs:
 * - name=value, name = value, name => value, name := value, name%3Dvalue (up to %26 too);
 * - name: value. Behind Authorization and Cookie the rest of the line is the value;
 * - scheme://user:password@host: the password, whatever the names;
 * - ("name", "value") and ["name", "value"];
 * - <name>value</name>;
 * - --name value.
 *
 * A value in quotes ends at the next such quote; in a text of JSON within JSON the quotes have backslashes,
 * and the same number of them ends the value. A value that begins with a bracket ends at its match. Such a
 * value that has no end, because the text was cut, is the rest of the text. Any other value ends at a blank,
 * a quote, & < > | or a backslash, at a comma or semicolon behind which a new name begins, and before
 * punctuation at its end. true, false, null and empty values are no secrets; nor is what is hidden
 * already. */
size_t assignment_find(const struct passage *passage, size_t at, struct span *found);

#endif
