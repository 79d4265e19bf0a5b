#include "errors/lenient/parts.h"

#include <string.h>

#include "base/status.h"

/* clang-format off */
/* Lists keep as many items as shape.h reads; of threads, 8 more may be kept besides. */

#define FRAME \
	{ .name = "function", .share = 2, .most = 2 }, \
	{ .name = "filename", .share = 2, .most = 2 }, \
	{ .name = "lineno", .share = 2, .most = 2 }, \
	{ .name = "module", .share = 2, .most = 2 }, \
	{ .name = "in_app", .share = 2, .most = 2 }, \
	{ .name = "abs_path", .share = 2, .most = 2 }, \
	{ .name = "context_line", .share = 2, .most = 2 }, \
	{ .name = "colno", .share = 2, .most = 2 }, \
	{ .name = "raw_function", .share = 2, .most = 2 }, \
	{ .name = "package", .share = 2, .most = 2 }, \
	{ .name = "instruction_addr", .share = 2, .most = 2 }, \
	{ .name = "image_addr", .share = 2, .most = 2 }, \
	{ .name = "pre_context", .share = 12, .field = "frame.pre_context" }, \
	{ .name = "post_context", .share = 12, .field = "frame.post_context" }, \
	{ .name = "vars", .share = 8, .field = "frame.vars" }
#define FRAME_LIST .listed = true, .items = &frame, .first = 125, .last = 125, .least = 24

static const struct part frame_parts[] = { FRAME, { 0 } };
static const struct kind frame = { .parts = frame_parts, .share = 8 };
/* Each list of this file may also be one item without a list around it, or an object with "values". */
static const struct kind frame_list = { .parts = frame_parts, .share = 8, FRAME_LIST };
static const struct part frames_parts[] = {
	{ .name = "values", .share = 40, .kind = &frame_list }, FRAME, { 0 } };
static const struct kind frames = { .parts = frames_parts, .share = 8, FRAME_LIST };
static const struct part stack_parts[] = {
	{ .name = "frames", .share = 100, .kind = &frames, .field = "frames" },
	{ .name = "values", .share = 100, .kind = &frame_list, .field = "frames" },
	{ 0 }
};
/* Some SDKs send the list of frames itself as "stacktrace". */
static const struct kind stack = { .parts = stack_parts, .share = 8, FRAME_LIST };

#define STACK { .name = "stacktrace", .old = "sentry.interfaces.Stacktrace", .share = 100, .kind = &stack, \
		.field = "frames" }

static const struct part mechanism_parts[] = {
	{ .name = "type", .share = 2, .most = 2 },
	{ .name = "handled", .share = 2, .most = 2 },
	{ .name = "synthetic", .share = 2, .most = 2 },
	{ .name = "source", .share = 2, .most = 2 },
	{ .name = "exception_id", .share = 2, .most = 2 },
	{ .name = "parent_id", .share = 2, .most = 2 },
	{ .name = "is_exception_group", .share = 2, .most = 2 },
	{ 0 }
};
static const struct kind mechanism = { .parts = mechanism_parts, .share = 10 };

#define EXCEPTION \
	{ .name = "type", .share = 8, .most = 64 }, \
	{ .name = "value", .share = 16, .most = 400 }, \
	{ .name = "module", .share = 2, .most = 2 }, \
	{ .name = "thread_id", .share = 2, .most = 2 }, \
	STACK, \
	{ .name = "mechanism", .share = 32, .kind = &mechanism, .field = "exception.mechanism" }

static const struct part exception_parts[] = { EXCEPTION, { 0 } };
static const struct kind exception = { .parts = exception_parts, .share = 8 };
static const struct kind exception_list = { .parts = exception_parts, .share = 8,
	.listed = true, .items = &exception, .first = 25, .last = 25, .least = 60 };
/* The same object may be {"values": […]} or one exception. */
static const struct part exceptions_parts[] = {
	{ .name = "values", .share = 8500, .kind = &exception_list }, EXCEPTION, { 0 } };
