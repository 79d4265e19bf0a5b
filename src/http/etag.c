#include "http/etag.h"

#include <string.h>

#include "base/arena.h"

enum { VERSION_DIGITS = 18 }; /* all numbers of 18 digits fit into a bigint */

/* Whether the text is a version: a decimal number without leading zeros. */
static bool is_version(const char *text, size_t length)
{
	return length > 0 && length <= VERSION_DIGITS && text[0] != '0' &&
	       strspn(text, "0123456789") >= length;
}

/* The next quoted tag at or after `at`; NULL if there is none. */
static const char *next_tag(const char *at, size_t *length)
{
	const char *close;

	at += strspn(at, " \t,");
	if (strncmp(at, "W/", 2) == 0)
		at += 2;
	if (*at != '"')
		return NULL;
	close = strchr(++at, '"');
	if (!close)
		return NULL;
	*length = (size_t)(close - at);
	return at;
}

enum precondition etag_parse(struct arena *arena, const char *header, const char **versions)
{
	const char *at = header;
	char *list, *to;
	size_t length;

	*versions = NULL;
	at += strspn(at, " \t");
	if (!*at)
		return PRECONDITION_NONE;
	if (*at == '*' && at[1 + strspn(at + 1, " \t")] == '\0')
		return PRECONDITION_ANY;
	list = to = arena_alloc(arena, strlen(header) + 3);
	*to++ = '{';
	while ((at = next_tag(at, &length))) {
		if (is_version(at, length)) {
			if (to[-1] != '{')
				*to++ = ',';
			to = mempcpy(to, at, length);
		}
		at += length + 1;
	}
	*to++ = '}';
	*versions = list;
	return PRECONDITION_LIST;
}

bool etag_in(const char *versions, const char *version)
{
	size_t length = strlen(version);
	const char *at = versions + 1;

	while (*at && *at != '}') {
		size_t one = strcspn(at, ",}");

		if (one == length && memcmp(at, version, length) == 0)
			return true;
		at += one + (at[one] == ',');
	}
	return false;
}
