#include "config/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/envfile.h"
#include "config/setting.h"

#define MEMBER(member) offsetof(struct config, member)
#define FILE_NAME "BALCAO_CONFIG"
#define SECRET_NAME "BALCAO_JWT_SECRET"
#define SECRET_FILE_NAME "BALCAO_JWT_SECRET_FILE"

/* clang-format off */
const struct setting config_settings[] = {
	{ FILE_NAME, SETTING_FILE, 0, "", 0, 0, NULL,
	  "A file of NAME=value lines to read settings from; the environment wins over it." },
	{ "BALCAO_DATABASE", SETTING_DATABASE, MEMBER(database), "dbname=balcao", 0, 0, NULL,
	  "How the service connects to PostgreSQL: a libpq connection string or URI." },
	{ "BALCAO_DATABASE_OWNER", SETTING_DATABASE, MEMBER(database_owner), "", 0, 0, NULL,
	  "How `balcao migrate` connects, as the owner of the tables; "
	  "empty: like BALCAO_DATABASE." },
	{ "BALCAO_DATABASE_ROLE", SETTING_TEXT, MEMBER(database_role), "balcao", 1, 63, NULL,
	  "The role of the service, which migrations grant its rights to." },
	{ "BALCAO_SOCKET", SETTING_TEXT, MEMBER(socket), "/run/balcao/balcao.sock", 1, 107, NULL,
	  "Path of the FastCGI socket that nginx connects to; "
	  "not used when systemd hands a socket over." },
	{ "BALCAO_SOCKET_GROUP", SETTING_TEXT, MEMBER(socket_group), "", 0, 0, NULL,
	  "Group that may connect to the socket, nginx's; empty: the service's own." },
	{ "BALCAO_PID_FILE", SETTING_TEXT, MEMBER(pid_file), "", 0, 0, NULL,
	  "File to write the master's process id to; empty: none." },
	{ "BALCAO_PUBLIC_URL", SETTING_ORIGIN, MEMBER(public_url), "https://localhost:8443", 0, 0,
	  NULL, "Scheme, host and port that clients use, for addresses that the service tells." },
	{ SECRET_NAME, SETTING_SECRET, MEMBER(jwt_secret), "", 32, 0, NULL,
	  "Secret that access tokens are signed with. Whoever has it can be anybody." },
	{ SECRET_FILE_NAME, SETTING_FILE, 0, "", 0, 0, NULL,
	  "A file whose first line is BALCAO_JWT_SECRET." },
	{ "BALCAO_CORS_ORIGINS", SETTING_ORIGINS, MEMBER(cors_origins), "", 0, 0, NULL,
	  "Web sites whose scripts may call the service; empty: none." },
	{ "BALCAO_METRICS_ALLOW", SETTING_ADDRESSES, MEMBER(metrics_allow), "127.0.0.0/8 ::1", 0, 0,
	  NULL, "Who may read /metrics; empty: nobody." },
	{ "BALCAO_WORKERS", SETTING_NUMBER, MEMBER(workers), "0", 0, 256, NULL,
	  "Worker processes; 0: two per core." },
	{ "BALCAO_ACCESS_TOKEN_SECONDS", SETTING_NUMBER, MEMBER(access_token_seconds), "900", 60,
	  86400, NULL, "Life of an access token." },
	{ "BALCAO_REFRESH_TOKEN_DAYS", SETTING_NUMBER, MEMBER(refresh_token_days), "30", 1, 365,
	  NULL, "Life of a refresh token, and so of a session that is not used." },
	{ "BALCAO_PASSWORD_COST", SETTING_NUMBER, MEMBER(password_cost), "5", 1, 11, NULL,
	  "Cost factor of yescrypt for new passwords; each step doubles time and memory." },
	{ "BALCAO_HASHING_WORKERS", SETTING_NUMBER, MEMBER(hashing_workers), "0", 0, 256, NULL,
	  "How many workers may hash passwords at a time; 0: half of them." },
	{ "BALCAO_LOGIN_TRIES", SETTING_NUMBER, MEMBER(login_tries), "5", 1, 1000, NULL,
	  "Failed logins of an account from an address before the next must wait; twice as many "
	  "of an account, 20 times as many from an address." },
	{ "BALCAO_ACTIVITY_DAYS", SETTING_NUMBER, MEMBER(activity_days), "365", 1, 36500, NULL,
	  "How long the log of activity is kept." },
	{ "BALCAO_EVENTS_PER_MINUTE", SETTING_NUMBER, MEMBER(events_per_minute), "600000", 1, 1000000000,
	  NULL, "How many events a minute the error center takes with one key." },
	{ "BALCAO_VIACEP_URL", SETTING_URL, MEMBER(viacep_url), "https://viacep.com.br", 0, 0, NULL,
	  "Where ViaCEP is asked for addresses; empty: it is not." },
	{ "BALCAO_BRASILAPI_URL", SETTING_URL, MEMBER(brasilapi_url), "https://brasilapi.com.br", 0, 0,
	  NULL, "Where BrasilAPI is asked when ViaCEP does not know; empty: it is not." },
	{ "BALCAO_OPENCEP_URL", SETTING_URL, MEMBER(opencep_url), "https://opencep.com", 0, 0, NULL,
	  "Where OpenCEP is asked when neither knows; empty: it is not." },
	{ "BALCAO_LOOKUP_WORKERS", SETTING_NUMBER, MEMBER(lookup_workers), "0", 0, 256, NULL,
	  "How many workers may look up a CEP at a time; 0: a quarter of them." },
	{ "BALCAO_CEP_CONNECT_MS", SETTING_NUMBER, MEMBER(cep_connect_ms), "1500", 10, 20000, NULL,
	  "How long connecting to a provider may take." },
	{ "BALCAO_CEP_CALL_MS", SETTING_NUMBER, MEMBER(cep_call_ms), "3000", 10, 20000, NULL,
	  "How long the whole call of a provider may take." },
	{ "BALCAO_CEP_TOTAL_MS", SETTING_NUMBER, MEMBER(cep_total_ms), "5000", 10, 20000, NULL,
	  "How long looking up a CEP may take, whoever is asked." },
	{ "BALCAO_CEP_BREAKER_FAILURES", SETTING_NUMBER, MEMBER(cep_breaker_failures), "5", 1, 1000,
	  NULL, "After how many failures in a row a provider is left alone." },
	{ "BALCAO_CEP_BREAKER_SECONDS", SETTING_NUMBER, MEMBER(cep_breaker_seconds), "60", 1, 86400,
	  NULL, "For how long." },
	{ "BALCAO_CEP_FOUND_DAYS", SETTING_NUMBER, MEMBER(cep_found_days), "90", 0, 3650, NULL,
	  "How long an address is taken from the cache." },
	{ "BALCAO_CEP_NOT_FOUND_HOURS", SETTING_NUMBER, MEMBER(cep_not_found_hours), "24", 0, 8760,
	  NULL, "How long a CEP that does not exist is not looked up again." },
	{ "BALCAO_STATEMENT_TIMEOUT_MS", SETTING_NUMBER, MEMBER(statement_timeout_ms), "5000", 100,
	  600000, NULL, "When PostgreSQL gives up a statement." },
	{ "BALCAO_REQUEST_TIMEOUT_SECONDS", SETTING_NUMBER, MEMBER(request_timeout_seconds), "30",
	  1, 3600, NULL, "A worker busy with one request for longer is killed and replaced." },
	{ "BALCAO_DRAIN_SECONDS", SETTING_NUMBER, MEMBER(drain_seconds), "10", 0, 3600, NULL,
	  "How long requests may take to finish when the service stops." },
	{ "BALCAO_LOG_LEVEL", SETTING_CHOICE, MEMBER(log_level), "info", 0, 0, log_level_names,
	  "The least level that is logged." },
	{ NULL }
};
/* clang-format on */

