/* Remembers which variants of statements one connection has prepared. */
#ifndef BALCAO_DB_PREPARED_H
#define BALCAO_DB_PREPARED_H

#include <stdbool.h>
#include <stddef.h>

#include "db/statement.h"

enum { PREPARED_NAME_SIZE = 16 };

struct prepared {
	const struct statement *statement; /* NULL marks a free place */
	struct variant key;
	char name[PREPARED_NAME_SIZE];
	char *sql; /* the SQL of a variant that is planned anew each time; else NULL */
	unsigned char order[STATEMENT_PARAMS]; /* [n - 1]: the index of the parameter that $n stands for */
	unsigned char params;
};

struct prepared_cache;

/* Makes an empty cache. The caller owns it: prepared_free. */
struct prepared_cache *prepared_new(void);
void prepared_free(struct prepared_cache *cache);

/* The entry of a variant, or NULL. It stays valid until the next prepared_add or
 * prepared_clear. */
struct prepared *prepared_find(struct prepared_cache *cache, const struct statement *statement,
			       struct variant key);

/* How many more entries fit. If none fits, the caller sends DEALLOCATE ALL and calls prepared_clear. So
 * a client that tries every combination of filters can't make the server keep ever more statements. */
size_t prepared_room(const struct prepared_cache *cache);

/* Adds an entry with a new name; the caller fills in the other members. prepared_room must be > 0. */
struct prepared *prepared_add(struct prepared_cache *cache, const struct statement *statement,
			      struct variant key);
/* Removes all entries. Their names are not used again. */
void prepared_clear(struct prepared_cache *cache);

#endif
