/* Helpers for the tests of src/errors/sentry. JSON is given as C strings, with ' for ". */
#ifndef BALCAO_T_UNIT_SENTRY_SAMPLE_H
#define BALCAO_T_UNIT_SENTRY_SAMPLE_H

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "errors/lenient/lenient.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"

enum { SAMPLE_RECEIVED = 1700000000 }; /* 2023-11-14T22:13:20Z */

/* Returns the arena of the process; each test is a process of its own. */
static inline struct arena *sample_arena(void)
{
	static struct arena *arena;

	if (!arena)
		arena = arena_new();
	return arena;
}

static inline char *sample_text(const char *quoted)
{
	char *text = arena_strdup(sample_arena(), quoted);

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	return text;
}

static inline struct json_object *sample_json(const char *quoted)
{
	const char *text = sample_text(quoted);
	struct json_object *object;

	cr_assert(lenient_parse(sample_arena(), text, strlen(text), NULL, &object), "%s", quoted);
	return object;
}

static inline bool sample_has_note(const struct notes *notes, const char *field, enum note_fault fault)
{
	for (size_t i = 0; i < notes->count; i++)
		if (strcmp(notes->list[i].field, field) == 0 && notes->list[i].fault == fault)
			return true;
	return false;
}

/* `expected` may be NULL; `name` says which case it is. */
static inline void sample_expect(const char *got, const char *expected, const char *name)
{
	if (!got || !expected)
		cr_expect(got == expected, "%s: %s instead of %s", name, got ? got : "NULL",
			  expected ? expected : "NULL");
	else
		cr_expect_str_eq(got, expected, "%s: \"%s\" instead of \"%s\"", name, got, expected);
}

#endif
