/* Fields of a user that several modules of accounts share. */
#ifndef BALCAO_ACCOUNTS_USER_H
#define BALCAO_ACCOUNTS_USER_H

#include "accounts/username.h"
#include "table/formats.h"

/* clang-format off */
/* Rows of reply fields. */
#define USER_NAMES                                                                                  \
	{ .name = "id", .type = F_ID, .doc = "The account's id." },                                 \
	{ .name = "username", .type = F_TEXT, .doc = "The name to sign in with." },                  \
	{ .name = "email", .type = F_TEXT, .doc = "The e-mail address." },                              \
	{ .name = "display_name", .type = F_TEXT, .nullable = true, \
	  .doc = "The name that is shown to other users." }, \
	{ .name = "operator", .type = F_BOOLEAN, \
	  .doc = "Whether the user is an operator, who manages all users." }
#define USER_TIMES                                                                                  \
	{ .name = "created_at", .type = F_TIME, .doc = "When the account was created." }, \
	{ .name = "updated_at", .type = F_TIME, .doc = "When the account last changed." }
#define USER_VERSION { .name = "version", .type = F_INTEGER, .hidden = true, .etag = true }

/* Rows of the fields of request bodies. */
#define BODY_USERNAME                                                                               \
	{ .name = "username", .type = F_TEXT, .required = true, .min = 3, .max = 32,                \
	  .format = &username_format, .example = "\"maria\"",                                       \
	  .doc = "3 to 32 characters: a-z, 0-9, dot, underscore, hyphen; the first a letter; unique." }
#define BODY_EMAIL                                                                                  \
	{ .name = "email", .type = F_TEXT, .required = true, .min = 3, .max = 254,                  \
	  .format = &format_email, .key = "email_key", .example = "\"maria@example.com\"",          \
	  .doc = "The e-mail address; unique." }
/* clang-format on */

#endif
