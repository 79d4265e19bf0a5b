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
extern const struct module invitations_module;   /* invitations.c: who is invited to organizations */
extern const struct module recovery_module;      /* recovery.c: setting a password by a link */
extern const struct module users_module;         /* users.c: administration of all users by operators */
extern const struct module activity_module;      /* activity.c: the log of who did what */

/* Problems that more than one module of this folder answers with. */
extern const struct fault_kind account_last_owner_of; /* its text is the organization's name */
extern const struct problem account_username_taken, account_email_taken;
extern const struct problem organization_last_owner, organization_already_member;

/* A secret token of a link or invitation is unknown, was used, has ended or is late. */
extern const struct fault_kind account_token_invalid;
/* An invitation's token is for another username or e-mail address. */
extern const struct fault_kind invitation_of_another;

/* The reply that shows an organization, with the caller's role. */
extern const struct field organization_fields[];
/* The roles in an organization, ended by NULL. */
extern const char *const organization_roles[];

/* Finds out why a user, whose id is the value "id", was not deleted or disabled. `query` lists what would
 * be without an active owner: Q_USER_SOLE_OWNER or Q_USER_ONLY_OWNER, which the route must have in `uses`.
 * E_REFUSED, by organization_last_owner: there is something, and a fault for each was added to call->faults.
 * E_NOT_FOUND: there is nothing, so there is no such user. Otherwise the status of the failed query. */
MUST_CHECK enum status account_owner_missing(struct call *call, enum query_id query);

/* Sets the value "home": a new id for the personal organization that the statement will create. */
void organization_set_home(struct call *call);

/* Makes a client wait after failed attempts: if `delay_ms` (milliseconds still to wait) is above 0, sets
 * Retry-After and returns E_TOO_MANY_REQUESTS; otherwise returns OK. */
MUST_CHECK enum status session_refuse_too_soon(struct call *call, int64_t delay_ms);

/* Sets the values "username_key" and "email_key" with which to look up the account that `name`, a username or
 * an e-mail address, belongs to. "email_key" is NULL if `name` is not an e-mail address. */
void session_set_name_keys(struct call *call, const char *name);

#endif
