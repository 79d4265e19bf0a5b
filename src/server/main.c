/* The command line: a table of subcommands. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "accounts/user_command.h"
#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "check/tables.h"
#include "config/config.h"
#include "db/migrate.h"
#include "db/statement.h"
#include "http/request.h"
#include "openapi/openapi.h"
#include "server/jobs.h"
#include "server/master.h"
#include "server/modules.h"
#include "server/nginx.h"
#include "shared/metrics.h"
#include "table/endpoint.h"
#include "table/job.h"
#include "table/route.h"

/* Besides EXIT_SUCCESS, EXIT_FAILURE and EX_CONFIG (78). */
enum { EXIT_USAGE = 2 };

/* What a command needs before it runs. */
enum {
	NEEDS_NOTHING = 0,
	NEEDS_CONFIG = 1,
	NEEDS_SECRET = 2 | NEEDS_CONFIG, /* including the secret that signs tokens */
	NEEDS_TABLES = 4                 /* the tables of all modules, compiled and checked */
};

enum { ANY_ARGUMENTS = -1 };

struct command {
	const char *name, *usage, *doc;
	unsigned needs;
	int arguments; /* number of arguments after the name, or ANY_ARGUMENTS */
	/* Returns the exit status. `config` is NULL unless `needs` has NEEDS_CONFIG. */
	int (*run)(const struct config *config, char **arguments);
};

/* Prints `out` and frees it. Returns `status`, or EXIT_FAILURE if the output can't be written (a full
 * disk). */
static int print(struct buffer *out, int status)
{
	bool written = fwrite(out->data, 1, out->length, stdout) == out->length;

	buffer_release(out);
	if (fflush(stdout) == 0 && written)
		return status;
	perror("balcao: standard output");
	return EXIT_FAILURE;
}

