/* Which names say that a value is secret: names of JSON members, headers, cookies, parameters and variables,
 * in English and Portuguese.
 *
 * A name is compared by its words, without regard to case, accents and what parts the words: userPassword,
 * USER_PASSWORD, user-password and user%5Bpassword%5D are one. The table in name.c lists the terms, and where
 * in a name each must stand: `card` is a word of card_number, but not of postcard, whereas `password` may
 * stand anywhere. A name is not secret if only words such as `count` or `expires` follow the term
 * (token_count, password_changed_at), because they make another thing of it. */
#ifndef BALCAO_ERRORS_SCRUB_NAME_H
#define BALCAO_ERRORS_SCRUB_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
	NAME_READ_MAX = 96, /* only so many letters and digits of a name are read */
};

/* What a name says of its value: 0, or some of these. */
enum name_verdict {
	NAME_SECRET = 1,
	NAME_UNLESS_NUMBER = 2, /* a number is no secret: max_tokens */
	NAME_LINE = 4,          /* a header whose whole line is the value: Authorization, Cookie */
};

/* Judges `length` bytes of any content. `further` is what name_list has made, or NULL. */
unsigned name_judge(const char *further, const char *name, size_t length);

/* As name_judge, but only a term at the very end of the name counts: for what stands before a colon in
 * prose. */
unsigned name_judge_end(const char *further, const char *name, size_t length);

/* Makes the list of a project's further names from an array in PostgreSQL's text form (the output of a column
 * text[]). They count like the terms that must be words of a name, and hide numbers too; a name without
 * letters and digits never counts. Returns the list in the arena, and its size in bytes in `*size`; NULL and
 * 0 if it is empty. */
const char *name_list(struct arena *arena, const char *array, size_t *size);

#endif
