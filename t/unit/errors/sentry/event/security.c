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

static const struct {
	const char *body;
	bool is;
} reports[] = {
	{ "{'csp-report':{'effective-directive':'img-src'}}", true },
	{ "{'csp-report':{'violated-directive':'img-src self'}}", true },
	{ "{'type':'csp-violation','body':{'effectiveDirective':'img-src'}}", true },
	{ "{'effective_directive':'img-src'}", true },
	{ "{'type':'deprecation','body':{'message':'x'}}", true },
	{ "{'type':'crash','url':'https://e/','body':{}}", true },
	{ "{'expect-ct-report':{'hostname':'e'}}", true },
	{ "{'csp-report':{}}", false },
	{ "{'csp-report':{'blocked-uri':'https://x'}}", false },
	{ "{'csp-report':{'effective-directive':{},'violated-directive':'img-src'}}", false },
	{ "{'csp-report':{'effective-directive':''}}", false },
	{ "{'csp-report':7}", false },
	{ "{'type':'csp-violation','body':{}}", false },
	{ "{'type':'crash'}", false },
	{ "{'type':7,'body':{'a':1}}", false },
	{ "{'expect-ct-report':{}}", false },
	{ "{'message':'x','level':'error'}", false },
	{ "{'x':1}", false },
	{ "{}", false },
	{ "['csp-report']", false },
	{ "'x'", false },
	{ "null", false },
};

Test(event_security, what_is_a_report)
{
	for (size_t i = 0; i < COUNT(reports); i++)
		cr_expect_eq(security_is_report(sample_json(reports[i].body)), reports[i].is, "%s",
			     reports[i].body);
}
