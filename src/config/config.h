/* Configuration: one table of settings, read from the environment and from an
 * optional file of NAME=value lines. `--help`, `balcao config` and the lint of
 * docs/configuration.md are made from the table. */
#ifndef BALCAO_CONFIG_CONFIG_H
#define BALCAO_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct buffer;

/* Every setting, read and checked. Texts are never NULL, "" when empty; they live
 * as long as the process. */
struct config {
	const char *database;       /* libpq connection string of the service's role */
	const char *database_owner; /* the same for `balcao migrate`; "" = database */
	const char *database_role;  /* the role that migrations grant rights to */
	const char *socket;         /* path of the FastCGI socket */
	const char *socket_group;   /* group of the socket; "" = the process's own */
	const char *pid_file;       /* "" = none */
	const char *public_url;     /* scheme, host and port that clients use, no final slash */
	const char *jwt_secret;     /* at least 32 bytes */
	const char *cors_origins;   /* blank-separated origins, or "" */
	const char *metrics_allow;  /* addresses and CIDR blocks that may read /metrics */
	long workers;               /* 0 = two per core */
	long access_token_seconds, refresh_token_days;
	long password_cost;   /* yescrypt cost factor, 1–11 */
	long hashing_workers; /* 0 = half of them, at least one */
	long login_tries;
	long activity_days;
	long events_per_minute;                               /* of one key of the error center */
	const char *viacep_url, *brasilapi_url, *opencep_url; /* base URLs, no final slash; "" = not asked */
	long lookup_workers;                                  /* 0 = a quarter, at least one */
	long cep_connect_ms, cep_call_ms, cep_total_ms;
	long cep_breaker_failures, cep_breaker_seconds;
	long cep_found_days, cep_not_found_hours;
	long statement_timeout_ms, request_timeout_seconds, drain_seconds;
	long log_level; /* enum log_level */
};

enum setting_type {
	SETTING_NOT_SAID, /* a row that forgot it */
	SETTING_TEXT,
	SETTING_SECRET,   /* never shown */
	SETTING_DATABASE, /* a libpq connection string; shown without its password */
	SETTING_NUMBER,
	SETTING_CHOICE,
	SETTING_ADDRESSES, /* what base/address.h reads */
	SETTING_ORIGIN,    /* http://host[:port] or https://host[:port], lower case */
	SETTING_ORIGINS,   /* any number of them, separated by blanks */
	SETTING_URL,       /* https://host[:port][/path], or http:// on loopback; or empty */
	SETTING_FILE       /* names a file that config_load reads; has no member */
};

struct setting {
	const char *name; /* BALCAO_… */
	enum setting_type type;
	size_t offset;              /* of the member in struct config; SETTING_FILE: 0 */
	const char *value;          /* default, as text */
	long min, max;              /* numbers: bounds; texts: least and most bytes, max 0 = any number */
	const char *const *choices; /* SETTING_CHOICE: NULL-terminated; the value is the index */
	const char *doc;            /* one English sentence or two, for --help and the docs */
};

/* All settings, ended by a row without a name. */
extern const struct setting config_settings[];

/* Reads defaults, then the file named by BALCAO_CONFIG (if set), then the
 * environment; later wins. BALCAO_JWT_SECRET_FILE names a file whose first line
 * is the secret, unless BALCAO_JWT_SECRET is set in the same place or a later one.
 *
 * The file is what systemd's EnvironmentFile= reads, or rather the part of it that
 * has one meaning: NAME=value, blank lines, comments after # or ; at the start of a
 * line. A value with blanks at its ends, or with a backslash, stands in double
 * quotes, in which \" \\ \` and \$ lose their backslash. A file with a secret or a
 * password in it must not be readable by others (mode & 0007 == 0).
 *
 * True: `*config` is filled. False: `*config` is as it was, and every fault has
 * been written to `faults`, a line each, naming the setting and its source, never
 * a value. Unknown BALCAO_ names in the file are faults, in the environment they
 * are for config_put_unknown; all other names are ignored. `need_secret`: whether a missing jwt_secret
 * is a fault. Texts live until the next successful config_load. */
MUST_CHECK bool config_load(struct config *config, bool need_secret, struct buffer *faults);

/* Writes a line of warning for each name in the environment that begins with BALCAO_ and is
 * no setting, but for BALCAO_BUILD_DIR and BALCAO_TEST_…, which are others'. Never a value. */
void config_put_unknown(struct buffer *out);

/* Writes "NAME=value  # source" lines for `balcao config`: every setting, secrets
 * as ***** (or empty), the source one of default, file, environment. What the last
 * config_load read, successful or not; nothing before the first. */
void config_show(struct buffer *out);

/* Writes the table for `balcao --help`: name, default, doc, wrapped at 79. */
void config_help(struct buffer *out);

#endif
