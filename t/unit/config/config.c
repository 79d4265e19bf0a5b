#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "config/config.h"

#define SECRET "0123456789abcdef0123456789abcdef"

static char path[64], secret_path[64];

static void write_file(char *name, const char *text, size_t length, mode_t mode)
{
	FILE *file;

	strcpy(name, "/tmp/balcao-config-XXXXXX");
	file = fdopen(mkstemp(name), "w");
	fwrite(text, 1, length, file);
	fchmod(fileno(file), mode);
	fclose(file);
}

static void forget_everything(void)
{
	for (const struct setting *setting = config_settings; setting->name; setting++)
		unsetenv(setting->name);
}

/* Sets the environment; `environment` is NAME=value pairs, separated by semicolons. */
static void set_environment(const char *environment)
{
	char *copy = strdup(environment), *rest = NULL;

	forget_everything();
	for (char *word = strtok_r(copy, ";", &rest); word; word = strtok_r(NULL, ";", &rest)) {
		char *equals = strchr(word, '=');

		*equals = '\0';
		setenv(word, equals + 1, 1);
	}
	free(copy);
}

Test(config, defaults)
{
	struct config config;
	struct buffer faults = { 0 };

	forget_everything();
	cr_assert(config_load(&config, false, &faults), "%s", faults.data);
	cr_expect_str_eq(config.database, "dbname=balcao");
	cr_expect_str_eq(config.database_owner, "");
	cr_expect_str_eq(config.database_role, "balcao");
	cr_expect_str_eq(config.socket, "/run/balcao/balcao.sock");
	cr_expect_str_eq(config.public_url, "https://localhost:8443");
	cr_expect_str_eq(config.jwt_secret, "");
	cr_expect_str_eq(config.metrics_allow, "127.0.0.0/8 ::1");
	cr_expect_eq(config.workers, 0);
	cr_expect_eq(config.standby_workers, 16);
	cr_expect_eq(config.access_token_seconds, 900);
	cr_expect_eq(config.refresh_token_days, 30);
	cr_expect_eq(config.session_days, 90);
	cr_expect_eq(config.password_cost, 5);
	cr_expect_eq(config.statement_timeout_ms, 5000);
	cr_expect_eq(config.request_timeout_seconds, 30);
	cr_expect_eq(config.drain_seconds, 10);
	cr_expect_eq(config.log_level, LOG_LEVEL_INFO);
	cr_expect_eq(faults.length, 0);
	buffer_release(&faults);
}

