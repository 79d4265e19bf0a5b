/* A decoder for compressed request bodies. It inflates a body piece by piece, so that it needs memory only
 * for its window and one piece, however long the body is.
 *
 * Sources: RFC 9110, 8.4.1 (codings), RFC 1950–1952 (zlib, deflate, gzip), RFC 7932 (br). Some SDKs send an
 * odd Content-Encoding: sentry-ruby 5 an empty one, old SDKs of Android "utf-8". */
#ifndef BALCAO_ERRORS_SENTRY_INFLATE_H
#define BALCAO_ERRORS_SENTRY_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct inflate;

enum {
	INFLATE_PIECE = 16 * 1024,             /* bytes */
	INFLATE_WIRE_MAX = 100 * 1024 * 1024,  /* the longest body as it was sent, in bytes */
	INFLATE_PLAIN_MAX = 200 * 1024 * 1024, /* the longest inflated body, in bytes */
	/* Beyond so many inflated bytes, a body may inflate to INFLATE_RATIO times what has arrived. */
	INFLATE_FREE = 32 * 1024 * 1024,
	INFLATE_RATIO = 4,
};

enum inflate_outcome {
	INFLATE_OK,
	INFLATE_UNKNOWN,   /* the encoding is not supported */
	INFLATE_MALFORMED, /* the body does not have this encoding */
	INFLATE_TRUNCATED, /* the body ends before its compressed stream does */
	INFLATE_TOO_LARGE, /* the body exceeds one of the limits, or INFLATE_RATIO: a decompression bomb */
	INFLATE_STOPPED,   /* the sink returned false */
	INFLATE__MAX
};

/* Receives `length` inflated bytes, 1 to INFLATE_PIECE, or, without an encoding, as many as were pushed. The
 * bytes are valid during the call only. Returns false to stop the decoder (INFLATE_STOPPED). */
typedef bool inflate_sink(void *context, const char *bytes, size_t length);

struct inflate_limits {
	size_t wire, plain; /* the most bytes of the body as it was sent, and of the inflated body */
};

/* Returns a decoder, which belongs to the arena, for `encoding`, the value of Content-Encoding: gzip,
 * x-gzip, deflate or br, in any case and with blanks around it; NULL, "", identity and utf-8 mean no
 * encoding. For any other value, including a list of encodings, the decoder's first outcome is
 * INFLATE_UNKNOWN. The decoder copies `limits`, and passes `context` to `sink`.
 *
 * "deflate" is the zlib format, as in RFC 9110, or the bare deflate stream that some clients send. Several
 * gzip members in a row are one body. Bytes after the end of the compressed stream are ignored, but count
 * for the limit `wire`. A br decoder charges the arena for its window, which can take 16 MiB. */
struct inflate *inflate_new(struct arena *arena, const char *encoding, const struct inflate_limits *limits,
			    inflate_sink *sink, void *context);

/* Inflates the next `length` bytes of the body and passes the result to the sink. After any outcome but
 * INFLATE_OK the decoder is finished: further calls return the same outcome and don't call the sink. The
 * sink never gets more than `plain` bytes. */
enum inflate_outcome inflate_push(struct inflate *decoder, const char *bytes, size_t length);

/* Ends the body, and returns the final outcome. An empty body is INFLATE_OK in any supported encoding. */
enum inflate_outcome inflate_finish(struct inflate *decoder);

#endif
