/* `balcao user …`: what an administrator does to accounts from the command line. */
#ifndef BALCAO_ACCOUNTS_USER_COMMAND_H
#define BALCAO_ACCOUNTS_USER_COMMAND_H

struct config;

/* Runs "promote NAME", "demote NAME", "disable NAME", "enable NAME", "password NAME" or "list"; `words`
 * ends with NULL. "password" asks for the new password twice, or reads it from standard
 * input when that is no terminal. Returns the exit status: 0, 1 (no such user, no database),
 * 2 (wrong usage). */
int user_command(const struct config *config, char **words);

/* For --help: the usage, a line each. */
extern const char *const user_command_usage[];

#endif
