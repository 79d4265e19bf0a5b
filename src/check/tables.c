#include "check/tables.h"

#include "check/check.h"
#include "check/check_module.h"
#include "db/statement.h"
#include "table/endpoint.h"
#include "table/job.h"

bool tables_init(const struct module *const *modules, struct buffer *faults)
{
	bool fine;

	if (!statements_init(faults))
		return false;
	endpoints_init(modules);
	fine = jobs_check(modules, faults);
	for (const struct module *const *module = modules; *module; module++)
		fine &= check_module(*module, faults);
	for (size_t i = 0; i < endpoint_count(); i++)
		fine &= check_endpoint(endpoint_get(i), faults);
	return fine;
}
