/* The outcome and the inflated bytes do not depend on the pieces in which a body is pushed, and neither
 * limit is exceeded. The first byte of the input chooses the encoding, the second the size of the pieces. */
#include "errors/sentry/inflate.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const encodings[] = { "gzip", "deflate", "br", "identity" };
static const struct inflate_limits limits = { .wire = 64 * 1024, .plain = 256 * 1024 };

static bool take(void *context, const char *bytes, size_t length)
{
	buffer_put(context, bytes, length);
	return true;
}

static enum inflate_outcome run(const char *encoding, const char *body, size_t length, size_t piece,
				struct buffer *out)
{
	struct arena *arena = arena_new();
	struct inflate *decoder = inflate_new(arena, encoding, &limits, take, out);
	enum inflate_outcome outcome;

	for (size_t at = 0; at < length; at += piece) {
		size_t part = piece < length - at ? piece : length - at;
		enum inflate_outcome pushed = inflate_push(decoder, body + at, part);

		assert(pushed != INFLATE_TRUNCATED && pushed != INFLATE_UNKNOWN && pushed != INFLATE_STOPPED);
	}
	outcome = inflate_finish(decoder);
	assert(outcome == inflate_finish(decoder) && out->length <= limits.plain);
	arena_free(arena);
	return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer whole = { 0 }, pieces = { 0 };
	const char *encoding;
	enum inflate_outcome outcome;

	if (size < 2)
		return 0;
	encoding = encodings[data[0] % 4];
	outcome = run(encoding, (const char *)data + 2, size - 2, size, &whole);
	if (run(encoding, (const char *)data + 2, size - 2, data[1] + 1u, &pieces) == INFLATE_OK)
		assert(outcome == INFLATE_OK || size - 2 > limits.wire);
	/* After a failure, the last piece may or may not have reached the sink. */
	if (outcome == INFLATE_OK)
		assert(whole.length == pieces.length &&
		       (whole.length == 0 || memcmp(whole.data, pieces.data, whole.length) == 0));
	buffer_release(&whole);
	buffer_release(&pieces);
	return 0;
}
