/* Accounts: people, where they are signed in, their organizations (docs/accounts.md). */
#ifndef BALCAO_ACCOUNTS_ACCOUNTS_H
#define BALCAO_ACCOUNTS_ACCOUNTS_H

#include <stdint.h>

#include "base/status.h"
#include "table/route.h"

struct call;

extern const struct module accounts_module;      /* accounts.c: registering, one's own account */
extern const struct module sessions_module;      /* sessions.c: signing in and out */
extern const struct module organizations_module; /* organizations.c: them and their members */
extern const struct module users_module;         /* users.c: what operators do */
extern const struct module activity_module;      /* activity.c: who did what */

/* What accounts, organizations and users refuse. */
extern const struct fault_kind account_last_owner_of; /* text: the organization */
extern const struct problem account_username_taken, account_email_taken, organization_last_owner;

/* Q_USER_DELETE gave no row. E_REFUSED, by organization_last_owner: the user of the value "id" is the only
 * owner of an organization with others in it; call->faults names each. The route must list Q_USER_SOLE_OWNER
 * in `uses`. */
MUST_CHECK enum status account_delete_missing(struct call *call);

/* Sets "home", the id of a personal organization to be made. */
void organization_set_home(struct call *call);

/* E_TOO_MANY_REQUESTS with Retry-After unless `delay_ms` is 0: the last failures are too fresh. */
MUST_CHECK enum status session_refuse_too_soon(struct call *call, int64_t delay_ms);

/* Sets "username_key" and "email_key" after what somebody was called by: a username or an
 * e-mail address. */
void session_set_name_keys(struct call *call, const char *name);

#endif