/* clang-format off */
/* A setting in the environment, and a part of the fault; NULL: the setting is valid. */
static const struct {
	const char *name, *value, *fault;
} values[] = {
	{ "BALCAO_WORKERS", "0", NULL },
	{ "BALCAO_WORKERS", "256", NULL },
	{ "BALCAO_WORKERS", "257",
	  "environment: BALCAO_WORKERS: must be a whole number from 0 to 256\n" },
	{ "BALCAO_WORKERS", "-1", "whole number" },
	{ "BALCAO_STANDBY_WORKERS", "0", NULL },
	{ "BALCAO_STANDBY_WORKERS", "257", "whole number" },
	{ "BALCAO_WORKERS", "", "whole number" },
	{ "BALCAO_WORKERS", " 4", "whole number" },
	{ "BALCAO_WORKERS", "4x", "whole number" },
	{ "BALCAO_WORKERS", "0x4", "whole number" },
	{ "BALCAO_WORKERS", "99999999999999999999", "whole number" },
	{ "BALCAO_ACCESS_TOKEN_SECONDS", "59", "from 60 to 86400" },
	{ "BALCAO_ACCESS_TOKEN_SECONDS", "86400", NULL },
	{ "BALCAO_PASSWORD_COST", "0", "from 1 to 11" },
	{ "BALCAO_LOG_LEVEL", "debug", NULL },
	{ "BALCAO_LOG_LEVEL", "error", NULL },
	{ "BALCAO_LOG_LEVEL", "Error", "must be one of debug, info, warning, error\n" },
	{ "BALCAO_LOG_LEVEL", "", "one of" },
	{ "BALCAO_METRICS_ALLOW", "", NULL },
	{ "BALCAO_METRICS_ALLOW", "10.0.0.0/8,::1", NULL },
	{ "BALCAO_METRICS_ALLOW", "localhost", "must be IP addresses" },
	{ "BALCAO_SOCKET", "", "1 to 107 bytes" },
	{ "BALCAO_DATABASE_ROLE", SECRET "0123456789abcdef0123456789abcde", NULL },
	{ "BALCAO_DATABASE_ROLE", SECRET SECRET, "1 to 63 bytes" },
	{ "BALCAO_PUBLIC_URL", "https://api.example.org", NULL },
	{ "BALCAO_PUBLIC_URL", "http://127.0.0.1:8080", NULL },
	{ "BALCAO_PUBLIC_URL", "https://[::1]:8443", NULL },
	{ "BALCAO_PUBLIC_URL", "https://[::1]", NULL },
	{ "BALCAO_PUBLIC_URL", "https://h:65535", NULL },
	{ "BALCAO_PUBLIC_URL", "https://h:65536", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://h:0", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://h:", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://h:+1", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://h/", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://h:1/api", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://H", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://[::1", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://[::1x", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://[]", "must be http" },
	{ "BALCAO_PUBLIC_URL", "https://u@h", "must be http" },
	{ "BALCAO_PUBLIC_URL", "ftp://h", "must be http" },
	{ "BALCAO_PUBLIC_URL", "", "must be http" },
	{ "BALCAO_CORS_ORIGINS", "", NULL },
	{ "BALCAO_CORS_ORIGINS", " https://a.example  http://localhost:3000 ", NULL },
	{ "BALCAO_CORS_ORIGINS", "https://a.example *", "must be http" },
	{ "BALCAO_CORS_ORIGINS", "https://a.example/ https://b", "must be http" },
	{ "BALCAO_CORS_ORIGINS", "https://a.example,https://b", "must be http" },
	{ "BALCAO_JWT_SECRET", SECRET, NULL },
	{ "BALCAO_JWT_SECRET", "0123456789abcdef0123456789abcde", "at least 32 bytes" },
	{ "BALCAO_UNKNOWN", "1", NULL },
};
/* clang-format on */

Test(config, values)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		struct config config;
		struct buffer faults = { 0 };
		bool good;

		forget_everything();
		setenv("BALCAO_JWT_SECRET", SECRET, 1);
		setenv(values[i].name, values[i].value, 1);
		good = config_load(&config, true, &faults);
		cr_expect_eq(good, !values[i].fault, "%s=%s: %s", values[i].name, values[i].value,
			     faults.data);
		cr_expect(good || strstr(faults.data, values[i].fault), "%s=%s: %s", values[i].name,
			  values[i].value, faults.data);
		buffer_release(&faults);
	}
}

Test(config, unknown_names_in_the_environment)
{
	struct buffer unknown = { 0 };

	clearenv();
	config_put_unknown(&unknown);
	cr_expect_eq(unknown.length, 0);
	setenv("BALCAO_WORKERS", "1", 1);
	setenv("BALCAO_CONFIG", "", 1);
	setenv("BALCAO_BUILD_DIR", "hush", 1);
	setenv("BALCAO_TEST_DATABASE", "hush", 1);
	setenv("BALCAO", "hush", 1);
	setenv("MY_BALCAO_WORKER", "hush", 1);
	config_put_unknown(&unknown);
	cr_expect_eq(unknown.length, 0, "%s", unknown.data);
	setenv("BALCAO_WORKER", "hush", 1);
	config_put_unknown(&unknown);
	cr_expect_str_eq(unknown.data, "warning: environment: BALCAO_WORKER: there is no such setting\n");
	setenv("BALCAO_", "hush", 1);
	setenv("BALCAO_WORKERS_", "hush", 1);
	setenv("BALCAO_TESTS", "hush", 1);
	buffer_clear(&unknown);
	config_put_unknown(&unknown);
	cr_expect_not_null(strstr(unknown.data, " BALCAO_: "));
	cr_expect_not_null(strstr(unknown.data, " BALCAO_WORKERS_: "));
	cr_expect_not_null(strstr(unknown.data, " BALCAO_TESTS: "));
	cr_expect_null(strstr(unknown.data, "hush"));
	buffer_release(&unknown);
}

