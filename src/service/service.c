#include "service/service.h"

#include <stddef.h>

#include "base/address.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "call/call.h"
#include "config/config.h"
#include "db/migrate.h"
#include "openapi/openapi.h"
#include "service/problem_page.h"
#include "shared/metrics.h"

static enum status livez(struct call *call)
{
	json_put_plain(&call->reply.body, "{'status':'ok'}\n");
	return OK;
}

/* Runs after the route's statement, which has shown that the database answers. */
static enum status readyz(struct call *call)
{
	int64_t head = rows_integer(&call->rows, 0, "migration");
	struct buffer *out = &call->reply.body;

	if (head != migrate_head()) {
		log_message(LOG_LEVEL_ERROR,
			    "the database is at migration %d, but this program needs "
			    "%d",
			    (int)head, migrate_head());
		return E_UNAVAILABLE;
	}
	json_put_plain(out, "{'status':'ok'");
	json_member_integer(out, "migration", head);
	json_member_integer(out, "oldest_undigested_seconds",
			    rows_integer(&call->rows, 0, "oldest_undigested_seconds"));
	buffer_put_text(out, "}\n");
	return OK;
}

static enum status metrics(struct call *call)
{
	if (!address_in_list(call->request.address, call->config->metrics_allow))
		return E_FORBIDDEN;
	metrics_write(&call->reply.body);
	return OK;
}

static enum status openapi(struct call *call)
{
	uint8_t bytes[15];
	char password[2 * sizeof(bytes)];

	crypto_random(bytes, sizeof(bytes));
	crypto_base64url(bytes, sizeof(bytes), password);
	openapi_write(&call->reply.body, call->config->public_url, password);
	return OK;
}

static enum status problem_page(struct call *call)
{
	problem_page_write(&call->reply.body);
	return OK;
}

static const struct problem *const metrics_fails[] = { &problems[E_FORBIDDEN], NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/livez", .place = AT_ROOT, .need = NEED_NOBODY, .cache = "no-store",
	  .doc = "Check whether a worker answers.",
	  .content_type = "application/json; charset=utf-8", .before = livez },
	{ .method = METHOD_GET, .path = "/readyz", .place = AT_ROOT, .need = NEED_NOBODY, .cache = "no-store",
	  .doc = "Check whether the database answers and has the schema of this program, and how old the "
		 "oldest waiting event is.",
	  .content_type = "application/json; charset=utf-8", .statement = Q_SERVICE_READY, .after = readyz },
	{ .method = METHOD_GET, .path = "/metrics", .place = AT_ROOT, .need = NEED_NOBODY,
	  .cache = "no-store",
	  .doc = "Read the metrics for Prometheus. Only addresses that the configuration allows may do this.",
	  .content_type = "text/plain; version=0.0.4; charset=utf-8", .before = metrics,
	  .fails = metrics_fails },
	{ .method = METHOD_GET, .path = "/openapi.json", .need = NEED_NOBODY, .cache = "private, max-age=300",
	  .doc = "Read this document.",
	  .content_type = "application/json; charset=utf-8", .before = openapi },
	{ .method = METHOD_GET, .path = "/docs/problems", .place = AT_ROOT, .need = NEED_NOBODY,
	  .cache = "public, max-age=300",
	  .doc = "Read the page that explains every problem code.",
	  .content_type = "text/html; charset=utf-8", .before = problem_page },
	{ 0 }
};

const struct module service_module = {
	.name = "service",
	.doc = "The service itself: health, metrics, documents.",
	.routes = routes,
};
/* clang-format on */
