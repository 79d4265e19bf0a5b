#include "customers/mask.h"

#include <ctype.h>

static char next_but_blanks(struct pasted *text)
{
	char c;

	do
		c = pasted_next(text);
	while (c == ' ');
	return c;
}

bool mask_read(const char *mask, struct pasted text, char *digits)
{
	bool loose = true; /* blanks may stand here */

	for (; *mask; mask++) {
		bool mark = *mask != '#' && ispunct((unsigned char)*mask);
		char c = loose || mark ? next_but_blanks(&text) : pasted_next(&text);

		if (*mask == '#' ? !isdigit((unsigned char)c) : c != *mask)
			return false;
		if (*mask == '#')
			*digits++ = c;
		loose = mark;
	}
	*digits = '\0';
	return next_but_blanks(&text) == PASTED_END;
}