enum { SETTINGS = COUNT(config_settings) - 1 };

enum source { SOURCE_DEFAULT, SOURCE_FILE, SOURCE_ENVIRONMENT };

/* What was read for a setting, and where. */
struct value {
	char *text;
	enum source source;
	const char *file; /* SOURCE_FILE: its path, the text of another value */
	unsigned line;
};

/* What the last config_load read, and what the last successful one did: the texts
 * that the program uses. Often the same. */
static struct value *last, *live;

static void values_free(struct value *values)
{
	for (size_t i = 0; values && i < SETTINGS; i++)
		free(values[i].text);
	free(values);
}

/* The index of a setting; SETTINGS: there is none of that name. */
static size_t setting_index(const char *name)
{
	size_t i = 0;

	while (i < SETTINGS && strcmp(config_settings[i].name, name) != 0)
		i++;
	return i;
}

static void set(struct value *value, const char *text, enum source source)
{
	free(value->text);
	*value = (struct value){ .text = memory_strdup(text), .source = source };
}

/* What one config_load is at. */
struct reading {
	struct value *values;
	struct buffer *faults;
	bool good;
};

static void PRINTF_LIKE(2, 3) fault(struct reading *reading, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	buffer_put_text(reading->faults, text);
	buffer_put_char(reading->faults, '\n');
	reading->good = false;
}

