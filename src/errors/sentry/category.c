#include "errors/sentry/category.h"

#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"

static const struct kind {
	const char *type;
	enum category category;
} kinds[] = {
	{ "event", CATEGORY_ERROR },
	{ "attachment", CATEGORY_ATTACHMENT },
	{ "feedback", CATEGORY_FEEDBACK },
	{ "user_report", CATEGORY_DEFAULT },
	{ "user_report_v2", CATEGORY_FEEDBACK },
	{ "raw_security", CATEGORY_SECURITY },
	{ "client_report", CATEGORY_INTERNAL },
	{ "transaction", CATEGORY_TRANSACTION },
	{ "span", CATEGORY_SPAN },
	{ "otel_span", CATEGORY_SPAN },
	{ "otel_traces_data", CATEGORY_SPAN },
	{ "session", CATEGORY_SESSION },
	{ "sessions", CATEGORY_SESSION },
	{ "profile", CATEGORY_PROFILE },
	{ "profile_chunk", CATEGORY_PROFILE },
	{ "replay_event", CATEGORY_REPLAY },
	{ "replay_recording", CATEGORY_REPLAY },
	{ "replay_video", CATEGORY_REPLAY },
	{ "log", CATEGORY_LOG },
	{ "otel_log", CATEGORY_LOG },
	{ "otel_logs_data", CATEGORY_LOG },
	{ "trace_metric", CATEGORY_METRIC },
	{ "metric", CATEGORY_METRIC },
	{ "statsd", CATEGORY_METRIC },
	{ "metric_buckets", CATEGORY_METRIC },
	{ "check_in", CATEGORY_MONITOR },
	{ 0 },
};

/* clang-format off */
/* SDKs of JavaScript count profile_chunk as profile and trace_metric as metric. */
static const char *const names[CATEGORY__MAX] = {
	[CATEGORY_ATTACHMENT] = "attachment",
	[CATEGORY_TRANSACTION] = "transaction", [CATEGORY_SPAN] = "span", [CATEGORY_SESSION] = "session",
	[CATEGORY_PROFILE] = "profile;profile_chunk", [CATEGORY_REPLAY] = "replay",
	[CATEGORY_LOG] = "log_item", [CATEGORY_METRIC] = "trace_metric;metric",
	[CATEGORY_MONITOR] = "monitor",
};
/* clang-format on */

enum category category_of(const char *type)
{
	for (const struct kind *kind = kinds; kind->type; kind++)
		if (strcmp(kind->type, type) == 0)
			return kind->category;
	return CATEGORY_DEFAULT;
}

void category_put_limits(const size_t skipped[CATEGORY__MAX], int seconds, struct buffer *out)
{
	bool any = false;

	for (int category = 0; category < CATEGORY__MAX; category++) {
		if (skipped[category] == 0 || !names[category])
			continue;
		if (any)
			buffer_put_char(out, ';');
		else
			buffer_printf(out, "%d:", seconds);
		buffer_put_text(out, names[category]);
		any = true;
	}
	if (any)
		buffer_put_text(out, ":project:unsupported");
}
