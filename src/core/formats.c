#include "core/formats.h"

#include "base/arena.h"
#include "base/email.h"

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
