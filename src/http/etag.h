/* Entity tags: a resource's version in quotes, and the preconditions on it (RFC 9110, 13). */
#ifndef BALCAO_HTTP_ETAG_H
#define BALCAO_HTTP_ETAG_H

#include <stdbool.h>

struct arena;

enum precondition {
	PRECONDITION_NONE, /* no such header */
	PRECONDITION_ANY,  /* "*" */
	PRECONDITION_LIST,
};

/* Reads If-Match or If-None-Match. W/"7" counts as "7": nginx weakens the tag of what it
 * compresses, and the tag is a version, not a byte hash. `*versions` receives the
 * versions of a list as a PostgreSQL array ("{7,8}") in the arena; tags that are not
 * ours match nothing and are left out, and so does a header that can't be read. */
enum precondition etag_parse(struct arena *arena, const char *header, const char **versions);

/* Whether a list from etag_parse holds `version` (decimal). */
bool etag_in(const char *versions, const char *version);

#endif
