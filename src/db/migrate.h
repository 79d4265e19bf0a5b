/* The migrations of sql/schema, embedded at build time, and `balcao migrate`. */
#ifndef BALCAO_DB_MIGRATE_H
#define BALCAO_DB_MIGRATE_H

#include "base/status.h"

struct config;

struct migration {
	int number; /* from 1, without gaps; 0 ends the array */
	const char *name, *text;
};
extern const struct migration migrations[];

/* The number of the newest migration that this program knows. */
int migrate_head(void);

/* `balcao migrate`: brings the database to the head, each migration in a transaction of its
 * own, and grants the service's role its rights. Safe to run at once from several machines:
 * one advisory lock, polled for a minute. Refuses a database with a migration that this program
 * does not know, or knows with another text (SHA-256). Returns the exit status. */
int migrate_command(const struct config *config);

#endif
