/* The key of an address is an address in ASCII and lower case, and is its own key. What is shown of it is
 * an address with the same key, and so is the longest beginning that a search takes. */
#include "values/email.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_shown(struct arena *arena, const char *text, size_t size, const char *key)
{
	const char *shown = email_shown(arena, text, size, key), *again, *beginning, *whole;

	assert(email_read(arena, shown, strlen(shown), &again) == EMAIL_OK && strcmp(key, again) == 0);
	assert(strcmp(email_shown(arena, shown, strlen(shown), key), shown) == 0);
	assert(email_beginning(arena, text, size, &beginning, &whole) == EMAIL_OK && strcmp(whole, key) == 0);
	assert(strcasecmp(beginning, shown) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data, *key, *again;

	if (text_is_utf8(text, size))
		(void)email_beginning(arena, text, size, &again, &key);
	if (text_is_utf8(text, size) && email_read(arena, text, size, &key) == EMAIL_OK) {
		assert(strlen(key) <= 254 && strlen(key) >= strlen("a@b.c"));
		assert(strchr(key, '@') == strrchr(key, '@'));
		for (const char *c = key; *c; c++)
			assert(*c > ' ' && *c < 0x7F && !isupper((unsigned char)*c));
		assert(email_read(arena, key, strlen(key), &again) == EMAIL_OK);
		assert(strcmp(key, again) == 0);
		check_shown(arena, text, size, key);
	}
	arena_free(arena);
	return 0;
}
