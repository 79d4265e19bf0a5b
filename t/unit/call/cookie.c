#include "call/cookie.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "config/config.h"

static struct config config = { .public_url = "https://balcao.example" };
static struct call call = { .config = &config };

static void start(void)
{
	call.arena = arena_new();
	call_begin(&call);
	call.request = (struct request){
		.cookie = "", .content_type = "application/json", .origin = "", .fetch_site = "", .body = ""
	};
}

static void stop(void)
{
	arena_free(call.arena);
	reply_release(&call.reply);
}

TestSuite(call_cookie, .init = start, .fini = stop);

static const struct {
	const char *header, *value; /* NULL: no cookie is carried */
} headers[] = {
	{ "", NULL },
	{ "other=1", NULL },
	{ "__Host-balcao", NULL },
	{ "__Host-balcaox=1", NULL },
	{ "x__Host-balcao=1", NULL },
	{ "a=__Host-balcao=1", NULL },
	{ "__host-balcao=1", NULL },
	{ "__Host-balcao=", "" },
	{ "__Host-balcao=one", "one" },
	{ " ; ;__Host-balcao=one", "one" },
	{ "a=b; __Host-balcao=one; c=d", "one" },
	{ "a=b;__Host-balcao=one ;c=d", "one" },
	{ "__Host-balcao=one; __Host-balcao=two", "one" },
	{ "__Host-balcao=o=e", "o=e" },
};

Test(call_cookie, carried)
{
	for (size_t i = 0; i < COUNT(headers); i++) {
		const char *value;

		call.request.cookie = headers[i].header;
		value = cookie_carried(&call);
		if (!headers[i].value)
			cr_expect_null(value, "%s", headers[i].header);
		else
			cr_expect(value && strcmp(value, headers[i].value) == 0, "%s: %s", headers[i].header,
				  value);
	}
}

static const struct {
	const char *own, *type, *origin, *site;
	bool fine;
} pages[] = {
	{ "https://h:8443", "application/json", "https://h:8443", "same-origin", true },
	{ "https://h:8443", "application/json; charset=utf-8", "", "", true },
	{ "https://h:8443", "application/json", "", "same-origin", true },
	{ "https://h:443", "application/json", "https://h", "", true },
	{ "https://h", "application/json", "https://h:443", "", true },
	{ "http://h", "application/json", "http://h:80", "", true },
	{ "https://h:80", "application/json", "https://h", "", false },
	{ "https://h", "application/json", "http://h", "", false },
	{ "https://h", "application/json", "https://h.evil", "", false },
	{ "https://h.evil", "application/json", "https://h", "", false },
	{ "https://h", "application/json", "https://H", "", false },
	{ "https://h", "application/json", "null", "", false },
	{ "https://h", "application/json", "https://h", "cross-site", false },
	{ "https://h", "application/json", "https://h", "same-site", false },
	{ "https://h", "application/json", "", "none", false },
	{ "https://h", "text/plain", "https://h", "same-origin", false },
	{ "https://h", "application/json; charset=latin1", "https://h", "same-origin", false },
	{ "https://h", "", "", "", false },
};

Test(call_cookie, pages)
{
	call.request.cookie = "__Host-balcao=one";
	for (size_t i = 0; i < COUNT(pages); i++) {
		config.public_url = pages[i].own;
		call.request.content_type = pages[i].type;
		call.request.origin = pages[i].origin;
		call.request.fetch_site = pages[i].site;
		cr_expect_eq(cookie_offered(&call), pages[i].fine ? OK : E_REFUSED, "%s: %s, %s, %s",
			     pages[i].own, pages[i].type, pages[i].origin, pages[i].site);
	}
	cr_expect_eq(call.refusal, &cookie_cross_origin);
}

static const struct {
	const char *body;
	bool asks;
} bodies[] = {
	{ "", false },
	{ "{}", false },
	{ "[]", false },
	{ "null", false },
	{ "{\"cookie\":false}", false },
	{ "{\"cookie\":1}", false },
	{ "{\"cookie\":\"true\"}", false },
	{ "{\"a\":{\"cookie\":true}}", false },
	{ "{\"cookie\":true", false },
	{ "{\"cookie\":true}", true },
	{ "{\"username\":\"x\",\"\\u0063ookie\":true}", true },
};

Test(call_cookie, bodies)
{
	call.request.origin = "https://evil.example";
	for (size_t i = 0; i < COUNT(bodies); i++) {
		call.request.body = bodies[i].body;
		call.request.body_length = strlen(bodies[i].body);
		cr_expect_eq(cookie_offered(&call), bodies[i].asks ? E_REFUSED : OK, "%s", bodies[i].body);
	}
}

Test(call_cookie, set_and_removed)
{
	cookie_give(&call, "one", 60);
	cookie_remove(&call);
	cr_expect_str_eq(call.reply.headers.data,
			 "Set-Cookie: __Host-balcao=one; Path=/; Secure; HttpOnly; SameSite=Strict; "
			 "Max-Age=60\r\n"
			 "Set-Cookie: __Host-balcao=; Path=/; Secure; HttpOnly; SameSite=Strict; "
			 "Max-Age=0\r\n");
}
