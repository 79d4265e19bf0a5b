/* Request bodies as SDKs compress them, inflated piece by piece: what is held is the decoder's window and one
 * piece, however long the body is.
 *
 * Sources: RFC 9110, 8.4.1 (codings), RFC 1950–1952 (zlib, deflate, gzip), RFC 7932 (br). What SDKs send as
 * Content-Encoding is odd at times: sentry-ruby 5 sends an empty one, old SDKs of Android "utf-8". */
#ifndef BALCAO_ERRORS_SENTRY_INFLATE_H
#define BALCAO_ERRORS_SENTRY_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct inflate;

enum {
	INFLATE_PIECE = 16 * 1024,
	INFLATE_WIRE_MAX = 16 * 1024 * 1024,  /* what a body may have as it was sent … */
	INFLATE_PLAIN_MAX = 32 * 1024 * 1024, /* … and inflated */
};

enum inflate_outcome {
	INFLATE_OK,
	INFLATE_UNKNOWN,   /* an encoding that is not known here */
	INFLATE_MALFORMED, /* not of that encoding */
	INFLATE_TRUNCATED, /* the body ends before the encoding does */
	INFLATE_TOO_LARGE, /* over one of the two limits: a bomb, say */
	INFLATE_STOPPED,   /* the sink has had enough */
	INFLATE__MAX
};

/* Receives `length` inflated bytes, 1 to INFLATE_PIECE (without an encoding: as many as were pushed). They
 * are there during the call only. False: no more is wanted. */
typedef bool inflate_sink(void *context, const char *bytes, size_t length);

struct inflate_limits {
	size_t wire, plain; /* bytes; that many are still fine */
};

/* A decoder for `encoding`, the value of Content-Encoding: gzip, x-gzip, deflate, br, without regard to case
 * or blanks around it; NULL, "", identity and utf-8 are none. It belongs to the arena. For another encoding,
 * or a list of several, there is a decoder too: its first outcome is INFLATE_UNKNOWN.
 *
 * deflate is what RFC 9110 calls so, with zlib's two bytes in front, or the bare stream that some send.
 * Several members of gzip after one another are one body. What follows the end of an encoding counts as sent
 * and is ignored. A decoder of br takes up to 16 MiB while it inflates a stream that wants such a window. */
struct inflate *inflate_new(struct arena *arena, const char *encoding, const struct inflate_limits *limits,
			    inflate_sink *sink, void *context);

/* Takes the next bytes of the body, any number of them, and hands what they inflate to to the sink. The
 * first outcome but INFLATE_OK is the last: the same is returned from then on and the sink is not called
 * again. Of a body that is too large the sink gets at most `plain` bytes. */
enum inflate_outcome inflate_push(struct inflate *decoder, const char *bytes, size_t length);

/* The body has ended. A body of no bytes is fine in any encoding. */
enum inflate_outcome inflate_finish(struct inflate *decoder);

#endif
