#include "core/formats.h"

#include "base/arena.h"
#include "base/email.h"
#include "base/uuid.h"

static bool read_email(struct arena *arena, const char *text, size_t length, const char **canonical,
		       const char **key, enum fault_code *fault, long *number)
{
	(void)number;
	switch (email_read(arena, text, length, key)) {
	case EMAIL_OK:
		*canonical = arena_strndup(arena, text, length);
		return true;
	case EMAIL_SMTPUTF8:
		*fault = FAULT_EMAIL_SMTPUTF8;
		return false;
	default:
		*fault = FAULT_EMAIL_INVALID;
		return false;
	}
}

const struct format format_email = { .name = "email", .read = read_email };

static bool read_id(struct arena *arena, const char *text, size_t length, const char **canonical,
		    const char **key, enum fault_code *fault, long *number)
{
	char *lower = arena_alloc(arena, UUID_TEXT_SIZE);

	(void)key;
	(void)number;
	*fault = FAULT_ID_INVALID;
	*canonical = lower;
	return uuid_parse(text, length, lower);
}

const struct format format_id = { .name = "uuid", .read = read_id };
