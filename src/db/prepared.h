/* Which statement variants one connection has prepared. */
#ifndef BALCAO_DB_PREPARED_H
#define BALCAO_DB_PREPARED_H

#include <stdbool.h>
#include <stddef.h>

#include "db/statement.h"

enum { PREPARED_NAME_SIZE = 16 };

struct prepared {
	const struct statement *statement; /* NULL: a free place */
	struct variant key;
	char name[PREPARED_NAME_SIZE];
	char *sql; /* kept for variants that are planned anew each time; else NULL */
	unsigned char order[STATEMENT_PARAMS]; /* the parameter that $n stands for */
	unsigned char params;
};

struct prepared_cache;

/* The caller owns the cache: prepared_free. */
struct prepared_cache *prepared_new(void);
void prepared_free(struct prepared_cache *cache);

/* The entry of a variant, or NULL. It stays valid until the next prepared_add or
 * prepared_clear. */
struct prepared *prepared_find(struct prepared_cache *cache, const struct statement *statement,
			       struct variant key);

/* How many more entries fit. When there is no room, tell the server to forget all and call
 * prepared_clear: that bounds what a client that tries every combination of filters can
 * make the server keep. */
size_t prepared_room(const struct prepared_cache *cache);

/* Adds an entry with a fresh name; the caller fills in the rest. There must be room. */
struct prepared *prepared_add(struct prepared_cache *cache, const struct statement *statement,
			      struct variant key);
void prepared_clear(struct prepared_cache *cache);

#endif
