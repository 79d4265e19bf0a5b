#include "errors/grouping/bundle.h"

#include <stddef.h>
#include <string.h>

#include "base/status.h"

enum { HASH_BYTES = 8, WHOLE_HASH_BYTES = 16 };

/* What a text consists of. */
struct content {
	bool digit, upper, lower, inner; /* inner: - or _ */
	bool hex;                        /* nothing but hexadecimal digits */
};

static struct content look_at(const char *text, size_t length)
{
	struct content content = { .hex = true };

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		content.digit = content.digit || (c >= '0' && c <= '9');
		content.upper = content.upper || (c >= 'A' && c <= 'Z');
		content.lower = content.lower || (c >= 'a' && c <= 'z');
		content.inner = content.inner || c == '-' || c == '_';
		content.hex = content.hex && strchr("0123456789abcdefABCDEF", c);
	}
	return content;
}

static bool is_hash(const char *text, size_t length)
{
	struct content content = look_at(text, length);

	if (length < HASH_BYTES)
		return false;
	if (content.inner && length != HASH_BYTES && !(content.upper && content.lower && content.digit))
		return false;
	return content.digit || content.upper;
}

static bool is_part(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
	       c == '_';
}

/* The functions below return how many of the first `length` bytes remain. */
static size_t without_hash(const char *name, size_t length)
{
	for (size_t at = length; at > 0 && (is_part(name[at - 1]) || name[at - 1] == '.'); at--) {
		bool separates = strchr("-_.", name[at - 1]);

		if (separates && is_hash(name + at, length - at) &&
		    (at > 1 || look_at(name + at, length - at).hex))
			return at - 1;
		if (name[at - 1] == '.')
			break;
	}
	return length;
}

static size_t without_suffix(const char *name, size_t length)
{
	static const char *const suffixes[] = { ".chunk", ".min", "._" };

	for (size_t i = 0; i < COUNT(suffixes); i++) {
		size_t bytes = strlen(suffixes[i]);

		if (length > bytes && strncmp(name + length - bytes, suffixes[i], bytes) == 0)
			return length - bytes;
	}
	return length;
}

void bundle_trim(char *name, bool module)
{
	const char *dot = module ? NULL : strrchr(name, '.');
	size_t stem = dot ? (size_t)(dot - name) : strlen(name), before;
	size_t extension = strlen(name + stem), kept = stem;

	do {
		before = kept;
		kept = without_suffix(name, kept);
		kept = without_hash(name, kept);
	} while (kept < before);
	if (kept >= WHOLE_HASH_BYTES && look_at(name, kept).hex)
		kept = 0;
	memmove(name + kept, name + stem, extension + 1);
}
