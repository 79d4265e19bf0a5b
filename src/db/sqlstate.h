/* The outcomes of PostgreSQL's errors, in the only table of SQLSTATEs (PostgreSQL 15, appendix A). The
 * outcome of a constraint's violation is in the room (table/constraint.h). */
#ifndef BALCAO_DB_SQLSTATE_H
#define BALCAO_DB_SQLSTATE_H

#include "base/status.h"

/* The outcome of an error; E_INTERNAL for unknown ones. `sqlstate` has five characters; NULL means that
 * the connection failed. */
enum status sqlstate_status(const char *sqlstate);

#endif
