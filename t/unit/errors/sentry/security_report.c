#include "errors/sentry/security_report.h"

#include "errors/sentry/sample.h"

static const struct {
	const char *name, *body, *directive, *blocked, *message, *level;
} cases[] = {
	{ "CSP 2",
	  "{'csp-report':{'document-uri':'https://example.com/','violated-directive':'script-src https://x',"
	  "'effective-directive':'script-src','blocked-uri':'https://evil.example/a.js','status-code':0}}",
	  "script-src", "https://evil.example/a.js", NULL, "error" },
	{ "without effective-directive",
	  "{'csp-report':{'violated-directive':'img-src self','blocked-uri':'data'}}", "img-src", "data",
	  NULL, "error" },
	{ "nothing blocked", "{'csp-report':{'effective-directive':'style-src','blocked-uri':''}}",
	  "style-src", "self", NULL, "error" },
	{ "report only",
	  "{'csp-report':{'effective-directive':'style-src','blocked-uri':'inline','disposition':'report'}}",
	  "style-src", "inline", NULL, "warning" },
	{ "Reporting API",
	  "{'type':'csp-violation','age':10,'url':'https://example.com/','user_agent':'M','body':{"
	  "'blockedURL':'inline','effectiveDirective':'script-src-elem','disposition':'enforce','lineNumber':"
	  "7}}",
	  "script-src-elem", "inline", NULL, "error" },
	{ "Sentry's own", "{'effective_directive':'font-src','blocked_uri':'https://f'}", "font-src",
	  "https://f", NULL, "error" },
	{ "deprecation",
	  "{'type':'deprecation','url':'https://e/','body':{'id':'x','message':'WebSQL is going'}}", NULL,
	  NULL, "WebSQL is going", "error" },
	{ "crash", "{'type':'crash','url':'https://e/','body':{'reason':'oom'}}", NULL, NULL,
	  "crash: https://e/", "error" },
	{ "Expect-CT", "{'expect-ct-report':{'hostname':'e','port':443}}", NULL, NULL, "expect-ct-report",
	  "error" },
	{ "nothing", "{}", NULL, NULL, NULL, "error" },
	{ "text", "'x'", NULL, NULL, NULL, "error" },
	{ "null", "null", NULL, NULL, NULL, "error" },
	{ "odd",
	  "{'csp-report':{'effective-directive':{},'blocked-uri':[]},'level':'debug','tags':{'a':'b'}}", NULL,
	  NULL, "csp-report", "error" },
};

static const struct mapper_source source = {
	.received = 1700000000000,
	.sent = MOMENT_UNKNOWN,
	.client = "192.0.2.1",
	.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
};

/* The number of tags apart from those that every report has. */
static size_t own_tags(const struct tags *tags)
{
	size_t count = 0;

	for (size_t i = 0; i < tags->count; i++)
		count += strcmp(tags->list[i].key, "browser") != 0 && strcmp(tags->list[i].key, "os") != 0 &&
			 strcmp(tags->list[i].key, "logger") != 0;
	return count;
}

Test(sentry_security_report, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mapped mapped;

		security_report_map(sample_arena(), sample_json(cases[i].body), NULL, &source, &mapped);
		sample_expect(mapped.event.directive, cases[i].directive, cases[i].name);
		sample_expect(mapped.event.blocked_uri, cases[i].blocked, cases[i].name);
		sample_expect(mapped.event.message, cases[i].message, cases[i].name);
		sample_expect(mapped.level, cases[i].level, cases[i].name);
		cr_expect_eq(own_tags(&mapped.tags), cases[i].directive ? 2 : 0, "%s", cases[i].name);
		cr_expect_str_eq(mapped.tags.list[0].key, "browser", "%s", cases[i].name);
		cr_expect_str_eq(mapped.tags.list[0].value, "Firefox 120.0", "%s", cases[i].name);
		sample_expect(mapped.user.identity, "ip:192.0.2.1", cases[i].name);
		cr_expect_eq(sample_has_note(&mapped.notes, "report", NOTE_INVALID),
			     !cases[i].directive && !cases[i].message, "%s", cases[i].name);
	}
}

Test(sentry_security_report, age_and_details)
{
	struct mapped mapped;

	security_report_map(sample_arena(), sample_json(cases[4].body), NULL, &source, &mapped);
	cr_expect_eq(mapped.occurred, source.received - 10);
	sample_expect(mapped.details,
		      "blockedURL: inline\neffectiveDirective: script-src-elem\ndisposition: "
		      "enforce\nlineNumber: 7",
		      "details");
	sample_expect(mapped.event.logger, "csp", "logger");
}