static const struct kind exceptions = { .parts = exceptions_parts, .share = 8,
	.listed = true, .items = &exception, .first = 25, .last = 25, .least = 60 };

#define THREAD \
	{ .name = "id", .share = 2, .most = 2 }, \
	{ .name = "name", .share = 2, .most = 2 }, \
	{ .name = "crashed", .share = 2, .most = 2 }, \
	{ .name = "current", .share = 2, .most = 2 }, \
	STACK

static const char *const important_threads[] = { "crashed", "current", NULL };
static const struct part thread_parts[] = { THREAD, { 0 } };
static const struct kind thread = { .parts = thread_parts, .share = 8 };
static const struct kind thread_list = { .parts = thread_parts, .share = 8,
	.listed = true, .items = &thread, .first = 21, .last = 21, .least = 24,
	.besides = important_threads };
static const struct part threads_parts[] = {
	{ .name = "values", .share = 2600, .kind = &thread_list }, THREAD, { 0 } };
static const struct kind threads = { .parts = threads_parts, .share = 8,
	.listed = true, .items = &thread, .first = 21, .last = 21, .least = 24,
	.besides = important_threads };

#define BREADCRUMB \
	{ .name = "timestamp", .share = 2, .most = 2 }, \
	{ .name = "message", .share = 4, .most = 40 }, \
	{ .name = "category", .share = 2, .most = 2 }, \
	{ .name = "type", .share = 2, .most = 2 }, \
	{ .name = "level", .share = 2, .most = 2 }, \
	{ .name = "data", .share = 8 }

static const struct part breadcrumb_parts[] = { BREADCRUMB, { 0 } };
static const struct kind breadcrumb = { .parts = breadcrumb_parts, .share = 4 };
static const struct kind breadcrumb_list = { .parts = breadcrumb_parts, .share = 4,
	.listed = true, .items = &breadcrumb, .last = 100, .least = 14 };
static const struct part breadcrumbs_parts[] = {
	{ .name = "values", .share = 2700, .kind = &breadcrumb_list }, BREADCRUMB, { 0 } };
static const struct kind breadcrumbs = { .parts = breadcrumbs_parts, .share = 8,
	.listed = true, .items = &breadcrumb, .last = 100, .least = 14 };

static const struct part message_parts[] = {
	{ .name = "formatted", .share = 64, .most = 400 },
	{ .name = "message", .share = 64, .most = 400 },
	{ .name = "params", .share = 200 },
	{ 0 }
};
static const struct kind message = { .parts = message_parts, .share = 8 };

static const struct part user_parts[] = {
	{ .name = "id", .share = 4, .most = 4 },
	{ .name = "username", .share = 4, .most = 4 },
	{ .name = "email", .share = 4, .most = 4 },
	{ .name = "ip_address", .share = 4, .most = 4 },
	{ .name = "name", .share = 4, .most = 4 },
	{ 0 }
};
static const struct kind user = { .parts = user_parts, .share = 100 };

/* A tag's value is never a list or an object, so that no tag is bigger than a pair. */
static const struct kind tags = { .listed = true, .first = 250, .last = 250, .each = 4 };

static const struct part header_parts[] = {
	{ .name = "User-Agent", .old = "user-agent", .share = 4, .most = 4 },
	{ 0 }
};
static const struct kind headers = { .parts = header_parts, .share = 400 };
static const struct part env_parts[] = { { .name = "REMOTE_ADDR", .share = 2, .most = 2 }, { 0 } };
static const struct kind env = { .parts = env_parts, .share = 200 };
static const struct part request_parts[] = {
	{ .name = "url", .share = 2, .most = 2 },
	{ .name = "method", .share = 2, .most = 2 },
	{ .name = "headers", .share = 500, .kind = &headers },
	{ .name = "query_string", .share = 300 },
	{ .name = "env", .share = 300, .kind = &env },
	{ .name = "cookies", .share = 300 },
	{ .name = "data", .share = 300 },
	{ 0 }
};
static const struct kind request = { .parts = request_parts, .share = 50 };

