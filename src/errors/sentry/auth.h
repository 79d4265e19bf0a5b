/* Finds the public key with which an SDK reports. The key belongs to a project and is not a secret.
 *
 * Sources: Sentry's developer documentation (sdk/foundations/transport/authentication), and the SDKs: those
 * of JavaScript send the key in the query, which needs no CORS preflight, the others send it in
 * X-Sentry-Auth, and behind a tunnel only the "dsn" of the envelope has it. Relay accepts Authorization too
 * (relay-server, extractors/request_meta.rs). */
#ifndef BALCAO_ERRORS_SENTRY_AUTH_H
#define BALCAO_ERRORS_SENTRY_AUTH_H

#include <stddef.h>

enum { AUTH_KEY_SIZE = 33 /* 32 lower-case hexadecimal digits and a NUL */ };

enum auth_result {
	AUTH_OK,
	AUTH_MISSING,   /* no source names a key */
	AUTH_MALFORMED, /* what the first such source names is not a key */
	AUTH__MAX
};

/* The places where a key may be, as NUL-terminated texts of any content, or NULL if the request lacks
 * them. */
struct auth_sources {
	const char *query;         /* QUERY_STRING: sentry_key=… */
	const char *x_sentry_auth; /* "Sentry sentry_key=…, sentry_version=7", in any order */
	const char *authorization; /* the same, or Basic with the key as the user name */
	const char *dsn;           /* the envelope's: https://KEY[:SECRET]@HOST[/PATH]/NUMBER */
};

/* Reads the key from the first source that names one, in the order of the struct, and ignores the others:
 * Relay refuses a request with several keys, but SDKs behind a tunnel send two. A source of another form,
 * such as "Authorization: Bearer …", names no key. Returns AUTH_OK and writes `key` in lower case,
 * NUL-terminated; otherwise the content of `key` is undefined. */
enum auth_result auth_read(const struct auth_sources *sources, char key[AUTH_KEY_SIZE]);

#endif
