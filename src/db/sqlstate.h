/* What PostgreSQL's errors mean to the one who asked: the only table of SQLSTATEs (PostgreSQL 15, appendix
 * A). What the violation of a constraint means stands in its room (table/constraint.h). */
#ifndef BALCAO_DB_SQLSTATE_H
#define BALCAO_DB_SQLSTATE_H

#include "base/status.h"

/* The outcome for an error. `sqlstate`: five characters, or NULL when the connection failed. */
enum status sqlstate_status(const char *sqlstate);

#endif