static const struct part context_parts[] = {
	{ .name = "trace_id", .share = 2, .most = 2 },
	{ .name = "name", .share = 2, .most = 2 },
	{ .name = "version", .share = 2, .most = 2 },
	{ .name = "type", .share = 2, .most = 2 },
	{ .name = "family", .share = 2, .most = 2 },
	{ .name = "model", .share = 2, .most = 2 },
	{ 0 }
};
static const struct kind context = { .parts = context_parts, .share = 50 };
static const struct part contexts_parts[] = {
	{ .name = "trace", .share = 200, .kind = &context },
	{ .name = "browser", .share = 100, .kind = &context },
	{ .name = "os", .share = 100, .kind = &context },
	{ .name = "runtime", .share = 100, .kind = &context },
	{ .name = "device", .share = 200, .kind = &context },
	{ .name = "app", .share = 200, .kind = &context },
	{ 0 }
};
static const struct kind contexts = { .parts = contexts_parts, .share = 1000 };

static const struct part settings_parts[] = { { .name = "infer_ip", .share = 2, .most = 2 }, { 0 } };
static const struct kind settings = { .parts = settings_parts, .share = 8 };
static const struct part sdk_parts[] = {
	{ .name = "name", .share = 2, .most = 2 },
	{ .name = "version", .share = 2, .most = 2 },
	{ .name = "settings", .share = 32, .kind = &settings },
	{ .name = "integrations", .share = 200 },
	{ .name = "packages", .share = 600 },
	{ 0 }
};
static const struct kind sdk = { .parts = sdk_parts, .share = 50 };

static const struct part image_parts[] = {
	{ .name = "type", .share = 2, .most = 2 },
	{ .name = "image_addr", .share = 2, .most = 2 },
	{ .name = "image_size", .share = 2, .most = 2 },
	{ .name = "code_file", .share = 2, .most = 2 },
	{ .name = "debug_id", .share = 2, .most = 2 },
	{ 0 }
};
static const struct kind image = { .parts = image_parts, .share = 8 };
static const struct kind images = {
	.listed = true, .items = &image, .first = 1000, .last = 1000, .least = 16 };
static const struct part meta_parts[] = { { .name = "images", .share = 1400, .kind = &images }, { 0 } };
static const struct kind meta = { .parts = meta_parts, .share = 50 };

/* The names that Sentry's SDKs and browsers use: security_field takes more. */
static const struct part csp_parts[] = {
	{ .name = "effective-directive", .old = "effective_directive", .share = 2, .most = 2 },
	{ .name = "violated-directive", .old = "violated_directive", .share = 2, .most = 2 },
	{ .name = "blocked-uri", .old = "blocked_uri", .share = 2, .most = 2 },
	{ .name = "source-file", .old = "source_file", .share = 2, .most = 2 },
	{ .name = "document-uri", .old = "document_uri", .share = 2, .most = 2 },
	{ .name = "effectiveDirective", .share = 2, .most = 2 },
	{ .name = "blockedURL", .share = 2, .most = 2 },
	{ .name = "sourceFile", .share = 2, .most = 2 },
	{ .name = "documentURL", .share = 2, .most = 2 },
	{ .name = "message", .share = 2, .most = 2 },
	{ 0 }
};
static const struct kind csp = { .parts = csp_parts, .share = 50 };
static const struct part report_parts[] = {
	{ .name = "type", .share = 2, .most = 2 },
	{ .name = "url", .share = 2, .most = 2 },
	{ .name = "age", .share = 2, .most = 2 },
	{ .name = "body", .share = 100, .kind = &csp },
	{ 0 }
};
static const struct kind report = { .parts = report_parts, .share = 50 };

