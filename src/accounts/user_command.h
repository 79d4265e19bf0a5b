/* `balcao user …`: administration of accounts from the command line. */
#ifndef BALCAO_ACCOUNTS_USER_COMMAND_H
#define BALCAO_ACCOUNTS_USER_COMMAND_H

struct config;

/* Runs one of the commands of user_command_usage. `words` are the arguments after "user", ended by NULL.
 * "password" asks for the new password twice on a terminal, and reads it once from any other standard input.
 * "create" and "reset" print a link with which to set a password. "disable" without --force refuses to
 * disable the last active owner of an organization with other members. Writes the result to standard output
 * and errors to standard error. Returns the exit status: 0, 1 (no such user, a name that is taken, a refused
 * password, no database) or 2 (wrong usage). */
int user_command(const struct config *config, char **words);

/* One usage line per command, for --help; ends with NULL. */
extern const char *const user_command_usage[];

#endif
