#include "db/sqlstate.h"

#include <stddef.h>
#include <string.h>

/* The first row that matches counts: constraints before the states they raise, long
 * prefixes before short ones. */
static const struct {
	const char *state; /* prefix */
	const char *constraint;
	enum status status;
	const char *field;
} rows[] = {
	{ "23505", "account_username_key", E_USERNAME_TAKEN, "username" },
	{ "23505", "account_email_key", E_EMAIL_TAKEN, "email" },
	{ "23505", "customer_email_key", E_EMAIL_TAKEN, "email" },
	{ "23505", "customer_cpf_key", E_CPF_TAKEN, "cpf" },
	{ "23505", "membership_pkey", E_ALREADY_MEMBER, "user" },
	{ "23514", "organization_owner", E_LAST_OWNER, NULL },
	{ "23503", "membership_org_id_fkey", E_NOT_FOUND, NULL }, /* what it was about has gone */
	{ "23503", "membership_user_id_fkey", E_NOT_FOUND, NULL },
	{ "23503", "project_key_project", E_NOT_FOUND, NULL },
	{ "23503", "project_org_id_fkey", E_TOKEN_INVALID, NULL },
	{ "23503", "customer_org_id_fkey", E_TOKEN_INVALID, NULL }, /* the organization has gone */
	{ "23503", "session_user_id_fkey", E_TOKEN_INVALID, NULL },
	{ "23503", "refresh_token_session", E_TOKEN_INVALID, NULL },
	{ "23503", "task_owner_fkey", E_TOKEN_INVALID, NULL }, /* the account has gone */
	{ "23505", "book_isbn_key", E_ISBN_TAKEN, "isbn" },
	{ "23505", "club_member_pkey", E_ALREADY_MEMBER, NULL },
	{ "23505", "club_book_pkey", E_ALREADY_LISTED, "book_id" },
	{ "23505", "review_pkey", E_ALREADY_REVIEWED, NULL },
	{ "23503", "club_owner", E_LAST_OWNER, NULL },
	{ "23503", "club_member_club", E_NOT_FOUND, NULL },
	{ "23503", "club_member_user", E_TOKEN_INVALID, NULL },
	{ "23503", "invitation_club", E_NOT_FOUND, NULL },
	{ "23503", "progress_user", E_TOKEN_INVALID, NULL },
	{ "23503", "progress_book", E_NOT_FOUND, NULL },
	{ "23503", "review_user", E_TOKEN_INVALID, NULL },
	{ "23503", "review_book", E_NOT_FOUND, NULL },
	{ "23503", "club_book_club", E_NOT_FOUND, NULL },
	{ "23503", "club_book_book", E_NOT_FOUND, NULL },
	{ "23503", "club_book_suggested_by", E_TOKEN_INVALID, NULL },
	{ "23503", "meeting_club", E_NOT_FOUND, NULL },
	{ "23503", "meeting_book", E_NOT_FOUND, NULL },
	{ "23503", "answer_meeting", E_NOT_FOUND, NULL },
	{ "23503", "answer_user", E_TOKEN_INVALID, NULL },
	{ "23503", "topic_club", E_NOT_FOUND, NULL },
	{ "23503", "topic_book", E_NOT_FOUND, NULL },
	{ "23503", "topic_author", E_TOKEN_INVALID, NULL },
	{ "23503", "post_topic", E_NOT_FOUND, NULL },
	{ "23503", "post_author", E_TOKEN_INVALID, NULL },
	{ "23514", "club_book_dates", E_VALIDATION, "ends_on" },
	{ "23514", "topic_spoiler", E_VALIDATION, "spoiler_until_percent" },
	{ "23505", NULL, E_CONFLICT, NULL },
	{ "40", NULL, E_UNAVAILABLE, NULL },    /* serialization failure, deadlock: after our retries */
	{ "53", NULL, E_UNAVAILABLE, NULL },    /* out of connections, disk or memory */
	{ "58", NULL, E_UNAVAILABLE, NULL },    /* the system: a file can't be read or written */
	{ "55P03", NULL, E_UNAVAILABLE, NULL }, /* lock not available in time */
	{ "57014", NULL, E_UNAVAILABLE, NULL }, /* statement_timeout */
	{ "57P", NULL, E_UNAVAILABLE, NULL },   /* shutting down, starting up */
	{ "08", NULL, E_UNAVAILABLE, NULL },    /* connection */
	{ "25006", NULL, E_UNAVAILABLE, NULL }, /* a standby: read only */
	{ "42P01", NULL, E_UNAVAILABLE, NULL }, /* no such table: the database was not migrated */
	{ "42501", NULL, E_UNAVAILABLE, NULL }, /* no rights: nor granted */
};

enum status sqlstate_status(const char *sqlstate, const char *constraint, const char **field)
{
	*field = NULL;
	if (!sqlstate)
		return E_UNAVAILABLE;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strncmp(sqlstate, rows[i].state, strlen(rows[i].state)) != 0)
			continue;
		if (rows[i].constraint && (!constraint || strcmp(constraint, rows[i].constraint) != 0))
			continue;
		*field = rows[i].field;
		return rows[i].status;
	}
	return E_INTERNAL;
}
