#include "errors/sentry/event/security.h"

#include "errors/sentry/sample.h"

Test(event_security, lists)
{
	struct shape_list list = security_list(sample_json("[{'a':1},null,7]"));

	cr_expect_eq(list.count, 3);
	cr_expect_eq(security_list(sample_json("{'csp-report':{}}")).count, 1);
	cr_expect_eq(security_list(sample_json("{'values':[1,2]}")).count, 1);
	cr_expect_eq(security_list(sample_json("7")).count, 0);
	cr_expect_eq(security_list(NULL).count, 0);
}

static const struct {
	const char *csp;
	bool foreign;
} origins[] = {
	{ "{'blocked-uri':'chrome-extension://abc/x.js'}", true },
	{ "{'blocked-uri':'chrome-extension'}", true },
	{ "{'blocked-uri':'MOZ-Extension://x'}", true },
	{ "{'blockedURL':'safari-web-extension://x'}", true },
	{ "{'blocked-uri':'https://x','source-file':'ms-browser-extension://y'}", true },
	{ "{'blocked-uri':'https://x','sourceFile':'resource://y'}", true },
	{ "{'blocked-uri':'about:blank'}", true },
	{ "{'blocked-uri':'about'}", true },
	{ "{'blocked-uri':'https://chrome-extension/x'}", false },
	{ "{'blocked-uri':'data'}", false },
	{ "{'blocked-uri':'data:text/plain,'}", false },
	{ "{'blocked-uri':'inline'}", false },
	{ "{'blocked-uri':''}", false },
	{ "{'blocked-uri':7}", false },
	{ "{'document-uri':'chrome-extension://x'}", false },
	{ "7", false },
};

Test(event_security, reports_about_extensions)
{
	for (size_t i = 0; i < COUNT(origins); i++)
		cr_expect_eq(security_is_foreign(sample_json(origins[i].csp)), origins[i].foreign, "%s",
			     origins[i].csp);
	cr_expect_not(security_is_foreign(NULL));
}