/* clang-format off */
/* A file and an environment, and the resulting values of BALCAO_DATABASE_ROLE and BALCAO_WORKERS, or the
 * fault. In faults, @ stands for the file's path. */
static const struct {
	const char *file, *environment;
	const char *role;
	long workers;
	const char *fault;
} files[] = {
	{ "", "", "balcao", 0, NULL },
	{ "BALCAO_DATABASE_ROLE=a\nBALCAO_WORKERS=3\n", "", "a", 3, NULL },
	{ "BALCAO_WORKERS=3", "BALCAO_WORKERS=4", "balcao", 4, NULL },
	{ "BALCAO_WORKERS=many", "BALCAO_WORKERS=4", "balcao", 4, NULL },
	{ "BALCAO_WORKERS=3\nBALCAO_WORKERS=5\n", "", "balcao", 5, NULL },
	{ "# BALCAO_WORKERS=3\n ; BALCAO_WORKERS=4\n\n \t\n", "", "balcao", 0, NULL },
	{ "  BALCAO_DATABASE_ROLE = a b \t\r\n", "", "a b", 0, NULL },
	{ "BALCAO_DATABASE_ROLE=a#b=c\n", "", "a#b=c", 0, NULL },
	{ "BALCAO_DATABASE_ROLE=\" a # b \" \n", "", " a # b ", 0, NULL },
	{ "BALCAO_DATABASE_ROLE=\"\\\"a\\\\ \\n\\$\"\n", "", "\"a\\ \\n$", 0, NULL },
	{ "PGHOST=x\nBALCAO_WORKERS=1\n", "", "balcao", 1, NULL },
	{ "BALCAO_WORKERS=300\n", "", NULL, 0,
	  "@:1: BALCAO_WORKERS: must be a whole number from 0 to 256\n" },
	{ "\nBALCAO_WORKER=3\n", "", NULL, 0, "@:2: BALCAO_WORKER: there is no such setting\n" },
	{ "BALCAO_CONFIG=/dev/null\n", "", NULL, 0,
	  "@:1: BALCAO_CONFIG: a file can't name another file\n" },
	{ "BALCAO_WORKERS\n", "", NULL, 0, "@:1: this is not NAME=value\n" },
	{ "=3\n", "", NULL, 0, "@:1: this is not NAME=value\n" },
	{ "export BALCAO_WORKERS=3\n", "", NULL, 0, "@:1: this is not NAME=value\n" },
	{ "A=\"b\nC=d\n", "", NULL, 0, "@:1: the value does not end with its quote\n" },
	{ "A=\"b\"c\n", "", NULL, 0, "@:1: the value does not end with its quote\n" },
	{ "A=\"b\\\"\n", "", NULL, 0, "@:1: the value does not end with its quote\n" },
	{ "A=b\\c\n", "", NULL, 0, "@:1: the value needs double quotes\n" },
	{ "A='b'\n", "", NULL, 0, "@:1: the value needs double quotes\n" },
	{ "BALCAO_WORKERS=1\nX\nY\n", "", NULL, 0,
	  "@:2: this is not NAME=value\n@:3: this is not NAME=value\n" },
};
/* clang-format on */

/* Returns `text` with the file's path in place of each @. */
static const char *with_path(const char *text)
{
	static char filled[512];
	char *to = filled;

	for (; *text; text++)
		to += *text == '@' ? sprintf(to, "%s", path) : sprintf(to, "%c", *text);
	return filled;
}

