#include "errors/scrub/prose.h"

#include <stdint.h>

#include "errors/scrub/assignment.h"
#include "errors/scrub/form.h"
#include "errors/scrub/number.h"

/* A hyphen begins arguments and private keys, and is the sign of some keys. */
static size_t find_hyphen(const struct passage *passage, size_t at, struct span *found)
{
	size_t next = form_find(passage, at, found);

	return found->to > found->from ? next : assignment_find(passage, at, found);
}

enum sign { PLAIN, ASSIGNMENT, FORM, NUMBER, HYPHEN };

/* clang-format off */
static const uint8_t signs[256] = {
	['='] = ASSIGNMENT, [':'] = ASSIGNMENT, ['%'] = ASSIGNMENT, [','] = ASSIGNMENT, ['>'] = ASSIGNMENT,
	['('] = ASSIGNMENT,
	['_'] = FORM, ['.'] = FORM, ['A'] = FORM, ['B'] = FORM, ['b'] = FORM, ['J'] = FORM,
	['0' ... '9'] = NUMBER,
	['-'] = HYPHEN,
};

static size_t (*const finders[])(const struct passage *passage, size_t at, struct span *found) = {
	[ASSIGNMENT] = assignment_find, [FORM] = form_find, [NUMBER] = number_find, [HYPHEN] = find_hyphen,
};
/* clang-format on */

bool prose_next(struct passage *passage, size_t *at, struct span *found)
{
	size_t next = *at;

	while (next < passage->length) {
		uint8_t sign = signs[(uint8_t)passage->text[next]];

		if (sign == PLAIN) {
			next++;
			continue;
		}
		*found = (struct span){ 0, 0 };
		next = finders[sign](passage, next, found);
		if (found->to > found->from) {
			*at = passage->floor = found->to;
			return true;
		}
	}
	*at = passage->length;
	return false;
}
