/* Values in texts that a name before them calls secret: in query strings, forms, headers, logs, JSON, XML,
 * and in what languages print of their objects. */
#ifndef BALCAO_ERRORS_SCRUB_ASSIGNMENT_H
#define BALCAO_ERRORS_SCRUB_ASSIGNMENT_H

#include "errors/scrub/passage.h"

/* Looks at the sign at `at` (= : % , ( > or -). Returns where to go on looking; sets `*found` to the value
 * behind it (value.h) if label.h says that its name is one of a secret. The signs:
 * - name=value, name = value, name => value, name := value, name%3Dvalue (up to %26 too);
 * - name: value. Behind Authorization and Cookie the rest of the line is the value;
 * - {"name": "senha", "value": "x"} and <input name="senha" value="x">;
 * - %22name%22%3A%22value%22;
 * - scheme://user:password@host: the password, whatever the names;
 * - ("name", "value") and ["name", "value"];
 * - setName("value"), and some other verbs;
 * - <name>value</name>;
 * - --name value.
 *
 * true, false, null and empty values are no secrets; nor is what is hidden already. */
size_t assignment_find(const struct passage *passage, size_t at, struct span *found);

#endif
