/* Entity tags, which are a resource's version in quotes, and the preconditions with them (RFC 9110, 13). */
#ifndef BALCAO_HTTP_ETAG_H
#define BALCAO_HTTP_ETAG_H

#include <stdbool.h>

struct arena;

enum precondition {
	PRECONDITION_NONE, /* the header is absent */
	PRECONDITION_ANY,  /* "*" */
	PRECONDITION_LIST,
};

/* Reads the header If-Match or If-None-Match. W/"7" counts as "7", because nginx weakens the tag of an
 * answer that it compresses, and the tag is a version, not a digest of bytes. For a list `*versions`
 * receives the versions as a PostgreSQL array ("{7,8}") in the arena; else NULL. Tags that are not
 * versions are left out, because they match nothing. A header that can't be read is a list up to the
 * mistake. */
enum precondition etag_parse(struct arena *arena, const char *header, const char **versions);

/* Whether a list that etag_parse made contains `version` (decimal). */
bool etag_in(const char *versions, const char *version);

#endif
