/* The public key with which an SDK reports: a key of a project, not a secret.
 *
 * Sources: Sentry's developer documentation (sdk/foundations/transport/authentication) and what SDKs do:
 * those of JavaScript put it into the query to spare a preflight, the others send X-Sentry-Auth, tunnels
 * have nothing but the "dsn" of the envelope; Relay takes Authorization too (relay-server,
 * extractors/request_meta.rs). */
#ifndef BALCAO_ERRORS_SENTRY_AUTH_H
#define BALCAO_ERRORS_SENTRY_AUTH_H

#include <stddef.h>

enum { AUTH_KEY_SIZE = 33 /* 32 lower-case hexadecimal digits and a NUL */ };

enum auth_result {
	AUTH_OK,
	AUTH_MISSING,   /* no key anywhere */
	AUTH_MALFORMED, /* the first that there is is no key */
	AUTH__MAX
};

/* Where a key may stand, each as it was sent, without its NUL byte, or NULL. */
struct auth_sources {
	const char *query;         /* QUERY_STRING: sentry_key=… */
	const char *x_sentry_auth; /* Sentry sentry_key=…, sentry_version=7, … in any order */
	const char *authorization; /* the same, or Basic with the key as user name */
	const char *dsn;           /* of the envelope's header: https://KEY[:SECRET]@HOST[/PATH]/NUMBER */
};

/* Takes the key of the first source, in that order, that names one; the others are not looked at (Relay
 * refuses several; SDKs behind a tunnel send two). Upper case is folded. A source that is of another kind,
 * such as "Authorization: Bearer …", names none. */
enum auth_result auth_read(const struct auth_sources *sources, char key[AUTH_KEY_SIZE]);

#endif
