#include "http/cors.h"

#include <criterion/criterion.h>
#include <string.h>

#include "http/reply.h"
#include "http/request.h"

#define ONE "https://a.example"
#define TWO "https://a.example http://localhost:3000"

static const struct {
	const char *origins, *origin;
	bool allowed;
} cases[] = {
	{ "", "", false },
	{ "", ONE, false },
	{ ONE, "", false },
	{ ONE, ONE, true },
	{ TWO, ONE, true },
	{ TWO, "http://localhost:3000", true },
	{ TWO, TWO, false },
	{ "  " ONE "   http://b.example ", ONE, true },
	{ "  " ONE "   http://b.example ", "http://b.example", true },
	{ "  " ONE "   http://b.example ", "", false },
	{ ONE "\thttp://b.example\n", "http://b.example", true },
	{ ONE "\thttp://b.example\n", ONE, true },
	{ ONE, "https://a.example.evil", false },
	{ ONE, "https://a.exampl", false },
	{ ONE, "https://a.example:443", false },
	{ ONE, "http://a.example", false },
	{ ONE, "https://A.example", false },
	{ ONE, "null", false },
	{ ONE, "*", false },
	{ ONE, ONE "\r\nX: y", false },
};

static const char *headers_of(const struct reply *reply)
{
	return reply->headers.data ? reply->headers.data : "";
}

static bool holds(const char *headers, const char *line)
{
	return strstr(headers, line) != NULL;
}

static const char exposed[] =
	"Access-Control-Expose-Headers: ETag, Link, Location, Retry-After, X-Request-Id\r\n";

Test(http_cors, answer)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct request request = { .origin = cases[i].origin, .preflight_method = "" };
		struct reply reply = { 0 };
		const char *headers;

		cors_answer(&reply, &request, cases[i].origins);
		headers = headers_of(&reply);
		cr_expect_eq(holds(headers, "Vary: Origin\r\n"), *cases[i].origins != '\0', "%zu", i);
		cr_expect_eq(holds(headers, "Access-Control-Allow-Origin: "), cases[i].allowed, "%s in %s",
			     cases[i].origin, cases[i].origins);
		cr_expect_eq(holds(headers, exposed), cases[i].allowed, "%zu", i);
		cr_expect_null(strstr(headers, "Credentials"), "%zu", i);
		reply_release(&reply);
	}
}

Test(http_cors, answer_names_the_origin_that_asked)
{
	struct request request = { .origin = ONE };
	struct reply reply = { 0 };

	cors_answer(&reply, &request, TWO);
	cr_expect_not_null(strstr(reply.headers.data, "\r\nAccess-Control-Allow-Origin: " ONE "\r\n"));
	reply_release(&reply);
}

static const char preflight[] =
	"Access-Control-Allow-Methods: GET, HEAD, OPTIONS\r\n"
	"Access-Control-Allow-Headers: Authorization, Content-Type, If-Match, If-None-Match\r\n"
	"Access-Control-Max-Age: 600\r\n";

Test(http_cors, preflight)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		for (int asked = 0; asked < 2; asked++) {
			struct request request = { .origin = cases[i].origin,
						   .preflight_method = asked ? "PUT" : "" };
			struct reply reply = { 0 };

			cors_preflight(&reply, &request, cases[i].origins, "GET, HEAD, OPTIONS");
			cr_expect_str_eq(headers_of(&reply), asked && cases[i].allowed ? preflight : "",
					 "%s in %s", cases[i].origin, cases[i].origins);
			reply_release(&reply);
		}
}

Test(http_cors, anyone)
{
	static const struct cors cors = { .headers = "x-asked", .exposed = "x-told", .age = 60 };
	struct reply reply = { 0 };

	cors_answer_anyone(&reply, &cors, NULL);
	cr_expect_str_eq(headers_of(&reply), "Access-Control-Allow-Origin: *\r\n"
					     "Access-Control-Expose-Headers: x-told\r\n");
	reply_clear(&reply);
	cors_answer_anyone(&reply, &cors, "POST, OPTIONS");
	cr_expect_str_eq(headers_of(&reply), "Access-Control-Allow-Origin: *\r\n"
					     "Access-Control-Expose-Headers: x-told\r\n"
					     "Access-Control-Allow-Methods: POST, OPTIONS\r\n"
					     "Access-Control-Allow-Headers: x-asked\r\n"
					     "Access-Control-Max-Age: 60\r\n");
	reply_release(&reply);
}
