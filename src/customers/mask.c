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

/* Skips the blanks that may stand at a mark of the mask, and the mark if it is there. */
static void skip_mark(struct pasted *text, char mark)
{
	struct pasted after = *text;
	char c;

	while ((c = pasted_next(&after)) == ' ' || c == mark) {
		*text = after;
		if (c == mark)
			mark = ' ';
	}
}

bool mask_read(const char *mask, struct pasted text, char *digits)
{
	skip_mark(&text, ' ');
	for (; *mask; mask++) {
		char c;

		if (*mask != '#' && ispunct((unsigned char)*mask)) {
			skip_mark(&text, *mask);
			continue;
		}
		c = pasted_next(&text);
		if (*mask == '#' ? !isdigit((unsigned char)c) : c != *mask)
			return false;
		if (*mask == '#')
			*digits++ = c;
	}
	*digits = '\0';
	return next_but_blanks(&text) == PASTED_END;
}
