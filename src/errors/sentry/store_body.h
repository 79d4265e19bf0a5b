/* Decodes the body of /api/<number>/store/, to which old SDKs report: an event as JSON, or such JSON
 * compressed with deflate and encoded in base64, which the SDK raven sent before Content-Encoding was
 * supported. Source: Relay's store endpoint (relay-server, endpoints/store.rs and utils, for bodies that do
 * not begin with a brace). */
#ifndef BALCAO_ERRORS_SENTRY_STORE_BODY_H
#define BALCAO_ERRORS_SENTRY_STORE_BODY_H

#include <stddef.h>

struct arena;

enum store_body_outcome {
	STORE_BODY_OK,
	STORE_BODY_MALFORMED, /* neither an object nor base64 of deflated bytes */
	STORE_BODY_TOO_LARGE, /* longer than `max` after inflating */
};

/* Decodes the `length` bytes of `body`, from which the caller has removed the Content-Encoding. If the body
 * begins with a brace, after white space or a byte order mark, `*json` is `body`. Any other body is decoded
 * (base64 of RFC 4648, 4 or 5, with or without padding, also with line breaks) and inflated to at most `max`
 * bytes, which live in the arena. The result need not be valid JSON: lenient_parse checks that. `*json` and
 * `*json_length` are defined only after STORE_BODY_OK. */
enum store_body_outcome store_body_read(struct arena *arena, const char *body, size_t length, size_t max,
					const char **json, size_t *json_length);

#endif