Test(config, files)
{
	for (size_t i = 0; i < COUNT(files); i++) {
		struct config config;
		struct buffer faults = { 0 };
		bool good;

		write_file(path, files[i].file, strlen(files[i].file), 0644);
		set_environment(files[i].environment);
		setenv("BALCAO_CONFIG", path, 1);
		good = config_load(&config, false, &faults);
		unlink(path);
		cr_expect_eq(good, !files[i].fault, "%zu: %s", i, faults.data);
		if (good) {
			cr_expect_str_eq(config.database_role, files[i].role, "%zu", i);
			cr_expect_eq(config.workers, files[i].workers, "%zu", i);
		} else {
			cr_expect_str_eq(faults.data, with_path(files[i].fault), "%zu", i);
		}
		buffer_release(&faults);
	}
}

Test(config, files_that_cannot_be_read)
{
	static const char nul[] = "BALCAO_WORKERS=1\0\n";
	struct config config;
	struct buffer faults = { 0 };

	set_environment("BALCAO_CONFIG=/nowhere/at/all");
	cr_expect_not(config_load(&config, false, &faults));
	cr_expect_str_eq(faults.data, "BALCAO_CONFIG: /nowhere/at/all: No such file or directory\n");
	buffer_clear(&faults);
	set_environment("BALCAO_CONFIG=/tmp");
	cr_expect_not(config_load(&config, false, &faults));
	cr_expect_str_eq(faults.data, "BALCAO_CONFIG: /tmp: Is a directory\n");
	buffer_clear(&faults);
	write_file(path, nul, sizeof(nul) - 1, 0644);
	setenv("BALCAO_CONFIG", path, 1);
	cr_expect_not(config_load(&config, false, &faults));
	cr_expect_str_eq(faults.data, with_path("@:1: the line has a NUL byte\n"));
	unlink(path);
	buffer_release(&faults);
}

/* A file with a secret must not be readable or writable for others. */
static const struct {
	const char *text;
	mode_t mode;
	bool good;
} modes[] = {
	{ "BALCAO_JWT_SECRET=" SECRET "\n", 0600, true },
	{ "BALCAO_JWT_SECRET=" SECRET "\n", 0640, true },
	{ "BALCAO_JWT_SECRET=" SECRET "\n", 0644, false },
	{ "BALCAO_JWT_SECRET=" SECRET "\n", 0602, false },
	{ "BALCAO_JWT_SECRET=" SECRET "\nBALCAO_JWT_SECRET=\n", 0644, false },
	{ "BALCAO_DATABASE=dbname=x password=y\n", 0644, false },
	{ "BALCAO_DATABASE_OWNER=postgresql://u:p@h/d\n", 0644, false },
	{ "BALCAO_DATABASE_OWNER=postgresql://u@h/d\n", 0644, true },
	{ "BALCAO_JWT_SECRET=\n", 0644, true },
};

Test(config, secrets_are_not_for_others)
{
	for (size_t i = 0; i < COUNT(modes); i++) {
		struct config config;
		struct buffer faults = { 0 };

		write_file(path, modes[i].text, strlen(modes[i].text), modes[i].mode);
		forget_everything();
		setenv("BALCAO_CONFIG", path, 1);
		cr_expect_eq(config_load(&config, false, &faults), modes[i].good, "%zu: %s", i, faults.data);
		cr_expect(modes[i].good || strstr(faults.data, "chmod o= "), "%zu: %s", i, faults.data);
		unlink(path);
		buffer_release(&faults);
	}
}

#define OTHER_SECRET "fedcba9876543210fedcba9876543210"

