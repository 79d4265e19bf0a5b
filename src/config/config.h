/* Configuration: one table of settings, read from the environment and from an
 * optional file of NAME=value lines. `--help` and `balcao config` print the table, and
 * a lint compares docs/configuration.md with it. */
#ifndef BALCAO_CONFIG_CONFIG_H
#define BALCAO_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct buffer;

/* Who may register, and the values of BALCAO_REGISTRATION, ended by NULL. */
enum registration { REGISTRATION_OPEN, REGISTRATION_INVITED, REGISTRATION_CLOSED };
extern const char *const config_registration_names[];

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
	const char *time_zone;      /* whose days and months statistics go by, unless a request says */
	const char *jwt_secret;     /* at least 32 bytes */
	const char *cors_origins;   /* blank-separated origins, or "" */
	const char *metrics_allow;  /* addresses and CIDR blocks that may read /metrics */
	long workers;               /* that serve at a time; 0 = two per core */
	long standby_workers;       /* besides: they serve while others wait */
	long access_token_seconds, refresh_token_days, session_days;
	long password_cost;   /* yescrypt cost factor, 1–11 */
	long hashing_workers; /* 0 = one for every two cores, at least one */
	long login_tries;
	long registration; /* enum registration */
	long invitation_seconds, reset_seconds;
	long activity_days;
	long events_per_minute;                               /* of one key of the error center */
	const char *viacep_url, *brasilapi_url, *opencep_url; /* base URLs, no final slash; "" = not asked */
	long lookup_workers;                                  /* 0 = a quarter, at least one */
	long cep_per_minute;                                  /* of one user, not cached */
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
	SETTING_ADDRESSES, /* IP addresses and CIDR blocks, as base/address.h reads them */
	SETTING_ORIGIN,    /* http://host[:port] or https://host[:port], lower case */
	SETTING_ORIGINS,   /* any number of them, separated by blanks */
	SETTING_ZONE,      /* a name of the IANA time zone database (base/zone.h) */
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
 * The file has the syntax of systemd's EnvironmentFile=, restricted to the part that is unambiguous:
 * NAME=value, blank lines, and comments after # or ; at the start of a line. A value with blanks at its ends
 * or with a backslash must be in double quotes, in which \" \\ \` and \$ lose their backslash. A file with a
 * secret or a password must not be accessible by others (mode & 0007 == 0).
 *
 * Returns true if `*config` is filled. Otherwise `*config` is unchanged and every fault was appended to
 * `faults`, one line each, with the setting and its source but never a value. Unknown BALCAO_ names are
 * faults in the file, but not in the environment (see config_put_unknown); all other names are ignored.
 * `need_secret` tells whether a missing jwt_secret is a fault. Texts live until the next successful
 * config_load. */
MUST_CHECK bool config_load(struct config *config, bool need_secret, struct buffer *faults);

/* Appends a line of warning for each variable of the environment whose name begins with BALCAO_ and is not a
 * setting, except BALCAO_BUILD_DIR and BALCAO_TEST_…, which the tools use. Values are never written. */
void config_put_unknown(struct buffer *out);

/* Appends a line "NAME=value  # source" for every setting, as the last config_load read it, successful or
 * not; nothing before the first. Secrets are written as ***** (or empty); the source is default, file or
 * environment. */
void config_show(struct buffer *out);

/* Appends the table for `balcao --help`: name, doc and default of every setting, wrapped at 79 columns. */
void config_help(struct buffer *out);

#endif
