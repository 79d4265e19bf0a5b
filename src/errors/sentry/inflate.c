#include "errors/sentry/inflate.h"

#include <brotli/decode.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/status.h"

enum {
	ZLIB_HEADER = 2,
	GZIP_FIRST = 0x1F, /* the first byte of a gzip member */
	/* Values of windowBits for inflateInit2: the largest window, and the format around the stream. */
	BITS_ZLIB = MAX_WBITS,
	BITS_GZIP = MAX_WBITS + 16,
	BITS_RAW = -MAX_WBITS,
};

struct coding {
	const char *name;
	enum inflate_outcome (*push)(struct inflate *, const char *bytes, size_t length);
	void (*prepare)(struct inflate *);
};

struct inflate {
	struct arena *arena;
	const struct coding *coding; /* NULL if the encoding is not supported */
	struct inflate_limits left;
	size_t arrived, inflated; /* bytes so far */
	inflate_sink *sink;
	void *context;
	enum inflate_outcome outcome;
	bool begun, ended;
	bool closed; /* bytes that are not a gzip member have followed the last member */
	z_stream zlib;
	BrotliDecoderState *brotli;
	char head[ZLIB_HEADER]; /* the beginning of deflate, which shows whether zlib's format is used */
	size_t head_length;
	char piece[INFLATE_PIECE];
};

static enum inflate_outcome deliver(struct inflate *decoder, const char *bytes, size_t length)
{
	if (length > decoder->left.plain)
		return INFLATE_TOO_LARGE;
	decoder->left.plain -= length;
	decoder->inflated += length;
	if (decoder->inflated > INFLATE_FREE && decoder->inflated / INFLATE_RATIO > decoder->arrived)
		return INFLATE_TOO_LARGE;
	return length == 0 || decoder->sink(decoder->context, bytes, length) ? INFLATE_OK : INFLATE_STOPPED;
}

static enum inflate_outcome push_plain(struct inflate *decoder, const char *bytes, size_t length)
{
	decoder->ended = true; /* an uncompressed body may end anywhere */
	return deliver(decoder, bytes, length);
}

/* --- gzip and deflate --- */

static void release_zlib(void *stream)
{
	inflateEnd(stream);
}

static void begin_zlib(struct inflate *decoder, int bits)
{
	if (inflateInit2(&decoder->zlib, bits) != Z_OK)
		memory_exhausted(sizeof(decoder->zlib));
	arena_defer(decoder->arena, release_zlib, &decoder->zlib);
}

static void prepare_gzip(struct inflate *decoder)
{
	begin_zlib(decoder, BITS_GZIP);
}

/* Inflates all `length` bytes. Z_BUF_ERROR means that the input is used up and all output was delivered. */
static enum inflate_outcome run_zlib(struct inflate *decoder, const char *bytes, size_t length)
{
	z_stream *stream = &decoder->zlib;
	enum inflate_outcome outcome = INFLATE_OK;

	stream->next_in = (Bytef *)bytes; /* zlib only reads it */
	stream->avail_in = (uInt)length;
	while (outcome == INFLATE_OK && !decoder->ended) {
		int result;

		stream->next_out = (Bytef *)decoder->piece;
		stream->avail_out = INFLATE_PIECE;
		result = inflate(stream, Z_NO_FLUSH);
		outcome = deliver(decoder, decoder->piece, INFLATE_PIECE - stream->avail_out);
		if (result == Z_BUF_ERROR)
			break;
		if (result == Z_STREAM_END)
			decoder->ended = true;
		else if (result != Z_OK && outcome == INFLATE_OK)
			outcome = INFLATE_MALFORMED;
	}
	return outcome;
}

static enum inflate_outcome push_gzip(struct inflate *decoder, const char *bytes, size_t length)
{
	enum inflate_outcome outcome = INFLATE_OK;

	while (length > 0 && outcome == INFLATE_OK && !decoder->closed) {
		decoder->closed = decoder->ended && (uint8_t)*bytes != GZIP_FIRST;
		if (decoder->closed)
			break;
		if (decoder->ended) {
			decoder->ended = false;
			inflateReset(&decoder->zlib);
		}
		outcome = run_zlib(decoder, bytes, length);
		bytes += length - decoder->zlib.avail_in;
		length = decoder->zlib.avail_in;
	}
	return outcome;
}

/* RFC 1950, 2.2: the method is 8, and the two bytes are a multiple of 31. A bare deflate stream with such
 * bytes would begin with a stored block whose padding bits are not zero, which compressors don't write. */
static bool is_zlib_header(const char head[ZLIB_HEADER])
{
	unsigned first = (uint8_t)head[0], second = (uint8_t)head[1];

	return (first & 15) == Z_DEFLATED && first >> 4 <= 7 && (first << 8 | second) % 31 == 0;
}