/* The secret may be in a file that holds nothing else. */
static const struct {
	const char *line, *config, *environment;
	mode_t mode;
	const char *secret; /* NULL: there is a fault */
} secret_files[] = {
	{ SECRET "\nmore\n", "", "", 0600, SECRET },
	{ SECRET "\r\n", "", "", 0400, SECRET },
	{ SECRET, "", "", 0600, SECRET },
	{ SECRET "\n", "", "", 0604, NULL },
	{ "short\n", "", "", 0600, NULL },
	{ "", "", "", 0600, NULL },
	{ "\n", "", "", 0600, NULL },
	{ SECRET "\n", "", "BALCAO_JWT_SECRET=" OTHER_SECRET, 0600, OTHER_SECRET },
	{ SECRET "\n", "BALCAO_JWT_SECRET=" OTHER_SECRET, "", 0600, SECRET },
	{ SECRET "\n", "", "BALCAO_JWT_SECRET=", 0600, SECRET },
};

Test(config, secret_files)
{
	for (size_t i = 0; i < COUNT(secret_files); i++) {
		struct config config;
		struct buffer faults = { 0 };
		bool good;

		write_file(secret_path, secret_files[i].line, strlen(secret_files[i].line),
			   secret_files[i].mode);
		write_file(path, secret_files[i].config, strlen(secret_files[i].config), 0600);
		set_environment(secret_files[i].environment);
		setenv("BALCAO_CONFIG", path, 1);
		setenv("BALCAO_JWT_SECRET_FILE", secret_path, 1);
		good = config_load(&config, true, &faults);
		cr_expect_eq(good, secret_files[i].secret != NULL, "%zu: %s", i, faults.data);
		if (good)
			cr_expect_str_eq(config.jwt_secret, secret_files[i].secret, "%zu", i);
		unlink(path);
		unlink(secret_path);
		buffer_release(&faults);
	}
}

Test(config, secret_may_be_needed)
{
	struct config config = { .workers = 77 };
	struct buffer faults = { 0 };

	forget_everything();
	cr_expect_not(config_load(&config, true, &faults));
	cr_expect(strstr(faults.data, "BALCAO_JWT_SECRET: missing"), "%s", faults.data);
	cr_expect_eq(config.workers, 77, "a failed load touches the config");
	cr_expect(config_load(&config, false, &faults));
	buffer_release(&faults);
}

Test(config, faults_never_tell_a_value)
{
	struct config config;
	struct buffer faults = { 0 };

	set_environment("BALCAO_JWT_SECRET=hush;BALCAO_WORKERS=hush;BALCAO_PUBLIC_URL=hush");
	write_file(path, "hush\nhush\nA=\"hush\nB=hu\\sh\n", 26, 0644);
	setenv("BALCAO_CONFIG", path, 1);
	cr_expect_not(config_load(&config, true, &faults));
	cr_expect_null(strstr(faults.data, "hush"), "%s", faults.data);
	cr_expect_null(strstr(faults.data, "hu\\sh"), "%s", faults.data);
	unlink(path);
	buffer_release(&faults);
}

/* After a failed load the texts of the last successful load are still valid. */
Test(config, texts_outlive_a_failed_load)
{
	struct config config, other;
	struct buffer faults = { 0 };

	set_environment("BALCAO_DATABASE_ROLE=first");
	cr_assert(config_load(&config, false, &faults));
	for (int i = 0; i < 2; i++) {
		set_environment("BALCAO_DATABASE_ROLE=second;BALCAO_WORKERS=x");
		cr_expect_not(config_load(&other, false, &faults));
		cr_expect_str_eq(config.database_role, "first");
	}
	set_environment("BALCAO_DATABASE_ROLE=third");
	cr_assert(config_load(&config, false, &faults));
	cr_expect_str_eq(config.database_role, "third");
	buffer_release(&faults);
}

