#include "customers/finding.h"

#include "base/arena.h"
#include "customers/phone.h"
#include "values/email.h"

/* clang-format off */
/* Has the code of an address that isn't one, and says what else a search takes. */
static const struct fault_kind email_or_part = { "email_invalid",
		{ "Enter an e-mail address, or at least its first 3 characters.",
		  "Informe um endereço de e-mail, ou pelo menos seus 3 primeiros caracteres." } };
/* clang-format on */

static bool read_email(struct arena *arena, const char *text, size_t length, const char **canonical,
		       const char **key, const struct fault_kind **fault, long *number)
{
	enum email_result result = email_beginning(arena, text, length, canonical, key);

	(void)number;
	*fault = result == EMAIL_SMTPUTF8 ? &fault_email_smtputf8 : &email_or_part;
	return result == EMAIL_OK;
}

static bool read_phone(struct arena *arena, const char *text, size_t length, const char **canonical,
		       const char **key, const struct fault_kind **fault, long *number)
{
	char(*ends)[PHONE_SIZE] = arena_alloc(arena, 2 * PHONE_SIZE);
	enum phone_result result = phone_find(text, length, ends);

	(void)number;
	*canonical = ends[0];
	*key = ends[1];
	*fault = phone_fault(result);
	return result == PHONE_OK;
}

const struct format finding_email_format = { .name = "email-or-beginning", .read = read_email };
const struct format finding_phone_format = { .name = "phone-or-last-digits", .read = read_phone };
