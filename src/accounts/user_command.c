#include "accounts/user_command.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts/accounts.h"
#include "accounts/password.h"
#include "accounts/secret_link.h"
#include "accounts/terminal.h"
#include "accounts/username.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "config/config.h"
#include "db/bind.h"
#include "table/formats.h"

enum { EXIT_USAGE = 2, LINE_SIZE = 1024 };

const char *const user_command_usage[] = { "user create NAME EMAIL",
					   "user promote NAME",
					   "user demote NAME",
					   "user disable NAME [--force]",
					   "user enable NAME",
					   "user password NAME",
					   "user reset NAME",
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
	bool signs_out, may_force;
	const char *done;
} commands[] = {
	{ "promote", "user.promote", Q_USER_SET_OPERATOR, "true", .done = "is an operator" },
	{ "demote", "user.demote", Q_USER_SET_OPERATOR, "false", .done = "is no longer an operator" },
	{ "disable", "user.change", Q_USER_SET_STATUS, "disabled", .signs_out = true, .may_force = true,
	  .done = "is disabled and signed out everywhere" },
	{ "enable", "user.change", Q_USER_SET_STATUS, "active", .done = "may sign in" },
	{ "password", "user.password", Q_USER_SET_PASSWORD, NULL, .signs_out = true,
	  .done = "has the new password and is signed out everywhere" },
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

	if (password_is_a_name(password, rows_text(user, 0, "username"), rows_text(user, 0, "email"),
			       rows_text(user, 0, "email_key")))
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

/* What every command writes into the log of activity, and when. */
struct note {
	char now[CLOCK_TEXT_SIZE], activity_id[UUID_TEXT_SIZE];
};

static void note_make(struct note *note)
{
	clock_format(clock_now_ms(), note->now);
	uuid_new(clock_now_ms(), note->activity_id);
}

/* clang-format off */
/* The values of a note: the last rows of a list of struct db_value. */
#define NOTE_VALUES(note, action)                                                  \
	{ "now", (note)->now }, { "activity_id", (note)->activity_id },             \
	{ "doing", action }, { "nobody", COMMAND_LINE_ACTOR }, { "request_id", "" }, \
	{ "address", "command line" }, { 0 }
/* clang-format on */

static bool is_last_owner(const char *constraint)
{
	return strcmp(constraint, "organization_owner") == 0;
}

static int explain_failure(struct command_context *context, const char *name)
{
	const char *constraint = db_constraint(context->db);

	if (constraint && is_last_owner(constraint))
		fprintf(stderr,
			"balcao: %s is the last active owner of an organization with other members. Make "
			"another member an owner first, or insist: balcao user disable %s --force\n",
			name, name);
	return EXIT_FAILURE; /* otherwise the log, which also goes to standard error, says why */
}

/* Finds a user; false after a message. `*name` receives the username in lower case. */
static bool find(struct command_context *context, const char *typed_name, const char **name,
		 struct rows *found)
{
	enum status status;

	*name = username_fold(context->arena, typed_name, strlen(typed_name));
	status = bind_run(context->db, context->arena, Q_USER_FIND,
			  (const struct db_value[]){ { "name", *name }, { 0 } }, found);
	if (status == E_NOT_FOUND)
		fprintf(stderr, "balcao: no user is called %s\n", *name);
	return status == OK;
}

/* Runs the command's statement; before it user_force, if the command insists, and after it what signs the
 * user out. */
static enum status apply(struct command_context *context, const struct command *command, bool force,
			 const struct db_value *values, const struct db_value *person)
{
	struct db_step steps[3];
	size_t count = 0;

	if (force)
		steps[count++] = bind_step(context->arena, Q_USER_FORCE, NULL);
	steps[count++] = bind_step(context->arena, command->statement, values);
	if (command->signs_out)
		steps[count++] = bind_step(context->arena, Q_USER_END_SESSIONS, person);
	return db_run(context->db, context->arena, steps, count);
}

static int change(struct command_context *context, const struct command *command, const char *typed_name,
		  bool force)
{
	const char *name, *value;
	struct db_value person;
	struct rows found;
	struct note note;

	if (!find(context, typed_name, &name, &found))
		return EXIT_FAILURE;
	value = command->value ? command->value : ask_password(context, &found);
	if (!value)
		return EXIT_FAILURE;
	note_make(&note);
	person = (struct db_value){ "user_id", rows_text(&found, 0, "id") };
	if (apply(context, command, force,
		  (const struct db_value[]){
			  person, { "value", value }, NOTE_VALUES(&note, command->action) },
		  (const struct db_value[]){ person, { 0 } }) != OK)
		return explain_failure(context, name);
	printf("%s %s\n", name, command->done);
	return EXIT_SUCCESS;
}

/* --- links ------------------------------------------------------------------------------ */

/* A new link to set a password, and what is stored of it. */
struct link {
	const char *url, *hash;
	char expires_at[CLOCK_TEXT_SIZE];
};

static void link_make(struct command_context *context, struct link *link)
{
	link->url = secret_link_new(context->arena, context->config->public_url, "reset", &link->hash);
	clock_format(clock_now_ms() + context->config->reset_seconds * INT64_C(1000), link->expires_at);
}

static int link_show(const struct command_context *context, const char *name, const struct link *link)
{
	printf("This link lets %s set a password. It works once, for %ld seconds:\n%s\n", name,
	       context->config->reset_seconds, link->url);
	printf("Programs send its token to POST /api/v1/password/reset.\n");
	if (strstr(link->url, "://localhost"))
		printf("The link leads to this machine: BALCAO_PUBLIC_URL names the address that others "
		       "use.\n");
	return EXIT_SUCCESS;
}

static int reset(struct command_context *context, const char *typed_name)
{
	struct rows found, made;
	struct link link;
	struct note note;
	const char *name;

	if (!find(context, typed_name, &name, &found))
		return EXIT_FAILURE;
	link_make(context, &link);
	note_make(&note);
	if (bind_run(context->db, context->arena, Q_PASSWORD_LINK_CREATE,
		     (const struct db_value[]){ { "user_id", rows_text(&found, 0, "id") },
						{ "token_hash", link.hash },
						{ "expires_at", link.expires_at },
						NOTE_VALUES(&note, "user.reset") },
		     &made) != OK)
		return EXIT_FAILURE;
	return link_show(context, name, &link);
}

/* --- new accounts ------------------------------------------------------------------------ */

struct new_account {
	const char *username, *email, *email_key;
};

static bool read_part(struct command_context *context, const struct format *format, const char *text,
		      const char **canonical, const char **key)
{
	const struct fault_kind *fault;
	long number;

	if (format->read(context->arena, text, strlen(text), canonical, key, &fault, &number))
		return true;
	fprintf(stderr, "balcao: %s: %s\n", text, fault->detail[LANGUAGE_EN]);
	return false;
}

static bool read_account(struct command_context *context, char **words, struct new_account *account)
{
	const char *none;
	bool fine = read_part(context, &username_format, words[0], &account->username, &none);

	if (fine && username_is_reserved(account->username)) {
		fprintf(stderr, "balcao: %s: %s\n", words[0], username_reserved.detail[LANGUAGE_EN]);
		fine = false;
	}
	return read_part(context, &format_email, words[1], &account->email, &account->email_key) && fine;
}

static int explain_taken(struct command_context *context, const struct new_account *account)
{
	const struct db_value values[] = { { "username", account->username },
					   { "email_key", account->email_key },
					   { "caller", NULL },
					   { 0 } };
	struct rows taken;

	if (bind_run(context->db, context->arena, Q_ACCOUNT_TAKEN, values, &taken) != OK)
		return EXIT_FAILURE;
	if (rows_true(&taken, 0, "username"))
		fprintf(stderr, "balcao: %s: %s\n", account->username,
			account_username_taken.detail[LANGUAGE_EN]);
	if (rows_true(&taken, 0, "email"))
		fprintf(stderr, "balcao: %s: %s\n", account->email, account_email_taken.detail[LANGUAGE_EN]);
	return EXIT_FAILURE;
}

static int create(struct command_context *context, char **words)
{
	char id[UUID_TEXT_SIZE], home[UUID_TEXT_SIZE];
	struct new_account account;
	struct rows none;
	struct link link;
	struct note note;
	enum status status;

	if (!read_account(context, words, &account))
		return EXIT_FAILURE;
	link_make(context, &link);
	note_make(&note);
	uuid_new(clock_now_ms(), id);
	uuid_new(clock_now_ms(), home);
	status = bind_run(context->db, context->arena, Q_USER_CREATE,
			  (const struct db_value[]){ { "user_id", id },
						     { "home", home },
						     { "username", account.username },
						     { "email", account.email },
						     { "email_key", account.email_key },
						     { "token_hash", link.hash },
						     { "expires_at", link.expires_at },
						     NOTE_VALUES(&note, "user.create") },
			  &none);
	if (status != OK)
		return status == E_CONFLICT ? explain_taken(context, &account) : EXIT_FAILURE;
	printf("%s has an account\n", account.username);
	return link_show(context, account.username, &link);
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

static bool is_word(const char *word, const char *wanted)
{
	return word && strcmp(word, wanted) == 0;
}

static int usage(void)
{
	for (const char *const *line = user_command_usage; *line; line++)
		fprintf(stderr, "usage: balcao %s\n", *line);
	return EXIT_USAGE;
}

static int run(struct command_context *context, char **words)
{
	size_t count = 0;

	while (words[count])
		count++;
	if (count == 1 && is_word(words[0], "list"))
		return list(context);
	if (count == 3 && is_word(words[0], "create"))
		return create(context, words + 1);
	if (count == 2 && is_word(words[0], "reset"))
		return reset(context, words[1]);
	for (size_t i = 0; i < COUNT(commands); i++) {
		bool force = count == 3 && commands[i].may_force && is_word(words[2], "--force");

		if (is_word(words[0], commands[i].word) && (count == 2 || force))
			return change(context, &commands[i], words[1], force);
	}
	return usage();
}

int user_command(const struct config *config, char **words)
{
	struct command_context context = {
		.config = config,
		.arena = arena_new(),
		.db = db_new(config->database, "balcao user", config->statement_timeout_ms),
	};
	int status;

	db_expect(context.db, is_last_owner);
	status = run(&context, words);
	db_free(context.db);
	arena_free(context.arena);
	return status;
}