/* Takes one setting from the file, unless the environment has it. */
static void set_from_line(struct reading *reading, const char *path, unsigned line, const char *name,
			  const char *text)
{
	size_t i = setting_index(name);

	if (i == SETTINGS) {
		if (strncmp(name, "BALCAO_", 7) == 0)
			fault(reading, "%s:%u: %s: there is no such setting", path, line, name);
	} else if (strcmp(name, FILE_NAME) == 0) {
		fault(reading, "%s:%u: %s: a file can't name another", path, line, name);
	} else if (reading->values[i].source != SOURCE_ENVIRONMENT) {
		set(&reading->values[i], text, SOURCE_FILE);
		reading->values[i].file = path;
		reading->values[i].line = line;
	}
}

/* A file that holds a secret must not be readable by others. */
static void check_mode(struct reading *reading, const char *setting, const char *path, FILE *file)
{
	struct stat status;

	if (fstat(fileno(file), &status) != 0)
		fault(reading, "%s: %s: %s", setting, path, strerror(errno));
	else if (status.st_mode & 0007)
		fault(reading, "%s: %s: it holds a secret and is open to others: chmod o= %s", setting, path,
		      path);
}

/* Whether the line sets something that must not be seen, even if it is not used. */
static bool read_line(struct reading *reading, const char *path, unsigned line, char *text, size_t length)
{
	char *name, *value;
	const char *wrong = envfile_split(text, length, &name, &value);
	size_t i;

	if (wrong) {
		fault(reading, "%s:%u: %s", path, line, wrong);
		return false;
	}
	if (!*name)
		return false;
	set_from_line(reading, path, line, name, value);
	i = setting_index(name);
	return i < SETTINGS && setting_holds_secret(&config_settings[i], value);
}

static void read_lines(struct reading *reading, const char *path, FILE *file)
{
	char *text = NULL;
	size_t capacity = 0;
	ssize_t length;
	bool secret = false;

	for (unsigned line = 1; (length = getline(&text, &capacity, file)) >= 0; line++)
		secret |= read_line(reading, path, line, text, (size_t)length);
	if (ferror(file))
		fault(reading, FILE_NAME ": %s: %s", path, strerror(errno));
	free(text);
	if (secret)
		check_mode(reading, FILE_NAME, path, file);
}

static void read_file(struct reading *reading)
{
	const char *path = reading->values[setting_index(FILE_NAME)].text;
	FILE *file;

	if (!*path)
		return;
	file = fopen(path, "re");
	if (!file) {
		fault(reading, FILE_NAME ": %s: %s", path, strerror(errno));
		return;
	}
	read_lines(reading, path, file);
	fclose(file);
}

static void read_environment(struct reading *reading)
{
	for (size_t i = 0; i < SETTINGS; i++) {
		const char *text = getenv(config_settings[i].name);

		if (text)
			set(&reading->values[i], text, SOURCE_ENVIRONMENT);
	}
}

static void read_secret_line(struct reading *reading, const char *path, FILE *file)
{
	struct value *secret = &reading->values[setting_index(SECRET_NAME)];
	char *text = NULL;
	size_t capacity = 0;
	ssize_t length = getline(&text, &capacity, file);

	check_mode(reading, SECRET_FILE_NAME, path, file);
	if (length >= 0 && strlen(text) == (size_t)length) {
		text[strcspn(text, "\r\n")] = '\0';
		set(secret, text, SOURCE_FILE);
		secret->file = path;
		secret->line = 1;
	} else {
		fault(reading, SECRET_FILE_NAME ": %s: %s", path,
		      ferror(file) ? strerror(errno) : "there is no text in its first line");
	}
	free(text);
}

static void read_secret_file(struct reading *reading)
{
	const struct value *path = &reading->values[setting_index(SECRET_FILE_NAME)];
	const struct value *secret = &reading->values[setting_index(SECRET_NAME)];
	FILE *file;

	if (!*path->text || (*secret->text && secret->source >= path->source))
		return;
	file = fopen(path->text, "re");
	if (!file) {
		fault(reading, SECRET_FILE_NAME ": %s: %s", path->text, strerror(errno));
		return;
	}
	read_secret_line(reading, path->text, file);
	fclose(file);
}

