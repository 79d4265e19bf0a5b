/* The body of /api/<number>/store/, the way of old SDKs: an event as JSON, or that JSON deflated and in
 * base64, which raven sent before HTTP's own encodings were taken. Source: Relay's store endpoint
 * (relay-server, endpoints/store.rs and utils, decode of bodies that do not begin with a brace). */
#ifndef BALCAO_ERRORS_SENTRY_STORE_BODY_H
#define BALCAO_ERRORS_SENTRY_STORE_BODY_H

#include <stddef.h>

struct arena;

enum store_body_outcome {
	STORE_BODY_OK,
	STORE_BODY_MALFORMED, /* neither an object nor base64 of something deflated */
	STORE_BODY_TOO_LARGE, /* over `max`, once inflated */
};

/* Finds the JSON in `length` bytes that HTTP's encoding is already taken from. A body that begins with a
 * brace, after white space or a byte order mark, is returned as it is; another is decoded (base64 of RFC
 * 4648, 4 or 5, with or without padding, line ends among it) and inflated to `max` bytes at the most, in the
 * arena. Whether it is JSON is for lenient_parse to say. */
enum store_body_outcome store_body_read(struct arena *arena, const char *body, size_t length, size_t max,
					const char **json, size_t *json_length);

#endif
