/* Cursors of key-set paging: opaque texts that say where a page ended and that clients cannot forge. */
#ifndef BALCAO_HTTP_CURSOR_H
#define BALCAO_HTTP_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* The position behind which the next page begins: the sort key (in PostgreSQL's text form) and the id of
 * the last row. */
struct cursor {
	const char *key, *id;
};

/* Derives the key of the MAC from `secret` (`length` bytes). Call it once per process, before the
 * functions below. */
void cursor_init(const char *secret, size_t length);

/* Writes a cursor; its text is in the arena. `query` (`length` bytes) identifies the list: caller,
 * route, sort and filters. The MAC covers it, but the cursor does not contain it. */
const char *cursor_write(struct arena *arena, struct cursor cursor, const char *query, size_t length);

/* Reads a cursor; `cursor`'s texts are in the arena. False: it is forged, damaged, or belongs to another
 * query. */
bool cursor_read(struct arena *arena, const char *text, size_t text_length, const char *query, size_t length,
		 struct cursor *cursor);

#endif