/* The shares come to LENIENT_MAX_VALUES less the event itself. */
static const struct part event_parts[] = {
	{ .name = "event_id", .share = 8, .most = 8, .field = "event_id" },
	{ .name = "level", .share = 8, .most = 8, .field = "level" },
	{ .name = "timestamp", .share = 8, .most = 8, .field = "timestamp" },
	{ .name = "platform", .share = 8, .most = 8, .field = "platform" },
	{ .name = "environment", .share = 8, .most = 8, .field = "environment" },
	{ .name = "release", .share = 8, .most = 8, .field = "release" },
	{ .name = "dist", .share = 8, .most = 8, .field = "dist" },
	{ .name = "transaction", .old = "culprit", .share = 8, .most = 8, .field = "transaction" },
	{ .name = "logger", .share = 8, .most = 8, .field = "logger" },
	{ .name = "server_name", .share = 8, .most = 8, .field = "server_name" },
	{ .name = "logentry", .old = "sentry.interfaces.Message", .share = 400, .kind = &message,
	  .field = "logentry" },
	{ .name = "message", .share = 400, .kind = &message, .field = "message" },
	{ .name = "exception", .old = "sentry.interfaces.Exception", .share = 9000, .kind = &exceptions,
	  .field = "exception" },
	{ .name = "user", .old = "sentry.interfaces.User", .share = 500, .kind = &user, .field = "user" },
	{ .name = "tags", .share = 2100, .most = 4200, .kind = &tags, .field = "tags" },
	{ .name = "fingerprint", .share = 200, .most = 200, .field = "fingerprint" },
	{ .name = "csp", .old = "sentry.interfaces.Csp", .share = 200, .most = 2000, .kind = &csp,
	  .field = "csp" },
	{ .name = "request", .old = "sentry.interfaces.Http", .share = 1600, .kind = &request,
	  .field = "request" },
	{ .name = "stacktrace", .old = "sentry.interfaces.Stacktrace", .share = 2500, .kind = &stack,
	  .field = "stacktrace" },
	{ .name = "threads", .old = "sentry.interfaces.Threads", .share = 2900, .kind = &threads,
	  .field = "threads" },
	{ .name = "contexts", .old = "sentry.interfaces.Contexts", .share = 2000, .kind = &contexts,
	  .field = "contexts" },
	{ .name = "sdk", .share = 800, .kind = &sdk, .field = "sdk" },
	{ .name = "breadcrumbs", .old = "sentry.interfaces.Breadcrumbs", .share = 3000, .kind = &breadcrumbs,
	  .field = "breadcrumbs" },
	{ .name = "extra", .share = 3000, .field = "extra" },
	{ .name = "modules", .share = 1500, .field = "modules" },
	{ .name = "debug_meta", .old = "sentry.interfaces.DebugMeta", .share = 1500, .kind = &meta,
	  .field = "debug_meta" },
	/* Not of events, but of browsers' reports, which have nothing else. */
	{ .name = "csp-report", .share = 0, .most = 2000, .kind = &csp, .field = "csp" },
	{ 0 }
};

static const struct part *const all[] = {
	event_parts, message_parts, exceptions_parts, mechanism_parts, stack_parts, frames_parts,
	threads_parts, breadcrumbs_parts, user_parts, request_parts, header_parts, env_parts,
	contexts_parts, context_parts, sdk_parts, settings_parts, meta_parts, image_parts, csp_parts,
	report_parts,
};
/* clang-format on */

/* A list instead of an event: of the reports of a browser, the newest count. */
const struct kind parts_event = {
	.parts = event_parts, .share = 1000, .listed = true, .items = &report, .last = 50
};

static const struct part *find(const struct part *part, const char *name)
{
	for (; part && part->name; part++)
		if ((*part->name == *name && strcmp(part->name, name) == 0) ||
		    (part->old && *part->old == *name && strcmp(part->old, name) == 0))
			return part;
	return NULL;
}

const struct part *parts_find(const struct kind *kind, const char *name)
{
	return find(kind->parts, name);
}

bool parts_is_named(const char *name)
{
	for (size_t i = 0; i < COUNT(all); i++)
		if (find(all[i], name))
			return true;
	return false;
}

const char *parts_field(const char *member)
{
	const struct part *part = member ? parts_find(&parts_event, member) : NULL;

	if (!member)
		return "event";
	return part && part->field ? part->field : "other";
}
