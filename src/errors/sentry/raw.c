#include "errors/sentry/raw.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/scan.h"

enum {
	LEVEL = 3,      /* twice as fast as the default level 6, for about 5 % more bytes */
	FAST_LEVEL = 1, /* at level 3, 1 MiB of numbers would take 50 ms: 1 takes 20 ms, for 4 % more bytes */
	FEW = 128 * 1024,
};

const char *raw_pack(struct arena *arena, const char *bytes, size_t length)
{
	uLongf packed = compressBound(length);
	uint8_t *to = arena_alloc(arena, packed);
	char *text;

	/* compress2 can't fail: `to` is large enough, and the process ends when memory runs out. */
	if (compress2(to, &packed, (const Bytef *)bytes, length, length > FEW ? FAST_LEVEL : LEVEL) != Z_OK)
		packed = 0;
	text = arena_alloc(arena, 2 + 2 * packed + 1);
	memcpy(text, "\\x", 2);
	crypto_hex(to, packed, text + 2);
	return text;
}

static bool read_digits(const char *digits, size_t count, uint8_t *bytes)
{
	for (size_t i = 0; i < count; i++) {
		int high = scan_hex(digits[2 * i]), low = scan_hex(digits[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool raw_unpack(struct arena *arena, const char *digits, size_t max, const char **bytes, size_t *length)
{
	size_t packed = strlen(digits) / 2;
	uint8_t *from = arena_alloc(arena, packed + 1);
	char *to = arena_alloc(arena, max + 1);
	uLongf unpacked = max;

	if (!read_digits(digits, packed, from) || uncompress((Bytef *)to, &unpacked, from, packed) != Z_OK)
		return false;
	to[unpacked] = '\0';
	*bytes = to;
	*length = unpacked;
	return true;
}
