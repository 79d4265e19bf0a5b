#include "core/router.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "check/tables.h"
#include "config/config.h"
#include "server/modules.h"
#include "table/endpoint.h"

#define ID "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

static struct config config = { .cors_origins = "https://a.example" };
static struct call call;

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
	call.config = &config;
	call.arena = arena_new();
}

static void stop(void)
{
	arena_free(call.arena);
	reply_release(&call.reply);
}

TestSuite(core_router, .init = start, .fini = stop);

static enum status route(enum method method, const char *path)
{
	call_begin(&call);
	call.request =
		(struct request){ .method = method, .path = path, .origin = "", .preflight_method = "" };
	return router_match(&call);
}

/* A path of the route with its variables filled in, between `prefix` and `end`. */
static const char *path_of(const struct endpoint *endpoint, const char *prefix, const char *end)
{
	const char *path = prefix;

	for (size_t i = 0; i < endpoint->segments; i++)
		path = arena_printf(call.arena, "%s/%s", path,
				    endpoint->segment[i] ? endpoint->segment[i] : ID);
	return arena_printf(call.arena, "%s%s", path, end);
}

static void expect_route(const struct endpoint *endpoint, const char *path, bool there)
{
	enum method method = endpoint->route->method;

	cr_expect_eq(route(method, path), there ? OK : E_NOT_FOUND, "%s %s", request_methods[method], path);
	cr_expect_eq(call.endpoint, there ? endpoint : NULL, "%s %s", request_methods[method], path);
	cr_expect_eq(call.route, there ? endpoint->route : NULL, "%s %s", request_methods[method], path);
	for (size_t i = 0; i < endpoint->variables && there; i++)
		cr_expect_str_eq(call.path_value[i], ID, "%s", path);
}

Test(core_router, every_route_by_every_name)
{
	cr_assert_gt(endpoint_count(), 10);
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		bool root = endpoint->route->place != UNDER_API, api = endpoint->route->place != AT_ROOT;

		expect_route(endpoint, path_of(endpoint, "", ""), root);
		expect_route(endpoint, path_of(endpoint, "", "/"), root);
		expect_route(endpoint, path_of(endpoint, API_PREFIX, ""), api);
		expect_route(endpoint, path_of(endpoint, API_PREFIX, "/"), api);
		expect_route(endpoint, path_of(endpoint, API_PREFIX, "//"), false);
		expect_route(endpoint, path_of(endpoint, "/api/v2", ""), false);
		expect_route(endpoint, path_of(endpoint, "/API/V1", ""), false);
		expect_route(endpoint, path_of(endpoint, API_PREFIX API_PREFIX, ""), false);
		expect_route(endpoint, path_of(endpoint, "/api/v", ""), false);
		expect_route(endpoint, path_of(endpoint, "//api/v1", ""), false);
	}
}

static const char *const unknown[] = {
	"",
	"/",
	"//",
	"tasks",
	"api/v1/tasks",
	"/api",
	"/api/",
	"/api/v1",
	"/api/v1/",
	"/api/v1tasks",
	"/api/v1//tasks",
	"/nothing",
	"/api/v1/nothing",
	"/Tasks",
	"/task",
	"/taskss",
	"/tasks/x",
	"/tasks?limit=1",
	"/tasks/" ID "/x",
	"/tasks/" ID ID,
	"/tasks//" ID,
	"/users/me",
	"/api/v1/livez",
	"/tasks/{id}",
	"/tasks/..",
	"/api/v1/../v1/tasks",
	"/a/b/c/d/e/f/g/h/i/j/k/l/m",
	"/%74asks",
	"/tasks ",
	"/register/x",
	"/api/v1/users/me/delete/now",
	"\\tasks",
	"/tasks/\xff",
	"/\xff",
};

Test(core_router, unknown_paths)
{
	for (size_t i = 0; i < COUNT(unknown); i++) {
		cr_expect_eq(route(METHOD_GET, unknown[i]), E_NOT_FOUND, "%s", unknown[i]);
		cr_expect_null(call.endpoint, "%s", unknown[i]);
		cr_expect_eq(call.reply.headers.length, 0, "no Allow for %s", unknown[i]);
	}
}

static const struct {
	const char *id;
	const char *value; /* NULL: malformed */
} ids[] = {
	{ ID, ID },
	{ "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", ID },
	{ "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000" },
	{ "1", NULL },
	{ "me", NULL },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398", NULL },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", NULL },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", NULL },
	{ "017f22e279b07cc398c4dc0c0c07398f", NULL },
	{ "{" ID "}", NULL },
	{ ID " ", NULL },
	{ " " ID, NULL },
	{ "'; DROP TABLE task; --", NULL },
	{ "%", NULL },
};

