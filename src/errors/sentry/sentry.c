#include "errors/sentry/sentry.h"

#include <stddef.h>

#include "errors/sentry/inbox.h"
#include "errors/sentry/intake.h"
#include "errors/sentry/sender.h"
#include "http/cors.h"
#include "http/reply.h"

/* The headers that Relay lets pages send and read (relay-server, middlewares/cors.rs), and those that SDKs
 * add when tracing is on. */
const struct cors sentry_cors = {
	.headers =
		"x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, "
		"authentication, authorization, content-encoding, transfer-encoding, sentry-trace, baggage",
	.exposed = "x-sentry-error, x-sentry-rate-limits, retry-after",
	.age = 3600,
};

static const enum query_id uses[] = { Q_KEY_FIND, Q_ERROR_APPEND, Q_FEEDBACK_APPEND, Q_NONE };

/* clang-format off */
#define TAKES(where, type, hook) \
	.method = METHOD_POST, .path = where, .place = AT_ROOT, .need = NEED_NOBODY, \
	.identify = sender_identify, .stream = hook, \
	.takes = type, .cors = &sentry_cors, .brief = true, .uses = uses, .values = inbox_values, \
	.content_type = "application/json; charset=utf-8"

static const struct route routes[] = {
	{ TAKES("/api/{number}/envelope", "application/x-sentry-envelope", intake_envelope),
	  .doc = "Report the items of an envelope, as current SDKs do." },
	{ TAKES("/api/{number}/store", "application/octet-stream", intake_store),
	  .doc = "Report one event, as old SDKs do." },
	{ TAKES("/api/store", "application/octet-stream", intake_store),
	  .doc = "Report one event to the project of the key." },
	{ TAKES("/api/{number}/security", "application/csp-report", intake_security),
	  .doc = "Report violations of a page's Content-Security-Policy, as browsers do." },
	{ TAKES("/api/{number}/csp-report", "application/csp-report", intake_security),
	  .doc = "The old path of /api/{number}/security." },
	{ 0 }
};

const struct module sentry_module = {
	.name = "sentry",
	.doc = "The error center's routes for Sentry's SDKs, which only need the DSN of a key.",
	.routes = routes,
};

/* clang-format on */
