/* What PostgreSQL's errors mean to the one who asked: the only table of SQLSTATEs and
 * of constraint names (PostgreSQL 15, appendix A). */
#ifndef BALCAO_DB_SQLSTATE_H
#define BALCAO_DB_SQLSTATE_H

#include "base/status.h"

/* The outcome for an error. `sqlstate`: five characters, or NULL when the connection
 * failed; `constraint`: the name of the violated one, or NULL. `*field` receives the
 * name of the field to blame, or NULL. */
enum status sqlstate_status(const char *sqlstate, const char *constraint, const char **field);

#endif
