/* JSON as SDKs send it, into json-c's tree.
 *
 * json-c's own reader, strict or not, cuts keys at \u0000, caps integers, refuses a text for one level too
 * much and lets any bytes through; so the reader is ours, and only the tree is json-c's. Source for the
 * grammar: RFC 8259; for what goes beyond it: Relay's store endpoint (relay-server, services/processor),
 * which works around the NaN of sentry-python. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_LENIENT_H
#define BALCAO_ERRORS_SENTRY_EVENT_LENIENT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_object;

enum {
	LENIENT_MAX_DEPTH = 64,
	/* A scalar or a list counts as one, an object, whose table is big, as eight. */
	LENIENT_MAX_VALUES = 64 * 1024,
};

/* How often the text was not as it should be. */
struct lenient_report {
	size_t too_deep;     /* lists and objects at level 65, now null */
	size_t too_many;     /* values beyond LENIENT_MAX_VALUES, left out with their names */
	size_t not_a_number; /* NaN, Infinity, -Infinity, now null */
	size_t nuls;         /* NUL characters, left out */
	size_t replaced;     /* bytes that are no UTF-8 and lone surrogates, now U+FFFD */
	size_t duplicates;   /* members whose name comes again in their object: the last one stays */
};

/* At least as many bytes as lenient_parse takes for the tree of this text, told before it is built. */
size_t lenient_bytes(const char *text, size_t length);

/* Reads `length` bytes, any bytes, as one JSON text. Beyond RFC 8259 it takes what `report` counts, and
 * silently: a byte order mark in front, control characters in strings, an escape that does not exist (it
 * stands for its letter), a comma before ] or }, numbers with + or zeros in front, or without digits on one
 * side of the point, white space and NULs after the text.
 *
 * The tree's strings and names are valid UTF-8 without NUL. Numbers: an integer that fits is json_type_int;
 * the others are json_type_double, printed by json-c as they were written if that was JSON. `*object`
 * belongs to the arena (do not put it); a JSON null is NULL. `report`, which may be NULL, is written in any
 * case.
 *
 * False, and `*object` NULL: it is no JSON even so; what is below level 64 is only looked through for the
 * end. */
bool lenient_parse(struct arena *arena, const char *text, size_t length, struct lenient_report *report,
		   struct json_object **object);

#endif
