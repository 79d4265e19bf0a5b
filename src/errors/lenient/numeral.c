#include "errors/lenient/numeral.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/scan.h"
#include "base/status.h"

enum { NUMBER_SIZE = 320 /* the longest double without an exponent has 309 digits before the point */ };

static const char *digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

bool numeral_is_strict(const char *text, size_t length)
{
	const char *end = text + length, *at = text + (length > 0 && *text == '-'), *after = digits(at, end);

	if (after == at || (after - at > 1 && *at == '0'))
		return false;
	if (after < end && *after == '.') {
		at = after + 1;
		after = digits(at, end);
		if (after == at)
			return false;
	}
	if (after < end && (*after == 'e' || *after == 'E')) {
		at = after + 1;
		at += at < end && (*at == '+' || *at == '-');
		after = digits(at, end);
		if (after == at)
			return false;
	}
	return after == end;
}

/* Returns whether `number` is an integer of 64 bits. */
static bool is_whole(const char *number, intmax_t *whole)
{
	char *end;

	if (strpbrk(number, ".eE"))
		return false;
	errno = 0;
	*whole = strtoimax(number, &end, 10);
	return errno == 0 && *end == '\0';
}

static bool make_number(const char *number, size_t length, struct json_object **value)
{
	intmax_t whole;
	double real;
	char *end;

	if (is_whole(number, &whole)) {
		*value = json_object_new_int64(whole);
		return true;
	}
	real = strtod(number, &end);
	if (*end != '\0')
		return false;
	if (isfinite(real))
		*value = numeral_is_strict(number, length) ? json_object_new_double_s(real, number)
							   : json_object_new_double(real);
	return true;
}

static bool read_word(struct scan *text)
{
	return scan_word(text, "NaN") || scan_word(text, "Infinity") || scan_word(text, "-Infinity");
}

bool numeral_read(struct scan *text, struct json_object **value)
{
	size_t length = 0, left = (size_t)(text->end - text->at);
	char number[NUMBER_SIZE];

	*value = NULL;
	if (read_word(text))
		return true;
	while (length < left && text->at[length] && strchr("+-.0123456789eE", text->at[length]))
		length++;
	if (length == 0 || length >= sizeof(number))
		return false;
	memcpy(number, text->at, length);
	number[length] = '\0';
	text->at += length;
	return make_number(number, length, value);
}
