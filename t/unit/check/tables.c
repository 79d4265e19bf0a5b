#include "check/tables.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "server/modules.h"
#include "table/job.h"
#include "table/route.h"

Test(check_tables, those_of_the_program_are_fine)
{
	struct buffer faults = { 0 };

	cr_expect(tables_init(modules, &faults), "%s", faults.data);
	cr_expect_eq(faults.length, 0);
}

/* Start-up runs each kind of check: those of routes, modules and jobs. */
Test(check_tables, mistakes_are_refused_at_start_up)
{
	static const struct route routes[] = { { .path = "/x" }, { 0 } };
	static const struct constraint constraints[] = { { .name = "x" }, { 0 } };
	static const struct job jobs[] = { { .name = "x", .statement = Q_ACTIVITY_EXPIRE }, { 0 } };
	static const struct module room = {
		.name = "room", .doc = "X.", .routes = routes, .constraints = constraints, .jobs = jobs
	};
	static const char *const complaints[] = { "route ? /x: .method is missing",
						  "route ? /x: .need is missing",
						  "room room: the constraint x must have",
						  "job x of the room room: " };
	struct buffer faults = { 0 };

	cr_assert_not(tables_init((const struct module *const[]){ &room, NULL }, &faults));
	for (size_t i = 0; i < COUNT(complaints); i++)
		cr_expect_not_null(strstr(faults.data, complaints[i]), "no \"%s\" in: %s", complaints[i],
				   faults.data);
	buffer_release(&faults);
}
