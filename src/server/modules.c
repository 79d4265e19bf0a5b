#include "server/modules.h"

#include <stddef.h>

#include "accounts/accounts.h"
#include "clubs/clubs.h"
#include "customers/customers.h"
#include "errors/dialog/dialog.h"
#include "errors/errors.h"
#include "errors/sentry/sentry.h"
#include "search/search.h"
#include "service/service.h"
#include "table/route.h"
#include "tasks/tasks.h"

/* clang-format off */
const struct module *const modules[] = {
	&accounts_module,
	&recovery_module,
	&sessions_module,
	&organizations_module,
	&invitations_module,
	&activity_module,
	&users_module,
	&tasks_module,
	&customers_module,
	&projects_module,
	&preview_module,
	&errors_module,
	&feedback_module,
	&counts_module,
	&merging_module,
	&comments_module,
	&sentry_module,
	&dialog_module,
	&books_module,
	&reviews_module,
	&clubs_module,
	&members_module,
	&reading_module,
	&meetings_module,
	&topics_module,
	&stats_module,
	&search_module,
	&service_module,
	NULL
};
/* clang-format on */
