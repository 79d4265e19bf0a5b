/* Members that mean something to the scrubber besides being secret. */
#ifndef BALCAO_ERRORS_SCRUB_MEMBER_H
#define BALCAO_ERRORS_SCRUB_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

enum member {
	MEMBER_OTHER,
	MEMBER_NAME,        /* "name", "key": its value names the "value" beside it */
	MEMBER_VALUE,       /* "value" */
	MEMBER_CODE,        /* lines of source code */
	MEMBER_FLAT,        /* a list of names and values in turn: Node.js's rawHeaders */
	MEMBER_MODULES,     /* of an event: versions by the names of packages */
	MEMBER_FINGERPRINT, /* of an event */
};

/* What the member of this name is. */
enum member member_of(const char *name, size_t length);

/* Whether the member's value is an id of Sentry's protocol or an amount, and looks like one: hexadecimal
 * digits, hyphens, 0x. Such a value may look like a card number by chance. */
bool member_is_id(const char *name, size_t length, const char *value, size_t size);

#endif