/* A malformed id is 404, whatever the method is. */
Test(core_router, ids)
{
	static const enum method methods[] = { METHOD_GET, METHOD_PUT, METHOD_DELETE, METHOD_OPTIONS,
					       METHOD_POST };

	for (size_t i = 0; i < COUNT(ids) * COUNT(methods); i++) {
		const char *id = ids[i / COUNT(methods)].id, *value = ids[i / COUNT(methods)].value;
		enum method method = methods[i % COUNT(methods)];
		enum status right = method == METHOD_POST ? E_METHOD_NOT_ALLOWED : OK;

		cr_expect_eq(route(method, arena_printf(call.arena, "/api/v1/tasks/%s", id)),
			     value ? right : E_NOT_FOUND, "%s %s", request_methods[method], id);
		if (value && right == OK && method != METHOD_OPTIONS)
			cr_expect_str_eq(call.path_value[0], value);
	}
}

static const struct {
	enum method method;
	const char *path, *allow;
} refused[] = {
	{ METHOD_PUT, "/tasks", "Allow: GET, HEAD, POST, OPTIONS\r\n" },
	{ METHOD_DELETE, "/api/v1/tasks/", "Allow: GET, HEAD, POST, OPTIONS\r\n" },
	{ METHOD_UNKNOWN, "/tasks", "Allow: GET, HEAD, POST, OPTIONS\r\n" },
	{ METHOD_POST, "/tasks/" ID, "Allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS\r\n" },
	{ METHOD_UNKNOWN, "/tasks/" ID, "Allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS\r\n" },
	{ METHOD_GET, "/register", "Allow: POST, OPTIONS\r\n" },
	{ METHOD_GET, "/api/v1/login/", "Allow: POST, OPTIONS\r\n" },
	{ METHOD_POST, "/livez", "Allow: GET, HEAD, OPTIONS\r\n" },
	{ METHOD_POST, "/docs/problems", "Allow: GET, HEAD, OPTIONS\r\n" },
	{ METHOD_GET, "/api/v1/users/me/delete", "Allow: POST, OPTIONS\r\n" },
};

Test(core_router, refused_methods)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		cr_expect_eq(route(refused[i].method, refused[i].path), E_METHOD_NOT_ALLOWED, "%s",
			     refused[i].path);
		cr_expect_str_eq(call.reply.headers.data, refused[i].allow, "%s", refused[i].path);
		cr_expect_null(call.endpoint, "%s", refused[i].path);
		cr_expect_not(call.finished, "%s", refused[i].path);
	}
}

static const char accept_patch[] = "Accept-Patch: application/merge-patch+json, application/json\r\n";

Test(core_router, options)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		cr_expect_eq(route(METHOD_OPTIONS, refused[i].path), OK, "%s", refused[i].path);
		cr_expect(call.finished, "%s", refused[i].path);
		cr_expect_eq(call.reply.answer, ANSWER_NO_CONTENT, "%s", refused[i].path);
		cr_expect_str_eq(call.reply.headers.data,
				 arena_printf(call.arena, "%s%s", refused[i].allow,
					      strstr(refused[i].allow, "PATCH") ? accept_patch : ""),
				 "%s", refused[i].path);
	}
}

Test(core_router, preflight)
{
	call_begin(&call);
	call.request = (struct request){ .method = METHOD_OPTIONS,
					 .path = "/register",
					 .preflight_method = "POST",
					 .origin = "https://a.example" };
	cr_expect_eq(router_match(&call), OK);
	cr_expect_not_null(
		strstr(call.reply.headers.data, "\r\nAccess-Control-Allow-Methods: POST, OPTIONS\r\n"), "%s",
		call.reply.headers.data);
}

/* A page of any origin may send a request and read the problem. */
Test(core_router, preflight_from_anywhere)
{
	static const enum method methods[] = { METHOD_OPTIONS, METHOD_GET };

	for (size_t i = 0; i < COUNT(methods); i++) {
		cr_expect_eq(route(methods[i], "/api/7/envelope/"), i == 0 ? OK : E_METHOD_NOT_ALLOWED);
		cr_expect_not_null(strstr(call.reply.headers.data, "Access-Control-Allow-Origin: *\r\n"));
		cr_expect_not_null(
			strstr(call.reply.headers.data, "Access-Control-Allow-Methods: POST, OPTIONS\r\n"));
		cr_expect_not_null(call.beside);
	}
}
