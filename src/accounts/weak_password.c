#include "accounts/weak_password.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

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

/* The letters and digits of a password such as "Senha-123!", in the arena. NULL if it has no digit, or
 * nothing but letters and digits: words with punctuation alone are no common passwords. */
static char *plain_core(struct arena *arena, const char *folded)
{
	const uint8_t *at = (const uint8_t *)folded, *next;
	char *core = arena_strdup(arena, folded), *end = core;
	ucs4_t c;

	for (; (next = u8_next(&c, at)); at = next) {
		if (!uc_is_general_category(c, UC_LETTER) && !uc_is_general_category(c, UC_NUMBER))
			continue;
		memcpy(end, at, (size_t)(next - at));
		end += next - at;
	}
	*end = '\0';
	return core[strcspn(core, digits)] && strcmp(core, folded) != 0 ? core : NULL;
}

static bool is_brazilian(char *solid)
{
	return is_listed(solid, brazilian_passwords, brazilian_passwords_count) ||
	       is_listed(bare_word(solid), brazilian_passwords, brazilian_passwords_count);
}

bool weak_password_matches(struct arena *arena, const char *text, size_t length)
{
	const char *folded = text_fold(arena, text, length);
	char *core = plain_core(arena, folded);

	return text_repeats(text, length) || text_repeats(folded, strlen(folded)) ||
	       is_listed(folded, common_passwords, common_passwords_count) ||
	       is_brazilian(without_blanks(arena, folded)) ||
	       (core && (is_listed(core, common_passwords, common_passwords_count) || is_brazilian(core)));
}
