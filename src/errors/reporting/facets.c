#include "errors/reporting/facets.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

/* clang-format off */
static const char *const kinds[FACET__MAX] = {
	[FACET_RELEASE] = "release", [FACET_TRANSACTION] = "transaction", [FACET_LOGGER] = "logger",
	[FACET_USER] = "user", [FACET_TAG] = "tag",
};
/* clang-format on */

struct facets facets_of(struct arena *arena, const char *organization)
{
	struct facets facets = { .arena = arena, .organization = organization, .list = { .arena = arena } };

	buffer_put_char(&facets.list, '{');
	return facets;
}

/* The facet as the text of a bigint. */
static const char *facet_of(const struct facets *facets, enum facet_kind kind, const char *value)
{
	const char *text = arena_printf(facets->arena, "%s %s %s", facets->organization, kinds[kind], value);
	uint8_t digest[SHA256_SIZE];
	uint64_t number = 0;

	crypto_sha256(text, strlen(text), digest);
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | digest[i];
	return arena_printf(facets->arena, "%lld", (long long)number);
}

static bool has(const struct facets *facets, const char *facet)
{
	size_t length = strlen(facet);
	const char *at = facets->list.data;

	for (at++; *at; at += *at == ',') {
		size_t size = strcspn(at, ",");

		if (size == length && memcmp(at, facet, length) == 0)
			return true;
		at += size;
	}
	return false;
}

void facets_add(struct facets *facets, enum facet_kind kind, const char *value)
{
	const char *facet = value ? facet_of(facets, kind, value) : NULL;

	if (!facet || has(facets, facet))
		return;
	if (facets->list.length > 1)
		buffer_put_char(&facets->list, ',');
	buffer_put_text(&facets->list, facet);
}

void facets_add_tag(struct facets *facets, const char *name, const char *value)
{
	if (value)
		facets_add(facets, FACET_TAG, arena_printf(facets->arena, "%s:%s", name, value));
}

const char *facets_text(const struct facets *facets)
{
	return arena_printf(facets->arena, "%s}", facets->list.data);
}
