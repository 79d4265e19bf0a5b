#include "db/sqlstate.h"

#include <criterion/criterion.h>

/* clang-format off */
static const struct {
	const char *state;
	enum status status;
} errors[] = {
	{ NULL, E_UNAVAILABLE }, /* the connection failed */
	{ "23505", E_CONFLICT },
	{ "23503", E_INTERNAL }, /* unless the constraint has a row in its room */
	{ "23514", E_INTERNAL }, /* the same */
	{ "40001", E_UNAVAILABLE }, /* serialization_failure */
	{ "40P01", E_UNAVAILABLE }, /* deadlock_detected */
	{ "53000", E_UNAVAILABLE }, /* insufficient_resources */
	{ "53100", E_UNAVAILABLE }, /* disk_full */
	{ "53300", E_UNAVAILABLE }, /* too_many_connections */
	{ "55P03", E_UNAVAILABLE }, /* lock_not_available */
	{ "57014", E_UNAVAILABLE }, /* query_canceled */
	{ "57P01", E_UNAVAILABLE }, /* admin_shutdown */
	{ "57P02", E_UNAVAILABLE }, /* crash_shutdown */
	{ "57P03", E_UNAVAILABLE }, /* cannot_connect_now */
	{ "08000", E_UNAVAILABLE }, /* connection_exception */
	{ "08006", E_UNAVAILABLE }, /* connection_failure */
	{ "08P01", E_UNAVAILABLE }, /* protocol_violation */
	{ "25006", E_UNAVAILABLE }, /* read_only_sql_transaction */
	{ "22001", E_INTERNAL }, /* string_data_right_truncation */
	{ "22021", E_INTERNAL }, /* character_not_in_repertoire */
	{ "22P02", E_INTERNAL }, /* invalid_text_representation */
	{ "23502", E_INTERNAL }, /* not_null_violation */
	{ "25001", E_INTERNAL }, /* active_sql_transaction */
	{ "25P02", E_INTERNAL }, /* in_failed_sql_transaction */
	{ "26000", E_INTERNAL }, /* invalid_sql_statement_name */
	{ "42501", E_UNAVAILABLE }, /* insufficient_privilege */
	{ "42601", E_INTERNAL }, /* syntax_error */
	{ "42P01", E_UNAVAILABLE }, /* undefined_table */
	{ "55000", E_INTERNAL }, /* object_not_in_prerequisite_state */
	{ "57000", E_INTERNAL }, /* operator_intervention */
	{ "XX000", E_INTERNAL }, /* internal_error */
	{ "P0001", E_INTERNAL }, /* raise_exception */
	{ "2350", E_INTERNAL },
	{ "", E_INTERNAL },
};
/* clang-format on */

Test(db_sqlstate, status)
{
	for (size_t i = 0; i < COUNT(errors); i++)
		cr_expect_eq(sqlstate_status(errors[i].state), errors[i].status, "%s",
			     errors[i].state ? errors[i].state : "no state");
}
