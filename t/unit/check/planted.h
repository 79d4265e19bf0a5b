/* Rooms with a mistake in them, as an author might write them. */
#ifndef BALCAO_T_UNIT_CHECK_PLANTED_H
#define BALCAO_T_UNIT_CHECK_PLANTED_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "check/check.h"
#include "check/tables.h"
#include "server/modules.h"
#include "table/endpoint.h"

static void planted_start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
}

/* Expects a complaint about the last of `routes`, which end with a row without a path: a line that
 * begins with "route METHOD PATH: " and `complaint`. tables.c tests that start-up checks each route. */
static void planted_expect(const struct route *routes, const char *complaint)
{
	const struct module module = { .name = "planted", .doc = "A room with a mistake.", .routes = routes };
	const struct endpoint *last;
	struct buffer faults = { 0 };
	char line[400];

	endpoints_init((const struct module *const[]){ &module, NULL });
	last = endpoint_get(endpoint_count() - 1);
	snprintf(line, sizeof(line), "route %s %s: %s",
		 last->route->method ? request_methods[last->route->method] : "?", last->route->path,
		 complaint);
	cr_expect_not(check_endpoint(last, &faults), "%s", complaint);
	cr_expect(faults.data && strstr(faults.data, line), "no \"%s\" in: %s", line, faults.data);
	buffer_release(&faults);
}

#endif
