#include "db/literal.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"

void literal_put_element(struct buffer *out, const char *text)
{
	if (out->length > 1)
		buffer_put_char(out, ',');
	if (!text) {
		buffer_put_text(out, "NULL");
		return;
	}
	/* A text may have a megabyte: the buffer shall not double for its last quote. */
	buffer_reserve(out, strlen(text) + 16);
	buffer_put_char(out, '"');
	while (*text) {
		size_t plain = strcspn(text, "\"\\");

		buffer_put(out, text, plain);
		text += plain;
		if (*text) {
			buffer_put_char(out, '\\');
			buffer_put_char(out, *text++);
		}
	}
	buffer_put_char(out, '"');
}

const char *literal_element(const char *at, struct buffer *element)
{
	bool quoted = *at == '"';

	buffer_clear(element);
	at += quoted;
	while (*at && (quoted ? *at != '"' : !strchr(",}", *at))) {
		if (*at == '\\' && at[1])
			at++;
		buffer_put_char(element, *at++);
	}
	at += quoted && *at;
	return at + (*at == ',');
}

const char *literal_array(struct arena *arena, const char *const *texts, size_t count)
{
	struct buffer out = { .arena = arena };

	buffer_put_char(&out, '{');
	for (size_t i = 0; i < count; i++)
		literal_put_element(&out, texts[i]);
	buffer_put_char(&out, '}');
	return out.data;
}

const char *literal_bytes(struct arena *arena, const uint8_t *bytes, size_t length)
{
	char *text = arena_alloc(arena, 2 + 2 * length + 1);

	memcpy(text, "\\x", 2);
	crypto_hex(bytes, length, text + 2);
	return text;
}

const char *literal_digest(struct arena *arena, const char *text)
{
	uint8_t digest[SHA256_SIZE];

	crypto_sha256(text, strlen(text), digest);
	return literal_bytes(arena, digest, sizeof(digest));
}

const char *literal_identifier(struct arena *arena, const char *name)
{
	char *quoted = arena_alloc(arena, 2 * strlen(name) + sizeof("\"\"")), *to = quoted;

	*to++ = '"';
	for (; *name; name++) {
		*to++ = *name;
		if (*name == '"')
			*to++ = '"';
	}
	strcpy(to, "\"");
	return quoted;
}
