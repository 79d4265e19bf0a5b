#include "errors/sentry/category.h"

#include <criterion/criterion.h>

#include "base/buffer.h"
#include "base/status.h"

static const struct {
	const char *types[4];
	const char *limits;
} cases[] = {
	{ { "transaction" }, "3600:transaction:project:unsupported" },
	{ { "span", "transaction" }, "3600:transaction;span:project:unsupported" },
	{ { "session", "sessions" }, "3600:session:project:unsupported" },
	{ { "profile_chunk" }, "3600:profile;profile_chunk:project:unsupported" },
	{ { "replay_event", "replay_recording", "replay_video" }, "3600:replay:project:unsupported" },
	{ { "log" }, "3600:log_item:project:unsupported" },
	{ { "trace_metric" }, "3600:trace_metric;metric:project:unsupported" },
	{ { "check_in" }, "3600:monitor:project:unsupported" },
	{ { "event", "attachment" }, "3600:attachment:project:unsupported" },
	{ { "feedback", "user_report_v2" }, "" },
	/* Categories without limits: their items are stored, or their type is unknown. */
	{ { "event" }, "" },
	{ { "user_report", "client_report", "new_thing" }, "" },
	{ { "raw_security" }, "" },
};

Test(sentry_category, limits)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t skipped[CATEGORY__MAX] = { 0 };
		struct buffer out = { 0 };

		for (size_t j = 0; j < COUNT(cases[i].types) && cases[i].types[j]; j++)
			skipped[category_of(cases[i].types[j])]++;
		category_put_limits(skipped, 3600, &out);
		cr_expect_str_eq(out.data ? out.data : "", cases[i].limits, "%s", cases[i].types[0]);
		buffer_release(&out);
	}
}
