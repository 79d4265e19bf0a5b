/* A tolerant JSON parser, which builds json-c's trees from the JSON that SDKs send.
 *
 * json-c's own parser, even in its strict mode, cuts keys at \u0000, caps integers, refuses a whole text
 * that is nested one level too deep, and accepts invalid UTF-8. Therefore this parser replaces it, and only
 * the tree is json-c's. Sources: RFC 8259 for the grammar; Relay's store endpoint (relay-server,
 * services/processor) for the tolerances, such as the NaN that sentry-python sends. */
#ifndef BALCAO_ERRORS_LENIENT_LENIENT_H
#define BALCAO_ERRORS_LENIENT_LENIENT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_object;

enum {
	LENIENT_MAX_DEPTH = 64,
	/* A scalar or a list counts as one value, an object as eight, because its hash table is big. */
	LENIENT_MAX_VALUES = 32 * 1024,
	LENIENT_MAX_MEMBERS =
		16 * 1024, /* of one object: json-c takes long to build a big hash table; besides,
					    the members that are parts of something: see parts.h */
	LENIENT_CUTS = 24,
};

/* A part of the text of which something was left out. */
struct lenient_cut {
	const char *field; /* its name, a string literal, such as "extra" or "frame.vars": see parts.h */
	bool too_many, too_deep;
};

/* How often the parser had to repair the text. */
struct lenient_report {
	size_t too_deep; /* lists and objects at level 65: replaced by null */
	size_t too_many; /* values beyond the limits, or the first of several: left out with their names */
	size_t not_a_number; /* NaN, Infinity, -Infinity: replaced by null */
	size_t nuls;         /* NUL characters: dropped */
	size_t replaced;     /* invalid bytes of UTF-8 and lone surrogates: replaced by U+FFFD */
	size_t duplicates;   /* repeated names in an object: the last member stays */
	struct lenient_cut cuts[LENIENT_CUTS]; /* where something was too deep or too much */
	size_t cut_count;
};

/* Returns an upper bound, in bytes, of the memory that lenient_parse needs for the tree of this text, so
 * that the caller can refuse the text before the tree is built. It is at most 8 MiB plus twice the length.
 */
size_t lenient_bytes(const char *text, size_t length);

/* Parses `length` bytes of any content as one JSON text. No tree has more than LENIENT_MAX_VALUES values. A
 * text that could have more is read as an event: parts.h says what each of its parts may have, so that no
 * part takes another's room. Whatever its members are, and in whatever order, an event keeps its level,
 * environment, release and other scalars, its message, user, tags, and the types and values of its oldest and
 * newest exceptions with their outermost and innermost frames. Lists and objects that are cut keep what was
 * built. Such a text is not checked for errors where it is left out, and the members of its objects may have
 * another order than in the text. An event of 1 MiB takes some 30 ms.
 *
 * Beyond RFC 8259 it accepts what `report` counts,
 * and also, without counting: a byte order mark in front, control characters in strings, unknown escapes
 * (they stand for their letter), a comma before ] or }, numbers with a leading + or zeros or without digits
 * on one side of the point, and white space and NULs after the text.
 *
 * The tree's strings and names are valid UTF-8 without NUL. An integer that fits into 64 bits is
 * json_type_int; other numbers are json_type_double, which json-c prints as they were written if that was
 * valid JSON.
 *
 * Returns true and sets `*object`, which belongs to the arena (don't call json_object_put); a JSON null is
 * NULL. Returns false and sets `*object` to NULL if the text is not JSON even with these tolerances. Below
 * level 64 the text is not checked: the parser only searches for the end of the list or object. `report` is
 * written in either case; it may be NULL. */
bool lenient_parse(struct arena *arena, const char *text, size_t length, struct lenient_report *report,
		   struct json_object **object);

/* A gap in a list: `count` items are missing behind the first `head` of those that are there. */
struct lenient_gap {
	size_t head, count;
};

/* Returns where items of a list of lenient_parse were left out, as far as that is known: of the lists that
 * parts.h bounds. The count is 0 if the list is whole, or `list` is not a list or NULL. */
struct lenient_gap lenient_left_out(struct json_object *list);

#endif
