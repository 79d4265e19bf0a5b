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
	nginx_write(&out);
}

static void stop(void)
{
	buffer_release(&out);
}

TestSuite(server_nginx, .init = start, .fini = stop);

static const char *const there[] = {
	"location /api/v1/books {\n\tinclude balcao/cached.conf;\n}\n",
	"location /api/v1/stats/reading {\n\tinclude balcao/cached.conf;\n}\n",
	"location /login {\n\tinclude balcao/login.conf;\n}\n",
	"location /api/v1/login {\n\tinclude balcao/login.conf;\n}\n",
	"location /api/v1/token/refresh {\n\tinclude balcao/secret.conf;\n}\n",
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
