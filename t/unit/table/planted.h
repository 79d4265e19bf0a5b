/* Rooms with a mistake in them, as an author might write them. */
#ifndef BALCAO_T_UNIT_TABLE_PLANTED_H
#define BALCAO_T_UNIT_TABLE_PLANTED_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "server/modules.h"
#include "table/check.h"
#include "table/endpoint.h"

static void planted_start(void)
{
	struct buffer faults = { 0 };

	cr_assert(statements_init(&faults) && endpoints_init(modules, &faults), "%s", faults.data);
}

/* The room `routes`, ended by a row without a path, is refused at start-up; of its last route is said what
 * begins with `complaint`, behind "route METHOD PATH: ". */
static void planted_expect(const struct route *routes, const char *complaint)
{
	const struct module module = { "planted", "A room with a mistake.", routes };
	const struct endpoint *last;
	struct buffer all = { 0 }, faults = { 0 };
	char line[400];

	cr_expect_not(endpoints_init((const struct module *const[]){ &module, NULL }, &all), "%s", complaint);
	last = endpoint_get(endpoint_count() - 1);
	snprintf(line, sizeof(line), "route %s %s: %s",
		 last->route->method ? request_methods[last->route->method] : "?", last->route->path,
		 complaint);
	cr_expect_not(check_endpoint(last, &faults), "%s", complaint);
	cr_expect(faults.data && strstr(faults.data, line), "no \"%s\" in: %s", line, faults.data);
	cr_expect(all.data && strstr(all.data, line), "no \"%s\" at start-up", line);
	buffer_release(&all);
	buffer_release(&faults);
}

#endif
