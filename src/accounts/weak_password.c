#include "accounts/weak_password.h"

#include <stdlib.h>
#include <string.h>

#include "accounts/common_passwords.h"
#include "base/arena.h"
#include "base/text.h"

enum { DIGITS_BEFORE = 4, DIGITS_BEHIND = 6 };

static const char digits[] = "0123456789";

static int compare_password(const void *text, const void *row)
{
	return strcmp(text, *(const char *const *)row);
}

static bool is_listed(const char *folded, const char *const *list, size_t count)
{
	return bsearch(folded, list, count, sizeof(*list), compare_password);
}

/* The text without blanks, of which text_fold leaves only U+0020. */
static char *without_blanks(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text), *end = copy;

	for (; *text; text++)
		if (*text != ' ')
			*end++ = *text;
	*end = '\0';
	return copy;
}

/* The word of a password such as "10flamengo@2026", where there are no more digits than people add. It is cut
 * out of `text`. */
static const char *bare_word(char *text)
{
	size_t before = strspn(text, digits), end = strlen(text), length = end;

	while (length > before && strchr(digits, text[length - 1]))
		length--;
	if (before > DIGITS_BEFORE || end - length > DIGITS_BEHIND)
		return text;
	if (length > before && text[length - 1] == '@')
		length--;
	text[length] = '\0';
	return text + before;
}

bool weak_password_matches(struct arena *arena, const char *text, size_t length)
{
	const char *folded = text_fold(arena, text, length);
	char *solid = without_blanks(arena, folded);

	return text_repeats(text, length) || text_repeats(folded, strlen(folded)) ||
	       is_listed(folded, common_passwords, common_passwords_count) ||
	       is_listed(solid, brazilian_passwords, brazilian_passwords_count) ||
	       is_listed(bare_word(solid), brazilian_passwords, brazilian_passwords_count);
}
