/* Secrets in a JSON text. */
#ifndef BALCAO_ERRORS_SCRUB_DOCUMENT_H
#define BALCAO_ERRORS_SCRUB_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arena;

enum {
	/* Below this level, members are still judged by their names and texts by what they contain, but not
	 * pairs. It is the depth to which the parser reads (LENIENT_MAX_DEPTH). */
	DOCUMENT_LEVELS = 64,
};

/* What scrub_json does, for a project with the list `further`. */
MUST_CHECK bool document_scrub(struct arena *arena, const char *further, const char **json, size_t *length);

#endif
