#include "db/sqlstate.h"

#include <criterion/criterion.h>
#include <string.h>

/* clang-format off */
static const struct {
	const char *state, *constraint;
	enum status status;
	const char *field;
} errors[] = {
	/* The connection failed. */
	{ NULL, NULL, E_UNAVAILABLE, NULL },
	{ NULL, "account_username_key", E_UNAVAILABLE, NULL },
	/* Constraints that have a meaning of their own. */
	{ "23505", "account_username_key", E_USERNAME_TAKEN, "username" },
	{ "23505", "account_email_key", E_EMAIL_TAKEN, "email" },
	{ "23503", "task_owner_fkey", E_TOKEN_INVALID, NULL },
	/* The same names under other states, and other names. */
	{ "23505", NULL, E_CONFLICT, NULL },
	{ "23505", "", E_CONFLICT, NULL },
	{ "23505", "account_pkey", E_CONFLICT, NULL },
	{ "23505", "account_username_key2", E_CONFLICT, NULL },
	{ "23505", "account_username", E_CONFLICT, NULL },
	{ "23505", "task_owner_fkey", E_CONFLICT, NULL },
	{ "23503", NULL, E_INTERNAL, NULL },
	{ "23503", "account_username_key", E_INTERNAL, NULL },
	{ "23514", "account_username_key", E_INTERNAL, NULL },
	/* What passes. */
	{ "40001", NULL, E_UNAVAILABLE, NULL }, /* serialization_failure */
	{ "40P01", NULL, E_UNAVAILABLE, NULL }, /* deadlock_detected */
	{ "53000", NULL, E_UNAVAILABLE, NULL }, /* insufficient_resources */
	{ "53100", NULL, E_UNAVAILABLE, NULL }, /* disk_full */
	{ "53300", NULL, E_UNAVAILABLE, NULL }, /* too_many_connections */
	{ "55P03", NULL, E_UNAVAILABLE, NULL }, /* lock_not_available */
	{ "57014", NULL, E_UNAVAILABLE, NULL }, /* query_canceled */
	{ "57P01", NULL, E_UNAVAILABLE, NULL }, /* admin_shutdown */
	{ "57P02", NULL, E_UNAVAILABLE, NULL }, /* crash_shutdown */
	{ "57P03", NULL, E_UNAVAILABLE, NULL }, /* cannot_connect_now */
	{ "08000", NULL, E_UNAVAILABLE, NULL }, /* connection_exception */
	{ "08006", NULL, E_UNAVAILABLE, NULL }, /* connection_failure */
	{ "08P01", NULL, E_UNAVAILABLE, NULL }, /* protocol_violation */
	{ "25006", NULL, E_UNAVAILABLE, NULL }, /* read_only_sql_transaction */
	/* Defects of ours. */
	{ "22001", NULL, E_INTERNAL, NULL }, /* string_data_right_truncation */
	{ "22021", NULL, E_INTERNAL, NULL }, /* character_not_in_repertoire */
	{ "22P02", NULL, E_INTERNAL, NULL }, /* invalid_text_representation */
	{ "23502", NULL, E_INTERNAL, NULL }, /* not_null_violation */
	{ "23514", NULL, E_INTERNAL, NULL }, /* check_violation */
	{ "25001", NULL, E_INTERNAL, NULL }, /* active_sql_transaction */
	{ "25P02", NULL, E_INTERNAL, NULL }, /* in_failed_sql_transaction */
	{ "26000", NULL, E_INTERNAL, NULL }, /* invalid_sql_statement_name */
	{ "42501", NULL, E_UNAVAILABLE, NULL }, /* insufficient_privilege */
	{ "42601", NULL, E_INTERNAL, NULL }, /* syntax_error */
	{ "42P01", NULL, E_UNAVAILABLE, NULL }, /* undefined_table */
	{ "55000", NULL, E_INTERNAL, NULL }, /* object_not_in_prerequisite_state */
	{ "57000", NULL, E_INTERNAL, NULL }, /* operator_intervention */
	{ "XX000", NULL, E_INTERNAL, NULL }, /* internal_error */
	{ "P0001", NULL, E_INTERNAL, NULL }, /* raise_exception */
	{ "2350", "account_email_key", E_INTERNAL, NULL },
	{ "", NULL, E_INTERNAL, NULL },
};
/* clang-format on */

Test(db_sqlstate, status)
{
	for (size_t i = 0; i < COUNT(errors); i++) {
		const char *state = errors[i].state ? errors[i].state : "no state", *field = "untouched";

		cr_expect_eq(sqlstate_status(errors[i].state, errors[i].constraint, &field), errors[i].status,
			     "%s %s", state, errors[i].constraint ? errors[i].constraint : "");
		cr_expect_eq(field == NULL, errors[i].field == NULL, "%s", state);
		cr_expect(!field || !errors[i].field || strcmp(field, errors[i].field) == 0, "%s", state);
	}
}