static void value_fault(struct reading *reading, const struct setting *setting, const struct value *value)
{
	struct buffer kind = { 0 };

	setting_put_kind(&kind, setting);
	if (value->source == SOURCE_FILE)
		fault(reading, "%s:%u: %s: must be %s", value->file, value->line, setting->name, kind.data);
	else
		fault(reading, "environment: %s: must be %s", setting->name, kind.data);
	buffer_release(&kind);
}

/* Checks value number `i` and stores it in `*config`. */
static void take(struct reading *reading, size_t i, bool need_secret, struct config *config)
{
	const struct setting *setting = &config_settings[i];
	const struct value *value = &reading->values[i];
	void *member = (char *)config + setting->offset;
	long number = 0;
	bool missing = setting->type == SETTING_SECRET && !*value->text;

	if (missing && need_secret)
		fault(reading, "%s: missing; `openssl rand -base64 48` makes one", setting->name);
	else if (!missing && !setting_read(setting, value->text, &number))
		value_fault(reading, setting, value);
	if (setting->type == SETTING_NUMBER || setting->type == SETTING_CHOICE)
		*(long *)member = number;
	else if (setting->type != SETTING_FILE)
		*(const char **)member = value->text;
}

static struct value *values_new(void)
{
	struct value *values = memory_new(SETTINGS * sizeof(*values));

	for (size_t i = 0; i < SETTINGS; i++)
		set(&values[i], config_settings[i].value, SOURCE_DEFAULT);
	return values;
}

/* Makes `values` the last ones read and, if good, those that the program uses. */
static void keep(struct value *values, bool good)
{
	if (last != live)
		values_free(last);
	last = values;
	if (good) {
		values_free(live);
		live = values;
	}
}

bool config_load(struct config *config, bool need_secret, struct buffer *faults)
{
	struct reading reading = { values_new(), faults, true };
	struct config filled;

	read_environment(&reading);
	read_file(&reading);
	read_secret_file(&reading);
	for (size_t i = 0; i < SETTINGS; i++)
		take(&reading, i, need_secret, &filled);
	keep(reading.values, reading.good);
	if (reading.good)
		*config = filled;
	return reading.good;
}

/* Variables of ./run and the tests. */
static bool is_for_others(const char *name)
{
	return strncmp(name, "BALCAO_TEST_", 12) == 0 || strcmp(name, "BALCAO_BUILD_DIR") == 0;
}

void config_put_unknown(struct buffer *out)
{
	for (char **variable = environ; variable && *variable; variable++) {
		char *name;

		if (strncmp(*variable, "BALCAO_", 7) != 0)
			continue;
		name = memory_strdup(*variable);
		name[strcspn(name, "=")] = '\0';
		if (setting_index(name) == SETTINGS && !is_for_others(name))
			buffer_printf(out, "warning: environment: %s: there is no such setting\n", name);
		free(name);
	}
}

void config_show(struct buffer *out)
{
	static const char *const sources[SOURCE_ENVIRONMENT + 1] = { "default", "file", "environment" };

	for (size_t i = 0; last && i < SETTINGS; i++) {
		buffer_printf(out, "%s=", config_settings[i].name);
		setting_put_shown(out, &config_settings[i], last[i].text);
		buffer_printf(out, "  # %s\n", sources[last[i].source]);
	}
}

/* Writes words, indented by 8 columns and wrapped at 79. */
static void put_wrapped(struct buffer *out, const char *text)
{
	enum { INDENT = 8, WIDTH = 79 };
	size_t column = WIDTH;

	for (size_t length; *text; text += length + strspn(text + length, " ")) {
		length = strcspn(text, " ");
		if (column + 1 + length > WIDTH) {
			buffer_printf(out, "\n%*s", INDENT - 1, "");
			column = INDENT - 1;
		}
		buffer_printf(out, " %.*s", (int)length, text);
		column += 1 + length;
	}
}

void config_help(struct buffer *out)
{
	for (const struct setting *setting = config_settings; setting->name; setting++) {
		struct buffer words = { 0 };

		buffer_printf(&words, "%s (", setting->doc);
		setting_put_kind(&words, setting);
		if (words.data[words.length - 1] != '(')
			buffer_put_text(&words, "; ");
		buffer_printf(&words, "default: %s)", *setting->value ? setting->value : "empty");
		buffer_printf(out, "    %s", setting->name);
		put_wrapped(out, words.data);
		buffer_put_char(out, '\n');
		buffer_release(&words);
	}
}
