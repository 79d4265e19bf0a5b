#include "server/nginx.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "table/endpoint.h"

/* A location, and the file in conf/nginx that says how nginx treats it. */
struct location {
	const char *name; /* what follows the word "location" */
	const char *file;
	const struct route *route; /* the first that wants it */
};

struct locations {
	struct arena *arena;
	struct location *list;
	size_t count;
};

static const char *location_file(const struct route *route)
{
	static const char *const of_care[CARE__MAX] = {
		[CARE_SECRET] = "secret.conf", [CARE_HASH] = "login.conf"
	};

	if (route->need == NEED_ANYBODY && route->cache)
		return "cached.conf";
	return of_care[route->care];
}

/* The location of an answer that nginx may keep ends before the first variable: it may cover more paths,
 * because nginx keeps only the answers that have a Cache-Control. That of a route with .care covers the
 * route's path alone; nginx tries these regular expressions first. */
static const char *location_name(struct arena *arena, const struct route *route, const char *prefix)
{
	const char *path = route->path, *name;
	size_t length = strcspn(path, "{");

	if (route->care == CARE_NONE)
		return arena_printf(arena, "%s%.*s", prefix, (int)(length - !!path[length]), path);
	if (!path[length])
		return arena_printf(arena, "%s%s", prefix, path);
	name = arena_printf(arena, "~ ^%s", prefix);
	while (path[length]) {
		name = arena_printf(arena, "%s%.*s[^/]+", name, (int)length, path);
		path += length + strcspn(path + length, "}") + 1;
		length = strcspn(path, "{");
	}
	return arena_printf(arena, "%s%s$", name, path);
}

static bool is_alike(const struct location *one, const struct location *other)
{
	return one->file == other->file &&
	       (one->route->cookie == COOKIE_NONE) == (other->route->cookie == COOKIE_NONE);
}

/* Inserts a location in alphabetical order. Returns the route that wants the same location that nginx
 * must treat in another way; NULL if there is none. */
static const struct route *add_location(struct locations *locations, struct location new)
{
	size_t place = 0;

	for (size_t i = 0; i < locations->count; i++) {
		int order = strcmp(locations->list[i].name, new.name);

		if (order == 0)
			return is_alike(&locations->list[i], &new) ? NULL : locations->list[i].route;
		place += order < 0;
	}
	memmove(&locations->list[place + 1], &locations->list[place],
		(locations->count++ - place) * sizeof(locations->list[0]));
	locations->list[place] = new;
	return NULL;
}

/* Adds the locations of a route, of which nginx accepts one for each path. */
static bool add_route(struct locations *locations, const struct route *route, struct buffer *faults)
{
	struct location new = { .file = location_file(route), .route = route };
	const struct route *other = NULL;

	if (!new.file)
		return true;
	if (route->place != AT_ROOT) {
		new.name = location_name(locations->arena, route, API_PREFIX);
		other = add_location(locations, new);
	}
	if (route->place != UNDER_API && !other) {
		new.name = location_name(locations->arena, route, "");
		other = add_location(locations, new);
	}
	if (other)
		buffer_printf(faults,
			      "route %s %s: nginx treats %s differently from %s %s, but both are "
			      "one location: give them the same .care, .cookie and .cache, or other paths\n",
			      request_methods[route->method], route->path, new.name,
			      request_methods[other->method], other->path);
	return !other;
}

static void put_location(struct buffer *out, const struct location *location)
{
	buffer_printf(out, "location %s {\n", location->name);
	if (location->route->cookie != COOKIE_NONE)
		buffer_put_text(out, "\tset $balcao_cookie $http_cookie;\n");
	buffer_printf(out, "\tinclude balcao/%s;\n}\n", location->file);
}

/* A pattern of nginx that matches the origin only; a string would match in any case. */
static void put_origin_pattern(struct buffer *out, const char *origin, size_t length)
{
	buffer_put_text(out, "\"~^");
	for (size_t i = 0; i < length; i++) {
		if (strchr(".[]", origin[i]))
			buffer_put_char(out, '\\');
		buffer_put_char(out, origin[i]);
	}
	buffer_put_text(out, "$\"");
}

void nginx_write_origins(struct buffer *out, const char *origins)
{
	static const char blanks[] = " \t\r\n\v\f";
	const char *first = origins + strspn(origins, blanks);

	buffer_put_text(out, "# balcao: the origins of BALCAO_CORS_ORIGINS, made by `balcao origins`.\n");
	for (const char *at = first; *at; at += strspn(at, blanks)) {
		size_t length = strcspn(at, blanks);

		put_origin_pattern(out, at, length);
		buffer_printf(out, " \"%.*s\";\n", (int)length, at);
		at += length;
	}
	if (*first)
		buffer_printf(out, "unread \"%.*s\";\n", (int)strcspn(first, blanks), first);
}

bool nginx_write(struct buffer *out, struct buffer *faults)
{
	struct locations locations = { .arena = arena_new() };
	bool fine = true;

	locations.list = arena_alloc(locations.arena, 2 * endpoint_count() * sizeof(locations.list[0]));
	for (size_t i = 0; i < endpoint_count(); i++)
		fine &= add_route(&locations, endpoint_get(i)->route, faults);
	buffer_put_text(
		out,
		"# balcao: nginx configuration of the routes, made by `balcao nginx` during the build.\n");
	for (size_t i = 0; i < locations.count; i++)
		put_location(out, &locations.list[i]);
	arena_free(locations.arena);
	return fine;
}
