#include "errors/sentry/event/moment.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum {
	TEXT_SIZE = 64,
	DATE_LENGTH = sizeof("2026-11-21") - 1,
	SECONDS_LENGTH = sizeof("2026-11-21T10:00:00") - 1,
};

static const double last_second = 253402300799; /* the end of the year 9999 */

/* What would be a time after the year 9999 is one in milliseconds. */
static bool from_seconds(double seconds, int64_t *ms)
{
	if (seconds >= last_second + 1)
		seconds /= 1000;
	if (!(seconds > 0 && seconds <= last_second))
		return false;
	*ms = (int64_t)(seconds * 1000 + 0.5);
	return true;
}

/* Completes the offset as RFC 3339 requires: adds Z if there is none, and the colon to +0000. */
static void complete_offset(char text[TEXT_SIZE])
{
	char *sign = strpbrk(text + SECONDS_LENGTH, "+-");
	size_t length = strlen(text);

	if (sign && strlen(sign) == strlen("+0000")) {
		memmove(sign + 4, sign + 3, strlen("00") + 1);
		sign[3] = ':';
	} else if (!sign && !strchr("Zz", text[length - 1])) {
		memcpy(text + length, "Z", sizeof("Z"));
	}
}

static bool from_text(const char *given, int64_t *ms)
{
	size_t length = strlen(given);
	char text[TEXT_SIZE], *end;

	if (length == 0 || length > TEXT_SIZE - sizeof("Z:"))
		return false;
	memcpy(text, given, length + 1);
	if (length >= SECONDS_LENGTH && text[4] == '-') {
		if (text[DATE_LENGTH] == ' ')
			text[DATE_LENGTH] = 'T';
		complete_offset(text);
		return clock_parse(text, strlen(text), ms) && *ms > 0;
	}
	if (strspn(text, "0123456789.") != length)
		return false;
	return from_seconds(strtod(text, &end), ms) && *end == '\0';
}

bool moment_read(struct json_object *value, int64_t *ms)
{
	switch (json_object_get_type(value)) {
	case json_type_string:
		return from_text(json_object_get_string(value), ms);
	case json_type_int:
	case json_type_double:
		return from_seconds(json_object_get_double(value), ms);
	default:
		return false;
	}
}

int64_t moment_of_event(struct json_object *value, int64_t received, int64_t sent, bool *odd)
{
	int64_t at;
	bool valid = moment_read(value, &at);

	if (!valid) {
		*odd = value != NULL;
		return received;
	}
	if (sent != MOMENT_UNKNOWN && llabs(received - sent) > MOMENT_DRIFT_MS)
		at += received - sent;
	/* Clocks that are a little ahead are normal: they deserve no note. */
	*odd = at <= 0 || at > received + MOMENT_DRIFT_MS;
	return at <= 0 || at > received ? received : at;
}
