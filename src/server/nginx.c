#include "server/nginx.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/status.h"
#include "table/endpoint.h"

enum { LOCATION_SIZE = 128, LOCATIONS = 256 };

/* A location, and the file in conf/nginx that says how nginx treats it. */
struct location {
	char path[LOCATION_SIZE];
	const char *file;
};

struct locations {
	struct location list[LOCATIONS];
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

/* Returns whether `path` is in the location. */
static bool covers(const struct location *location, const char *path)
{
	size_t length = strlen(location->path);

	return strncmp(location->path, path, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/* Inserts a location in alphabetical order, unless a location with the same file already covers it. */
static void add_location(struct locations *locations, const char *prefix, const char *path, const char *file)
{
	struct location new = { .file = file };
	size_t place = 0;

	snprintf(new.path, sizeof(new.path), "%s%.*s", prefix, (int)strcspn(path, "{"), path);
	if (new.path[strlen(new.path) - 1] == '/')
		new.path[strlen(new.path) - 1] = '\0';
	for (size_t i = 0; i < locations->count; i++) {
		if (covers(&locations->list[i], new.path) && locations->list[i].file == file)
			return;
		place += strcmp(locations->list[i].path, new.path) < 0;
	}
	if (locations->count == LOCATIONS)
		return;
	memmove(&locations->list[place + 1], &locations->list[place],
		(locations->count++ - place) * sizeof(locations->list[0]));
	locations->list[place] = new;
}

void nginx_write(struct buffer *out)
{
	struct locations locations = { .count = 0 };

	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct route *route = endpoint_get(i)->route;
		const char *file = location_file(route);

		if (file && route->place != AT_ROOT)
			add_location(&locations, API_PREFIX, route->path, file);
		if (file && route->place != UNDER_API)
			add_location(&locations, "", route->path, file);
	}
	buffer_put_text(
		out,
		"# balcao: nginx configuration of the routes, made by `balcao nginx` during the build.\n");
	for (size_t i = 0; i < locations.count; i++)
		buffer_printf(out, "location %s {\n\tinclude balcao/%s;\n}\n", locations.list[i].path,
			      locations.list[i].file);
}
