/* The versions of any header are an array that PostgreSQL reads as bigint[]. */
#include "http/etag.h"

#include <assert.h>
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_list(struct arena *arena, const char *versions)
{
	const char *at = versions + 1;

	assert(*versions == '{' && versions[strlen(versions) - 1] == '}');
	while (isdigit((unsigned char)*at)) {
		size_t length = strspn(at, "0123456789");

		assert(length <= 18 && *at != '0');
		assert(etag_in(versions, arena_strndup(arena, at, length)));
		at += length;
		assert(*at == '}' || (*at == ',' && isdigit((unsigned char)at[1])));
		at += *at == ',';
	}
	assert(strcmp(at, "}") == 0);
	assert(!etag_in(versions, "0"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *header = arena_strndup(arena, (const char *)data, size), *versions;
	enum precondition precondition = etag_parse(arena, header, &versions);

	assert((precondition == PRECONDITION_LIST) == (versions != NULL));
	assert((precondition == PRECONDITION_NONE) == (header[strspn(header, " \t")] == '\0'));
	if (versions)
		check_list(arena, versions);
	arena_free(arena);
	return 0;
}
