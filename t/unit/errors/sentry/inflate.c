#include "errors/sentry/inflate.h"

#include <brotli/encode.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

enum { BITS_ZLIB = 15, BITS_GZIP = 31, BITS_RAW = -15, BOMB = 10 * 1024 * 1024 };

static const char plain[] = "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"event\"}\n{"
			    "\"message\":\"ol\xC3\xA1\"}\n";

struct sink {
	struct buffer got;
	size_t largest, calls, stop_after;
};

static bool take(void *context, const char *bytes, size_t length)
{
	struct sink *sink = context;

	buffer_put(&sink->got, bytes, length);
	sink->largest = length > sink->largest ? length : sink->largest;
	return ++sink->calls != sink->stop_after;
}

static struct buffer deflate_with(int bits, const void *bytes, size_t length)
{
	struct buffer out = { 0 };
	z_stream stream = { .next_in = (Bytef *)bytes, .avail_in = (uInt)length };

	cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, bits, 9, Z_DEFAULT_STRATEGY), Z_OK);
	stream.avail_out = (uInt)deflateBound(&stream, (uLong)length) + 64;
	stream.next_out = (Bytef *)buffer_reserve(&out, stream.avail_out);
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	out.length = stream.total_out;
	deflateEnd(&stream);
	return out;
}

static struct buffer brotli(const void *bytes, size_t length)
{
	struct buffer out = { 0 };
	size_t size = BrotliEncoderMaxCompressedSize(length);

	cr_assert(BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, length, bytes, &size,
					(uint8_t *)buffer_reserve(&out, size)));
	out.length = size;
	return out;
}

static struct buffer encode(const char *how, const void *bytes, size_t length)
{
	struct buffer out = { 0 };

	if (strcmp(how, "br") == 0)
		return brotli(bytes, length);
	if (strcmp(how, "gzip") == 0)
		return deflate_with(BITS_GZIP, bytes, length);
	if (strcmp(how, "zlib") == 0)
		return deflate_with(BITS_ZLIB, bytes, length);
	if (strcmp(how, "raw") == 0)
		return deflate_with(BITS_RAW, bytes, length);
	buffer_put(&out, bytes, length);
	return out;
}

/* Pushes `first` bytes, then the rest in pieces of `piece`. */
static enum inflate_outcome run(const char *encoding, const struct buffer *body, size_t first, size_t piece,
				struct inflate_limits limits, struct sink *sink)
{
	struct arena *arena = arena_new();
	struct inflate *decoder = inflate_new(arena, encoding, &limits, take, sink);
	enum inflate_outcome outcome;

	inflate_push(decoder, body->data, first);
	for (size_t at = first; at < body->length; at += piece)
		inflate_push(decoder, body->data + at, piece < body->length - at ? piece : body->length - at);
	outcome = inflate_finish(decoder);
	arena_free(arena);
	return outcome;
}

static const struct inflate_limits wide = { INFLATE_WIRE_MAX, INFLATE_PLAIN_MAX };

static const struct {
	const char *encoding, *how;
} known[] = {
	{ NULL, "none" },      { "", "none" },       { "identity", "none" }, { "utf-8", "none" },
	{ "UTF-8", "none" },   { "gzip", "gzip" },   { " GZip\t", "gzip" },  { "x-gzip", "gzip" },
	{ "deflate", "zlib" }, { "deflate", "raw" }, { "br", "br" },         { "BR", "br" },
};

static void expect_plain(const char *encoding, const char *how, const struct buffer *body, size_t first,
			 size_t piece)
{
	struct sink sink = { 0 };
	enum inflate_outcome outcome = run(encoding, body, first, piece, wide, &sink);

	cr_expect_eq(outcome, INFLATE_OK, "%s of %s in %zu and %zu: %d", encoding, how, first, piece,
		     outcome);
	cr_expect_eq(sink.got.length, sizeof(plain) - 1, "%s of %s in %zu and %zu", encoding, how, first,
		     piece);
	if (sink.got.length > 0)
		cr_expect_str_eq(sink.got.data, plain, "%s of %s in %zu and %zu", encoding, how, first,
				 piece);
	buffer_release(&sink.got);
}

