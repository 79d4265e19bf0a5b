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
	  "A file of NAME=value lines with settings; the environment takes precedence over it." },
	{ "BALCAO_DATABASE", SETTING_DATABASE, MEMBER(database), "dbname=balcao", 0, 0, NULL,
	  "How the service connects to PostgreSQL: a libpq connection string or URI." },
	{ "BALCAO_DATABASE_OWNER", SETTING_DATABASE, MEMBER(database_owner), "", 0, 0, NULL,
	  "How `balcao migrate` connects, as the owner of the tables; "
	  "empty: like BALCAO_DATABASE." },
	{ "BALCAO_DATABASE_ROLE", SETTING_TEXT, MEMBER(database_role), "balcao", 1, 63, NULL,
	  "The database role of the service, to which migrations grant rights." },
	{ "BALCAO_SOCKET", SETTING_TEXT, MEMBER(socket), "/run/balcao/balcao.sock", 1, 107, NULL,
	  "Path of the FastCGI socket that nginx connects to; "
	  "not used when systemd passes a socket." },
	{ "BALCAO_SOCKET_GROUP", SETTING_TEXT, MEMBER(socket_group), "", 0, 0, NULL,
	  "Group that may connect to the socket, usually nginx's; empty: the service's own." },
	{ "BALCAO_PID_FILE", SETTING_TEXT, MEMBER(pid_file), "", 0, 0, NULL,
	  "File to write the master's process id to; empty: none." },
	{ "BALCAO_PUBLIC_URL", SETTING_ORIGIN, MEMBER(public_url), "https://localhost:8443", 0, 0,
	  NULL,
	  "Scheme, host and port that clients use, for the links that the service makes and for the pages "
	  "that may use its cookie." },
	{ "BALCAO_TIME_ZONE", SETTING_ZONE, MEMBER(time_zone), "America/Sao_Paulo", 0, 0, NULL,
	  "Whose days and months statistics go by, unless a request says otherwise." },
	{ SECRET_NAME, SETTING_SECRET, MEMBER(jwt_secret), "", 32, 0, NULL,
	  "Secret that signs access tokens. Whoever knows it can act as any user." },
	{ SECRET_FILE_NAME, SETTING_FILE, 0, "", 0, 0, NULL,
	  "A file whose first line is BALCAO_JWT_SECRET." },
	{ "BALCAO_CORS_ORIGINS", SETTING_ORIGINS, MEMBER(cors_origins), "", 0, 0, NULL,
	  "Web sites whose scripts may call the service; empty: none." },
	{ "BALCAO_METRICS_ALLOW", SETTING_ADDRESSES, MEMBER(metrics_allow), "127.0.0.0/8 ::1", 0, 0,
	  NULL, "Addresses that may read /metrics; empty: none." },
	{ "BALCAO_WORKERS", SETTING_NUMBER, MEMBER(workers), "0", 0, 256, NULL,
	  "Worker processes that serve at a time; 0: two per core." },
	{ "BALCAO_STANDBY_WORKERS", SETTING_NUMBER, MEMBER(standby_workers), "16", 0, 256, NULL,
	  "Worker processes besides, which stand by until others wait for a place to hash a password or to "
	  "look up a CEP." },
	{ "BALCAO_ACCESS_TOKEN_SECONDS", SETTING_NUMBER, MEMBER(access_token_seconds), "900", 60,
	  86400, NULL, "How many seconds an access token is valid." },
	{ "BALCAO_REFRESH_TOKEN_DAYS", SETTING_NUMBER, MEMBER(refresh_token_days), "30", 1, 365,
	  NULL, "How many days a refresh token is valid, and so a session that is not used." },
	{ "BALCAO_SESSION_DAYS", SETTING_NUMBER, MEMBER(session_days), "90", 1, 3650, NULL,
	  "How many days a session lasts in all, however often it is refreshed." },
	{ "BALCAO_PASSWORD_COST", SETTING_NUMBER, MEMBER(password_cost), "5", 1, 11, NULL,
	  "Cost factor of yescrypt for new passwords; each step doubles time and memory." },
	{ "BALCAO_HASHING_WORKERS", SETTING_NUMBER, MEMBER(hashing_workers), "0", 0, 256, NULL,
	  "How many workers may hash passwords at the same time; 0: one for every two cores." },
	{ "BALCAO_LOGIN_TRIES", SETTING_NUMBER, MEMBER(login_tries), "5", 1, 1000, NULL,
	  "Failed logins to one account from one address before the next must wait; the limit is "
	  "twice as high for an account from all addresses, and 20 times as high for an address." },
	{ "BALCAO_REGISTRATION", SETTING_CHOICE, MEMBER(registration), "open", 0, 0,
	  config_registration_names,
	  "Who may register: anybody, only people with an invitation to an organization, or nobody. "
	  "`balcao user create` makes accounts in any case." },
	{ "BALCAO_INVITATION_SECONDS", SETTING_NUMBER, MEMBER(invitation_seconds), "604800", 1, 31536000,
	  NULL, "How many seconds an invitation to an organization is valid." },
	{ "BALCAO_RESET_SECONDS", SETTING_NUMBER, MEMBER(reset_seconds), "3600", 1, 604800, NULL,
	  "How many seconds a link to set a password is valid." },
	{ "BALCAO_ACTIVITY_DAYS", SETTING_NUMBER, MEMBER(activity_days), "365", 1, 36500, NULL,
	  "How many days the log of activity is kept." },
	{ "BALCAO_EVENTS_PER_MINUTE", SETTING_NUMBER, MEMBER(events_per_minute), "6000", 1, 1000000000,
	  NULL, "How many events per minute the error center accepts with one key, and for one project, "
	  "unless the key or the project says otherwise." },
	{ "BALCAO_EVENT_BYTES_PER_MINUTE", SETTING_NUMBER, MEMBER(event_bytes_per_minute), "104857600",
	  1048576, 4000000000, NULL, "How many bytes of events, before compression, likewise." },
	{ "BALCAO_ALL_EVENTS_PER_MINUTE", SETTING_NUMBER, MEMBER(all_events_per_minute), "600000", 1,
	  1000000000, NULL, "How many events per minute the error center accepts in all." },
	{ "BALCAO_ALL_EVENT_BYTES_PER_MINUTE", SETTING_NUMBER, MEMBER(all_event_bytes_per_minute),
	  "2147483648", 1048576, 4000000000, NULL,
	  "How many bytes of events per minute, before compression, it accepts in all." },
	{ "BALCAO_VIACEP_URL", SETTING_URL, MEMBER(viacep_url), "https://viacep.com.br", 0, 0, NULL,
	  "Base URL of ViaCEP, which is asked for addresses first; empty: it is not asked." },
	{ "BALCAO_BRASILAPI_URL", SETTING_URL, MEMBER(brasilapi_url), "https://brasilapi.com.br", 0, 0,
	  NULL, "Base URL of BrasilAPI, which is asked if ViaCEP gives no address; empty: it is not asked." },
	{ "BALCAO_OPENCEP_URL", SETTING_URL, MEMBER(opencep_url), "https://opencep.com", 0, 0, NULL,
	  "Base URL of OpenCEP, which is asked if neither gives an address; empty: it is not asked." },
	{ "BALCAO_LOOKUP_WORKERS", SETTING_NUMBER, MEMBER(lookup_workers), "0", 0, 256, NULL,
	  "How many workers may look up a CEP at the same time; 0: a quarter of them." },
	{ "BALCAO_CEP_PER_MINUTE", SETTING_NUMBER, MEMBER(cep_per_minute), "300", 1, 1000000, NULL,
	  "How many CEPs that are not in the cache one user may look up in a minute." },
	{ "BALCAO_CEP_CONNECT_MS", SETTING_NUMBER, MEMBER(cep_connect_ms), "1500", 10, 20000, NULL,
	  "How many milliseconds connecting to a provider may take." },
	{ "BALCAO_CEP_CALL_MS", SETTING_NUMBER, MEMBER(cep_call_ms), "3000", 10, 20000, NULL,
	  "How many milliseconds one call of a provider may take in total." },
	{ "BALCAO_CEP_TOTAL_MS", SETTING_NUMBER, MEMBER(cep_total_ms), "5000", 10, 20000, NULL,
	  "How many milliseconds looking up a CEP may take with all providers." },
	{ "BALCAO_CEP_BREAKER_FAILURES", SETTING_NUMBER, MEMBER(cep_breaker_failures), "5", 1, 1000,
	  NULL, "After how many failures in a row a provider is no longer called." },
	{ "BALCAO_CEP_BREAKER_SECONDS", SETTING_NUMBER, MEMBER(cep_breaker_seconds), "60", 1, 86400,
	  NULL, "For how many seconds a failing provider is not called." },
	{ "BALCAO_CEP_FOUND_DAYS", SETTING_NUMBER, MEMBER(cep_found_days), "90", 0, 3650, NULL,
	  "How many days the address of a CEP is kept in the cache." },
	{ "BALCAO_CEP_NOT_FOUND_HOURS", SETTING_NUMBER, MEMBER(cep_not_found_hours), "24", 0, 8760,
	  NULL, "After how many hours a CEP that was not found is looked up again." },
	{ "BALCAO_STATEMENT_TIMEOUT_MS", SETTING_NUMBER, MEMBER(statement_timeout_ms), "5000", 100,
	  600000, NULL, "After how many milliseconds PostgreSQL cancels a statement." },
	{ "BALCAO_REQUEST_TIMEOUT_SECONDS", SETTING_NUMBER, MEMBER(request_timeout_seconds), "30",
	  1, 3600, NULL, "A worker that is busy with one request for longer is killed and replaced." },
	{ "BALCAO_DRAIN_SECONDS", SETTING_NUMBER, MEMBER(drain_seconds), "10", 0, 3600, NULL,
	  "How many seconds requests may take to finish when the service stops." },
	{ "BALCAO_LOG_LEVEL", SETTING_CHOICE, MEMBER(log_level), "info", 0, 0, log_level_names,
	  "The lowest level of messages that are logged." },
	{ NULL }
};

