/* Arrays and byte strings as PostgreSQL reads and writes them in text (its documentation, 8.15.6 and
 * 8.4.1). */
#ifndef BALCAO_DB_LITERAL_H
#define BALCAO_DB_LITERAL_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

/* Appends an element to an array, after a comma if it is not the first; NULL is null. The braces are the
 * caller's, the opening one already written. */
void literal_put_element(struct buffer *out, const char *text);

/* Reads the element of an array that begins at `at`, behind the opening brace or a comma, unescaped into
 * `element`. Returns where the next one begins; a closing brace ends the array. */
const char *literal_element(const char *at, struct buffer *element);

/* `count` texts, of which any may be NULL, as an array in the arena. */
const char *literal_array(struct arena *arena, const char *const *texts, size_t count);

/* `length` bytes as a bytea in the arena. */
const char *literal_bytes(struct arena *arena, const uint8_t *bytes, size_t length);

/* The SHA-256 of a text, as a bytea in the arena. */
const char *literal_digest(struct arena *arena, const char *text);

#endif
