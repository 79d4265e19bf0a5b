#include "service/problem_page.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "check/tables.h"
#include "server/modules.h"
#include "table/endpoint.h"

static struct buffer page;

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
	problem_page_write(&page);
}

static void stop(void)
{
	buffer_release(&page);
}

TestSuite(service_problem_page, .init = start, .fini = stop);

static size_t occurrences(const char *what)
{
	size_t count = 0;

	for (const char *at = page.data; (at = strstr(at, what)); at += strlen(what))
		count++;
	return count;
}

static void expect_problem(const struct problem *problem)
{
	char cell[80];

	snprintf(cell, sizeof(cell), " id=\"%s\"", problem->code);
	cr_expect_eq(occurrences(cell), 1, "%s", cell);
	cr_expect_geq(occurrences(problem->detail[LANGUAGE_PT]), 1, "%s", problem->code);
}

Test(service_problem_page, explains_every_problem)
{
	expect_problem(&problems[E_CONFLICT]);
	for (const struct module *const *module = modules; *module; module++)
		for (const struct problem *const *own = (*module)->problems; own && *own; own++)
			expect_problem(*own);
}

static void expect_kinds(const struct fault_kind *const *kinds)
{
	char cell[80];

	for (; kinds && *kinds; kinds++) {
		snprintf(cell, sizeof(cell), "<code>%s</code>", (*kinds)->code);
		cr_expect_geq(occurrences(cell), 1, "%s", cell);
	}
}

Test(service_problem_page, explains_every_fault)
{
	expect_kinds(fault_kinds);
	for (const struct module *const *module = modules; *module; module++)
		expect_kinds((*module)->faults);
}

Test(service_problem_page, what_looks_like_an_element_is_escaped)
{
	cr_expect_eq(occurrences("<token>"), 0);
	cr_expect_eq(occurrences("&lt;token&gt;"), 2);
}
