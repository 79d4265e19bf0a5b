#include "check/check_module.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "check/tables.h"
#include "table/endpoint.h"

/* clang-format off */
static const struct problem taken = { E_CONFLICT, "taken", { "A", "B" }, { "A.", "B." } };
static const struct problem like_nothing = { OK, "like_nothing", { "A", "B" }, { "A.", "B." } };
static const struct problem one_language = { E_CONFLICT, "one_language", { "A", "B" }, { "A." } };
static const struct problem without_wait = { E_UNAVAILABLE, "without_wait", { "A", "B" }, { "A.", "B." } };
static const struct fault_kind mute = { "mute", { "Only English." } };

static const struct field body[] = { { .name = "x", .type = F_TEXT, .max = 9, .doc = "X." }, { 0 } };
static const struct route no_routes[] = { { 0 } };

static const struct {
	const char *complaint; /* NULL: the room is correct */
	const struct problem *problem;
	const struct fault_kind *fault;
	struct constraint constraint;
	const struct problem *fails;
} rooms[] = {
	{ NULL, .problem = &taken, .constraint = { .name = "x", .problem = &taken, .field = "x" },
	  .fails = &taken },
	{ NULL, .constraint = { .name = "x", .status = E_NOT_FOUND } },
	{ NULL, .constraint = { .name = "x", .never = "why" } },
	{ NULL, .fails = &problems[E_FORBIDDEN] },
	{ "problem like_nothing has no valid outcome", .problem = &like_nothing },
	{ "problem one_language lacks a text", .problem = &one_language },
	{ "problem without_wait is temporary", .problem = &without_wait },
	{ "fault mute lacks a text", .fault = &mute },
	{ "constraint x must have exactly one", .constraint = { .name = "x" } },
	{ "constraint x must have exactly one", .constraint = { .name = "x", .status = E_NOT_FOUND,
	  .never = "why" } },
	{ "constraint x has a .problem that is not in", .constraint = { .name = "x", .problem = &taken } },
	{ "constraint x has a .field", .constraint = { .name = "x", .never = "why", .field = "x" } },
	{ "route /x has a problem in .fails", .fails = &taken },
	{ "the route POST /x writes the field of the constraint x, but its .fails lacks the problem taken",
	  .problem = &taken,
	  .constraint = { .name = "x", .problem = &taken, .field = "x" }, .fails = &problems[E_FORBIDDEN] },
};
/* clang-format on */

Test(check_check_module, mistakes)
{
	for (size_t i = 0; i < COUNT(rooms); i++) {
		const struct problem *const own[] = { rooms[i].problem, NULL };
		const struct problem *const fails[] = { rooms[i].fails, NULL };
		const struct fault_kind *const kinds[] = { rooms[i].fault, NULL };
		const struct constraint constraints[] = { rooms[i].constraint, { 0 } };
		const struct route routes[] = {
			{ .method = METHOD_POST, .path = "/x", .body = body, .fails = fails }, { 0 }
		};
		const struct module room = { .name = "room",
					     .routes = rooms[i].fails ? routes : no_routes,
					     .constraints = constraints,
					     .problems = own,
					     .faults = kinds };
		const struct module *const all[] = { &room, NULL };
		struct buffer faults = { 0 };

		endpoints_init(all);
		cr_expect_eq(check_module(&room, &faults), !rooms[i].complaint, "%zu: %s", i,
			     faults.data ? faults.data : "nothing");
		cr_expect(!rooms[i].complaint || (faults.data && strstr(faults.data, rooms[i].complaint)),
			  "no \"%s\" in: %s", rooms[i].complaint, faults.data ? faults.data : "nothing");
		buffer_release(&faults);
	}
}

static const struct field two_fields[] = { { .name = "x", .type = F_TEXT, .max = 9, .doc = "X." },
					   { .name = "y", .type = F_TEXT, .max = 9, .doc = "Y." },
					   { 0 } };

/* Whoever violates two constraints at once must be told of both. */
Test(check_check_module, a_route_that_may_violate_two_constraints)
{
	static const struct problem *const own[] = { &taken, NULL };
	static const struct constraint constraints[] = { { .name = "x", .problem = &taken, .field = "x" },
							 { .name = "y", .problem = &taken, .field = "y" },
							 { 0 } };
	static const struct {
		const struct field *body;
		enum query_id taken;
		bool fine;
	} rows[] = { { body, Q_NONE, true },
		     { two_fields, Q_ACCOUNT_TAKEN, true },
		     { two_fields, Q_NONE, false } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct route routes[] = { { .method = METHOD_POST,
						  .path = "/x",
						  .body = rows[i].body,
						  .taken = rows[i].taken,
						  .fails = own },
						{ 0 } };
		const struct module room = {
			.name = "room", .routes = routes, .constraints = constraints, .problems = own
		};
		const struct module *const all[] = { &room, NULL };
		struct buffer faults = { 0 };

		endpoints_init(all);
		cr_expect_eq(check_module(&room, &faults), rows[i].fine, "%zu: %s", i,
			     faults.data ? faults.data : "nothing");
		cr_expect(rows[i].fine ||
				  (faults.data && strstr(faults.data, "name in .taken the statement")),
			  "%zu: %s", i, faults.data ? faults.data : "nothing");
		buffer_release(&faults);
	}
}

Test(check_check_module, a_constraint_of_two_rooms)
{
	static const struct constraint constraints[] = { { .name = "x", .status = E_NOT_FOUND }, { 0 } };
	static const struct module one = { .name = "one", .routes = no_routes, .constraints = constraints };
	static const struct module two = { .name = "two", .routes = no_routes, .constraints = constraints };
	static const struct module *const all[] = { &one, &two, NULL };
	struct buffer faults = { 0 };

	endpoints_init(all);
	cr_expect_not(check_module(&one, &faults));
	cr_expect_str_eq(faults.data,
			 "room one: the constraint x is defined twice: delete one of the rows\n");
	buffer_release(&faults);
}
