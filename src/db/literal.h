/* Arrays, byte strings and names in PostgreSQL's text forms (its documentation, 8.15.6, 8.4.1 and 4.1.1). */
#ifndef BALCAO_DB_LITERAL_H
#define BALCAO_DB_LITERAL_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

/* Appends an element to an array, after a comma unless it is the first; NULL becomes null. The caller
 * has written the opening brace, and writes the closing one. */
void literal_put_element(struct buffer *out, const char *text);

/* Reads the element of an array that begins at `at`, behind the opening brace or a comma, into
 * `element`, without quotes and escapes. Returns where the next element begins; at the end of the array
 * a closing brace is there. */
const char *literal_element(const char *at, struct buffer *element);

/* `count` texts as an array, in the arena; NULL becomes null. */
const char *literal_array(struct arena *arena, const char *const *texts, size_t count);

/* `length` bytes as a bytea, in the arena. */
const char *literal_bytes(struct arena *arena, const uint8_t *bytes, size_t length);

/* The SHA-256 of a NUL-terminated text as a bytea, in the arena. */
const char *literal_digest(struct arena *arena, const char *text);

/* `name` quoted as an identifier, in the arena. */
const char *literal_identifier(struct arena *arena, const char *name);

#endif
