/* Passwords: yescrypt through libcrypt (crypt(5)). */
#ifndef BALCAO_ACCOUNTS_PASSWORD_H
#define BALCAO_ACCOUNTS_PASSWORD_H

#include <stdbool.h>

#include "core/field.h"

struct arena;

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 128 }; /* code points */

/* What a new password must be like. */
extern const struct format format_password;

/* The hash of a password (normalization form C) with a fresh salt, in the arena; NULL: libcrypt
 * or the kernel failed. `cost`: yescrypt's, 1–11. Takes milliseconds, and megabytes. */
const char *password_hash(struct arena *arena, const char *password, long cost);

/* Whether `password` is the one that was hashed. */
bool password_matches(const char *password, const char *hash);

/* Takes as long as password_matches, for a name that nobody has: always false. */
bool password_matches_nobody(struct arena *arena, const char *password, long cost);

#endif
