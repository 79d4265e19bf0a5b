/* What every room of accounts shows of a person. */
#ifndef BALCAO_ACCOUNTS_USER_H
#define BALCAO_ACCOUNTS_USER_H

#include "accounts/username.h"
#include "table/formats.h"

/* clang-format off */
/* Rows of reply fields. */
#define USER_NAMES                                                                                  \
	{ .name = "id", .type = F_ID, .doc = "The account's id." },                                 \
	{ .name = "username", .type = F_TEXT, .doc = "The name to log in with." },                  \
	{ .name = "email", .type = F_TEXT, .doc = "E-mail address." },                              \
	{ .name = "display_name", .type = F_TEXT, .nullable = true, .doc = "How others see one." }, \
	{ .name = "operator", .type = F_BOOLEAN, .doc = "Whether the account manages all users." }
#define USER_TIMES                                                                                  \
	{ .name = "created_at", .type = F_TIME, .doc = "When it was made." },                       \
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." }
#define USER_VERSION { .name = "version", .type = F_INTEGER, .hidden = true, .etag = true }

/* Rows of bodies. */
#define BODY_USERNAME                                                                               \
	{ .name = "username", .type = F_TEXT, .required = true, .min = 3, .max = 32,                \
	  .format = &username_format, .example = "\"maria\"",                                       \
	  .doc = "3 to 32 of a-z, 0-9, dot, underscore and hyphen, starting with a letter; unique." }
#define BODY_EMAIL                                                                                  \
	{ .name = "email", .type = F_TEXT, .required = true, .min = 3, .max = 254,                  \
	  .format = &format_email, .key = "email_key", .example = "\"maria@example.com\"",          \
	  .doc = "E-mail address; unique." }
/* clang-format on */

#endif
