#include "check/check_module.h"

#include <string.h>

#include "base/buffer.h"
#include "table/endpoint.h"

struct room {
	const struct module *module;
	struct buffer *faults;
	bool fine;
};

/* Writes the line "room NAME: the KIND WHICH CURE", unless `condition` holds. */
static void require(struct room *room, bool condition, const char *kind, const char *which, const char *cure)
{
	if (condition)
		return;
	buffer_printf(room->faults, "room %s: the %s %s %s\n", room->module->name, kind, which, cure);
	room->fine = false;
}

static bool has_texts(const char *const text[LANGUAGE__MAX])
{
	for (int language = 0; language < LANGUAGE__MAX; language++)
		if (!text[language] || !*text[language])
			return false;
	return true;
}

static bool has_problem(const struct problem *const *list, const struct problem *problem)
{
	for (; list && *list; list++)
		if (*list == problem)
			return true;
	return false;
}

/* Whether the engine or a room defines the problem. The page of problems and the OpenAPI document would
 * lack any other. */
static bool is_known(const struct problem *problem)
{
	if (problem == &problems[problem->like])
		return true;
	for (const struct module *const *module = endpoint_modules(); *module; module++)
		if (has_problem((*module)->problems, problem))
			return true;
	return false;
}

static void check_problem(struct room *room, const struct problem *problem)
{
	int number = problem->like > OK && problem->like < E__MAX ? problem_number(problem) : 0;
	bool passes = problem->like == E_UNAVAILABLE || problem->like == E_BUSY ||
		      problem->like == E_TOO_MANY_REQUESTS;

	require(room, number > 0, "problem", problem->code,
		"has no valid outcome: name one of enum status in .like, such as E_CONFLICT");
	require(room, has_texts(problem->title) && has_texts(problem->detail), "problem", problem->code,
		"lacks a text: write .title and .detail in English and Portuguese");
	require(room, !passes || problem->retry_after > 0, "problem", problem->code,
		"is temporary, but has no .retry_after: write after how many seconds a client may try again");
}

static bool stands_twice(const struct constraint *constraint)
{
	size_t count = 0;

	for (const struct module *const *module = endpoint_modules(); *module; module++)
		for (const struct constraint *row = (*module)->constraints; row && row->name; row++)
			count += strcmp(row->name, constraint->name) == 0;
	return count > 1;
}

static void check_constraint(struct room *room, const struct constraint *row)
{
	int answers = (row->status != OK) + (row->problem != NULL) + (row->never != NULL);

	require(room, answers == 1, "constraint", row->name,
		"must have exactly one of .status, .problem and .never: write what its violation means, "
		"or why no request can violate it");
	require(room, !row->problem || has_problem(room->module->problems, row->problem), "constraint",
		row->name, "has a .problem that is not in the module's .problems: list it there");
	require(room, !row->field || !row->never, "constraint", row->name,
		"has a .field although .never says that it is never violated: leave out one of them");
	require(room, !stands_twice(row), "constraint", row->name,
		"is defined twice: delete one of the rows");
}

static void check_fails(struct room *room, const struct route *route)
{
	for (const struct problem *const *fail = route->fails; fail && *fail; fail++)
		require(room, is_known(*fail), "route", route->path,
			"has a problem in .fails that no module lists in .problems: list it there");
}

static bool writes_field(const struct route *route, const char *field)
{
	bool reads = route->statement != Q_NONE && statement_get(route->statement)->reads;

	return field && !reads && field_find(route->body, field);
}

/* Whoever writes the field that a constraint watches may get its problem, and must find it documented. */
static void check_answers(struct room *room, const struct constraint *row)
{
	for (const struct route *route = room->module->routes; route->path && row->problem; route++) {
		if (!writes_field(route, row->field) || has_problem(route->fails, row->problem))
			continue;
		buffer_printf(room->faults,
			      "room %s: the route %s %s writes the field of the constraint %s, but its "
			      ".fails lacks the problem %s: list it there\n",
			      room->module->name, request_methods[route->method], route->path, row->name,
			      row->problem->code);
		room->fine = false;
	}
}

/* How many constraints with a problem watch a field that the route writes. */
static size_t watched_fields(const struct module *module, const struct route *route)
{
	size_t count = 0;

	for (const struct constraint *row = module->constraints; row && row->name; row++)
		count += row->problem && writes_field(route, row->field);
	return count;
}

/* PostgreSQL stops at the first constraint. Clients are told of all conflicts at once. */
static void check_taken(struct room *room, const struct route *route)
{
	if (route->taken != Q_NONE || watched_fields(room->module, route) < 2)
		return;
	buffer_printf(room->faults,
		      "room %s: the route %s %s writes several fields that must be unique, but a violation "
		      "names only one: name in .taken the statement that looks for all of them\n",
		      room->module->name, request_methods[route->method], route->path);
	room->fine = false;
}

bool check_module(const struct module *module, struct buffer *faults)
{
	struct room room = { .module = module, .faults = faults, .fine = true };

	for (const struct problem *const *own = module->problems; own && *own; own++)
		check_problem(&room, *own);
	for (const struct fault_kind *const *kind = module->faults; kind && *kind; kind++)
		require(&room, (*kind)->code && has_texts((*kind)->detail), "fault",
			(*kind)->code ? (*kind)->code : "without .code",
			"lacks a text: write .detail in English and Portuguese");
	for (const struct constraint *row = module->constraints; row && row->name; row++) {
		check_constraint(&room, row);
		check_answers(&room, row);
	}
	for (const struct route *route = module->routes; route->path; route++) {
		check_fails(&room, route);
		check_taken(&room, route);
	}
	return room.fine;
}
