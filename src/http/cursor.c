#include "http/cursor.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

enum {
	MAC_SIZE = 16, /* 128 bits cannot be guessed, and keep the text short */
	MOST = 4096,   /* bytes of a decoded cursor; the longest sort key is a title */
};

static uint8_t mac_key[SHA256_SIZE];

void cursor_init(const char *secret, size_t length)
{
	static const char label[] = "balcao cursor";

	crypto_hmac_sha256(secret, length, label, sizeof(label), mac_key);
}

/* Makes the MAC over the position (id NUL key NUL) and the query. */
static void make_mac(struct arena *arena, const char *position, size_t position_length, const char *query,
		     size_t length, uint8_t mac[SHA256_SIZE])
{
	char *whole = arena_alloc(arena, position_length + length);

	memcpy(whole, position, position_length);
	memcpy(whole + position_length, query, length);
	crypto_hmac_sha256(mac_key, sizeof(mac_key), whole, position_length + length, mac);
}

const char *cursor_write(struct arena *arena, struct cursor cursor, const char *query, size_t length)
{
	size_t id = strlen(cursor.id) + 1, key = strlen(cursor.key) + 1;
	char *bytes = arena_alloc(arena, MAC_SIZE + id + key);
	char *text = arena_alloc(arena, crypto_base64url_length(MAC_SIZE + id + key) + 1);
	uint8_t mac[SHA256_SIZE];

	memcpy(bytes + MAC_SIZE, cursor.id, id);
	memcpy(bytes + MAC_SIZE + id, cursor.key, key);
	make_mac(arena, bytes + MAC_SIZE, id + key, query, length, mac);
	memcpy(bytes, mac, MAC_SIZE);
	crypto_base64url(bytes, MAC_SIZE + id + key, text);
	return text;
}

/* Whether the bytes are id NUL key NUL and nothing else. Otherwise bytes could move between the position
 * and the query, which the MAC covers as one string. */
static bool is_position(const char *bytes, size_t length)
{
	size_t id = strnlen(bytes, length) + 1;

	return id < length && id + strnlen(bytes + id, length - id) + 1 == length;
}

bool cursor_read(struct arena *arena, const char *text, size_t text_length, const char *query, size_t length,
		 struct cursor *cursor)
{
	char *bytes = arena_alloc(arena, MOST);
	size_t decoded;
	uint8_t mac[SHA256_SIZE];

	if (!crypto_base64url_decode(text, text_length, bytes, MOST, &decoded) || decoded < MAC_SIZE + 2)
		return false;
	make_mac(arena, bytes + MAC_SIZE, decoded - MAC_SIZE, query, length, mac);
	if (!crypto_equal(bytes, mac, MAC_SIZE) || !is_position(bytes + MAC_SIZE, decoded - MAC_SIZE))
		return false;
	cursor->id = bytes + MAC_SIZE;
	cursor->key = cursor->id + strlen(cursor->id) + 1;
	return true;
}
