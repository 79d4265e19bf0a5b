#include "table/formats.h"

#include <string.h>
#include <strings.h>
#include <unictype.h>
#include <unistr.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/uuid.h"
#include "values/email.h"
#include "values/pasted.h"
#include "values/zone.h"

static bool read_email(struct arena *arena, const char *text, size_t length, const char **canonical,
		       const char **key, const struct fault_kind **fault, long *number)
{
	(void)number;
	switch (email_read(arena, text, length, key)) {
	case EMAIL_OK:
		*canonical = email_shown(arena, text, length, *key);
		return true;
	case EMAIL_SMTPUTF8:
		*fault = &fault_email_smtputf8;
		return false;
	default:
		*fault = &fault_email_invalid;
		return false;
	}
}

enum { URL_MAX = 2000 };

/* Whether the text has a character that shows nothing or is a blank: an address with one is not what it
 * seems to be. */
static bool has_hidden(const char *text, size_t length)
{
	ucs4_t c;

	for (int size; length > 0; text += size, length -= (size_t)size) {
		size = u8_mbtouc(&c, (const uint8_t *)text, length);
		if (text_is_invisible(c) || uc_is_general_category(c, UC_SPACE_SEPARATOR))
			return true;
	}
	return false;
}

/* No user name or password in front of the host, which would make the rest look like the host. */
static bool is_url(const char *text, size_t length)
{
	size_t scheme = strncasecmp(text, "https://", 8) == 0 ? 8 : 7;

	if (scheme == 7 && strncasecmp(text, "http://", 7) != 0)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] <= ' ' || strchr("<>\"\\^`{|}\x7f", text[i]))
			return false;
	return length > scheme && !strchr("/?#:", text[scheme]) &&
	       !memchr(text + scheme, '@', strcspn(text + scheme, "/?#")) && !has_hidden(text, length);
}

static bool read_url(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, const struct fault_kind **fault, long *number)
{
	(void)key;
	*canonical = arena_strndup(arena, text, length);
	*number = URL_MAX;
	*fault = text_length(text, length) > URL_MAX ? &fault_too_long : &fault_url_invalid;
	return *fault != &fault_too_long && is_url(*canonical, length);
}

const struct format format_url = { .name = "uri", .pattern = "^[Hh][Tt][Tt][Pp][Ss]?://", .read = read_url };
const struct format format_email = { .name = "email", .read = read_email };

static bool read_id(struct arena *arena, const char *text, size_t length, const char **canonical,
		    const char **key, const struct fault_kind **fault, long *number)
{
	char *lower = arena_alloc(arena, UUID_TEXT_SIZE);

	(void)key;
	(void)number;
	*fault = &fault_id_invalid;
	*canonical = lower;
	return uuid_parse(text, length, lower);
}

const struct format format_id = { .name = "uuid", .read = read_id };

static bool read_time_zone(struct arena *arena, const char *text, size_t length, const char **canonical,
			   const char **key, const struct fault_kind **fault, long *number)
{
	(void)key;
	(void)number;
	*fault = &fault_time_zone_invalid;
	*canonical = arena_strndup(arena, text, length);
	return strlen(*canonical) == length && zone_exists(*canonical);
}

const struct format format_time_zone = { .name = "time-zone", .read = read_time_zone };