/* clang-format off */
/* How a connection string is shown. */
static const struct {
	const char *text, *shown;
} connections[] = {
	{ "", "" },
	{ "dbname=balcao", "dbname=balcao" },
	{ "  ", "  " },
	{ "host=/tmp password=hush dbname=a", "host=/tmp password=***** dbname=a" },
	{ "password = 'hu sh' dbname=a", "password = ***** dbname=a" },
	{ "password='hu\\'sh' user=a ", "password=***** user=a " },
	{ "password=hu\\ sh user=a", "password=***** user=a" },
	{ "password='hush", "password=*****" },
	{ "password=", "password=*****" },
	{ "user=a sslpassword=hush passfile=/b", "user=a sslpassword=***** passfile=/b" },
	{ "user=a hush", "user=a*****" },
	{ "hush", "*****" },
	{ "user='a password=b' password=hush", "user='a password=b' password=*****" },
	{ "postgresql://h/d", "postgresql://h/d" },
	{ "postgresql://", "postgresql://" },
	{ "postgresql://h:5432/d", "postgresql://h:5432/d" },
	{ "postgresql://u@h:5432/d", "postgresql://u@h:5432/d" },
	{ "postgres://u:hush@h:5432/d", "postgres://u:*****@h:5432/d" },
	{ "postgresql://u:hu:s@h@h/d", "postgresql://u:*****@h/d" },
	{ "postgresql://u:hu/sh@h/d", "postgresql://u:*****@h/d" },
	{ "postgresql://h/d?user=u&password=hush&x=y",
	  "postgresql://h/d?user=u&password=*****&x=y" },
	{ "postgresql://h/d?p%61ssword=hush", "postgresql://h/d?p%61ssword=*****" },
	{ "postgresql://?host=/tmp&sslpassword=hush", "postgresql://?host=/tmp&sslpassword=*****" },
};
/* clang-format on */

Test(config, shows_no_password)
{
	for (size_t i = 0; i < COUNT(connections); i++) {
		struct config config;
		struct buffer out = { 0 };
		char line[256];

		forget_everything();
		setenv("BALCAO_DATABASE", connections[i].text, 1);
		cr_assert(config_load(&config, false, &out));
		cr_expect_str_eq(config.database, connections[i].text);
		config_show(&out);
		snprintf(line, sizeof(line), "\nBALCAO_DATABASE=%s  # environment\n", connections[i].shown);
		cr_expect(strstr(out.data, line), "no %s in %s", line, out.data);
		buffer_release(&out);
	}
}

Test(config, show_tells_sources)
{
	struct config config;
	struct buffer out = { 0 };

	config_show(&out);
	cr_expect_eq(out.length, 0, "nothing was loaded");
	write_file(path, "BALCAO_WORKERS=3\n", 17, 0644);
	set_environment("BALCAO_JWT_SECRET=" SECRET);
	setenv("BALCAO_CONFIG", path, 1);
	cr_assert(config_load(&config, true, &out));
	config_show(&out);
	cr_expect(strstr(out.data, "\nBALCAO_WORKERS=3  # file\n"), "%s", out.data);
	cr_expect(strstr(out.data, "\nBALCAO_JWT_SECRET=*****  # environment\n"), "%s", out.data);
	cr_expect(strstr(out.data, "\nBALCAO_JWT_SECRET_FILE=  # default\n"), "%s", out.data);
	cr_expect(strstr(out.data, "\nBALCAO_LOG_LEVEL=info  # default\n"), "%s", out.data);
	unlink(path);
	buffer_release(&out);
}

Test(config, help_names_all_in_79_columns)
{
	struct buffer out = { 0 };

	config_help(&out);
	for (const struct setting *setting = config_settings; setting->name; setting++) {
		cr_expect(strstr(out.data, setting->name), "%s", setting->name);
		cr_expect(*setting->doc && setting->doc[strlen(setting->doc) - 1] == '.', "%s",
			  setting->name);
	}
	for (char *line = strtok(out.data, "\n"); line; line = strtok(NULL, "\n")) {
		cr_expect_leq(strlen(line), 79, "%s", line);
		cr_expect_neq(line[strlen(line) - 1], ' ', "%s", line);
	}
	buffer_release(&out);
}