static void print_faults(struct buffer *faults)
{
	char *rest = NULL;

	for (char *line = strtok_r(faults->data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		fprintf(stderr, "balcao: %s\n", line);
	buffer_release(faults);
}

/* Unknown settings don't keep the service from starting: the log warns of them. */
static void log_warnings(void)
{
	struct buffer warnings = { 0 };
	char *rest = NULL;

	config_put_unknown(&warnings);
	for (char *line = warnings.length ? strtok_r(warnings.data, "\n", &rest) : NULL; line;
	     line = strtok_r(NULL, "\n", &rest))
		log_message(LOG_LEVEL_WARNING, "%s", line + strlen("warning: "));
	buffer_release(&warnings);
}

/* Returns the label of every route for the metrics; they live as long as the process. */
static const struct metrics_route *metrics_routes(size_t count)
{
	struct metrics_route *routes = memory_new(count * sizeof(*routes));

	for (size_t i = 0; i < count; i++) {
		const struct endpoint *endpoint = endpoint_get(i);

		routes[i].method = request_methods[endpoint->route->method];
		routes[i].path = endpoint->path;
	}
	return routes;
}

static int run_serve(const struct config *config, char **arguments)
{
	struct metrics_names names = { .routes = metrics_routes(endpoint_count()),
				       .route_count = endpoint_count() };

	(void)arguments;
	log_warnings();
	jobs_init(modules, &names);
	return master_run(config, &names);
}

static int run_migrate(const struct config *config, char **arguments)
{
	(void)arguments;
	return migrate_command(config);
}

static int run_user(const struct config *config, char **arguments)
{
	return user_command(config, arguments);
}

static int run_openapi(const struct config *config, char **arguments)
{
	(void)arguments;
	return openapi_command(config);
}

static int run_nginx(const struct config *config, char **arguments)
{
	struct buffer out = { 0 }, faults = { 0 };
	bool fine = nginx_write(&out, &faults);

	(void)config;
	(void)arguments;
	if (!fine)
		print_faults(&faults);
	return print(&out, fine ? EXIT_SUCCESS : EXIT_FAILURE);
}

static int run_origins(const struct config *config, char **arguments)
{
	struct buffer out = { 0 };

	(void)arguments;
	nginx_write_origins(&out, config->cors_origins);
	return print(&out, EXIT_SUCCESS);
}

/* Loads the configuration itself, because it must show a faulty configuration, too. */
static int run_config(const struct config *config, char **arguments)
{
	struct config loaded;
	struct buffer out = { 0 }, faults = { 0 };
	bool good = config_load(&loaded, false, &faults);

	(void)config;
	(void)arguments;
	config_show(&out);
	config_put_unknown(&faults);
	if (faults.length)
		print_faults(&faults);
	return print(&out, good ? EXIT_SUCCESS : EX_CONFIG);
}

static int run_help(const struct config *config, char **arguments);

/* clang-format off */
static const struct command commands[] = {
	{ "serve", "serve", "Run the service until SIGTERM. SIGHUP loads the configuration again.",
	  NEEDS_SECRET | NEEDS_TABLES, 0, run_serve },
	{ "migrate", "migrate", "Migrate the database to the schema of this version.",
	  NEEDS_CONFIG | NEEDS_TABLES, 0, run_migrate },
	{ "user", "user ...", "Manage accounts: promote, demote, disable, enable, password NAME; list.",
	  NEEDS_CONFIG | NEEDS_TABLES, ANY_ARGUMENTS, run_user },
	{ "openapi", "openapi", "Print the OpenAPI 3.1 document of the API.",
	  NEEDS_CONFIG | NEEDS_TABLES, 0, run_openapi },
	{ "nginx", "nginx", "Print the nginx configuration of the routes "
	  "(balcao/routes.conf).", NEEDS_TABLES, 0,
	  run_nginx },
	{ "origins", "origins", "Print the nginx configuration of BALCAO_CORS_ORIGINS "
	  "(balcao-origins.conf).", NEEDS_CONFIG, 0, run_origins },
	{ "config", "config", "Show every setting and where it comes from.", NEEDS_NOTHING, 0,
	  run_config },
	{ "help", "help", "Print this help.", NEEDS_NOTHING, 0, run_help },
};
/* clang-format on */

static int run_help(const struct config *config, char **arguments)
{
	struct buffer out = { 0 };

	(void)config;
	(void)arguments;
	buffer_put_text(&out, "Usage: balcao COMMAND\n"
			      "A FastCGI service for nginx, on PostgreSQL.\n\nCommands:\n");
	for (size_t i = 0; i < COUNT(commands); i++)
		buffer_printf(&out, "    %-10s %s\n", commands[i].usage, commands[i].doc);
	buffer_put_text(&out, "    --help     Print this help.\n"
			      "    --version  Print the version and the licence.\n\n"
			      "Settings, read from the environment or from the file named by "
			      "BALCAO_CONFIG:\n");
	config_help(&out);
	buffer_put_text(&out, "\nExit status: 0 success, 1 failure, 2 wrong usage, "
			      "78 faulty configuration.\n");
	return print(&out, EXIT_SUCCESS);
}

static int print_version(void)
{
	struct buffer out = { 0 };

	/* The form of the GNU coding standards, 4.8.1. */
	buffer_put_text(&out,
			PACKAGE_STRING "\n"
				       "Copyright (C) 2026 the balcao authors\n"
				       "License MIT: <https://spdx.org/licenses/MIT.html>\n"
				       "This is free software: you are free to change and redistribute it.\n"
				       "There is NO WARRANTY, to the extent permitted by law.\n");
	return print(&out, EXIT_SUCCESS);
}

static int wrong_usage(const char *what, const char *word)
{
	fprintf(stderr, "balcao: %s%s\nTry `balcao --help`.\n", what, word);
	return EXIT_USAGE;
}

/* Loads what the command needs, and runs it. */
static int run(const struct command *command, char **arguments)
{
	struct config config;
	struct buffer faults = { 0 };
	bool with_secret = (command->needs & NEEDS_SECRET) == NEEDS_SECRET;

	if (command->needs & NEEDS_CONFIG) {
		if (!config_load(&config, with_secret, &faults)) {
			config_put_unknown(&faults); /* a misspelt name may be the cause */
			print_faults(&faults);
			return EX_CONFIG;
		}
		log_init((enum log_level)config.log_level, command->name);
	}
	if ((command->needs & NEEDS_TABLES) && !tables_init(modules, &faults)) {
		print_faults(&faults);
		return EXIT_FAILURE;
	}
	return command->run(command->needs & NEEDS_CONFIG ? &config : NULL, arguments);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return wrong_usage("a command is missing", "");
	if (strcmp(argv[1], "--version") == 0)
		return print_version();
	if (strcmp(argv[1], "--help") == 0)
		return run_help(NULL, NULL);
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		if (commands[i].arguments != ANY_ARGUMENTS && argc - 2 != commands[i].arguments)
			return wrong_usage("usage: balcao ", commands[i].usage);
		return run(&commands[i], argv + 2);
	}
	return wrong_usage("no such command: ", argv[1]);
}
