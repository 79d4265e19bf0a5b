#include "errors/sentry/store_body.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

enum { MAX = 100 };

/* clang-format off */
static const struct {
	const char *body;
	size_t length;
	enum store_body_outcome outcome;
	const char *json;
} cases[] = {
	{ TEXT("{\"message\":\"oi\"}"), STORE_BODY_OK, "{\"message\":\"oi\"}" },
	{ TEXT(" \r\n\t{}"), STORE_BODY_OK, " \r\n\t{}" },
	{ TEXT("\xEF\xBB\xBF{}"), STORE_BODY_OK, "\xEF\xBB\xBF{}" },
	{ TEXT("{"), STORE_BODY_OK, "{" },
	/* The format of raven: zlib, then base64. */
	{ TEXT("eJyrVspNLS5OTE9VslLKz1SqBQAwZwV4"), STORE_BODY_OK, "{\"message\":\"oi\"}" },
	{ TEXT("eJyrVspNLS5OTE9V\r\nslLKz1SqBQAwZwV4\r\n"), STORE_BODY_OK, "{\"message\":\"oi\"}" },
	{ TEXT("eJyrVspVslIyMQMDcwVF+zqlWgAx/wTV"), STORE_BODY_OK, "{\"m\":\"46666667 !?~\"}" },
	/* Neither zlib's header nor padding. */
	{ TEXT("q1bKTS0uTkxPVbJSys9UqgUA"), STORE_BODY_OK, "{\"message\":\"oi\"}" },
	{ TEXT(""), STORE_BODY_MALFORMED, NULL },
	{ TEXT("\0"), STORE_BODY_MALFORMED, NULL },
	{ TEXT("[1]"), STORE_BODY_MALFORMED, NULL },
	{ TEXT("hello, world"), STORE_BODY_MALFORMED, NULL },
	{ TEXT("aGVsbG8"), STORE_BODY_MALFORMED, NULL }, /* base64, but not of deflated bytes */
	{ TEXT("eJyrVspNLS5OTE9VslLKz1Sq"), STORE_BODY_MALFORMED, NULL }, /* truncated */
	{ TEXT("eJwzMBgFo2AUjIJRMApGwVAHAPEndxA="), STORE_BODY_TOO_LARGE, NULL }, /* 2,000 zeros */
};
/* clang-format on */

Test(sentry_store_body, cases)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *json;
		size_t length;
		enum store_body_outcome outcome =
			store_body_read(arena, cases[i].body, cases[i].length, MAX, &json, &length);

		cr_expect_eq(outcome, cases[i].outcome, "%s: %d", cases[i].body, outcome);
		if (cases[i].json && outcome == STORE_BODY_OK)
			cr_expect(length == strlen(cases[i].json) && memcmp(json, cases[i].json, length) == 0,
				  "%s: %.*s", cases[i].body, (int)length, json);
	}
	arena_free(arena);
}

Test(sentry_store_body, limit_of_plain_json)
{
	struct arena *arena = arena_new();
	const char *json;
	size_t length;

	cr_expect_eq(store_body_read(arena, TEXT("{\"a\":1}"), 7, &json, &length), STORE_BODY_OK);
	cr_expect_eq(store_body_read(arena, TEXT("{\"a\":1}"), 6, &json, &length), STORE_BODY_TOO_LARGE);
	arena_free(arena);
}
