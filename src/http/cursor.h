/* Cursors of key-set paging: where a page ended, opaque and unforgeable. */
#ifndef BALCAO_HTTP_CURSOR_H
#define BALCAO_HTTP_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* The position after which the next page begins: the last row's sort key (as
 * PostgreSQL prints it) and id. */
struct cursor {
	const char *key, *id;
};

/* Sets the key of the MAC, derived from `secret`; once per process, before the others. */
void cursor_init(const char *secret, size_t length);

/* The cursor's text, in the arena. `query` (`length` bytes) identifies the list that it
 * belongs to: caller, route, sort, filters. The MAC covers it, the cursor does not
 * hold it. */
const char *cursor_write(struct arena *arena, struct cursor cursor, const char *query, size_t length);

/* Reads a cursor. False: forged, damaged, or made for another query. */
bool cursor_read(struct arena *arena, const char *text, size_t text_length, const char *query, size_t length,
		 struct cursor *cursor);

#endif
