#include "check/checker.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buffer.h"
#include "table/endpoint.h"

void checker_require(struct checker *checker, bool condition, const char *format, ...)
{
	const struct route *route = checker->endpoint->route;
	const char *method = request_methods[route->method];
	char text[400]; /* enough: the names in the tables are short; a longer text is cut off */
	va_list list;

	if (condition)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	buffer_printf(checker->faults, "route %s %s: %s\n", method ? method : "?", route->path, text);
	checker->fine = false;
}