Test(sentry_inflate, every_encoding_at_every_boundary)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		struct buffer body = encode(known[i].how, plain, sizeof(plain) - 1);

		for (size_t first = 0; first <= body.length; first++)
			expect_plain(known[i].encoding, known[i].how, &body, first, body.length);
		expect_plain(known[i].encoding, known[i].how, &body, 0, 1);
		buffer_release(&body);
	}
}

Test(sentry_inflate, unknown_encodings)
{
	static const char *const unknown[] = { "zstd", "gzip, br", "gzi", "gzipx", "utf-16", "*" };
	struct buffer body = encode("gzip", plain, sizeof(plain) - 1);

	for (size_t i = 0; i < COUNT(unknown); i++) {
		struct sink sink = { 0 };

		cr_expect_eq(run(unknown[i], &body, 0, 9, wide, &sink), INFLATE_UNKNOWN, "%s", unknown[i]);
		cr_expect_eq(sink.calls, 0, "%s", unknown[i]);
	}
	buffer_release(&body);
}

Test(sentry_inflate, truncated_everywhere)
{
	static const char *const hows[] = { "gzip", "zlib", "raw", "br" };

	for (size_t i = 0; i < COUNT(hows); i++) {
		struct buffer body = encode(hows[i], plain, sizeof(plain) - 1);
		const char *encoding =
			strcmp(hows[i], "zlib") == 0 || strcmp(hows[i], "raw") == 0 ? "deflate" : hows[i];

		for (size_t length = 0; length < body.length; length++) {
			struct sink sink = { 0 };
			struct buffer part = { .data = body.data, .length = length };
			enum inflate_outcome outcome = run(encoding, &part, 0, 7, wide, &sink);

			cr_expect_eq(outcome, length ? INFLATE_TRUNCATED : INFLATE_OK, "%s of %zu bytes: %d",
				     hows[i], length, outcome);
			buffer_release(&sink.got);
		}
		buffer_release(&body);
	}
}

Test(sentry_inflate, malformed)
{
	static const char *const encodings[] = { "gzip", "deflate", "br" };
	struct buffer body = { .data = (char *)"\xFF\xFF\xFF\xFF this is not compressed", .length = 28 };

	for (size_t i = 0; i < COUNT(encodings); i++) {
		struct sink sink = { 0 };

		cr_expect_eq(run(encodings[i], &body, 0, 3, wide, &sink), INFLATE_MALFORMED, "%s",
			     encodings[i]);
		buffer_release(&sink.got);
	}
}

/* 10 MiB of zeros: gzip compresses them to 10 KiB, br to a few bytes. */
Test(sentry_inflate, bombs_stop_at_the_limit)
{
	static const char *const hows[] = { "gzip", "zlib", "raw", "br", "none" };
	struct inflate_limits limits = { INFLATE_WIRE_MAX, 1024 * 1024 };
	char *zeros = calloc(1, BOMB);

	for (size_t i = 0; i < COUNT(hows); i++) {
		struct buffer body = encode(hows[i], zeros, BOMB);
		const char *encoding = strcmp(hows[i], "zlib") == 0 || strcmp(hows[i], "raw") == 0 ? "deflate"
				       : strcmp(hows[i], "none") == 0                              ? ""
												   : hows[i];
		struct sink sink = { 0 };

		cr_expect_eq(run(encoding, &body, 0, 4096, limits, &sink), INFLATE_TOO_LARGE, "%s", hows[i]);
		cr_expect_leq(sink.got.length, limits.plain, "%s", hows[i]);
		cr_expect_gt(sink.got.length, limits.plain - INFLATE_PIECE - 1, "%s", hows[i]);
		cr_expect_leq(sink.largest, INFLATE_PIECE, "%s", hows[i]);
		buffer_release(&sink.got);
		buffer_release(&body);
	}
	free(zeros);
}

