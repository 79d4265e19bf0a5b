/* The facets of an event: by its release, transaction, logger, user and tags people find the event's error.
 *
 * A facet is a number, the first 64 bits of the SHA-256 of "<organization> <kind> <value>", as the migration
 * 014_error_facets.sql computes it, too. So the tables that the search reads hold no personal data, and two
 * organizations never have a facet in common. Different facets are equal by accident once in 2^64 pairs. */
#ifndef BALCAO_ERRORS_REPORTING_FACETS_H
#define BALCAO_ERRORS_REPORTING_FACETS_H

#include "base/buffer.h"

struct arena;

enum facet_kind {
	FACET_RELEASE,
	FACET_TRANSACTION,
	FACET_LOGGER,
	FACET_USER, /* the value is the id, e-mail address, name or IP address: whatever people know */
	FACET_TAG,  /* the value is "name:value" */
	FACET__MAX
};

/* A list of facets. */
struct facets {
	struct arena *arena;
	const char *organization; /* its id */
	struct buffer list;       /* an array in PostgreSQL's text form, without its closing brace */
};

/* Returns an empty list. `organization` must live as long as it. */
struct facets facets_of(struct arena *arena, const char *organization);

/* Adds a facet, unless the value is NULL or the list has the facet already. The value is compared as it is:
 * case counts. */
void facets_add(struct facets *facets, enum facet_kind kind, const char *value);

/* Adds the facet of a tag, unless its value is NULL. */
void facets_add_tag(struct facets *facets, const char *name, const char *value);

/* Returns the list as a bigint[] in PostgreSQL's text form, in the arena. */
const char *facets_text(const struct facets *facets);

#endif
