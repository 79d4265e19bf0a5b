/* The migrations of sql/schema, which are embedded at build time, and the command `balcao migrate`. */
#ifndef BALCAO_DB_MIGRATE_H
#define BALCAO_DB_MIGRATE_H

#include "base/status.h"

struct config;

struct migration {
	int number; /* from 1, without gaps; 0 ends the array */
	const char *name, *text;
};
extern const struct migration migrations[];

/* The number of the newest migration in this program. */
int migrate_head(void);

/* The command `balcao migrate`: applies the missing migrations, each in a transaction of its own, and
 * grants rights to the service's role. Several machines may run it at the same time: an advisory lock,
 * which is tried for a minute, admits one of them. Refuses a database with a migration that this program
 * does not have, or has with another text (SHA-256). Returns the exit status. */
int migrate_command(const struct config *config);

#endif
