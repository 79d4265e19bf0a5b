#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"
#include "config/config.h"
#include "db/bind.h"
#include "db/literal.h"

enum { APPLY_TRIES = 20, LOCK_TRIES = 600, LOCK_PAUSE_MS = 100, CHECKSUM_SIZE = 2 * SHA256_SIZE + 1 };

struct migrator {
	struct db *db;
	struct arena *arena;
	const char *role;
};

int migrate_head(void)
{
	int head = 0;

	for (const struct migration *m = migrations; m->number; m++)
		head = m->number;
	return head;
}

static void checksum(const struct migration *migration, char text[CHECKSUM_SIZE])
{
	uint8_t digest[SHA256_SIZE];

	crypto_sha256(migration->text, strlen(migration->text), digest);
	crypto_hex(digest, sizeof(digest), text);
}

static enum status run_query(struct migrator *migrator, enum query_id id, struct rows *rows)
{
	return bind_run(migrator->db, migrator->arena, id, NULL, rows);
}

static bool take_lock(struct migrator *migrator)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_MS * 1000000L };
	struct rows rows;

	for (int i = 0; i < LOCK_TRIES; i++) {
		if (run_query(migrator, Q_MIGRATION_LOCK, &rows) != OK)
			return false;
		if (rows_true(&rows, 0, "locked"))
			return true;
		nanosleep(&pause, NULL);
	}
	log_message(LOG_LEVEL_ERROR, "another migration has been running for a minute");
	return false;
}

/* Explains that a migration was applied with another text. A released migration never changes
 * (t/lint/migrations.sh), so an unreleased version must have made the database. */
static void explain_unreleased(const char *name)
{
	fprintf(stderr,
		"balcao: migration %s was applied to this database with another text than this version has.\n"
		"So the database was made by an unreleased version of balcao, and there is no way from its\n"
		"tables to those of this version. Nothing was changed in it. What you can do:\n"
		"1. Keep its data, if you need them: pg_dump -Fc balcao >balcao-unreleased.dump\n"
		"   (this version cannot restore that file; you can read the rows of each table in it).\n"
		"2. Start anew with an empty database:\n"
		"   - of ./run: ./run --state DIR, with a directory DIR that is not there yet;\n"
		"   - of a system installation: systemctl stop balcao.service balcao.socket, then\n"
		"     runuser -u postgres -- dropdb balcao, and make the database as at the installation.\n"
		"docs/operations.md has all commands under \"A database of an unreleased version\".\n",
		name);
}

/* Whether a recorded migration is in this program, with the same text. */
static bool is_known(int64_t number, const char *sum)
{
	char ours[CHECKSUM_SIZE];

	if (number > migrate_head()) {
		log_message(LOG_LEVEL_ERROR, "the database is at migration %d, newer than this program",
			    (int)number);
		return false;
	}
	checksum(&migrations[number - 1], ours);
	if (strcmp(ours, sum) == 0)
		return true;
	explain_unreleased(migrations[number - 1].name);
	return false;
}

/* The number of migrations in the database; -1 if the query fails or this program does not know them
 * all. */
static int count_applied(struct migrator *migrator)
{
	struct rows rows;

	if (run_query(migrator, Q_MIGRATION_LIST, &rows) != OK)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (!is_known(rows_integer(&rows, i, "number"), rows_text(&rows, i, "checksum")))
			return -1;
	return (int)rows.count;
}

static bool record(struct migrator *migrator, const struct migration *migration)
{
	char sum[CHECKSUM_SIZE], number[12];
	const struct db_value values[] = {
		{ "number", number }, { "name", migration->name }, { "checksum", sum }, { 0 }
	};
	struct rows none;

	checksum(migration, sum);
	snprintf(number, sizeof(number), "%d", migration->number);
	return bind_run(migrator->db, migrator->arena, Q_MIGRATION_RECORD, values, &none) == OK;
}

static bool apply(struct migrator *migrator, const struct migration *migration)
{
	const struct timespec pause = { .tv_sec = 1 };
	struct db *db = migrator->db;

	/* Whoever waits for the lock of a table blocks all later users of that table. So give up soon,
	 * and try again. */
	for (int i = 0; i < APPLY_TRIES; i++) {
		if (db_script(db, "BEGIN; SET LOCAL lock_timeout = '3s'") && db_script(db, migration->text) &&
		    record(migrator, migration) && db_script(db, "COMMIT")) {
			printf("applied %s\n", migration->name);
			return true;
		}
		if (!db_was_locked(db) || !db_script(db, "ROLLBACK"))
			break;
		nanosleep(&pause, NULL);
	}
	fprintf(stderr, "balcao: migration %s failed; nothing of it remains\n", migration->name);
	return false;
}

/* Grants the service the right to read and write rows, and to read the table of migrations. */
static bool grant(struct migrator *migrator)
{
	const char *role = literal_identifier(migrator->arena, migrator->role);

	return db_script(
		migrator->db,
		arena_printf(migrator->arena,
			     "BEGIN;"
			     "GRANT USAGE ON SCHEMA public TO %1$s;"
			     "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1$s;"
			     "REVOKE INSERT, UPDATE, DELETE ON migration FROM %1$s;"
			     "COMMIT",
			     role));
}

static bool migrate(struct migrator *migrator)
{
	struct rows rows;
	int done;

	if (!take_lock(migrator) || run_query(migrator, Q_MIGRATION_TABLE, &rows) != OK)
		return false;
	done = count_applied(migrator);
	if (done < 0)
		return false;
	for (const struct migration *m = &migrations[done]; m->number; m++)
		if (!apply(migrator, m))
			return false;
	if (!grant(migrator))
		return false;
	printf("the database is at migration %d\n", migrate_head());
	return run_query(migrator, Q_MIGRATION_UNLOCK, &rows) == OK;
}

int migrate_command(const struct config *config)
{
	const char *conninfo = *config->database_owner ? config->database_owner : config->database;
	struct migrator migrator = {
		.db = db_new(conninfo, "balcao migrate", 0),
		.arena = arena_new(),
		.role = config->database_role,
	};
	bool fine = migrate(&migrator);

	db_free(migrator.db);
	arena_free(migrator.arena);
	return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
