/* Sentry's data categories, which the header X-Sentry-Rate-Limits names. Sources: Sentry's developer
 * documentation (sdk/foundations/transport/rate-limiting), and the categories that SDKs assign to what they
 * send (sentry-javascript, core/src/utils/envelope.ts; sentry-python, transport.py). */
#ifndef BALCAO_ERRORS_SENTRY_CATEGORY_H
#define BALCAO_ERRORS_SENTRY_CATEGORY_H

#include <stddef.h>

struct buffer;

enum category {
	CATEGORY_DEFAULT, /* old user reports and unknown types; never limited */
	CATEGORY_ERROR,
	CATEGORY_SECURITY,
	CATEGORY_FEEDBACK,
	CATEGORY_INTERNAL, /* client reports, which SDKs send despite any limit */
	CATEGORY_ATTACHMENT,
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

/* Returns the category of an envelope's item by its type ("transaction", "session" …), CATEGORY_DEFAULT for
 * an unknown type. */
enum category category_of(const char *type);

/* Appends a value of X-Sentry-Rate-Limits, such as "3600:transaction;span:project:unsupported", to `out`. It
 * asks SDKs to send nothing of certain categories for `seconds`: those that this program doesn't store
 * (CATEGORY_ATTACHMENT and the following) and of which `skipped` counts at least one item. If a category has
 * several names, all are listed. Appends nothing if there is no such category. */
void category_put_limits(const size_t skipped[CATEGORY__MAX], int seconds, struct buffer *out);

#endif
