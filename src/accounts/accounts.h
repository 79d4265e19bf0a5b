/* Accounts: people, where they are signed in, their organizations (docs/accounts.md). */
#ifndef BALCAO_ACCOUNTS_ACCOUNTS_H
#define BALCAO_ACCOUNTS_ACCOUNTS_H

#include <stdint.h>

#include "base/status.h"
#include "table/route.h"

struct call;

extern const struct module accounts_module;      /* accounts.c: registration, the user's own account */
extern const struct module sessions_module;      /* sessions.c: signing in and out */
extern const struct module organizations_module; /* organizations.c: organizations and their members */
extern const struct module users_module;         /* users.c: administration of all users by operators */
extern const struct module activity_module;      /* activity.c: the log of who did what */

/* Problems that more than one module of this folder answers with. */
extern const struct fault_kind account_last_owner_of; /* its text is the organization's name */
extern const struct problem account_username_taken, account_email_taken, organization_last_owner;

/* Finds out why Q_USER_DELETE returned no row for the user whose id is the value "id". E_REFUSED, by
 * organization_last_owner: the user is the only owner of organizations that have other members; a fault is
 * added to call->faults for each of these. E_NOT_FOUND: there is no such user. Otherwise the status of the
 * failed query. The route must list Q_USER_SOLE_OWNER in `uses`. */
MUST_CHECK enum status account_delete_missing(struct call *call);

/* Sets the value "home": a new id for the personal organization that the statement will create. */
void organization_set_home(struct call *call);

/* Makes a client wait after failed attempts: if `delay_ms` (milliseconds still to wait) is above 0, sets
 * Retry-After and returns E_TOO_MANY_REQUESTS; otherwise returns OK. */
MUST_CHECK enum status session_refuse_too_soon(struct call *call, int64_t delay_ms);

/* Sets the values "username_key" and "email_key" with which to look up the account that `name`, a username or
 * an e-mail address, belongs to. "email_key" is NULL if `name` is not an e-mail address. */
void session_set_name_keys(struct call *call, const char *name);

#endif
