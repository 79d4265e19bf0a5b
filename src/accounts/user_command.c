#include "accounts/user_command.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "accounts/password.h"
#include "accounts/terminal.h"
#include "accounts/username.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "config/config.h"
#include "db/bind.h"

enum { EXIT_USAGE = 2, LINE_SIZE = 1024 };

const char *const user_command_usage[] = { "user promote NAME",
					   "user demote NAME",
					   "user disable NAME",
					   "user enable NAME",
					   "user password NAME",
					   "user list",
					   NULL };

/* The actor that the log of activity shows for commands: no user has this id. */
#define COMMAND_LINE_ACTOR "00000000-0000-0000-0000-000000000000"

/* clang-format off */
/* A command runs `statement` with `value`, or with the hash of a password that it asks for if `value` is
 * NULL. `done` completes the sentence that it prints: "maria is an operator". */
static const struct command {
	const char *word, *action;
	enum query_id statement;
	const char *value;
	bool signs_out;
	const char *done;
} commands[] = {
	{ "promote", "user.promote", Q_USER_SET_OPERATOR, "true", false, "is an operator" },
	{ "demote", "user.demote", Q_USER_SET_OPERATOR, "false", false, "is no longer an operator" },
	{ "disable", "user.change", Q_USER_SET_STATUS, "disabled", true,
	  "is disabled and signed out everywhere" },
	{ "enable", "user.change", Q_USER_SET_STATUS, "active", false, "may sign in" },
	{ "password", "user.password", Q_USER_SET_PASSWORD, NULL, true,
	  "has the new password and is signed out everywhere" },
};
/* clang-format on */

struct command_context {
	const struct config *config;
	struct arena *arena;
	struct db *db;
};

/* Reads a password twice from a terminal, or once from other input. Returns false if the input ended or the
 * two passwords differ. */
static bool ask_twice(char line[LINE_SIZE])
{
	char again[LINE_SIZE];
	bool same;

	if (!terminal_read_secret("New password: ", line, LINE_SIZE))
		return false;
	if (!isatty(STDIN_FILENO))
		return true;
	same = terminal_read_secret("Once more: ", again, LINE_SIZE) && strcmp(line, again) == 0;
	explicit_bzero(again, sizeof(again));
	return same;
}

/* Returns the code of the fault for which a password is refused, or NULL if it is accepted. */
static const char *check_password(struct command_context *context, const char *password,
				  const struct rows *user)
{
	const char *canonical, *key;
	const struct fault_kind *fault;
	long number;

	if (strcasecmp(password, rows_text(user, 0, "username")) == 0 ||
	    strcasecmp(password, rows_text(user, 0, "email")) == 0 ||
	    strcasecmp(password, rows_text(user, 0, "email_key")) == 0)
		fault = &password_is_identity;
	else if (password_format.read(context->arena, password, strlen(password), &canonical, &key, &fault,
				      &number))
		return NULL;
	return fault->code;
}

/* Asks for a password and returns its hash; NULL after a message if the password is refused. */
static const char *ask_password(struct command_context *context, const struct rows *user)
{
	char line[LINE_SIZE] = "", *password = NULL;
	const char *hash = NULL, *why = "no password was typed, or the two differ";

	if (ask_twice(line)) {
		password = text_to_nfc(context->arena, line, strlen(line));
		why = password ? check_password(context, password, user) : "not UTF-8";
	}
	if (why)
		fprintf(stderr, "balcao: password: %s\n", why);
	else
		hash = password_hash(context->arena, password, context->config->password_cost);
	explicit_bzero(line, sizeof(line));
	if (password)
		explicit_bzero(password, strlen(password));
	return hash;
}

static int apply(struct command_context *context, const struct command *command,
		 const struct db_value *values, const struct db_value *person)
{
	struct db_step steps[] = {
		bind_step(context->arena, command->statement, values),
		bind_step(context->arena, Q_USER_END_SESSIONS, person),
	};

	if (db_run(context->db, context->arena, steps, command->signs_out ? 2 : 1) != OK)
		return EXIT_FAILURE; /* the log, which also goes to standard error, says why */
	return EXIT_SUCCESS;
}

static int change(struct command_context *context, const struct command *command, const char *typed_name)
{
	const char *name = username_fold(context->arena, typed_name, strlen(typed_name)), *value;
	const struct db_value typed[] = { { "name", name }, { 0 } };
	char now[CLOCK_TEXT_SIZE], activity_id[UUID_TEXT_SIZE];
	struct rows found;
	enum status status = bind_run(context->db, context->arena, Q_USER_FIND, typed, &found);
	struct db_value person;
	int result;

	if (status == E_NOT_FOUND)
		fprintf(stderr, "balcao: no user is called %s\n", name);
	if (status != OK)
		return EXIT_FAILURE;
	value = command->value ? command->value : ask_password(context, &found);
	if (!value)
		return EXIT_FAILURE;
	clock_format(clock_now_ms(), now);
	uuid_new(clock_now_ms(), activity_id);
	person = (struct db_value){ "user_id", rows_text(&found, 0, "id") };
	result = apply(context, command,
		       (const struct db_value[]){ person,
						  { "value", value },
						  { "now", now },
						  { "activity_id", activity_id },
						  { "doing", command->action },
						  { "nobody", COMMAND_LINE_ACTOR },
						  { "request_id", "" },
						  { "address", "command line" },
						  { 0 } },
		       (const struct db_value[]){ person, { 0 } });
	if (result == EXIT_SUCCESS)
		printf("%s %s\n", name, command->done);
	return result;
}

static int list(struct command_context *context)
{
	struct rows rows;

	if (bind_run(context->db, context->arena, Q_USER_PRINT, NULL, &rows) != OK)
		return EXIT_FAILURE;
	for (size_t i = 0; i < rows.count; i++)
		printf("%-32s %-40s %-8s %-8s %s\n", rows_text(&rows, i, "username"),
		       rows_text(&rows, i, "email"), rows_text(&rows, i, "status"),
		       rows_true(&rows, i, "operator") ? "operator" : "", rows_text(&rows, i, "created_at"));
	return EXIT_SUCCESS;
}

static int run(struct command_context *context, char **words)
{
	if (words[0] && strcmp(words[0], "list") == 0 && !words[1])
		return list(context);
	for (size_t i = 0; i < COUNT(commands); i++)
		if (words[0] && strcmp(words[0], commands[i].word) == 0 && words[1] && !words[2])
			return change(context, &commands[i], words[1]);
	for (const char *const *usage = user_command_usage; *usage; usage++)
		fprintf(stderr, "usage: balcao %s\n", *usage);
	return EXIT_USAGE;
}

int user_command(const struct config *config, char **words)
{
	struct command_context context = {
		.config = config,
		.arena = arena_new(),
		.db = db_new(config->database, "balcao user", config->statement_timeout_ms),
	};
	int status = run(&context, words);

	db_free(context.db);
	arena_free(context.arena);
	return status;
}