const char *const config_registration_names[] = {
	[REGISTRATION_OPEN] = "open", [REGISTRATION_INVITED] = "invited", [REGISTRATION_CLOSED] = "closed",
	NULL
};
/* clang-format on */

enum { SETTINGS = COUNT(config_settings) - 1 };

enum source { SOURCE_DEFAULT, SOURCE_FILE, SOURCE_ENVIRONMENT };

/* The value that was read for a setting, and its source. */
struct value {
	char *text;
	enum source source;
	const char *file; /* SOURCE_FILE: the file's path; it belongs to another value */
	unsigned line;
};

/* The values that the last config_load read, and those of the last successful one, which the program uses.
 * Both are the same if the last one was successful. */
static struct value *last, *live;

static void values_free(struct value *values)
{
	for (size_t i = 0; values && i < SETTINGS; i++)
		free(values[i].text);
	free(values);
}

/* Returns the index of a setting; SETTINGS if there is no setting of this name. */
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

/* The state of one config_load. */
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

/* Stores one setting of the file, unless the environment has set it. */
static void set_from_line(struct reading *reading, const char *path, unsigned line, const char *name,
			  const char *text)
{
	size_t i = setting_index(name);

	if (i == SETTINGS) {
		if (strncmp(name, "BALCAO_", 7) == 0)
			fault(reading, "%s:%u: %s: there is no such setting", path, line, name);
	} else if (strcmp(name, FILE_NAME) == 0) {
		fault(reading, "%s:%u: %s: a file can't name another file", path, line, name);
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
		fault(reading,
		      "%s: %s: the file holds a secret, but others may access it: chmod o= "
		      "%s",
		      setting, path, path);
}

/* Reads one line. Returns whether it holds a secret, even one that is not used. */
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
		      ferror(file) ? strerror(errno) : "the first line has no text");
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
static void store_value(struct reading *reading, size_t i, bool need_secret, struct config *config)
{
	const struct setting *setting = &config_settings[i];
	const struct value *value = &reading->values[i];
	void *member = (char *)config + setting->offset;
	long number = 0;
	bool missing = setting->type == SETTING_SECRET && !*value->text;

	if (missing && need_secret)
		fault(reading, "%s: missing; `openssl rand -base64 48` makes a secret", setting->name);
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
static void keep_values(struct value *values, bool good)
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
		store_value(&reading, i, need_secret, &filled);
	keep_values(reading.values, reading.good);
	if (reading.good)
		*config = filled;
	return reading.good;
}

/* Variables of ./run and the tests, which are not settings of the service. */
static bool is_of_tools(const char *name)
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
		if (setting_index(name) == SETTINGS && !is_of_tools(name))
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
