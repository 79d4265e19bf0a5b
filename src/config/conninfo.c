#include "config/conninfo.h"

#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"

#define BLANKS " \t\r\n\v\f"
#define HIDDEN "*****"

static bool is_password(const char *name, size_t length)
{
	char copy[64];

	if (length >= sizeof(copy))
		return true;
	memcpy(copy, name, length);
	copy[length] = '\0';
	return strcasestr(copy, "password") || strchr(copy, '%');
}

/* Returns the end of a value of the keyword form, which is 'quoted' or ends at a blank. */
static const char *value_end(const char *value)
{
	bool quoted = *value == '\'';

	for (value += quoted; *value; value++) {
		if (*value == '\\' && value[1])
			value++;
		else if (quoted ? *value == '\'' : strchr(BLANKS, *value) != NULL)
			break;
	}
	return value + (quoted && *value);
}

/* name = 'value' … */
static void put_keywords(struct buffer *out, const char *text)
{
	for (;;) {
		const char *name = text + strspn(text, BLANKS);
		size_t length = strcspn(name, "=" BLANKS);
		const char *value = name + length + strspn(name + length, BLANKS);

		if (!*name)
			break;
		if (*value != '=') { /* libpq refuses this text, which may be anything, even a password */
			buffer_put_text(out, HIDDEN);
			return;
		}
		value += 1 + strspn(value + 1, BLANKS);
		buffer_put(out, text, (size_t)(value - text));
		text = value_end(value);
		if (is_password(name, length))
			buffer_put_text(out, HIDDEN);
		else
			buffer_put(out, value, (size_t)(text - value));
	}
	buffer_put_text(out, text);
}

/* ?name=value&… */
static void put_query(struct buffer *out, const char *query)
{
	while (*query) {
		size_t length = 1 + strcspn(query + 1, "&");
		const char *equals = memchr(query, '=', length);

		if (equals && is_password(query, (size_t)(equals - query)))
			buffer_printf(out, "%.*s=" HIDDEN, (int)(equals - query), query);
		else
			buffer_put(out, query, length);
		query += length;
	}
}

/* scheme://user:password@host/database?name=value */
static void put_uri(struct buffer *out, const char *uri)
{
	const char *rest = strstr(uri, "://") + strlen("://");
	const char *at = strrchr(rest, '@');
	const char *colon = at ? memchr(rest, ':', (size_t)(at - rest)) : NULL;
	size_t path;

	buffer_put(out, uri, (size_t)((colon ? colon + 1 : rest) - uri));
	if (colon) {
		buffer_put_text(out, HIDDEN);
		rest = at;
	}
	path = strcspn(rest, "?");
	buffer_put(out, rest, path);
	put_query(out, rest + path);
}

void conninfo_put_hidden(struct buffer *out, const char *text)
{
	if (strncmp(text, "postgres://", 11) == 0 || strncmp(text, "postgresql://", 13) == 0)
		put_uri(out, text);
	else
		put_keywords(out, text);
}