Test(sentry_inflate, limits_are_exact)
{
	struct buffer body = encode("gzip", plain, sizeof(plain) - 1);
	static const struct {
		int wire, plain;
		enum inflate_outcome outcome;
	} cases[] = {
		{ 0, 0, INFLATE_OK },
		{ -1, 0, INFLATE_TOO_LARGE },
		{ 0, -1, INFLATE_TOO_LARGE },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct inflate_limits limits = { body.length + (size_t)cases[i].wire,
						 sizeof(plain) - 1 + (size_t)cases[i].plain };
		struct sink sink = { 0 };

		cr_expect_eq(run("gzip", &body, 0, 5, limits, &sink), cases[i].outcome, "case %zu", i);
		buffer_release(&sink.got);
	}
	buffer_release(&body);
}

Test(sentry_inflate, sink_stops_it)
{
	struct buffer body = encode("none", plain, sizeof(plain) - 1);
	struct sink sink = { .stop_after = 2 };

	cr_expect_eq(run("", &body, 0, 10, wide, &sink), INFLATE_STOPPED);
	cr_expect_eq(sink.calls, 2);
	buffer_release(&sink.got);
	buffer_release(&body);
}

/* The body of gzip -c a b | cat - trailer. */
Test(sentry_inflate, members_of_gzip_and_what_follows)
{
	struct buffer one = encode("gzip", plain, 20),
		      rest = encode("gzip", plain + 20, sizeof(plain) - 1 - 20);

	buffer_put(&one, rest.data, rest.length);
	/* Bytes after the last member are ignored, even if a member begins in them later. */
	buffer_put(&one, "\0\x1F\x8B\x08", 4);
	for (size_t first = 0; first <= one.length; first++)
		expect_plain("gzip", "two members", &one, first, one.length);
	buffer_release(&one);
	buffer_release(&rest);
}

static char *random_bytes(size_t length)
{
	char *bytes = malloc(length);
	uint32_t state = 1;

	for (size_t i = 0; i < length; i++) {
		state = state * 1664525 + 1013904223;
		bytes[i] = (char)(state >> 24);
	}
	return bytes;
}

/* Beyond INFLATE_FREE a body must be about as large as what it inflates to. */
Test(sentry_inflate, a_large_body_is_no_bomb)
{
	enum { LARGE = 36 * 1024 * 1024 };
	static const struct inflate_limits limits = { INFLATE_WIRE_MAX, INFLATE_PLAIN_MAX };
	char *noise = random_bytes(LARGE), *zeros = calloc(1, LARGE);
	struct buffer whole = encode("gzip", noise, LARGE), bomb = encode("gzip", zeros, LARGE);
	struct sink sink = { 0 }, other = { 0 };

	cr_expect_eq(run("gzip", &whole, 0, 65536, limits, &sink), INFLATE_OK);
	cr_expect_eq(sink.got.length, LARGE);
	cr_expect_eq(run("gzip", &bomb, 0, 65536, limits, &other), INFLATE_TOO_LARGE);
	cr_expect_leq(other.got.length, INFLATE_FREE + INFLATE_PIECE);
	buffer_release(&whole);
	buffer_release(&bomb);
	buffer_release(&sink.got);
	buffer_release(&other.got);
	free(noise);
	free(zeros);
}

/* The window of brotli, here 16 MiB, is charged to the arena before it is allocated. */
Test(sentry_inflate, limit_of_the_arena)
{
	static const unsigned char zeros[] = { 0xcf, 0xff, 0xff, 0x7f, 0xf8, 0x27, 0x00,
					       0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xff };
	struct arena *arena = arena_new();
	struct sink sink = { 0 };
	struct inflate *decoder;

	arena_limit(arena, 8 * 1024 * 1024);
	decoder = inflate_new(arena, "br", &wide, take, &sink);
	cr_expect_eq(inflate_push(decoder, (const char *)zeros, sizeof(zeros)), INFLATE_TOO_LARGE);
	arena_free(arena);
	arena = arena_new();
	arena_limit(arena, 24 * 1024 * 1024);
	decoder = inflate_new(arena, "br", &wide, take, &sink);
	cr_expect_eq(inflate_push(decoder, (const char *)zeros, sizeof(zeros)), INFLATE_OK);
	arena_free(arena);
	buffer_release(&sink.got);
}
