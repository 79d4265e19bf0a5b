/* Sentry's data categories: what limits are told by. Sources: Sentry's developer documentation
 * (sdk/foundations/transport/rate-limiting) and the names by which SDKs file what they send
 * (sentry-javascript, core/src/utils/envelope.ts; sentry-python, transport.py). */
#ifndef BALCAO_ERRORS_SENTRY_CATEGORY_H
#define BALCAO_ERRORS_SENTRY_CATEGORY_H

#include <stddef.h>

struct buffer;

enum category {
	CATEGORY_DEFAULT, /* old user reports and what is not known: never told */
	CATEGORY_ERROR,
	CATEGORY_SECURITY,
	CATEGORY_INTERNAL, /* client reports, which SDKs never hold back */
	CATEGORY_ATTACHMENT,
	CATEGORY_FEEDBACK,
	CATEGORY_TRANSACTION,
	CATEGORY_SPAN,
	CATEGORY_SESSION,
	CATEGORY_PROFILE,
	CATEGORY_REPLAY,
	CATEGORY_LOG,
	CATEGORY_METRIC,
	CATEGORY_MONITOR,
	CATEGORY__MAX
};

/* The category of an item of an envelope by its type ("transaction", "session" …). */
enum category category_of(const char *type);

/* Appends the value of X-Sentry-Rate-Limits that tells SDKs to send nothing, for `seconds`, of those
 * categories of which `skipped` counts any and which this program has no use for (from CATEGORY_ATTACHMENT
 * on): "3600:transaction;span:project:unsupported". Nothing, if there are none. A category that SDKs know by
 * several names is told by all. */
void category_put_limits(const size_t skipped[CATEGORY__MAX], int seconds, struct buffer *out);

#endif