static enum inflate_outcome push_deflate(struct inflate *decoder, const char *bytes, size_t length)
{
	enum inflate_outcome outcome = INFLATE_OK;

	if (decoder->head_length < ZLIB_HEADER) {
		while (length > 0 && decoder->head_length < ZLIB_HEADER) {
			decoder->head[decoder->head_length++] = *bytes++;
			length--;
		}
		if (decoder->head_length < ZLIB_HEADER)
			return INFLATE_OK;
		begin_zlib(decoder, is_zlib_header(decoder->head) ? BITS_ZLIB : BITS_RAW);
		outcome = run_zlib(decoder, decoder->head, ZLIB_HEADER);
	}
	return outcome == INFLATE_OK ? run_zlib(decoder, bytes, length) : outcome;
}

/* --- br --- */

static void release_brotli(void *state)
{
	BrotliDecoderDestroyInstance(state);
}

/* Charges the decoder's memory to the arena, because a window may take 16 MiB. */
static void *lend(void *arena, size_t size)
{
	return arena_lend(arena, size);
}

static void take_back(void *arena, void *memory)
{
	arena_return(arena, memory);
}

static void prepare_brotli(struct inflate *decoder)
{
	decoder->brotli = BrotliDecoderCreateInstance(lend, take_back, decoder->arena);
	if (!decoder->brotli)
		decoder->outcome = INFLATE_TOO_LARGE;
	else
		arena_defer(decoder->arena, release_brotli, decoder->brotli);
}

static enum inflate_outcome brotli_outcome(const BrotliDecoderState *brotli)
{
	BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(brotli);

	return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
			       code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES
		       ? INFLATE_TOO_LARGE
		       : INFLATE_MALFORMED;
}

static enum inflate_outcome push_brotli(struct inflate *decoder, const char *bytes, size_t length)
{
	enum inflate_outcome outcome = INFLATE_OK;
	const uint8_t *in = (const uint8_t *)bytes;

	while (outcome == INFLATE_OK && !decoder->ended) {
		uint8_t *out = (uint8_t *)decoder->piece;
		size_t room = INFLATE_PIECE;
		BrotliDecoderResult result =
			BrotliDecoderDecompressStream(decoder->brotli, &length, &in, &room, &out, NULL);

		outcome = deliver(decoder, decoder->piece, INFLATE_PIECE - room);
		if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
			break;
		if (result == BROTLI_DECODER_RESULT_SUCCESS)
			decoder->ended = true;
		else if (result == BROTLI_DECODER_RESULT_ERROR && outcome == INFLATE_OK)
			outcome = brotli_outcome(decoder->brotli);
	}
	return outcome;
}

/* --- all --- */

static const struct coding codings[] = {
	{ "", push_plain, NULL },
	{ "identity", push_plain, NULL },
	{ "utf-8", push_plain, NULL },
	{ "gzip", push_gzip, prepare_gzip },
	{ "x-gzip", push_gzip, prepare_gzip },
	{ "deflate", push_deflate, NULL },
	{ "br", push_brotli, prepare_brotli },
	{ 0 },
};

static const struct coding *find_coding(const char *name)
{
	size_t length;

	name += strspn(name, " \t");
	length = strlen(name);
	while (length > 0 && strchr(" \t", name[length - 1]))
		length--;
	for (const struct coding *coding = codings; coding->name; coding++)
		if (strlen(coding->name) == length && strncasecmp(coding->name, name, length) == 0)
			return coding;
	return NULL;
}

struct inflate *inflate_new(struct arena *arena, const char *encoding, const struct inflate_limits *limits,
			    inflate_sink *sink, void *context)
{
	struct inflate *decoder = arena_alloc(arena, sizeof(*decoder));

	decoder->arena = arena;
	decoder->coding = find_coding(encoding ? encoding : "");
	decoder->left = *limits;
	decoder->sink = sink;
	decoder->context = context;
	if (!decoder->coding)
		decoder->outcome = INFLATE_UNKNOWN;
	else if (decoder->coding->prepare)
		decoder->coding->prepare(decoder);
	return decoder;
}

enum inflate_outcome inflate_push(struct inflate *decoder, const char *bytes, size_t length)
{
	if (decoder->outcome != INFLATE_OK || length == 0)
		return decoder->outcome;
	if (length > decoder->left.wire)
		return decoder->outcome = INFLATE_TOO_LARGE;
	decoder->left.wire -= length;
	decoder->arrived += length;
	decoder->begun = true;
	return decoder->outcome = decoder->coding->push(decoder, bytes, length);
}

enum inflate_outcome inflate_finish(struct inflate *decoder)
{
	if (decoder->outcome == INFLATE_OK && decoder->begun && !decoder->ended)
		decoder->outcome = INFLATE_TRUNCATED;
	return decoder->outcome;
}
