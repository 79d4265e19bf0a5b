/* Time zones of the IANA database, which the system has in /usr/share/zoneinfo (Debian's package tzdata). */
#ifndef BALCAO_VALUES_ZONE_H
#define BALCAO_VALUES_ZONE_H

#include <stdbool.h>

enum { ZONE_NAME_MAX = 64 }; /* bytes; the longest name has 32 */

/* Returns whether `name` (NUL-terminated, any bytes) is the name of a zone or of a link to one, in the
 * database's own spelling: "America/Sao_Paulo", "Brazil/East", "UTC". PostgreSQL takes more: names in any
 * case, abbreviations and POSIX's rules ("<-03>3"), of which there is no end. False, too, if the system has
 * no database or can't read it. */
bool zone_exists(const char *name);

#endif
