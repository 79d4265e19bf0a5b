#include "server/nginx.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "check/tables.h"
#include "server/modules.h"
#include "table/endpoint.h"

static struct buffer out;

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
	cr_assert(nginx_write(&out, &faults), "%s", faults.data);
}

static void stop(void)
{
	buffer_release(&out);
}

TestSuite(server_nginx, .init = start, .fini = stop);

static const char *const there[] = {
	"location /api/v1/books {\n\tinclude balcao/cached.conf;\n}\n",
	"location /api/v1/stats/reading {\n\tinclude balcao/cached.conf;\n}\n",
	"location /login {\n\tset $balcao_cookie $http_cookie;\n\tinclude balcao/login.conf;\n}\n",
	"location /api/v1/login {\n\tset $balcao_cookie $http_cookie;\n\tinclude balcao/login.conf;\n}\n",
	"location /api/v1/token/refresh {\n\tset $balcao_cookie $http_cookie;\n"
	"\tinclude balcao/secret.conf;\n}\n",
	"location /api/v1/register {\n\tinclude balcao/login.conf;\n}\n",
};

/* Locations that a shorter one covers, that need no settings of their own, or that exist in /api/v1 only. */
static const char *const not_there[] = { "/books/", "{id}", "/tasks", "location /token", "location /books" };

Test(server_nginx, locations)
{
	for (size_t i = 0; i < COUNT(there); i++)
		cr_expect_not_null(strstr(out.data, there[i]), "%s is not in\n%s", there[i], out.data);
	for (size_t i = 0; i < COUNT(not_there); i++)
		cr_expect_null(strstr(out.data, not_there[i]), "%s is in\n%s", not_there[i], out.data);
}

/* clang-format off */
#define ROUTE .need = NEED_ANYBODY, .doc = "Plant."

static const struct {
	struct route routes[3];
	const char *expected; /* in the output, or among the faults */
} planted[] = {
	{ { { ROUTE, .method = METHOD_POST, .path = "/clubs/{id}/keys", .care = CARE_SECRET } },
	  "location ~ ^/api/v1/clubs/[^/]+/keys$ {\n\tinclude balcao/secret.conf;\n}\n" },
	{ { { ROUTE, .method = METHOD_POST, .path = "/keys/{id}/new/{x}", .care = CARE_HASH } },
	  "location ~ ^/api/v1/keys/[^/]+/new/[^/]+$ {\n\tinclude balcao/login.conf;\n}\n" },
	{ { { ROUTE, .method = METHOD_GET, .path = "/keys/{id}", .cache = "public" } },
	  "location /api/v1/keys {\n\tinclude balcao/cached.conf;\n}\n" },
	{ { { ROUTE, .method = METHOD_GET, .path = "/keys/{id}", .cache = "public" },
	    { ROUTE, .method = METHOD_POST, .path = "/keys", .care = CARE_SECRET } },
	  "route POST /keys: nginx treats /api/v1/keys differently from GET /keys/{id}, but both are one "
	  "location" },
	{ { { ROUTE, .method = METHOD_POST, .path = "/keys/{id}", .care = CARE_SECRET, .place = AT_ROOT },
	    { ROUTE, .method = METHOD_PUT, .path = "/keys/{id}", .care = CARE_HASH, .place = AT_ROOT } },
	  "route PUT /keys/{id}: nginx treats ~ ^/keys/[^/]+$ differently from POST /keys/{id}" },
	{ { { ROUTE, .method = METHOD_POST, .path = "/jars", .care = CARE_SECRET },
	    { ROUTE, .method = METHOD_PUT, .path = "/jars", .care = CARE_SECRET, .cookie = COOKIE_GIVEN } },
	  "route PUT /jars: nginx treats /api/v1/jars differently from POST /jars" },
};
/* clang-format on */

static const struct {
	const char *setting, *map;
} origins[] = {
	{ "", "" },
	{ " ", "" },
	{ "https://a.example", "\"~^https://a\\.example$\" \"https://a.example\";\n"
			       "unread \"https://a.example\";\n" },
	{ " http://[::1]:80\thttps://b-c.example ", "\"~^http://\\[::1\\]:80$\" \"http://[::1]:80\";\n"
						    "\"~^https://b-c\\.example$\" \"https://b-c.example\";\n"
						    "unread \"http://[::1]:80\";\n" },
};

Test(server_nginx, origins)
{
	for (size_t i = 0; i < COUNT(origins); i++) {
		struct buffer text = { 0 };

		nginx_write_origins(&text, origins[i].setting);
		cr_expect_str_eq(strchr(text.data, '\n') + 1, origins[i].map, "%s", origins[i].setting);
		buffer_release(&text);
	}
}

Test(server_nginx, variables_and_conflicts)
{
	for (size_t i = 0; i < COUNT(planted); i++) {
		const struct module module = { .name = "planted", .routes = planted[i].routes };
		bool refused = strncmp(planted[i].expected, "route", 5) == 0;
		struct buffer text = { 0 }, faults = { 0 };

		endpoints_init((const struct module *const[]){ &module, NULL });
		cr_expect_eq(nginx_write(&text, &faults), !refused, "%s", planted[i].expected);
		cr_expect_not_null(strstr(refused ? faults.data : text.data, planted[i].expected),
				   "%s is not in %s%s", planted[i].expected, faults.data, text.data);
		buffer_release(&text);
		buffer_release(&faults);
	}
}
