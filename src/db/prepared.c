#include "db/prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { PLACES = 512, MOST = 256 };

struct prepared_cache {
	struct prepared place[PLACES]; /* open addressing, linear probing */
	size_t used;
	unsigned long named; /* how many names were given, so that none is used twice on a connection */
};

struct prepared_cache *prepared_new(void)
{
	return memory_new(sizeof(struct prepared_cache));
}

void prepared_clear(struct prepared_cache *cache)
{
	for (size_t i = 0; i < PLACES; i++)
		free(cache->place[i].sql);
	memset(cache->place, 0, sizeof(cache->place));
	cache->used = 0;
}

void prepared_free(struct prepared_cache *cache)
{
	if (cache)
		prepared_clear(cache);
	free(cache);
}

static bool same(const struct prepared *entry, const struct statement *statement, struct variant key)
{
	return entry->statement == statement && entry->key.present == key.present &&
	       entry->key.sort == key.sort && entry->key.descending == key.descending &&
	       entry->key.count == key.count;
}

/* The entry, or the free place for it. */
static struct prepared *probe(struct prepared_cache *cache, const struct statement *statement,
			      struct variant key)
{
	uint64_t hash = ((uint64_t)statement->id << 48) ^ key.present ^ ((uint64_t)key.sort << 40) ^
			((uint64_t)key.descending << 46) ^ ((uint64_t)key.count << 47);
	size_t at = (hash * UINT64_C(0x9E3779B97F4A7C15)) >> 55; /* Fibonacci hashing to 9 bits */

	while (cache->place[at].statement && !same(&cache->place[at], statement, key))
		at = (at + 1) % PLACES;
	return &cache->place[at];
}

struct prepared *prepared_find(struct prepared_cache *cache, const struct statement *statement,
			       struct variant key)
{
	struct prepared *entry = probe(cache, statement, key);

	return entry->statement ? entry : NULL;
}

size_t prepared_room(const struct prepared_cache *cache)
{
	return MOST - cache->used;
}

struct prepared *prepared_add(struct prepared_cache *cache, const struct statement *statement,
			      struct variant key)
{
	struct prepared *entry = probe(cache, statement, key);

	entry->statement = statement;
	entry->key = key;
	snprintf(entry->name, sizeof(entry->name), "s%lu", cache->named++ % 1000000000);
	cache->used++;
	return entry;
}
