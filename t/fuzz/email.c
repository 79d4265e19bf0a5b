/* The key of an address is an address in ASCII and lower case, and is its own key. */
#include "base/email.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data, *key, *again;

	if (text_is_utf8(text, size) && email_read(arena, text, size, &key) == EMAIL_OK) {
		assert(strlen(key) <= 254 && strlen(key) >= strlen("a@b.c"));
		assert(strchr(key, '@') == strrchr(key, '@'));
		for (const char *c = key; *c; c++)
			assert(*c > ' ' && *c < 0x7F && !isupper((unsigned char)*c));
		assert(email_read(arena, key, strlen(key), &again) == EMAIL_OK);
		assert(strcmp(key, again) == 0);
	}
	arena_free(arena);
	return 0;
}
